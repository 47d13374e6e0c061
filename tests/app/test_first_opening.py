"""The popup's first opening is a part in each turn of the loop, and in the end the popup."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QCoreApplication

from usagebar_qt.app.first_opening import MODULES, FirstOpening


@pytest.mark.usefixtures("qapp")
def test_what_the_popup_is_made_of_is_loaded_one_part_a_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    opening = FirstOpening()
    made: list[int] = []
    turns = 0
    opening.loaded.connect(lambda: made.append(turns))
    for name in MODULES[-2:]:
        monkeypatch.delitem(sys.modules, name, raising=False)
    opening.begin()
    while not made and turns < 50:
        turns += 1
        QCoreApplication.processEvents()
        if turns == 1:
            assert MODULES[-1] not in sys.modules
    assert made
    assert turns > len(MODULES[-2:])
    assert all(name in sys.modules for name in MODULES)


@pytest.mark.usefixtures("qapp")
def test_a_second_wish_on_the_way_and_one_that_is_taken_back_are_no_second_opening() -> None:
    opening = FirstOpening()
    made: list[bool] = []
    opening.loaded.connect(lambda: made.append(True))
    opening.begin()
    opening.begin()
    for _ in range(10):
        QCoreApplication.processEvents()
    assert made == [True]
    opening.begin()
    opening.stop()
    for _ in range(10):
        QCoreApplication.processEvents()
    assert made == [True]
