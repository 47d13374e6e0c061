"""What last week would have told, read from the history off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.fakes import START, Direct, FakeClock
from tests.services.test_refresh import Spawned
from tests.statuses import CLAUDE, ZAI
from usagebar_qt.domain.history import Run
from usagebar_qt.domain.models import Account, AccountId, WindowKind
from usagebar_qt.domain.notification_settings import LevelOverride, NotificationSettings
from usagebar_qt.domain.replay import Told
from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.history_store import Series
from usagebar_qt.services.review import ReviewService

DAY = 86_400


class Archive:
    """Two accounts, each with a session that was used more and more two days ago."""

    set_aside: Path | None = None

    def series(self) -> tuple[Series, ...]:
        return tuple(Series(account.id, "session", WindowKind.SESSION, None) for account in (CLAUDE, ZAI))

    def runs(
        self, account_id: AccountId, window_id: str, since: datetime, until: datetime | None = None, *, step: int = 0
    ) -> tuple[Run, ...]:
        assert window_id == "session"
        assert since < START - timedelta(days=7), "a week that was under way then has begun before"
        begins = int(START.timestamp()) - 2 * DAY + (600 if account_id == ZAI.id else 0)
        points = ((0, 10.0), (60, 45.0), (120, 92.0))
        return tuple(Run(begins + at * 60, begins + at * 60, used, begins + 18_000) for at, used in points)


class Hanging:
    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        raise TimeoutError


def ask(settings: Settings, workers: Any = None, accounts: Sequence[Account] = (CLAUDE, ZAI)) -> Sequence[Told] | None:
    heard: list[Sequence[Told] | None] = []

    async def whole() -> None:
        service = ReviewService(
            past=Archive(), accounts=lambda: accounts, workers=workers or Direct(), clock=FakeClock(), tasks=Spawned(), tz=UTC
        )
        service.reviewed.connect(heard.append)
        service.review(settings)
        for _ in range(5):
            await asyncio.sleep(0)

    asyncio.run(whole())
    (answer,) = heard
    return answer


def names(told: Sequence[Told] | None) -> list[tuple[str, int | None]]:
    assert told is not None
    return [(str(alert.account), alert.level) for moment in told for alert in moment.alerts if alert.level is not None]


def test_all_accounts_are_looked_at_and_told_in_the_order_of_time() -> None:
    assert names(ask(Settings())) == [("claude", 90), ("zai", 90)]


def test_it_goes_by_the_preferences_of_now() -> None:
    own = NotificationSettings(overrides=(LevelOverride((40,), "zai"),))
    assert names(ask(Settings(notifications=own))) == [("zai", 40), ("claude", 90)]
    assert ask(Settings(notifications=NotificationSettings(enabled=False))) == ()


def test_an_account_that_is_switched_off_would_have_been_silent() -> None:
    assert names(ask(Settings(), accounts=(CLAUDE, replace(ZAI, enabled=False)))) == [("claude", 90)]


def test_a_history_that_hangs_is_told_as_such() -> None:
    assert ask(Settings(), Hanging()) is None
