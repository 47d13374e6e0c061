"""The time before the first request: it ends when a person has seen what will be read and asked, and says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.models import Account
    from usagebar_qt.services.ports import Blocking, FirstLooker, Mark, Spawner

MARK_SECONDS = 10.0


class FirstRunService(QObject):
    """`is_due` until `begin` was called, now or at an earlier start."""

    found = Signal(object)
    """FirstFindings, a tuple."""
    begun = Signal()
    """From now on the program may ask."""

    def __init__(self, *, mark: Mark, look: FirstLooker, workers: Blocking, tasks: Spawner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._mark = mark
        self._look = look
        self._workers = workers
        self._tasks = tasks
        self.is_due = not mark.is_set()

    def look(self, accounts: Sequence[Account]) -> None:
        """`found` brings what there is."""
        self._tasks.spawn(self._looking(accounts), name="first-look")

    async def _looking(self, accounts: Sequence[Account]) -> None:
        self.found.emit(await self._look.look(accounts))

    def begin(self) -> None:
        """A person has seen it. More than once is once."""
        if self.is_due:
            self.is_due = False
            self._tasks.spawn(self._noting(), name="first-run-mark")
            self.begun.emit()

    async def _noting(self) -> None:
        await self._workers.run(self._mark.set, timeout=MARK_SECONDS)
