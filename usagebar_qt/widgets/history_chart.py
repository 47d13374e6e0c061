"""A window's past as a line, drawn with Qt's own painter: thresholds dashed, resets marked, gaps where nobody looked."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPen

from usagebar_qt.widgets.labels import small_font
from usagebar_qt.widgets.picture import Picture
from usagebar_qt.wording.formatting import percent as percent_text

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.domain.chart import Chart, Line
    from usagebar_qt.widgets.theme import Colours

FULL = 100.0
TOP, RIGHT = 10, 14
MARK = 7
FILL_ALPHA = 38
MANY_RESETS = 12
"""Up to so many get a line over the whole height; more of them would hide the curve."""
STEPS = 96
"""One press of an arrow key goes this part of the span."""
LARGE_STEP = 8


@dataclass(frozen=True, slots=True)
class Levels:
    """Where the dashed lines are, in percent."""

    marked: tuple[float, ...]
    """Rising."""
    danger: float
    """From here on a gauge is red, and so is a line."""


class HistoryChart(Picture[int]):
    """Is told what to draw. Its cursor stands at a moment: seconds since 1970."""

    def __init__(self, colours: Colours, levels: Levels, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._levels = levels
        self._chart: Chart | None = None
        self._ticks: tuple[tuple[int, str], ...] = ()

    def set_look(self, colours: Colours, levels: Levels) -> None:
        """Another theme, or other thresholds."""
        self._colours, self._levels = colours, levels
        self.update()

    def show_chart(self, chart: Chart | None, ticks: tuple[tuple[int, str], ...], words: str) -> None:
        """`words`: what stands there instead, where there is nothing to draw."""
        if chart != self._chart and self._cursor is not None:
            self._move_to(None)
        self._chart, self._ticks, self._words = chart, ticks, words
        self.update()

    # -- the cursor -------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys, Page up and down, Home and End; Esc takes the cursor away first."""
        chart, key = self._chart, Qt.Key(event.key())
        if chart is None or not chart.lines:
            super().keyPressEvent(event)
            return
        step = max(1, (chart.until - chart.since) // STEPS)
        moves = {
            Qt.Key.Key_Left: -step,
            Qt.Key.Key_Right: step,
            Qt.Key.Key_PageUp: -step * LARGE_STEP,
            Qt.Key.Key_PageDown: step * LARGE_STEP,
        }
        first, last = chart.lines[0][0][0], chart.lines[-1][-1][0]
        if key in moves:
            self._move_to(min(last, max(first, (self._cursor if self._cursor is not None else last) + moves[key])))
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._move_to(first if key == Qt.Key.Key_Home else last)
        elif key == Qt.Key.Key_Escape and self._cursor is not None:
            self._move_to(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer reads too."""
        chart, place = self._chart, self._place()
        if chart is not None and chart.lines and place.width() > 0:
            share = (event.position().x() - place.left()) / place.width()
            inside = 0 <= share <= 1
            self._move_to(round(chart.since + share * (chart.until - chart.since)) if inside else None)

    # -- drawing ----------------------------------------------------------------------------------------------------
    def _place(self) -> QRectF:
        """Where the curve is."""
        metrics = QFontMetricsF(small_font(self.font()))
        left = metrics.horizontalAdvance(percent_text(FULL)) + 14
        return QRectF(left, TOP, self.width() - left - RIGHT, self.height() - TOP - metrics.height() - MARK - 8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt asks for it."""
        colours, chart = self._colours, self._chart
        with QPainter(self) as painter:
            self._paint_card(painter)
            if chart is None or not chart.lines:
                self._paint_words(painter)
                return
            place = self._place()
            self._paint_axes(painter, place, chart)
            for line in chart.lines:
                self._paint_line(painter, place, chart, line)
            if self._cursor is not None:
                painter.setPen(QPen(QColor(colours.tick), 1))
                x = self._x(place, chart, self._cursor)
                painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))

    @staticmethod
    def _x(place: QRectF, chart: Chart, moment: int) -> float:
        return place.left() + place.width() * (moment - chart.since) / max(1, chart.until - chart.since)

    @staticmethod
    def _y(place: QRectF, percent: float) -> float:
        return place.bottom() - place.height() * min(FULL, percent) / FULL

    def _paint_axes(self, painter: QPainter, place: QRectF, chart: Chart) -> None:
        colours, metrics = self._colours, QFontMetricsF(painter.font())
        dashed, solid = Qt.PenStyle.DashLine, Qt.PenStyle.SolidLine
        levels = self._levels
        # In the order in which their words claim room: with large text the full hundred is the one that explains itself.
        rows = [(0.0, colours.hairline, solid)]
        rows += [(level, colours.red if level >= levels.danger else colours.amber, dashed) for level in levels.marked]
        rows += [(FULL, colours.hairline, solid)]
        taken: list[float] = []
        for percent, colour, style in rows:
            y = math.floor(self._y(place, percent)) + 0.5  # on whole pixels: crisp
            painter.setPen(QPen(QColor(colour), 1, style))
            painter.drawLine(QPointF(place.left(), y), QPointF(place.right(), y))
            if all(abs(y - other) >= metrics.height() * 0.9 for other in taken):
                taken.append(y)
                painter.setPen(QColor(colours.muted))
                box = QRectF(0, y - metrics.height() / 2, place.left() - 7, metrics.height())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), percent_text(percent))
        end = -1.0
        for moment, word in self._ticks:
            x, width = self._x(place, chart, moment), metrics.horizontalAdvance(word)
            if x - width / 2 > end + 8 and x + width / 2 < self.width() - 4:
                end = x + width / 2
                painter.setPen(QColor(colours.muted))
                box = QRectF(x - width / 2 - 1, place.bottom() + MARK + 2, width + 2, metrics.height())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), word)
        for moment in chart.resets:
            x = math.floor(self._x(place, chart, moment)) + 0.5
            painter.setPen(QPen(QColor(colours.muted), 1.5))
            painter.drawLine(QPointF(x, place.bottom()), QPointF(x, place.bottom() + MARK))
            if len(chart.resets) <= MANY_RESETS:
                painter.setPen(QPen(QColor(colours.track), 1, Qt.PenStyle.DotLine))
                painter.drawLine(QPointF(x, place.top()), QPointF(x, place.bottom()))

    def _paint_line(self, painter: QPainter, place: QRectF, chart: Chart, line: Line) -> None:
        points = [QPointF(self._x(place, chart, moment), self._y(place, percent)) for moment, percent in line]
        path = QPainterPath(points[0])
        for point in points[1:]:
            path.lineTo(point)
        if len(points) == 1:
            path.lineTo(points[0] + QPointF(1.5, 0))  # a single look is a dot
        ground = QPainterPath(path)
        ground.lineTo(QPointF(points[-1].x(), place.bottom()))
        ground.lineTo(QPointF(points[0].x(), place.bottom()))
        fill = QColor(self._colours.blue)
        fill.setAlpha(FILL_ALPHA)
        painter.fillPath(ground, fill)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(
            QPen(QColor(self._colours.blue), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        )
        painter.drawPath(path)
