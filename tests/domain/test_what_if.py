"""What comes of it if one goes on like this."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import START
from tests.statuses import window
from usagebar_qt.domain.history import Run
from usagebar_qt.domain.models import WindowKind
from usagebar_qt.domain.what_if import daily_budget, gone_on, used_lately

HOUR = timedelta(hours=1)
SESSION = window(used=40.0, left=3 * 3_600.0)


def test_the_last_hour_is_what_was_used_in_it() -> None:
    runs = [Run(-600, 600, 10.0, 9_000), Run(1_200, 1_800, 14.0, 9_000), Run(3_000, 3_600, 20.0, 9_000)]
    assert used_lately(runs, 0) == pytest.approx(10.0)


def test_a_reset_within_the_hour_counts_what_came_after_it() -> None:
    runs = [Run(0, 1_500, 95.0, 1_800), Run(1_900, 1_900, 3.0, 19_800), Run(3_600, 3_600, 5.0, 19_800)]
    assert used_lately(runs, 0) == pytest.approx(5.0)


def test_a_reset_time_that_drifts_by_minutes_is_no_reset() -> None:
    runs = [Run(0, 1_500, 60.0, 300_000), Run(1_800, 2_400, 61.0, 300_150), Run(2_700, 3_600, 62.0, 299_900)]
    assert used_lately(runs, 0) == pytest.approx(2.0)


def test_an_early_reset_counts_what_came_after_it() -> None:
    assert used_lately([Run(0, 1_500, 60.0, 300_000), Run(1_800, 3_600, 3.0, 600_000)], 0) == pytest.approx(3.0)


def test_a_figure_that_upstream_took_back_is_no_negative_use() -> None:
    assert used_lately([Run(0, 1_800, 20.0, 9_000), Run(3_600, 3_600, 18.0, 9_000)], 0) == 0.0


def test_an_hour_of_which_little_was_seen_says_nothing() -> None:
    assert used_lately([], 0) is None
    assert used_lately([Run(3_100, 3_600, 20.0, 9_000)], 0) is None
    assert used_lately([Run(1_800, 3_600, 20.0, 9_000)], 0) == 0.0


def test_half_an_hour_that_was_seen_stands_for_the_hour() -> None:
    assert used_lately([Run(1_800, 1_800, 20.0, 9_000), Run(3_600, 3_600, 24.0, 9_000)], 0) == pytest.approx(8.0)


@pytest.mark.parametrize(
    ("per_hour", "hours", "percent", "after", "ends"),
    [
        (10.0, 2, 60.0, 2.0, "hours"),
        (30.0, 2, 100.0, 2.0, "full"),
        (60.0, 2, 100.0, 1.0, "full"),
        (10.0, 8, 70.0, 3.0, "reset"),
        (0.0, 2, 40.0, 2.0, "hours"),
        (20.0, 3, 100.0, 3.0, "full"),
    ],
)
def test_what_ends_first_is_told(per_hour: float, hours: int, percent: float, after: float, ends: str) -> None:
    outcome = gone_on(SESSION, START, per_hour, hours)
    assert outcome is not None
    assert outcome.percent == pytest.approx(percent)
    assert (outcome.at - START, outcome.ends) == (after * HOUR, ends)


def test_a_window_that_has_been_reset_has_no_outcome() -> None:
    assert gone_on(SESSION, START + 3 * HOUR, 10.0, 2) is None


@given(st.floats(0, 150), st.floats(0, 500), st.integers(1, 72), st.floats(1, 700_000))
def test_an_outcome_is_never_less_than_now_more_than_all_or_after_the_reset(
    used: float, per_hour: float, hours: int, left: float
) -> None:
    outcome = gone_on(window(used=used, left=left), START, per_hour, hours)
    assert outcome is not None
    assert min(used, 100.0) <= outcome.percent <= 100.0
    assert START <= outcome.at <= START + min(hours * HOUR, timedelta(seconds=left))


def test_the_daily_budget_spreads_what_is_left_over_the_days_that_are_left() -> None:
    week = window(WindowKind.WEEKLY, 40.0, 3 * 86_400.0)
    found = daily_budget(week, START)
    assert found is not None
    assert found.per_day == pytest.approx(20.0)
    assert found.left == 60.0
    assert daily_budget(window(WindowKind.WEEKLY, 40.0, 86_399.0), START) is None
    assert daily_budget(window(WindowKind.WEEKLY, 100.0, 200_000.0), START) is None
    assert daily_budget(replace(week, resets_at=None), START) is None


def test_the_budget_of_a_work_week_leaves_out_the_weekend() -> None:
    week = window(WindowKind.WEEKLY, 40.0, 7 * 86_400.0)  # from Monday 08:00 to the next
    found = daily_budget(week, START, 5, UTC)
    assert found is not None
    assert (found.per_day, found.work_days) == (12.0, 5)
    session = replace(week, window_seconds=18_000)
    assert daily_budget(session, START, 5, UTC) == replace(found, per_day=60.0 / 7, work_days=7)
    saturday = START + timedelta(days=5)
    assert daily_budget(week, saturday, 5, UTC) is None, "a third of a Monday is no day"
