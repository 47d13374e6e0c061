"""Hours in which a plan's credits count more than in others. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from usagebar_qt.domain.models import Unit, UsageSnapshot

WORKDAYS = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class PeakHours:
    """A stretch of some days of the week, in UTC, whatever the user's zone or season."""

    unit: Unit
    """Only plans that count in this unit have them."""
    start_hour: int
    """0 to 23."""
    end_hour: int
    """1 to 24, after `start_hour`."""
    outside_percent: int
    """What a credit counts outside of them; inside it counts 100."""
    weekdays: tuple[int, ...] = WORKDAYS
    """0 is Monday."""

    def concern(self, snapshot: UsageSnapshot | None) -> bool:
        """Whether this account's plan has them."""
        return snapshot is not None and any(window.unit is self.unit for window in snapshot.windows)


@dataclass(frozen=True, slots=True)
class Phase:
    """What holds now."""

    peak: bool
    until: datetime
    """When the other begins."""


def phase_of(hours: PeakHours, now: datetime) -> Phase:
    """Whether it is peak now, and for how long."""
    here = now.astimezone(UTC)
    for days in range(9):  # a week, and what is left of today
        day = here.date() + timedelta(days=days)
        if day.weekday() not in hours.weekdays:
            continue
        midnight = datetime.combine(day, time(tzinfo=UTC))
        start, end = midnight + timedelta(hours=hours.start_hour), midnight + timedelta(hours=hours.end_hour)
        if here < start:
            return Phase(False, start)
        if here < end:
            return Phase(True, end)
    raise ValueError("no weekday of 0 to 6")
