"""What the adaptive interval is decided from, remembered of each account while the program runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.adaptive_refresh import Circumstances, Interval, adaptive_interval, moved
from usagebar_qt.domain.settings import Rhythm

if TYPE_CHECKING:
    from datetime import datetime

    from usagebar_qt.domain.models import AccountId, AccountStatus
    from usagebar_qt.domain.settings import Settings


class RhythmKeeper:
    """No clock of its own: every call says when it is."""

    def __init__(self) -> None:
        self._watched_at: datetime | None = None
        self._known_since: dict[AccountId, datetime] = {}
        self._moved_at: dict[AccountId, datetime] = {}
        self.on_battery = False

    def watched(self, now: datetime) -> None:
        """Somebody sees the popup."""
        self._watched_at = now

    def told(self, before: AccountStatus | None, after: AccountStatus, now: datetime) -> None:
        """News of an account."""
        if after.snapshot is None:
            return
        self._known_since.setdefault(after.id, now)
        if before is not None and before.snapshot is not None and moved(before.snapshot.windows, after.snapshot.windows):
            self._moved_at[after.id] = now

    def interval(self, status: AccountStatus, settings: Settings, now: datetime) -> Interval | None:
        """Seconds until the next look after the last; None: only a person asks."""
        if settings.rhythm is Rhythm.MANUAL:
            return None
        if settings.rhythm is Rhythm.FIXED:
            return Interval(settings.refresh_seconds, "fixed")
        seen = Circumstances(
            self._watched_at, self._moved_at.get(status.id), self._known_since.get(status.id), on_battery=self.on_battery
        )
        windows = status.snapshot.windows if status.snapshot is not None else ()
        return adaptive_interval(windows, seen, settings.warning_percent, now)
