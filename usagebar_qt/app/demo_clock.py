"""The demo's time: there before the rest of the demo, because the icon is."""

from __future__ import annotations

from usagebar_qt.domain.clock import FastClock, SystemClock

SPEED = 60.0
"""An hour of the scripted day in a minute."""


def demo_clock() -> FastClock:
    """Begins now."""
    return FastClock(SystemClock().now(), SPEED)
