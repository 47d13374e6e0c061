"""What comes of it if one goes on like this, and what a day may cost so that a window lasts. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from usagebar_qt.domain.history import used_between
from usagebar_qt.domain.models import WEEK_SECONDS
from usagebar_qt.domain.work_week import EVERY_DAY, working_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from usagebar_qt.domain.history import Run
    from usagebar_qt.domain.models import QuotaWindow

FULL = 100.0
SHORTEST_LOOK_SECONDS = 600
"""Less than ten minutes of looking say nothing of an hour."""
DAY_SECONDS = 86_400


def used_lately(runs: Sequence[Run], since: int) -> float | None:
    """Percent used an hour on average since `since` (seconds since 1970, about an hour ago), over resets too; None where too little
    of it was seen. `runs` in order of time, of one window."""
    if not runs:
        return None
    begun = max(runs[0].at, since)
    seen = runs[-1].until - begun
    if seen < SHORTEST_LOOK_SECONDS:
        return None
    used = sum(used_between(last, run) for last, run in pairwise(runs))
    return used * 3_600 / seen


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where so many hours more lead."""

    percent: float
    """Used by then, 0 and up; at most 100."""
    at: datetime
    """The end of these hours, or the moment when it is used up, or the reset: whichever comes first."""
    ends: str
    """`hours`, `full` or `reset`."""


def gone_on(window: QuotaWindow, at: datetime, per_hour: float, hours: float) -> Outcome | None:
    """What becomes of a window if `per_hour` percent an hour go on for `hours`, from `at` on; None where it has been reset."""
    if window.resets_at is not None and window.resets_at <= at:
        return None
    ends = [(at + timedelta(hours=hours), 2, "hours")]
    if window.resets_at is not None:
        ends.append((window.resets_at, 1, "reset"))
    left = max(0.0, FULL - window.used_percent)
    if per_hour > 0 and left / per_hour <= hours:
        ends.append((at + timedelta(hours=left / per_hour), 0, "full"))
    moment, _, end = min(ends)
    percent = FULL if end == "full" else window.used_percent + per_hour * ((moment - at) / timedelta(hours=1))
    return Outcome(min(FULL, max(percent, window.used_percent)), moment, end)


@dataclass(frozen=True, slots=True)
class Budget:
    """What may be used so that a window lasts until its reset."""

    per_day: float
    """Percent of the window for each whole day of work that is left, the rest of this one counted by its share."""
    left: float
    """Percent."""
    resets_at: datetime
    work_days: int = EVERY_DAY
    """How many days of a week are meant: 7 are all of them."""


def daily_budget(window: QuotaWindow, at: datetime, work_days: int = EVERY_DAY, tz: tzinfo | None = None) -> Budget | None:
    """None where less than a day (of work, in a window of a week) is left, without a reset, and where all is used up."""
    if window.resets_at is None or window.used_percent >= FULL:
        return None
    days = work_days if window.window_seconds == WEEK_SECONDS else EVERY_DAY
    seconds = working_seconds(at, window.resets_at, days, tz)
    if seconds < DAY_SECONDS:
        return None
    left = FULL - window.used_percent
    return Budget(left * DAY_SECONDS / seconds, left, window.resets_at, days)
