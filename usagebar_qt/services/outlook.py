"""Adds to each status what its windows' past says of their future."""

from __future__ import annotations

import logging
import math
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.pace import Outlook, Sample, looked_at, outlook_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.history import Run
    from usagebar_qt.domain.models import AccountId, AccountStatus, UsageSnapshot
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.services.ports import Blocking, Pasts, Spawner

log = logging.getLogger(__name__)

READ_SECONDS = 5.0
"""A history that does not answer by then is not waited for: the straight line does."""
SAME_WINDOW_SECONDS = 900
"""Reset times of one window drift by minutes at the most; the next window's differ by hours."""


class OutlookService(QObject):
    """Looks into the history whenever there are new figures, off the event loop. The newest figures of an account count."""

    outlook_changed = Signal(object, object)
    """AccountStatus, Mapping from window id to Outlook."""

    def __init__(
        self,
        *,
        past: Pasts,
        workers: Blocking,
        tasks: Spawner,
        settings: Settings,
        tz: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._past = past
        self._workers = workers
        self._tasks = tasks
        self._work_days = settings.work_days
        self._tz = tz
        self._newest: dict[AccountId, AccountStatus] = {}

    def on_status(self, account_id: AccountId, status: AccountStatus) -> None:
        """News of an account."""
        self._newest[account_id] = status
        if status.snapshot is None:
            self.outlook_changed.emit(status, {})
            return
        self._tasks.spawn(self._look(status, status.snapshot), name=f"outlook-{account_id}")

    def apply_settings(self, settings: Settings) -> None:
        """Another work week is another pace."""
        if settings.work_days != self._work_days:
            self._work_days = settings.work_days
            for account_id, status in list(self._newest.items()):
                self.on_status(account_id, status)

    async def _look(self, status: AccountStatus, snapshot: UsageSnapshot) -> None:
        try:
            found = await self._workers.run(self._outlooks, status.id, snapshot, self._work_days, timeout=READ_SECONDS)
        except TimeoutError:
            log.info("the history did not answer in time")
            found = {}
        if self._newest.get(status.id) is status:
            self.outlook_changed.emit(status, found)

    def _outlooks(self, account_id: AccountId, snapshot: UsageSnapshot, work_days: int) -> Mapping[str, Outlook]:
        """On a worker's thread."""
        starts = {
            window.id: window.resets_at - timedelta(seconds=window.window_seconds)
            for window in snapshot.windows
            if window.resets_at is not None and window.window_seconds and 0 < window.used_percent < 100
        }
        pasts = self._past.pasts(account_id, starts) if starts else {}
        found, at = {}, snapshot.fetched_at
        for window in snapshot.windows:
            samples: Sequence[Sample] = ()
            if window.id in starts and window.resets_at is not None:
                samples = _samples(pasts.get(window.id, ()), starts[window.id], window.resets_at, at)
            found[window.id] = outlook_of(window, at, samples, work_days, self._tz)
        return found


def _samples(runs: Sequence[Run], start: datetime, resets_at: datetime, before: datetime) -> Sequence[Sample]:
    """Both ends of every stretch without a change, so that a pause in the work is seen as one; of this window alone: the last
    figures of the one before reach a moment into it where reset times jitter.

    No more of them than a forecast looks at: a week has thousands."""
    begins, reset = seconds_of(start), seconds_of(resets_at)
    earliest, end = math.ceil(start.timestamp()), math.ceil(before.timestamp())
    known: list[tuple[int, float]] = []
    for at, until, percent, resets in runs:
        if resets is None or abs(resets - reset) <= SAME_WINDOW_SECONDS:
            first = max(at, begins)
            if earliest <= first < end:
                known.append((first, percent))
            if until != first and earliest <= until < end:
                known.append((until, percent))
    known.sort()
    return [Sample(*pair) for pair in looked_at(known)]
