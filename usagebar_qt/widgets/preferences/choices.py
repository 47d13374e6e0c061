"""Boxes of choices for the pages: filled from the words of a setting, shown without telling back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QWidget

from usagebar_qt.widgets.translate import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QWheelEvent

K = TypeVar("K")


def choice_box(parent: QWidget, names: Mapping[K, str], on_chosen: Callable[[], None]) -> QComboBox:
    """A row for each choice. The wheel of a mouse scrolls the page, and changes only a box that has the focus."""
    box = _CalmBox(parent)
    for value, name in names.items():
        box.addItem(tr(name), value)
    box.currentIndexChanged.connect(on_chosen)
    return box


def show_choice(box: QComboBox, value: object) -> None:
    """Shows what holds, without telling it back."""
    blocker = QSignalBlocker(box)
    box.setCurrentIndex(box.findData(value))
    blocker.unblock()


def form_of(page: QWidget) -> QFormLayout:
    """Labels beside fields, above them where there is no room."""
    form = QFormLayout(page)
    form.setContentsMargins(18, 16, 18, 16)
    form.setVerticalSpacing(8)
    form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
    return form


class _CalmBox(QComboBox):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Qt asks for it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
