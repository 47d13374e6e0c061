"""The demo's past: a month of made-up working days that ends where the scripted day begins. Pure, and the same every time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.domain.history import DAY, Run, moment_of
from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, AccountId, WindowKind
from usagebar_qt.engine.history_store import Series

if TYPE_CHECKING:
    from collections.abc import Mapping

PAST_DAYS = 30
EVERY = 900
"""Seconds between two looks."""
AN_HOUR = 3_600
MONTH_SECONDS = 30 * DAY
MOODS = (1.0, 0.7, 1.25, 0.55, 1.1, 0.85)
"""No two days and no two weeks are alike."""


@dataclass(frozen=True, slots=True)
class Script:
    """How one window was used, and where that has led to."""

    series: Series
    length: int
    """Seconds of one window."""
    resets_in: int
    """Seconds after the demo's start."""
    now_percent: float
    per_hour: float
    """Percent in an hour of full work."""


def _scripts() -> tuple[Script, ...]:
    claude, zai = AccountId("claude"), AccountId("zai")
    hour = 3_600
    return (
        Script(Series(claude, "session", WindowKind.SESSION, None), SESSION_SECONDS, 3 * hour + 720, 31.0, 17.0),
        Script(Series(claude, "weekly", WindowKind.WEEKLY, None), WEEK_SECONDS, 62 * hour, 58.0, 1.6),
        Script(Series(claude, "weekly:fable", WindowKind.WEEKLY_SCOPED, "Fable"), WEEK_SECONDS, 62 * hour, 71.0, 1.9),
        Script(Series(zai, "session", WindowKind.SESSION, None), SESSION_SECONDS, 4 * hour + 600, 12.0, 11.0),
        Script(Series(zai, "weekly", WindowKind.WEEKLY, None), WEEK_SECONDS, 99 * hour, 31.0, 1.0),
        Script(Series(zai, "mcp", WindowKind.TOOLS, None), MONTH_SECONDS, 17 * DAY, 21.2, 0.2),
    )


def demo_past(start: int) -> Mapping[Series, tuple[Run, ...]]:
    """`start`: the demo's beginning, in seconds since 1970."""
    return {script.series: past_of(script, start) for script in _scripts()}


def past_of(script: Script, start: int) -> tuple[Run, ...]:
    """Of one window; it ends at `start`, with the script's figure."""
    reset = start + script.resets_in
    looks: list[tuple[int, float, int]] = []
    used, current = 0.0, 0
    for at in range(start - PAST_DAYS * DAY, start + 1, EVERY):
        mine = reset - (reset - at - 1) // script.length * script.length
        if mine != current:
            used, current = 0.0, mine
        used += script.per_hour * EVERY / 3_600 * _work(at) * MOODS[mine // DAY % len(MOODS)]
        looks.append((at, used, mine))
    last = looks[-1][1]
    begun = max(reset - script.length, looks[0][0])
    has_worked = sum(_work(at) > 0 for at in range(begun, start + 1, EVERY)) * EVERY > AN_HOUR

    def shown(at: int, used: float, mine: int) -> float:
        """The window that runs now ends where the scripted day begins, also where nobody can have worked in it so much by then."""
        if mine != reset:
            return _percent(used)
        return _percent(script.now_percent * (used / last if has_worked else (at - begun) / (start - begun)))

    return _joined([(at, shown(at, used, mine), mine) for at, used, mine in looks])


def _percent(used: float) -> float:
    return round(min(100.0, used), 1)


def _work(at: int) -> float:
    """How busy somebody in UTC is, 0 to 1.5."""
    moment = moment_of(at)
    if not 8 <= moment.hour < 18 or moment.hour == 12:
        return 0.0
    return (0.2 if moment.weekday() >= 5 else 1.0) * MOODS[(moment.day + moment.hour) % len(MOODS)]


def _joined(looks: list[tuple[int, float, int]]) -> tuple[Run, ...]:
    """A stretch without a change is one run."""
    runs: list[Run] = []
    for at, used, reset in looks:
        if runs and (runs[-1].used_percent, runs[-1].resets_at) == (used, reset):
            runs[-1] = runs[-1]._replace(until=at)
        else:
            runs.append(Run(at, at, used, reset))
    return tuple(runs)
