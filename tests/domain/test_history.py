"""What is kept of a window's past, and what age makes of it."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.history import (
    CLOCK_JUMP_SECONDS,
    DAY,
    THIN_EVERY_SECONDS,
    TIERS,
    UNSEEN_SECONDS,
    Run,
    Step,
    Thinning,
    follow,
    in_order,
    same_reset,
    thinned,
    thinning,
)

NOW = 1_800_000_000
LAST = Run(1_000, 1_300, 12.0, 9_000)


@pytest.mark.parametrize(
    ("last", "new", "step"),
    [
        (None, Run(1_600, 1_600, 12.0, 9_000), Step.FIRST),
        (LAST, Run(1_600, 1_600, 12.0, 9_000), Step.SAME),
        (LAST, Run(1_600, 1_600, 12.0, 9_001), Step.SAME),
        (LAST, Run(1_600, 1_600, 12.5, 9_000), Step.CHANGED),
        (LAST, Run(1_600, 1_600, 12.0, 27_000), Step.CHANGED),
        (LAST, Run(1_600, 1_600, 12.0, None), Step.CHANGED),
        (LAST, Run(1_300, 1_300, 12.0, 9_000), Step.KNOWN),
        (LAST, Run(1_100, 1_100, 12.0, 9_000), Step.KNOWN),
        (LAST, Run(1_300, 1_300, 13.0, 9_000), Step.CHANGED),
        (LAST, Run(8_900, 8_900, 12.0, 9_000), Step.SAME),
        (LAST._replace(resets_at=None), Run(1_300 + UNSEEN_SECONDS, 1_300 + UNSEEN_SECONDS, 12.0, None), Step.SAME),
        (LAST._replace(resets_at=None), Run(1_301 + UNSEEN_SECONDS, 1_301 + UNSEEN_SECONDS, 12.0, None), Step.PAUSE),
    ],
)
def test_a_look_makes_a_run_only_where_something_changed_or_nobody_can_know(last: Run | None, new: Run, step: Step) -> None:
    assert follow(last, new) is step


def test_a_reset_is_recognised_in_spite_of_its_jitter() -> None:
    assert same_reset(9_000, 9_060)
    assert not same_reset(9_000, 9_061)
    assert same_reset(None, None)
    assert not same_reset(None, 9_000)


@pytest.mark.parametrize(
    ("now", "last", "verdict"),
    [
        (NOW, None, Thinning.NOTE),
        (NOW, NOW - THIN_EVERY_SECONDS + 1, Thinning.NOT_YET),
        (NOW, NOW - THIN_EVERY_SECONDS, Thinning.DUE),
        (NOW, NOW - CLOCK_JUMP_SECONDS, Thinning.DUE),
        (NOW, NOW - CLOCK_JUMP_SECONDS - 1, Thinning.NOTE),
        (NOW, NOW + THIN_EVERY_SECONDS, Thinning.NOT_YET),
        (NOW, NOW + CLOCK_JUMP_SECONDS + 1, Thinning.NOTE),
    ],
)
def test_old_runs_are_thinned_once_a_day_and_never_by_a_clock_that_jumps(now: int, last: int | None, verdict: Thinning) -> None:
    assert thinning(now, last) is verdict


@st.composite
def pasts(draw: st.DrawFn) -> list[Run]:
    """Windows of five hours with growing use, some looks apart, up to 420 days back."""
    at = NOW - draw(st.integers(0, 420 * DAY))
    reset, used, runs = at + 18_000, 0.0, []
    for pause, length, more in draw(
        st.lists(st.tuples(st.integers(1, 9_000), st.integers(0, 4_000), st.floats(0, 9)), max_size=60)
    ):
        at += pause
        if at >= reset:
            reset, used = at + 18_000, 0.0
        used = round(used + more, 3)
        runs.append(Run(at, at + length, used, reset))
        at += length
    return [run for run in runs if run.until <= NOW]


@given(pasts())
def test_thinning_keeps_order_peaks_and_what_is_young(past: list[Run]) -> None:
    kept = thinned(past, NOW)
    assert all(one.until <= other.at for one, other in pairwise(kept))
    young = [run for run in past if NOW - run.at <= TIERS[0][0]]
    assert kept[len(kept) - len(young) :] == tuple(young)

    def peaks(runs: list[Run] | tuple[Run, ...]) -> dict[int | None, float]:
        found: dict[int | None, float] = {}
        for run in runs:
            if NOW - run.at <= TIERS[-1][0]:
                found[run.resets_at] = max(found.get(run.resets_at, 0.0), run.used_percent)
        return found

    assert peaks(kept) == peaks(past)


@given(pasts())
def test_what_has_been_thinned_comes_out_as_it_went_in(past: list[Run]) -> None:
    once = thinned(past, NOW)
    assert thinned(once, NOW) == once


@given(pasts(), st.integers(0, 30 * DAY))
def test_thinning_day_by_day_leaves_no_more_than_thinning_once_later(past: list[Run], later: int) -> None:
    buckets = {(step, run.at // max(step, 1), run.resets_at) for run in past if (step := _step(NOW + later - run.at)) is not None}
    assert len(thinned(thinned(past, NOW), NOW + later)) <= len(buckets)


def _step(age: int) -> int | None:
    return next((step for oldest, step in TIERS if age <= oldest), None)


def test_a_year_of_looks_every_five_minutes_becomes_a_few_thousand_runs() -> None:
    past = [Run(at, at, 5.0 + at % 7, at // 18_000 * 18_000 + 18_000) for at in range(NOW - 365 * DAY, NOW, 300)]
    assert len(past) > 100_000
    assert len(thinned(past, NOW)) < 11_000


def test_a_run_never_reaches_into_the_next_when_the_clock_has_gone_back() -> None:
    assert in_order([Run(10, 50, 1.0, None), Run(30, 40, 2.0, None)]) == (Run(10, 30, 1.0, None), Run(30, 40, 2.0, None))
    assert in_order([]) == ()
