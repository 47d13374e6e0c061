"""What a chart of the past says in words, and the words along its time axis. Pure; local time comes in as `tz`."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from usagebar_qt.domain.chart import Span, figure_at
from usagebar_qt.domain.history import moment_of, seconds_of
from usagebar_qt.domain.work_week import EVERY_DAY
from usagebar_qt.wording.formatting import clock_time, day_text, hour_text, local, percent
from usagebar_qt.wording.manner import manner
from usagebar_qt.wording.sentence import QT_TRANSLATE_N_NOOP, QT_TRANSLATE_NOOP, Sentence, counted, spoken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

    from usagebar_qt.domain.chart import Chart
    from usagebar_qt.domain.heat import Heat
    from usagebar_qt.domain.what_if import Budget, Outcome
    from usagebar_qt.wording.manner import LocaleFacts

TITLE = QT_TRANSLATE_NOOP("wording", "History")
WINDOW_LABEL = QT_TRANSLATE_NOOP("wording", "Which window")
SPAN_LABELS = {
    Span.DAY: QT_TRANSLATE_NOOP("wording", "Day"),
    Span.WEEK: QT_TRANSLATE_NOOP("wording", "Week"),
    Span.MONTH: QT_TRANSLATE_NOOP("wording", "Month"),
}
SPAN_HINTS = {
    Span.DAY: QT_TRANSLATE_NOOP("wording", "The last 24 hours"),
    Span.WEEK: QT_TRANSLATE_NOOP("wording", "The last 7 days"),
    Span.MONTH: QT_TRANSLATE_NOOP("wording", "The last 30 days"),
}
HOURS_LABEL = QT_TRANSLATE_NOOP("wording", "Hours")
HOURS_HINT = QT_TRANSLATE_NOOP("wording", "By weekday and hour, the last four weeks")
READING = QT_TRANSLATE_NOOP("wording", "Reading the history…")
EMPTY = QT_TRANSLATE_NOOP(
    "wording", "Nothing is known of this time yet. The line begins with the first figures and grows with every look."
)
NO_WINDOWS = QT_TRANSLATE_NOOP("wording", "There is no history yet. It begins with the first figures.")
_LEGEND = QT_TRANSLATE_NOOP("wording", "Dashed: {levels}. Marks at the bottom: resets. Where there is no line, nobody looked.")
_LEGEND_WITHOUT_LEVELS = QT_TRANSLATE_NOOP("wording", "Marks at the bottom: resets. Where there is no line, nobody looked.")
KEYS = QT_TRANSLATE_NOOP("wording", "The arrow keys read the figures along the line; Home and End go to its ends.")
HEAT_LEGEND = QT_TRANSLATE_NOOP(
    "wording", "The larger and the stronger a square, the more was used in that hour; a dot: nothing was used."
)
HEAT_KEYS = QT_TRANSLATE_NOOP("wording", "The arrow keys read the hours.")
SET_ASIDE = QT_TRANSLATE_NOOP("wording", "An earlier history could not be read. It is kept as {name}.")
HEAT_EMPTY = QT_TRANSLATE_NOOP("wording", "Too little is known of the last four weeks. It fills with every look.")
_NO_RESET = QT_TRANSLATE_NOOP("wording", "No reset.")
_RESETS = QT_TRANSLATE_N_NOOP("wording", "One reset.", "{count} resets.")
HOURS_BETWEEN_TICKS = 4
DAYS_BETWEEN_TICKS = 5


def legend(levels: Sequence[float]) -> Sentence:
    """How to read the chart; `levels`: where its dashed lines are."""
    if not levels:
        return Sentence(_LEGEND_WITHOUT_LEVELS)
    return Sentence(_LEGEND, {"levels": ", ".join(map(percent, levels))})


def summary(chart: Chart, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None) -> Sentence:
    """The chart in a sentence or two, for everybody and for a screen reader."""
    highest, latest = chart.highest, chart.latest
    if highest is None or latest is None:
        return Sentence(EMPTY)
    params = {
        "highest": percent(highest[1]),
        "when": clock_time(moment_of(highest[0]), now, tz, facts),
        "latest": percent(latest[1]),
        "seen": clock_time(moment_of(latest[0]), now, tz, facts),
        "resets": counted(_RESETS, len(chart.resets)) if chart.resets else spoken(_NO_RESET),
    }
    return Sentence(QT_TRANSLATE_NOOP("wording", "Highest {highest}, {when}. Last seen {latest}, {seen}. {resets}"), params)


def reading(chart: Chart, moment: int, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None) -> Sentence:
    """What the cursor stands on: `Thu 14:20: 34 % used`."""
    params = {"when": clock_time(moment_of(moment), now, tz, facts)}
    figure = figure_at(chart, moment)
    if figure is None:
        return Sentence(QT_TRANSLATE_NOOP("wording", "{when}: nobody looked"), params)
    return Sentence(QT_TRANSLATE_NOOP("wording", "{when}: {percent} used"), params | {"percent": percent(figure)})


def ticks(
    since: int, until: int, span: Span, tz: tzinfo | None = None, facts: LocaleFacts | None = None
) -> tuple[tuple[int, str], ...]:
    """Moments along the time axis with their words: every four hours, every midnight, or every fifth one; in local time."""
    first, last = local(moment_of(since), tz), local(moment_of(until), tz)
    found: list[tuple[int, str]] = []
    day = first.date()
    while day <= last.date():
        for hour in range(0, 24, HOURS_BETWEEN_TICKS) if span is Span.DAY else (0,):
            moment = _at(datetime(day.year, day.month, day.day, hour), tz)  # noqa: DTZ001 - a zone is put on at once
            if since <= (seconds := seconds_of(moment)) <= until:
                found.append((seconds, _word(moment, span, facts)))
        day += timedelta(days=DAYS_BETWEEN_TICKS if span is Span.MONTH else 1)
    return tuple(found)


def heat_summary(heat: Heat, facts: LocaleFacts | None = None) -> Sentence:
    """When most is used."""
    busiest = heat.busiest
    if busiest is None:
        return Sentence(HEAT_EMPTY)
    weekday, hour, used = busiest
    params = {"when": hour_of_week(weekday, hour, facts), "percent": percent(used)}
    return Sentence(QT_TRANSLATE_NOOP("wording", "Most is used {when}: {percent} in that hour on average."), params)


def heat_reading(heat: Heat, weekday: int, hour: int, facts: LocaleFacts | None = None) -> Sentence:
    """What the cursor stands on: `Tue 14:00: 6 % in that hour on average`."""
    figure, params = heat.rows[weekday][hour], {"when": hour_of_week(weekday, hour, facts)}
    if figure is None:
        return Sentence(QT_TRANSLATE_NOOP("wording", "{when}: nobody looked"), params)
    return Sentence(
        QT_TRANSLATE_NOOP("wording", "{when}: {percent} in that hour on average"), params | {"percent": percent(figure)}
    )


def hour_of_week(weekday: int, hour: int, facts: LocaleFacts | None = None) -> str:
    """`Tue 14:00`."""
    facts = facts or manner().facts
    return spoken(QT_TRANSLATE_NOOP("wording", "{weekday} {time}"), weekday=facts.weekdays[weekday], time=hour_word(hour, facts))


def hour_word(hour: int, facts: LocaleFacts | None = None) -> str:
    """`14:00`, or `2 pm`."""
    facts = facts or manner().facts
    if facts.twenty_four_hour:
        return hour_text(hour, facts)
    template = QT_TRANSLATE_NOOP("wording", "{hour} am") if hour < 12 else QT_TRANSLATE_NOOP("wording", "{hour} pm")
    return spoken(template, hour=str(hour % 12 or 12))


def _at(wall: datetime, tz: tzinfo | None) -> datetime:
    """This moment of the local clock."""
    return wall.replace(tzinfo=tz) if tz is not None else wall.astimezone()


def _word(moment: datetime, span: Span, facts: LocaleFacts | None) -> str:
    facts = facts or manner().facts
    if span is Span.DAY:
        return hour_word(moment.hour, facts)
    if span is Span.WEEK:
        return facts.weekdays[moment.weekday()]
    return day_text(moment, facts)


GO_ON = QT_TRANSLATE_NOOP("wording", "If I go on like the last hour for")
HOURS_SUFFIX = QT_TRANSLATE_NOOP("wording", " h")
HOURS_NAME = QT_TRANSLATE_NOOP("wording", "Hours to go on like the last one")


def went_on(outcome: Outcome | None, per_hour: float | None, now: datetime, tz: tzinfo | None = None) -> Sentence:
    """What becomes of it: `81 % used by 16:20.`"""
    if per_hour is None or outcome is None:
        return Sentence(QT_TRANSLATE_NOOP("wording", "Too little is known of the last hour."))
    params = {"percent": percent(outcome.percent), "time": clock_time(outcome.at, now, tz)}
    if per_hour == 0:
        return Sentence(QT_TRANSLATE_NOOP("wording", "It stays at {percent}: the last hour used nothing."), params)
    if outcome.ends == "full":
        return Sentence(QT_TRANSLATE_NOOP("wording", "Used up at {time}."), params)
    if outcome.ends == "reset":
        return Sentence(QT_TRANSLATE_NOOP("wording", "It lasts: {percent} used at the reset, {time}."), params)
    return Sentence(QT_TRANSLATE_NOOP("wording", "{percent} used by {time}."), params)


def budget(found: Budget | None, now: datetime, tz: tzinfo | None = None) -> Sentence:
    """What a day may cost; empty where a day is too long a measure."""
    if found is None:
        return Sentence()
    params = {"percent": percent(found.per_day), "left": percent(found.left), "time": clock_time(found.resets_at, now, tz)}
    if found.work_days < EVERY_DAY:
        return Sentence(QT_TRANSLATE_NOOP("wording", "To last until {time}: at most {percent} a work day. {left} is left."), params)
    return Sentence(QT_TRANSLATE_NOOP("wording", "To last until {time}: at most {percent} a day. {left} is left."), params)
