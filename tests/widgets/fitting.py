"""What of a window's words is cut off: read from its geometry, as it is laid out."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import (
    QAbstractButton,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleOptionComboBox,
    QTabBar,
    QWidget,
)

from usagebar_qt.widgets.gauge import BETWEEN, PAD_X, Gauge
from usagebar_qt.widgets.heat_map import HeatMap
from usagebar_qt.widgets.history_chart import HistoryChart
from usagebar_qt.widgets.icon_button import IconButton
from usagebar_qt.widgets.labels import ElidedLabel

SLACK = 1.0
"""Pixels: widths are rounded."""


def cut(window: QWidget) -> list[str]:
    """Each text that is not shown whole, nor anywhere a pointer or a screen reader would find it."""
    return [text for widget in window.findChildren(QWidget) if widget.isVisible() for text in _cut_of(widget)]


def _cut_of(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, Gauge):
        yield from _cut_of_gauge(widget)
    elif isinstance(widget, ElidedLabel):
        widget.grab()  # its hint comes with its painting
        if _wide(widget, widget.text()) > widget.contentsRect().width() + SLACK and not widget.toolTip():
            yield f"no hint: {widget.text()}"
    elif isinstance(widget, HistoryChart | HeatMap | IconButton):
        return
    elif isinstance(widget, QLabel):
        yield from _cut_of_label(widget)
    elif isinstance(widget, QCheckBox | QPushButton):
        if widget.width() + SLACK < widget.sizeHint().width():
            yield f"button: {widget.text()}"
    elif isinstance(widget, QAbstractButton):
        return
    elif isinstance(widget, QComboBox):
        option = QStyleOptionComboBox()
        widget.initStyleOption(option)
        place = widget.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, widget
        )
        if _wide(widget, widget.currentText()) > place.width() + SLACK:
            yield f"choice: {widget.currentText()}"
    elif isinstance(widget, QLineEdit):
        if not widget.text() and _wide(widget, widget.placeholderText()) > widget.width() - 4 and not widget.toolTip():
            yield f"placeholder: {widget.placeholderText()}"
    elif isinstance(widget, QScrollArea):
        content = widget.widget()
        if content is not None and content.minimumSizeHint().width() > widget.viewport().width() + SLACK:
            yield f"wider than its window by {content.minimumSizeHint().width() - widget.viewport().width()}: {_widest(content)}"
    elif isinstance(widget, QTabBar):
        hidden = [number for number in range(widget.count()) if not widget.rect().contains(widget.tabRect(number))]
        yield from (f"tab: {widget.tabText(number)}" for number in hidden)


def _widest(content: QWidget) -> str:
    """Who is to blame."""
    kinds = (QAbstractButton, QLabel, QComboBox)
    inner = [widget for widget in content.findChildren(QWidget) if isinstance(widget, kinds) and widget.isVisible()]
    widest = max(inner, key=lambda widget: widget.minimumSizeHint().width(), default=content)
    return widest.currentText() if isinstance(widest, QComboBox) else str(getattr(widest, "text", str)())


def _cut_of_label(label: QLabel) -> Iterator[str]:
    if not label.text():
        return
    if label.wordWrap():
        if label.height() + SLACK < label.heightForWidth(label.width()):
            yield f"lines: {label.text()}"
        longest = max((_wide(label, word) for word in label.text().split()), default=0.0)
        if longest > label.contentsRect().width() + SLACK:
            yield f"word: {label.text()}"
    elif label.width() + SLACK < label.sizeHint().width():
        yield f"label: {label.text()}"


def _cut_of_gauge(gauge: Gauge) -> Iterator[str]:
    text, width = gauge.content, gauge.width() - 2 * PAD_X + SLACK
    label, figure, small = (QFontMetricsF(font) for font in (gauge.fonts.label, gauge.fonts.figure, gauge.fonts.small))
    if (
        label.horizontalAdvance(text.label) + figure.horizontalAdvance(text.figure) + BETWEEN > width
        and text.label not in gauge.toolTip()
    ):
        yield f"gauge: {text.label} | {text.figure}"
    if gauge._stacked:
        yield from (f"gauge: {part}" for part in (text.left, text.right) if small.horizontalAdvance(part) > width)
    elif text.left and text.right and small.horizontalAdvance(text.left) + small.horizontalAdvance(text.right) + BETWEEN > width:
        yield f"gauge: {text.left} | {text.right}"


def _wide(widget: QWidget, text: str) -> float:
    return QFontMetricsF(widget.font()).horizontalAdvance(text)
