"""Many that come together pass one after another, in the order of coming."""

from __future__ import annotations

import asyncio

import pytest

from usagebar_qt.services.turnstile import AT_ONCE, PAUSE_SECONDS, SPACING_SECONDS, Turnstile, spread


class Sleeper:
    """Remembers how long; a turn of the loop is long enough."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.at_once = self.most_at_once = 0

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.at_once += seconds == PAUSE_SECONDS
        self.most_at_once = max(self.most_at_once, self.at_once)
        await asyncio.sleep(0)
        self.at_once -= seconds == PAUSE_SECONDS


def test_one_passes_at_a_time_in_the_order_of_coming() -> None:
    async def script() -> None:
        sleeper, passed = Sleeper(), list[int]()
        turnstile = Turnstile(sleeper)

        async def go(number: int) -> None:
            await turnstile.after(1.0)
            passed.append(number)

        await asyncio.gather(*(go(number) for number in range(9)))
        assert passed == list(range(9))
        assert sleeper.most_at_once == 1
        assert sleeper.slept.count(PAUSE_SECONDS) == 9

    asyncio.run(script())


def test_who_has_nothing_to_wait_for_goes_at_once() -> None:
    async def script() -> None:
        sleeper = Sleeper()
        await Turnstile(sleeper).after(0.0)
        assert sleeper.slept == []

    asyncio.run(script())


def test_one_that_is_called_back_while_it_waits_holds_up_nobody() -> None:
    async def script() -> None:
        turnstile = Turnstile(Sleeper())
        waiting = [asyncio.create_task(turnstile.passed()) for _ in range(3)]
        await asyncio.sleep(0)
        waiting[0].cancel()
        waiting[1].cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting[0]
        await asyncio.wait_for(waiting[2], 5)

    asyncio.run(script())


def test_the_first_few_of_a_row_go_at_once_and_the_others_one_after_another() -> None:
    assert [spread(place) for place in range(AT_ONCE)] == [0.0] * AT_ONCE
    assert [round(spread(AT_ONCE + place), 6) for place in range(2)] == [SPACING_SECONDS, 2 * SPACING_SECONDS]
