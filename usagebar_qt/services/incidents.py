"""Asks status pages while a person wants to hear of incidents, and nobody otherwise."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.alert_rules import AlertKind
from usagebar_qt.domain.errors import UsageError
from usagebar_qt.domain.incidents import news, next_look_seconds
from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.thresholds import Alert

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import tzinfo

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountStatus
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.providers.base import ProviderInfo
    from usagebar_qt.services.ports import Blocking, IncidentRoom, Spawner

log = logging.getLogger(__name__)

LONGEST_SLEEP_SECONDS = 30.0
"""Real seconds; longer timers stand still during suspend."""
FILE_SECONDS = 3.0


class IncidentService(QObject):
    """One loop over all services that have a page and an account in use."""

    alerted = Signal(object)
    """A tuple of `Alert`, one for each incident that was not told yet."""

    def __init__(
        self,
        *,
        room: IncidentRoom,
        infos: Sequence[ProviderInfo],
        statuses: Callable[[], Sequence[AccountStatus]],
        workers: Blocking,
        tasks: Spawner,
        settings: Settings,
        clock: Clock,
        tz: tzinfo | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        parent: QObject | None = None,
    ) -> None:
        """`sleep` takes real seconds; `statuses` are those of all accounts, in the order of the cards."""
        super().__init__(parent)
        self._room = room
        self._pages = [(info.id, info.status_page) for info in infos if info.status_page is not None]
        self._statuses = statuses
        self._workers = workers
        self._tasks = tasks
        self._settings = settings
        self._clock = clock
        self._tz = tz
        self._sleep = sleep
        self._failures = 0
        self._has_started = False
        self._watching: asyncio.Task[None] | None = None

    @property
    def _is_wanted(self) -> bool:
        notifications = self._settings.notifications
        return notifications.enabled and AlertKind.INCIDENT in notifications.kinds

    def start(self) -> None:
        """Needs the running loop. Nothing runs unless it is wanted."""
        self._has_started = True
        if self._is_wanted and (self._watching is None or self._watching.done()):
            self._watching = self._tasks.spawn(self._watch(), name="incidents")

    def apply_settings(self, settings: Settings) -> None:
        """Switched on or off at once."""
        self._settings = settings
        if self._is_wanted and self._has_started:
            self.start()
        elif self._watching is not None and not self._is_wanted:
            self._watching.cancel()
            self._watching = None

    async def aclose(self) -> None:
        """Asks nobody any more."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        while True:
            await self.look()
            left = next_look_seconds(self._failures)
            while left > 0:
                await self._sleep(min(left, LONGEST_SLEEP_SECONDS))
                left -= LONGEST_SLEEP_SECONDS

    async def look(self) -> None:
        """Once over all pages. A page that does not answer is asked again later; its silence is no news. In quiet hours nobody is
        asked: what is still unresolved at their end is told then."""
        if self._settings.notifications.quiet_ends(self._clock.now(), self._tz) is not None:
            return
        try:
            told = list(await self._workers.run(self._room.told, timeout=FILE_SECONDS))
        except TimeoutError:
            return
        alerts: list[Alert] = []
        failed = False
        for provider, page in self._pages:
            used = [status for status in self._statuses() if status.id.provider == provider and _is_in_use(status)]
            if not used:
                continue
            try:
                found = await self._room.look(page)
            except UsageError as error:
                log.info("the status page of %s: %s", provider, error.code)
                failed = True
                continue
            fresh = news(found, told)
            told += [incident.id for incident in fresh]
            alerts += [Alert(AlertKind.INCIDENT, used[0].id, incident=incident) for incident in fresh]
        self._failures = self._failures + 1 if failed else 0
        if alerts:
            self.alerted.emit(tuple(alerts))
            try:
                await self._workers.run(self._room.remember, tuple(told), timeout=FILE_SECONDS)
            except TimeoutError:
                log.info("the incidents that were told were not noted in time")


def _is_in_use(status: AccountStatus) -> bool:
    return status.state not in (AccountState.DISABLED, AccountState.NOT_CONFIGURED)
