"""Puts the engine together, once a process. Imports no httpx, keyring or pydantic."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from usagebar_qt.credentials.key_store import MemoryKeyStore, SystemKeyStore
from usagebar_qt.engine.accounts import accounts_of
from usagebar_qt.engine.fetching import Fetcher
from usagebar_qt.engine.history_store import HistoryStore
from usagebar_qt.engine.local_figures import LocalFigures
from usagebar_qt.engine.renewal import Renewals
from usagebar_qt.engine.settings_file import SettingsFile
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers
from usagebar_qt.providers.registry import build_providers, folder_finders
from usagebar_qt.providers.transport import HttpClient

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.credentials.key_store import KeyStore
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, Source
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.account_room import AccountRoom
    from usagebar_qt.engine.keys import Keys
    from usagebar_qt.engine.paths import Paths
    from usagebar_qt.providers.base import Provider, ProviderInfo


@dataclass(frozen=True)
class Runtime:
    """Everything that the tray program and the command share. What only a person's act needs is made when it is first asked for."""

    clock: Clock
    paths: Paths
    settings_file: SettingsFile
    infos: tuple[ProviderInfo, ...]
    fetcher: Fetcher
    environ: Mapping[str, str]
    key_store: KeyStore
    session: KeyStore
    """Keys that are held until the program ends."""
    workers: Workers
    client: HttpClient
    history: HistoryStore
    providers: Mapping[str, Provider]
    renewals: Renewals
    states: StateStore
    local: LocalFigures

    @cached_property
    def keys(self) -> Keys:
        """Checks, saves and deletes keys."""
        from usagebar_qt.engine.keys import Keys

        return Keys(
            environ=self.environ,
            key_store=self.key_store,
            providers=self.providers,
            states=self.states,
            client=self.client,
            workers=self.workers,
            clock=self.clock,
            session=self.session,
        )

    @cached_property
    def account_room(self) -> AccountRoom:
        """Further accounts."""
        from usagebar_qt.engine.account_room import AccountRoom

        finders = folder_finders(self.environ, sys.platform)
        return AccountRoom(providers=self.providers, keys=self.keys, workers=self.workers, history=self.history, finders=finders)

    def accounts(self, settings: Settings) -> tuple[Account, ...]:
        """All accounts in the order of their cards."""
        return accounts_of(settings, self.infos)

    def info_of(self, account: Account) -> ProviderInfo:
        """The provider's facts for this account."""
        return next(info for info in self.infos if info.id == account.id.provider)

    def stay(self) -> None:
        """For a program that goes on: the history's file stays open while calls follow each other, and is let go when all rest."""
        self.history.keep_open()
        self.workers.at_rest = self.history.close

    async def aclose(self) -> None:
        """Closes the shared client, and the history where it is open; lets threads go that only wait."""
        await self.client.aclose()
        self.history.close()
        self.workers.dismiss()


def build_runtime(
    *,
    paths: Paths,
    environ: Mapping[str, str],
    clock: Clock,
    source: Source | None = None,
    key_store: KeyStore | None = None,
    home: Path | None = None,
) -> Runtime:
    """`source` marks all figures (the demo's); `key_store` replaces the system's (demo, tests)."""
    workers = Workers()
    store = key_store if key_store is not None else SystemKeyStore(environ, sys.platform)
    client = HttpClient(environ)
    session = MemoryKeyStore()
    providers = build_providers(environ, home or Path.home(), sys.platform, store, session, clock, paths.state)
    infos = tuple(provider.info for provider in providers.values())
    states = StateStore(paths)
    renewals = Renewals(clock, states)
    history = HistoryStore(paths.history_file)
    local = LocalFigures(paths.local)
    fetcher = Fetcher(
        clock=clock,
        states=states,
        providers=providers,
        client=client,
        workers=workers,
        renewals=renewals,
        source=source,
        history=history,
        local=local if source is None else None,
    )
    return Runtime(
        clock=clock,
        paths=paths,
        settings_file=SettingsFile(paths.settings_file),
        infos=infos,
        fetcher=fetcher,
        environ=environ,
        key_store=store,
        session=session,
        workers=workers,
        client=client,
        history=history,
        providers=providers,
        states=states,
        local=local,
        renewals=renewals,
    )
