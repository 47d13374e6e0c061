"""One window of a plan: label and figure, a bar with the mark of an even pace, pace in words and the reset."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QEasingCurve, QPropertyAnimation, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QProgressBar, QSizePolicy

from usagebar_qt.widgets.labels import small_font
from usagebar_qt.widgets.motion import moves
from usagebar_qt.widgets.translate import plain, short

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.domain.chart import Chart
    from usagebar_qt.widgets.theme import Colours

BAR_HEIGHT = 6
GAP = 4
BETWEEN = 8
PAD_X, PAD_Y = 6, 2
"""Room for the focus ring round the text; cards let it reach into their own margin."""
GLIDE_MILLISECONDS = 150


@dataclass(frozen=True, slots=True)
class GaugeText:
    """All that is drawn and read out."""

    label: str
    figure: str
    left: str
    right: str
    percent: float
    """0 and up; clamped for drawing."""
    expected: float | None
    """Where an even pace would stand, 0 to 100."""
    colour: str
    left_is_warning: bool
    spoken: str
    hint: str = ""


class Fonts:
    """What the lines of a gauge are written in. Made once for many: each one's own took most of the time of their making."""

    def __init__(self, font: QFont) -> None:
        self.label = QFont(font)
        self.label.setFeature(QFont.Tag("tnum"), 1)  # figures of one width: nothing dances
        self.figure = QFont(self.label)
        self.figure.setWeight(QFont.Weight.DemiBold)
        self.small = small_font(self.label)
        self.small_metrics = QFontMetricsF(self.small)
        self.label_height = QFontMetricsF(self.label).height()
        self.small_height = self.small_metrics.height()


class Gauge(QProgressBar):
    """A progress bar to every screen reader: role, value and description survive the painting of its own."""

    activated = Signal(object)
    """Itself: clicked, or Enter or Space pressed."""

    def __init__(self, colours: Colours, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._colours = colours
        self._text = GaugeText("", "", "", "", 0.0, None, colours.blue, False, "")
        self._shown = 0.0
        self._stacked = False
        self._gap = GAP
        self._trend: Chart | None = None
        self._pressed = False
        self._fonts: Fonts | None = None
        self._glide: QPropertyAnimation | None = None
        self.setRange(0, 100)
        self.setTextVisible(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def content(self) -> GaugeText:
        """What is shown."""
        return self._text

    def show_text(self, text: GaugeText, colours: Colours) -> None:
        """Shows other figures; what is the same is not painted again."""
        if text == self._text and colours == self._colours:
            return
        old, self._text, self._colours = self._text, text, colours
        target = min(100.0, max(0.0, text.percent))
        self.setValue(round(target))
        if (text.label, text.spoken) != (old.label, old.spoken):
            self.setAccessibleName(short(text.label))
            self.setAccessibleDescription(plain(text.spoken))
        if text.hint != old.hint:
            self.setToolTip(plain(text.hint))
        self._stack_if_narrow()
        if target != self._shown:
            self._move_to(target)
        self.update()

    def set_line_gap(self, gap: int) -> None:
        """Pixels between the bar and the words above and below it."""
        if gap != self._gap:
            self._gap = gap
            self.updateGeometry()
            self.update()

    def show_trend(self, trend: Chart | None) -> None:
        """Its recent past; None or a chart without a line draws none."""
        if trend != self._trend:
            self._trend = trend
            self.update()

    def _move_to(self, target: float) -> None:
        if self._glide is not None:
            self._glide.stop()
        if self.isVisible() and not self.visibleRegion().isEmpty() and moves(self):
            self._glide = self._glide or self._new_glide()
            self._glide.setStartValue(self._shown)
            self._glide.setEndValue(target)
            self._glide.start()
        else:
            self._set_shown(target)

    def _new_glide(self) -> QPropertyAnimation:
        """Made where something is seen to move: of a thousand gauges most never are."""
        glide = QPropertyAnimation(self, b"shown", self)
        glide.setDuration(GLIDE_MILLISECONDS)
        glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        return glide

    def _get_shown(self) -> float:
        return self._shown

    def _set_shown(self, value: float) -> None:
        self._shown = value
        self.update()

    shown = Property(float, _get_shown, _set_shown)

    def stand_still(self) -> None:
        """Nothing moves unseen: its card is being hidden. The card tells, since a call for each gauge took most of a hiding."""
        if self._glide is not None:
            self._glide.stop()
        self._shown = min(100.0, max(0.0, self._text.percent))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Space do what a click does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.isAutoRepeat():
            self.activated.emit(self)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click is a press and a release on the same gauge."""
        self._pressed = event.button() is Qt.MouseButton.LeftButton

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The other half of it."""
        inside = self.rect().contains(event.position().toPoint())
        if self._pressed and event.button() is Qt.MouseButton.LeftButton and inside:
            self.activated.emit(self)
        self._pressed = False

    def use(self, fonts: Fonts) -> None:
        """Those that its card has made for all of its gauges."""
        if fonts is not self._fonts:
            self._fonts = fonts
            self.updateGeometry()
            self.update()

    @property
    def fonts(self) -> Fonts:
        """What it is written in."""
        if self._fonts is None:
            self._fonts = Fonts(self.font())
        return self._fonts

    def sizeHint(self) -> QSize:
        """Three lines of information."""
        fonts = self.fonts
        # Always three lines, whatever they say: nothing may jump when words come and go. A fourth only where two would be cut.
        lines = fonts.label_height + fonts.small_height * (2 if self._stacked else 1)
        return QSize(240, math.ceil(lines) + BAR_HEIGHT + 2 * self._gap + 2 * PAD_Y)

    minimumSizeHint = sizeHint

    def _stack_if_narrow(self) -> None:
        """Large text or a long forecast: pace and reset go below each other rather than lose words."""
        stacked = False
        if self._text.left and self._text.right:
            metrics = self.fonts.small_metrics
            wanted = metrics.horizontalAdvance(self._text.left) + metrics.horizontalAdvance(self._text.right) + BETWEEN
            stacked = wanted > self.width() - 2 * PAD_X
        if stacked != self._stacked:
            self._stacked = stacked
            self.updateGeometry()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt asks for it."""
        super().resizeEvent(event)
        self._stack_if_narrow()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt asks for it."""
        text, colours = self._text, self._colours
        fonts = self.fonts
        label, figure, small = fonts.label, fonts.figure, fonts.small
        first = fonts.label_height
        width = float(self.width() - 2 * PAD_X)
        with QPainter(self) as painter:
            painter.setLayoutDirection(self.layoutDirection())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(colours.focus), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            painter.translate(PAD_X, PAD_Y)
            self._line(painter, 0.0, label, figure, (text.label, colours.text), (text.figure, colours.text))
            if self._trend is not None and self._trend.lines:
                self._paint_trend(painter, self._trend, fonts)
            top = round(first) + self._gap
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.track))
            painter.drawRoundedRect(QRectF(0, top, width, BAR_HEIGHT), BAR_HEIGHT / 2, BAR_HEIGHT / 2)
            if self._shown > 0:
                painter.setBrush(QColor(text.colour))
                filled = QRectF(0, top, max(BAR_HEIGHT, width * self._shown / 100), BAR_HEIGHT)
                painter.drawRoundedRect(self._turned(filled), BAR_HEIGHT / 2, BAR_HEIGHT / 2)
            if text.expected is not None:
                at = min(width - 2, max(0.0, width * text.expected / 100 - 1))
                painter.setPen(QPen(QColor(colours.card), 1))
                painter.setBrush(QColor(colours.tick))
                painter.drawRect(self._turned(QRectF(at - 0.5, top - 3.5, 3, BAR_HEIGHT + 7)))
            left = text.colour if text.left_is_warning else colours.muted
            below = float(top + BAR_HEIGHT + self._gap)
            if self._stacked:
                self._line(painter, below, small, small, (text.left, left), ("", colours.muted))
                below += fonts.small_height
                self._line(painter, below, small, small, (text.right, colours.muted), ("", colours.muted))
            else:
                self._line(painter, below, small, small, (text.left, left), (text.right, colours.muted))

    def _paint_trend(self, painter: QPainter, trend: Chart, fonts: Fonts) -> None:
        """Beside the figure, where the label leaves room for it. Time runs from left to right in every language."""
        from usagebar_qt.widgets.sparkline import WIDTH, paint_sparkline

        right = self.width() - 2 * PAD_X - QFontMetricsF(fonts.figure).horizontalAdvance(self._text.figure) - BETWEEN
        if right - WIDTH > QFontMetricsF(fonts.label).horizontalAdvance(self._text.label) + BETWEEN:
            place = QRectF(right - WIDTH, fonts.label_height * 0.2, WIDTH, fonts.label_height * 0.65)
            paint_sparkline(painter, self._turned(place), trend, self._colours)

    def _turned(self, place: QRectF) -> QRectF:
        """Where this place is in a language that is written from right to left; painters turn the alignment of text themselves."""
        if not self.isRightToLeft():
            return place
        return QRectF(self.width() - 2 * PAD_X - place.right(), place.y(), place.width(), place.height())

    def _line(
        self, painter: QPainter, top: float, left_font: QFont, right_font: QFont, left: tuple[str, str], right: tuple[str, str]
    ) -> None:
        width, wanted = float(self.width() - 2 * PAD_X), QFontMetricsF(right_font).horizontalAdvance(right[0])
        metrics = QFontMetricsF(left_font)
        room = max(0.0, width - wanted - (BETWEEN if right[0] else 0))
        painter.setFont(left_font)
        painter.setPen(QColor(left[1]))
        shown = metrics.elidedText(left[0], Qt.TextElideMode.ElideRight, room)
        begin = self._turned(QRectF(0, top, room, metrics.height()))
        painter.drawText(begin, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.setFont(right_font)
        painter.setPen(QColor(right[1]))
        end = self._turned(QRectF(width - wanted - 1, top, wanted + 1, QFontMetricsF(right_font).height()))
        painter.drawText(end, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right[0])
