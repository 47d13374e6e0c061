"""Edges of boxes and fields that can be seen. The usual style draws them a little darker than the window: on a dark one next to
nothing (measured: 1.1 to 1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QFrame, QLineEdit, QTreeWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QShowEvent

DARKENED = 140
"""By so many percent Qt's Fusion darkens a widget's window colour for its edge; none of these paints anything else with it."""
EDGED = (QCheckBox, QComboBox, QLineEdit, QAbstractSpinBox)
OURS = "usagebar_edge"
"""A property of what has an edge of ours."""


def show_edges(window: QWidget, *, native: bool) -> None:
    """On all that is in a window by now; `native` leaves them to the system again."""
    for widget in window.findChildren(QWidget):
        if isinstance(widget, EDGED) and (not native or widget.property(OURS)):
            palette = QPalette()
            if not native:
                edge = window.palette().color(QPalette.ColorRole.PlaceholderText)
                palette.setColor(QPalette.ColorRole.Window, edge.lighter(DARKENED))
            widget.setPalette(palette)
            widget.setProperty(OURS, not native)


class FramedList(QTreeWidget):
    """Shows the focus by its frame: in the usual style one without a chosen row shows none."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)
        self.setLineWidth(2)

    def showEvent(self, event: QShowEvent) -> None:
        """The theme may be another one."""
        super().showEvent(event)
        self._frame()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt asks for it."""
        super().focusInEvent(event)
        self._frame()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt asks for it."""
        super().focusOutEvent(event)
        self._frame()

    def _frame(self) -> None:
        role = QPalette.ColorRole.Highlight if self.hasFocus() else QPalette.ColorRole.Mid
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.WindowText, self.window().palette().color(role))  # a plain frame is drawn with it
        self.setPalette(palette)
