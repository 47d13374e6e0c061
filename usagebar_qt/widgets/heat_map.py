"""When a window is used: a square for each hour of the week, larger and stronger where more is used. A QLabel, as the chart is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy

from usagebar_qt.domain.heat import HOURS, SHADES, WEEKDAYS
from usagebar_qt.widgets.labels import small_font
from usagebar_qt.wording.manner import manner
from usagebar_qt.wording.past import HOURS_BETWEEN_TICKS, hour_word

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.domain.heat import Heat
    from usagebar_qt.widgets.theme import Colours

INSIDE = 12
GAP = 2.0
RADIUS, CELL_RADIUS = 8.0, 2.5
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


class HeatMap(QLabel):
    """Is told what to draw; tells where its cursor stands."""

    cursor_moved = Signal(object)
    """Cell, or None: nothing is read."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._shades: tuple[tuple[int | None, ...], ...] | None = None
        self._words = ""
        self._cursor: Cell | None = None
        self.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # time runs so in every language
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        """As large as the chart."""
        return QSize(560, 240)

    def minimumSizeHint(self) -> QSize:
        """Below this nothing could be read."""
        return QSize(260, 140)

    @property
    def cursor_cell(self) -> Cell | None:
        """Where the cursor stands."""
        return self._cursor

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

    def tell(self, description: str) -> None:
        """For a screen reader."""
        if self.accessibleDescription() != description:
            self.setAccessibleDescription(description)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

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

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer takes its cursor with it."""
        super().leaveEvent(event)
        if not self.hasFocus():
            self._move_to(None)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No cursor stays behind."""
        super().focusOutEvent(event)
        self._move_to(None)

    def _move_to(self, cell: Cell | None) -> None:
        if cell != self._cursor:
            self._cursor = cell
            self.update()
            self.cursor_moved.emit(cell)

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
            painter.setLayoutDirection(self.layoutDirection())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(colours.focus if self.hasFocus() else colours.hairline), 2 if self.hasFocus() else 1))
            painter.setBrush(QColor(colours.card))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
            painter.setFont(small_font(self.font()))
            painter.setPen(QColor(colours.muted))
            if self._shades is None:
                words = QRectF(self.rect()).adjusted(24, 24, -24, -24)
                painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter) | int(Qt.TextFlag.TextWordWrap), self._words)
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
