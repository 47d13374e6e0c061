"""A window's recent past in the height of a letter: small and quiet, beside its figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

if TYPE_CHECKING:
    from usagebar_qt.domain.chart import Chart
    from usagebar_qt.widgets.theme import Colours

WIDTH = 64
COLUMNS = 48
"""As many points as one can tell apart in it."""
DOT = 3.0
FULL = 100.0


def paint_sparkline(painter: QPainter, place: QRectF, chart: Chart, colours: Colours) -> None:
    """From empty to full over the height of `place`; a dot where it ends, and nothing where nobody looked."""
    length = max(1, chart.until - chart.since)

    def at(point: tuple[int, float]) -> QPointF:
        x = place.left() + place.width() * (point[0] - chart.since) / length
        return QPointF(x, place.bottom() - place.height() * min(FULL, point[1]) / FULL)

    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(colours.track), 1))
    painter.drawLine(place.bottomLeft(), place.bottomRight())
    painter.setPen(QPen(QColor(colours.muted), 1.2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))
    for line in chart.lines:
        path = QPainterPath(at(line[0]))
        for point in line[1:]:
            path.lineTo(at(point))
        painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours.muted))
    painter.drawEllipse(
        QRectF(at(chart.lines[-1][-1]) - QPointF(DOT / 2, DOT / 2), at(chart.lines[-1][-1]) + QPointF(DOT / 2, DOT / 2))
    )
    painter.restore()
