"""A provider's API key: is one there, does the service take it, save it, delete it. Every method is a user's act."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.credentials.api_key import ApiKey, ApiKeySource, checked_text, referenced
from usagebar_qt.credentials.key_store import NO_STORE_WORDS, MemoryKeyStore
from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import CredentialLocked, Internal, NotConfigured
from usagebar_qt.providers.base import FetchContext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usagebar_qt.credentials.key_store import KeyStore
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account
    from usagebar_qt.domain.secret import Secret
    from usagebar_qt.engine.state_store import StateStore
    from usagebar_qt.engine.workers import Workers
    from usagebar_qt.providers.base import Provider
    from usagebar_qt.providers.transport import HttpClient

QUIET_SECONDS = 3.0
DESCRIBE_SECONDS = 6.0
"""Looking for a store waits for a bus, which has 5 s."""
USER_SECONDS = 120.0
"""A person may be typing the keyring's password."""


@dataclass(frozen=True, slots=True)
class KeyPresence:
    """What is known without using the key."""

    stored: bool = False
    from_environment: bool = False
    locked: bool = False
    for_session: bool = False
    """Held in memory until the program ends."""
    storable: bool = True
    """False: there is no store that could keep one."""


class Keys:
    """Checks, saves and deletes keys."""

    def __init__(
        self,
        *,
        environ: Mapping[str, str],
        key_store: KeyStore,
        providers: Mapping[str, Provider],
        states: StateStore,
        client: HttpClient,
        workers: Workers,
        clock: Clock,
        session: KeyStore | None = None,
    ) -> None:
        """`session` is the memory that the providers read keys of this session from."""
        self._environ = environ
        self._store = key_store
        self._providers = providers
        self._states = states
        self._client = client
        self._workers = workers
        self._clock = clock
        self._session = session if session is not None else MemoryKeyStore()

    def _source(self, account: Account) -> ApiKeySource:
        spec = self._providers[account.id.provider].info.key
        if spec is None:
            raise Internal("bug", "no key here")
        return ApiKeySource(spec, self._environ, self._store, self._session)

    async def presence(self, account: Account) -> KeyPresence:
        """Where a key would come from. Never raises."""
        try:
            key = await self._workers.run(self._source(account).read, account.id.slug, timeout=QUIET_SECONDS)
        except NotConfigured:
            return KeyPresence(storable=await self._has_store())
        except (CredentialLocked, TimeoutError):
            return KeyPresence(locked=True)
        except Exception:  # noqa: BLE001 - a stored key that cannot be used is still stored
            return KeyPresence(stored=True)
        if key.origin == "session":
            return KeyPresence(for_session=True)
        return KeyPresence(stored=key.origin != "environment", from_environment=key.origin == "environment")

    async def _has_store(self) -> bool:
        try:
            word = await self._workers.run(self._store.describe, timeout=DESCRIBE_SECONDS)
        except TimeoutError:
            return False
        return word not in NO_STORE_WORDS

    async def check(self, account: Account, text: str) -> None:
        """One request with the typed key. Raises `InvalidKey` and the errors of a fetch; returns where the service takes it."""
        self._providers[account.id.provider].prepare()
        await self._ask(account, self._source(account).resolve(checked_text(text)))

    async def check_present(self, account: Account) -> ApiKey:
        """The same with the key that is there, stored or from the environment. Raises `NotConfigured` where there is none."""
        self._providers[account.id.provider].prepare()
        try:
            key = await self._workers.run(self._source(account).read, account.id.slug, timeout=QUIET_SECONDS)
        except TimeoutError:
            raise CredentialLocked("silent") from None
        await self._ask(account, key.key)
        return key

    async def _ask(self, account: Account, key: Secret) -> None:
        provider = self._providers[account.id.provider]
        credential = Credential(key, Identity(secret=key), gate="")
        exchange = self._client.exchange(provider.info.deadline_seconds)
        await provider.fetch(FetchContext(account, credential, self._clock.now(), exchange))

    async def save(self, account: Account, text: str, *, checked: bool = True) -> None:
        """Stores the key (a reference as a reference), after a live check unless that is not wanted or it is a reference."""
        source = self._source(account)
        if checked and referenced(text) is None:
            await self.check(account, text)
        await self._by_user(source.write, text, account.id.slug)
        await self.forget_figures(account)

    async def hold(self, account: Account, text: str) -> None:
        """After a live check keeps the key until the program ends, in memory alone: for where no store can be used."""
        if referenced(text) is None:
            await self.check(account, text)
        self._source(account).hold(text, account.id.slug)
        await self.forget_figures(account)

    async def delete(self, account: Account) -> bool:
        """Forgets the key and its figures; False where none was stored."""
        gone = await self._by_user(self._source(account).delete, account.id.slug)
        await self.forget_figures(account)
        return bool(gone)

    async def forget_figures(self, account: Account) -> None:
        """Figures, waits and budget start anew. Waits for a fetch that is under way: it would note the former key's afterwards."""
        with contextlib.suppress(TimeoutError):  # whoever holds the lock for so long is not asking any more
            async with self._states.locked(account.id):
                self._states.clear(account.id)
                return
        self._states.clear(account.id)

    def end_session(self, accounts: Sequence[Account]) -> None:
        """At start and quit of the program that holds keys in memory: their figures go with them. Blocking: small files."""
        for account in accounts:
            if self._states.read(account.id).identity.get("origin") == "session":
                self._states.clear(account.id)

    async def unlock(self) -> None:
        """Shows the system's own prompt. Raises `CredentialLocked("dismissed")`."""
        await self._by_user(self._store.unlock)

    async def _by_user(self, call: object, *arguments: object) -> object:
        try:
            return await self._workers.run(call, *arguments, timeout=USER_SECONDS)  # type: ignore[arg-type]
        except TimeoutError:
            raise CredentialLocked("silent") from None
