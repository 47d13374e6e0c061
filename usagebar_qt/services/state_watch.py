"""Hears from the system when another process has written what we know of the accounts, so that nobody has to look for it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

GATHERING_MILLISECONDS = 200
"""One write is several changes of a folder: a lock, a new file, its new name."""


class StateWatch(QObject):
    """Watches folders, not files: those are replaced. Costs nothing while nothing is written (inotify and its like)."""

    changed = Signal()

    def __init__(self, folders: Sequence[Path], parent: QObject | None = None) -> None:
        """Outermost first: one that comes later is found by the change of that around it. Those after the second may never come."""
        super().__init__(parent)
        self._folders = tuple(map(str, folders))
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._on_change)
        self._gathering = QTimer(self, interval=GATHERING_MILLISECONDS, singleShot=True)
        self._gathering.timeout.connect(self._on_gathered)

    @property
    def hears(self) -> bool:
        """False where the system does not tell, or not yet: then others must look from time to time."""
        watched = self._watcher.directories()
        return all(folder in watched for folder in self._folders[:2])

    def begin(self) -> None:
        """Also after folders have come that were not there; what is watched already stays."""
        watched = self._watcher.directories()
        for folder in self._folders:
            if folder not in watched and os.path.isdir(folder):  # noqa: PTH112 - asked of the system itself: Qt takes ten times as long
                self._watcher.addPath(folder)

    def _on_change(self, _folder: str) -> None:
        if not self._gathering.isActive():
            self.begin()
        self._gathering.start()

    def _on_gathered(self) -> None:
        self.begin()  # what was made while they were gathered
        self.changed.emit()
