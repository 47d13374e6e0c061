"""Where an account stands is worked out once for the same figures, and says the same as looking anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.statuses import SESSION, WEEK, ok
from usagebar_qt.domain import standing
from usagebar_qt.domain.models import UsageSnapshot
from usagebar_qt.domain.pace import Outlook, Pace, binding_window
from usagebar_qt.domain.standing import MOST, standing_of


def figures(*percents: float) -> UsageSnapshot:
    windows = (replace(window, used_percent=percent) for window, percent in zip((SESSION, WEEK), percents, strict=False))
    snapshot = ok(*windows).snapshot
    assert snapshot is not None
    return snapshot


def test_it_names_the_window_that_binds_and_the_highest_figure() -> None:
    snapshot = figures(34.0, 91.0)
    found = standing_of(snapshot)
    assert found.binding == binding_window(snapshot.windows, snapshot.fetched_at)
    assert found.highest_percent == 91.0
    assert found.runs_out == any(True for window in snapshot.windows if window.used_percent > 90)


def test_an_account_without_windows_stands_nowhere() -> None:
    found = standing_of(figures())
    assert (found.binding, found.highest_percent, found.runs_out, found.first_reset) == (None, 0.0, False, None)
    assert found.holds_at(SESSION.resets_at or WEEK.resets_at)  # type: ignore[arg-type]  # both have one


def test_it_holds_until_the_first_reset() -> None:
    assert SESSION.resets_at is not None
    found = standing_of(figures(34.0, 20.0))
    assert found.holds_at(SESSION.resets_at - timedelta(seconds=1))
    assert not found.holds_at(SESSION.resets_at)


def test_another_outlook_is_another_standing_of_the_same_figures() -> None:
    snapshot = figures(34.0, 20.0)
    runs_out = snapshot.fetched_at + timedelta(hours=1)
    with_outlook = {"session": Outlook(None, Pace(50.0, -16.0, runs_out), None)}
    assert not standing_of(snapshot).runs_out
    assert standing_of(snapshot, with_outlook).runs_out
    assert not standing_of(snapshot).runs_out


def test_equal_figures_that_are_not_the_same_are_looked_at_by_themselves_and_few_are_kept() -> None:
    for number in range(3 * MOST):
        assert standing_of(figures(float(number % 100))).highest_percent == number % 100
    assert len(standing._known) <= MOST
