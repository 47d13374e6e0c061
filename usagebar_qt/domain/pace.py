"""How the use of a window compares with the clock: its pace, its forecast, and the binding window of many.

`pace_of` is the straight line that the command's JSON promises. `forecast_of` is the better guess for popup and alerts: it looks
at how the window was used of late, and says how sure it is.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from usagebar_qt.domain.models import WEEK_SECONDS
from usagebar_qt.domain.work_week import EVERY_DAY, after_working, working_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import tzinfo

    from usagebar_qt.domain.models import QuotaWindow

T = TypeVar("T")

EARLIEST_SHARE = 0.03
"""Before this share of a window has passed any forecast is noise, and none is made."""
BLOCKS = 40
"""A window is looked at in so many blocks: 7.5 minutes of a session, 4.2 hours of a week."""
MOST_POINTS = 240
"""Of a history; more than six a block would change nothing but the time that it takes."""
RECENT_BLOCKS = 6
"""How far back "of late" reaches: 45 minutes of a session, a day of a week. This and the next five: tests/bench/backtest.py."""
MEMORY_BLOCKS = 2.0
"""After so many blocks a burst or a pause has faded by e, and the mean counts again."""
EVEN_BLOCKS = 4.0
"""So many blocks of an even use are mixed into the mean: a first hour of much or of nothing says less than it seems to."""
EXACT_SECONDS = 0.1
"""Moments are told in whole seconds."""
MOST_GUESSES = 12
"""Whatever the curve, the rest is halved."""
PRIOR_BLOCKS = 3.0
"""How many blocks the first guess at the spread weighs."""
PRIOR_SPREAD = 2.0
"""That guess: the variance of a block's use in squares of its mean. Use comes in bursts."""
STRETCH_SECONDS = 3_600.0
"""People work in stretches of about an hour: blocks shorter than that are alike, and the spread of their sum is the larger."""
SHORTEST_STRETCH = 1.5
"""The same in blocks where they are longer than a stretch."""
RANGE_Z = 1.28
"""The range means to hold four of five outcomes: the 10th to the 90th part of a normal spread."""


class Sample(NamedTuple):
    """One figure of a window's history."""

    at: float
    """Seconds since 1970, as runs count: hundreds of datetimes would cost more than the forecast that is made of them."""
    used_percent: float

    @classmethod
    def of(cls, moment: datetime, used_percent: float) -> Sample:
        """The figure of a moment."""
        return cls(moment.timestamp(), used_percent)


@dataclass(frozen=True, slots=True)
class Forecast:
    """Where the present use leads, with the range that holds four of five outcomes."""

    percent_at_reset: float
    """0 and up; above 100: it does not last."""
    low_percent: float
    high_percent: float
    resets_at: datetime
    runs_out_at: datetime | None
    """When 100 is reached; None: it lasts until the reset."""
    earliest_at: datetime | None
    latest_at: datetime | None
    """None: it may just as well last."""

    @property
    def reserve_percent(self) -> float:
        """What is left at the reset; below 0 what is missing."""
        return 100.0 - self.percent_at_reset

    @property
    def short_seconds(self) -> float:
        """How long before the reset it runs out; 0 where it lasts."""
        return (self.resets_at - self.runs_out_at).total_seconds() if self.runs_out_at is not None else 0.0


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


def even_percent(window: QuotaWindow, at: datetime, work_days: int = EVERY_DAY, tz: tzinfo | None = None) -> float | None:
    """Where an even use would stand at `at`, 0 to 100: the share of the window's work days that has passed, in a window of a week;
    of the clock in others. Not hidden early; None where start or reset is unknown, or `at` lies outside."""
    line = _Line.of(window, at, work_days, tz)
    return None if line is None else 100.0 * line.passed / line.length


def forecast_of(
    window: QuotaWindow, at: datetime, samples: Sequence[Sample] = (), work_days: int = EVERY_DAY, tz: tzinfo | None = None
) -> Forecast | None:
    """From the window's figures so far (`samples` of this window in any order, those outside it are left out; none: the straight
    line from its start). None in its first 3 %, where nothing is used or nothing is left, and where start or reset is unknown."""
    line = _Line.of(window, at, work_days, tz)
    if line is None or window.resets_at is None or not 0 < window.used_percent < 100:
        return None
    if min(line.passed / line.length, line.clock_share) < EARLIEST_SHARE:
        return None
    rates = _Rates.of(line.points(samples, window.used_percent), line.length / BLOCKS)
    ahead = (line.length - line.passed) / rates.block
    missing = 100.0 - window.used_percent

    def when(sigmas: float) -> datetime | None:
        blocks = _first(lambda lead: rates.use(lead, sigmas) - missing, ahead, exact=EXACT_SECONDS / rates.block)
        return None if blocks is None else line.moment(blocks * rates.block)

    low, middle, high = (window.used_percent + rates.use(ahead, sigmas) for sigmas in (-RANGE_Z, 0.0, RANGE_Z))
    return Forecast(middle, low, high, window.resets_at, when(0.0), when(RANGE_Z), when(-RANGE_Z))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What popup and alerts say of a window's future."""

    even_percent: float | None
    """Where an even pace stood when the figures were fetched."""
    pace: Pace | None
    """Like `pace_of`, but by the work week and with the forecast's moment."""
    forecast: Forecast | None


NO_OUTLOOKS: Mapping[str, Outlook] = {}


def outlook_of(
    window: QuotaWindow, at: datetime, samples: Sequence[Sample] = (), work_days: int = EVERY_DAY, tz: tzinfo | None = None
) -> Outlook:
    """Pace and forecast together, from one history."""
    even = even_percent(window, at, work_days, tz)
    forecast = forecast_of(window, at, samples, work_days, tz)
    pace = None
    if even is not None and pace_of(window, at) is not None:
        pace = Pace(even, window.used_percent - even, forecast.runs_out_at if forecast is not None else None)
    return Outlook(even, pace, forecast)


@dataclass(frozen=True, slots=True)
class _Line:
    """A window's time as seconds of use: the work days of a week, or simply the clock."""

    start: datetime
    at: datetime
    length: float
    passed: float
    clock_share: float
    days: int
    tz: tzinfo | None

    @classmethod
    def of(cls, window: QuotaWindow, at: datetime, work_days: int, tz: tzinfo | None) -> _Line | None:
        if window.resets_at is None or not window.window_seconds:
            return None
        start = window.resets_at - timedelta(seconds=window.window_seconds)
        if not start <= at <= window.resets_at:
            return None
        days = work_days if window.window_seconds == WEEK_SECONDS else EVERY_DAY
        length, passed = (working_seconds(start, end, days, tz) for end in (window.resets_at, at))
        return cls(start, at, length, passed, (at - start).total_seconds() / window.window_seconds, days, tz)

    def moment(self, seconds: float) -> datetime:
        """`seconds` of use after now."""
        return after_working(self.at, round(seconds), self.days, self.tz)

    def points(self, samples: Sequence[Sample], used: float) -> list[tuple[float, float]]:
        """(seconds of use since the start, percent), from nothing at the start to what is used now. Use only grows: what a
        glitch says beyond that is cut off."""
        points, highest = [(0.0, 0.0)], 0.0
        start, end, is_clock = self.start.timestamp(), self.at.timestamp(), self.days >= EVERY_DAY
        known = sorted(pair for pair in samples if start <= pair[0] < end and math.isfinite(pair[1]))
        for at, percent in looked_at(known):
            if highest < percent:
                highest = min(percent, used)
            if is_clock:
                points.append((at - start, highest))
            else:
                points.append((working_seconds(self.start, datetime.fromtimestamp(at, UTC), self.days, self.tz), highest))
        return [*points, (self.passed, used)]


@dataclass(frozen=True, slots=True)
class _Rates:
    """How fast a window is used, in percent a block of time."""

    block: float
    """Seconds of use."""
    mean: float
    """Since the window's start."""
    recent: float
    variance: float
    """Of a block's use."""
    count: float
    """How many blocks the mean rests on, the prior's among them."""

    @classmethod
    def of(cls, points: Sequence[tuple[float, float]], block: float) -> _Rates:
        passed, used = points[-1]
        blocks = passed / block
        # Without a history there is the straight line alone: what the command says.
        mean = (used + EVEN_BLOCKS * (100.0 / BLOCKS)) / (blocks + EVEN_BLOCKS) if len(points) > 2 else used / blocks
        grid = _read(points, [passed - number * block for number in range(math.floor(blocks) + 1)])
        uses = [later - earlier for later, earlier in pairwise(grid)]
        count = len(uses) + PRIOR_BLOCKS
        variance = (sum((use - mean) ** 2 for use in uses) + PRIOR_BLOCKS * PRIOR_SPREAD * mean**2) / count
        return cls(block, mean, _slope(grid[: RECENT_BLOCKS + 1], mean), variance, count)

    def use(self, lead: float, sigmas: float) -> float:
        """Percent used in the next `lead` blocks, so many standard deviations off the middle; never below 0."""
        fading = MEMORY_BLOCKS * -math.expm1(-lead / MEMORY_BLOCKS)
        spread = math.sqrt(self.variance * (max(SHORTEST_STRETCH, STRETCH_SECONDS / self.block) * lead + lead**2 / self.count))
        return max(0.0, self.mean * lead + (self.recent - self.mean) * fading + sigmas * spread)


def _slope(grid: Sequence[float], otherwise: float) -> float:
    """Theil and Sen's: the median of the slopes between all pairs of points (newest first, a block apart). One jump among many
    steps does not move it, as it would move a line through two points or least squares."""
    slopes = sorted(
        (grid[newer] - grid[older]) / (older - newer) for newer in range(len(grid)) for older in range(newer + 1, len(grid))
    )
    if not slopes:
        return otherwise
    half = len(slopes) // 2
    return slopes[half] if len(slopes) % 2 else (slopes[half - 1] + slopes[half]) / 2


def _read(points: Sequence[tuple[float, float]], places: Sequence[float]) -> list[float]:
    """The curve through the points, at each place: straight between two of them."""
    xs, ys = zip(*points, strict=True)
    last, found = len(xs) - 1, []
    for place in places:
        if place >= xs[last]:
            found.append(ys[last])
            continue
        after = max(1, bisect_right(xs, place))  # none is beyond the last
        x0, x1, y0 = xs[after - 1], xs[after], ys[after - 1]
        share = 0.0 if x1 <= x0 else max(0.0, (place - x0) / (x1 - x0))
        found.append(y0 + share * (ys[after] - y0))
    return found


def _first(above: Callable[[float], float], end: float, *, exact: float) -> float | None:
    """The smallest lead up to `end` at which `above` is 0 or more, to `exact`; None where it is not so at the end.

    By regula falsi (with Illinois' halving), which looks at seven places where bisection looks at twenty; each is kept at least
    `exact` away from those known, so that what is near enough ends it."""
    at_low, at_high = above(0.0), above(end)
    if at_high < 0:
        return None
    low, high, tries, moved = 0.0, end, 0, 0
    while high - low > exact:
        tries += 1
        share = -at_low / (at_high - at_low) if tries <= MOST_GUESSES and at_high > at_low else 0.5
        place = min(max(low + share * (high - low), low + exact), high - exact) if high - low > 2 * exact else (low + high) / 2
        value = above(place)
        if value >= 0:
            high, at_high = place, value
            at_low /= 2 if moved > 0 else 1
            moved = 1
        else:
            low, at_low = place, value
            at_high /= 2 if moved < 0 else 1
            moved = -1
    return high


def looked_at(known: Sequence[T]) -> Sequence[T]:
    """Of points in order of time as many as a forecast looks at, evenly spread, the newest among them."""
    stride = -(-len(known) // MOST_POINTS) or 1
    return known[(len(known) - 1) % stride :: stride]


def known_pace(window: QuotaWindow, at: datetime, outlooks: Mapping[str, Outlook] = NO_OUTLOOKS) -> Pace | None:
    """The outlook's pace where the window has one; else the straight line."""
    outlook = outlooks.get(window.id)
    return outlook.pace if outlook is not None else pace_of(window, at)


def binding_window(
    windows: Iterable[QuotaWindow], at: datetime, outlooks: Mapping[str, Outlook] = NO_OUTLOOKS
) -> QuotaWindow | None:
    """The window that will stop the user first: already full (of several the one that resets last), else the earliest forecast of
    running out, else the highest percentage."""
    candidates = list(windows)
    full = [window for window in candidates if window.used_percent >= 100]
    if full:
        return max(full, key=lambda window: (window.resets_at is None, window.resets_at.timestamp() if window.resets_at else 0.0))
    forecasts = [
        (pace.runs_out_at, window) for window in candidates if (pace := known_pace(window, at, outlooks)) and pace.runs_out_at
    ]
    if forecasts:
        return min(forecasts, key=lambda pair: pair[0])[1]
    return max(candidates, key=lambda window: window.used_percent, default=None)
