"""Which part of a week is meant for work: an even pace of four or five days stands still at the weekend."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, tzinfo

WORK_WEEKS = (4, 5, 7)
"""Days from Monday on: Monday to Thursday, Monday to Friday, every day."""
EVERY_DAY = 7
LONGEST_DAYS = 400
"""Days that are walked through at the most; no window of a plan is that long."""


def working_seconds(start: datetime, end: datetime, days: int, tz: tzinfo | None = None) -> float:
    """Seconds between the two moments that lie on a work day (`days` from Monday on, midnight to midnight by `tz`; None: this
    machine's zone). 0 where `end` comes first."""
    if start.tzinfo is not UTC or end.tzinfo is not UTC:
        start, end = start.astimezone(UTC), end.astimezone(UTC)  # two moments of one zone are subtracted without its summer time
    if days >= EVERY_DAY:
        return max(0.0, (end - start).total_seconds())
    total, day = 0.0, start.astimezone(tz).date()
    for _ in range(LONGEST_DAYS):
        begins, ends = max(start, _midnight(day, tz)), min(end, _midnight(day + timedelta(days=1), tz))
        if begins >= end:
            break
        if day.weekday() < days:
            total += max(0.0, (ends - begins).total_seconds())
        day += timedelta(days=1)
    return total


def after_working(start: datetime, seconds: float, days: int, tz: tzinfo | None = None) -> datetime:
    """The moment at which `seconds` of work days have passed since `start`: the inverse of `working_seconds`."""
    if days >= EVERY_DAY:
        return start + timedelta(seconds=seconds)
    start = start.astimezone(UTC)
    left, day = seconds, start.astimezone(tz).date()
    for _ in range(LONGEST_DAYS):
        begins, ends = max(start, _midnight(day, tz)), _midnight(day + timedelta(days=1), tz)
        room = (ends - begins).total_seconds()
        if day.weekday() < days:
            if left <= room:
                return begins + timedelta(seconds=left)
            left -= room
        day += timedelta(days=1)
    return start + timedelta(days=LONGEST_DAYS)


def _midnight(day: date, tz: tzinfo | None) -> datetime:
    here = datetime.combine(day, time.min)
    return (here.astimezone() if tz is None else here.replace(tzinfo=tz)).astimezone(UTC)
