"""One tray program per user and data folder: a second start asks the first to show its popup, or to end."""

from __future__ import annotations

import hashlib
import logging
import os
import socket as socket_module
import struct
import sys
import tempfile
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QLockFile, QObject, QThread, Signal, SignalInstance
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from usagebar_qt.credentials.own_folder import close_to_others, make_own_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

log = logging.getLogger(__name__)

HEARD = b"ok\n"
ANSWER_MS = 3_000
"""A first process that is busy starting may take this long to answer."""
AGAIN_MS = 50
LEAVING_MS = 10_000
"""So long a program that was asked to end may take: it closes within two seconds, unless a renewal of a sign-in is under way."""
QUIT_SUFFIX = "-quit"
"""A second address for the second wish, so that still nothing has to be read."""
LONGEST_SOCKET_PATH = 98
"""Bytes without the suffix; the system's own limit is 104 to 108."""


def meeting_place(state: Path, environ: Mapping[str, str], platform: str) -> str:
    """The name under which the two meet: of this user, and of this data folder (a demo or a test has its own)."""
    mark = hashlib.blake2b(os.fsencode(state), digest_size=8).hexdigest()
    if platform == "win32":
        user = hashlib.blake2b(environ.get("USERNAME", "").encode("utf-8", "replace"), digest_size=8).hexdigest()
        return f"usagebar-{user}-{mark}"
    # A folder that others may write into comes last: there anybody could take the name before us.
    for folder in (environ.get("XDG_RUNTIME_DIR", ""), str(state), tempfile.gettempdir()):
        name = os.path.join(folder, f"usagebar-{os.getuid()}-{mark}")  # noqa: PTH118 - Qt wants text
        if folder and os.access(folder, os.W_OK) and len(os.fsencode(name)) <= LONGEST_SOCKET_PATH:
            return name
    return f"usagebar-{os.getuid()}-{mark}"


class SingleInstance(QObject):
    """The lock decides who is first (it dies with its process); the socket carries the wish."""

    show_requested = Signal()
    quit_requested = Signal()

    def __init__(self, name: str, state: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._lock_path = state / "instance.lock"
        self._lock: QLockFile | None = None
        self._servers: list[QLocalServer] = []

    def claim(self) -> bool:
        """True: this is the first process, and from now on it listens. False: another one holds the place."""
        try:
            make_own_folder(self._lock_path.parent)
        except OSError:
            return True  # no folder, no shared state either: being alone cannot be told, and is no reason not to start
        lock = self._new_lock()
        if not lock.tryLock(0):
            if lock.error() == QLockFile.LockError.LockFailedError:
                return False
            log.info("no lock in the state folder: starting without")
        else:
            close_to_others(self._lock_path)  # Qt makes it as the umask says
        self._lock = lock
        self._listen()
        return True

    def _new_lock(self) -> QLockFile:
        lock = QLockFile(str(self._lock_path))
        lock.setStaleLockTime(0)  # age says nothing; a lock whose process is gone is still recognised
        return lock

    def _listen(self) -> None:
        for name, wish in ((self._name, self.show_requested), (self._name + QUIT_SUFFIX, self.quit_requested)):
            QLocalServer.removeServer(name)  # we hold the lock: what is left there belongs to a process that died
            server = _Ear(wish, self)
            if not server.listen(name):
                log.info("a second start cannot reach this process: %s", server.errorString())
            self._servers.append(server)

    def ask_first_to_show(self) -> bool:
        """True where the first process answered. Blocks, at most some seconds: nothing of ours is on screen."""
        return _wish(self._name)

    def ask_first_to_quit(self) -> bool:
        """True once nobody holds the place any more, at the latest some seconds after the wish. Blocks."""
        lock = self._new_lock()
        if not self._lock_path.exists() or lock.tryLock(0):
            lock.unlock()
            return True
        return _wish(self._name + QUIT_SUFFIX) and lock.tryLock(LEAVING_MS)  # given back with the object

    def close(self) -> None:
        """Lets the next one be the first."""
        while self._servers:
            self._servers.pop().close()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None


class _Ear(QLocalServer):
    """Whoever connects has a wish; the answer is that it was heard."""

    def __init__(self, wish: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._wish = wish
        self.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.newConnection.connect(self._on_connection)

    def _on_connection(self) -> None:
        while (socket := self.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            if not is_own_peer(int(socket.socketDescriptor())):
                log.warning("another user's program has knocked")
                socket.abort()
                continue
            socket.write(HEARD)
            socket.flush()
            socket.disconnectFromServer()
            # The address is the wish, so nothing has to be read: no input, nothing to get wrong.
            self._wish.emit()


def is_own_peer(descriptor: int) -> bool:
    """Whether the process at the socket's other end is of this user, or root. Only Linux says so in one call; elsewhere the
    socket's own mode (macOS) and the pipe's security descriptor (Windows) decide alone. True for one that has hung up already."""
    if sys.platform != "linux" or descriptor < 0:
        return True
    try:
        with socket_module.socket(fileno=os.dup(descriptor)) as socket:
            credentials = socket.getsockopt(socket_module.SOL_SOCKET, socket_module.SO_PEERCRED, struct.calcsize("3i"))
    except OSError:
        return False
    _, user, _ = struct.unpack("3i", credentials)
    return user in (0, os.getuid())


def _wish(name: str) -> bool:
    """Whether the first process heard it."""
    waited = QElapsedTimer()
    waited.start()
    while waited.elapsed() < ANSWER_MS:
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(ANSWER_MS):
            if not is_own_peer(int(socket.socketDescriptor())):
                return False  # somebody else sits where the first process should be
            if socket.waitForReadyRead(ANSWER_MS):
                return bytes(socket.readAll().data()) == HEARD
        QThread.msleep(AGAIN_MS)  # it holds the lock, but does not listen yet
    return False
