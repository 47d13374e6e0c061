"""Qt's application object, and the first moments of its events. Knows no asyncio: the icon comes before that is loaded."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QEventLoop, QTimer
from PySide6.QtGui import QPixmapCache, QWindow
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FIRST_PAINT_MILLISECONDS = 25
"""A panel takes an icon, gives it a place and lets it be painted in less (measured: 5 ms on a quiet machine)."""

PIXMAP_CACHE_KIB = 512
"""Qt keeps whatever size an icon was painted at, after the icon itself is gone. Ours changes with the figures: by and by Qt's own
limit of 10 MiB would be full of icons that nobody sees again (measured: 2.5 KiB a refresh)."""


def paint_first() -> None:
    """Lets Qt alone handle events for a moment: the icon is painted before anything else is imported, which would hold that up."""
    moment = QEventLoop()
    QTimer.singleShot(FIRST_PAINT_MILLISECONDS, moment.quit)
    moment.exec()


class Application(QApplication):
    """Nobody may call `quit()`: under asyncio the clean-up would then have no running loop (measured).

    A Quit event that the desktop sends (logging out, the Dock's menu) sets the same shutdown event as our own menu."""

    def __init__(self, arguments: Sequence[str]) -> None:
        super().__init__(list(arguments))
        QPixmapCache.setCacheLimit(PIXMAP_CACHE_KIB)
        self._on_quit: Callable[[], None] | None = None
        self._before_session_end: Callable[[], None] | None = None
        self._ear: QWindow | None = None

    def when_asked_to_quit(self, call: Callable[[], None]) -> None:
        """Who hears of the desktop's wish."""
        self._on_quit = call

    def when_session_ends(self, call: Callable[[], None]) -> None:
        """Called while the desktop or Windows waits for our answer: afterwards there may be no further turn of the loop. Windows
        asks first and tells later, may tell without having asked, and the end of the loop counts too: expect several calls."""
        self._before_session_end = call
        self.commitDataRequest.connect(self._on_asked)
        self.aboutToQuit.connect(self._on_told)
        if sys.platform == "win32":
            # Windows speaks to windows, and the icon's own one is deaf to this: without another one the program is ended unasked.
            self._ear = QWindow()
            self._ear.create()

    @property
    def ear(self) -> QWindow | None:
        """The hidden window that hears Windows; none elsewhere."""
        return self._ear

    def _on_asked(self, _manager: object) -> None:
        self._on_told()

    def _on_told(self) -> None:
        if self._before_session_end is not None:
            self._before_session_end()

    def event(self, event: QEvent) -> bool:
        """Only the application's own events come here, so this costs nothing."""
        if event.type() == QEvent.Type.Quit and self._on_quit is not None:
            self._on_quit()
            return True
        return super().event(event)
