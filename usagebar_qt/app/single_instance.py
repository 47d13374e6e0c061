"""One tray program per user and data folder: a second start asks the first to show its popup, or to end."""

from __future__ import annotations

import hashlib
import os
import sys
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QLockFile, QObject, Signal

from usagebar_qt.credentials.own_folder import close_to_others, make_own_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

LEAVING_MS = 10_000
"""So long a program that was asked to end may take: it closes within two seconds, unless a renewal of a sign-in is under way."""
QUIT_SUFFIX = "-quit"
"""A second address for the second wish, so that still nothing has to be read."""
LONGEST_SOCKET_PATH = 98
"""Bytes without the suffix; the system's own limit is 104 to 108."""


class Way(Protocol):
    """A module with the way from a second start to the first."""

    Ear: Any

    def wish(self, name: str) -> bool:
        """Whether the first process heard it."""


def way_of_system() -> Way:
    """Loaded when somebody needs it: the icon does not wait for it. Raises `ImportError` where one of the system's libraries, that
    Qt's network library needs, is missing."""
    if sys.platform == "win32":
        from usagebar_qt.app import second_start_windows

        return second_start_windows
    from usagebar_qt.app import second_start

    return second_start


def meeting_place(state: Path, environ: Mapping[str, str], platform: str) -> str:
    """The name under which the two meet: of this user, and of this data folder (a demo or a test has its own)."""
    mark = hashlib.blake2b(os.fsencode(state), digest_size=8).hexdigest()
    if platform == "win32":
        user = hashlib.blake2b(environ.get("USERNAME", "").encode("utf-8", "replace"), digest_size=8).hexdigest()
        return f"usagebar-{user}-{mark}"
    plain = f"usagebar-{os.getuid()}-{mark}"
    # A folder that others may write into comes last: there anybody could take the name before us.
    ours = (environ.get("XDG_RUNTIME_DIR", ""), str(state))
    return next(filter(None, (_short_in(folder, plain) for folder in ours)), "") or f"{_temporary()}/{plain}"


def _temporary() -> str:
    import tempfile  # with it comes half an archiver, and most people have a folder for sockets

    return tempfile.gettempdir()


def _short_in(folder: str, plain: str) -> str:
    """The address in that folder; empty where that cannot be one."""
    name = os.path.join(folder, plain)  # noqa: PTH118 - Qt wants text
    return name if folder and os.access(folder, os.W_OK) and len(os.fsencode(name)) <= LONGEST_SOCKET_PATH else ""


def build_instance(state: Path, environ: Mapping[str, str], platform: str) -> SingleInstance:
    """The place where a second start of the same user meets the first."""
    return SingleInstance(meeting_place(state, environ, platform), state)


class SingleInstance(QObject):
    """The lock decides who is first (it dies with its process); the socket carries the wish."""

    show_requested = Signal()
    quit_requested = Signal()

    def __init__(self, name: str, state: Path, parent: QObject | None = None, *, way: Callable[[], Way] = way_of_system) -> None:
        super().__init__(parent)
        self._name = name
        self._way = way
        self._lock_path = state / "instance.lock"
        self._lock: QLockFile | None = None
        self._ears: list[Any] = []

    def claim(self) -> bool:
        """True: this is the first process; it is to `listen` soon. False: another one holds the place."""
        try:
            make_own_folder(self._lock_path.parent)
        except OSError:
            return True  # no folder, no shared state either: being alone cannot be told, and is no reason not to start
        lock = self._new_lock()
        if not self._take(lock):
            if lock.error() == QLockFile.LockError.LockFailedError:
                return False
            _note("no lock in the state folder: starting without")
        else:
            close_to_others(self._lock_path)  # Qt makes it as the umask says
        self._lock = lock
        return True

    def _new_lock(self) -> QLockFile:
        lock = QLockFile(str(self._lock_path))
        lock.setStaleLockTime(0)  # age says nothing; a lock whose process is gone is still recognised
        return lock

    def _take(self, lock: QLockFile) -> bool:
        """Whether the place is ours now."""
        return lock.tryLock(0) or (_was_left_behind(lock, self._lock_path) and lock.tryLock(0))

    def listen(self) -> None:
        """From now on wishes are heard. Apart from `claim`, because the icon does not wait for it; whoever has a wish
        tries for some seconds. Nothing is heard where the folder could not be made: then anybody is the first."""
        if self._lock is None:
            return
        try:
            way = self._way()
        except ImportError as error:  # all else works without
            _note(f"a second start cannot reach this process: {error}")
            return
        for name, wish in ((self._name, self.show_requested), (self._name + QUIT_SUFFIX, self.quit_requested)):
            ear = way.Ear(wish, self)
            if not ear.take_place(name):  # we hold the lock: what is left there belongs to a process that died
                _note(f"a second start cannot reach this process: {ear.complaint}")
            self._ears.append(ear)

    def ask_first_to_show(self) -> bool:
        """True where the first process answered. Blocks, at most some seconds: nothing of ours is on screen."""
        try:
            way = self._way()
        except ImportError:
            return False
        return way.wish(self._name)

    def ask_first_to_quit(self) -> bool:
        """True once nobody holds the place any more, at the latest some seconds after the wish. Blocks."""
        lock = self._new_lock()
        if not self._lock_path.exists() or self._take(lock):
            lock.unlock()
            return True
        return self._way().wish(self._name + QUIT_SUFFIX) and lock.tryLock(LEAVING_MS)  # given back with the object

    def close(self) -> None:
        """Lets the next one be the first."""
        while self._ears:
            self._ears.pop().close()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


def _note(text: str) -> None:
    import logging  # rarely needed, and not loaded yet where the icon waits for `claim`

    logging.getLogger(__name__).info(text)


def _was_left_behind(lock: QLockFile, file: Path) -> bool:
    """Windows soon gives the number of a process that crashed to another one; where that is a Python too, Qt takes the lock for
    held, and nothing would ever start again. But a lock that is held is an open file, and Windows does not delete one."""
    if os.name != "nt" or lock.error() != QLockFile.LockError.LockFailedError:
        return False
    try:
        file.unlink()
    except OSError:
        return False
    return True
