"""Accounts that come and go, for the preferences: asked by slots, answered by signals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.services.credentials import failure_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.models import Account
    from usagebar_qt.services.ports import AccountKeeper, Spawner


class AccountService(QObject):
    """Changes no settings: who is told that an account may come or go does that."""

    folder_looked_at = Signal(object)
    """FolderLook."""
    folders_found = Signal(object)
    """A tuple of FoundFolder."""
    may_be_added = Signal(object, object)
    """Account, Failure or None: None where nothing of an earlier one is left."""
    forgotten = Signal(object)
    """AccountId: nothing that was known under this id counts any more. Before `may_be_added` and `removed`."""
    removed = Signal(object, object)
    """AccountId, Failure or None: None where all that is ours of it is gone."""

    def __init__(self, *, keeper: AccountKeeper, tasks: Spawner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keeper = keeper
        self._tasks = tasks

    def look(self, provider_id: str, option: str, folder: str, others: Sequence[Account]) -> None:
        """Answers with `folder_looked_at`."""
        self._tasks.spawn(self._look(provider_id, option, folder, tuple(others)), name="folder-look")

    def search(self, provider_id: str) -> None:
        """Answers with `folders_found`."""
        self._tasks.spawn(self._search(provider_id), name="folder-search")

    def add(self, account: Account) -> None:
        """Answers with `may_be_added`."""
        self._tasks.spawn(self._add(account), name="account-add")

    def remove(self, account: Account) -> None:
        """Answers with `removed`."""
        self._tasks.spawn(self._remove(account), name="account-remove")

    async def _look(self, provider_id: str, option: str, folder: str, others: Sequence[Account]) -> None:
        self.folder_looked_at.emit(await self._keeper.look(provider_id, option, folder, others))

    async def _search(self, provider_id: str) -> None:
        self.folders_found.emit(await self._keeper.search(provider_id))

    async def _add(self, account: Account) -> None:
        failure = await failure_of(self._keeper.start_anew(account))
        if failure is None:
            self.forgotten.emit(account.id)
        self.may_be_added.emit(account, failure)

    async def _remove(self, account: Account) -> None:
        failure = await failure_of(self._keeper.remove(account))
        if failure is None:
            self.forgotten.emit(account.id)
        self.removed.emit(account.id, failure)
