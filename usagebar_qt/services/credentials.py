"""A provider's key for the preferences: asked by slots, answered by signals. No key is kept here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.errors import Internal, UsageError

if TYPE_CHECKING:
    from collections.abc import Coroutine
    from typing import Any

    from usagebar_qt.domain.errors import Failure
    from usagebar_qt.domain.models import Account
    from usagebar_qt.services.ports import KeyRoom, Spawner


class CredentialService(QObject):
    """Each answer carries the account's id and the `Failure`, or None where it went well."""

    presence_known = Signal(object, object)
    """AccountId, KeyPresence."""
    checked = Signal(object, object)
    """AccountId, Failure or None: None where the service takes the key."""
    saved = Signal(object, object)
    """AccountId, Failure or None."""
    held = Signal(object, object)
    """AccountId, Failure or None: None where the key is in use until the program ends."""
    deleted = Signal(object, object)
    """AccountId, Failure or None."""
    unlocked = Signal(object, object)
    """AccountId, Failure or None."""
    key_changed = Signal(object)
    """AccountId: its figures must be asked for anew."""
    key_replaced = Signal(object)
    """AccountId: it has another key or none any more, so that its figures are nobody's. Before `key_changed`."""

    def __init__(self, *, keys: KeyRoom, tasks: Spawner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._tasks = tasks

    def look(self, account: Account) -> None:
        """Answers with `presence_known`."""
        self._tasks.spawn(self._look(account), name="key-look")

    def check(self, account: Account, text: str) -> None:
        """One live request with the typed key; answers with `checked`."""
        self._tasks.spawn(self._check(account, text), name="key-check")

    def save(self, account: Account, text: str) -> None:
        """Checks, then stores; answers with `saved`."""
        self._tasks.spawn(self._save(account, text), name="key-save")

    def hold(self, account: Account, text: str) -> None:
        """Checks, then keeps the key in memory until the program ends; answers with `held`."""
        self._tasks.spawn(self._hold(account, text), name="key-hold")

    def delete(self, account: Account) -> None:
        """Answers with `deleted`."""
        self._tasks.spawn(self._delete(account), name="key-delete")

    def unlock(self, account: Account) -> None:
        """May show the system's own prompt; answers with `unlocked`."""
        self._tasks.spawn(self._unlock(account), name="key-unlock")

    async def _look(self, account: Account) -> None:
        self.presence_known.emit(account.id, await self._keys.presence(account))

    async def _check(self, account: Account, text: str) -> None:
        self.checked.emit(account.id, await failure_of(self._keys.check(account, text)))

    async def _save(self, account: Account, text: str) -> None:
        failure = await failure_of(self._keys.save(account, text))
        self.saved.emit(account.id, failure)
        if failure is None:
            await self._replaced(account)

    async def _hold(self, account: Account, text: str) -> None:
        failure = await failure_of(self._keys.hold(account, text))
        self.held.emit(account.id, failure)
        if failure is None:
            await self._replaced(account)

    async def _delete(self, account: Account) -> None:
        failure = await failure_of(self._keys.delete(account))
        self.deleted.emit(account.id, failure)
        if failure is None:
            await self._replaced(account)

    async def _unlock(self, account: Account) -> None:
        failure = await failure_of(self._keys.unlock())
        self.unlocked.emit(account.id, failure)
        if failure is None:
            await self._changed(account)

    async def _replaced(self, account: Account) -> None:
        self.key_replaced.emit(account.id)
        await self._changed(account)

    async def _changed(self, account: Account) -> None:
        self.key_changed.emit(account.id)
        await self._look(account)


async def failure_of(act: Coroutine[Any, Any, Any]) -> Failure | None:
    """What went wrong, as data. Of a fault of ours only its kind is kept: its frames may hold the key."""
    try:
        await act
    except UsageError as error:
        return error.failure()
    except Exception as error:  # noqa: BLE001 - a person waits for an answer, whatever happened
        return Internal("bug", type(error).__name__).failure()
    return None
