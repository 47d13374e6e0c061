"""What is worth a notification, and what has been told already. Pure: a memo and an observation in, alerts and the next memo out.

| seen | told | told again |
|---|---|---|
| a level is reached; below 90 only when ahead of the clock | LEVEL, the highest new one | after the window's reset |
| the window is full | EXHAUSTED | after the reset |
| the reset of a full window has come by the clock | AVAILABLE, expected | never; the next figures confirm it |
| a full window has room again | AVAILABLE | - |
| the forecast is 105 % at the reset or more, and rather sure | RUNS_OUT | once it was 95 % or less in between |
| the sign-in or key is refused, gone or expired, and is not just being renewed | SIGN_IN | after figures came in between |

Nothing is told of a window twice because upstream's reset times jitter, because the program was started anew (the memo is kept,
and the first look is only remembered: `baseline`), or because one answer was odd: a fall without a reset counts from the second
look on.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.alert_rules import AlertKind, Rules
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountId, QuotaWindow, WindowKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.domain.errors import Failure
    from usagebar_qt.domain.incidents import Incident
    from usagebar_qt.domain.pace import Forecast

ALWAYS_FROM = 90
"""From this level on it is told however late in the window it comes; below only where more is used than an even pace would."""
RISK_PERCENT = 105.0
CALM_PERCENT = 95.0
"""Forecasts at the reset between which a risk neither begins nor ends: a forecast that wavers round 100 tells nothing."""
RISK_LOW_PERCENT = 85.0
"""What even the favourable end of the forecast's range must reach: without this about half of the warnings would be false, with it
one in four (tests/bench/backtest.py)."""
FALL_POINTS = 5.0
"""Use only grows in a window: a fall by this much is a reset, a raised limit, or an odd answer."""
SHORTEST_TOLERANCE = timedelta(minutes=1)
LONGEST_TOLERANCE = timedelta(minutes=15)
TOLERANCE_SHARE = 0.01
"""Reset times of one window differ from answer to answer: by a second (contracts), and by minutes in long windows of some plans."""
USER_CODES = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SIGN_IN_EXPIRED, ErrorCode.MISSING_SCOPE, ErrorCode.INVALID_KEY})
GENERAL = frozenset({WindowKind.SESSION, WindowKind.WEEKLY})
"""While one of these is full, the reset of another brings nothing back."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing to tell."""

    kind: AlertKind
    account: AccountId
    window: QuotaWindow | None = None
    """None with SIGN_IN and INCIDENT alone."""
    level: int | None = None
    """With LEVEL alone: percent."""
    forecast: Forecast | None = None
    expected: bool = False
    """AVAILABLE by the clock alone: no figures have shown it yet."""
    confirms: bool = False
    """AVAILABLE that was told as expected: worth a change of those words, not another notification."""
    failure: Failure | None = None
    incident: Incident | None = None
    """With INCIDENT alone."""


@dataclass(frozen=True, slots=True)
class WindowView:
    """One window as it is now."""

    window: QuotaWindow
    even_percent: float | None = None
    """Where an even pace stands; None: no clock to be ahead of."""
    forecast: Forecast | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """What is known of an account at a moment."""

    account: AccountId
    at: datetime
    windows: tuple[WindowView, ...] = ()
    failure: Failure | None = None


@dataclass(frozen=True, slots=True)
class WindowMark:
    """What has been told of one window since its last reset."""

    kind: WindowKind
    scope: str | None = None
    used_percent: float = 0.0
    resets_at: datetime | None = None
    told: frozenset[int] = frozenset()
    """Levels."""
    exhausted: bool = False
    announced: bool = False
    """That it is available again was told by the clock."""
    at_risk: bool = False
    snoozed: bool = False
    """Nothing more until the reset, by the user's wish."""
    fallen: bool = False
    """The last look showed far less than before, without a reset: one more such look makes it true."""

    def window(self, window_id: str) -> QuotaWindow:
        """For words about it where no figures are at hand."""
        return QuotaWindow(window_id, self.kind, self.used_percent, self.resets_at, None, self.scope)


@dataclass(frozen=True, slots=True)
class Memo:
    """What has been told of one account."""

    windows: Mapping[str, WindowMark] = field(default_factory=dict)
    sign_in_told: bool = False


NOTHING_TOLD = Memo()
NO_RULES = Rules()


def evaluate(memo: Memo, observation: Observation, rules: Rules = NO_RULES) -> tuple[tuple[Alert, ...], Memo]:
    """Alerts that are due at this observation, and the memo that has them as told."""
    alerts: list[Alert] = []
    marks = dict(memo.windows)
    for view in observation.windows:
        window = view.window
        if window.resets_at is not None and window.resets_at <= observation.at:
            continue  # figures from before a reset say nothing of the time after it
        before = marks.get(window.id) or WindowMark(window.kind, window.scope, resets_at=window.resets_at)
        found, marks[window.id] = _look(before, view, observation, rules)
        if not (before.snoozed and marks[window.id].snoozed):  # the user's wish holds until a reset ends it
            alerts += found
    sign_in, told = _look_at_sign_in(memo, observation)
    alerts = [alert for alert in [*alerts, *sign_in] if alert.kind in rules.kinds]
    return tuple(alert for alert in alerts if not _is_blocked(alert, marks, observation.at)), Memo(marks, told)


def baseline(memo: Memo, observation: Observation, rules: Rules = NO_RULES) -> Memo:
    """The first look after a start: what is so already counts as told."""
    return expire(evaluate(memo, observation, rules)[1], observation.account, observation.at)[1]


def next_return(memo: Memo) -> datetime | None:
    """When the next full window should be available again by the clock."""
    waiting = [mark.resets_at for mark in memo.windows.values() if mark.exhausted and not mark.announced and mark.resets_at]
    return min(waiting, default=None)


def expire(memo: Memo, account: AccountId, at: datetime, rules: Rules = NO_RULES) -> tuple[tuple[Alert, ...], Memo]:
    """What the clock alone tells: full windows whose reset has come, whether or not anybody can be asked."""
    alerts, marks = [], dict(memo.windows)
    for name, mark in memo.windows.items():
        if mark.exhausted and not mark.announced and mark.resets_at is not None and mark.resets_at <= at:
            marks[name] = replace(mark, announced=True)
            alerts.append(Alert(AlertKind.AVAILABLE, account, mark.window(name), expected=True))
    kept = (alert for alert in alerts if alert.kind in rules.kinds and not _is_blocked(alert, marks, at))
    return tuple(kept), replace(memo, windows=marks)


def is_risk(forecast: Forecast) -> bool:
    """It will run out before the reset, as surely as is worth a warning."""
    return (
        forecast.runs_out_at is not None and forecast.percent_at_reset >= RISK_PERCENT and forecast.low_percent >= RISK_LOW_PERCENT
    )


def snooze(memo: Memo, window_ids: frozenset[str]) -> Memo:
    """Nothing more of these windows until they reset."""
    return replace(
        memo, windows={name: replace(mark, snoozed=mark.snoozed or name in window_ids) for name, mark in memo.windows.items()}
    )


# -- one window ---------------------------------------------------------------------------------------------------------
class _Passage(StrEnum):
    SAME = "same"
    RESET = "reset"
    RAISED = "raised"
    """More room without a reset, seen twice: levels that hold already are not told anew."""
    ODD = "odd"


def _look(mark: WindowMark, view: WindowView, observation: Observation, rules: Rules) -> tuple[list[Alert], WindowMark]:
    window, account = view.window, observation.account
    passage = _passage(mark, window, observation.at)
    if passage is _Passage.ODD:
        return [], replace(mark, fallen=True)
    alerts: list[Alert] = []
    full = window.used_percent >= 100
    reached = frozenset(level for level in rules.levels_of(window.kind) if window.used_percent >= level)
    if passage in (_Passage.RESET, _Passage.RAISED):
        if mark.exhausted and not full:
            alerts.append(Alert(AlertKind.AVAILABLE, account, window, confirms=mark.announced))
        raised = passage is _Passage.RAISED  # no reset: what the user wished until then still holds
        mark = WindowMark(window.kind, window.scope, told=reached if raised else frozenset(), snoozed=raised and mark.snoozed)
    mark = replace(mark, used_percent=window.used_percent, resets_at=window.resets_at or mark.resets_at, fallen=False)
    if full:
        if not mark.exhausted:
            alerts.append(Alert(AlertKind.EXHAUSTED, account, window))
        return alerts, replace(mark, exhausted=True, told=mark.told | reached)
    ahead = view.even_percent is None or window.used_percent > view.even_percent
    due = frozenset(level for level in reached - mark.told if level >= ALWAYS_FROM or ahead)
    if due:
        alerts.append(Alert(AlertKind.LEVEL, account, window, max(due), view.forecast))
        mark = replace(mark, told=mark.told | frozenset(level for level in reached if level <= max(due)))
    if view.forecast is not None:
        if not mark.at_risk and is_risk(view.forecast):
            alerts.append(Alert(AlertKind.RUNS_OUT, account, window, forecast=view.forecast))
            mark = replace(mark, at_risk=True)
        elif mark.at_risk and view.forecast.percent_at_reset <= CALM_PERCENT:
            mark = replace(mark, at_risk=False)
    return alerts, mark


def _passage(mark: WindowMark, window: QuotaWindow, at: datetime) -> _Passage:
    fell = window.used_percent <= mark.used_percent - FALL_POINTS
    tolerance = _tolerance(window)
    elapsed = mark.resets_at is not None and mark.resets_at <= at + tolerance
    if window.resets_at is None:
        moved_on = mark.resets_at is not None and elapsed
    else:
        moved_on = mark.resets_at is not None and window.resets_at - mark.resets_at > tolerance
    if moved_on and (elapsed or fell):
        return _Passage.RESET
    if fell:
        return _Passage.RAISED if mark.fallen else _Passage.ODD
    return _Passage.SAME


def _tolerance(window: QuotaWindow) -> timedelta:
    share = timedelta(seconds=(window.window_seconds or 0) * TOLERANCE_SHARE)
    return min(LONGEST_TOLERANCE, max(SHORTEST_TOLERANCE, share))


def _is_blocked(alert: Alert, marks: Mapping[str, WindowMark], at: datetime) -> bool:
    """Available again, but another full window still stops the user."""
    if alert.kind is not AlertKind.AVAILABLE or alert.window is None:
        return False
    others = (mark for name, mark in marks.items() if name != alert.window.id and mark.kind in GENERAL and mark.exhausted)
    return any(mark.resets_at is None or mark.resets_at > at for mark in others)


def _look_at_sign_in(memo: Memo, observation: Observation) -> tuple[list[Alert], bool]:
    failure = observation.failure
    if failure is None:
        return [], False
    if failure.code not in USER_CODES or failure.is_being_renewed or memo.sign_in_told:
        return [], memo.sign_in_told
    return [Alert(AlertKind.SIGN_IN, observation.account, failure=failure)], True


# -- on disk ------------------------------------------------------------------------------------------------------------
def memo_to_mapping(memo: Memo) -> dict[str, Any]:
    """What is kept; `memo_from_mapping` is its inverse."""
    return {
        "sign_in_told": memo.sign_in_told,
        "windows": {
            name: {
                "kind": mark.kind.value,
                "scope": mark.scope,
                "used_percent": mark.used_percent,
                "resets_at": mark.resets_at.isoformat() if mark.resets_at else None,
                "told": sorted(mark.told),
                **{flag: getattr(mark, flag) for flag in _FLAGS},
            }
            for name, mark in memo.windows.items()
        },
    }


_FLAGS = ("exhausted", "announced", "at_risk", "snoozed", "fallen")


def memo_from_mapping(data: Mapping[str, Any]) -> Memo:
    """Raises `ValueError`, `KeyError`, `TypeError`, `AttributeError` or `ArithmeticError` for what we did not write."""
    return Memo({str(name): _mark(row) for name, row in data["windows"].items()}, bool(data["sign_in_told"]))


def _mark(row: Mapping[str, Any]) -> WindowMark:
    resets_at = datetime.fromisoformat(row["resets_at"]) if row["resets_at"] is not None else None
    if resets_at is not None and resets_at.tzinfo is None:
        raise ValueError("a time without its zone")
    if not math.isfinite(row["used_percent"]):
        raise ValueError("no figure")
    return WindowMark(
        WindowKind(row["kind"]),
        None if row["scope"] is None else str(row["scope"]),
        float(row["used_percent"]),
        resets_at,
        frozenset(int(level) for level in row["told"]),
        **{flag: bool(row[flag]) for flag in _FLAGS},
    )
