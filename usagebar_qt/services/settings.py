"""The preferences in memory: one frozen object, changed at once and written in the background."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import threading
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.settings_file import Loaded, SettingsFile
    from usagebar_qt.services.ports import Blocking, Spawner

log = logging.getLogger(__name__)

WRITE_SECONDS = 10.0


class SettingsStore(QObject):
    """Who wants to know of a change connects `settings_changed`."""

    settings_changed = Signal(object)
    """Settings."""
    save_failed = Signal()
    """The disk refused: the change holds until the program ends."""

    def __init__(
        self, *, file: SettingsFile, loaded: Loaded, workers: Blocking, tasks: Spawner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._file = file
        self._loaded = loaded
        self._settings = loaded.settings
        self._workers = workers
        self._tasks = tasks
        self._writing: asyncio.Task[None] | None = None
        self._unsaved: Settings | None = None
        self._guard = threading.Lock()

    @property
    def loaded(self) -> Loaded:
        """What was found on the disk at the start."""
        return self._loaded

    @property
    def settings(self) -> Settings:
        """What holds now."""
        return self._settings

    def change(self, settings: Settings) -> None:
        """Takes the new settings, tells everybody, and writes them. Nothing happens where they are equal."""
        if settings == self._settings:
            return
        self._settings = settings
        self._unsaved = settings
        self.settings_changed.emit(settings)
        if self._writing is None or self._writing.done():
            self._writing = self._tasks.spawn(self._write(), name="settings")

    async def _write(self) -> None:
        # One writer: the last change is the one on disk, whatever order threads run in.
        while self._unsaved is not None:
            self._unsaved = None
            try:
                await self._workers.run(self._save, timeout=WRITE_SECONDS)
            except (OSError, TimeoutError) as error:
                log.warning("the settings could not be written: %s", type(error).__name__)
                self.save_failed.emit()

    def _save(self) -> None:
        """Blocking. Always what holds now: a thread that was overtaken must not put older settings over newer ones."""
        with self._guard:
            self._file.save(self._settings)

    def save_now(self) -> None:
        """Blocks until the disk has what holds, where a change is still on its way there: the desktop ends the session, and there
        may be no further turn of the loop."""
        if self._writing is not None and not self._writing.done():
            with contextlib.suppress(OSError):  # nobody is there to be told
                self._save()

    async def aclose(self) -> None:
        """Waits for what is still being written."""
        if self._writing is not None:
            await asyncio.shield(self._writing)
