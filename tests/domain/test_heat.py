"""When a window is used."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from tests.domain.test_history import pasts
from usagebar_qt.domain.heat import Heat, heat_of
from usagebar_qt.domain.history import UNSEEN_SECONDS, Run, seconds_of

MONDAY = seconds_of(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
RESET = MONDAY + 18_000


def test_use_is_put_where_it_happened_as_percent_an_hour() -> None:
    heat = heat_of([Run(MONDAY, MONDAY, 10.0, RESET), Run(MONDAY + 1_800, MONDAY + 3_600, 16.0, RESET)], UTC)
    assert heat.rows[0][9] == pytest.approx(6.0)
    assert heat.rows[0][10] is None
    assert heat.rows[1][9] is None
    assert heat.busiest is not None
    assert heat.busiest[:2] == (0, 9)


def test_the_hour_is_that_of_the_local_clock() -> None:
    heat = heat_of(
        [Run(MONDAY, MONDAY, 10.0, RESET), Run(MONDAY + 3_600, MONDAY + 3_600, 16.0, RESET)], ZoneInfo("Pacific/Auckland")
    )
    assert heat.busiest is not None
    assert heat.busiest[:2] == (0, 22)


def test_a_reset_time_that_drifts_by_minutes_is_no_use() -> None:
    drifted = Run(MONDAY + 3_600, MONDAY + 3_600, 62.0, RESET + 150)
    assert heat_of([Run(MONDAY, MONDAY, 60.0, RESET), drifted], UTC).rows[0][9] == pytest.approx(2.0)


def test_several_weeks_are_averaged() -> None:
    week = 7 * 86_400
    runs = []
    for number, more in enumerate((4.0, 0.0, 8.0)):
        at = MONDAY + number * week
        runs += [Run(at, at, 0.0, at + 18_000), Run(at + 3_600, at + 3_600, more, at + 18_000)]
    assert heat_of(runs, UTC).rows[0][9] == pytest.approx(4.0)


def test_what_was_used_while_nobody_looked_is_put_nowhere() -> None:
    away = MONDAY + UNSEEN_SECONDS + 1
    heat = heat_of([Run(MONDAY, MONDAY, 0.0, None), Run(away, away, 50.0, away + 9_000)], UTC)
    assert heat.busiest is None
    assert all(figure is None for row in heat.rows for figure in row)


def test_after_a_reset_the_new_windows_figure_counts() -> None:
    runs = [Run(MONDAY, MONDAY + 1_800, 90.0, MONDAY + 2_000), Run(MONDAY + 3_600, MONDAY + 3_600, 5.0, RESET)]
    assert heat_of(runs, UTC).rows[0][9] == pytest.approx(5.0)


def test_shades_go_by_quarters_of_the_busiest_hour() -> None:
    row: tuple[float | None, ...] = (None, 0.0, 0.1, 2.0, 3.9, 6.0, 8.0, *(None,) * 17)
    heat = Heat((row, *((None,) * 24,) * 6))
    assert heat.shades()[0][:7] == (None, 0, 1, 2, 2, 4, 4)
    assert Heat(((0.0,) * 24,) * 7).shades()[3][3] == 0


@given(pasts())
def test_no_cell_is_negative_and_what_is_seen_is_not_unknown(past: list[Run]) -> None:
    heat = heat_of(past, UTC)
    assert len(heat.rows) == 7
    assert all(figure is None or figure >= 0 for row in heat.rows for figure in row)
    for run in past:
        if run.until > run.at:
            moment = datetime.fromtimestamp(run.at, UTC)
            assert heat.rows[moment.weekday()][moment.hour] is not None
