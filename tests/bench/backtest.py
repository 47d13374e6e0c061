"""How far off the forecast is, beside simpler ones, over simulated histories. Prints; asserts nothing.

    python tests/bench/backtest.py [--histories 200] [--seed 1]

Each history is one window of a made-up person: bursts of work and pauses of random length, seen every five minutes as whole
percent, now and then not seen for hours. At nine moments of the window each forecaster says how much will be used at the reset;
the truth is known, because nobody is stopped at 100 here. An error counts in points of percent, and forecasts and truth above 200
count as 200. Where the window runs out, the error of the moment counts too, in percent of the window's length ("lasts" counts as
the reset).

    forecast        `forecast_of` with the history
    two points      a line through the last two figures
    even pace       whatever was used, the rest of the window is used at an even pace
    straight line   from the window's start (`pace_of`, what the command's JSON says)

Last, how often the warning "will run out" (`is_risk`) comes, is right, is missing, and how long before.
"""

from __future__ import annotations

import argparse
import math
import random
import statistics
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, QuotaWindow, WindowKind
from usagebar_qt.domain.pace import Forecast, Sample, forecast_of
from usagebar_qt.domain.thresholds import is_risk

START = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
STEP = 300
"""Seconds between two looks."""
MOMENTS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
CEILING = 200.0


@dataclass(frozen=True, slots=True)
class Person:
    """Bursts of work and pauses, both of exponential length; a share of the plan used in an hour of work."""

    name: str
    busy_minutes: float
    idle_minutes: float
    hours: tuple[int, int] = (0, 24)
    """Of the day, between which anything is used at all."""
    days: int = 7


SESSION_PEOPLE = (
    Person("steady", 240, 10),
    Person("in bursts", 25, 35),
    Person("one long pause", 70, 80),
    Person("an agent and a lunch", 120, 45),
)
WEEK_PEOPLE = (
    Person("office hours", 90, 40, (9, 18), 5),
    Person("every evening", 80, 30, (18, 24)),
    Person("agents day and night", 600, 200),
    Person("now and then", 60, 300, (8, 23)),
)


@dataclass(frozen=True, slots=True)
class History:
    """What was used at each step since the start, beyond 100 too; and which steps were seen."""

    length: int
    used: tuple[float, ...]
    seen: tuple[bool, ...]

    @property
    def resets_at(self) -> datetime:
        return START + timedelta(seconds=self.length)

    def samples(self, step: int) -> list[Sample]:
        return [
            Sample.of(START + timedelta(seconds=number * STEP), float(int(self.used[number])))
            for number in range(step + 1)
            if self.seen[number]
        ]

    def runs_out(self) -> float:
        """Seconds since the start; the whole length where it lasts."""
        return next((number * STEP for number, used in enumerate(self.used) if used >= 100), self.length)


def simulate(person: Person, length: int, chance: random.Random) -> History:
    """One window. How much the whole of it takes varies widely: half of all below 70 %, one in five above 116 %."""
    steps = length // STEP
    busy, left, raw, seen = chance.random() < 0.5, 0.0, [0.0], [True]
    strength, hidden = 1.0, 0
    for number in range(steps):
        moment = START + timedelta(seconds=number * STEP)
        if left <= 0:
            busy = not busy
            left = chance.expovariate(1 / (person.busy_minutes if busy else person.idle_minutes)) * 60
            strength = chance.lognormvariate(0, 0.5)
        left -= STEP
        awake = person.hours[0] <= moment.hour < person.hours[1] and moment.weekday() < person.days
        raw.append(raw[-1] + (strength * chance.uniform(0.4, 1.6) if busy and awake else 0.0))
        hidden = hidden - 1 if hidden else (chance.randint(6, 60) if chance.random() < 0.004 else 0)
        seen.append(hidden == 0)
    scale = chance.lognormvariate(math.log(70), 0.6) / max(raw[-1], 1e-9)
    return History(length, tuple(value * scale for value in raw), tuple(seen))


Guess = tuple[float, float]
"""Percent at the reset, seconds since the start when it runs out."""


def line_from(used: float, slope: float, step: int, length: int) -> Guess:
    """A straight line ahead: `slope` in percent a second."""
    left = length - step * STEP
    out = step * STEP + (100 - used) / slope if slope > 0 else length
    return used + slope * left, min(length, out)


def forecast_at(history: History, step: int) -> Forecast | None:
    """What the program would say at this step."""
    samples = history.samples(step)
    kind = WindowKind.SESSION if history.length == SESSION_SECONDS else WindowKind.WEEKLY
    window = QuotaWindow(kind.value, kind, samples[-1].used_percent, history.resets_at, history.length)
    return forecast_of(window, START + timedelta(seconds=step * STEP), samples, tz=UTC)


def warned_at(history: History) -> int | None:
    """The step of the first warning; None where none comes."""
    every = max(1, history.length // STEP // 160)  # a week is looked at in steps of an hour: enough, and much quicker
    for step in range(1, len(history.used), every):
        if history.used[step] >= 100:
            return None
        if history.seen[step] and (forecast := forecast_at(history, step)) is not None and is_risk(forecast):
            return step
    return None


def guesses(history: History, step: int) -> tuple[dict[str, Guess], tuple[float, float]] | None:
    """What each forecaster says at this step, and the forecast's own range."""
    samples = history.samples(step)
    used, length = samples[-1].used_percent, history.length
    forecast = forecast_at(history, step)
    if forecast is None or len(samples) < 2:
        return None
    (before, earlier), (now, later) = samples[-2:]
    out = (forecast.runs_out_at - START).total_seconds() if forecast.runs_out_at else length
    return {
        "forecast": (forecast.percent_at_reset, out),
        "two points": line_from(used, (later - earlier) / (now - before), step, length),
        "even pace": line_from(used, 100 / length, step, length),
        "straight line": line_from(used, used / (step * STEP), step, length),
    }, (forecast.low_percent, forecast.high_percent)


def clip(percent: float) -> float:
    """As far as an error counts."""
    return min(CEILING, percent)


def run(people: tuple[Person, ...], length: int, histories: int, chance: random.Random) -> None:
    """Prints one table."""
    errors: dict[str, list[float]] = defaultdict(list)
    moments: dict[str, list[float]] = defaultdict(list)
    by_person: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    inside: list[bool] = []
    warnings: list[tuple[float, bool]] = []
    runs_outs = 0
    for person in people:
        for _ in range(histories):
            history = simulate(person, length, chance)
            truth, runs_out = clip(history.used[-1]), history.runs_out()
            runs_outs += runs_out < length
            if (warned := warned_at(history)) is not None:
                warnings.append(((runs_out - warned * STEP) / length * 100, runs_out < length))
            for share in MOMENTS:
                step = int(share * length / STEP)
                found = guesses(history, step)
                if found is None or history.used[step] >= 100:
                    continue
                said, (low, high) = found
                inside.append(low <= history.used[-1] <= high)
                for name, (percent, out) in said.items():
                    error = abs(clip(percent) - truth)
                    errors[name].append(error)
                    by_person[name][person.name].append(error)
                    if runs_out < length:
                        moments[name].append(abs(out - runs_out) / length * 100)
    print(f"\n{'session' if length == SESSION_SECONDS else 'week'}: {len(inside)} forecasts")
    print(f"{'':15}{'points at reset':>16}{'when it runs out':>18}   " + "  ".join(person.name for person in people))
    for name, found_errors in errors.items():
        parts = "  ".join(f"{statistics.fmean(by_person[name][person.name]):{len(person.name)}.1f}" for person in people)
        print(f"{name:15}{statistics.fmean(found_errors):16.1f}{statistics.fmean(moments[name]):17.1f}%   {parts}")
    ours = statistics.fmean(errors["forecast"])
    for name in ("two points", "even pace", "straight line"):
        print(f"forecast / {name}: {ours / statistics.fmean(errors[name]):.2f}")
    print(f"truth inside the forecast's range: {100 * sum(inside) / len(inside):.0f} % (80 % is meant)")
    leads = [lead for lead, right in warnings if right]
    print(
        f"warning 'will run out': {len(warnings)} in {len(people) * histories} windows, of which {runs_outs} run out; "
        f"right {len(leads) / max(1, len(warnings)):.0%}, not missed {len(leads) / max(1, runs_outs):.0%}, "
        f"half of them more than {statistics.median(leads or [0]):.0f} % of the window ahead"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--histories", type=int, default=200, help="of each person")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    run(SESSION_PEOPLE, SESSION_SECONDS, options.histories, chance)
    run(WEEK_PEOPLE, WEEK_SECONDS, max(1, options.histories // 8), chance)


if __name__ == "__main__":
    main()
