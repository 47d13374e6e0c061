"""Figures, times and money as people read them, in the language in force: the command's is English.

Pure; local time comes in as `tz` (None: this machine's zone)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from usagebar_qt.domain.models import Source, WaitReason, WindowKind
from usagebar_qt.domain.peak import phase_of
from usagebar_qt.wording.manner import LocaleFacts, manner
from usagebar_qt.wording.sentence import QT_TRANSLATE_N_NOOP, QT_TRANSLATE_NOOP, Sentence, counted, spoken

if TYPE_CHECKING:
    from datetime import tzinfo
    from decimal import Decimal

    from usagebar_qt.domain.models import Credits, QuotaWindow, Wait
    from usagebar_qt.domain.pace import Pace
    from usagebar_qt.domain.peak import PeakHours

SIGNS = {
    "INR": "₹",
    "KRW": "₩",
    "BRL": "R$",
    "USD": "$",
    "EUR": "€",
    "GBP": "£",
    "JPY": "¥",
    "CNY": "CN¥",
    "AUD": "A$",
    "CAD": "C$",
    "CHF": "CHF",
}
LARGEST_PERCENT = 999
LONGEST_AMOUNT = 15
"""Digits before the decimal point; an amount beyond that is a mistake upstream, and is not written out."""
FAR_AWAY_DAYS = 300
"""Beyond this a date needs its year."""
_SECONDS = QT_TRANSLATE_NOOP("wording", "{seconds} s")
_MINUTES = QT_TRANSLATE_NOOP("wording", "{minutes} min")
_HOURS = QT_TRANSLATE_NOOP("wording", "{hours} h")
_DAYS = QT_TRANSLATE_N_NOOP("wording", "{count} d", "{count} d")
_MINUTES_AGO = QT_TRANSLATE_N_NOOP("wording", "{count} min ago", "{count} min ago")
_HOURS_AGO = QT_TRANSLATE_N_NOOP("wording", "{count} h ago", "{count} h ago")
_DAYS_AGO = QT_TRANSLATE_N_NOOP("wording", "{count} d ago", "{count} d ago")


def percent(value: float) -> str:
    """Whole percent: what is not yet 100 never reads 100, and what is begun never reads 0."""
    if math.isnan(value):
        number = "?"
    elif value < 1:
        number = "<1" if value > 0 else "0"
    elif value > LARGEST_PERCENT:
        number = f">{LARGEST_PERCENT}"
    else:
        number = str(math.floor(value) if 99 <= value < 100 else round(value))
    return spoken(QT_TRANSLATE_NOOP("wording", "{number} %"), number=number)


def used_text(window: QuotaWindow) -> str:
    """`62 % used`."""
    return spoken(QT_TRANSLATE_NOOP("wording", "{percent} used"), percent=percent(window.used_percent))


def figure_text(window: QuotaWindow) -> str:
    """`62 % used`, or `38 % left` where a person wants to see that."""
    if not manner().shows_remaining:
        return used_text(window)
    return spoken(QT_TRANSLATE_NOOP("wording", "{percent} left"), percent=remaining_percent(window))


def shown_percent(used: float) -> float:
    """How far a bar is filled, 0 and up: what is used, or what is left."""
    return max(0.0, 100.0 - used) if manner().shows_remaining else used


def remaining_percent(window: QuotaWindow) -> str:
    """`38 %`: what is left, never below zero."""
    return percent(max(0.0, 100.0 - window.used_percent))


def window_label(window: QuotaWindow) -> str:
    """`Session`, `Week`, `Week, Fable`, `Tools this month`; an unknown window by upstream's own word."""
    if window.kind is WindowKind.SESSION:
        return spoken(QT_TRANSLATE_NOOP("wording", "Session"))
    if window.kind is WindowKind.WEEKLY:
        return spoken(QT_TRANSLATE_NOOP("wording", "Week"))
    if window.kind is WindowKind.WEEKLY_SCOPED:
        scope = window.scope or spoken(QT_TRANSLATE_NOOP("wording", "scoped"))
        return spoken(QT_TRANSLATE_NOOP("wording", "Week, {scope}"), scope=scope)
    if window.kind is WindowKind.TOOLS:
        return spoken(QT_TRANSLATE_NOOP("wording", "Tools this month"))
    return (
        window.scope or window.id.replace("-", " ").replace(":", ", ").capitalize() or spoken(QT_TRANSLATE_NOOP("wording", "Other"))
    )


def window_in_sentence(window: QuotaWindow) -> str:
    """The same amid a sentence: our own words in lower case, upstream's as they are: `week for Fable`."""
    if window.kind is WindowKind.SESSION:
        return spoken(QT_TRANSLATE_NOOP("wording", "session"))
    if window.kind is WindowKind.WEEKLY:
        return spoken(QT_TRANSLATE_NOOP("wording", "week"))
    if window.kind is WindowKind.WEEKLY_SCOPED:
        if window.scope:
            return spoken(QT_TRANSLATE_NOOP("wording", "week for {scope}"), scope=window.scope)
        return spoken(QT_TRANSLATE_NOOP("wording", "scoped week"))
    return spoken(QT_TRANSLATE_NOOP("wording", "tools this month")) if window.kind is WindowKind.TOOLS else window_label(window)


def span_text(seconds: float) -> str:
    """`1 d 3 h`, `2 h 14 min`, `4 min`, `41 s`: two units at the most."""
    whole = max(0, math.ceil(seconds))
    if whole < 60:
        return spoken(_SECONDS, seconds=str(whole))
    minutes = whole // 60
    if minutes < 60:
        return spoken(_MINUTES, minutes=str(minutes))
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        told = spoken(_HOURS, hours=str(hours))
        return f"{told} {spoken(_MINUTES, minutes=f'{minutes:02d}')}" if minutes else told
    days, hours = divmod(hours, 24)
    told = counted(_DAYS, days)
    return f"{told} {spoken(_HOURS, hours=str(hours))}" if hours else told


def local(moment: datetime, tz: tzinfo | None) -> datetime:
    """The moment on this machine's clock."""
    try:
        return moment.astimezone(tz)
    except (OverflowError, OSError, ValueError):
        return moment


def clock_time(moment: datetime | None, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None) -> str:
    """Today `14:31`, within six days `Thu 09:00`, else `3 Dec 09:00`, far away `3 Dec 2027`; empty for None."""
    if moment is None:
        return ""
    facts = facts or manner().facts
    there, here = local(moment, tz), local(now, tz)
    time = hour_text(there.hour, facts, f"{there:%M}")
    if there.date() == here.date():
        return time
    away = there.date() - here.date()
    if timedelta(0) < away <= timedelta(days=6):
        return spoken(QT_TRANSLATE_NOOP("wording", "{weekday} {time}"), weekday=facts.weekdays[there.weekday()], time=time)
    day = day_text(there, facts)
    if abs(away.days) > FAR_AWAY_DAYS:
        return spoken(QT_TRANSLATE_NOOP("wording", "{day} {year}"), day=day, year=str(there.year))
    return spoken(QT_TRANSLATE_NOOP("wording", "{day} {time}"), day=day, time=time)


def day_text(moment: datetime, facts: LocaleFacts) -> str:
    """`3 Dec`."""
    return spoken(QT_TRANSLATE_NOOP("wording", "{number} {month}"), number=str(moment.day), month=facts.months[moment.month - 1])


def hour_text(hour: int, facts: LocaleFacts, minutes: str = "00") -> str:
    """`14:31`, or `2:31 pm`."""
    if facts.twenty_four_hour:
        return spoken(QT_TRANSLATE_NOOP("wording", "{hour}:{minutes}"), hour=f"{hour:02d}", minutes=minutes)
    shown = {"hour": str(hour % 12 or 12), "minutes": minutes}
    if hour < 12:
        return spoken(QT_TRANSLATE_NOOP("wording", "{hour}:{minutes} am"), **shown)
    return spoken(QT_TRANSLATE_NOOP("wording", "{hour}:{minutes} pm"), **shown)


def reset_text(
    window: QuotaWindow, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None, *, soon_seconds: float = 86_400
) -> str:
    """`resets in 2 h 14 min`; a day and more ahead the clock time alone, `Thu 09:00`; `back at 16:30` where it is used up."""
    if window.resets_at is None:
        return spoken(QT_TRANSLATE_NOOP("wording", "not started")) if window.used_percent == 0 else ""
    left = (window.resets_at - now).total_seconds()
    if left <= 0:
        return spoken(QT_TRANSLATE_NOOP("wording", "reset is due"))
    time = clock_time(window.resets_at, now, tz, facts)
    if window.used_percent >= 100:
        return spoken(QT_TRANSLATE_NOOP("wording", "back at {time}"), time=time)
    if left < 60:
        return spoken(QT_TRANSLATE_NOOP("wording", "resets in less than a minute"))
    if left < soon_seconds and not manner().shows_clock:
        return spoken(QT_TRANSLATE_NOOP("wording", "resets in {span}"), span=span_text(left))
    return spoken(QT_TRANSLATE_NOOP("wording", "resets {time}"), time=time) if left < soon_seconds else time


def age_text(moment: datetime | None, now: datetime) -> str:
    """`just now`, `2 min ago`, `3 h ago`, `2 d ago`; empty where nothing was ever fetched."""
    if moment is None:
        return ""
    seconds = (now - moment).total_seconds()
    if seconds < 60:
        return spoken(QT_TRANSLATE_NOOP("wording", "just now"))
    if seconds < 3_600:
        return counted(_MINUTES_AGO, int(seconds // 60))
    if seconds < 86_400:
        return counted(_HOURS_AGO, int(seconds // 3_600))
    return counted(_DAYS_AGO, int(seconds // 86_400))


def amount(value: Decimal, currency: str, facts: LocaleFacts | None = None) -> str:
    """`€ 7.63`, with the decimals that the amount has; a currency without a sign by its code."""
    facts = facts or manner().facts
    sign = SIGNS.get(currency, currency)
    if not value.is_finite() or value.adjusted() >= LONGEST_AMOUNT:
        number = "?"
    else:
        marks = {",": facts.group_separator, ".": facts.decimal_point}
        number = "".join(marks.get(mark, mark) for mark in f"{value:,f}")
    return spoken(QT_TRANSLATE_NOOP("wording", "{sign} {number}"), sign=sign, number=number)


def money(row: Credits, facts: LocaleFacts | None = None) -> str:
    """`€ 7.63 of € 20.00`, or `€ 7.63, no cap`."""
    used = amount(row.used, row.currency, facts)
    if row.limit is None:
        return spoken(QT_TRANSLATE_NOOP("wording", "{used}, no cap"), used=used)
    return spoken(QT_TRANSLATE_NOOP("wording", "{used} of {limit}"), used=used, limit=amount(row.limit, row.currency, facts))


def credits_label(row: Credits) -> str:
    """`Extra usage`, or `Credit` for a dated bucket."""
    if row.id == "extra-usage":
        return spoken(QT_TRANSLATE_NOOP("wording", "Extra usage"))
    return spoken(QT_TRANSLATE_NOOP("wording", "Credit"))


def credits_in_sentence(row: Credits) -> str:
    """The same amid a sentence."""
    if row.id == "extra-usage":
        return spoken(QT_TRANSLATE_NOOP("wording", "extra usage"))
    return spoken(QT_TRANSLATE_NOOP("wording", "credit"))


def is_due(window: QuotaWindow, now: datetime) -> bool:
    """Its reset has come, but figures from after it have not: what it says of use is over."""
    return window.resets_at is not None and window.resets_at <= now


def pace_text(
    window: QuotaWindow, pace: Pace | None, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None
) -> str:
    """`13 % in reserve`, `19 % over pace, runs out 16:10`, `used up`; empty where there is no pace yet, or the reset is due."""
    if is_due(window, now):
        return ""
    if window.used_percent >= 100:
        return spoken(QT_TRANSLATE_NOOP("wording", "used up"))
    if pace is None:
        return ""
    if pace.runs_out_at is not None and pace.runs_out_at > now:
        return spoken(
            QT_TRANSLATE_NOOP("wording", "{percent} over pace, runs out {time}"),
            percent=percent(pace.delta_percent),
            time=clock_time(pace.runs_out_at, now, tz, facts),
        )
    if pace.delta_percent > 0.5:
        return spoken(QT_TRANSLATE_NOOP("wording", "{percent} over pace"), percent=percent(pace.delta_percent))
    if pace.delta_percent < -0.5:
        return spoken(QT_TRANSLATE_NOOP("wording", "{percent} in reserve"), percent=percent(-pace.delta_percent))
    return spoken(QT_TRANSLATE_NOOP("wording", "on pace"))


def window_sentence(window: QuotaWindow, pace: Pace | None, now: datetime, tz: tzinfo | None = None) -> str:
    """A gauge in words, as a screen reader says it: `Week, 91 % used, 19 % over pace, resets in 2 h 14 min`."""
    parts = (window_label(window), figure_text(window), pace_text(window, pace, now, tz), reset_text(window, now, tz))
    return ", ".join(part for part in parts if part)


def next_update(seconds: float) -> Sentence:
    """For the footer: `Next update in 2 min 41 s`."""
    whole = max(0, math.ceil(seconds))
    span = span_text(seconds)
    if 60 <= whole < 600:
        span = f"{spoken(_MINUTES, minutes=str(whole // 60))} {spoken(_SECONDS, seconds=f'{whole % 60:02d}')}"
    return Sentence(QT_TRANSLATE_NOOP("wording", "Next update in {span}"), {"span": span})


def wait_text(name: str, wait: Wait, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None) -> Sentence:
    """Why an account is not asked now, for a hint at the refresh button; empty where it may be."""
    if wait.reason is WaitReason.NEEDS_USER:
        return Sentence(QT_TRANSLATE_NOOP("wording", "{name} needs you first: its card says what to do."), {"name": name})
    if wait.until is None or wait.until <= now:
        return Sentence()
    params = {"name": name, "time": clock_time(wait.until, now, tz, facts)}
    if wait.reason is WaitReason.RATE_LIMITED:
        return Sentence(QT_TRANSLATE_NOOP("wording", "{name} asks to wait until {time}."), params)
    return Sentence(QT_TRANSLATE_NOOP("wording", "{name} is asked again from {time} on."), params)


def peak_text(hours: PeakHours, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None) -> Sentence:
    """For a card: `Off-peak, credits at 50 %, until 07:00 (2 h 14 min)`."""
    phase = phase_of(hours, now)
    params = {
        "percent": percent(hours.outside_percent),
        "time": clock_time(phase.until, now, tz, facts),
        "span": span_text((phase.until - now).total_seconds()),
    }
    if phase.peak:
        return Sentence(QT_TRANSLATE_NOOP("wording", "Peak hours, credits at 100 %, until {time} ({span})"), params)
    return Sentence(QT_TRANSLATE_NOOP("wording", "Off-peak, credits at {percent}, until {time} ({span})"), params)


def source_text(source: Source) -> str:
    """Where figures came from, where that was not the service itself; else empty."""
    if source is Source.STATUSLINE:
        return spoken(QT_TRANSLATE_NOOP("wording", "told by Claude Code"))
    if source is Source.CLAUDE_DESKTOP:
        return spoken(QT_TRANSLATE_NOOP("wording", "noted by Claude Desktop"))
    return spoken(QT_TRANSLATE_NOOP("wording", "noted by Claude Code")) if source is Source.CLAUDE_CODE_CACHE else ""
