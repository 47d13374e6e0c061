"""The only reader of wall and monotonic time. Everything else takes `now` as data."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Where the time comes from. `speed` is how many of its seconds pass in one real second (the demo's day runs fast)."""

    @property
    def speed(self) -> float:
        """Clock seconds per real second, above 0; 1.0 for the system's clock."""

    def now(self) -> datetime:
        """Wall time, aware, in UTC. May jump either way."""

    def monotonic(self) -> float:
        """Seconds of a clock that never goes back, from an arbitrary start."""


class SystemClock:
    """The machine's own clock."""

    speed = 1.0

    def now(self) -> datetime:
        """Wall time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since an arbitrary start; stands still during suspend on Linux."""
        return time.monotonic()


class FastClock:
    """A clock that starts at `start` and runs `speed` times as fast as the machine's: the demo's scripted day."""

    def __init__(self, start: datetime, speed: float) -> None:
        self._start = start
        self._origin = time.monotonic()
        self.speed = speed

    def now(self) -> datetime:
        """Wall time of the scripted day, in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Scripted seconds since the clock was made."""
        return (time.monotonic() - self._origin) * self.speed
