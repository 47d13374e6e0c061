"""The kernel's own word that the wall clock was set, or that the computer has slept (Linux): a timer that is never due, but that is
cancelled by either. It costs one open file and nothing while it waits; a sleep of ours goes on for its rest after a suspend."""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import sys
import time
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

ABSOLUTE, CANCEL_ON_SET = 1, 2
"""Of `timerfd_settime` (linux/timerfd.h)."""
NEVER = 2**40
"""Seconds since 1970: in some thirty thousand years."""
COUNTER_BYTES = 8


def kernel_timer(library: Any = None) -> int | None:
    """Its file; None where the kernel has no such thing. `library`: the C library, where it is another than the process's own."""
    if sys.platform != "linux":
        return None
    import ctypes

    library = library or ctypes.CDLL(None, use_errno=True)
    try:
        file = int(library.timerfd_create(time.CLOCK_REALTIME, os.O_NONBLOCK | os.O_CLOEXEC))
    except AttributeError:  # another C library
        return None
    due = (ctypes.c_long * 4)(0, 0, NEVER, 0)  # interval and moment, each in seconds and nanoseconds
    if file < 0 or library.timerfd_settime(file, ABSOLUTE | CANCEL_ON_SET, ctypes.byref(due), None) != 0:
        if file >= 0:
            os.close(file)
        return None
    return file


class ClockWatch:
    """Calls `told` each time. Without a kernel that tells, whoever sleeps finds out when the sleep is over."""

    def __init__(
        self,
        told: Callable[[], None],
        make: Callable[[], int | None] = kernel_timer,
        read: Callable[[int, int], bytes] = os.read,
    ) -> None:
        self._told = told
        self._make = make
        self._read = read
        self._file: int | None = None

    def start(self) -> None:
        """Needs the running loop."""
        if self._file is None and (file := self._make()) is not None:
            self._file = file
            asyncio.get_running_loop().add_reader(file, self._on_readable)

    def _on_readable(self) -> None:
        if self._file is None:
            return
        try:
            self._read(self._file, COUNTER_BYTES)
        except OSError as error:
            if error.errno == errno.ECANCELED:
                log.info("the clock was set, or the computer has slept")
                self._told()

    async def aclose(self) -> None:
        """Hears no more."""
        if self._file is not None:
            asyncio.get_running_loop().remove_reader(self._file)
            os.close(self._file)
            self._file = None


class Naps:
    """Sleeps that somebody who was told may cut short."""

    def __init__(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._sleep = sleep
        self._running: set[asyncio.Future[None]] = set()

    async def rest(self, seconds: float) -> None:
        """So long, or until `cut`."""
        nap = asyncio.ensure_future(self._sleep(seconds))
        self._running.add(nap)
        try:
            await asyncio.wait([nap])
        finally:
            self._running.discard(nap)
            nap.cancel()

    def cut(self) -> None:
        """Whoever sleeps here wakes."""
        for nap in tuple(self._running):
            nap.cancel()
