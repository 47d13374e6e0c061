"""The small state mark of a card and of the headline: every state has a shape of its own, colour only helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontInfo, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QWidget

from usagebar_qt.wording.levels import Mark

if TYPE_CHECKING:
    from usagebar_qt.widgets.theme import Colours

SIDE = 12
TEXT_PIXELS = 14
"""Beside larger text the mark is larger too."""


def paint_mark(painter: QPainter, mark: Mark, box: QRectF, colours: Colours) -> None:
    """Draws the mark into a square."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    side, centre = box.width(), box.center()
    inner = box.adjusted(side * 0.1, side * 0.1, -side * 0.1, -side * 0.1)
    line = side / 6.5
    painter.setPen(Qt.PenStyle.NoPen)
    if mark is Mark.FINE:
        painter.setBrush(QColor(colours.blue))
        painter.drawEllipse(inner)
    elif mark is Mark.WARNING:
        painter.setBrush(QColor(colours.amber))
        painter.drawPolygon(QPolygonF([QPointF(centre.x(), inner.top()), inner.bottomRight(), inner.bottomLeft()]))
    elif mark is Mark.DANGER:
        painter.setBrush(QColor(colours.red))
        cut = side * 0.3
        left, right, top, bottom = box.left(), box.right(), box.top(), box.bottom()
        upper = [(left + cut, top), (right - cut, top), (right, top + cut), (right, bottom - cut)]
        lower = [(right - cut, bottom), (left + cut, bottom), (left, bottom - cut), (left, top + cut)]
        corners = [*upper, *lower]
        painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in corners]))
        painter.setBrush(QColor(colours.card))
        painter.drawRect(QRectF(centre.x() - line / 2, box.top() + side * 0.22, line, side * 0.34))
        painter.drawRect(QRectF(centre.x() - line / 2, box.top() + side * 0.66, line, line))
    else:
        pen = QPen(QColor(_line_colour(mark, colours)), line, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if mark is Mark.STALE:
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            pen.setDashPattern([1.2, 1.0])
        painter.setPen(pen)
        if mark in (Mark.SIGNED_OUT, Mark.STALE, Mark.WAITING):
            painter.drawEllipse(inner)
        if mark is Mark.WAITING:
            painter.drawLine(centre, QPointF(centre.x(), inner.top() + side * 0.18))
            painter.drawLine(centre, QPointF(centre.x() + side * 0.17, centre.y() + side * 0.1))
        if mark is Mark.ERROR:
            painter.drawLine(inner.topLeft(), inner.bottomRight())
            painter.drawLine(inner.topRight(), inner.bottomLeft())
        if mark is Mark.NOT_CONFIGURED:
            painter.drawLine(QPointF(box.left(), centre.y()), QPointF(box.right(), centre.y()))


def _line_colour(mark: Mark, colours: Colours) -> str:
    return {Mark.ERROR: colours.red, Mark.WAITING: colours.amber}.get(mark, colours.grey)


class StatusMark(QWidget):
    """The mark as a widget. Its meaning stands in words beside it, so that a screen reader loses nothing."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._mark = Mark.NOT_CONFIGURED
        side = max(SIDE, round(SIDE * QFontInfo(self.font()).pixelSize() / TEXT_PIXELS))
        self.setFixedSize(QSize(side, side))

    @property
    def mark(self) -> Mark:
        """What is drawn."""
        return self._mark

    def show_mark(self, mark: Mark, colours: Colours) -> None:
        """Draws another mark, if it is another."""
        if (mark, colours) != (self._mark, self._colours):
            self._mark, self._colours = mark, colours
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt asks for it."""
        with QPainter(self) as painter:
            paint_mark(painter, self._mark, QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), self._colours)
