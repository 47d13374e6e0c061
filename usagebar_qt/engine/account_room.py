"""Further accounts: what is in a folder that somebody chose, and what must be forgotten of an account that goes."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import NotConfigured, SignedOut, UsageError
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.engine.identity import Match, compare, hashed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from usagebar_qt.engine.history_store import HistoryStore
    from usagebar_qt.engine.keys import Keys
    from usagebar_qt.engine.workers import Workers
    from usagebar_qt.providers.base import FoundFolder, Identity, Provider

LOOK_SECONDS = 5.0
"""For a folder that may be on another machine."""
SEARCH_SECONDS = 15.0
"""For all running distributions together."""
COMPARED = b"within this process alone"
"""The salt of a comparison that nobody keeps."""


class Finding(StrEnum):
    """What a chosen folder holds."""

    SIGNED_IN = "signed_in"
    NO_LOGIN = "no_login"
    """Nobody is signed in there, or not yet."""
    UNREADABLE = "unreadable"
    STOPPED = "stopped"
    """In a WSL distribution that does not run."""
    SAME_ACCOUNT = "same_account"
    """Another card shows this account already."""


@dataclass(frozen=True, slots=True)
class FolderLook:
    """A folder, looked at."""

    folder: str
    finding: Finding
    other: str = ""
    """The name of the account that is the same."""


class AccountRoom:
    """Looks without a request; forgets what is ours alone."""

    def __init__(
        self,
        *,
        providers: Mapping[str, Provider],
        keys: Keys,
        workers: Workers,
        history: HistoryStore,
        finders: Mapping[str, Callable[[], Sequence[FoundFolder]]] | None = None,
    ) -> None:
        """`finders` find folders to choose from, by provider (`registry.folder_finders`)."""
        self._finders = dict(finders or {})
        self._providers = providers
        self._keys = keys
        self._workers = workers
        self._history = history

    async def look(self, provider_id: str, option: str, folder: str, others: Sequence[Account]) -> FolderLook:
        """What the folder holds, beside the accounts that there are. Never raises."""
        provider = self._providers[provider_id]
        account = Account(AccountId(provider_id, "looked-at"), "", True, {option: folder})
        try:
            credential = await self._workers.run(provider.read_credential, account, timeout=LOOK_SECONDS)
        except (NotConfigured, SignedOut):
            return FolderLook(folder, Finding.NO_LOGIN)
        except (UsageError, TimeoutError) as error:
            stopped = isinstance(error, UsageError) and error.reason == "wsl_stopped"
            return FolderLook(folder, Finding.STOPPED if stopped else Finding.UNREADABLE)
        for other in others:
            if other.id.provider == provider_id and await self._is_same(provider, other, credential.identity):
                return FolderLook(folder, Finding.SAME_ACCOUNT, other.name)
        return FolderLook(folder, Finding.SIGNED_IN)

    @property
    def searchable(self) -> frozenset[str]:
        """The providers whose folders can be looked for in other places than this system's own."""
        return frozenset(self._finders)

    async def search(self, provider_id: str) -> tuple[FoundFolder, ...]:
        """Folders that a further account could read. A person's act; starts nothing, never raises."""
        try:
            return tuple(await self._workers.run(self._finders[provider_id], timeout=SEARCH_SECONDS))
        except (TimeoutError, OSError):
            return ()

    async def _is_same(self, provider: Provider, other: Account, identity: Identity) -> bool:
        try:
            found = (await self._workers.run(provider.read_credential, other, timeout=LOOK_SECONDS)).identity
        except (UsageError, TimeoutError):
            return False
        return compare(hashed(found, COMPARED), hashed(identity, COMPARED)) is Match.SAME

    async def start_anew(self, account: Account) -> None:
        """Before an account is added: nothing that an earlier one of this id left behind may be shown."""
        await self._keys.forget_figures(account)

    async def remove(self, account: Account) -> None:
        """Deletes our own entry, the figures and their past; never another program's sign-in.

        Raises `UsageError` where the store refuses."""
        if self._providers[account.id.provider].info.key is None:
            await self._keys.forget_figures(account)
        else:
            held = await self._keys.delete(account)
            if held:
                await self._keys.delete(account)  # that was the key of this session perhaps: now the stored one
        await self._forget_past(account)

    async def _forget_past(self, account: Account) -> None:
        """A disk that hangs keeps it; it is then another owner's, and not shown either."""
        with contextlib.suppress(TimeoutError):
            await self._workers.run(self._history.forget, account.id, timeout=LOOK_SECONDS)
