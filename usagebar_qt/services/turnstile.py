"""Many accounts' answers, one after another: what comes in together must not be shown in one turn of the event loop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

AT_ONCE = 4
SPACING_SECONDS = 0.1
"""Real seconds. Of many accounts so many are asked at once, then one after another: no turn has all answers (measured)."""
PAUSE_SECONDS = 0.004
"""Real seconds, in which the loop turns for everything else."""


class Turnstile:
    """Takes a moment for each, in the order of coming."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep) -> None:
        self._sleep = sleep
        self._lock = asyncio.Lock()

    async def after(self, seconds: float) -> None:
        """None to wait: at once. Else one of those who have waited after another: on a busy machine all moments end together."""
        if seconds > 0:
            await self._sleep(seconds)
            await self.passed()

    async def passed(self) -> None:
        """In a turn of the loop in which nobody else passes."""
        async with self._lock:
            await self._sleep(PAUSE_SECONDS)


def spread(place: int) -> float:
    """Real seconds that the account in this place of a row waits."""
    return max(0, place + 1 - AT_ONCE) * SPACING_SECONDS
