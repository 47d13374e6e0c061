"""What a chart draws of a past, and where it draws nothing."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given

from tests.domain.test_history import NOW, pasts
from usagebar_qt.domain.chart import Chart, Span, chart_of, figure_at, span_for
from usagebar_qt.domain.history import DAY, UNSEEN_SECONDS, Run
from usagebar_qt.domain.models import WindowKind

HOUR = 3_600


def test_growth_is_one_line_through_both_ends_of_every_run() -> None:
    chart = chart_of([Run(0, 600, 10.0, 9_000), Run(900, 900, 12.0, 9_000)], 0, 1_000)
    assert chart.lines == (((0, 10.0), (600, 10.0), (900, 12.0)),)
    assert chart.resets == ()


def test_a_reset_ends_the_line_where_it_was_due_and_begins_another() -> None:
    chart = chart_of([Run(0, 8_000, 80.0, 9_000), Run(9_300, 9_300, 2.0, 27_000)], 0, 10_000)
    assert chart.lines == (((0, 80.0), (8_000, 80.0), (9_000, 80.0)), ((9_300, 2.0),))
    assert chart.resets == (9_000,)


def test_an_early_reset_is_seen_by_the_fall_of_the_figure() -> None:
    chart = chart_of([Run(0, 600, 80.0, 90_000), Run(900, 900, 0.0, 180_000)], 0, 1_000)
    assert chart.resets == (900,)


def test_a_session_that_only_begins_is_no_reset() -> None:
    chart = chart_of([Run(0, 600, 0.0, None), Run(900, 900, 2.0, 18_900)], 0, 1_000)
    assert chart.resets == ()
    assert len(chart.lines) == 1


def test_a_reset_time_that_slides_while_nothing_is_used_is_no_reset() -> None:
    chart = chart_of([Run(at, at, 0.0, at + 18_000) for at in range(0, 3_000, 300)], 0, 3_000)
    assert chart.resets == ()
    assert len(chart.lines) == 1


def test_nothing_is_drawn_where_nobody_looked() -> None:
    away = UNSEEN_SECONDS + 1
    chart = chart_of([Run(0, 0, 10.0, 90_000), Run(away, away, 40.0, 90_000)], 0, 90_000)
    assert [len(line) for line in chart.lines] == [1, 1]
    assert figure_at(chart, 500) is None


def test_a_reset_in_the_dark_is_marked_but_no_line_is_drawn_to_it() -> None:
    chart = chart_of([Run(0, 0, 10.0, 50_000), Run(60_000, 60_000, 40.0, 68_000)], 0, 90_000)
    assert chart.resets == (50_000,)
    assert chart.lines == (((0, 10.0),), ((60_000, 40.0),))


def test_runs_are_cut_at_the_edges() -> None:
    chart = chart_of([Run(-500, 500, 10.0, 9_000), Run(600, 2_000, 20.0, 9_000), Run(3_000, 3_000, 30.0, 9_000)], 0, 1_000)
    assert chart.lines == (((0, 10.0), (500, 10.0), (600, 20.0), (1_000, 20.0)),)


def test_the_highest_and_the_latest_are_told() -> None:
    chart = chart_of([Run(0, 600, 91.0, 9_000), Run(900, 900, 91.0, 9_900), Run(9_950, 9_950, 2.0, 27_000)], 0, 10_000)
    assert chart.highest == (0, 91.0)
    assert chart.latest == (9_950, 2.0)
    assert figure_at(chart, 700) == 91.0
    assert (Chart(0, 1).highest, Chart(0, 1).latest) == (None, None)


@pytest.mark.parametrize(
    ("kind", "seconds", "span"),
    [
        (WindowKind.SESSION, 18_000, Span.DAY),
        (WindowKind.SESSION, None, Span.DAY),
        (WindowKind.WEEKLY, 604_800, Span.WEEK),
        (WindowKind.WEEKLY_SCOPED, 604_800, Span.WEEK),
        (WindowKind.TOOLS, None, Span.MONTH),
        (WindowKind.OTHER, None, Span.MONTH),
        (WindowKind.OTHER, 3_600, Span.DAY),
    ],
)
def test_a_window_is_first_shown_over_a_span_that_suits_it(kind: WindowKind, seconds: int | None, span: Span) -> None:
    assert span_for(kind, seconds) is span


@given(pasts())
def test_every_line_goes_forward_within_the_asked_time_and_invents_no_figure(past: list[Run]) -> None:
    chart = chart_of(past, NOW - 30 * DAY, NOW)
    points = [point for line in chart.lines for point in line]
    assert all(one[0] < other[0] for line in chart.lines for one, other in pairwise(line))
    assert all(one[-1][0] <= other[0][0] for one, other in pairwise(chart.lines))
    assert all(chart.since <= moment <= chart.until for moment, _ in points)
    assert {figure for _, figure in points} <= {run.used_percent for run in past}
