"""A picture that is read with a cursor: what the chart and the hours of the week have in common.

A QLabel to a screen reader: a bare widget would say nothing to it. The keys move a cursor whose figure is read out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from usagebar_qt.widgets.labels import small_font

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.widgets.theme import Colours

RADIUS = 8.0
WORDS_INSIDE = 24

At = TypeVar("At")


class Picture(QLabel, Generic[At]):
    """Tells where its cursor stands; who draws says what of it can be read."""

    cursor_moved = Signal(object)
    """Where the cursor stands, or None: nothing is read."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._words = ""
        self._cursor: At | None = None
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs so in every language
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """Room for a week."""
        return QSize(560, 240)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing could be read."""
        return QSize(260, 140)

    @property
    def cursor_at(self) -> At | None:
        """Where the cursor stands; None where it is nowhere."""
        return self._cursor

    def tell(self, description: str) -> None:
        """For a screen reader: the picture in words, or the figure at the cursor."""
        if self.accessibleDescription() != description:
            self.setAccessibleDescription(description)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer takes its cursor with it."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._move_to(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No cursor stays behind."""
        super().focusOutEvent(event)
        self._move_to(None)

    def _move_to(self, at: At | None) -> None:
        if at != self._cursor:
            self._cursor = at
            self.update()
            self.cursor_moved.emit(at)

    def _paint_card(self, painter: QPainter) -> None:
        """The ground, with a frame that shows the focus; letters are small from here on."""
        colours = self._colours
        painter.setLayoutDirection(self.layoutDirection())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.focus if self.hasFocus() else colours.hairline), 2 if self.hasFocus() else 1))
        painter.setBrush(QColor(colours.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        painter.setFont(small_font(self.font()))
        painter.setPen(QColor(colours.muted))

    def _paint_words(self, painter: QPainter) -> None:
        """What stands there instead, where there is nothing to draw."""
        words = QRectF(self.rect()).adjusted(WORDS_INSIDE, WORDS_INSIDE, -WORDS_INSIDE, -WORDS_INSIDE)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self._words)
