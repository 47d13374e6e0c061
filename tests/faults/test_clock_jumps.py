"""The clock of the whole process jumps, or the process stands still: at most one request more, and nothing counts below zero."""

from __future__ import annotations

import sys

import pytest

from tests.faults.jumps import JUMPS, Told

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="libfaketime is Linux's")


@pytest.mark.parametrize("name", [jump.name for jump in JUMPS])
def test_a_jump_of_the_clock_is_survived(name: str, jumped: list[Told]) -> None:
    found = [one for one in jumped if one.name == name]
    if not found and any(jump.name == name and jump.is_told for jump in JUMPS):
        pytest.skip("only root may touch the machine's clock")
    assert [one.complaints for one in found] == [[]]
