"""A window manager that puts a window elsewhere than it asked for is told once more.

Seen with openbox beside xfce's panel, at one opening in three: although its place is among its hints, the popup appears in the
upper left corner of the screen, far from the icon.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, QRect, QTimer
from shiboken6 import isValid

if TYPE_CHECKING:
    from PySide6.QtGui import QMoveEvent
    from PySide6.QtWidgets import QWidget

WATCHED_MILLISECONDS = 1_000
"""After it was shown. Later moves are a person's."""


class PutBack(QObject):
    """Looks at one window for a moment after it was shown, and puts it back once."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window: QWidget | None = None
        self._wished = QRect()
        self._over = QTimer(self)
        self._over.setSingleShot(True)
        self._over.setInterval(WATCHED_MILLISECONDS)
        self._over.timeout.connect(self._forget)

    def expect(self, window: QWidget) -> None:
        """It is where it belongs, and is about to be shown."""
        self._forget()
        self._window, self._wished = window, window.geometry()
        window.installEventFilter(self)
        self._over.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A move that did not come from us, sideways: growing moves it up and down, and echoes of that come late."""
        is_move = event.type() == QEvent.Type.Move and event.spontaneous() and watched is self._window
        if is_move and cast("QMoveEvent", event).pos().x() != self._wished.x():
            QTimer.singleShot(0, self._put_back)
        return False

    def _put_back(self) -> None:
        window, wished = self._window, self._wished
        self._forget()
        if window is None or not window.isVisible():
            return
        is_low = wished.bottom() > window.screen().availableGeometry().center().y()  # it may have grown meanwhile
        window.move(wished.x(), wished.bottom() + 1 - window.height() if is_low else wished.y())

    def _forget(self) -> None:
        self._over.stop()
        if self._window is not None and isValid(self._window):  # it may have gone with its program meanwhile
            self._window.removeEventFilter(self)
        self._window = None
