"""Figures, times and money as people read them. Pure; local time comes in as `tz` (None: this machine's zone)."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from usagebar_qt.domain.models import Source, WaitReason, WindowKind
from usagebar_qt.domain.peak import phase_of
from usagebar_qt.wording.manner import LocaleFacts, manner
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

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


def percent(value: float) -> str:
    """Whole percent: what is not yet 100 never reads 100, and what is begun never reads 0."""
    if math.isnan(value):
        return "? %"
    if value < 1:
        return "<1 %" if value > 0 else "0 %"
    if value > LARGEST_PERCENT:
        return f">{LARGEST_PERCENT} %"
    whole = math.floor(value) if 99 <= value < 100 else round(value)
    return f"{whole} %"


def used_text(window: QuotaWindow) -> str:
    """`62 % used`."""
    return f"{percent(window.used_percent)} used"


def figure_text(window: QuotaWindow) -> str:
    """`62 % used`, or `38 % left` where a person wants to see that."""
    return f"{remaining_percent(window)} left" if manner().shows_remaining else used_text(window)


def shown_percent(used: float) -> float:
    """How far a bar is filled, 0 and up: what is used, or what is left."""
    return max(0.0, 100.0 - used) if manner().shows_remaining else used


def remaining_percent(window: QuotaWindow) -> str:
    """`38 %`: what is left, never below zero."""
    return percent(max(0.0, 100.0 - window.used_percent))


def window_label(window: QuotaWindow) -> str:
    """`Session`, `Week`, `Week, Fable`, `Tools this month`; an unknown window by upstream's own word."""
    if window.kind is WindowKind.SESSION:
        return "Session"
    if window.kind is WindowKind.WEEKLY:
        return "Week"
    if window.kind is WindowKind.WEEKLY_SCOPED:
        return f"Week, {window.scope or 'scoped'}"
    if window.kind is WindowKind.TOOLS:
        return "Tools this month"
    return window.scope or window.id.replace("-", " ").replace(":", ", ").capitalize() or "Other"


def window_in_sentence(window: QuotaWindow) -> str:
    """The same amid a sentence: our own words in lower case, upstream's as they are: `week, Fable`."""
    label = window_label(window)
    return label if window.kind is WindowKind.OTHER else label[:1].lower() + label[1:]


def span_text(seconds: float) -> str:
    """`1 d 3 h`, `2 h 14 min`, `4 min`, `41 s`: two units at the most."""
    whole = max(0, math.ceil(seconds))
    if whole < 60:
        return f"{whole} s"
    minutes = whole // 60
    if minutes < 60:
        return f"{minutes} min"
    hours, minutes = divmod(minutes, 60)
    if hours < 24:
        return f"{hours} h {minutes:02d} min" if minutes else f"{hours} h"
    days, hours = divmod(hours, 24)
    return f"{days} d {hours} h" if hours else f"{days} d"


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
    time = f"{there:%H:%M}" if facts.twenty_four_hour else f"{there.hour % 12 or 12}:{there:%M} {'am' if there.hour < 12 else 'pm'}"
    if there.date() == here.date():
        return time
    away = there.date() - here.date()
    if timedelta(0) < away <= timedelta(days=6):
        return f"{facts.weekdays[there.weekday()]} {time}"
    if abs(away.days) > FAR_AWAY_DAYS:
        return f"{there.day} {facts.months[there.month - 1]} {there.year}"
    return f"{there.day} {facts.months[there.month - 1]} {time}"


def reset_text(
    window: QuotaWindow, now: datetime, tz: tzinfo | None = None, facts: LocaleFacts | None = None, *, soon_seconds: float = 86_400
) -> str:
    """`resets in 2 h 14 min`; a day and more ahead the clock time alone, `Thu 09:00`; `back at 16:30` where it is used up."""
    if window.resets_at is None:
        return "not started" if window.used_percent == 0 else ""
    left = (window.resets_at - now).total_seconds()
    if left <= 0:
        return "reset is due"
    if window.used_percent >= 100:
        return f"back at {clock_time(window.resets_at, now, tz, facts)}"
    if left < 60:
        return "resets in less than a minute"
    if left < soon_seconds and not manner().shows_clock:
        return f"resets in {span_text(left)}"
    time = clock_time(window.resets_at, now, tz, facts)
    return f"resets {time}" if left < soon_seconds else time


def age_text(moment: datetime | None, now: datetime) -> str:
    """`just now`, `2 min ago`, `3 h ago`, `2 d ago`; empty where nothing was ever fetched."""
    if moment is None:
        return ""
    seconds = (now - moment).total_seconds()
    if seconds < 60:
        return "just now"
    if seconds < 3_600:
        return f"{int(seconds // 60)} min ago"
    if seconds < 86_400:
        return f"{int(seconds // 3_600)} h ago"
    return f"{int(seconds // 86_400)} d ago"


def amount(value: Decimal, currency: str, facts: LocaleFacts | None = None) -> str:
    """`€ 7.63`, with the decimals that the amount has; a currency without a sign by its code."""
    facts = facts or manner().facts
    sign = SIGNS.get(currency, currency)
    if not value.is_finite() or value.adjusted() >= LONGEST_AMOUNT:
        return f"{sign} ?"
    marks = {",": facts.group_separator, ".": facts.decimal_point}
    return f"{sign} {''.join(marks.get(mark, mark) for mark in f'{value:,f}')}"


def money(row: Credits, facts: LocaleFacts | None = None) -> str:
    """`€ 7.63 of € 20.00`, or `€ 7.63, no cap`."""
    if row.limit is None:
        return f"{amount(row.used, row.currency, facts)}, no cap"
    return f"{amount(row.used, row.currency, facts)} of {amount(row.limit, row.currency, facts)}"


def credits_label(row: Credits) -> str:
    """`Extra usage`, or `Credit` for a dated bucket."""
    return "Extra usage" if row.id == "extra-usage" else "Credit"


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
        return "used up"
    if pace is None:
        return ""
    if pace.runs_out_at is not None and pace.runs_out_at > now:
        return f"{percent(pace.delta_percent)} over pace, runs out {clock_time(pace.runs_out_at, now, tz, facts)}"
    if pace.delta_percent > 0.5:
        return f"{percent(pace.delta_percent)} over pace"
    if pace.delta_percent < -0.5:
        return f"{percent(-pace.delta_percent)} in reserve"
    return "on pace"


def window_sentence(window: QuotaWindow, pace: Pace | None, now: datetime, tz: tzinfo | None = None) -> str:
    """A gauge in words, as a screen reader says it: `Week, 91 % used, 19 % over pace, resets in 2 h 14 min`."""
    parts = (window_label(window), figure_text(window), pace_text(window, pace, now, tz), reset_text(window, now, tz))
    return ", ".join(part for part in parts if part)


def next_update(seconds: float) -> Sentence:
    """For the footer: `Next update in 2 min 41 s`."""
    whole = max(0, math.ceil(seconds))
    if whole < 60:
        span = f"{whole} s"
    elif whole < 600:
        span = f"{whole // 60} min {whole % 60:02d} s"
    else:
        span = span_text(seconds)
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
        return "told by Claude Code"
    if source is Source.CLAUDE_DESKTOP:
        return "noted by Claude Desktop"
    return "noted by Claude Code" if source is Source.CLAUDE_CODE_CACHE else ""
