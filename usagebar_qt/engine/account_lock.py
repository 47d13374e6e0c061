"""One account's lock among all our processes: an OS lock on a file, which dies with its process. Never waits for anybody.

filelock takes a tenth of a millisecond to make one and take it, and to be loaded ten: what it asks of the system in the usual case
are three calls, which are made here (measured: 4 µs). All else is still its own: Windows, and file systems without such locks.
The lock is the same one, so that older versions of this program, which know filelock alone, and this one keep each other out.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING, Protocol

from usagebar_qt.credentials.own_folder import FILE_MODE, make_own_folder

if TYPE_CHECKING:
    from pathlib import Path


class Held(Protocol):
    """A lock that is ours."""

    def release(self) -> object:
        """Lets it go, from whatever thread."""


class NoLock:
    """A state folder that cannot be made: nothing can be shared, so nothing need be locked."""

    def release(self) -> None:
        """Nothing was taken."""


class _Descriptor:
    """An open file with a lock on it."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def release(self) -> None:
        handle, self._handle = self._handle, -1
        if handle >= 0:
            os.close(handle)  # and the lock with it: no other descriptor of it is about


def taken_at_once(path: Path) -> Held | None:
    """The lock, where it is free; None where somebody has it."""
    try:
        try:
            return _taken(path)
        except FileNotFoundError:
            make_own_folder(path.parent)
            return _taken(path)
    except OSError:
        return NoLock()


if sys.platform == "win32":

    def _taken(path: Path) -> Held | None:
        return _by_library(path)

else:
    import fcntl

    _FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    _IN_USE = (errno.EACCES, errno.EAGAIN)

    def _taken(path: Path) -> Held | None:
        handle = os.open(path, _FLAGS, FILE_MODE)
        is_ours = False
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            is_ours = os.fstat(handle).st_nlink > 0  # else it guards no name: somebody took the file away meanwhile
        except OSError as error:
            if error.errno not in _IN_USE:
                return _by_library(path)
        finally:
            if not is_ours:
                os.close(handle)
        return _Descriptor(handle) if is_ours else None


def _by_library(path: Path) -> Held | None:
    from filelock import FileLock, Timeout

    make_own_folder(path.parent)
    lock = FileLock(path, mode=FILE_MODE, thread_local=False)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return None
    return lock
