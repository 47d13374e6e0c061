"""A notification service with a desktop, a disk and a clock that a test holds in its hand."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time
from typing import Any

from tests.fakes import START, Direct, FakeClock
from tests.services.test_refresh import Sleeper, Spawned
from tests.statuses import CLAUDE, ZAI, ok, window
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.domain.notification_settings import NotificationSettings
from usagebar_qt.domain.pace import Outlook
from usagebar_qt.domain.settings import Settings
from usagebar_qt.domain.thresholds import Memo
from usagebar_qt.services.notifications import NotificationService
from usagebar_qt.wording.alerts import Notice

DEFAULTS = Settings()
NIGHT = Settings(notifications=NotificationSettings(quiet_from=time(22), quiet_until=time(7)))


class FakeNotifier:
    """A desktop that shows, or does not."""

    def __init__(self, clock: FakeClock) -> None:
        self.clock = clock
        self.shown: list[tuple[datetime, Notice]] = []
        self.works = True

    async def show(self, notice: Notice) -> bool:
        self.shown.append((self.clock.now(), notice))
        return self.works

    @property
    def titles(self) -> list[str]:
        return [notice.title.english() for _, notice in self.shown]


@dataclass
class FakeMarks:
    """The disk."""

    memos: dict[AccountId, Memo] = field(default_factory=dict)
    saves: int = 0
    silent: bool = False

    def load(self) -> dict[AccountId, Memo]:
        if self.silent:
            raise TimeoutError
        return dict(self.memos)

    def save(self, memos: Any) -> bool:
        if self.silent:
            raise TimeoutError
        self.memos = dict(memos)
        self.saves += 1
        return True


class Bed:
    def __init__(self, settings: Settings = DEFAULTS, *, marks: FakeMarks | None = None, start: datetime = START) -> None:
        self.clock = FakeClock(start)
        self.sleeper = Sleeper(self.clock, 10 * 24 * 3600)
        self.notifier = FakeNotifier(self.clock)
        self.marks = marks or FakeMarks()
        self.accounts: tuple[Account, ...] = (CLAUDE, ZAI)
        self.tasks = Spawned()
        self.service = NotificationService(
            notifier=self.notifier,
            marks=self.marks,
            accounts=lambda: self.accounts,
            names=lambda account_id: next((account.name for account in self.accounts if account.id == account_id), str(account_id)),
            workers=Direct(),
            clock=self.clock,
            tasks=self.tasks,
            settings=settings,
            sleep=self.sleeper,
            tz=UTC,
        )

    def run(self, scene: Callable[[], Any]) -> None:
        async def whole() -> None:
            self.service.start()
            await settle()
            await scene()
            await settle()
            await self.service.aclose()

        asyncio.run(whole())

    def see(self, used: float, *, left: float = 9_480.0, account: Account = CLAUDE, even: float | None = None) -> None:
        """Fresh figures of a session, `left` seconds before its reset as of the start."""
        status = ok(window(used=used, left=left), account=account)
        assert status.snapshot is not None
        status = replace(status, snapshot=replace(status.snapshot, fetched_at=self.clock.now()))
        self.service.on_outlook(status, {"session": Outlook(even, None, None)} if even is not None else {})


async def settle() -> None:
    """Lets everything run that need not wait for the clock."""
    for _ in range(30):
        await asyncio.sleep(0)
