"""Statuses as the engine would report them, for the rooms above it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.fakes import START
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import (
    Account,
    AccountId,
    AccountState,
    AccountStatus,
    Credits,
    QuotaWindow,
    UsageSnapshot,
    Wait,
    WindowKind,
)

CLAUDE = Account(AccountId("claude"), "Claude")
ZAI = Account(AccountId("zai"), "Z.ai")


def window(
    kind: WindowKind = WindowKind.SESSION, used: float = 34.0, left: float = 9_480.0, scope: str | None = None
) -> QuotaWindow:
    """`left` seconds before its reset."""
    seconds = 18_000 if kind is WindowKind.SESSION else 604_800
    name = {"session": "session", "weekly": "weekly"}.get(kind.value, f"weekly:{scope}")
    return QuotaWindow(name, kind, used, START + timedelta(seconds=left), seconds, scope)


SESSION = window()
WEEK = window(WindowKind.WEEKLY, 91.0, 126_000.0)
EXTRA = Credits("extra-usage", Decimal("7.63"), Decimal("20.00"), "EUR")


def ok(
    *windows: QuotaWindow, account: Account = CLAUDE, money: tuple[Credits, ...] = (), wait: Wait | None = None
) -> AccountStatus:
    """Good figures, two minutes old."""
    snapshot = UsageSnapshot(START - timedelta(minutes=2), windows=windows, credits=money, plan="Max 20x")
    return AccountStatus(account, AccountState.OK, snapshot, None, wait, snapshot.fetched_at)


def failing(
    code: ErrorCode, reason: str = "", *, account: Account = CLAUDE, figures: bool = False, detail: str = ""
) -> AccountStatus:
    """An error, with or without the last good figures."""
    snapshot = UsageSnapshot(START - timedelta(minutes=41), windows=(SESSION,), plan="Max 20x") if figures else None
    failure = Failure(code, reason, detail, START + timedelta(minutes=12))
    return AccountStatus(account, AccountState.STALE if figures else AccountState.ERROR, snapshot, failure, None, START)
