"""What last week would have told, by the preferences of now: asked by the preferences, looked up on a worker's thread."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.replay import PastWindow, Told, replay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.services.ports import Archive, Blocking, Spawner

log = logging.getLogger(__name__)

LOOK_BACK = timedelta(days=7)
STEP_SECONDS = 900
"""It is looked at in quarters of an hour: when it would have been told matters less than whether, and a look costs a forecast."""
REVIEW_SECONDS = 30.0
"""A disk that does not answer by then is not waited for."""


class ReviewService(QObject):
    """Answers with moments and alerts; words are made of them where they are shown."""

    reviewed = Signal(object)
    """Sequence of Told, in order of time; None where the history could not be read in time."""

    def __init__(
        self,
        *,
        past: Archive,
        accounts: Callable[[], Sequence[Account]],
        workers: Blocking,
        clock: Clock,
        tasks: Spawner,
        tz: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._past = past
        self._accounts = accounts
        self._workers = workers
        self._clock = clock
        self._tasks = tasks
        self._tz = tz

    def review(self, settings: Settings) -> None:
        """Looks at the last week as these preferences would have."""
        self._tasks.spawn(self._review(settings), name="review")

    async def _review(self, settings: Settings) -> None:
        enabled = frozenset(account.id for account in self._accounts() if account.enabled)
        since = self._clock.now() - LOOK_BACK
        try:
            told = await self._workers.run(self._look, settings, enabled, since, timeout=REVIEW_SECONDS)
        except TimeoutError:
            log.info("the history did not answer in time")
            told = None
        self.reviewed.emit(told)

    def _look(self, settings: Settings, enabled: frozenset[AccountId], since: datetime) -> tuple[Told, ...]:
        """On a worker's thread."""
        windows: dict[AccountId, list[PastWindow]] = {}
        # The windows that `since` finds under way have begun before: a week's forecast needs its whole past.
        for series in self._past.series():
            if series.account_id in enabled:
                runs = self._past.runs(series.account_id, series.window_id, since - LOOK_BACK, step=STEP_SECONDS)
                past = PastWindow(series.window_id, series.kind, series.scope, runs)
                windows.setdefault(series.account_id, []).append(past)
        wanted = settings.notifications
        told = [
            moment
            for account, pasts in windows.items()
            for moment in replay(
                account,
                pasts,
                settings.rules_of(account.provider),
                since,
                quiet_ends=lambda now: wanted.quiet_ends(now, self._tz),
                work_days=settings.work_days,
                tz=self._tz,
            )
        ]
        return tuple(sorted(told, key=_by_time))


def _by_time(told: Told) -> datetime:
    return told.at
