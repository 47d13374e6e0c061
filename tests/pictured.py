"""What the pictures show, and tests that go through every picture: states of the popup, and a past that has led to them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from tests.fakes import START
from tests.statuses import CLAUDE, EXTRA, SESSION, WEEK, ZAI, failing, ok, window
from usagebar_qt.app.demo_past import Script, past_of
from usagebar_qt.domain.chart import Span, Trends, chart_of
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.heat import heat_of
from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.models import (
    Account,
    AccountState,
    AccountStatus,
    QuotaWindow,
    UsageSnapshot,
    Wait,
    WaitReason,
    WindowKind,
)
from usagebar_qt.domain.what_if import used_lately
from usagebar_qt.engine.history_store import Series
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.services.history import Hours, Past, Question
from usagebar_qt.viewmodels.account_list_model import AccountListModel

HOUR = 3_600


def further(slug: str, name: str = "Claude") -> Account:
    """Another account of the first provider."""
    return replace(CLAUDE, id=replace(CLAUDE.id, slug=slug), name=name)


def with_plan(status: AccountStatus, plan: str | None, minutes: float = 0.0) -> AccountStatus:
    """The same with another plan and age."""
    assert status.snapshot is not None
    return replace(status, snapshot=replace(status.snapshot, plan=plan, fetched_at=START - timedelta(minutes=minutes)))


FABLE = window(WindowKind.WEEKLY_SCOPED, 62.0, 126_000.0, "Fable")
FULL = window(used=100.0, left=7_000.0)
FIRST_START = (AccountStatus(CLAUDE, AccountState.ERROR), AccountStatus(ZAI, AccountState.ERROR))
NOTHING = (AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED), AccountStatus(ZAI, AccountState.NOT_CONFIGURED))
GOOD_DAY = (
    ok(SESSION, WEEK, FABLE, money=(EXTRA,)),
    with_plan(ok(window(used=39.0, left=14_460.0), window(WindowKind.WEEKLY, 22.0, 270_000.0), account=ZAI), "Pro"),
    failing(ErrorCode.SIGN_IN_EXPIRED, "expired", account=further("work", "Claude (work)")),
)
LIMITED = replace(
    failing(ErrorCode.RATE_LIMITED, "429", account=further("limited"), figures=True),
    wait=Wait(WaitReason.RATE_LIMITED, START + timedelta(minutes=12)),
)
STATES = (
    failing(ErrorCode.OFFLINE, "unreachable", account=further("offline"), figures=True),
    with_plan(LIMITED, "Max 20x", 9),
    failing(ErrorCode.INVALID_KEY, "refused", account=ZAI),
    AccountStatus(further("free"), AccountState.NO_PLAN, UsageSnapshot(START, plan="Free"), None, None, START),
    with_plan(ok(FULL, account=further("full")), "Pro", 1),
)
TROUBLE = (
    failing(ErrorCode.SIGNED_OUT, "blank_tokens"),
    failing(ErrorCode.CREDENTIAL_LOCKED, "locked", account=ZAI),
    failing(ErrorCode.NETWORK_BLOCKED, "tls", account=further("tls", "Claude (office)")),
    failing(ErrorCode.SERVER_ERROR, "503", account=further("server", "Claude (home)")),
)
USED_UP = (
    ok(FULL, window(WindowKind.WEEKLY, 100.0, 126_000.0)),
    with_plan(ok(window(used=100.0, left=3_000.0), account=ZAI), "Lite"),
)
FIVE = tuple(
    ok(
        window(used=12.0 * number + 4),
        account=further(f"n{number}", f"Claude {number + 1}" + " with a name that is much too long" * (number == 2)),
    )
    for number in range(5)
)


def later(status: AccountStatus, by: timedelta) -> AccountStatus:
    """The same figures at another moment."""
    if status.snapshot is None:
        return status
    windows = tuple(replace(row, resets_at=row.resets_at + by if row.resets_at else None) for row in status.snapshot.windows)
    snapshot = replace(status.snapshot, fetched_at=status.snapshot.fetched_at + by, windows=windows)
    return replace(status, snapshot=snapshot, checked_at=snapshot.fetched_at)


class Afternoon:
    """The good day's figures at an hour at which somebody has worked, with the past that led to them."""

    def __init__(self, at: datetime = START + timedelta(days=1, hours=6)) -> None:
        self.at = at
        self.statuses = tuple(later(status, at - START) for status in GOOD_DAY)
        self.model = AccountListModel(INFOS)
        self.model.set_statuses(self.statuses)
        self._runs = {
            (status.id, row.id): past_of(script(status, row, at), seconds_of(at))
            for status in self.statuses
            if status.snapshot is not None
            for row in status.snapshot.windows
        }

    def past(self, window_id: str, span: Span) -> Past:
        """What the service would answer of the first account's window."""
        now = seconds_of(self.at)
        runs = self._runs[CLAUDE.id, window_id]
        lately = used_lately([run for run in runs if run.until >= now - HOUR], now - HOUR)
        return Past(Question(CLAUDE.id, window_id, span), chart_of(runs, now - span.value, now), lately)

    def hours(self, window_id: str) -> Hours:
        """By weekday and hour."""
        return Hours(CLAUDE.id, window_id, heat_of(self._runs[CLAUDE.id, window_id]))

    def trends(self) -> Trends:
        """For the sparklines."""
        now = seconds_of(self.at)
        spans = {key: Span.DAY if key[1] == "session" else Span.WEEK for key in self._runs}
        return Trends({key: chart_of(self._runs[key], now - span.value, now) for key, span in spans.items()})


def script(status: AccountStatus, row: QuotaWindow, at: datetime) -> Script:
    """Working days that lead to what the window shows."""
    assert row.resets_at is not None
    assert row.window_seconds is not None
    series = Series(status.id, row.id, row.kind, row.scope)
    per_hour = 17.0 if row.kind is WindowKind.SESSION else 1.6
    return Script(series, row.window_seconds, seconds_of(row.resets_at) - seconds_of(at), row.used_percent, per_hour)
