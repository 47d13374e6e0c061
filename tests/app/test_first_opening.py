"""The popup's first opening is a part in each turn of the loop, and in the end the popup."""

from __future__ import annotations

import sys
from itertools import pairwise

import pytest
from PySide6.QtTest import QTest

from usagebar_qt.app.first_opening import BETWEEN_MILLISECONDS, MODULES, FirstOpening


@pytest.mark.usefixtures("qapp")
def test_what_the_popup_is_made_of_is_loaded_one_part_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    opening = FirstOpening()
    made: list[int] = []
    turns = 0
    opening.loaded.connect(lambda: made.append(turns))
    for name in MODULES[-2:]:
        monkeypatch.delitem(sys.modules, name, raising=False)
    opening.begin()
    loaded: list[int] = []
    while not made and turns < 2_000:
        turns += 1
        QTest.qWait(1)
        loaded.append(sum(1 for name in MODULES if name in sys.modules))
    assert made
    assert max(after - before for before, after in pairwise([len(MODULES) - 2, *loaded])) == 1
    assert all(name in sys.modules for name in MODULES)


@pytest.mark.usefixtures("qapp")
def test_a_second_wish_on_the_way_and_one_that_is_taken_back_are_no_second_opening() -> None:
    opening = FirstOpening()
    made: list[bool] = []
    opening.loaded.connect(lambda: made.append(True))
    opening.begin()
    opening.begin()
    for _ in range(400):
        if not made:
            QTest.qWait(5)
    QTest.qWait(5 * BETWEEN_MILLISECONDS)
    assert made == [True]
    opening.begin()
    opening.stop()
    QTest.qWait(20 * BETWEEN_MILLISECONDS)
    assert made == [True]
