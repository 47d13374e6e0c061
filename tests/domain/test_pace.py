"""Pace and the binding window, on the example of the commands' contract and at the edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.models import QuotaWindow, WindowKind
from usagebar_qt.domain.pace import binding_window, pace_of

AT = datetime(2026, 11, 23, 7, 59, 58, tzinfo=UTC)


def window(used: float, resets_at: datetime | None, seconds: int | None = 18_000, name: str = "session") -> QuotaWindow:
    return QuotaWindow(name, WindowKind.SESSION, used, resets_at, seconds)


def test_pace_is_the_straight_line_from_the_windows_start() -> None:
    pace = pace_of(window(61.0, datetime(2026, 11, 26, 9, 0, tzinfo=UTC), 604_800), AT)
    assert pace is not None
    assert round(pace.expected_percent, 2) == 56.55
    assert round(pace.delta_percent, 2) == 4.45
    assert pace.runs_out_at == datetime(2026, 11, 25, 20, 44, 12, tzinfo=UTC)


def test_no_forecast_where_the_reset_comes_first_or_the_window_is_full_or_nothing_is_used() -> None:
    soon = AT + timedelta(seconds=9_000)
    for used in (0.0, 40.0, 100.0, 130.0):
        pace = pace_of(window(used, soon), AT)
        assert pace is not None
        assert pace.runs_out_at is None


@pytest.mark.parametrize("left", [18_000, 17_461, 18_001, 40_000, -1, -90_000])
def test_no_pace_in_the_first_three_percent_nor_outside_the_window(left: int) -> None:
    assert pace_of(window(50.0, AT + timedelta(seconds=left)), AT) is None


def test_no_pace_without_start_or_reset() -> None:
    assert pace_of(window(5.0, None), AT) is None
    assert pace_of(window(5.0, AT + timedelta(hours=1), None), AT) is None


def test_a_full_window_binds_and_of_several_the_one_that_resets_last() -> None:
    early = window(100.0, AT + timedelta(hours=1), name="session")
    late = window(100.0, AT + timedelta(days=3), 604_800, name="weekly")
    running = window(99.0, AT + timedelta(minutes=30), name="other")
    assert binding_window([early, late, running], AT) == late


def test_the_earliest_forecast_binds_before_the_highest_percentage() -> None:
    calm = window(85.0, AT + timedelta(seconds=600), name="calm")
    hot = window(60.0, AT + timedelta(seconds=9_000), name="hot")
    assert binding_window([calm, hot], AT) == hot


def test_without_forecasts_the_highest_percentage_binds() -> None:
    assert binding_window([window(3.0, None, name="a"), window(9.0, None, name="b")], AT) == window(9.0, None, name="b")
    assert binding_window([], AT) is None


@given(st.floats(0, 1000), st.integers(-10, 20_000))
def test_a_forecast_always_lies_between_now_and_the_reset(used: float, left: int) -> None:
    resets = AT + timedelta(seconds=left)
    pace = pace_of(window(used, resets), AT)
    if pace is not None and pace.runs_out_at is not None:
        assert AT - timedelta(seconds=1) <= pace.runs_out_at <= resets + timedelta(seconds=1)
