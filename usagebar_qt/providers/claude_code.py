"""Claude Code itself as a source of figures: its note in `.claude.json`, and what it hands to its status line (contracts A9)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, QuotaWindow, Source, UsageSnapshot, WindowKind
from usagebar_qt.providers.claude_desktop import ClaudeDesktop, samples_file
from usagebar_qt.providers.values import LARGEST_PERCENT

if TYPE_CHECKING:
    from pathlib import Path

    from usagebar_qt.credentials.claude_store import ClaudeStore
    from usagebar_qt.domain.models import Account

WINDOWS = {
    "five_hour": ("session", WindowKind.SESSION, SESSION_SECONDS),
    "seven_day": ("weekly", WindowKind.WEEKLY, WEEK_SECONDS),
}


class ClaudeCode:
    """The `Companion` of Claude."""

    def __init__(self, store: ClaudeStore) -> None:
        self._store = store
        self._desktop: ClaudeDesktop | None = None

    def cached_usage(self, account: Account, newer_than: datetime | None) -> tuple[UsageSnapshot, ...]:
        """Its note of its own last look, which names its account, and Claude Desktop's samples, which name an organisation."""
        config_dir = account.options.get("config_dir") or None
        if self._desktop is None:
            self._desktop = ClaudeDesktop(samples_file(self._store.home, self._store.platform))
        desktop = self._desktop.newest(self._store.own_organization(config_dir))
        if desktop is not None and newer_than is not None and desktop.fetched_at <= newer_than:
            desktop = None
        return tuple(found for found in (self._noted(config_dir, newer_than), desktop) if found is not None)

    def _noted(self, config_dir: str | None, newer_than: datetime | None) -> UsageSnapshot | None:
        cached = self._store.cached_usage(config_dir)
        if cached is None or (newer_than is not None and cached.fetched_at <= newer_than):
            return None
        from usagebar_qt.providers import claude_payload

        windows, credits_ = claude_payload.map_windows(cached.body), claude_payload.map_credits(cached.body)
        if not windows and not credits_:
            return None
        return UsageSnapshot(cached.fetched_at, Source.CLAUDE_CODE_CACHE, windows, credits_)

    def handed_over(self, payload: Mapping[str, Any], now: datetime) -> tuple[QuotaWindow, ...]:
        """`rate_limits` of its status line: session and week."""
        return windows_handed_over(payload, now)

    def status_line_file(self, account: Account) -> Path:
        """Its settings of this user."""
        return self._store.config_folder(account.options.get("config_dir") or None) / "settings.json"


def windows_handed_over(payload: Mapping[str, Any], now: datetime) -> tuple[QuotaWindow, ...]:
    """Session and week in `rate_limits`, each on its own; a window whose reset lies in the past says nothing of now. Pure, and
    without pydantic: it runs at every prompt."""
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
