"""Accounts that come and go, and keys that change: what is told, and in which order."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from typing import Any

import pytest

from tests.fakes import KEY_LIKE
from usagebar_qt.domain.errors import CredentialLocked, ErrorCode, Failure, InvalidKey
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.engine.account_room import Finding, FolderLook
from usagebar_qt.engine.keys import KeyPresence
from usagebar_qt.providers.base import FoundFolder
from usagebar_qt.services.accounts import AccountService
from usagebar_qt.services.credentials import CredentialService

ACCOUNT = Account(AccountId(KEY_LIKE.id, "two"), "Two")
KEY = "canary-key-0123456789"


class Now:
    """Runs what is spawned to its end."""

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> Any:
        assert KEY not in name
        return asyncio.run(work)


class Room:
    """Does what is asked, or fails as told."""

    def __init__(self, error: Exception | None = None) -> None:
        self.error = error
        self.done: list[tuple[object, ...]] = []

    async def _do(self, *what: object) -> None:
        self.done.append(what)
        if self.error is not None:
            raise self.error

    async def look(self, provider_id: str, option: str, folder: str, others: Sequence[Account]) -> FolderLook:
        return FolderLook(folder, Finding.SAME_ACCOUNT, others[0].name)

    async def search(self, provider_id: str) -> tuple[FoundFolder, ...]:
        return (FoundFolder("Ubuntu: me", "/x"),)

    async def start_anew(self, account: Account) -> None:
        await self._do("start_anew", account)

    async def remove(self, account: Account) -> None:
        await self._do("remove", account)

    async def presence(self, account: Account) -> KeyPresence:
        return KeyPresence(for_session=True)

    async def check(self, account: Account, text: str) -> None:
        await self._do("check", account, text)

    async def save(self, account: Account, text: str, *, checked: bool = True) -> None:
        await self._do("save", account, text)

    async def hold(self, account: Account, text: str) -> None:
        await self._do("hold", account, text)

    async def delete(self, account: Account) -> bool:
        await self._do("delete", account)
        return True

    async def unlock(self) -> None:
        await self._do("unlock")


def heard(service: Any, *names: str) -> list[tuple[object, ...]]:
    told: list[tuple[object, ...]] = []

    def listener(name: str) -> Callable[..., None]:
        return lambda *what: told.append((name, *what))

    for name in names:
        getattr(service, name).connect(listener(name))
    return told


def keys_of(room: Room) -> tuple[CredentialService, list[tuple[object, ...]]]:
    service = CredentialService(keys=room, tasks=Now())
    return service, heard(
        service, "presence_known", "checked", "saved", "held", "deleted", "unlocked", "key_replaced", "key_changed"
    )


@pytest.mark.parametrize(("act", "answer"), [("save", "saved"), ("hold", "held")])
def test_a_new_key_is_told_then_its_figures_are_nobodys_then_they_are_asked_for(act: str, answer: str) -> None:
    room = Room()
    service, told = keys_of(room)
    getattr(service, act)(ACCOUNT, KEY)
    assert room.done == [(act, ACCOUNT, KEY)]
    presence = ("presence_known", ACCOUNT.id, KeyPresence(for_session=True))
    assert told == [(answer, ACCOUNT.id, None), ("key_replaced", ACCOUNT.id), ("key_changed", ACCOUNT.id), presence]


def test_a_deleted_key_is_told_the_same_way_and_an_unlocked_keyring_keeps_its_figures() -> None:
    service, told = keys_of(Room())
    service.delete(ACCOUNT)
    assert [name for name, *_ in told] == ["deleted", "key_replaced", "key_changed", "presence_known"]
    told.clear()
    service.unlock(ACCOUNT)
    assert [name for name, *_ in told] == ["unlocked", "key_changed", "presence_known"]
    told.clear()
    service.check(ACCOUNT, KEY)
    service.look(ACCOUNT)
    assert [name for name, *_ in told] == ["checked", "presence_known"]


@pytest.mark.parametrize(
    ("error", "code"),
    [(CredentialLocked("dismissed"), ErrorCode.CREDENTIAL_LOCKED), (InvalidKey("refused"), ErrorCode.INVALID_KEY)],
)
@pytest.mark.parametrize("act", ["save", "hold", "check"])
def test_a_key_that_is_refused_changes_nothing(act: str, error: Exception, code: ErrorCode) -> None:
    service, told = keys_of(Room(error))
    getattr(service, act)(ACCOUNT, KEY)
    ((_, _, failure),) = told
    assert isinstance(failure, Failure)
    assert failure.code is code


def test_a_fault_of_ours_is_told_by_its_kind_alone() -> None:
    service, told = keys_of(Room(ZeroDivisionError(KEY)))
    service.save(ACCOUNT, KEY)
    assert told == [("saved", ACCOUNT.id, Failure(ErrorCode.INTERNAL, "bug", "ZeroDivisionError"))]


def test_an_account_is_added_and_removed_when_the_engine_is_ready_for_it() -> None:
    room = Room()
    service = AccountService(keeper=room, tasks=Now())
    told = heard(service, "folder_looked_at", "folders_found", "forgotten", "may_be_added", "removed")
    service.look(KEY_LIKE.id, "folder", "/x", [ACCOUNT])
    service.search(KEY_LIKE.id)
    service.add(ACCOUNT)
    service.remove(ACCOUNT)
    assert told == [
        ("folder_looked_at", FolderLook("/x", Finding.SAME_ACCOUNT, "Two")),
        ("folders_found", (FoundFolder("Ubuntu: me", "/x"),)),
        ("forgotten", ACCOUNT.id),
        ("may_be_added", ACCOUNT, None),
        ("forgotten", ACCOUNT.id),
        ("removed", ACCOUNT.id, None),
    ]
    assert room.done == [("start_anew", ACCOUNT), ("remove", ACCOUNT)]


def test_an_account_that_cannot_be_removed_is_told_with_the_reason() -> None:
    service = AccountService(keeper=Room(CredentialLocked("dismissed")), tasks=Now())
    told = heard(service, "removed", "forgotten")
    service.remove(ACCOUNT)
    assert told == [("removed", ACCOUNT.id, Failure(ErrorCode.CREDENTIAL_LOCKED, "dismissed"))]
