"""What we may leave in Claude Code's folder, noted in our own before it is made: a process that is killed cannot tidy up."""

from __future__ import annotations

import contextlib
import errno
import json
import os
import secrets
import stat
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.own_folder import FILE_MODE, make_own_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from usagebar_qt.credentials.claude_locks import Place

LARGEST_NOTE = 65_536
LONGEST_RENEWAL_SECONDS = 90.0
"""15 s for the locks, 10 s for the request, 60 s for a disk that refuses: a lock that was touched later is somebody else's."""
NOTES_FOLDER = "claude-locks"
"""In our state folder."""
LONE_SECONDS = 60.0
"""A lock file without a note, as a kill between the two leaves it, is removed once it is so old: nobody is about to use it then."""


class LockNotes:
    """One small file per renewal that runs, under an OS lock that dies with its process: a note whose lock is free has no owner."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @contextlib.contextmanager
    def noted(self, places: Sequence[Place], temporary: Path) -> Iterator[None]:
        """Keeps a note while the locks may exist. Raises `OSError` where it cannot be written: then nothing must be made."""
        from filelock import FileLock

        make_own_folder(self._folder)
        name = f"{os.getpid()}-{secrets.token_hex(4)}"
        note = self._folder / f"{name}.json"
        lock = FileLock(self._folder / f"{name}.lock", mode=FILE_MODE, thread_local=False)
        rows = [{"path": str(place.path), "stale_seconds": place.stale_seconds} for place in places]
        try:
            with lock:
                with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "w", encoding="utf-8") as file:
                    file.write(json.dumps({"pid": os.getpid(), "locks": rows, "temporary": str(temporary)}))
                try:
                    yield
                finally:
                    with contextlib.suppress(OSError):
                        note.unlink()
        finally:
            with contextlib.suppress(OSError):
                (self._folder / f"{name}.lock").unlink()

    def are_there(self) -> bool:
        """Whether there may be anything to clean up. Quick, and never raises."""
        try:
            with os.scandir(self._folder) as entries:
                return any(True for _ in entries)
        except OSError:
            return False

    def clean_up(self, now: float) -> None:
        """Removes what processes that died have left: their temporary file, and their locks once these are stale.

        `now`: seconds of the wall clock. Never raises: what cannot be removed is tried again next time.
        """
        with contextlib.suppress(OSError):
            for note in sorted(self._folder.glob("*.json")):
                self._clean_up_after(note, now)
            for lock_file in self._folder.glob("*.lock"):
                self._clean_up_lone(lock_file, now)

    def _clean_up_after(self, note: Path, now: float) -> None:
        from filelock import FileLock, Timeout

        lock_file = note.with_suffix(".lock")
        try:
            with FileLock(lock_file, timeout=0, mode=FILE_MODE, thread_local=False):
                if self._is_tidy(note, now):
                    note.unlink(missing_ok=True)
        except Timeout:
            return
        except (OSError, ValueError, ArithmeticError):  # a note that nobody of us wrote holds what no path can be
            pass
        if not note.exists():  # also where its owner has just ended: to look for that, the lock's file was made once more
            with contextlib.suppress(OSError):
                lock_file.unlink()

    @staticmethod
    def _clean_up_lone(lock_file: Path, now: float) -> None:
        with contextlib.suppress(OSError):
            if not lock_file.with_suffix(".json").exists() and abs(now - lock_file.stat().st_mtime) > LONE_SECONDS:
                lock_file.unlink()

    def _is_tidy(self, note: Path, now: float) -> bool:
        noted_at = note.stat().st_mtime
        try:
            data: Any = json.loads(note.read_bytes()[:LARGEST_NOTE])
            rows = [(note.parent / row["path"], float(row["stale_seconds"])) for row in data["locks"]]
            temporary = note.parent / data["temporary"]
        except (ValueError, KeyError, TypeError, RecursionError):
            return True  # not whole: it was being written when its process died, before anything was made
        if temporary.name.endswith(TEMPORARY_SUFFIX):
            temporary.unlink(missing_ok=True)  # refused: the note stays, it holds tokens
        left = [path for path, seconds in rows if self._is_left(path, seconds, noted_at, now)]
        return not left

    @staticmethod
    def _is_left(path: Path, stale_seconds: float, noted_at: float, now: float) -> bool:
        """True while a lock is there that may be the dead process's, not stale yet or not to be removed at the moment."""
        try:
            found = path.lstat()
        except OSError:
            return False
        # A live holder that a suspend made look stale took it over after that process's death: hands off.
        if not stat.S_ISDIR(found.st_mode) or found.st_mtime > noted_at + LONGEST_RENEWAL_SECONDS:
            return False
        if abs(now - found.st_mtime) > stale_seconds:
            try:
                path.rmdir()
            except OSError as error:
                return error.errno not in (errno.ENOENT, errno.ENOTEMPTY, errno.EEXIST)  # not empty: somebody else's
            return False
        return True


TEMPORARY_SUFFIX = ".usagebar-tmp"
