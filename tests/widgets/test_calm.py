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
