"""Fakes that are injected through constructors; shared by all rooms of the tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import UsageError
from usagebar_qt.domain.models import Account, QuotaWindow, UsageSnapshot, WindowKind
from usagebar_qt.domain.secret import Secret
from usagebar_qt.providers.base import Companion, FetchContext, Fetched, KeySpec, ProviderInfo, Remedy
from usagebar_qt.providers.survey import Survey

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping
    from pathlib import Path

    from usagebar_qt.providers.renewal import Renewer

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


class FakeClock:
    """A clock that goes only when told to."""

    speed = 1.0

    def __init__(self, start: datetime = START) -> None:
        self.wall = start
        self.ticks = 0.0

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.ticks

    def forward(self, seconds: float) -> None:
        """Wall and monotonic time go on together."""
        self.wall += timedelta(seconds=seconds)
        self.ticks += seconds


@dataclass
class FakeExchange:
    """Counts requests; the provider under test speaks to nobody."""

    requests: int = 0


class FakeClient:
    """Stands for the shared HTTP client."""

    def exchange(self, deadline_seconds: float) -> Any:
        return FakeExchange()

    async def aclose(self) -> None:
        return


class Direct:
    """Blocking work, done at once."""

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        return function(*arguments)

    async def follow(self, steps: Generator[float], *, timeout: float) -> None:
        for _ in steps:
            pass


CLAUDE_LIKE = ProviderInfo(
    id="signs-in",
    name="Signs In",
    floor_seconds=180,
    hourly_requests=24,
    default_max_age=300,
    deadline_seconds=15,
    remedy=Remedy.OPEN_CLI,
)
KEY_LIKE = ProviderInfo(
    id="has-key",
    name="Has Key",
    floor_seconds=30,
    hourly_requests=120,
    default_max_age=30,
    deadline_seconds=20,
    remedy=Remedy.ENTER_KEY,
    key=KeySpec("service", "user", ("SOME_KEY",), "https://keys.example/"),
)


def credential(token: str = "token-1", *, uuid: str | None = "u-1", origin: str = "file") -> Credential:
    """What a store would hand out."""
    identity = Identity({"account": uuid} if uuid else {}, Secret(token), origin)
    return Credential(Secret(token), identity, gate=token, origin=origin)


@dataclass
class FakeCompanion:
    """The service's own program, with a note of its last look."""

    note: UsageSnapshot | None = None
    sample: UsageSnapshot | None = None

    def cached_usage(self, account: Account, newer_than: datetime | None) -> tuple[UsageSnapshot, ...]:
        left = (self.note, self.sample)
        return tuple(one for one in left if one is not None and (newer_than is None or one.fetched_at > newer_than))

    def handed_over(self, payload: Mapping[str, Any], now: datetime) -> tuple[QuotaWindow, ...]:
        return ()

    def status_line_file(self, account: Account) -> Path | None:
        return None


@dataclass
class FakeProvider:
    """A provider whose answers and credentials a test sets."""

    clock: FakeClock
    info: ProviderInfo = CLAUDE_LIKE
    login: Credential | UsageError = field(default_factory=credential)
    found: Identity | str | None = "as the login"
    answers: list[UsageError | float] = field(default_factory=list)
    """The next answers: a percentage or an error; the last one stays."""
    asked: list[str] = field(default_factory=list)
    """The tokens that were sent."""
    reaches_server: bool = True
    on_fetch: Callable[[], None] | None = None
    surroundings: Survey | UsageError = field(default_factory=Survey)
    companion: Companion | None = None
    refusal: UsageError | None = None
    """What `check` says of the login."""
    renewer: Renewer | None = None

    def prepare(self) -> None:
        return

    def identify(self, account: Account) -> Identity | None:
        if not isinstance(self.found, str):
            return self.found
        return self.login.identity if isinstance(self.login, Credential) else None

    def read_credential(self, account: Account) -> Credential:
        if isinstance(self.login, UsageError):
            raise self.login
        return self.login

    def survey(self, account: Account) -> Survey:
        if isinstance(self.surroundings, UsageError):
            raise self.surroundings
        return self.surroundings

    def check(self, credential: Credential, now: datetime) -> None:
        if self.refusal is not None:
            raise self.refusal

    async def fetch(self, context: FetchContext) -> Fetched:
        self.asked.append(context.credential.secret.reveal())
        if self.reaches_server:
            context.exchange.requests += 1
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if self.on_fetch:
            self.on_fetch()
        if isinstance(answer, UsageError):
            raise answer
        window = QuotaWindow("session", WindowKind.SESSION, answer, self.clock.now() + timedelta(hours=2), 18_000)
        windows = (window,) if answer >= 0 else ()
        return Fetched(UsageSnapshot(context.now, windows=windows, plan="Pro"), {"seen": True})
