"""The other two forms of the tray icon, loaded where somebody wants them: a ring, and a number in percent."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import QApplication

from usagebar_qt.domain.settings import IconStyle
from usagebar_qt.widgets.tray_icon import BADGED, Bar, fill_of
from usagebar_qt.wording.levels import Mark

if TYPE_CHECKING:
    from usagebar_qt.widgets.theme import Ink
    from usagebar_qt.widgets.tray_icon import IconState

NOTHING = "\N{EN DASH}"
TOP = 90 * 16
"""Qt counts a circle in sixteenths of a degree, from three o'clock, against the clock."""


def paint_style(painter: QPainter, state: IconState, ink: Ink, pixels: int) -> None:
    """As the preferences say."""
    (paint_ring if state.style is IconStyle.RING else paint_number)(painter, state, ink, pixels)


def paint_ring(painter: QPainter, state: IconState, ink: Ink, pixels: int) -> None:
    """It fills with the clock from its top; a gap and a mark show where an even pace would stand."""
    unit = pixels / 16.0
    thick = 3.2 * unit
    box = QRectF(0, 0, pixels, pixels).adjusted(thick / 2, thick / 2, -thick / 2, -thick / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    track = QColor(ink.dim)
    track.setAlphaF(0.5 if state.mark not in (Mark.FINE, Mark.WARNING, Mark.DANGER) else 0.75)
    painter.setPen(QPen(track, thick))
    painter.drawEllipse(box)
    bar = _bar(state)
    if bar is None:
        return
    if bar.percent > 0:
        painter.setPen(QPen(QColor(fill_of(state, bar, ink)), thick, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawArc(box, TOP, -round(max(2.0, min(100.0, bar.percent)) / 100 * 360 * 16))
    if bar.expected is not None and state.mark is not Mark.STALE:
        angle = math.radians(90 - bar.expected * 3.6)
        centre, outer = QPointF(pixels / 2, pixels / 2), pixels / 2
        away = QPointF(math.cos(angle), -math.sin(angle))
        painter.setPen(QPen(Qt.GlobalColor.transparent, 3.2 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
        painter.drawLine(centre + away * (outer - thick - unit), centre + away * (outer + unit))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        painter.setPen(QPen(QColor(ink.strong), 1.2 * unit, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap))
        painter.drawLine(centre + away * (outer - thick - unit), centre + away * outer)


def paint_number(painter: QPainter, state: IconState, ink: Ink, pixels: int) -> None:
    """As large as there is room for: over the whole icon, or below the badge."""
    bar = _bar(state)
    text = NOTHING if bar is None else str(round(bar.percent))
    path = QPainterPath()
    font = QFont(QApplication.font())
    font.setPixelSize(64)
    font.setWeight(QFont.Weight.Bold)
    path.addText(QPointF(0, 0), font, text)
    drawn = path.boundingRect()
    top = 6.5 if state.mark in BADGED else 2.0
    unit = pixels / 16.0
    room = QRectF(0, top * unit, pixels, (16 - top) * unit - (0 if top > 2 else 2 * unit))
    if bar is None:
        scale = min(room.width() * 0.6 / drawn.width(), room.height() * 0.25 / drawn.height())
        across = down = scale
    else:
        across = min(room.width() / drawn.width(), room.height() / drawn.height() * 1.15)
        down = min(room.height() / drawn.height(), across * 1.5)
    moved = QTransform.fromTranslate(room.center().x(), room.center().y()).scale(across, down)
    moved.translate(-drawn.center().x(), -drawn.center().y())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink.grey if bar is None else fill_of(state, bar, ink)))
    painter.drawPath(moved.map(path))


def _bar(state: IconState) -> Bar | None:
    return state.bars[0] if state.bars else None
