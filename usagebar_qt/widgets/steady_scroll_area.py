"""A scroll area of which a screen reader may ask at any moment.

Qt tells a screen reader that an area's scroll bar is a child of it while it can be seen, and takes the child's number on trust: a
reader that has counted two children and asks for the second when the bar has just gone ends the program (Qt 6.11, by
`QAccessibleAbstractScrollArea::child`; seen with AT-SPI while the popup grew, some three openings in a hundred on a busy machine).
So Qt's own bars are never shown here. The one that is seen is a widget beside the view, and the area always has one child.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMargins, QRect, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QScrollArea, QScrollBar, QStyle, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QResizeEvent


def _view() -> QWidget:
    """As Qt makes one, but made by us: to find out what Qt's own one is, PySide makes all classes of widgets (2 MB, 8 ms)."""
    view = QWidget()
    view.setObjectName("qt_scrollarea_viewport")
    view.setBackgroundRole(QPalette.ColorRole.NoRole)
    view.setAutoFillBackground(True)
    return view


class SteadyScrollArea(QScrollArea):
    """Without a frame, its content as wide as itself; scrolls downwards where the content is taller."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewport(_view())
        self.bar_below: QScrollBar | None = None
        """The other one, after `scroll_both_ways`."""
        self.bar = self._follow(self.verticalScrollBar())
        """The bar that is seen."""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def scroll_both_ways(self) -> None:
        """Content that cannot be made narrow enough is not cut but can be pushed aside."""
        self.bar_below = self._follow(self.horizontalScrollBar())

    def _follow(self, hidden: QScrollBar) -> QScrollBar:
        seen = QScrollBar(hidden.orientation(), self)
        seen.hide()
        hidden.valueChanged.connect(seen.setValue)
        seen.valueChanged.connect(hidden.setValue)
        hidden.rangeChanged.connect(self._on_range)
        return seen

    def _on_range(self) -> None:
        for hidden, seen in ((self.verticalScrollBar(), self.bar), (self.horizontalScrollBar(), self.bar_below)):
            if seen is not None:
                seen.setRange(hidden.minimum(), hidden.maximum())
                seen.setPageStep(hidden.pageStep())
                seen.setSingleStep(hidden.singleStep())
        self._make_room()

    def _make_room(self) -> None:
        content = self.widget()
        if content is None:
            return
        inside, right, below = self.contentsRect(), self.bar.sizeHint().width(), 0
        least = content.minimumSizeHint().expandedTo(content.minimumSize())
        if self.bar_below is not None and least.width() > inside.width():
            below = self.bar_below.sizeHint().height()
        # Judged at the width without a bar: words that need one only because it is there would make it come and go for ever.
        by_width = content.heightForWidth(max(inside.width(), least.width())) if content.hasHeightForWidth() else 0
        if max(by_width, least.height()) <= inside.height() - below:
            right = 0
        self.bar.setVisible(right > 0)
        beside = QRect(inside.right() + 1 - right, inside.top(), right, inside.height() - below)
        self.bar.setGeometry(QStyle.visualRect(self.layoutDirection(), inside, beside))
        if self.bar_below is not None:
            self.bar_below.setVisible(below > 0)
            under = QRect(inside.left(), inside.bottom() + 1 - below, inside.width() - right, below)
            self.bar_below.setGeometry(QStyle.visualRect(self.layoutDirection(), inside, under))
        reads_from_left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight  # Qt leaves margins where they are
        margins = QMargins(0, 0, right, below) if reads_from_left else QMargins(right, 0, 0, below)
        if self.viewportMargins() != margins:
            self.setViewportMargins(margins)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Bars lie along the edges."""
        super().resizeEvent(event)
        self._on_range()

    def changeEvent(self, event: QEvent) -> None:
        """Another style has bars of another width, another language may read from the other side."""
        super().changeEvent(event)
        self._make_room()
