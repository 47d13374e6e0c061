"""When a window is used: its use by hour of the day and day of the week. Pure; local time comes in as `tz`."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from usagebar_qt.domain.history import DAY, UNSEEN_SECONDS, moment_of, used_between

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from usagebar_qt.domain.history import Run

HOURS, WEEKDAYS = 24, 7
HOUR = 3_600
SHADES = 4
LOOK_BACK_SECONDS = 28 * DAY
"""Four of each weekday."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Percent of the window used in an hour on average, by weekday (0 is Monday) and hour; None where nobody ever looked."""

    rows: tuple[tuple[float | None, ...], ...]

    @property
    def busiest(self) -> tuple[int, int, float] | None:
        """Weekday, hour and percent of the highest; None where nothing was used."""
        cells = [
            (figure, -weekday, -hour)
            for weekday, row in enumerate(self.rows)
            for hour, figure in enumerate(row)
            if figure is not None
        ]
        figure, weekday, hour = max(cells, default=(0.0, 0, 0))
        return (-weekday, -hour, figure) if figure > 0 else None

    def shades(self) -> tuple[tuple[int | None, ...], ...]:
        """Of each cell: 0 nothing used, 1 to 4 by quarters of the busiest hour; None where nobody looked."""
        busiest = self.busiest
        most = busiest[2] if busiest is not None else 1.0
        return tuple(
            tuple(None if figure is None else 0 if figure <= 0 else min(SHADES, 1 + int(figure * SHADES / most)) for figure in row)
            for row in self.rows
        )


def heat_of(runs: Sequence[Run], tz: tzinfo | None = None) -> Heat:
    """`runs` of one window in order of time. What was used between two looks is spread evenly over the time between them."""
    used, seen = [[0.0] * HOURS for _ in range(WEEKDAYS)], [[0.0] * HOURS for _ in range(WEEKDAYS)]
    for run in runs:
        _spread(seen, run.at, run.until, float(run.until - run.at), tz)
    for last, run in pairwise(runs):
        if run.at - last.until <= UNSEEN_SECONDS:
            _spread(seen, last.until, run.at, float(run.at - last.until), tz)
            _spread(used, last.until, run.at, used_between(last, run), tz)
    return Heat(
        tuple(
            tuple(used[day][hour] * HOUR / seen[day][hour] if seen[day][hour] > 0 else None for hour in range(HOURS))
            for day in range(WEEKDAYS)
        )
    )


def _spread(cells: list[list[float]], start: int, end: int, amount: float, tz: tzinfo | None) -> None:
    """Adds `amount` to the hours between, each by its share."""
    at = start
    while at < end:
        moment = moment_of(at).astimezone(tz)
        into = moment.minute * 60 + moment.second
        stop = min(end, at + HOUR - into)
        cells[moment.weekday()][moment.hour] += amount * (stop - at) / (end - start)
        at = stop
