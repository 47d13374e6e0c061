"""What this process has read and whom it has asked: for a person who wants to know. In memory alone; names and times, no content.

One for the process, as the log is: who reads a file need not know who wants to hear of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from usagebar_qt.domain.clock import SystemClock

if TYPE_CHECKING:
    from datetime import datetime

    from usagebar_qt.domain.clock import Clock

MOST = 200
"""Entries; beyond it the one that was noted longest ago goes. A usual day has a dozen."""


class Act(StrEnum):
    """What was done."""

    FILE = "file"
    KEYRING = "keyring"
    HOST = "host"


@dataclass(frozen=True, slots=True)
class Entry:
    """One file, entry of the keyring, or host."""

    act: Act
    name: str
    """A path, the entry's name, or `host` with its port where that is not the usual one."""
    count: int
    last_at: datetime


class Ledger:
    """May be written from any thread."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._found: dict[tuple[Act, str], tuple[int, datetime]] = {}

    def note(self, act: Act, name: str) -> None:
        """It happened just now."""
        now = self._clock.now()
        with self._lock:
            count, _ = self._found.pop((act, name), (0, now))
            self._found[act, name] = (count + 1, now)
            while len(self._found) > MOST:
                del self._found[next(iter(self._found))]

    def entries(self) -> tuple[Entry, ...]:
        """The latest first."""
        with self._lock:
            found = [Entry(act, name, count, last) for (act, name), (count, last) in self._found.items()]
        return tuple(reversed(found))


LEDGER = Ledger(SystemClock())
