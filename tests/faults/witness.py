"""Who looks at the program from outside: its notes of what it showed, its log and files, its memory and handles."""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

if TYPE_CHECKING:
    import subprocess

FLOORS = {"claude": 180, "zai": 30}
"""Seconds: the shortest distance of two requests (../shared/cli.md, Budget)."""
LINES_OF_A_TRACEBACK = 24
NOTHING_YET: dict[str, Any] = {
    "at": 0.0,
    "state": "",
    "code": None,
    "figures": [],
    "fetched_at": None,
    "title": "",
}


def memory_kib(program: subprocess.Popen[bytes] | None) -> int:
    """What the process has for itself (private pages), in KiB; 0 where it has ended."""
    try:
        text = Path(f"/proc/{program.pid}/smaps_rollup").read_text() if program is not None else ""
    except OSError:
        return 0
    lines = [line.split() for line in text.splitlines()]
    return sum(int(words[1]) for words in lines if words[0] in ("Private_Dirty:", "Private_Clean:"))


class Witness:
    """Reads what the program left behind."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.notes = folder / "notes.jsonl"
        self._seen: list[dict[str, Any]] = []
        self._read = 0
        self.odd: list[str] = []
        self.tooltip = ""
        """What the icon says now."""

    def read(self) -> None:
        """What was noted since."""
        if not self.notes.exists():
            return
        with self.notes.open(encoding="utf-8") as file:
            file.seek(self._read)
            for line in iter(file.readline, ""):
                if not line.endswith("\n"):
                    break
                self._read += len(line.encode())
                note = json.loads(line)
                if "odd" in note:
                    self.odd.append(note["odd"])
                elif "tooltip" in note:
                    self.tooltip = note["tooltip"]
                elif "account" in note:
                    self._seen.append(note)

    def of(self, provider: str, since: float, until: float = float("inf")) -> list[dict[str, Any]]:
        """All that was shown of it in this time."""
        return [note for note in self._seen if note["account"] == provider and since <= note["at"] <= until]

    def last(self, provider: str) -> dict[str, Any]:
        """What is shown now."""
        found = self.of(provider, 0.0)
        return (
            found[-1]
            if found
            else {"at": 0.0, "state": "", "code": None, "figures": [], "fetched_at": None, "title": "", "tooltip": ""}
        )

    def is_well(self, provider: str, since: float) -> bool:
        """Whether new figures were shown since, and no error. (On a clock that runs fast, figures may be called old on arrival.)"""
        last = self.last(provider)
        return bool(last["at"] > since and last["code"] is None and last["figures"])

    def is_said(self, provider: str, since: float, code: str) -> bool:
        """Whether that code was shown since; without one, whether anything was."""
        return any(not code or note["code"] == code for note in self.of(provider, since))

    def first(self, provider: str, since: float, code: str) -> dict[str, Any]:
        """The note in which that was said first; where it never was, the last one."""
        return next((note for note in self.of(provider, since) if not code or note["code"] == code), self.last(provider))

    def handles(self, pid: int) -> tuple[int, int]:
        """Open files and threads."""
        return len(list(Path(f"/proc/{pid}/fd").iterdir())), len(list(Path(f"/proc/{pid}/task").iterdir()))

    def complaints(self, secrets: list[str]) -> list[str]:
        """Tracebacks, warnings, secrets, and words that no window may show."""
        self.read()
        found = [f"a window said {text!r}" for text in self.odd]
        for path in self._folder.rglob("*.log*"):
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
            ours = [line for line in lines if " qt: " not in line]  # what Qt says of the offscreen screen
            bad = [at for at, line in enumerate(ours) if " WARNING " in line or " ERROR " in line]
            found += ["log: " + "\n  ".join(ours[at : at + LINES_OF_A_TRACEBACK]) for at in bad]
            if not bad and any("Traceback" in line for line in ours):
                found.append("log: a traceback")
        forms = {
            form for secret in secrets for form in (secret, quote(secret, safe=""), base64.b64encode(secret.encode()).decode())
        }
        for path in self._folder.rglob("*"):
            if not path.is_file() or path.is_symlink() or path.name.startswith(".credentials"):
                continue
            raw = path.read_bytes()
            found += [f"a secret is in {path.name}" for form in forms if form.encode() in raw]
        return found
