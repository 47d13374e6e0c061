"""The one sentence on top: what matters now, over all accounts. And the tooltip's lines."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.pace import NO_OUTLOOKS, binding_window, known_pace
from usagebar_qt.domain.peak import phase_of
from usagebar_qt.domain.standing import standing_of
from usagebar_qt.wording.formatting import (
    age_text,
    clock_time,
    credits_in_sentence,
    figure_text,
    is_due,
    money,
    percent,
    remaining_percent,
    window_in_sentence,
)
from usagebar_qt.wording.levels import USER_CODES, Level, level_of
from usagebar_qt.wording.manner import manner
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.models import AccountId, AccountStatus, Credits, QuotaWindow, UsageSnapshot
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.domain.peak import PeakHours

NO_SENTENCE = Sentence()
NOTHING_KNOWN: Mapping[AccountId, Mapping[str, Outlook]] = {}
LONGEST_TOOLTIP = 120
"""Characters: Windows cuts a tray icon's tooltip at 128."""

# Whole templates: a translation finds only what is marked in one piece.
_DETAILS = {
    ("reset", "room"): QT_TRANSLATE_NOOP("wording", "{used}, resets {time}. {other} has {left} left."),
    ("reset", "off-peak"): QT_TRANSLATE_NOOP("wording", "{used}, resets {time}. {other} has {left} left, off-peak until {phase}."),
    ("reset", "peak"): QT_TRANSLATE_NOOP("wording", "{used}, resets {time}. {other} has {left} left, peak hours until {phase}."),
    ("reset", "silent"): QT_TRANSLATE_NOOP("wording", "{used}, resets {time}. {other} has no figures."),
    ("reset", ""): QT_TRANSLATE_NOOP("wording", "{used}, resets {time}."),
    ("used", "room"): QT_TRANSLATE_NOOP("wording", "{used}. {other} has {left} left."),
    ("used", "off-peak"): QT_TRANSLATE_NOOP("wording", "{used}. {other} has {left} left, off-peak until {phase}."),
    ("used", "peak"): QT_TRANSLATE_NOOP("wording", "{used}. {other} has {left} left, peak hours until {phase}."),
    ("used", "silent"): QT_TRANSLATE_NOOP("wording", "{used}. {other} has no figures."),
    ("used", ""): QT_TRANSLATE_NOOP("wording", "{used}."),
    ("full", "room"): QT_TRANSLATE_NOOP("wording", "{other} has {left} left."),
    ("full", "off-peak"): QT_TRANSLATE_NOOP("wording", "{other} has {left} left, off-peak until {phase}."),
    ("full", "peak"): QT_TRANSLATE_NOOP("wording", "{other} has {left} left, peak hours until {phase}."),
    ("full", "silent"): QT_TRANSLATE_NOOP("wording", "{other} has no figures."),
    ("full", ""): "",
    ("fine", "silent"): QT_TRANSLATE_NOOP("wording", "Highest is {name}'s {window} with {used}. {other} has no figures."),
    ("fine, left", "silent"): QT_TRANSLATE_NOOP("wording", "Tightest is {name}'s {window}: {used}. {other} has no figures."),
    ("fine, left", ""): QT_TRANSLATE_NOOP("wording", "Tightest is {name}'s {window}: {used}."),
    ("fine", ""): QT_TRANSLATE_NOOP("wording", "Highest is {name}'s {window} with {used}."),
}


@dataclass(frozen=True, slots=True)
class Headline:
    """Title in bold, detail in grey below it."""

    title: Sentence
    detail: Sentence = NO_SENTENCE
    level: Level = Level.FINE


@dataclass(frozen=True, slots=True)
class _Binding:
    status: AccountStatus
    window: QuotaWindow
    level: Level
    runs_out: float
    """As a timestamp; infinite where it does not run out."""


def _binding(
    status: AccountStatus, now: datetime, warning: float, danger: float, outlooks: Mapping[str, Outlook]
) -> _Binding | None:
    if status.snapshot is None:
        return None
    at = status.snapshot.fetched_at
    standing = standing_of(status.snapshot, outlooks)
    window = standing.binding
    if not standing.holds_at(now):
        window = binding_window([row for row in status.snapshot.windows if not is_due(row, now)], at, outlooks)
    if window is None:
        return None
    pace = known_pace(window, at, outlooks)
    runs_out = pace.runs_out_at.timestamp() if pace is not None and pace.runs_out_at is not None else math.inf
    return _Binding(status, window, level_of(window, pace, warning, danger), runs_out)


def _rank(binding: _Binding) -> tuple[int, bool, float, float]:
    return binding.level, binding.window.used_percent >= 100, -binding.runs_out, binding.window.used_percent


def headline(
    statuses: Sequence[AccountStatus],
    now: datetime,
    tz: tzinfo | None = None,
    *,
    warning: float = 70,
    danger: float = 90,
    peaks: Mapping[str, PeakHours] | None = None,
    outlooks: Mapping[AccountId, Mapping[str, Outlook]] = NOTHING_KNOWN,
) -> Headline:
    """Names the binding limit of all accounts in a sentence, and which other one has room. `peaks`: by provider."""
    configured = [status for status in statuses if status.state not in (AccountState.DISABLED, AccountState.NOT_CONFIGURED)]
    if not configured:
        if statuses and all(status.state is AccountState.DISABLED for status in statuses):
            title = Sentence(QT_TRANSLATE_NOOP("wording", "Everything is switched off"))
            return Headline(title, Sentence(QT_TRANSLATE_NOOP("wording", "Switch an account on in the preferences.")))
        title = Sentence(QT_TRANSLATE_NOOP("wording", "Nothing is set up yet"))
        return Headline(
            title, Sentence(QT_TRANSLATE_NOOP("wording", "Sign in with Claude Code, or enter a key in the preferences."))
        )
    found = [_binding(status, now, warning, danger, outlooks.get(status.id, NO_OUTLOOKS)) for status in configured]
    bindings = sorted((binding for binding in found if binding is not None), key=_rank, reverse=True)
    if not bindings:
        return _of_money(configured, warning, danger) or _without_figures(configured)
    worst, others = bindings[0], bindings[1:]
    silent = [status for status in configured if status.snapshot is None and status.error is not None]
    params = {
        "name": worst.status.account.name,
        "window": window_in_sentence(worst.window),
        "time": clock_time(worst.window.resets_at, now, tz),
        "used": figure_text(worst.window),
    }
    if worst.status.state is AccountState.STALE and worst.status.snapshot is not None:
        age = age_text(worst.status.snapshot.fetched_at, now)
        params["used"] = spoken(QT_TRANSLATE_NOOP("wording", "{used} {age}"), used=params["used"], age=age)
    room = _room(others, now, tz, peaks or {})
    return Headline(_title(worst, others, params), _detail(worst, room, silent, params), worst.level)


def _title(worst: _Binding, others: Sequence[_Binding], params: dict[str, str]) -> Sentence:
    if worst.window.used_percent >= 100:
        if params["time"]:
            return Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} is used up until {time}"), params)
        return Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} is used up"), params)
    if worst.level is Level.FINE:
        return Sentence(QT_TRANSLATE_NOOP("wording", "Free to work"))
    if others:
        return Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} is the tighter limit"), params)
    return Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} is getting tight"), params)


def _room(
    others: Sequence[_Binding], now: datetime, tz: tzinfo | None, peaks: Mapping[str, PeakHours]
) -> tuple[str, dict[str, str]] | None:
    """Who has most room, and whether its hours are dear: which template, and what fills it."""
    # Whoever fails just now is no advice, whatever there was left at the last look.
    roomy = [other for other in others if other.window.used_percent < 100 and other.status.error is None]
    if not roomy:
        return None
    best = min(roomy, key=lambda other: other.window.used_percent)
    params = {"other": best.status.account.name, "left": remaining_percent(best.window)}
    hours = peaks.get(best.status.id.provider)
    if hours is None or not hours.concern(best.status.snapshot):
        return "room", params
    phase = phase_of(hours, now)
    return "peak" if phase.peak else "off-peak", params | {"phase": clock_time(phase.until, now, tz)}


def _detail(
    worst: _Binding, room: tuple[str, dict[str, str]] | None, silent: Sequence[AccountStatus], params: dict[str, str]
) -> Sentence:
    if worst.window.used_percent >= 100:
        first = "full"
    elif worst.level is Level.FINE:
        first = "fine"
    else:
        first = "reset" if params["time"] else "used"
    if room is not None and first != "fine":
        second, more = room
    elif silent:
        second, more = "silent", {"other": silent[0].account.name}
    else:
        second, more = "", {}
    if first == "fine" and manner().shows_remaining:
        first = "fine, left"
    return Sentence(_DETAILS[first, second], params | more)


def _of_money(configured: Sequence[AccountStatus], warning: float, danger: float) -> Headline | None:
    """For accounts that have only money: a plan that is billed by use."""
    rows = [(status, row) for status in configured if status.snapshot for row in status.snapshot.credits if row.enabled]
    if not rows:
        return None
    status, row = max(rows, key=_money_used)
    used = row.used_percent or 0.0
    params = {"name": status.account.name, "label": credits_in_sentence(row), "money": money(row)}
    detail = Sentence(QT_TRANSLATE_NOOP("wording", "{name}, {label}: {money}."), params)
    if used >= 100:
        return Headline(Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {label} is used up"), params), detail, Level.DANGER)
    if used >= warning:
        level = Level.DANGER if used >= danger else Level.WARNING
        return Headline(Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {label} is getting tight"), params), detail, level)
    return Headline(Sentence(QT_TRANSLATE_NOOP("wording", "Free to work")), detail)


def _money_used(pair: tuple[AccountStatus, Credits]) -> float:
    return pair[1].used_percent or 0.0


def _without_figures(configured: Sequence[AccountStatus]) -> Headline:
    if all(status.state is AccountState.NO_PLAN for status in configured):
        return Headline(
            Sentence(QT_TRANSLATE_NOOP("wording", "No plan limits")),
            Sentence(QT_TRANSLATE_NOOP("wording", "You are signed in; there is nothing to run out of.")),
        )
    if any(status.snapshot is not None and status.snapshot.windows for status in configured):
        return Headline(
            Sentence(QT_TRANSLATE_NOOP("wording", "A reset is due")),
            Sentence(QT_TRANSLATE_NOOP("wording", "New figures come with the next update.")),
        )
    if all(status.checked_at is None for status in configured):
        return Headline(Sentence(QT_TRANSLATE_NOOP("wording", "Fetching the figures…")))
    return Headline(
        Sentence(QT_TRANSLATE_NOOP("wording", "No figures at the moment")),
        Sentence(QT_TRANSLATE_NOOP("wording", "Each card below says what to do.")),
    )


def tooltip(statuses: Sequence[AccountStatus]) -> str:
    """A line an account: `Claude: session 34 %, week 91 % used`; whole lines, as many as every system's tray shows."""
    text = ""
    for line in filter(None, map(_tooltip_line, statuses)):
        longer = f"{text}\n{line}" if text else line
        if len(longer) > LONGEST_TOOLTIP:
            return f"{text}\n…" if text else line[: LONGEST_TOOLTIP - 1] + "…"
        text = longer
    return text or "Usage Bar"


def _tooltip_line(status: AccountStatus) -> str:
    name, snapshot = status.account.name, status.snapshot
    if status.state in (AccountState.DISABLED, AccountState.NOT_CONFIGURED):
        return ""
    if snapshot is not None and snapshot.has_limits:
        line = _figures_line(name, snapshot)
        is_old = status.state is AccountState.STALE
        return spoken(QT_TRANSLATE_NOOP("wording", "{line} (old)"), line=line) if is_old else line
    if status.error is not None:
        if status.error.code in USER_CODES and not status.error.is_being_renewed:
            return spoken(QT_TRANSLATE_NOOP("wording", "{name}: sign in again"), name=name)
        if status.error.code is ErrorCode.INVALID_KEY:
            return spoken(QT_TRANSLATE_NOOP("wording", "{name}: key refused"), name=name)
        return spoken(QT_TRANSLATE_NOOP("wording", "{name}: no figures"), name=name)
    if status.state is AccountState.NO_PLAN:
        return spoken(QT_TRANSLATE_NOOP("wording", "{name}: no plan limits"), name=name)
    return ""


def _figures_line(name: str, snapshot: UsageSnapshot) -> str:
    """`Claude: session 34 %, week 91 % used`."""
    if not snapshot.windows:
        return f"{name}: {money(snapshot.credits[0])}"
    is_left = manner().shows_remaining
    figures = [remaining_percent(row) if is_left else percent(row.used_percent) for row in snapshot.windows[:2]]
    parts = [f"{window_in_sentence(row)} {figure}" for row, figure in zip(snapshot.windows, figures, strict=False)]
    template = QT_TRANSLATE_NOOP("wording", "{name}: {figures} used")
    if is_left:
        template = QT_TRANSLATE_NOOP("wording", "{name}: {figures} left")
    return spoken(template, name=name, figures=", ".join(parts))
