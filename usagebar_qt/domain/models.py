"""What a plan's usage looks like, whoever reports it. Frozen values; no sentences, no clock reads."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from decimal import Decimal

    from usagebar_qt.domain.errors import Failure

SESSION_SECONDS = 18_000
WEEK_SECONDS = 604_800


def slug_of(text: str) -> str:
    """Lower case; runs of anything but letters and digits become one hyphen, none at the ends: `monthly-agents`."""
    return re.sub(r"[\W_]+", "-", text.lower()).strip("-")


@dataclass(frozen=True, slots=True, order=True)
class AccountId:
    """The key of everything: model rows, cache, waits, history, notification marks."""

    provider: str
    slug: str = ""
    """Empty for a provider's first account."""

    def __str__(self) -> str:
        return f"{self.provider}:{self.slug}" if self.slug else self.provider

    @classmethod
    def parse(cls, text: str) -> AccountId:
        """The inverse of `str()`: `claude`, `claude:work`."""
        provider, _, slug = text.partition(":")
        return cls(provider, slug)


class Renewal(StrEnum):
    """Who renews an expired sign-in that belongs to another program (contracts C)."""

    PLATFORM = "platform"
    """`AUTOMATIC` on Windows and Linux, `THROUGH_CLI` on macOS."""
    AUTOMATIC = "automatic"
    THROUGH_CLI = "through_cli"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Account:
    """One card: an account as the settings describe it."""

    id: AccountId
    name: str
    """As the user wrote it; the provider's own name for its first account."""
    enabled: bool = True
    options: Mapping[str, str] = field(default_factory=dict)
    """By the keys of the provider's `OptionSpec`s, for example `region` or `config_dir`."""
    renewal: Renewal = Renewal.PLATFORM


class WindowKind(StrEnum):
    """What a window counts; wording turns it into a label."""

    SESSION = "session"
    WEEKLY = "weekly"
    WEEKLY_SCOPED = "weekly_scoped"
    TOOLS = "tools"
    OTHER = "other"


class Source(StrEnum):
    """Where figures came from; the newest wins."""

    API = "api"
    STATUSLINE = "statusline"
    CLAUDE_CODE_CACHE = "claude_code_cache"
    CLAUDE_DESKTOP = "claude_desktop"
    DEMO = "demo"


class Unit(StrEnum):
    """What `used` and `limit` count."""

    CREDITS = "credits"
    TOKENS = "tokens"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class QuotaWindow:
    """One limit of a plan."""

    id: str
    """Stable: `session`, `weekly`, `weekly:fable`, `mcp`, or the upstream kind, slugged."""
    kind: WindowKind
    used_percent: float
    """0 and up; may exceed 100. Finite."""
    resets_at: datetime | None = None
    """UTC, rounded to the second; None: not started, or unknown."""
    window_seconds: int | None = None
    """None for a month and for what is unknown."""
    scope: str | None = None
    """Upstream's own label of a scoped or unknown window, at most 64 characters."""
    used: float | None = None
    limit: float | None = None
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Credits:
    """Money: the plan's extra usage, or a dated credit bucket."""

    id: str
    """`extra-usage`, or the bucket's key, slugged."""
    used: Decimal
    """Major units of `currency`, with as many decimals as the currency's exponent."""
    limit: Decimal | None
    """None: uncapped."""
    currency: str
    """ISO 4217 code."""
    enabled: bool = True
    expires_at: datetime | None = None

    @property
    def used_percent(self) -> float | None:
        """Computed from the amounts (upstream's is rounded); None where there is no limit above zero."""
        return None if not self.limit else float(self.used / self.limit * 100)


@dataclass(frozen=True, slots=True)
class UsageSnapshot:
    """What one look at a provider found."""

    fetched_at: datetime
    source: Source = Source.API
    windows: tuple[QuotaWindow, ...] = ()
    credits: tuple[Credits, ...] = ()
    plan: str | None = None
    """A name as people know it: `Max 20x`, `Team Premium`, `Pro`."""

    @property
    def has_limits(self) -> bool:
        """False: signed in, but this account has no plan limits. Not an error."""
        return bool(self.windows or self.credits)


class AccountState(StrEnum):
    """What an account's card is about."""

    OK = "ok"
    STALE = "stale"
    ERROR = "error"
    NOT_CONFIGURED = "not_configured"
    DISABLED = "disabled"
    NO_PLAN = "no_plan"


class WaitReason(StrEnum):
    """Why no request is permitted sooner."""

    FLOOR = "floor"
    BUDGET = "budget"
    BACKOFF = "backoff"
    RATE_LIMITED = "rate_limited"
    NEEDS_USER = "needs_user"


@dataclass(frozen=True, slots=True)
class Wait:
    """The earliest moment of another request. `until` is None only with `NEEDS_USER`."""

    reason: WaitReason
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class AccountStatus:
    """Everything there is to say of an account now."""

    account: Account
    state: AccountState
    snapshot: UsageSnapshot | None = None
    error: Failure | None = None
    wait: Wait | None = None
    checked_at: datetime | None = None
    """The last try, whatever came of it; None: nobody has looked yet."""
    key_from_environment: bool = False
    key_for_session: bool = False
    """Held in memory until the tray program ends."""

    @property
    def id(self) -> AccountId:
        """The account's key."""
        return self.account.id
