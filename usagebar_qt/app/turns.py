"""What asyncio wants to be called, soon or later, on Qt's event loop: one queue and one timer for all of it.

qasync starts a timer of Qt for each call, and lets one whose call was taken back run to its end: seventy for a refresh of two
accounts, a fifth of what that cost on the main thread (docs/decisions/042-one-timer-for-all-calls.md).
"""

from __future__ import annotations

import heapq
import math
from collections import deque
from itertools import count
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from PySide6.QtCore import QTimerEvent

EARLY = 0.05
"""Of its time a call may come earlier, as Qt's own coarse timers do: what is due at nearly the same moment wakes the machine
once."""


LOOKED_THROUGH_FROM = 64
"""So many calls to come are kept before those that were taken back are looked for; after that, twice those that were left."""


class Turns(QObject):
    """Calls are made in the order in which they were wished; those of one turn without Qt's events between them, those that they
    wish in the next turn."""

    def __init__(self, clock: Callable[[], float]) -> None:
        super().__init__()
        self._clock = clock
        self._soon: deque[asyncio.Handle] = deque()
        self._later: list[tuple[float, int, float, asyncio.TimerHandle]] = []
        """Moment, number (no two calls are compared), earliest moment, call."""
        self._look_through_at = LOOKED_THROUGH_FROM
        self._numbers = count()
        self._turn = 0
        """Qt's timer for the next turn; 0 while nothing is to be called soon."""
        self._alarm = 0
        self._alarm_at = math.inf
        self._is_woken = False
        self._has_ended = False

    # -- wishes -----------------------------------------------------------------------------------------------------
    def add(self, handle: asyncio.Handle) -> None:
        """At the next turn. On the loop's thread."""
        self._soon.append(handle)
        if not self._turn and not self._has_ended:
            self._turn = self.startTimer(0)

    def add_from_thread(self, handle: asyncio.Handle) -> None:
        """The same from any thread. After the end nobody waits for it any more."""
        self._soon.append(handle)
        if not self._is_woken and not self._has_ended:
            self._is_woken = True
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))

    def add_later(self, handle: asyncio.TimerHandle) -> None:
        """At its time. On the loop's thread."""
        if len(self._later) >= self._look_through_at:
            self._drop_taken_back()
        now, when = self._clock(), handle.when()
        heapq.heappush(self._later, (when, next(self._numbers), when - EARLY * (when - now), handle))
        if when < self._alarm_at:
            self._set_alarm(now)

    def _drop_taken_back(self) -> None:
        """A deadline that was met would otherwise keep what it was for alive until its time."""
        self._later = [wish for wish in self._later if not wish[3].cancelled()]
        heapq.heapify(self._later)
        self._look_through_at = max(LOOKED_THROUGH_FROM, 2 * len(self._later))

    # -- turns ------------------------------------------------------------------------------------------------------
    def timerEvent(self, event: QTimerEvent) -> None:
        """A turn, or a moment has come."""
        if event.timerId() == self._alarm:
            self._call_up()
            self._make_turn(2)
        else:
            self._make_turn(1)

    def customEvent(self, _event: QEvent) -> None:
        """Another thread has wished something."""
        self._is_woken = False  # first: what comes from here on wakes anew
        self._make_turn(2)

    def _call_up(self) -> None:
        """Puts into the queue whose moment has come. Qt's timer has its own idea of time: what it was set for has come."""
        now = max(self._clock(), self._alarm_at)
        while self._later and (self._later[0][2] <= now or self._later[0][3].cancelled()):
            self._soon.append(heapq.heappop(self._later)[3])
        self._set_alarm(now)

    def _make_turn(self, rounds: int) -> None:
        """Two where a thread is done or a time has come: the first only tells whoever waits, and the second lets them go on."""
        try:
            for _ in range(rounds):
                for _ in range(len(self._soon)):
                    handle = self._soon.popleft()
                    if not handle.cancelled():
                        handle._run()  # noqa: SLF001 - what every loop of asyncio's calls
        finally:  # also when the program is told to end amid them
            if self._soon and not self._turn and not self._has_ended:
                self._turn = self.startTimer(0)
            elif not self._soon and self._turn:
                self.killTimer(self._turn)
                self._turn = 0

    def _set_alarm(self, now: float) -> None:
        if self._alarm:
            self.killTimer(self._alarm)
        self._alarm, self._alarm_at = 0, math.inf
        if self._later and not self._has_ended:
            self._alarm_at = self._later[0][0]
            self._alarm = self.startTimer(max(0, math.ceil((self._alarm_at - now) * 1000)))

    def end(self) -> None:
        """Nothing is called any more."""
        self._has_ended = True
        for timer in (self._turn, self._alarm):
            if timer:
                self.killTimer(timer)
        self._turn = self._alarm = 0
        self._soon.clear()
        self._later.clear()
