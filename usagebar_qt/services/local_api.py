"""The local interface while a person wants it: started, moved to another port and closed as the preferences say."""

from __future__ import annotations

import errno
import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, AccountStatus
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.local_api import LocalApi
    from usagebar_qt.engine.workers import Workers
    from usagebar_qt.providers.base import ProviderInfo
    from usagebar_qt.services.ports import Spawner

log = logging.getLogger(__name__)

READ_SECONDS = 3.0
FRESH_SECONDS = 1.0
"""What was read so shortly before is read once for all who ask."""


class ApiCondition(StrEnum):
    """How it stands with the interface."""

    OFF = "off"
    ON = "on"
    PORT_TAKEN = "port_taken"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class ApiState:
    """What the preferences show of it."""

    condition: ApiCondition
    address: str = ""
    file: str = ""


class LocalApiService(QObject):
    """Nothing of it is loaded while it is off."""

    state_changed = Signal(object)
    """ApiState."""

    def __init__(
        self,
        *,
        file: Path,
        infos: Sequence[ProviderInfo],
        accounts: Callable[[], Sequence[Account]],
        shown: Callable[[Account], AccountStatus],
        workers: Workers,
        clock: Clock,
        tasks: Spawner,
        settings: Settings,
        parent: QObject | None = None,
    ) -> None:
        """`shown` gives what is there of an account, without a request; it reads small files."""
        super().__init__(parent)
        self._file = file
        self._names = {info.id: info.name for info in infos}
        self._accounts = accounts
        self._shown = shown
        self._workers = workers
        self._clock = clock
        self._tasks = tasks
        self._settings = settings
        self._has_started = False
        self._api: LocalApi | None = None
        self._holds: tuple[bool, int] = (False, 0)
        """What the interface was last set to."""
        self._setting: asyncio.Task[None] | None = None
        self._read: tuple[float, Mapping[str, Any]] | None = None
        self.state = ApiState(ApiCondition.OFF)

    def start(self) -> None:
        """Needs the running loop."""
        self._has_started = True
        self._set()

    def apply_settings(self, settings: Settings) -> None:
        """Switched on, off or to another port at once."""
        self._settings = settings
        if self._has_started:
            self._set()

    def _set(self) -> None:
        if self._wanted != self._holds and (self._setting is None or self._setting.done()):
            self._setting = self._tasks.spawn(self._bring_about(), name="local-api")

    @property
    def _wanted(self) -> tuple[bool, int]:
        return self._settings.local_api, self._settings.local_api_port

    async def _bring_about(self) -> None:
        # One at a time; what was wished meanwhile is brought about in the next round.
        while (wanted := self._wanted) != self._holds:
            self._holds = wanted
            await self._close()
            is_on, port = wanted
            self._tell(await self._open(port) if is_on else ApiState(ApiCondition.OFF))

    async def _open(self, port: int) -> ApiState:
        from usagebar_qt.engine.local_api import LocalApi

        api = LocalApi(file=self._file, document=self.document, workers=self._workers)
        try:
            await api.start(port)
        except OSError as error:
            is_taken = error.errno in (errno.EADDRINUSE, errno.EACCES)
            log.info("the local interface could not be started: %s", errno.errorcode.get(error.errno or 0, type(error).__name__))
            return ApiState(ApiCondition.PORT_TAKEN if is_taken and port else ApiCondition.FAILED)
        self._api = api
        return ApiState(ApiCondition.ON, api.address, str(self._file))

    def _tell(self, state: ApiState) -> None:
        self.state = state
        self.state_changed.emit(state)

    async def document(self) -> Mapping[str, Any]:
        """What `usagebar status --json` would print of what is there. Asks no service. Raises `TimeoutError`."""
        from usagebar_qt.engine.document import document

        now = self._clock.monotonic() / self._clock.speed
        if self._read is None or not 0 <= now - self._read[0] < FRESH_SECONDS:
            statuses = await self._workers.run(self._look, tuple(self._accounts()), timeout=READ_SECONDS)
            self._read = now, document(statuses, self._names, self._clock.now())
        return self._read[1]

    def _look(self, accounts: Sequence[Account]) -> list[AccountStatus]:
        return [self._shown(account) for account in accounts]

    async def _close(self) -> None:
        api, self._api = self._api, None
        if api is not None:
            await api.aclose()

    async def aclose(self) -> None:
        """Hangs up; the file with the token goes."""
        if self._setting is not None:
            self._setting.cancel()
        self._has_started = False
        await self._close()
