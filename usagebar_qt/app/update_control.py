"""What a person sees of a newer version: a line in About, one in the icon's menu, and its page in the browser."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from usagebar_qt import __version__
from usagebar_qt.widgets.translate import plain, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.services.updates import UpdateService
    from usagebar_qt.widgets.tray import TrayController

log = logging.getLogger(__name__)


def open_in_browser(url: str) -> bool:
    """False where no browser could be asked."""
    return QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))


class UpdateControl(QObject):
    """Between the service, the menu and About. Most people name no feed: the words are loaded when there is something to say."""

    line_changed = Signal()
    """`line` and `has_page` are others now."""

    def __init__(
        self,
        *,
        updates: UpdateService,
        tray: TrayController,
        clock: Clock,
        open_page: Callable[[str], bool] = open_in_browser,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._updates = updates
        self._tray = tray
        self._clock = clock
        self._open_page = open_page
        self._in_menu = ""
        updates.changed.connect(self._on_changed)
        tray.release_requested.connect(self.open_page)

    @property
    def line(self) -> str:
        """What About says; empty where nobody looks for newer versions."""
        updates = self._updates
        if not updates.is_wanted:
            return ""
        from urllib.parse import urlsplit

        from usagebar_qt.wording import updates as words

        lines = words.update_lines(
            updates.memory, updates.release, __version__, urlsplit(updates.memory.feed).hostname or "", self._clock.now()
        )
        return plain(" ".join(map(say, lines)))

    @property
    def has_page(self) -> bool:
        """Whether there is something to open."""
        return self._updates.release is not None

    def open_page(self) -> None:
        """Only what the feed's own host offers over https gets so far (`domain/updates.py`)."""
        release = self._updates.release
        if release is None:
            return
        if not self._open_page(release.url):
            log.info("no browser could be opened")
        self._updates.note_told()

    def speak_anew(self) -> None:
        """Another language."""
        self._in_menu = ""
        self._on_changed()

    def _on_changed(self) -> None:
        news = self._updates.news
        text = ""
        if news is not None:
            from usagebar_qt.wording.updates import menu_text

            text = say(menu_text(news))
        if text != self._in_menu:
            self._in_menu = text
            self._tray.show_update(text)
        self.line_changed.emit()
