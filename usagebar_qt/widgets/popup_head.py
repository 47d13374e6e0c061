"""The popup's head: the mark and the sentence of what matters now, and a button to close it where the window needs one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from usagebar_qt.widgets.icon_button import Glyph, IconButton
from usagebar_qt.widgets.labels import coloured, name_font, small_font, text_label
from usagebar_qt.widgets.status_mark import StatusMark
from usagebar_qt.widgets.translate import say, tr

if TYPE_CHECKING:
    from usagebar_qt.widgets.theme import Colours
    from usagebar_qt.wording.headline import Headline
    from usagebar_qt.wording.levels import Mark


class PopupHead(QWidget):
    """Title in bold, detail in grey below it."""

    close_requested = Signal()

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        super().__init__(parent)
        self._mark = StatusMark(colours, self)
        self._title = text_label(self, name_font(self.font()))
        self._detail = text_label(self, small_font(self.font()))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self.close_button = IconButton(Glyph.CLOSE, tr("Close"), self)
        self.close_button.clicked.connect(self.close_requested)
        self.close_button.hide()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 4, 2, 2)
        layout.setSpacing(9)
        beside = QVBoxLayout()  # the mark stands at the middle of the title's first line
        beside.addSpacing(max(0, (QFontMetrics(self._title.font()).height() - self._mark.height()) // 2))
        beside.addWidget(self._mark)
        beside.addStretch(1)
        layout.addLayout(beside)
        layout.addLayout(words, 1)
        layout.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def show_line(self, line: Headline, mark: Mark, colours: Colours) -> str:
        """Shows it and gives it as one text."""
        title, detail = say(line.title), say(line.detail)
        if self._title.text() != title:
            self._title.setText(title)
        if self._detail.text() != detail:
            self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._mark.show_mark(mark, colours)
        return f"{title}. {detail}"

    def set_colours(self, colours: Colours) -> None:
        """Another theme."""
        coloured(self._title, colours.text)
        coloured(self._detail, colours.muted)
        self.close_button.set_colours(colours)
