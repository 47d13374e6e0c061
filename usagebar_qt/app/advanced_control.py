"""Behind the page of proxy, log and settings as a file."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.domain.account_list import without_new_shares
from usagebar_qt.domain.settings import LogLevel, Settings
from usagebar_qt.engine.atomic_file import read_json, write_text
from usagebar_qt.widgets.translate import say, short, tr
from usagebar_qt.wording import advanced as words
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from usagebar_qt.services.ports import Blocking, Spawner
    from usagebar_qt.services.settings import SettingsStore

log = logging.getLogger(__name__)

FILE_SECONDS = 10.0
LEVELS = {LogLevel.WARNING: logging.WARNING, LogLevel.INFO: logging.INFO, LogLevel.DEBUG: logging.DEBUG}


def level_of(settings: Settings, *, is_release: bool) -> int:
    """What the log takes; a release has no log of every step, whatever a file says."""
    level = LEVELS[settings.log_level]
    return max(level, logging.INFO) if is_release else level


def open_folder(folder: Path) -> None:
    """In the system's own file manager."""
    make_own_folder(folder)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


class AdvancedControl(QObject):
    """Reads and writes off the event loop; says what came of it."""

    done = Signal(str)
    """What came of an export or an import, in words."""

    def __init__(
        self,
        *,
        store: SettingsStore,
        workers: Blocking,
        tasks: Spawner,
        log_folder: Path,
        open_folder: Callable[[Path], None] = open_folder,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store = store
        self._workers = workers
        self._tasks = tasks
        self._log_folder = log_folder
        self._open_folder = open_folder

    def show_log_folder(self) -> None:
        """Where the log is."""
        try:
            self._open_folder(self._log_folder)
        except OSError as error:
            log.info("the log folder cannot be opened: %s", error.strerror)

    def export_to(self, name: str) -> None:
        """All settings, as they are in our own file: there is no secret among them."""
        self._tasks.spawn(self._export(Path(name), self._store.settings.to_mapping()), name="export")

    async def _export(self, path: Path, mapping: Mapping[str, Any]) -> None:
        import json

        text = json.dumps(mapping, ensure_ascii=False, indent=1, allow_nan=False)
        try:
            await self._workers.run(write_text, path, text, timeout=FILE_SECONDS)
        except (OSError, TimeoutError):
            self.done.emit(tr(words.EXPORT_FAILED))
        else:
            self.done.emit(say(Sentence(words.EXPORTED, {"name": short(path.name)})))

    def import_from(self, name: str) -> None:
        """What is good of the file holds at once."""
        self._tasks.spawn(self._import(Path(name)), name="import")

    async def _import(self, path: Path) -> None:
        try:
            data = await self._workers.run(read_json, path, timeout=FILE_SECONDS)
        except (OSError, ValueError, TimeoutError):
            data = None
        if data is None or "schema_version" not in data:
            self.done.emit(tr(words.IMPORT_FAILED))
            return
        found, problems = Settings.parse(data)
        settings = without_new_shares(found, self._store.settings)
        if settings != found:
            problems = (*problems, "accounts")
        self._store.change(settings)
        if problems:
            self.done.emit(say(Sentence(words.IMPORTED_IN_PART, {"keys": ", ".join(dict.fromkeys(problems))})))
        else:
            self.done.emit(tr(words.IMPORTED))

    def reset(self) -> None:
        """First values again; accounts and what a newer version wrote stay."""
        old = self._store.settings
        self._store.change(replace(Settings(), accounts=old.accounts, unknown=old.unknown))
