"""How a second start tells the first its wish on Linux and macOS: a socket in the file system, that only its user may open.
Python's own: Qt's network library would take 3 MB for as long as the program runs."""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import struct
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QObject, QSocketNotifier, QThread

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import SignalInstance

log = logging.getLogger(__name__)

HEARD = b"ok\n"
ANSWER_MS = 3_000
"""A first process that is busy starting may take this long to answer."""
AGAIN_MS = 50


class Ear(QObject):
    """Whoever connects has a wish; the answer is that it was heard."""

    def __init__(self, wish: SignalInstance, parent: QObject, make: Callable[[int, int], socket.socket] = socket.socket) -> None:
        super().__init__(parent)
        self._wish = wish
        self._make = make
        self._name = ""
        self._socket: socket.socket | None = None
        self._notifier: QSocketNotifier | None = None
        self.complaint = ""
        """Why there was no place."""

    def take_place(self, name: str) -> bool:
        """Listens there, in place of whoever did."""
        ear = self._make(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            Path(name).unlink(missing_ok=True)
            _bind_for_us_alone(ear, name)
            ear.listen()
        except OSError as error:
            ear.close()
            self.complaint = error.strerror or str(error)  # without the path
            return False
        ear.setblocking(False)
        self._name, self._socket = name, ear
        self._notifier = QSocketNotifier(ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_knock)
        return True

    def _on_knock(self) -> None:
        while self._socket is not None:
            try:
                caller, _ = self._socket.accept()
            except BlockingIOError:
                return
            except OSError as error:  # out of files, say: the next moment would bring the same again
                log.warning("a second start cannot reach this process any more: %s", error.strerror)
                self.close()
                return
            with caller:
                if not is_own_peer(caller):
                    log.warning("another user's program has knocked")
                    continue
                with contextlib.suppress(OSError):  # it has hung up
                    caller.send(HEARD)
            # The address is the wish, so nothing has to be read: no input, nothing to get wrong.
            self._wish.emit()

    def close(self) -> None:
        """Gives the place back."""
        if self._socket is None or self._notifier is None:
            return
        self._notifier.setEnabled(False)  # before the file goes, whose number the next one gets
        self._socket.close()
        self._socket = self._notifier = None
        with contextlib.suppress(OSError):
            Path(self._name).unlink()


def _bind_for_us_alone(ear: socket.socket, name: str) -> None:
    """Closed to others from its first moment on. The mask is the whole process's: what another thread makes then is closed too."""
    before = os.umask(0o077)
    try:
        ear.bind(name)
    finally:
        os.umask(before)


def is_own_peer(connection: socket.socket) -> bool:
    """Whether the process at the socket's other end is of this user, or root. Only Linux says so in one call; elsewhere the
    socket's own mode decides alone."""
    if sys.platform != "linux":
        return True
    try:
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    except OSError:
        return False
    _, user, _ = struct.unpack("3i", credentials)
    return user in (0, os.getuid())


def wish(name: str) -> bool:
    """Whether the first process heard it."""
    waited = QElapsedTimer()
    waited.start()
    while waited.elapsed() < ANSWER_MS:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as caller, contextlib.suppress(OSError):
            caller.settimeout(ANSWER_MS / 1000)
            caller.connect(name)
            if not is_own_peer(caller):
                return False  # somebody else sits where the first process should be
            if answer := caller.recv(len(HEARD)):
                return answer == HEARD
        QThread.msleep(AGAIN_MS)  # it holds the lock, but does not listen yet
    return False
