"""How a second start tells the first its wish on Windows: a named pipe. Loads Qt's network library; the icon does not wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer, QThread
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from usagebar_qt.app.second_start import AGAIN_MS, ANSWER_MS, HEARD

if TYPE_CHECKING:
    from PySide6.QtCore import QObject, SignalInstance


class Ear(QLocalServer):
    """Whoever connects has a wish; the answer is that it was heard. The pipe's security descriptor keeps other users away."""

    def __init__(self, wish: SignalInstance, parent: QObject) -> None:
        super().__init__(parent)
        self._wish = wish
        self.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self.newConnection.connect(self._on_connection)

    def take_place(self, name: str) -> bool:
        """Listens there, in place of whoever did."""
        QLocalServer.removeServer(name)
        return self.listen(name)

    @property
    def complaint(self) -> str:
        """Why there was no place."""
        return self.errorString()

    def _on_connection(self) -> None:
        while (socket := self.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.write(HEARD)
            socket.flush()
            socket.disconnectFromServer()
            # The address is the wish, so nothing has to be read: no input, nothing to get wrong.
            self._wish.emit()


def wish(name: str) -> bool:
    """Whether the first process heard it."""
    waited = QElapsedTimer()
    waited.start()
    while waited.elapsed() < ANSWER_MS:
        socket = QLocalSocket()
        socket.connectToServer(name)
        if socket.waitForConnected(ANSWER_MS) and socket.waitForReadyRead(ANSWER_MS):
            return bytes(socket.readAll().data()) == HEARD
        QThread.msleep(AGAIN_MS)  # it holds the lock, but does not listen yet
    return False
