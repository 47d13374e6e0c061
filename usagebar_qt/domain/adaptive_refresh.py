"""How often the tray program looks for news when it may choose. Pure: what is known in, an interval with its reason out.

| what is so                                                        | interval, seconds | reason       |
|-------------------------------------------------------------------|-------------------|--------------|
| the popup is open, or was within 5 min                            | 180               | `watched`    |
| a window at the warning level or above, and figures moved of late | 180               | `near_limit` |
| a window that is in use resets within 30 min                      | 300               | `near_reset` |
| figures moved within 15 min, or nothing is known yet              | 300               | `moving`     |
| a window is used up: nothing can move before it resets            | 1,800             | `used_up`    |
| a window at the warning level or above                            | 600               | `near_limit` |
| nothing moved for an hour                                         | 1,800             | `idle`       |
| else                                                              | 900               | `quiet`      |

On battery the interval doubles, 1,800 at most, unless somebody watches; the reason is then `on_battery`. A reset itself is always
looked at, a minute after it (`refresh_policy`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from usagebar_qt.domain.settings import LONGEST_ADAPTIVE_SECONDS, SHORTEST_INTERVAL_SECONDS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from usagebar_qt.domain.models import QuotaWindow

WATCHED_FOR = timedelta(minutes=5)
MOVED_WITHIN = timedelta(minutes=15)
RESET_WITHIN = timedelta(minutes=30)
IDLE_AFTER = timedelta(hours=1)
MOVES_PERCENT = 0.05
"""Percent; less than that is rounding upstream."""


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What the policy looks at beside the windows themselves."""

    watched_at: datetime | None = None
    """When the popup was last seen open."""
    moved_at: datetime | None = None
    """When the figures were last seen to move; None: not since the program knows them."""
    known_since: datetime | None = None
    """When the program first knew figures of the account; None: it knows none."""
    on_battery: bool = False


@dataclass(frozen=True, slots=True)
class Interval:
    """How long until the next look, and why."""

    seconds: int
    """180 to 1,800 (a fixed interval: 180 to 3,600)."""
    reason: str
    """As in the table, or `fixed`."""


def adaptive_interval(windows: Sequence[QuotaWindow], seen: Circumstances, warning_percent: float, now: datetime) -> Interval:
    """The table above, from its first row down."""
    found = _without_battery(windows, seen, warning_percent, now)
    if seen.on_battery and found.reason != "watched":
        return Interval(min(2 * found.seconds, LONGEST_ADAPTIVE_SECONDS), "on_battery")
    return found


def _without_battery(windows: Sequence[QuotaWindow], seen: Circumstances, warning_percent: float, now: datetime) -> Interval:
    if _within(seen.watched_at, now, WATCHED_FOR):
        return Interval(SHORTEST_INTERVAL_SECONDS, "watched")
    current = [window for window in windows if window.resets_at is None or window.resets_at > now]
    is_full = any(window.used_percent >= 100 for window in current)
    is_near = any(warning_percent <= window.used_percent < 100 for window in current)
    is_moving = seen.known_since is None or _within(seen.moved_at, now, MOVED_WITHIN)
    if is_near and is_moving and not is_full:
        return Interval(SHORTEST_INTERVAL_SECONDS, "near_limit")
    if any(window.used_percent > 0 and window.resets_at and window.resets_at - now <= RESET_WITHIN for window in current):
        return Interval(300, "near_reset")
    if is_moving and not is_full:
        return Interval(300, "moving")
    if is_full:
        return Interval(LONGEST_ADAPTIVE_SECONDS, "used_up")
    if is_near:
        return Interval(600, "near_limit")
    if _within(seen.moved_at or seen.known_since, now, IDLE_AFTER):
        return Interval(900, "quiet")
    return Interval(LONGEST_ADAPTIVE_SECONDS, "idle")


def _within(moment: datetime | None, now: datetime, span: timedelta) -> bool:
    return moment is not None and abs(now - moment) <= span  # a clock that was set back is no reason to ask more


def moved(before: Sequence[QuotaWindow], after: Sequence[QuotaWindow]) -> bool:
    """Whether a window's use has changed: grown, or begun anew."""
    known = {window.id: window.used_percent for window in before}
    return any(abs(window.used_percent - known.get(window.id, window.used_percent)) > MOVES_PERCENT for window in after)
