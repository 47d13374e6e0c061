"""What would have been told in a time that is past, by the rules of now. Pure: the same `evaluate` looks at recorded figures."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, QuotaWindow, WindowKind
from usagebar_qt.domain.pace import Sample, outlook_of
from usagebar_qt.domain.thresholds import NOTHING_TOLD, Observation, WindowView, baseline, evaluate, expire, next_return
from usagebar_qt.domain.work_week import EVERY_DAY

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import tzinfo

    from usagebar_qt.domain.alert_rules import Rules
    from usagebar_qt.domain.history import Run
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.thresholds import Alert, Memo

ENOUGH_RUNS = 60
"""Of one window, for one forecast: it looks at forty blocks, and a week holds hundreds of looks."""
LENGTHS = {
    WindowKind.SESSION: SESSION_SECONDS,
    WindowKind.WEEKLY: WEEK_SECONDS,
    WindowKind.WEEKLY_SCOPED: WEEK_SECONDS,
}
"""The history keeps no lengths; other kinds have none (a month) or one that is not known."""


@dataclass(frozen=True, slots=True)
class PastWindow:
    """One window of an account and its recorded runs, in order of time."""

    window_id: str
    kind: WindowKind
    scope: str | None
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Alerts that would have come at one moment."""

    at: datetime
    alerts: tuple[Alert, ...]


def replay(
    account: AccountId,
    windows: Sequence[PastWindow],
    rules: Rules,
    since: datetime,
    *,
    quiet_ends: Callable[[datetime], datetime | None],
    work_days: int = EVERY_DAY,
    tz: tzinfo | None = None,
) -> tuple[Told, ...]:
    """Looks at every change from `since` on; the first look is silent. Nobody looks in quiet hours, and once when they are over."""
    tape = _Tape(account, windows, work_days, tz)
    moments = [moment for moment in tape.changes() if moment >= since]
    told: list[Told] = []
    memo: Memo = NOTHING_TOLD
    for number, moment in enumerate(_awake(moments, quiet_ends)):
        if number == 0:
            memo = baseline(memo, tape.seen_at(moment), rules)
            continue
        while (due := next_return(memo)) is not None and due < moment:
            alerts, memo = expire(memo, account, due, rules)
            if alerts and quiet_ends(due) is None:
                told.append(Told(due, alerts))
        alerts, memo = evaluate(memo, tape.seen_at(moment), rules)
        # What was told as expected is only put into better words then: no further notification.
        news = tuple(alert for alert in alerts if not alert.confirms)
        if news:
            told.append(Told(moment, news))
    return tuple(told)


def _awake(moments: Sequence[datetime], quiet_ends: Callable[[datetime], datetime | None]) -> list[datetime]:
    """The moments outside quiet hours, and the end of each quiet time that held some back."""
    return sorted({quiet_ends(moment) or moment for moment in moments})


class _Tape:
    """The recorded figures of one account."""

    def __init__(self, account: AccountId, windows: Sequence[PastWindow], work_days: int, tz: tzinfo | None) -> None:
        self._account = account
        self._windows = windows
        self._work_days = work_days
        self._tz = tz
        self._starts = [[run.at for run in window.runs] for window in windows]

    def changes(self) -> list[datetime]:
        """Every moment at which some figure changed."""
        return sorted({_moment(run.at) for window in self._windows for run in window.runs})

    def seen_at(self, at: datetime) -> Observation:
        """All windows as they were last seen by then."""
        views = []
        for window, starts in zip(self._windows, self._starts, strict=True):
            index = bisect_left(starts, at.timestamp() + 0.5) - 1
            if index >= 0:
                views.append(self._view(window, index, starts, at))
        return Observation(self._account, at, tuple(views))

    def _view(self, past: PastWindow, index: int, starts: Sequence[int], at: datetime) -> WindowView:
        run = past.runs[index]
        length = LENGTHS.get(past.kind)
        resets_at = _moment(run.resets_at) if run.resets_at is not None else None
        window = QuotaWindow(past.window_id, past.kind, run.used_percent, resets_at, length, past.scope)
        samples: list[Sample] = []
        if resets_at is not None and length is not None:
            first = bisect_left(starts, (resets_at - timedelta(seconds=length)).timestamp())
            stride = (index - first) // ENOUGH_RUNS + 1
            for earlier in past.runs[first + (index - first) % stride : index + 1 : stride]:
                ends = dict.fromkeys((earlier.at, earlier.until))
                samples += [Sample(end, earlier.used_percent) for end in ends]
        outlook = outlook_of(window, at, samples, self._work_days, self._tz)
        return WindowView(window, outlook.even_percent, outlook.forecast)


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
