"""A scroll area that looks like any other, and of which a screen reader may ask at any moment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea, QScrollBar, QWidget

from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea

WIDTH, HEIGHT = 200, 100


@pytest.fixture
def content() -> QWidget:
    return QWidget()


@pytest.fixture
def area(qapp: QApplication, content: QWidget) -> Iterator[SteadyScrollArea]:
    made = SteadyScrollArea()
    made.setWidget(content)
    made.resize(WIDTH, HEIGHT)
    made.show()
    yield made
    made.close()


def grow(content: QWidget, *, wide: int = 0, tall: int = 0) -> None:
    content.setMinimumSize(wide, tall)
    QApplication.sendPostedEvents()
    QApplication.processEvents()


def children(area: QScrollArea) -> int:
    told = QAccessible.queryAccessibleInterface(area)
    assert told is not None
    return int(told.childCount())


def test_a_screen_reader_finds_one_child_with_and_without_a_bar(area: SteadyScrollArea, content: QWidget) -> None:
    area.scroll_both_ways()
    counts = [children(area)]
    for wide, tall in ((0, 300), (500, 300), (500, 0), (0, 0)):
        grow(content, wide=wide, tall=tall)
        counts.append(children(area))
    assert counts == [1, 1, 1, 1, 1]


def test_qts_own_area_does_change_its_children_which_is_why_this_one_is_there(qapp: QApplication, content: QWidget) -> None:
    own = QScrollArea()
    own.setWidget(content)
    own.setWidgetResizable(True)
    own.resize(WIDTH, HEIGHT)
    own.show()
    before = children(own)
    grow(content, tall=300)
    assert (before, children(own)) == (1, 2)
    own.close()


def test_a_bar_is_there_exactly_while_something_is_out_of_sight(area: SteadyScrollArea, content: QWidget) -> None:
    assert not area.bar.isVisible()
    assert area.viewport().width() == WIDTH
    grow(content, tall=300)
    assert area.bar.isVisible()
    assert area.bar.maximum() == 200
    assert area.viewport().width() == WIDTH - area.bar.width()
    grow(content, tall=50)
    assert not area.bar.isVisible()
    assert area.viewport().width() == WIDTH


def test_the_bar_moves_the_content_and_the_wheel_moves_the_bar(area: SteadyScrollArea, content: QWidget) -> None:
    grow(content, tall=300)
    area.bar.setValue(60)
    assert content.y() == -60
    middle = QPointF(50, 50)
    turn = QWheelEvent(
        middle, QPointF(area.mapToGlobal(middle.toPoint())), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(area.viewport(), turn)
    assert area.bar.value() > 60
    assert content.y() == -area.bar.value()


def test_the_keys_that_scroll_reach_it(area: SteadyScrollArea, content: QWidget) -> None:
    grow(content, tall=300)
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_PageDown)
    assert area.bar.value() == area.verticalScrollBar().value() > 0


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_bars_lie_beside_the_view_on_the_side_where_reading_ends(
    area: SteadyScrollArea, content: QWidget, direction: Qt.LayoutDirection
) -> None:
    area.scroll_both_ways()
    area.setLayoutDirection(direction)
    grow(content, wide=500, tall=300)
    below = area.bar_below
    assert below is not None
    view = area.viewport().geometry()
    assert below.isVisible()
    assert not view.intersects(area.bar.geometry())
    assert not view.intersects(below.geometry())
    assert not area.bar.geometry().intersects(below.geometry())
    assert (area.bar.x() > view.x()) == (direction is Qt.LayoutDirection.LeftToRight)
    assert area.bar.geometry().united(view).width() == WIDTH


def test_without_being_asked_it_shows_no_bar_below(area: SteadyScrollArea, content: QWidget) -> None:
    grow(content, wide=500)
    assert [bar.isVisible() for bar in area.findChildren(QScrollBar)] == [False, False, False]
    assert area.viewport().height() == HEIGHT
