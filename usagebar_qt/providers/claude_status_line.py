"""What Claude Code hands to a status line on standard input (contracts A9). Pure, and without pydantic: it runs at every prompt."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, QuotaWindow, WindowKind
from usagebar_qt.providers.values import LARGEST_PERCENT

WINDOWS = {
    "five_hour": ("session", WindowKind.SESSION, SESSION_SECONDS),
    "seven_day": ("weekly", WindowKind.WEEKLY, WEEK_SECONDS),
}


def windows_handed_over(payload: Mapping[str, Any], now: datetime) -> tuple[QuotaWindow, ...]:
    """Session and week in `rate_limits`, each on its own. A window whose reset lies in the past says nothing of now."""
    limits = payload.get("rate_limits")
    if not isinstance(limits, Mapping):
        return ()
    found = []
    for key, (name, kind, seconds) in WINDOWS.items():
        row = limits.get(key)
        used = _number(row.get("used_percentage")) if isinstance(row, Mapping) else None
        if used is None or not 0 <= used <= LARGEST_PERCENT:
            continue
        resets_at = _moment(row.get("resets_at"), now, seconds) if isinstance(row, Mapping) else None
        if resets_at is not None:
            found.append(QuotaWindow(name, kind, used, resets_at, seconds))
    return tuple(found)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value) if abs(value) < 1e15 else math.nan
    return number if math.isfinite(number) else None


def _moment(value: object, now: datetime, longest: int) -> datetime | None:
    """Epoch seconds, ahead of now and no further than the window is long (and an hour, for clocks that differ)."""
    seconds = _number(value)
    if seconds is None or not 0 < seconds - now.timestamp() <= longest + 3_600:
        return None
    return datetime.fromtimestamp(round(seconds), UTC)
