"""How the use of a window compares with the clock: pace and forecast of one window, the binding window of many."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from usagebar_qt.domain.models import QuotaWindow

EARLIEST_SHARE = 0.03
"""Before this share of a window has passed any forecast is noise, and none is made."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Where an even use of the window would stand, and where the present one leads."""

    expected_percent: float
    """0 to 100: the share of the window that has passed."""
    delta_percent: float
    """Used less expected: above 0 is over pace, below is in reserve."""
    runs_out_at: datetime | None
    """When the use so far, drawn on in a straight line, reaches 100; None where that is after the reset, or the window is full."""


def pace_of(window: QuotaWindow, at: datetime) -> Pace | None:
    """Pace on the straight line from the window's start, as of `at`; None where it would be a guess."""
    if window.resets_at is None or not window.window_seconds:
        return None
    length = float(window.window_seconds)
    elapsed = length - (window.resets_at - at).total_seconds()
    if elapsed < EARLIEST_SHARE * length or elapsed > length:
        return None
    expected = 100.0 * elapsed / length
    runs_out_at = None
    if 0 < window.used_percent < 100:
        left = (100.0 - window.used_percent) * elapsed / window.used_percent
        if left < length - elapsed:  # compared as seconds: a hair of use makes a moment beyond any calendar
            runs_out_at = at + timedelta(seconds=round(left))
    return Pace(expected, window.used_percent - expected, runs_out_at)


def binding_window(windows: Iterable[QuotaWindow], at: datetime) -> QuotaWindow | None:
    """The window that will stop the user first: already full (of several the one that resets last), else the earliest forecast of
    running out, else the highest percentage."""
    candidates = list(windows)
    full = [window for window in candidates if window.used_percent >= 100]
    if full:
        return max(full, key=lambda window: (window.resets_at is None, window.resets_at.timestamp() if window.resets_at else 0.0))
    forecasts = [(pace.runs_out_at, window) for window in candidates if (pace := pace_of(window, at)) and pace.runs_out_at]
    if forecasts:
        return min(forecasts, key=lambda pair: pair[0])[1]
    return max(candidates, key=lambda window: window.used_percent, default=None)
