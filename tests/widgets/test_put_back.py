"""A window manager's own idea of a place is overruled once, and a person's is not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import delete

from usagebar_qt.widgets.put_back import PutBack

SPOT = QPoint(400, 500)


class Bed:
    """A window low on the screen, and a window manager that moves it."""

    def __init__(self) -> None:
        self.window = QWidget(None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint)
        self.window.resize(300, 200)
        self.window.move(SPOT)
        self.put_back = PutBack()
        self.put_back.expect(self.window)
        self.window.show()
        settle()

    def managed_to(self, x: int, y: int) -> QPoint:
        """What a window manager does, and where the window is afterwards."""
        handle = self.window.windowHandle()
        assert handle is not None
        handle.setPosition(x, y)
        settle()
        return self.window.pos()


def settle() -> None:
    for _ in range(5):
        QCoreApplication.processEvents()


@pytest.fixture
def bed(qapp: QApplication) -> Iterator[Bed]:
    made = Bed()
    yield made
    made.window.close()


def test_what_was_moved_aside_comes_back_once(bed: Bed) -> None:
    assert bed.managed_to(0, 0) == SPOT
    assert bed.managed_to(0, 0) == QPoint(0, 0), "whoever insists has a reason"


def test_one_that_has_grown_meanwhile_keeps_its_lower_edge(bed: Bed) -> None:
    bed.window.resize(300, 260)
    assert bed.managed_to(0, 0) == QPoint(400, 440)


def test_growing_upwards_is_no_such_move(bed: Bed) -> None:
    assert bed.managed_to(400, 460) == QPoint(400, 460)


def test_after_a_moment_a_move_is_a_persons(bed: Bed) -> None:
    over = bed.put_back.findChildren(QTimer)[0]
    assert over.isActive()
    over.timeout.emit()
    assert bed.managed_to(10, 10) == QPoint(10, 10)


def test_a_window_that_was_hidden_at_once_is_left_alone(bed: Bed) -> None:
    handle = bed.window.windowHandle()
    assert handle is not None
    handle.setPosition(0, 0)
    bed.window.hide()
    settle()
    assert bed.window.pos() == QPoint(0, 0)


def test_a_window_that_went_with_its_program_is_let_go(bed: Bed) -> None:
    delete(bed.window)
    bed.window = QWidget()
    bed.put_back.expect(bed.window)
