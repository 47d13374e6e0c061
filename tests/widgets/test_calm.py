"""News that nobody need see at once come at the end of a moment, together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtTest import QTest

from usagebar_qt.widgets.calm import Calm, OneATurn

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication


def test_where_nothing_is_told_at_once_single_news_come_at_a_moments_end_too(qapp: QApplication) -> None:
    parent = QObject()
    calm = Calm(parent, OneATurn(parent), 20, at_once=0)
    told: list[int] = []
    calm.due.connect(lambda: told.append(len(told)))
    (pause,) = calm.findChildren(QTimer)
    for round_ in range(1, 4):
        calm.ask()
        calm.ask()
        assert len(told) == round_ - 1
        for _ in range(250):
            if len(told) == round_:
                break
            QTest.qWait(20)
        assert len(told) == round_
        assert not pause.isActive(), "and the machine is not woken once more for nothing"


def test_of_two_that_wait_for_one_turn_each_has_its_own(qapp: QApplication) -> None:
    parent = QObject()
    turn = OneATurn(parent)
    passes, told = [0], []
    beat = QTimer(parent, interval=0)
    beat.timeout.connect(lambda: passes.append(passes[-1] + 1))
    beat.start()
    both = [Calm(parent, turn, 20, at_once=0) for _ in range(2)]
    for calm in both:
        calm.due.connect(lambda: told.append(passes[-1]))
        calm.ask()
    for _ in range(250):
        if len(told) == 2:
            break
        QTest.qWait(20)
    assert len(set(told)) == 2


def test_in_a_crowd_nothing_is_told_at_once(qapp: QApplication) -> None:
    parent = QObject()
    turn = OneATurn(parent)
    calm = Calm(parent, turn, 20)
    told: list[int] = []
    calm.due.connect(lambda: told.append(len(told)))
    turn.count(3)
    calm.ask()
    assert len(told) == 1
    QTest.qWait(60)
    turn.count(4)
    calm.ask()
    assert len(told) == 1
    for _ in range(250):
        if len(told) == 2:
            break
        QTest.qWait(20)
    assert len(told) == 2
