"""Small quiet buttons whose glyphs are drawn, crisp at every scale."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontInfo, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QWidget

from usagebar_qt.widgets.motion import moves

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QPaintEvent, QShowEvent

    from usagebar_qt.widgets.theme import Colours

SIDE = 28
GLYPH = 14.0
TEXT_PIXELS = 14
"""Beside larger text the glyph is larger too."""
TURN_MILLISECONDS = 50
TURN_DEGREES = 24
DISABLED_OPACITY = 0.4


class Glyph(StrEnum):
    """What is drawn."""

    REFRESH = "refresh"
    PREFERENCES = "preferences"
    CLOSE = "close"
    PIN = "pin"


class IconButton(QAbstractButton):
    """A button with a glyph, a name for screen readers and a visible focus."""

    def __init__(self, glyph: Glyph, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = glyph
        self._colours: Colours | None = None
        self._angle = 0
        self._busy = False
        self.call(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._turn = QTimer(self, interval=TURN_MILLISECONDS)
        self._turn.timeout.connect(self._advance)

    def call(self, name: str) -> None:
        """What it is called, by everybody."""
        self.setText(name)
        self.setAccessibleName(name)
        self.setToolTip(name)

    def sizeHint(self) -> QSize:
        """A square that a finger meets."""
        side = round(SIDE * self._scale())
        return QSize(side, side)

    def _scale(self) -> float:
        return max(1.0, QFontInfo(self.font()).pixelSize() / TEXT_PIXELS)

    def set_colours(self, colours: Colours) -> None:
        """Another theme."""
        self._colours = colours
        self.update()

    def set_busy(self, busy: bool) -> None:
        """Turns while something is under way; only while visible, and not at all where motion is reduced."""
        self._busy = busy
        self._turn_if_seen()

    def _turn_if_seen(self) -> None:
        if self._busy and moves(self) and self.isVisible():
            self._turn.start()
        else:
            self._turn.stop()
            self._angle = 0
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """What began unseen goes on seen."""
        super().showEvent(event)
        self._turn_if_seen()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing turns unseen."""
        self._turn.stop()
        super().hideEvent(event)

    def _advance(self) -> None:
        self._angle = (self._angle + TURN_DEGREES) % 360
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt asks for it."""
        if self._colours is None:
            return
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            if self.underMouse() and self.isEnabled():
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(QColor(self._colours.button))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(self._colours.focus), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), 6, 6)
            stands_out = self.isChecked() or (self.underMouse() and self.isEnabled())
            colour = self._colours.text if stands_out else self._colours.muted
            if not self.isEnabled():
                painter.setOpacity(DISABLED_OPACITY)
            painter.setPen(QPen(QColor(colour), 1.5, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
            painter.setBrush(QColor(colour) if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.translate(QRectF(self.rect()).center())
            painter.rotate(self._angle)
            painter.scale(self._scale(), self._scale())
            self._draw(painter, GLYPH / 2)

    def _draw(self, painter: QPainter, half: float) -> None:
        if self._glyph is Glyph.CLOSE:
            reach = half * 0.65
            painter.drawLine(QPointF(-reach, -reach), QPointF(reach, reach))
            painter.drawLine(QPointF(reach, -reach), QPointF(-reach, reach))
        elif self._glyph is Glyph.PIN:
            # It lies aslant, and stands upright and filled where it holds: told apart without a colour.
            painter.rotate(0 if self.isChecked() else 45)
            head, neck, collar = half * 0.42, half * 0.05, half * 0.72
            body = (QPointF(-head, -half), QPointF(head, -half), QPointF(head * 0.8, neck), QPointF(-head * 0.8, neck))
            painter.drawPolygon(QPolygonF(body))
            painter.drawLine(QPointF(-collar, neck), QPointF(collar, neck))
            painter.drawLine(QPointF(0, neck), QPointF(0, half))
        elif self._glyph is Glyph.REFRESH:
            # Most of a circle and a corner at its end, so that the arrow points the way it turns.
            radius = half * 0.82
            painter.drawArc(QRectF(-radius, -radius, 2 * radius, 2 * radius), -20 * 16, -295 * 16)
            end = QPointF(radius * math.cos(math.radians(45)), -radius * math.sin(math.radians(45)))
            tip = QPointF(half, -half * 0.18)
            painter.drawLine(end, tip)
            painter.drawPolyline(QPolygonF([QPointF(half, -half * 0.75), tip, QPointF(half * 0.43, tip.y())]))
        else:
            for y, knob in ((-half * 0.7, 0.35), (0.0, -0.35), (half * 0.7, 0.15)):
                painter.drawLine(QPointF(-half, y), QPointF(half, y))
                painter.save()
                if self._colours is not None:
                    painter.setBrush(QColor(self._colours.background))
                painter.drawEllipse(QPointF(knob * half * 1.6, y), 1.9, 1.9)
                painter.restore()
