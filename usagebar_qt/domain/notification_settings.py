"""What the user wants to be told, and when not. Usable before any file is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.alert_rules import USUAL_KINDS, AlertKind, Rules
from usagebar_qt.domain.models import WindowKind

if TYPE_CHECKING:
    from datetime import tzinfo

MOST_LEVELS = 5
ANY = "*"
"""Stands for every provider, or every kind of window."""


@dataclass(frozen=True, slots=True)
class LevelOverride:
    """Other levels for a provider, a kind of window, or both."""

    levels: tuple[int, ...]
    """Percent used, 1 to 100, rising, at most five; none: no levels are told."""
    provider: str = ANY
    window: WindowKind | None = None
    """None: every kind."""


@dataclass(frozen=True, slots=True)
class NotificationSettings:
    """Everything about notifications, but for the two levels that they share with the colours."""

    enabled: bool = True
    kinds: frozenset[AlertKind] = USUAL_KINDS
    quiet_from: time | None = None
    """Local time; both or none. Until may be earlier than from: over midnight."""
    quiet_until: time | None = None
    overrides: tuple[LevelOverride, ...] = ()
    """The last that fits counts."""
    unknown: Mapping[str, Any] = field(default_factory=dict)

    def rules(self, provider: str, levels: tuple[int, ...]) -> Rules:
        """What this provider's accounts are watched for; `levels` where nothing else is set."""
        by_kind: dict[WindowKind, tuple[int, ...]] = {}
        for override in self.overrides:
            if override.provider in (ANY, provider):
                for kind in WindowKind if override.window is None else (override.window,):
                    by_kind[kind] = override.levels
        return Rules(self.kinds if self.enabled else frozenset(), levels, by_kind)

    def quiet_ends(self, now: datetime, tz: tzinfo | None = None) -> datetime | None:
        """When these quiet hours are over; None where it is not quiet now. `tz` None: this machine's zone."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return None
        here = now.astimezone(tz)
        clock = here.time().replace(tzinfo=None)
        over_midnight = self.quiet_until < self.quiet_from
        if over_midnight:
            is_quiet = clock >= self.quiet_from or clock < self.quiet_until
        else:
            is_quiet = self.quiet_from <= clock < self.quiet_until
        if not is_quiet:
            return None
        day = here.date() + timedelta(days=1 if over_midnight and clock >= self.quiet_from else 0)
        ends = datetime.combine(day, self.quiet_until)
        return ends.astimezone() if tz is None else ends.replace(tzinfo=tz)

    @classmethod
    def parse(cls, data: object) -> tuple[NotificationSettings, tuple[str, ...]]:
        """From a decoded file, with the keys whose values were not usable."""
        if not isinstance(data, Mapping):
            return cls(), ("notifications",)
        problems: list[str] = []
        enabled = data.get("enabled", True)
        if not isinstance(enabled, bool):
            problems.append("notifications.enabled")
            enabled = True
        quiet = (_time(data.get("quiet_from")), _time(data.get("quiet_until")))
        if None in quiet and any(data.get(key) is not None for key in ("quiet_from", "quiet_until")):
            problems.append("notifications.quiet_from")
            quiet = (None, None)
        overrides = _overrides(data.get("levels", []))
        if overrides is None:
            problems.append("notifications.levels")
        known = {"enabled", "off", "on", "quiet_from", "quiet_until", "levels"}
        unknown = {str(key): value for key, value in data.items() if key not in known}
        off = data.get("off", [])
        if not isinstance(off, list):
            problems.append("notifications.off")
            off = []
        on = data.get("on", [])
        if not isinstance(on, list):
            problems.append("notifications.on")
            on = []
        kinds = frozenset(kind for kind in AlertKind if (kind.value not in off if kind in USUAL_KINDS else kind.value in on))
        return cls(enabled, kinds, *quiet, overrides or (), unknown), tuple(problems)

    def to_mapping(self) -> dict[str, Any]:
        """What is written to the file."""
        return {
            **self.unknown,
            "enabled": self.enabled,
            "off": sorted(kind.value for kind in USUAL_KINDS - self.kinds),
            "on": sorted(kind.value for kind in self.kinds - USUAL_KINDS),
            "quiet_from": f"{self.quiet_from:%H:%M}" if self.quiet_from is not None else None,
            "quiet_until": f"{self.quiet_until:%H:%M}" if self.quiet_until is not None else None,
            "levels": [
                {
                    "provider": row.provider,
                    "window": row.window.value if row.window is not None else ANY,
                    "percent": list(row.levels),
                }
                for row in self.overrides
            ],
        }


def _time(value: object) -> time | None:
    if not isinstance(value, str):
        return None
    try:
        found = time.fromisoformat(value)
    except ValueError:
        return None
    return None if found.tzinfo is not None else found.replace(second=0, microsecond=0)


def _overrides(value: object) -> tuple[LevelOverride, ...] | None:
    if not isinstance(value, list):
        return None
    found = [_override(row) for row in value]
    return None if None in found else tuple(row for row in found if row is not None)


def _override(row: object) -> LevelOverride | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("percent"), list) or not isinstance(row.get("provider", ANY), str):
        return None
    levels = row["percent"]
    whole = [level for level in levels if isinstance(level, int) and not isinstance(level, bool) and 1 <= level <= 100]
    window = row.get("window", ANY)
    kinds = {kind.value: kind for kind in WindowKind}
    if len(whole) != len(levels) or len(levels) > MOST_LEVELS or not isinstance(window, str) or window not in {ANY, *kinds}:
        return None
    return LevelOverride(tuple(sorted(set(whole))), row.get("provider", ANY), kinds.get(window))
