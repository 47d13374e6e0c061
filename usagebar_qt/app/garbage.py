"""Cyclic garbage is collected on the main thread alone.

Python collects wherever the next allocation happens, which may be a worker thread; what dies in such a collection is destroyed
there. Qt's objects must die on their own thread: elsewhere the process crashes (seen in 1 of 60 ends of the program: a thread of
the HTTP client was "Garbage-collecting"). So the automatic collection is off, and the main thread collects after each look at an
account. What start-up made is set aside from all later collections, so that one takes about a millisecond (measured, below 2).
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def take_over() -> None:
    """No automatic collection from here on. Before any thread is started."""
    gc.disable()


WHOLE_EVERY = 10
"""Collections. With fifty accounts on the popup one through all that lives takes 17 ms, one through what is new one or two."""
WHOLE_AT_LATEST = 300
"""Where somebody looks all the time, after so many."""


class Collector:
    """Collects when told to, on the thread that tells it."""

    def __init__(
        self,
        is_watched: Callable[[], bool] = bool,
        *,
        collect: Callable[[int], int] = gc.collect,
        freeze: Callable[[], None] = gc.freeze,
    ) -> None:
        """`is_watched`: whether somebody looks at a window, and would see a halt."""
        self._is_watched = is_watched
        self._collect = collect
        self._freeze = freeze
        self._is_settled = False
        self._count = 0

    def set_aside(self) -> None:
        """What has just been made in great numbers is taken to live on too: with fifty accounts' cards on the popup a collection
        through all that lives took 17 ms of a turn, however little of it was new."""
        self._collect(1)
        self._freeze()

    def collect(self) -> None:
        """What died since the last time; now and then, where nobody looks, all garbage there is. The first time, what is there is
        taken to live on, modules, classes, windows: to look through all of that once would hold up the first figures by 70 to
        190 ms (measured)."""
        if self._is_settled:
            self._count += 1
            is_whole = self._count >= (WHOLE_AT_LATEST if self._is_watched() else WHOLE_EVERY)
            if is_whole:
                self._count = 0
            self._collect(2 if is_whole else 1)
        else:
            self._is_settled = True
            self._freeze()
