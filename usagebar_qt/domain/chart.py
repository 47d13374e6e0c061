"""A window's past as lines to draw: what was seen, where nothing was seen, and where it was reset. Pure.

Moments are whole seconds since 1970 in UTC, as in `domain/history.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from usagebar_qt.domain.history import DAY, RESET_TOLERANCE_SECONDS, UNSEEN_SECONDS, same_reset
from usagebar_qt.domain.models import SESSION_SECONDS, WindowKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usagebar_qt.domain.history import Run
    from usagebar_qt.domain.models import AccountId


class Span(Enum):
    """How far back a chart looks, in seconds."""

    DAY = DAY
    WEEK = 7 * DAY
    MONTH = 30 * DAY


def span_for(kind: WindowKind, window_seconds: int | None) -> Span:
    """The span that shows a few of such windows, or one that is a month."""
    if kind is WindowKind.SESSION or (window_seconds is not None and window_seconds <= SESSION_SECONDS):
        return Span.DAY
    return Span.MONTH if kind is WindowKind.TOOLS or window_seconds is None else Span.WEEK


Line = tuple[tuple[int, float], ...]
"""Moments and percentages, in order of time."""


@dataclass(frozen=True, slots=True)
class Chart:
    """What there is to draw between two moments."""

    since: int
    until: int
    lines: tuple[Line, ...] = ()
    """Each a stretch that was seen, without a reset in it; between two of them nothing is known."""
    resets: tuple[int, ...] = ()

    @property
    def highest(self) -> tuple[int, float] | None:
        """The first moment of the highest figure; None where nothing is known."""
        return max((point for line in self.lines for point in line), key=lambda point: (point[1], -point[0]), default=None)

    @property
    def latest(self) -> tuple[int, float] | None:
        """The last that is known."""
        return self.lines[-1][-1] if self.lines else None


@dataclass(frozen=True, slots=True)
class Trends:
    """The recent past of many windows."""

    charts: Mapping[tuple[AccountId, str], Chart] = field(default_factory=dict)
    """By account and window id."""
    _by_account: Mapping[AccountId, Mapping[str, Chart]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[AccountId, dict[str, Chart]] = {}
        for (owner, window_id), chart in self.charts.items():
            found.setdefault(owner, {})[window_id] = chart
        object.__setattr__(self, "_by_account", found)

    def of(self, account_id: AccountId) -> Mapping[str, Chart]:
        """One account's, by window id."""
        return self._by_account.get(account_id, {})


def chart_of(runs: Sequence[Run], since: int, until: int) -> Chart:
    """`runs` in order of time, of one window; those outside of the time between are cut."""
    lines: list[Line] = []
    resets: list[int] = []
    line: list[tuple[int, float]] = []
    last: Run | None = None
    for run in runs:
        if run.until < since or run.at > until:
            continue
        if last is not None:
            reset = _reset_between(last, run)
            if reset is not None:
                if since <= reset <= until:
                    resets.append(reset)
                if line[-1][0] < reset <= last.until + UNSEEN_SECONDS:
                    line.append((reset, last.used_percent))  # it held until then: use only grows within a window
            if reset is not None or run.at - last.until > UNSEEN_SECONDS:
                lines.append(tuple(line))
                line = []
        for moment in (max(run.at, since), min(run.until, until)):
            if not line or line[-1][0] < moment:
                line.append((moment, run.used_percent))
        last = run
    if line:
        lines.append(tuple(line))
    return Chart(since, until, tuple(lines), tuple(resets))


def _reset_between(last: Run, run: Run) -> int | None:
    """When the window was reset between two neighbours; None where it was not, or had merely begun."""
    if last.resets_at is None or same_reset(last.resets_at, run.resets_at):
        return None
    if last.resets_at <= run.at + RESET_TOLERANCE_SECONDS:
        return max(last.until, min(last.resets_at, run.at))
    return run.at if run.used_percent < last.used_percent else None  # reset early, as providers do after trouble of theirs


def figure_at(chart: Chart, moment: int) -> float | None:
    """The figure that was last seen at this moment, on its line; None where nothing is known of it."""
    for line in chart.lines:
        if line[0][0] <= moment <= line[-1][0]:
            return [figure for seen, figure in line if seen <= moment][-1]
    return None
