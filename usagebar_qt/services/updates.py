"""Looks for a newer version while a person has named a feed, and asks nobody otherwise. Downloads nothing."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.errors import UsageError
from usagebar_qt.domain.updates import UpdateMemory, is_due, newer

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.domain.updates import Release
    from usagebar_qt.services.ports import Blocking, Spawner, UpdateRoom

log = logging.getLogger(__name__)

PAUSE_SECONDS = 30.0
"""Real seconds between two looks at the clock, and before the first one: a start has better things to do."""
FILE_SECONDS = 3.0


class UpdateService(QObject):
    """One loop while there is a feed."""

    changed = Signal()
    """`memory` or `release` has."""

    def __init__(
        self,
        *,
        room: UpdateRoom,
        own: str,
        clock: Clock,
        workers: Blocking,
        tasks: Spawner,
        settings: Settings,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        parent: QObject | None = None,
    ) -> None:
        """`own` is the version that runs; `sleep` takes real seconds."""
        super().__init__(parent)
        self._room = room
        self._own = own
        self._clock = clock
        self._workers = workers
        self._tasks = tasks
        self._feed = settings.update_feed
        self._sleep = sleep
        self._has_started = False
        self._watching: asyncio.Task[None] | None = None
        self.memory = UpdateMemory()

    @property
    def is_wanted(self) -> bool:
        """Whether there is a feed."""
        return bool(self._feed)

    @property
    def release(self) -> Release | None:
        """A newer version of the feed that is named now."""
        return newer(self.memory.release, self._own) if self._feed and self.memory.feed == self._feed else None

    @property
    def news(self) -> Release | None:
        """The same until a person has looked at it: each version is news once."""
        release = self.release
        return release if release is not None and release.version != self.memory.told else None

    def start(self) -> None:
        """Needs the running loop. Nothing runs without a feed."""
        self._has_started = True
        if self._feed and (self._watching is None or self._watching.done()):
            self._watching = self._tasks.spawn(self._watch(), name="updates")

    def apply_settings(self, settings: Settings) -> None:
        """Another feed counts at once, none at all too."""
        if settings.update_feed == self._feed:
            return
        self._feed = settings.update_feed
        if self._watching is not None:
            self._watching.cancel()
            self._watching = None
        if self._has_started:
            self.start()
        self.changed.emit()

    async def aclose(self) -> None:
        """Asks nobody any more."""
        if self._watching is not None:
            self._watching.cancel()

    async def _watch(self) -> None:
        try:
            self.memory = await self._workers.run(self._room.recall, timeout=FILE_SECONDS)
        except TimeoutError:
            return
        self.changed.emit()
        while True:
            await self._sleep(PAUSE_SECONDS)
            if is_due(self.memory, self._feed, self._clock.now()):
                await self.look()

    async def look(self) -> None:
        """Once, whatever comes back: a feed that does not answer is asked again tomorrow."""
        feed = self._feed
        old = self.memory if self.memory.feed == feed else UpdateMemory(feed)
        memory = replace(old, looked_at=self._clock.now(), trouble="")
        try:
            memory = replace(memory, release=await self._room.look(feed))
        except UsageError as error:
            log.info("the release feed: %s", error.code)
            memory = replace(memory, trouble=error.code.value)
        await self._keep(memory)

    def note_told(self) -> None:
        """A person has gone to its page: it is no news any more."""
        if (release := self.news) is not None:
            self._tasks.spawn(self._keep(replace(self.memory, told=release.version)), name="update-told")

    async def _keep(self, memory: UpdateMemory) -> None:
        self.memory = memory
        self.changed.emit()
        try:
            await self._workers.run(self._room.remember, memory, timeout=FILE_SECONDS)
        except TimeoutError:
            log.info("what came of the look for updates was not noted in time")
