"""From figures to notifications: asks the domain what is worth telling, gathers what comes at once, is quiet in quiet hours."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.thresholds import NOTHING_TOLD, Observation, WindowView, baseline, evaluate, expire, next_return, snooze
from usagebar_qt.services.clock_watch import Naps
from usagebar_qt.wording.alerts import notice_of, trial_notice

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.alert_rules import Rules
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, AccountId, AccountStatus
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.domain.thresholds import Alert, Memo
    from usagebar_qt.services.ports import Blocking, MarksRoom, NotifierPort, Spawner
    from usagebar_qt.wording.alerts import Notice

log = logging.getLogger(__name__)

GATHER_SECONDS = 2.0
"""Real seconds: after a wake-up all accounts bring their news within a moment, and one notification tells them."""
LONGEST_SLEEP_SECONDS = 30.0
"""Real seconds; longer timers stand still during suspend."""
FRESH = timedelta(minutes=10)
"""Figures that were this old at the start are good enough to be the silent first look."""
SAVING_SECONDS = 0.5
"""Accounts that were looked at together are written together, and before anything of them is told."""
FILE_SECONDS = 10.0


class NotificationService(QObject):
    """One memo an account. Until the first fresh figures after a start an account is only remembered, not told about."""

    open_requested = Signal(object)
    """AccountId or None: a notification was clicked."""
    alerted = Signal(object)
    """A tuple of `Alert`, as they were found: before they are gathered into one notification."""
    test_done = Signal(bool)
    """Whether a desktop took the test."""

    def __init__(
        self,
        *,
        notifier: NotifierPort,
        marks: MarksRoom,
        accounts: Callable[[], Sequence[Account]],
        names: Callable[[AccountId], str],
        workers: Blocking,
        clock: Clock,
        tasks: Spawner,
        settings: Settings,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        tz: tzinfo | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`sleep` takes real seconds."""
        super().__init__(parent)
        self._notifier = notifier
        self._marks = marks
        self._accounts = accounts
        self._names = names
        self._workers = workers
        self._clock = clock
        self._tasks = tasks
        self._settings = settings
        self._sleep = sleep
        self._before_saving = Naps(sleep)
        self._tz = tz
        self._started_at = clock.now()
        self._memos: dict[AccountId, Memo] | None = None
        self._latest: dict[AccountId, tuple[AccountStatus, Mapping[str, Outlook]]] = {}
        self._first_look_done: set[AccountId] = set()
        self._pending: list[Alert] = []
        self._telling: asyncio.Task[None] | None = None
        self._waiting: asyncio.Task[None] | None = None
        self._saving: asyncio.Task[None] | None = None
        self._unsaved = False

    # -- life -------------------------------------------------------------------------------------------------------
    def start(self) -> None:
        """Reads what was told before. Needs the running loop."""
        self._tasks.spawn(self._load(), name="notification-marks")

    async def _load(self) -> None:
        try:
            memos = await self._workers.run(self._marks.load, timeout=FILE_SECONDS)
        except TimeoutError:
            memos = {}
        # What came back while the program was off is no news now.
        self._memos = {name: expire(memo, name, self._started_at)[1] for name, memo in memos.items()}
        self._judge_all()

    async def aclose(self) -> None:
        """Waits for what is being written; nothing is told any more."""
        for task in (self._telling, self._waiting):
            if task is not None:
                task.cancel()
        if self._saving is not None:
            self._before_saving.cut()
            await asyncio.shield(self._saving)

    def apply_settings(self, settings: Settings) -> None:
        """Levels and quiet hours hold from the next look on."""
        self._settings = settings
        known = {account.id: account for account in self._accounts()}
        for name in [name for name, (status, _) in self._latest.items() if known.get(name) != status.account]:
            del self._latest[name]
        self._judge_all()

    # -- news -------------------------------------------------------------------------------------------------------
    def on_outlook(self, status: AccountStatus, outlooks: Mapping[str, Outlook]) -> None:
        """An account's figures, with what their past says of their future."""
        self._latest[status.id] = (status, outlooks)
        self._judge(status.id)
        self._arm()

    def _judge_all(self) -> None:
        for name in list(self._latest):
            self._judge(name)
        self._expire()
        self._arm()

    def _judge(self, name: AccountId) -> None:
        status, outlooks = self._latest[name]
        now = self._clock.now()
        nobody_looked = status.checked_at is None or status.state in (AccountState.DISABLED, AccountState.NOT_CONFIGURED)
        if self._memos is None or nobody_looked or self._quiet_until(now) is not None:
            return  # in quiet hours nothing counts as told: what still holds at their end is told then
        memo = self._memos.get(name, NOTHING_TOLD)
        observation = _observation(status, outlooks, now)
        rules = self._rules(name)
        if name in self._first_look_done:
            alerts, after = evaluate(memo, observation, rules)
            self._tell(alerts)
        else:
            after = baseline(memo, observation, rules)
            if status.snapshot is not None and status.snapshot.fetched_at >= self._started_at - FRESH:
                self._first_look_done.add(name)
        self._remember(name, memo, after)

    def _rules(self, name: AccountId) -> Rules:
        return self._settings.rules_of(name.provider)

    def _quiet_until(self, now: datetime) -> datetime | None:
        return self._settings.notifications.quiet_ends(now, self._tz)

    def _remember(self, name: AccountId, before: Memo, after: Memo) -> None:
        assert self._memos is not None  # noqa: S101 - nobody judges before they are read
        self._memos[name] = after
        if before != after:
            self._unsaved = True
            if self._saving is None or self._saving.done():
                self._saving = self._tasks.spawn(self._save(), name="notification-marks")

    async def _save(self) -> None:
        while self._unsaved and self._memos is not None:
            await self._before_saving.rest(SAVING_SECONDS)
            self._unsaved = False
            try:
                await self._workers.run(self._marks.save, dict(self._memos), timeout=FILE_SECONDS)
            except TimeoutError:
                log.info("the notification marks were not written in time")

    def forget(self, account_id: AccountId) -> None:
        """Another key: what was told of the old one's plan says nothing of the new one's, whose first look is silent too."""
        self._latest.pop(account_id, None)
        self._first_look_done.discard(account_id)
        if self._memos is not None and account_id in self._memos:
            self._remember(account_id, self._memos[account_id], NOTHING_TOLD)

    # -- the clock --------------------------------------------------------------------------------------------------
    def _expire(self) -> None:
        now = self._clock.now()
        if self._memos is None or self._quiet_until(now) is not None:
            return
        enabled = {account.id for account in self._accounts() if account.enabled}
        for name, memo in list(self._memos.items()):
            if name in enabled:
                alerts, after = expire(memo, name, now, self._rules(name))
                self._tell(alerts)
                self._remember(name, memo, after)

    def _next_due(self) -> datetime | None:
        now = self._clock.now()
        if self._memos is None:
            return None
        if (ends := self._quiet_until(now)) is not None:
            return ends
        enabled = {account.id for account in self._accounts() if account.enabled}
        return min(filter(None, (next_return(memo) for name, memo in self._memos.items() if name in enabled)), default=None)

    def _arm(self) -> None:
        """Nothing ticks while there is nothing to wait for."""
        if self._next_due() is not None and (self._waiting is None or self._waiting.done()):
            self._waiting = self._tasks.spawn(self._wait(), name="notification-clock")

    async def _wait(self) -> None:
        while (due := self._next_due()) is not None:
            left = (due - self._clock.now()).total_seconds() / self._clock.speed
            await self._sleep(min(max(left, 0.0), LONGEST_SLEEP_SECONDS))
            if self._clock.now() >= due:
                for name in list(self._latest):
                    self._judge(name)
                self._expire()

    def on_incidents(self, alerts: Sequence[Alert]) -> None:
        """Trouble that a service reports; in quiet hours nobody asks for it."""
        self._tell(alerts)

    # -- telling ----------------------------------------------------------------------------------------------------
    def _tell(self, alerts: Sequence[Alert]) -> None:
        if alerts:
            self.alerted.emit(tuple(alerts))
        self._pending += alerts
        if self._pending and (self._telling is None or self._telling.done()):
            self._telling = self._tasks.spawn(self._tell_soon(), name="notify")

    async def _tell_soon(self) -> None:
        while self._pending:
            await self._sleep(GATHER_SECONDS)
            alerts, self._pending = self._pending, []
            notice = notice_of(alerts, self._names, self._clock.now(), self._tz)
            if notice is not None and not await self._notifier.show(notice):
                log.info("no desktop took the notification; icon and popup show it")

    def send_test(self) -> None:
        """Somebody wants to see one, quiet hours or not."""
        self._tasks.spawn(self._test(), name="notification-test")

    async def _test(self) -> None:
        self.test_done.emit(await self._notifier.show(trial_notice()))

    # -- what a notification's buttons ask for ----------------------------------------------------------------------
    def on_opened(self, notice: Notice) -> None:
        """A click, or "Open"."""
        self.open_requested.emit(notice.account)

    def on_snoozed(self, notice: Notice) -> None:
        """Silence for its windows until they reset; it outlives a restart."""
        if self._memos is None:
            return
        for name in dict.fromkeys(account for account, _ in notice.windows):
            memo = self._memos.get(name, NOTHING_TOLD)
            self._remember(name, memo, snooze(memo, frozenset(window for owner, window in notice.windows if owner == name)))


def _observation(status: AccountStatus, outlooks: Mapping[str, Outlook], now: datetime) -> Observation:
    windows = status.snapshot.windows if status.snapshot is not None else ()
    views = []
    for window in windows:
        outlook = outlooks.get(window.id)
        views.append(WindowView(window, outlook.even_percent, outlook.forecast) if outlook is not None else WindowView(window))
    return Observation(status.id, now, tuple(views), status.error)
