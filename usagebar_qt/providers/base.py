"""What a provider is. Adding one: a file with its payload models, a pure `map_…` and its class, and one line in `registry.py`."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from usagebar_qt.domain.credential import Credential as Credential
    from usagebar_qt.domain.credential import Identity as Identity
    from usagebar_qt.domain.models import Account, QuotaWindow, UsageSnapshot
    from usagebar_qt.domain.peak import PeakHours
    from usagebar_qt.providers.renewal import Renewer
    from usagebar_qt.providers.survey import Survey
    from usagebar_qt.providers.transport import Exchange


class Remedy(StrEnum):
    """What a card's button does when the account needs its user; the widget that opens it knows how."""

    OPEN_CLI = "open_cli"
    ENTER_KEY = "enter_key"


@dataclass(frozen=True, slots=True)
class OptionSpec:
    """A setting of an account that only its provider understands."""

    key: str
    choices: tuple[str, ...] = ()
    """Empty: free text, for example a folder."""
    default: str = ""
    is_folder: bool = False
    """A further account is one with another folder here."""


@dataclass(frozen=True, slots=True)
class FoundFolder:
    """A folder that a further account could read."""

    label: str
    """Where it is, in names that a person knows: `Ubuntu: me`."""
    folder: str


@dataclass(frozen=True, slots=True)
class KeySpec:
    """An API key of ours to keep: where it lives and what a plausible one looks like."""

    service: str
    """The entry's name in the system's credential store."""
    username: str
    env_names: tuple[str, ...]
    manage_url: str
    min_length: int = 10


@dataclass(frozen=True, slots=True)
class StatusPage:
    """Where a service reports its own trouble, and which parts of it matter here."""

    url: str
    host: str
    """For people: where to look."""
    parts: frozenset[str]
    """Ids of components."""


@dataclass(frozen=True, slots=True)
class ProviderInfo:
    """What everything outside a provider's file may know of it."""

    id: str
    name: str
    floor_seconds: int
    """Automatic requests keep this distance."""
    hourly_requests: int
    """All requests of an account in a rolling hour."""
    default_max_age: int
    """Seconds that figures are good for, when nobody says otherwise."""
    deadline_seconds: float
    """Round one whole exchange, headers to last byte."""
    remedy: Remedy
    setup_url: str = ""
    key: KeySpec | None = None
    """None: the sign-in belongs to another program and is only read."""
    options: tuple[OptionSpec, ...] = ()
    extra_accounts: bool = True
    status_page: StatusPage | None = None
    """None: the service has none that is known."""
    peak: PeakHours | None = None
    """Hours in which credits count more; None: all count the same."""
    renews_sign_in: bool = False
    """Its sign-in expires by itself, so that `Settings.renewal` matters to it."""


@dataclass(frozen=True, slots=True)
class FetchContext:
    """All that a provider may use for one look."""

    account: Account
    credential: Credential
    now: datetime
    exchange: Exchange
    """Counts requests, keeps the deadline, bounds the body."""
    memo: Mapping[str, Any] = field(default_factory=dict)
    """What the provider noted last time (JSON values, nothing secret or personal)."""
    spare_requests: int = 0
    """Requests beyond the one for usage that the hour still has room for."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a look brought."""

    snapshot: UsageSnapshot
    memo: Mapping[str, Any] = field(default_factory=dict)


class Companion(Protocol):
    """The service's own program on this machine, which knows figures too."""

    def cached_usage(self, account: Account, newer_than: datetime | None) -> tuple[UsageSnapshot, ...]:
        """Figures that the service's own programs left on this machine, of each program those that are this account's and newer.
        Files alone; may be slow to parse. Never raises."""

    def handed_over(self, payload: Mapping[str, Any], now: datetime) -> tuple[QuotaWindow, ...]:
        """The windows in what the service's own program hands to a status line; empty where there are none. Never raises."""

    def status_line_file(self, account: Account) -> Path | None:
        """The settings of the service's own program in which a status line is named; None: it has no such thing."""


class Provider(Protocol):
    """One service. Blocking methods run on daemon workers with a deadline; only `fetch` is a coroutine."""

    info: ProviderInfo
    renewer: Renewer | None
    """Renews sign-ins that have expired; None where there are none, or none that could be renewed."""
    companion: Companion | None
    """None: the service has no program of its own here, or none that leaves figures."""

    def prepare(self) -> None:
        """Raises `Internal("override", variable)` where an endpoint override is refused; called before any secret is read."""

    def identify(self, account: Account) -> Identity | None:
        """Whose account this is, by the standard library alone and without a prompt: cheap enough for every status line.
        None: it cannot be told without opening the keyring; trust what was noted. Never raises."""

    def read_credential(self, account: Account) -> Credential:
        """The secret, read anew. Raises `NotConfigured` or a `CredentialError`. Never prompts."""

    def survey(self, account: Account) -> Survey:
        """For doctor. Raises `Internal("override", variable)`; opens no credential."""

    def check(self, credential: Credential, now: datetime) -> None:
        """Raises a `CredentialError` where a request would be refused anyway: expired, scope missing, wrong kind of token."""

    async def fetch(self, context: FetchContext) -> Fetched:
        """One request for usage (and at most `spare_requests` more). Raises `UsageError` alone, cancellation excepted."""
