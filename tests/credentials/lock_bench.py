"""A folder of secrets with Claude Code's locks in it, and clocks that go only when told to."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from usagebar_qt.credentials.claude_locks import Places, Times, Watch

NOW = 1_790_000_000.0
LOOK = 0.3
"""Seconds, as often as a renewal that waits looks."""


class Bench:
    """A folder of secrets, and clocks that go only when told to."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "home" / ".claude"
        self.folder.mkdir(parents=True)
        self.places = Places.of(self.folder)
        self.wall, self.ticks = NOW, 0.0
        self.naps = 0
        self.times = Times(lambda: self.wall, lambda: self.ticks, self.nap)
        self.watch = Watch(self.times)

    def nap(self, seconds: float) -> None:
        self.naps += 1

    def forward(self, seconds: float, monotonic: float | None = None) -> None:
        """`monotonic`: where that clock goes on for another time, as in a suspend."""
        self.wall += seconds
        self.ticks += seconds if monotonic is None else monotonic

    def somebody_takes(self, path: Path, age: float = 0.0) -> Path:
        path.mkdir()
        self.somebody_touches(path, age)
        return path

    def somebody_touches(self, path: Path, age: float = 0.0) -> None:
        os.utime(path, (self.wall - age, self.wall - age))

    def wait_for(self, take: Callable[[], object], most: float = 15.0) -> float | None:
        """Seconds until something was taken, looked for as a renewal does; None after `most`."""
        began = self.ticks
        while self.ticks - began < most:
            if take():
                return self.ticks - began
            self.forward(LOOK)
        return None

    def there(self) -> list[str]:
        return sorted(place.path.name for place in self.places.all() if os.path.lexists(place.path))
