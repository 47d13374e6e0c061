"""Where to look for a newer version."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from usagebar_qt.domain.updates import LONGEST, checked_feed
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import tr
from usagebar_qt.wording import updates as words

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings


class FeedField(QWidget):
    """Rows for the page of what few people need."""

    settings_edited = Signal(object)
    """Settings."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._feed = QLineEdit(self)
        self._feed.setMaxLength(LONGEST)
        self._feed.setPlaceholderText(tr(words.FEED_EMPTY))
        self._feed.editingFinished.connect(self._on_edited)
        self._words = text_label(self, small_font(self.font()))
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr(words.FEED), self._feed)
        form.addRow(self._words)
        self.show_settings(settings)

    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back. An address that is being typed is left alone."""
        self._settings = settings
        if not (self._feed.hasFocus() and self._feed.isModified()):
            blocker = QSignalBlocker(self._feed)
            self._feed.setText(settings.update_feed)
            blocker.unblock()
            self._say(words.FEED_HINT)

    def _say(self, text: str) -> None:
        self._words.setText(tr(text))
        self._feed.setAccessibleDescription(tr(text))

    def _on_edited(self) -> None:
        if not self._feed.isModified():
            return
        self._feed.setModified(False)
        feed = checked_feed(self._feed.text())
        if feed is None:
            self._say(words.FEED_REFUSED)
            return
        self._say(words.FEED_HINT)
        self._feed.setText(feed)
        self.settings_edited.emit(replace(self._settings, update_feed=feed))
