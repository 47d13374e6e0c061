"""When a window is used: a square for each hour of the week, larger and stronger where more is used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from usagebar_qt.domain.heat import HOURS, SHADES, WEEKDAYS
from usagebar_qt.widgets.labels import small_font
from usagebar_qt.widgets.picture import Picture
from usagebar_qt.wording.manner import manner
from usagebar_qt.wording.past import HOURS_BETWEEN_TICKS, hour_word

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.domain.heat import Heat
    from usagebar_qt.widgets.theme import Colours

INSIDE = 12
GAP = 2.0
CELL_RADIUS = 2.5
DOT = 1.2
SMALLEST, WEAKEST = 0.42, 190
"""Of a square's side, and of 255, at the first shade; the last one is whole. The weakest has 3:1 too (a test computes it)."""

Cell = tuple[int, int]
"""Weekday, 0 is Monday, and hour."""


def shade_colour(colours: Colours, shade: int) -> QColor:
    """Of a square on a card; `shade` 1 to 4."""
    share = (WEAKEST + (255 - WEAKEST) * (shade - 1) / (SHADES - 1)) / 255
    over, ground = QColor(colours.blue), QColor(colours.card)
    mixed = [one * share + other * (1 - share) for one, other in zip(over.getRgb()[:3], ground.getRgb()[:3], strict=True)]  # type: ignore[index]
    return QColor(*(round(channel) for channel in mixed))


class HeatMap(Picture[Cell]):
    """Is told what to draw. Its cursor stands at a square."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(colours, parent)
        self._shades: tuple[tuple[int | None, ...], ...] | None = None

    def set_colours(self, colours: Colours) -> None:
        """Another theme."""
        self._colours = colours
        self.update()

    def show_heat(self, heat: Heat | None, words: str) -> None:
        """`words`: what stands there instead, where there is nothing to draw."""
        self._shades = heat.shades() if heat is not None and heat.busiest is not None else None
        self._words = words
        if self._shades is None:
            self._move_to(None)
        self.update()

    # -- the cursor -------------------------------------------------------------------------------------------------
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys go from square to square; Esc takes the cursor away first."""
        key = Qt.Key(event.key())
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        if key in steps and self._shades is not None:
            weekday, hour = self._cursor if self._cursor is not None else (0, 0)
            down, right = steps[key] if self._cursor is not None else (0, 0)
            self._move_to((min(WEEKDAYS - 1, max(0, weekday + down)), min(HOURS - 1, max(0, hour + right))))
        elif key == Qt.Key.Key_Escape and self._cursor is not None:
            self._move_to(None)
        else:
            super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The pointer reads too."""
        place = self._place()
        if self._shades is not None and place.contains(event.position()):
            weekday = int((event.position().y() - place.top()) / place.height() * WEEKDAYS)
            hour = int((event.position().x() - place.left()) / place.width() * HOURS)
            self._move_to((min(weekday, WEEKDAYS - 1), min(hour, HOURS - 1)))
        else:
            self._move_to(None)

    # -- drawing ----------------------------------------------------------------------------------------------------
    def _place(self) -> QRectF:
        """Where the squares are."""
        metrics = QFontMetricsF(small_font(self.font()))
        left = INSIDE + max(metrics.horizontalAdvance(name) for name in manner().facts.weekdays) + 8
        return QRectF(left, INSIDE, self.width() - left - INSIDE, self.height() - 2 * INSIDE - metrics.height() - 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt asks for it."""
        colours, place = self._colours, self._place()
        with QPainter(self) as painter:
            self._paint_card(painter)
            if self._shades is None:
                self._paint_words(painter)
                return
            wide, high = place.width() / HOURS, place.height() / WEEKDAYS
            metrics = QFontMetricsF(painter.font())
            for weekday, name in enumerate(manner().facts.weekdays):
                box = QRectF(INSIDE, place.top() + weekday * high, place.left() - INSIDE, high)
                painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), name)
            for hour in range(0, HOURS, HOURS_BETWEEN_TICKS):
                box = QRectF(place.left() + hour * wide, place.bottom() + 4, HOURS_BETWEEN_TICKS * wide, metrics.height())
                painter.drawText(box, int(Qt.AlignmentFlag.AlignLeft), hour_word(hour))
            for weekday, row in enumerate(self._shades):
                for hour, shade in enumerate(row):
                    cell = QRectF(place.left() + hour * wide, place.top() + weekday * high, wide, high)
                    self._paint_cell(painter, cell.adjusted(GAP / 2, GAP / 2, -GAP / 2, -GAP / 2), shade)
            if self._cursor is not None:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colours.tick), 1.5))
                at = QPointF(place.left() + self._cursor[1] * wide, place.top() + self._cursor[0] * high)
                painter.drawRoundedRect(QRectF(at.x(), at.y(), wide, high), CELL_RADIUS, CELL_RADIUS)

    def _paint_cell(self, painter: QPainter, cell: QRectF, shade: int | None) -> None:
        if shade is None:
            return  # nobody looked
        painter.setPen(Qt.PenStyle.NoPen)
        if shade == 0:
            painter.setBrush(QColor(self._colours.muted))
            painter.drawEllipse(cell.center(), DOT, DOT)
            return
        part = SMALLEST + (1 - SMALLEST) * (shade - 1) / (SHADES - 1)
        painter.setBrush(shade_colour(self._colours, shade))
        away_x, away_y = cell.width() * (1 - part) / 2, cell.height() * (1 - part) / 2
        painter.drawRoundedRect(cell.adjusted(away_x, away_y, -away_x, -away_y), CELL_RADIUS, CELL_RADIUS)
