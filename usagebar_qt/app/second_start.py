"""How a second start tells the first its wish: a local socket. Loads Qt's network library, for which the icon does not wait."""

from __future__ import annotations

import logging
import os
import socket as socket_module
import struct
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, SignalInstance

log = logging.getLogger(__name__)

HEARD = b"ok\n"
ANSWER_MS = 3_000
"""A first process that is busy starting may take this long to answer."""
AGAIN_MS = 50


class Ear(QLocalServer):
    """Whoever connects has a wish; the answer is that it was heard."""

    def __init__(self, wish: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._wish = wish
        self.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.newConnection.connect(self._on_connection)

    def take_place(self, name: str) -> bool:
        """Listens there, in place of whoever did."""
        QLocalServer.removeServer(name)
        return self.listen(name)

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


def wish(name: str) -> bool:
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
