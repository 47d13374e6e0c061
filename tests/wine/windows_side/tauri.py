"""The other program: `tauri_stand_in.c`, compiled for Windows, a process for each call."""

from __future__ import annotations

import json
import subprocess
from dataclasses import dataclass

NOT_BEGUN = 1359
"""Windows' number of an internal error."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as advapi32 shows it to another program."""

    blob: bytes
    user: str | None
    comment: str | None
    persist: int
    kind: int
    flags: int
    attributes: int


OF_TAURI = {"user": None, "comment": None, "persist": 2, "kind": 1, "flags": 0, "attributes": 0}
"""How that app writes (target and blob apart)."""


@dataclass(frozen=True, slots=True)
class Tauri:
    """Raises `AssertionError` with the error number where Windows refuses."""

    program: str

    def write(self, target: str, blob: bytes) -> None:
        self._call("write", target, blob.hex())

    def read(self, target: str) -> Entry | None:
        """None: error 1168."""
        printed = self._call("read", target)
        if printed is None:
            return None
        found = json.loads(printed)
        kind, blob = found.pop("type"), bytes.fromhex(found.pop("blob"))
        return Entry(blob=blob, kind=kind, **found)

    def delete(self, target: str) -> None:
        self._call("delete", target)

    def targets(self) -> list[str]:
        return sorted((self._call("list") or "").split("\n")[:-1])

    def _call(self, *words: str) -> str | None:
        done = self._run(words)
        printed = done.stdout.decode("ascii").replace("\r\n", "\n")
        if printed == "error 1168\n":
            return None
        assert done.returncode == 0, f"{words[0]} ended with {done.returncode}: {printed}"
        return printed

    def _run(self, words: tuple[str, ...], starts: int = 3) -> subprocess.CompletedProcess[bytes]:
        """Once more where Wine could not begin the process (seen once in some thousand): then it has done nothing."""
        try:
            return subprocess.run([self.program, *words], stdin=subprocess.DEVNULL, capture_output=True, check=False)
        except OSError as error:
            if getattr(error, "winerror", None) != NOT_BEGUN or starts == 1:
                raise
            return self._run(words, starts - 1)
