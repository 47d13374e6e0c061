"""Looks at and sets whether the program starts at login, off the event loop; who shows it is told what holds."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable

    from usagebar_qt.services.ports import AutostartPort, AutostartState, Blocking, Spawner

log = logging.getLogger(__name__)

SECONDS = 5.0


class AutostartService(QObject):
    """The system is the truth: nothing of this is in our own settings."""

    state_known = Signal(object)
    """AutostartState, after each look and each wish."""
    failed = Signal()
    """The system refused a wish; told after `state_known`."""

    def __init__(
        self, *, make_port: Callable[[], AutostartPort], workers: Blocking, tasks: Spawner, parent: QObject | None = None
    ) -> None:
        """`make_port` is called at the first look."""
        super().__init__(parent)
        self._make_port = make_port
        self._port: AutostartPort | None = None
        self._workers = workers
        self._tasks = tasks

    def look(self) -> None:
        """`state_known` brings what holds."""
        self._tasks.spawn(self._look(), name="autostart-look")

    def wish(self, *, starts: bool) -> None:
        """A person wants it, or does not."""
        self._tasks.spawn(self._switch(starts), name="autostart-switch")

    async def _switch(self, starts: bool) -> None:
        is_refused = False
        try:
            await self._workers.run(self._blocking_switch, starts, timeout=SECONDS)
        except (OSError, TimeoutError) as error:
            log.info("start at login could not be changed: %s", type(error).__name__)
            is_refused = True
        await self._look()
        if is_refused:
            self.failed.emit()

    async def _look(self) -> None:
        try:
            self.state_known.emit(await self._workers.run(self._blocking_look, timeout=SECONDS))
        except (OSError, TimeoutError) as error:
            log.info("start at login could not be looked at: %s", type(error).__name__)

    def _blocking_switch(self, starts: bool) -> None:
        port = self._made()
        if starts:
            port.switch_on()
        else:
            port.switch_off()

    def _blocking_look(self) -> AutostartState:
        return self._made().state()

    def _made(self) -> AutostartPort:
        if self._port is None:
            self._port = self._make_port()
        return self._port
