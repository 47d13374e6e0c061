"""One account whose sign-in is to be renewed, on the one road, with a renewer that does what a test says."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from tests.fakes import CLAUDE_LIKE, START, FakeClient, FakeClock, FakeProvider, credential
from usagebar_qt.domain.credential import Credential
from usagebar_qt.domain.errors import ErrorCode, SignInExpired, UsageError
from usagebar_qt.domain.models import Account, AccountId, AccountStatus
from usagebar_qt.domain.secret import Secret
from usagebar_qt.engine.fetching import Fetcher, Wish, WishKind
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.renewal import Renewals
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers
from usagebar_qt.providers.renewal import Line, Renewed

ACCOUNT = Account(AccountId("signs-in"), "Signs In")
EXPLICIT = Wish(WishKind.EXPLICIT)


def login(number: int, *, expired: bool = False, uuid: str | None = None) -> Credential:
    made = credential(f"access-{number}", uuid=uuid)
    identity = replace(made.identity, secret=Secret(f"refresh-{number}"))
    expires_at = START + timedelta(hours=-1 if expired else 8)
    return replace(made, identity=identity, renewable=Secret(f"refresh-{number}"), expires_at=expires_at)


class FakeRenewer:
    """Does what a test says; counts how often."""

    def __init__(self) -> None:
        self.count = 0
        self.tidied = 0
        self.acts: list[Callable[[Line], Renewed] | UsageError] = []

    def renew(self, account: Account, credential: Credential, line: Line) -> Renewed:
        self.count += 1
        act = self.acts.pop(0) if len(self.acts) > 1 else self.acts[0]
        if isinstance(act, UsageError):
            raise act
        return act(line)

    def tidy(self) -> None:
        self.tidied += 1


class Bed:
    """One account whose sign-in has expired; `again()` makes another process of it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()
        self.provider = FakeProvider(self.clock)
        self.provider.answers = [10.0]
        self.provider.renewer = self.renewer = FakeRenewer()
        self.renewer.acts = [self.by_us]
        self.sign_in(1, expired=True)

    def sign_in(self, number: int, *, expired: bool = False) -> None:
        self.provider.login = login(number, expired=expired)
        self.provider.refusal = SignInExpired("expired") if expired else None

    def by_us(self, _line: Line) -> Renewed:
        self.sign_in(2)
        return Renewed.BY_US

    def again(self) -> tuple[Fetcher, Renewals]:
        states = StateStore(Paths.under(self.folder))
        renewals = Renewals(self.clock, states)
        fetcher = Fetcher(
            clock=self.clock,
            states=states,
            providers={CLAUDE_LIKE.id: self.provider},
            client=FakeClient(),  # type: ignore[arg-type]  # speaks to nobody
            workers=Workers(),
            renewals=renewals,
            jitter=lambda: 0.0,
        )
        return fetcher, renewals

    def fetch(self, wish: Wish = EXPLICIT) -> AccountStatus:
        fetcher, _ = self.again()
        return asyncio.run(fetcher.fetch_account(ACCOUNT, wish))

    def looks(self, count: int, pause: float) -> list[AccountStatus]:
        """So many of the tray program's own, each followed by so many seconds."""
        seen = []
        for _ in range(count):
            seen.append(self.fetch(Wish()))
            self.clock.forward(pause)
        return seen


def code_of(status: AccountStatus) -> tuple[ErrorCode, str] | None:
    return (status.error.code, status.error.reason) if status.error else None
