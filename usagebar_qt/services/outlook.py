"""Adds to each status what its windows' past says of their future."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.history import moment_of, seconds_of
from usagebar_qt.domain.pace import Outlook, Sample, outlook_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.history import Run
    from usagebar_qt.domain.models import AccountId, AccountStatus, UsageSnapshot
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.services.ports import Archive, Blocking, Spawner

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
        past: Archive,
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
        found = {}
        for window in snapshot.windows:
            samples: tuple[Sample, ...] = ()
            if window.resets_at is not None and window.window_seconds and 0 < window.used_percent < 100:
                start = window.resets_at - timedelta(seconds=window.window_seconds)
                runs = self._past.runs(account_id, window.id, start)
                samples = tuple(_samples(runs, start, window.resets_at))
            found[window.id] = outlook_of(window, snapshot.fetched_at, samples, work_days, self._tz)
        return found


def _samples(runs: Sequence[Run], start: datetime, resets_at: datetime) -> Iterator[Sample]:
    """Both ends of every stretch without a change, so that a pause in the work is seen as one; of this window alone: the last
    figures of the one before reach a moment into it where reset times jitter."""
    begins, reset = seconds_of(start), seconds_of(resets_at)
    for run in runs:
        if run.resets_at is None or abs(run.resets_at - reset) <= SAME_WINDOW_SECONDS:
            for end in dict.fromkeys((max(run.at, begins), run.until)):
                yield Sample(moment_of(end), run.used_percent)
