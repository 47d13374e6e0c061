"""Tells a person's own command what happened: one run at a time, a limited number in a minute, nothing while none is wanted."""

from __future__ import annotations

import logging
from collections import deque
from typing import TYPE_CHECKING, Any

from usagebar_qt.engine.event_command import RUN_SECONDS, EventOutcome, event_document

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Sequence

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.thresholds import Alert
    from usagebar_qt.services.ports import Blocking, EventRoom, Spawner

log = logging.getLogger(__name__)

MOST_RUNS = 12
PER_SECONDS = 60.0
"""More than that in a minute is a mistake, of ours or of a plan that wavers: the rest is dropped, and said in the log."""
PATIENCE_SECONDS = RUN_SECONDS + 5.0
FILE_SECONDS = 3.0


class EventService:
    """Runs the command for each alert."""

    def __init__(
        self, *, room: EventRoom, names: Callable[[AccountId], str], workers: Blocking, clock: Clock, tasks: Spawner
    ) -> None:
        """`names` gives an account's name as its person wrote it."""
        self._room = room
        self._names = names
        self._workers = workers
        self._clock = clock
        self._tasks = tasks
        self._waiting: deque[dict[str, Any]] = deque()
        self._runs: deque[float] = deque(maxlen=MOST_RUNS)
        self._running: asyncio.Task[None] | None = None
        self._last = EventOutcome.DONE

    def on_alerts(self, alerts: Sequence[Alert]) -> None:
        """From the notifications, before they are gathered."""
        now = self._clock.now()
        self._waiting += [event_document(alert, self._names(alert.account), now) for alert in alerts]
        if self._running is None or self._running.done():
            self._running = self._tasks.spawn(self._run_all(), name="events")

    async def _run_all(self) -> None:
        try:
            command = await self._workers.run(self._room.command, timeout=FILE_SECONDS)
        except TimeoutError:
            command = ()
        while self._waiting:
            document = self._waiting.popleft()
            if not command:
                continue
            if not self._may_run():
                log.info("too many events within a minute: the command was not run for one of them")
                continue
            try:
                outcome = await self._workers.run(self._room.run, command, document, timeout=PATIENCE_SECONDS)
            except TimeoutError:
                outcome = EventOutcome.TIMED_OUT
            if outcome is not self._last:
                log.info("the command for events: %s", outcome.value)
                self._last = outcome

    def _may_run(self) -> bool:
        now = self._clock.monotonic()
        if len(self._runs) == MOST_RUNS and now - self._runs[0] < PER_SECONDS:
            return False
        self._runs.append(now)
        return True
