"""What is kept of a window's past: runs in which nothing changed, and how they are thinned with age. Pure.

Moments are whole seconds since 1970 in UTC: a month's chart reads ten thousand runs, and as many datetimes would cost more than
the reading itself.
"""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from operator import le
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

DAY = 86_400
RESET_TOLERANCE_SECONDS = 60
"""Upstream's reset times jitter by about a second; a new window moves them by hours."""
UNSEEN_SECONDS = 7_200
"""Twice the longest refresh interval: a figure without a reset time is not vouched for over a longer pause."""
TIERS: tuple[tuple[int, int], ...] = ((8 * DAY, 0), (35 * DAY, 900), (400 * DAY, 7_200))
"""Up to this age, one run in so many seconds: all of them for the week's chart, then what a month's and a year's can show."""
THIN_EVERY_SECONDS = DAY
CLOCK_JUMP_SECONDS = 60 * DAY
LARGEST_RUNS = 400_000
"""Twelve windows for 90 days with a run every five minutes are 311,040; thinned they are far fewer."""


class Run(NamedTuple):
    """A stretch in which a window's figure stayed the same."""

    at: int
    """When the figure was first seen."""
    until: int
    """When it was last seen; `at` or later."""
    used_percent: float
    """0 and up; may exceed 100."""
    resets_at: int | None


class Step(StrEnum):
    """What becomes of a new look at a window."""

    FIRST = "first"
    CHANGED = "changed"
    """Another figure or another reset: a run of its own."""
    PAUSE = "pause"
    """The same figure after so long a pause that it may have been another meanwhile: a run of its own."""
    SAME = "same"
    """The last run goes on."""
    KNOWN = "known"
    """The last run holds it already: nothing is written."""


def seconds_of(moment: datetime) -> int:
    """Whole seconds since 1970, as runs count."""
    return round(moment.timestamp())


def moment_of(seconds: int) -> datetime:
    """The inverse of `seconds_of`, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def same_reset(one: int | None, other: int | None) -> bool:
    """Whether two reset times mean the same window."""
    if one is None or other is None:
        return one is other
    return abs(one - other) <= RESET_TOLERANCE_SECONDS


def used_between(last: Run, run: Run) -> float:
    """Percent that was used from one run to the next, over a reset too. A reset time that moves before it has come, without a fall
    of the figure, is the same window: those of long windows drift by minutes in some plans."""
    drifted = (
        last.resets_at is not None and last.resets_at > run.at + RESET_TOLERANCE_SECONDS and run.used_percent >= last.used_percent
    )
    if drifted or last.resets_at is None or same_reset(last.resets_at, run.resets_at):
        return max(0.0, run.used_percent - last.used_percent)
    return run.used_percent


def follow(last: Run | None, new: Run) -> Step:
    """How `new`, a single look, goes on from the last run that began no later."""
    if last is None:
        return Step.FIRST
    if last.used_percent != new.used_percent or not same_reset(last.resets_at, new.resets_at):
        return Step.CHANGED
    if new.until <= last.until:
        return Step.KNOWN
    # Use only grows within a window: the same figure and the same reset vouch for any pause between.
    if new.resets_at is None and new.at - last.until > UNSEEN_SECONDS:
        return Step.PAUSE
    return Step.SAME


class Thinning(StrEnum):
    """What to do about old runs now."""

    NOT_YET = "not_yet"
    NOTE = "note"
    """Only the moment is noted: the first time, or after a jump of the clock. One wrong hour must not throw a history away."""
    DUE = "due"


def thinning(now: int, last: int | None) -> Thinning:
    """`last`: when it was last done or noted; None: never."""
    if last is None or abs(now - last) > CLOCK_JUMP_SECONDS:
        return Thinning.NOTE
    return Thinning.DUE if now - last >= THIN_EVERY_SECONDS else Thinning.NOT_YET


def thinned(runs: Iterable[Run], now: int) -> tuple[Run, ...]:
    """The runs of one window in order of time, as many as `TIERS` keeps at their age.

    Neighbours of one bucket and one reset become one run with the higher figure: no peak, no reset and no pause between runs is
    lost, a moment is out by one bucket at most. What has been thinned comes out as it went in.
    """
    kept: list[Run] = []
    last_bucket: tuple[int, int] | None = None
    for run in runs:
        step = _step(now - run.at)
        if step is None:
            continue
        bucket = (step, run.at // step) if step else None
        if bucket is not None and bucket == last_bucket and same_reset(kept[-1].resets_at, run.resets_at):
            before = kept[-1]
            kept[-1] = Run(before.at, max(before.until, run.until), max(before.used_percent, run.used_percent), run.resets_at)
        else:
            kept.append(run)
        last_bucket = bucket
    return tuple(kept)


def _step(age: int) -> int | None:
    """Seconds of one bucket, 0 where everything is kept; None where nothing is kept any more."""
    return next((step for oldest, step in TIERS if age <= oldest), None)


def in_order(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The same with no run reaching into the next: the wall clock may have gone back while they were written."""
    ends = [*(run[0] for run in runs[1:]), runs[-1][1]] if runs else []
    if all(map(le, [run[1] for run in runs], ends)):  # nearly always
        return tuple(runs)
    return tuple(run if run.until <= end else run._replace(until=max(run.at, end)) for run, end in zip(runs, ends, strict=True))
