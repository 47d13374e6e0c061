"""Looks for canaries: in bytes, in every file below a folder, and in what the kernel shows of a process and its children."""

from __future__ import annotations

import base64
import contextlib
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path

PIECE, STEP = 10, 5
"""A part of a secret is one too: any ten of its characters in a row, at every fifth place, are looked for."""


def needles(body: str) -> dict[bytes, str]:
    """All that a canary may look like, with the name of the disguise."""
    found: dict[bytes, str] = {}
    for start in range(0, len(body) - PIECE + 1, STEP):
        piece = body[start : start + PIECE]
        found[piece.encode()] = "plain"
        found[piece[::-1].encode()] = "backwards"
        found[piece.encode("utf-16-le")] = "UTF-16"
        found[piece.encode("utf-16-be")] = "UTF-16"
        found[piece.encode().hex().encode()] = "hexadecimal"
        found["".join(f"\\u{ord(character):04x}" for character in piece).encode()] = "escaped as in JSON"
        found["".join(f"%{ord(character):02X}" for character in piece).encode()] = "escaped as in an address"
        for before in range(3):
            # What the neighbours share in the first and last characters is left out.
            text = base64.b64encode(b"\0" * before + piece.encode() + b"\0" * 3)
            found[text[(before * 8 + 5) // 6 : (before + PIECE) * 8 // 6]] = "base64"
    return found


class Search:
    """For some canaries by their names; a body is the part that is unlike anything else."""

    def __init__(self, bodies: Mapping[str, str]) -> None:
        self._needles = {needle: f"{name} ({how})" for name, body in bodies.items() for needle, how in needles(body).items()}

    def hits(self, data: bytes) -> list[str]:
        """Which, and in which disguise; upper and lower case do not matter."""
        lower = data.lower()
        return sorted({name for needle, name in self._needles.items() if needle.lower() in lower})

    def in_files(self, folder: Path, except_for: Path) -> Iterator[str]:
        """In every file below the folder, its name included."""
        for path in sorted(folder.rglob("*")):
            for hit in self.hits(str(path).encode()):
                yield f"{hit} in the name {path}"
            if path.is_file() and path != except_for:
                for hit in self.hits(path.read_bytes()):
                    yield f"{hit} in {path.relative_to(folder)}"


class Watcher:
    """What `ps` shows anybody: command line and environment of a process and of all that it starts, while they live."""

    def __init__(self, pid: int) -> None:
        self._root = pid
        self._ended = threading.Event()
        self.seen: dict[tuple[int, bytes], bytes] = {}
        """Process and command line to environment."""
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        known = {self._root}
        while not self._ended.is_set():
            for pid in tuple(known):  # also those whose parent has ended meanwhile
                known |= self._look(pid)
            self._ended.wait(0.005)

    def _look(self, pid: int) -> set[int]:
        process, children = Path(f"/proc/{pid}"), set[int]()
        with contextlib.suppress(OSError):
            self.seen[pid, (process / "cmdline").read_bytes()] = (process / "environ").read_bytes()
            for task in (process / "task").iterdir():
                with contextlib.suppress(OSError):
                    children |= {int(child) for child in (task / "children").read_bytes().split()}
        return children

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()
