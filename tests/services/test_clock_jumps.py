"""The wall clock jumps, the computer sleeps, it has been up for a year: the loop and the engine together, on a clock of our own."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.engine.test_fetching import Bed as Engine
from tests.fakes import CLAUDE_LIKE, KEY_LIKE, START, Direct, FakeClock
from tests.services.test_refresh import ONE, TWO, Sleeper, Spawned
from usagebar_qt.domain.errors import RateLimited, UsageError
from usagebar_qt.domain.models import AccountState, AccountStatus
from usagebar_qt.domain.settings import Settings
from usagebar_qt.services.refresh import LONGEST_SLEEP_SECONDS, RefreshService

if TYPE_CHECKING:
    from pathlib import Path

HOUR, DAY = 3_600.0, 86_400.0
TO_1970 = (datetime(1970, 1, 2, tzinfo=UTC) - START).total_seconds()
YEAR_OF_UPTIME = 400 * DAY
JUMP_AT = 1_000.0
"""Seconds after the start."""
WHOLE = 7_200.0
REGULAR = (WHOLE - JUMP_AT) / 300
"""Looks of the fixed interval from the jump to the end."""


class Bed:
    """The loop over the real engine; `jump` is done to the wall clock alone, once."""

    def __init__(self, folder: Path, *, jump: float, uptime: float = 0.0) -> None:
        self.engine = Engine(folder, Direct())  # type: ignore[arg-type]  # threads would go on while time jumps
        self.clock: FakeClock = self.engine.clock
        self.clock.ticks = uptime
        self.sleeper = Sleeper(self.clock, WHOLE)
        self.sleeper.before = self._maybe_jump
        self.service = RefreshService(
            fetcher=self.engine.fetcher,
            infos=(CLAUDE_LIKE, KEY_LIKE),
            workers=Direct(),
            clock=self.clock,
            tasks=Spawned(),
            settings=Settings(),
            sleep=self.sleeper,
            chance=lambda: 0.5,
        )
        self._jump: float | None = jump
        self._jumps_at = uptime + JUMP_AT
        self.counts: tuple[int, int] = (0, 0)
        """Requests at the jump, of both providers."""
        self.nearest = float("inf")
        """The smallest countdown that the footer could have shown in the half hour after the jump was seen, in seconds."""

    def requests(self) -> tuple[int, int]:
        return len(self.engine.provider.asked), len(self.engine.keyed.asked)

    def _maybe_jump(self) -> None:
        if self._jump is not None and self.clock.ticks >= self._jumps_at:
            self.clock.wall += timedelta(seconds=self._jump)
            self._jump, self.counts = None, self.requests()
        is_seen = self._jump is None and 120 < self.clock.ticks - self._jumps_at < 1_800
        if is_seen and (soonest := self.service.next_look()) is not None:
            self.nearest = min(self.nearest, (soonest[0] - self.clock.now()).total_seconds())

    def status(self, name: object) -> AccountStatus:
        return next(status for status in self.service.statuses if status.id == name)

    def play(self) -> None:
        async def script() -> None:
            self.service.start()
            await self.sleeper.over.wait()
            await self.service.aclose()

        asyncio.run(asyncio.wait_for(script(), 30))


@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY, TO_1970, -2.0, 400 * DAY], ids=str)
def test_a_jump_of_the_clock_costs_one_request_and_the_rhythm_goes_on(tmp_path: Path, jump: float) -> None:
    bed = Bed(tmp_path, jump=jump)
    bed.play()
    for before, after in zip(bed.counts, bed.requests(), strict=True):
        assert after - before <= REGULAR + 1
    for name in (ONE, TWO):
        status = bed.status(name)
        assert (status.state, status.error) == (AccountState.OK, None)
        assert status.snapshot is not None
        assert timedelta(0) <= bed.clock.now() - status.snapshot.fetched_at <= timedelta(seconds=330)
    assert bed.nearest >= 0


@pytest.mark.parametrize("jump", [-HOUR, -DAY, TO_1970], ids=str)
def test_a_clock_set_back_within_a_rate_limit_asks_nobody_and_the_countdown_goes_to_its_end(tmp_path: Path, jump: float) -> None:
    bed = Bed(tmp_path, jump=jump)
    limited: list[UsageError | float] = [RateLimited("4400"), 50.0]
    bed.engine.provider.answers, bed.engine.keyed.answers = limited[:], limited[:]
    asked_at: list[float] = []
    bed.engine.provider.on_fetch = lambda: asked_at.append(bed.clock.ticks)
    bed.play()
    first, second = asked_at[:2]
    assert first == 0
    assert JUMP_AT + 4_400 <= second <= JUMP_AT + 4_600, "the longest wait, counted from the jump"
    assert [bed.status(name).state for name in (ONE, TWO)] == [AccountState.OK, AccountState.OK]
    assert bed.nearest > 60, "it looks again and again, and says so"


def test_after_a_year_of_uptime_nothing_is_different(tmp_path: Path) -> None:
    young, old = Bed(tmp_path / "young", jump=0.0), Bed(tmp_path / "old", jump=0.0, uptime=YEAR_OF_UPTIME)
    young.play()
    old.play()
    assert old.requests() == young.requests()
    assert [round(seconds, 3) for seconds in old.sleeper.slept] == [round(seconds, 3) for seconds in young.sleeper.slept]


def test_a_reset_that_passed_while_the_computer_slept_is_looked_at_once(tmp_path: Path) -> None:
    """The fake's window resets two hours after it was fetched."""
    bed = Bed(tmp_path, jump=3 * HOUR)
    bed.play()
    for before, after in zip(bed.counts, bed.requests(), strict=True):
        assert after - before <= REGULAR + 1
    snapshot = bed.status(ONE).snapshot
    assert snapshot is not None
    assert all(window.resets_at is not None and window.resets_at > bed.clock.now() for window in snapshot.windows)


def test_who_is_woken_looks_at_the_clock_at_once_and_asks_after_a_moment_for_the_network(tmp_path: Path) -> None:
    bed = Bed(tmp_path, jump=0.0)
    sleeps: list[float] = []
    hold = asyncio.Event()
    is_over = asyncio.Event()

    async def sleep(seconds: float) -> None:
        sleeps.append(seconds)
        if len(sleeps) == 1:  # the pause after the first look
            return
        if seconds == LONGEST_SLEEP_SECONDS and len(bed.engine.provider.asked) == 1:
            bed.clock.wall += timedelta(hours=8)
            asyncio.get_running_loop().call_soon(service.wake)
            await hold.wait()  # never over by itself: a timer that stood still with the computer
        if len(bed.engine.provider.asked) > 1:
            is_over.set()
            await hold.wait()

    service = RefreshService(
        fetcher=bed.engine.fetcher,
        infos=(CLAUDE_LIKE,),
        workers=Direct(),
        clock=bed.clock,
        tasks=Spawned(),
        settings=Settings(),
        sleep=sleep,
        chance=lambda: 0.5,
    )

    async def script() -> None:
        service.start()
        await is_over.wait()
        await service.aclose()

    asyncio.run(asyncio.wait_for(script(), 10))
    assert len(bed.engine.provider.asked) == 2
    assert sleeps[1:3] == [LONGEST_SLEEP_SECONDS, 6.0]
