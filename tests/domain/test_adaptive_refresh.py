"""The table of the adaptive interval, row by row."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import START
from usagebar_qt.domain.adaptive_refresh import Circumstances, Interval, adaptive_interval, moved
from usagebar_qt.domain.models import QuotaWindow, WindowKind


def ago(minutes: float) -> datetime:
    return START - timedelta(minutes=minutes)


def window(used: float, resets_in: float | None = 180.0, name: str = "session") -> QuotaWindow:
    """`resets_in`: minutes."""
    resets = START + timedelta(minutes=resets_in) if resets_in is not None else None
    return QuotaWindow(name, WindowKind.SESSION, used, resets, 18_000)


LONG = Circumstances(known_since=ago(600))
MOVING = Circumstances(known_since=ago(600), moved_at=ago(3))
QUIET = Circumstances(known_since=ago(600), moved_at=ago(30))


@pytest.mark.parametrize(
    ("windows", "seen", "wanted"),
    [
        ([window(10)], Circumstances(watched_at=ago(0)), Interval(180, "watched")),
        ([window(10)], Circumstances(watched_at=ago(4), known_since=ago(600), on_battery=True), Interval(180, "watched")),
        ([window(10)], Circumstances(watched_at=ago(6), known_since=ago(600)), Interval(1_800, "idle")),
        ([window(80)], MOVING, Interval(180, "near_limit")),
        ([window(80)], LONG, Interval(600, "near_limit")),
        ([window(10, 20)], LONG, Interval(300, "near_reset")),
        ([window(0, 20)], LONG, Interval(1_800, "idle")),
        ([window(10)], MOVING, Interval(300, "moving")),
        ([], Circumstances(), Interval(300, "moving")),
        ([window(100)], MOVING, Interval(1_800, "used_up")),
        ([window(100, 20)], MOVING, Interval(300, "near_reset")),
        ([window(100, -5), window(10, name="weekly")], QUIET, Interval(900, "quiet")),  # its reset is over
        ([window(10)], QUIET, Interval(900, "quiet")),
        ([window(10)], Circumstances(known_since=ago(20)), Interval(900, "quiet")),
        ([window(10)], Circumstances(known_since=ago(600), moved_at=ago(90)), Interval(1_800, "idle")),
        ([window(10, None)], MOVING, Interval(300, "moving")),
        ([window(10)], Circumstances(known_since=ago(600), moved_at=ago(3), on_battery=True), Interval(600, "on_battery")),
        ([window(10)], Circumstances(known_since=ago(600), on_battery=True), Interval(1_800, "on_battery")),
    ],
)
def test_each_row_of_the_table(windows: list[QuotaWindow], seen: Circumstances, wanted: Interval) -> None:
    assert adaptive_interval(windows, seen, 70, START) == wanted


MOMENT = st.none() | st.floats(-10_000, 10_000).map(ago)
WINDOWS = st.lists(st.builds(window, st.floats(0, 200), st.none() | st.floats(-500, 500)), max_size=4)


@given(WINDOWS, st.builds(Circumstances, MOMENT, MOMENT, MOMENT, st.booleans()), st.integers(1, 99))
def test_it_never_leaves_3_to_30_minutes(windows: list[QuotaWindow], seen: Circumstances, warning: int) -> None:
    assert 180 <= adaptive_interval(windows, seen, warning, START).seconds <= 1_800


def test_figures_move_when_one_window_does_and_rounding_is_no_move() -> None:
    assert moved([window(10), window(20, name="weekly")], [window(10), window(21, name="weekly")])
    assert moved([window(90)], [window(0)])
    assert not moved([window(10)], [window(10.01)])
    assert not moved([window(10)], [window(10), window(50, name="new")])
