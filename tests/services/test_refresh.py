"""When figures are asked for, on a clock that goes only when told to."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from tests.fakes import CLAUDE_LIKE, KEY_LIKE, START, Direct, FakeClock
from usagebar_qt.domain.models import Account, AccountId, AccountState, AccountStatus, UsageSnapshot, Wait, WaitReason
from usagebar_qt.domain.settings import AccountSettings, Settings
from usagebar_qt.engine.fetching import Wish, WishKind
from usagebar_qt.services.refresh import GAP_SECONDS, RefreshService

AUTOMATIC, DEFAULTS = Wish(), Settings()
ONE, TWO = AccountId("signs-in"), AccountId("has-key")


class EnoughError(Exception):
    """The scripted time is over."""


class Sleeper:
    """Time goes on by what is slept; after `budget` real seconds the test is over. `suspends`: by how much more."""

    def __init__(self, clock: FakeClock, budget: float) -> None:
        self.clock = clock
        self.left = budget
        self.slept: list[float] = []
        self.suspends: dict[int, float] = {}
        self.over = asyncio.Event()
        self.before: Callable[[], None] | None = None

    async def __call__(self, seconds: float) -> None:
        await asyncio.sleep(0)
        self.slept.append(seconds)
        self.left -= seconds
        if self.left < 0:
            self.over.set()
            await asyncio.Event().wait()
        self.clock.forward(seconds)
        self.clock.wall += timedelta(seconds=self.suspends.pop(len(self.slept), 0.0))
        if self.before is not None:
            self.before()


class Spawned:
    """Tasks that fail loudly."""

    def __init__(self) -> None:
        self.tasks: list[asyncio.Task[Any]] = []

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        task = asyncio.get_running_loop().create_task(work, name=name)
        self.tasks.append(task)
        return task


@dataclass
class FakeFetcher:
    """Notes who asked when, and answers with figures."""

    clock: FakeClock
    asked: list[tuple[float, str, Wish]] = field(default_factory=list)
    stamps: dict[AccountId, int] = field(default_factory=dict)
    on_disk: dict[AccountId, AccountStatus] = field(default_factory=dict)
    answer: Callable[[Account], AccountStatus] | None = None
    gate: asyncio.Event | None = None

    async def fetch_account(self, account: Account, wish: Wish = AUTOMATIC) -> AccountStatus:
        self.asked.append((self.clock.monotonic(), str(account.id), wish))
        if self.gate is not None:
            await self.gate.wait()
        if self.answer is not None:
            return self.answer(account)
        return good(account, self.clock)

    def last_known(self, account: Account) -> AccountStatus:
        return self.on_disk.get(account.id, AccountStatus(account, AccountState.STALE))

    def stamp(self, account: Account) -> int:
        return self.stamps.get(account.id, 0)

    def stamp_seen(self, account: Account) -> int | None:
        return self.stamps.get(account.id, 0)

    def times(self, name: AccountId) -> list[float]:
        return [at for at, who, _ in self.asked if who == str(name)]


def good(account: Account, clock: FakeClock) -> AccountStatus:
    return AccountStatus(account, AccountState.OK, UsageSnapshot(clock.now()), checked_at=clock.now())


@dataclass
class Bed:
    clock: FakeClock
    sleeper: Sleeper
    fetcher: FakeFetcher
    service: RefreshService
    told: list[tuple[AccountId, AccountStatus]]
    busy: list[bool]

    async def until_over(self) -> None:
        await self.sleeper.over.wait()
        await self.service.aclose()


def bed(budget: float, *, settings: Settings = DEFAULTS, infos: tuple[Any, ...] = (CLAUDE_LIKE,), chance: float = 0.5) -> Bed:
    clock = FakeClock(START)
    sleeper, fetcher = Sleeper(clock, budget), FakeFetcher(clock)
    service = RefreshService(
        fetcher=fetcher,
        infos=infos,
        workers=Direct(),
        clock=clock,
        tasks=Spawned(),
        settings=settings,
        sleep=sleeper,
        chance=lambda: chance,
    )
    made = Bed(clock, sleeper, fetcher, service, [], [])
    service.status_changed.connect(lambda name, status: made.told.append((name, status)))
    service.refreshing_changed.connect(made.busy.append)
    return made


async def until(what: Callable[[], bool]) -> None:
    """Lets the others run until it is so."""
    for _ in range(1_000):
        if what():
            return
        await asyncio.sleep(0)
    raise AssertionError("it did not happen")


def play(script: Callable[[], Awaitable[None]]) -> None:
    asyncio.run(asyncio.wait_for(script(), 10))


def test_the_first_look_is_at_once_and_the_next_after_the_interval() -> None:
    async def script() -> None:
        made = bed(700)
        made.service.start()
        await made.until_over()
        assert made.fetcher.times(ONE) == [0, 300, 600]
        assert all(wish == Wish(WishKind.AUTOMATIC, max_age=180.0) for _, _, wish in made.fetcher.asked)

    play(script)


def test_no_sleep_is_longer_than_30_seconds() -> None:
    async def script() -> None:
        made = bed(700)
        made.service.start()
        await made.until_over()
        assert max(made.sleeper.slept) <= 30

    play(script)


@pytest.mark.parametrize(("chance", "second"), [(0.0, 270.0), (1.0, 330.0)])
def test_the_interval_varies_by_a_tenth_either_way(chance: float, second: float) -> None:
    async def script() -> None:
        made = bed(400, chance=chance)
        made.service.start()
        await made.until_over()
        assert made.fetcher.times(ONE)[1] == pytest.approx(second)

    play(script)


def test_figures_on_disk_are_shown_before_anything_is_asked_and_spare_a_request() -> None:
    async def script() -> None:
        made = bed(100)
        account = made.service.accounts[0]
        made.fetcher.on_disk[ONE] = replace(good(account, made.clock), checked_at=START - timedelta(seconds=100))
        made.fetcher.stamps[ONE] = 1
        made.service.start()
        await made.until_over()
        assert len(made.told) == 1
        assert made.fetcher.asked == []

    play(script)


def test_equal_news_are_told_once() -> None:
    async def script() -> None:
        made = bed(900)
        same = good(made.service.accounts[0], made.clock)
        made.fetcher.answer = lambda account: same
        made.service.start()
        await made.until_over()
        assert len(made.fetcher.asked) > 1
        assert len(made.told) == 1

    play(script)


def test_a_policy_that_says_at_once_for_ever_does_not_become_a_loop() -> None:
    async def script() -> None:
        made = bed(300)
        made.fetcher.answer = lambda account: AccountStatus(account, AccountState.STALE)  # never checked: always due
        made.service.start()
        await made.until_over()
        assert len(made.fetcher.asked) <= 11

    play(script)


def test_after_a_suspend_it_waits_a_little_and_looks_once() -> None:
    async def script() -> None:
        made = bed(200)
        made.sleeper.suspends[3] = 8 * 3600
        made.service.start()
        await made.until_over()
        first, second = made.fetcher.times(ONE)
        assert first == 0
        assert second == pytest.approx(sum(made.sleeper.slept[:3]) + 6.0)  # half-way between 2 and 10
        assert 6.0 in made.sleeper.slept

    play(script)


def test_a_sleep_that_is_a_little_late_is_no_suspend() -> None:
    async def script() -> None:
        made = bed(200)
        made.sleeper.suspends[3] = GAP_SECONDS - 1
        made.service.start()
        await made.until_over()
        assert made.fetcher.times(ONE) == [0]

    play(script)


def test_many_wishes_in_a_moment_are_one_and_explicit() -> None:
    async def script() -> None:
        made = bed(20)
        made.service.start()
        await asyncio.sleep(0)
        for _ in range(5):
            made.service.request_refresh(ONE)
        await made.until_over()
        explicit = [wish for _, _, wish in made.fetcher.asked if wish.kind is WishKind.EXPLICIT]
        assert len(explicit) <= 1
        assert len(made.fetcher.asked) <= 2
        assert made.busy == [True, False]

    play(script)


def test_a_wish_while_a_request_is_under_way_joins_it() -> None:
    async def script() -> None:
        made = bed(20)
        made.fetcher.gate = asyncio.Event()
        made.service.start()
        await until(lambda: bool(made.fetcher.asked))
        made.service.request_refresh()
        await until(lambda: bool(made.sleeper.slept))
        for _ in range(10):
            await asyncio.sleep(0)
        assert len(made.fetcher.asked) == 1
        made.fetcher.gate.set()
        await made.until_over()
        assert len(made.fetcher.asked) == 1

    play(script)


def test_what_another_process_fetched_is_shown_at_the_next_look() -> None:
    async def script() -> None:
        made = bed(100)

        def command() -> None:
            if made.clock.monotonic() >= 60 and ONE not in made.fetcher.on_disk:
                made.fetcher.on_disk[ONE] = good(made.service.accounts[0], made.clock)
                made.fetcher.stamps[ONE] = 7

        made.sleeper.before = command
        made.service.start()
        await made.until_over()
        assert made.told[-1][1] == made.fetcher.on_disk[ONE]
        assert made.fetcher.times(ONE) == [0]

    play(script)


def test_opening_the_popup_shows_at_once_what_another_process_fetched() -> None:
    async def script() -> None:
        made = bed(0)
        made.fetcher.on_disk[ONE] = good(made.service.accounts[0], made.clock)
        made.fetcher.stamps[ONE] = 3
        made.service.look_again()
        for _ in range(5):
            await asyncio.sleep(0)
        assert [status for _, status in made.told] == [made.fetcher.on_disk[ONE]]
        assert made.fetcher.asked == []

    play(script)


def test_opening_the_popup_looks_for_a_sign_in_that_was_missing() -> None:
    async def script() -> None:
        made = bed(0)
        made.fetcher.answer = lambda account: AccountStatus(
            account, AccountState.ERROR, wait=Wait(WaitReason.NEEDS_USER), checked_at=made.clock.now()
        )
        made.service.start()
        await until(lambda: bool(made.told))
        before = len(made.fetcher.asked)
        made.service.look_again()
        for _ in range(5):
            await asyncio.sleep(0)
        assert len(made.fetcher.asked) == before + 1
        assert made.fetcher.asked[-1][2].kind is WishKind.AUTOMATIC
        await made.service.aclose()

    play(script)


def test_a_disabled_account_is_never_asked_and_says_so() -> None:
    async def script() -> None:
        settings = Settings(accounts=(AccountSettings(ONE, enabled=False),))
        made = bed(400, settings=settings, infos=(CLAUDE_LIKE, KEY_LIKE))
        made.service.start()
        made.service.request_refresh(ONE)
        await made.until_over()
        assert made.fetcher.times(ONE) == []
        assert made.fetcher.times(TWO)
        assert made.service.statuses[0].state is AccountState.DISABLED

    play(script)


def test_an_account_that_is_switched_on_is_asked_at_once_and_one_switched_off_no_more() -> None:
    async def script() -> None:
        made = bed(
            400,
            settings=Settings(accounts=(AccountSettings(ONE, enabled=False), AccountSettings(TWO))),
            infos=(CLAUDE_LIKE, KEY_LIKE),
        )
        switched = Settings(accounts=(AccountSettings(ONE), AccountSettings(TWO, enabled=False)))

        def switch() -> None:
            if made.clock.monotonic() >= 90 and not made.fetcher.times(ONE):
                asyncio.get_running_loop().call_soon(made.service.apply_settings, switched)

        made.sleeper.before = switch
        made.service.start()
        await made.until_over()
        assert made.fetcher.times(ONE)[0] >= 90
        assert max(made.fetcher.times(TWO)) <= 90
        assert made.service.statuses[1].state is AccountState.DISABLED

    play(script)


def test_a_shorter_interval_counts_from_the_next_look_on() -> None:
    async def script() -> None:
        made = bed(400, settings=Settings(refresh_seconds=3_600))

        def change() -> None:
            if made.clock.monotonic() >= 120:
                made.service.apply_settings(Settings(refresh_seconds=180))

        made.sleeper.before = change
        made.service.start()
        await made.until_over()
        assert made.fetcher.times(ONE) == [0, 180, 360]

    play(script)


def test_one_account_that_hangs_does_not_keep_the_other_waiting() -> None:
    async def script() -> None:
        made = bed(700, infos=(CLAUDE_LIKE, KEY_LIKE))
        never = asyncio.Event()
        real = made.fetcher.fetch_account

        async def fetch(account: Account, wish: Wish = AUTOMATIC) -> AccountStatus:
            if account.id == ONE:
                await never.wait()
            return await real(account, wish)

        made.fetcher.fetch_account = fetch  # type: ignore[method-assign]
        made.service.start()
        await made.until_over()
        assert len(made.fetcher.times(TWO)) == 3

    play(script)
