"""When to ask the engine for figures, and whom to tell. What may be asked is the engine's business alone."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, WaitReason
from usagebar_qt.domain.refresh_policy import next_refresh
from usagebar_qt.domain.settings import Rhythm
from usagebar_qt.engine.accounts import accounts_of
from usagebar_qt.engine.fetching import Wish, WishKind
from usagebar_qt.services.clock_watch import Naps
from usagebar_qt.services.rhythm import RhythmKeeper
from usagebar_qt.services.turnstile import AT_ONCE, Turnstile, spread

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from usagebar_qt.domain.adaptive_refresh import Interval
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.providers.base import ProviderInfo
    from usagebar_qt.services.ports import AccountFetcher, Blocking, Spawner
    from usagebar_qt.services.state_watch import StateWatch

log = logging.getLogger(__name__)

LONGEST_SLEEP_SECONDS = 30.0
"""Real seconds. Longer timers are not trusted: they stand still during suspend, and a cancelled one lives on under Qt."""
SHORTEST_PART_SECONDS = 0.5
"""Of a long sleep: a timer that comes a moment early is not set again for that moment."""
SHORTEST_PAUSE_SECONDS = 30.0
"""Clock seconds between two automatic tries, whatever the policy says: no mistake there may become a loop."""
GAP_SECONDS = 30.0
"""Real seconds that a sleep may take longer than asked for; above it the machine was suspended (or the clock was set)."""
WAKE_SECONDS = (2.0, 10.0)
"""Real seconds after a suspend: the network needs a moment, and accounts should not ask all at once."""
DEBOUNCE_SECONDS = 0.25
"""Real seconds in which several wishes are one."""
FILE_SECONDS = 3.0
"""A state folder that does not answer by then is not waited for."""


class RefreshService(QObject):
    """One task per enabled account; single flight; statuses are told only when they differ from the last."""

    status_changed = Signal(object, object)
    """AccountId, AccountStatus."""
    looked = Signal()
    """An account was looked at, whatever came of it: what the look left behind can be cleared away."""
    refreshing_changed = Signal(bool)
    """True while at least one account is being asked because somebody wished it."""

    def __init__(
        self,
        *,
        fetcher: AccountFetcher,
        infos: Sequence[ProviderInfo],
        workers: Blocking,
        clock: Clock,
        tasks: Spawner,
        settings: Settings,
        on_battery: Callable[[], bool] = bool,
        watch: StateWatch | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        chance: Callable[[], float] = random.random,
        parent: QObject | None = None,
    ) -> None:
        """`on_battery` is blocking and asked in adaptive mode alone; `sleep` takes real seconds; `chance` gives 0 to 1."""
        super().__init__(parent)
        self._fetcher = fetcher
        self._infos = tuple(infos)
        self._floors = {info.id: float(info.floor_seconds) for info in infos}
        self._workers = workers
        self._clock = clock
        self._tasks = tasks
        self._settings = settings
        self._sleep = sleep
        self._chance = chance
        self._on_battery = on_battery
        self._watch = watch
        if watch is not None:
            watch.changed.connect(self._on_state_changed)
        self._rhythm = RhythmKeeper()
        self._accounts: dict[AccountId, Account] = {account.id: account for account in accounts_of(settings, self._infos)}
        self._statuses: dict[AccountId, AccountStatus] = {}
        self._stamps: dict[AccountId, int] = {}
        self._watches: dict[AccountId, asyncio.Task[None]] = {}
        self._flights: dict[AccountId, asyncio.Task[AccountStatus]] = {}
        self._naps = Naps(sleep)
        self._turnstile = Turnstile(sleep)
        self._wished: dict[AccountId, None] = {}
        self._answering: asyncio.Task[None] | None = None
        self._busy = 0
        self._held = False

    # -- what is known ----------------------------------------------------------------------------------------------
    @property
    def accounts(self) -> tuple[Account, ...]:
        """All of them, in the order of their cards."""
        return tuple(self._accounts.values())

    def account(self, account_id: AccountId) -> Account | None:
        """As it is now; None where it has gone."""
        return self._accounts.get(account_id)

    def name_of(self, account_id: AccountId) -> str:
        """For people; of one that has gone its id."""
        account = self.account(account_id)
        return account.name if account is not None else str(account_id)

    @property
    def statuses(self) -> tuple[AccountStatus, ...]:
        """What was last told of each account, in the order of the cards; of which nothing is known, that nobody has looked yet."""
        return tuple(self._known(account) for account in self._accounts.values())

    def _known(self, account: Account) -> AccountStatus:
        status = self._statuses.get(account.id)
        if status is not None and status.account == account:
            return status
        return AccountStatus(account, AccountState.STALE if account.enabled else AccountState.DISABLED)

    def next_look(self) -> tuple[datetime, Interval] | None:
        """When figures are looked for again by themselves, how often, and why; None where nothing is known or nobody looks."""
        now = self._clock.now()
        found = []
        for status in self._statuses.values():
            interval = self._rhythm.interval(status, self._settings, now)
            if status.account.enabled and interval is not None:
                delay = next_refresh(now, status, interval.seconds).delay_seconds
                found.append((now + timedelta(seconds=delay), interval))
        return min(found, key=lambda pair: pair[0], default=None)

    def note_watched(self) -> None:
        """Somebody sees the popup, or saw it until now."""
        self._rhythm.watched(self._clock.now())

    # -- life -------------------------------------------------------------------------------------------------------
    def hold(self) -> None:
        """Until `start` nothing is asked, whoever wishes it."""
        self._held = True

    def start(self) -> None:
        """Begins to watch every enabled account. Needs the running loop."""
        self._held = False
        for place, account in enumerate(self._accounts.values()):
            self._begin(account, spread(place))

    async def aclose(self) -> None:
        """Ends all watching; flights are cancelled, what they sent is counted by the engine."""
        running: list[asyncio.Task[object]] = [*self._watches.values(), *self._flights.values()]
        if self._answering is not None:
            running.append(self._answering)
        self._watches.clear()
        for task in running:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)

    def apply_settings(self, settings: Settings) -> None:
        """Accounts that came, went or changed are watched anew; a new interval counts from the next look on."""
        old = self._accounts
        self._settings = settings
        self._accounts = {account.id: account for account in accounts_of(settings, self._infos)}
        for name, account in old.items():
            if self._accounts.get(name) != account and (task := self._watches.pop(name, None)) is not None:
                task.cancel()
        for status in tuple(self._statuses.values()):
            if (current := self._as_now(status)) is not None:
                self._statuses[status.id] = current
            else:
                del self._statuses[status.id]
        for account in self._accounts.values():
            before = old.get(account.id)
            if before != account:
                self._begin(account)
            known = self._statuses.get(account.id)
            expired = known is not None and known.error is not None and known.error.code is ErrorCode.SIGN_IN_EXPIRED
            if before is not None and before.renewal is not account.renewal and expired:
                self.request_refresh(account.id)  # the new mode may renew what the old one did not

    def start_anew(self, account_id: AccountId) -> None:
        """The account has another key, or none: what is known of it is told no more."""
        account = self._accounts.get(account_id)
        if account is not None and self._statuses.pop(account_id, None) is not None:
            self.status_changed.emit(account_id, self._known(account))

    def _begin(self, account: Account, delay: float = 0.0) -> None:
        if account.enabled and self._held:
            return
        if account.enabled:
            self._watches[account.id] = self._tasks.spawn(self._watching(account, delay), name=f"watch-{account.id}")
        else:
            self._tell(AccountStatus(account, AccountState.DISABLED))

    # -- the loop ---------------------------------------------------------------------------------------------------
    async def _watching(self, account: Account, delay: float) -> None:
        await self._turnstile.after(delay)
        await self._read_again(account)
        while True:
            # Drawn once an interval: drawn anew at each look it would pull every try towards its early end.
            jitter = self._chance() * 2 - 1
            while (wanted := self._until_next(account, jitter)) > 0:
                slept_long = await self._slept_through_a_gap(self._pause(wanted / self._clock.speed))
                if slept_long and self._settings.rhythm is not Rhythm.MANUAL:
                    break
                if self._watch is None or not self._watch.hears:
                    await self._follow_others((account,))
                await self._look_at_power()
            await self._fetch(account, self._automatic(account))
            await self._slept_through_a_gap(SHORTEST_PAUSE_SECONDS / self._clock.speed)

    def _pause(self, seconds: float) -> float:
        """At most `seconds`, all real. Long pauses end at the same moments for all accounts: they wake the machine together."""
        left = LONGEST_SLEEP_SECONDS - self._clock.monotonic() / self._clock.speed % LONGEST_SLEEP_SECONDS
        return min(seconds, left if left > SHORTEST_PART_SECONDS else left + LONGEST_SLEEP_SECONDS)

    def _until_next(self, account: Account, jitter: float) -> float:
        """Clock seconds."""
        if self._settings.rhythm is Rhythm.MANUAL:
            return LONGEST_SLEEP_SECONDS * self._clock.speed  # then looked again: the preferences may have changed
        status, now = self._statuses.get(account.id), self._clock.now()
        interval = self._rhythm.interval(status, self._settings, now) if status is not None else None
        if status is None or interval is None:
            return 0.0
        return next_refresh(now, status, interval.seconds, jitter).delay_seconds

    async def _look_at_power(self) -> None:
        if self._settings.rhythm is Rhythm.ADAPTIVE:
            with contextlib.suppress(TimeoutError):
                self._rhythm.on_battery = await self._workers.run(self._on_battery, timeout=FILE_SECONDS)

    def _automatic(self, account: Account) -> Wish:
        # The floor, not the provider's default age: an interval that is shorter than that age must still bring new figures.
        return Wish(WishKind.AUTOMATIC, max_age=self._floors[account.id.provider])

    async def _slept_through_a_gap(self, seconds: float) -> bool:
        """Sleeps for `seconds` (real); True where the wall clock went much further meanwhile, after a moment for the network. It is
        compared with what was asked for, not with the monotonic clock: during a suspend that stands still on Linux alone."""
        before = self._clock.now()
        await self._naps.rest(seconds)
        passed = (self._clock.now() - before).total_seconds() / self._clock.speed
        if passed - seconds <= GAP_SECONDS:
            return False
        log.info("the clock went %d s further than slept: looking again", passed - seconds)
        shortest, longest = WAKE_SECONDS
        await self._sleep(shortest + (longest - shortest) * self._chance())
        return True

    def wake(self) -> None:
        """The clock was set, or the computer has slept: whoever sleeps here looks at the clock at once."""
        self._naps.cut()

    # -- other processes --------------------------------------------------------------------------------------------
    def look_again(self) -> None:
        """The popup opens: what a command fetched is shown at once, and whoever waits for a sign-in is looked at."""
        self.note_watched()
        if not self._held:
            self._tasks.spawn(self._look_at_all(), name="look")

    async def _look_at_all(self) -> None:
        await self._follow_others(self.accounts)
        waiting = [account for account in self._accounts.values() if account.enabled and self._waits_for_a_person(account)]
        for place, account in enumerate(waiting):
            self._tasks.spawn(self._ask_again(account, spread(place)), name=f"look-{account.id}")

    def _waits_for_a_person(self, account: Account) -> bool:
        status = self._statuses.get(account.id)
        waits = status is not None and status.wait is not None and status.wait.reason is WaitReason.NEEDS_USER
        return waits or (status is not None and status.state is AccountState.NOT_CONFIGURED)

    async def _ask_again(self, account: Account, delay: float) -> None:
        await self._turnstile.after(delay)
        await self._fetch(account, self._automatic(account))

    def _on_state_changed(self) -> None:
        """Perhaps it was ourselves: the stamps tell. Before the first watch and after the last nobody wants to know."""
        if any(not watch.done() for watch in self._watches.values()):
            self._tasks.spawn(self._follow_others(self.accounts), name="follow")

    async def _follow_others(self, accounts: Sequence[Account]) -> None:
        """One look for all of them: with fifty accounts one for each was most of what a refresh cost (measured)."""
        accounts = [account for account in accounts if account.enabled and account.id not in self._flights]
        try:
            stamps = await self._workers.run(self._stamps_of, accounts, timeout=FILE_SECONDS)
        except TimeoutError:
            return
        changed = [pair for pair in zip(accounts, stamps, strict=True) if pair[1] != self._stamps.get(pair[0].id)]
        await asyncio.gather(*(self._follow(account, stamp) for account, stamp in changed))

    def _stamps_of(self, accounts: Sequence[Account]) -> list[int]:
        """On a worker's thread."""
        return [self._fetcher.stamp(account) for account in accounts]

    async def _follow(self, account: Account, stamp: int) -> None:
        if stamp == self._stamps.get(account.id) or account.id in self._flights:
            return
        if stamp == 0:
            await self._fetch(account, self._automatic(account))  # another process forgot the account: its key has changed
        else:
            await self._read_again(account)

    async def _read_again(self, account: Account) -> None:
        try:
            status = await self._workers.run(self._fetcher.last_known, account, timeout=FILE_SECONDS)
        except TimeoutError:
            return
        self._stamps[account.id] = self._fetcher.stamp_seen(account) or 0
        if status.checked_at is not None:
            self._tell(status)

    # -- asking -----------------------------------------------------------------------------------------------------
    def request_refresh(self, account_id: AccountId | None = None) -> None:
        """Somebody wishes figures now: of one account, or of all. Wishes within a moment are one."""
        if self._held:
            return
        wished = [account_id] if account_id is not None else list(self._accounts)
        self._wished |= dict.fromkeys(name for name in wished if name in self._accounts and self._accounts[name].enabled)
        if self._wished and (self._answering is None or self._answering.done()):
            self._answering = self._tasks.spawn(self._answer_wishes(), name="wishes")

    async def _answer_wishes(self) -> None:
        self._set_busy(1)
        try:
            while self._wished:
                await self._sleep(DEBOUNCE_SECONDS)
                names, self._wished = list(self._wished), {}
                accounts = [self._accounts[name] for name in names if name in self._accounts]
                await asyncio.gather(*(self._fetch(account, Wish(WishKind.EXPLICIT)) for account in accounts))
        finally:
            self._set_busy(-1)

    def _set_busy(self, change: int) -> None:
        was, self._busy = self._busy > 0, self._busy + change
        if was != (self._busy > 0):
            self.refreshing_changed.emit(self._busy > 0)

    async def _fetch(self, account: Account, wish: Wish) -> None:
        flight = self._flights.get(account.id)
        if flight is None:
            flight = self._tasks.spawn(self._fly(account, wish, spread(len(self._flights))), name=f"fetch-{account.id}")
            self._flights[account.id] = flight
            flight.add_done_callback(self._landed)
        # Shielded: that one asker goes away must not spoil the answer for the others.
        await asyncio.shield(flight)
        stamp = self._fetcher.stamp_seen(account)  # not that of now: what others have written since is news
        if stamp is not None:
            self._stamps[account.id] = stamp
        if self._watch is not None and not self._watch.hears:
            self._watch.begin()  # the first look made the folders

    async def _fly(self, account: Account, wish: Wish, delay: float) -> AccountStatus:
        await self._turnstile.after(delay)
        status = await self._fetcher.fetch_account(account, wish)
        if len(self._flights) > AT_ONCE:
            await self._turnstile.passed()
        return status

    def _landed(self, flight: asyncio.Task[AccountStatus]) -> None:
        for name in [name for name, task in self._flights.items() if task is flight]:
            del self._flights[name]
        if not flight.cancelled() and flight.exception() is None:
            self._tell(flight.result())
        self.looked.emit()

    def _tell(self, status: AccountStatus) -> None:
        """Emits only what is new, and only of accounts as they are now."""
        current = self._as_now(status)
        if current is None or self._statuses.get(status.id) == current:
            return
        self._rhythm.told(self._statuses.get(status.id), current, self._clock.now())
        self._statuses[status.id] = current
        self.status_changed.emit(status.id, current)

    def _as_now(self, status: AccountStatus) -> AccountStatus | None:
        """With the account's name and renewal of now; None where it has gone, or is another: its figures are then not the same."""
        account = self._accounts.get(status.id)
        if account is status.account:
            return status
        if account is None or account != replace(status.account, name=account.name, renewal=account.renewal):
            return None
        return replace(status, account=account)
