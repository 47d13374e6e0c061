"""What this is, and what it has read and asked: a page of the preferences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from usagebar_qt import __version__
from usagebar_qt.widgets.app_icon import app_icon
from usagebar_qt.widgets.edges import FramedList
from usagebar_qt.widgets.labels import as_it_is, name_font, small_font, text_label
from usagebar_qt.widgets.translate import plain, tr
from usagebar_qt.wording import privacy as words
from usagebar_qt.wording import updates as update_words

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.ledger import Ledger

PICTURE = 48
"""Pixels of the screen's own unit."""
NEWS_MILLISECONDS = 2_000


class AboutPage(QWidget):
    """Looks at the ledger while it is on the screen, and not otherwise."""

    release_wanted = Signal()
    """The page of the newer version."""

    def __init__(self, ledger: Ledger, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ledger = ledger
        self._clock = clock
        self._rows: list[tuple[str, ...]] = []
        name = text_label(self, name_font(self.font()))
        name.setText(f"Usage Bar {__version__}")
        about = text_label(self)
        about.setText(tr(words.ABOUT))
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(QSize(PICTURE, PICTURE), self.devicePixelRatioF()))
        self._update = text_label(self)
        self._update.hide()
        self._open = QPushButton(tr(update_words.OPEN_PAGE), self)
        self._open.setAutoDefault(False)
        self._open.clicked.connect(self.release_wanted)
        self._open.hide()
        update = QHBoxLayout()
        update.addWidget(self._update, 1)
        update.addWidget(self._open, 0, Qt.AlignmentFlag.AlignTop)
        beside = QVBoxLayout()
        beside.addWidget(name)
        beside.addWidget(about)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(beside, 1)
        title = text_label(self, name_font(self.font()))
        title.setText(tr(words.PRIVACY))
        explained = text_label(self, small_font(self.font()))
        explained.setText(tr(words.PRIVACY_TEXT))
        self._list = FramedList(self)
        self._list.setAccessibleName(tr(words.PRIVACY))
        self._list.setAccessibleDescription(explained.text())
        self._list.setHeaderLabels([tr(column) for column in words.COLUMNS])
        self._list.setRootIsDecorated(False)
        self._list.setUniformRowHeights(True)
        self._list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setTabKeyNavigation(False)
        header = self._list.header()
        header.setStretchLastSection(False)
        for column in (0, 2, 3):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(8)
        layout.addLayout(head)
        layout.addLayout(update)
        layout.addSpacing(8)
        layout.addWidget(title)
        layout.addWidget(explained)
        layout.addWidget(self._list, 1)
        self._news = QTimer(self, interval=NEWS_MILLISECONDS, timerType=Qt.TimerType.CoarseTimer)
        self._news.timeout.connect(self.show_news)

    def show_update(self, text: str, *, has_page: bool) -> None:
        """What is known of newer versions; empty where nobody looks for them."""
        self._update.setText(text)
        self._update.setVisible(bool(text))
        self._open.setVisible(has_page)

    def show_news(self) -> None:
        """The list as it is now; who reads in it keeps the row."""
        now = self._clock.now()
        rows = [words.cells(entry, now) for entry in self._ledger.entries()]
        if rows == self._rows:
            return
        current = self._list.currentItem()
        kept = current.text(1) if current is not None else None
        self._rows = list(rows)
        self._list.clear()
        for row in rows:
            item = QTreeWidgetItem([tr(row[0]), plain(row[1]), *row[2:]])
            item.setToolTip(1, as_it_is(plain(row[1])))
            self._list.addTopLevelItem(item)
            if row[1] == kept:
                self._list.setCurrentItem(item)

    def showEvent(self, event: QShowEvent) -> None:
        """Live while somebody looks."""
        super().showEvent(event)
        self.show_news()
        self._news.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        self._news.stop()
        super().hideEvent(event)
