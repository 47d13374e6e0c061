"""Two accounts of one provider over a real engine, whose service answers by the secret that it is sent."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.fakes import CLAUDE_LIKE, KEY_LIKE, FakeClient, FakeClock
from usagebar_qt.credentials.api_key import ApiKeySource
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import CredentialLocked, NotConfigured, UsageError
from usagebar_qt.domain.models import (
    Account,
    AccountId,
    AccountStatus,
    QuotaWindow,
    UsageSnapshot,
    WindowKind,
)
from usagebar_qt.domain.secret import Secret
from usagebar_qt.engine.account_room import AccountRoom
from usagebar_qt.engine.fetching import Fetcher, Wish
from usagebar_qt.engine.history_store import HistoryStore
from usagebar_qt.engine.keys import KeyPresence, Keys
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.renewal import Renewals
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers
from usagebar_qt.providers.base import FetchContext, Fetched, ProviderInfo

ONE, TWO = Account(AccountId(KEY_LIKE.id), "One"), Account(AccountId(KEY_LIKE.id, "two"), "Two")
HOME = Account(AccountId(CLAUDE_LIKE.id), "Home", options={"folder": "/home"})
WORK = Account(AccountId(CLAUDE_LIKE.id, "work"), "Work", options={"folder": "/work"})
FIRST_KEY, SECOND_KEY, THIRD_KEY = "key-of-the-first", "key-of-the-second", "key-of-the-third"
NOW_PLEASE = Wish(max_age=0)
DEFAULT = Wish()


@dataclass
class Service:
    """Answers by the secret that is sent: a percentage, or an error. Remembers who asked with what."""

    clock: FakeClock
    info: ProviderInfo
    keys: ApiKeySource | None = None
    logins: dict[str, Credential] = field(default_factory=dict)
    """By folder."""
    answers: dict[str, float | UsageError] = field(default_factory=dict)
    asked: list[tuple[str, str]] = field(default_factory=list)
    on_fetch: asyncio.Event | None = None

    def prepare(self) -> None:
        return

    def identify(self, account: Account) -> Identity | None:
        if self.keys is None:
            login = self.logins.get(account.options["folder"])
            return login.identity if login else None
        held = self.keys.session_key(account.id.slug)
        if held is not None:
            return Identity(secret=held, origin="session")
        key = self.keys.env_key() if not account.id.slug else None
        return Identity(secret=key, origin="environment") if key else None

    renewer = None

    def read_credential(self, account: Account) -> Credential:
        if self.keys is None:
            try:
                return self.logins[account.options["folder"]]
            except KeyError:
                raise NotConfigured("no_login") from None
        found = self.keys.read(account.id.slug)
        return Credential(found.key, Identity(secret=found.key, origin=found.origin), found.key.reveal(), origin=found.origin)

    def check(self, credential: Credential, now: Any) -> None:
        return

    async def fetch(self, context: FetchContext) -> Fetched:
        secret = context.credential.secret.reveal()
        self.asked.append((str(context.account.id), secret))
        context.exchange.requests += 1
        if self.on_fetch is not None:
            await self.on_fetch.wait()
        answer = self.answers[secret]
        if isinstance(answer, UsageError):
            raise answer
        window = QuotaWindow("session", WindowKind.SESSION, answer, self.clock.now() + timedelta(hours=2), 18_000)
        return Fetched(UsageSnapshot(self.clock.now(), windows=(window,), plan="Pro"))


class Bed:
    """`again()` is another process: it shares the disk and the keyring, and no memory."""

    def __init__(self, folder: Path, store: MemoryKeyStore | None = None) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.store = store if store is not None else MemoryKeyStore()
        self.environ = {"SOME_KEY": ""}
        self.logins = {
            "/home": Credential(Secret("token-h"), Identity({"account": "u-h"}, Secret("token-h"), "file"), "token-h"),
            "/work": Credential(Secret("token-w"), Identity({"account": "u-w"}, Secret("token-w"), "file"), "token-w"),
        }
        self.begin()

    def begin(self) -> None:
        assert KEY_LIKE.key is not None
        session = MemoryKeyStore()
        states = StateStore(Paths.under(self.folder))
        self.keyed = Service(self.clock, KEY_LIKE, ApiKeySource(KEY_LIKE.key, self.environ, self.store, session))
        self.signed = Service(self.clock, CLAUDE_LIKE, logins=self.logins)
        self.keyed.answers = {FIRST_KEY: 10.0, SECOND_KEY: 20.0, THIRD_KEY: 30.0}
        self.signed.answers = {"token-h": 40.0, "token-w": 50.0}
        providers: Any = {KEY_LIKE.id: self.keyed, CLAUDE_LIKE.id: self.signed}
        client: Any = FakeClient()
        self.history = HistoryStore(Paths.under(self.folder).history_file)
        self.fetcher = Fetcher(
            clock=self.clock,
            states=states,
            providers=providers,
            client=client,
            workers=Workers(),
            renewals=Renewals(self.clock, states),
            jitter=lambda: 0.0,
            history=self.history,
        )
        self.keys = Keys(
            environ=self.environ,
            key_store=self.store,
            providers=providers,
            states=states,
            client=client,
            workers=Workers(),
            clock=self.clock,
            session=session,
        )
        self.room = AccountRoom(providers=providers, keys=self.keys, workers=Workers(), history=self.history)

    @classmethod
    def with_keys(cls, folder: Path) -> Bed:
        """Both accounts have their key, and nothing was asked with them yet."""
        made = cls(folder)
        made.save(ONE, FIRST_KEY)
        made.save(TWO, SECOND_KEY)
        made.keyed.asked.clear()
        return made

    def fetch(self, account: Account, wish: Wish = DEFAULT) -> AccountStatus:
        return asyncio.run(self.fetcher.fetch_account(account, wish))

    def save(self, account: Account, key: str) -> None:
        asyncio.run(self.keys.save(account, key))

    def presence(self, account: Account) -> KeyPresence:
        return asyncio.run(self.keys.presence(account))


def used(status: AccountStatus) -> float | None:
    return status.snapshot.windows[0].used_percent if status.snapshot else None


class Shut(MemoryKeyStore):
    """A keyring that is locked and whose prompt is dismissed; or, with `word`, none at all."""

    def __init__(self, word: str = "secret_service") -> None:
        super().__init__()
        self.word = word

    def read(self, service: str, username: str) -> str | None:
        if self.word == "none":
            return None
        raise CredentialLocked("locked")

    def write(self, service: str, username: str, text: str) -> None:
        raise CredentialLocked("no_store" if self.word == "none" else "dismissed")

    def delete(self, service: str, username: str) -> bool:
        if self.word == "none":
            return False
        raise CredentialLocked("dismissed")

    def describe(self) -> str:
        return self.word
