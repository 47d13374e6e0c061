"""The tray icon: two bars, session over week, with the mark of elapsed time (or another form); states differ by shape and colour.

Without figures and badge it is drawn without the namespace `Qt`, which takes longer to load than all else here (widgets/theme.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPen, QPixmap, QPolygonF

from usagebar_qt.widgets.theme import ink_on
from usagebar_qt.wording.marks import Level, Mark

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import IconStyle
    from usagebar_qt.widgets.theme import Ink

SIZES = (16, 20, 22, 24, 32, 48, 64)
QUIET = frozenset({Mark.STALE, Mark.ERROR, Mark.SIGNED_OUT, Mark.NOT_CONFIGURED, Mark.WAITING})
"""Grey, whatever the figures are."""
BADGED = frozenset({Mark.WARNING, Mark.DANGER, Mark.ERROR, Mark.SIGNED_OUT})
LEAST_PERCENT = 0.01
"""Used is used: a bar has one pixel then."""
NOTHING = (0, 0, 0, 0)
"""Red, green, blue and opacity of what shows the panel behind."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar."""

    percent: float
    """0 to 100."""
    expected: float | None
    """Where an even pace would stand; None draws no mark."""
    level: Level


@dataclass(frozen=True, slots=True)
class IconState:
    """All that an icon depends on: an equal state is never painted twice."""

    mark: Mark
    bars: tuple[Bar, ...]
    """Two at the most; none where there are no figures."""
    dark_panel: bool
    style: IconStyle | None = None
    """None: bars. Ring and number show the first of them alone."""


def icon_for(state: IconState) -> QIcon:
    """The icon at every size that a panel on one of the screens of now may ask for."""
    return _icon_for(state, frozenset({1.0, *(screen.devicePixelRatio() for screen in QGuiApplication.screens())}))


@lru_cache(maxsize=2)
def _icon_for(state: IconState, ratios: frozenset[float]) -> QIcon:
    # Only for the screens that there are: for every ratio that there might be, it took 3 ms and half a megabyte an icon (measured).
    icon = QIcon()
    for pixels in sorted({round(size * ratio) for size in SIZES for ratio in ratios}):
        icon.addPixmap(_pixmap(_as_drawn(state, pixels), pixels))
    return icon


def _as_drawn(state: IconState, pixels: int) -> IconState:
    """With its bars as far as whole pixels reach: half of an icon's pictures are the same after a percent more."""
    if state.style is not None:
        return state
    bars = tuple(
        Bar(
            max(_whole(bar.percent, pixels), min(max(0.0, bar.percent), LEAST_PERCENT)),
            None if bar.expected is None else _whole(bar.expected, pixels),
            bar.level,
        )
        for bar in state.bars
    )
    return IconState(state.mark, bars, state.dark_panel)


def _whole(percent: float, pixels: int) -> float:
    return round(min(100.0, max(0.0, percent)) / 100 * pixels) * 100 / pixels


@lru_cache(maxsize=2 * len(SIZES))
def _pixmap(state: IconState, pixels: int) -> QPixmap:
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(QColor(*NOTHING))
    with QPainter(pixmap) as painter:
        paint_icon(painter, state, pixels)
    return pixmap


def paint_icon(painter: QPainter, state: IconState, pixels: int) -> None:
    """Draws on a grid of a sixteenth; edges lie on whole pixels so that 16 px stay crisp."""
    ink = ink_on(dark_panel=state.dark_panel)
    unit = pixels / 16.0
    if state.style is None:
        _paint_bars(painter, state, ink, pixels)
    else:
        from usagebar_qt.widgets.tray_icon_styles import paint_style

        paint_style(painter, state, ink, pixels)
    if state.mark is Mark.STALE:
        # A stroke of nothing through it: old figures look cut, without a colour.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke = QPen(QColor(*NOTHING))
        stroke.setWidthF(1.6 * unit)
        painter.setPen(stroke)
        painter.drawLine(QPointF(pixels * 0.2, pixels), QPointF(pixels * 0.8, 0))
    if state.mark in BADGED:
        _paint_badge(painter, state.mark, ink, QRectF(9.5 * unit, 0, 6.5 * unit, 6.5 * unit))


def fill_of(state: IconState, bar: Bar, ink: Ink) -> str:
    """The colour of a bar, a ring or a number."""
    return ink.grey if state.mark in QUIET else (ink.strong, ink.amber, ink.red)[bar.level]


def _paint_bars(painter: QPainter, state: IconState, ink: Ink, pixels: int) -> None:
    unit = pixels / 16.0
    bars = state.bars or (Bar(0.0, None, Level.FINE), Bar(0.0, None, Level.FINE))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    tops = (4.0, 10.0) if len(bars) > 1 else (7.0,)
    for top, bar in zip(tops, bars, strict=False):
        y, height = round(top * unit), max(3, round(4 * unit))
        track = QColor(ink.dim)
        track.setAlphaF(0.5 if state.mark in QUIET else 0.75)
        _fill(painter, 0, y, pixels, height, track)
        fill = fill_of(state, bar, ink)
        width = round(min(100.0, max(0.0, bar.percent)) / 100 * pixels)
        if bar.percent > 0:
            _fill(painter, 0, y, max(width, round(unit)), height, QColor(fill))
        if bar.expected is not None and state.mark is not Mark.STALE:
            thick = max(1, round(unit))
            at = min(pixels - thick, round(bar.expected / 100 * pixels))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
            _fill(painter, at - thick, y - thick, 3 * thick, height + 2 * thick, QColor(*NOTHING))
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
            _fill(painter, at, y - thick, thick, height + 2 * thick, QColor(ink.strong))


def _fill(painter: QPainter, x: int, y: int, width: int, height: int, colour: QColor) -> None:
    """A rectangle, as a stretched picture of one pixel: `fillRect` and brushes would load the namespace."""
    painter.drawPixmap(x, y, width, height, _pixel(colour.rgba()))


@lru_cache(maxsize=16)
def _pixel(colour: int) -> QPixmap:
    """All colours of all icons are fewer."""
    pixel = QPixmap(1, 1)
    pixel.fill(QColor.fromRgba(colour))
    return pixel


def _paint_badge(painter: QPainter, mark: Mark, ink: Ink, box: QRectF) -> None:
    from PySide6.QtCore import Qt

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    gap = box.width() * 0.16
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawEllipse(box.adjusted(-gap, -gap, gap, gap))
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    centre, half = box.center(), box.width() / 2
    if mark is Mark.WARNING:
        painter.setBrush(QColor(ink.amber))
        painter.drawEllipse(box.adjusted(gap, gap, -gap, -gap))
    elif mark is Mark.DANGER:
        painter.setBrush(QColor(ink.red))
        points = (QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0))
        painter.drawPolygon(QPolygonF([centre + point for point in points]))
    elif mark is Mark.ERROR:
        painter.setPen(QPen(QColor(ink.red), box.width() / 4, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        inner = box.adjusted(gap, gap, -gap, -gap)
        painter.drawLine(inner.topLeft(), inner.bottomRight())
        painter.drawLine(inner.topRight(), inner.bottomLeft())
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(ink.strong), box.width() / 4.5))
        painter.drawEllipse(box.adjusted(gap, gap, -gap, -gap))
