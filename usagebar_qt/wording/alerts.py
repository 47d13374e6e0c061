"""Alerts in words: one notification, however many things there are to tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.domain.alert_rules import AlertKind
from usagebar_qt.wording.formatting import clock_time, span_text, used_text, window_in_sentence
from usagebar_qt.wording.messages import describe
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.replay import Told
    from usagebar_qt.domain.thresholds import Alert

MOST_LINES = 4
OPEN = QT_TRANSLATE_NOOP("wording", "Open")
SNOOZE = QT_TRANSLATE_NOOP("wording", "Snooze until reset")
TEST_SHOWN = QT_TRANSLATE_NOOP("wording", "The test was handed to your desktop.")
TEST_FAILED = QT_TRANSLATE_NOOP(
    "wording",
    "Nothing on this desktop shows notifications. Start a notification service (for example dunst, mako, or your desktop's own); "
    "until then icon and popup tell you.",
)
LEVELS_OF = QT_TRANSLATE_NOOP("wording", "Levels of: {window}")
LEVELS_FOR = QT_TRANSLATE_NOOP("wording", "Levels for")
LEVELS_EVERY = QT_TRANSLATE_NOOP("wording", "Every service")
LEVELS_HINT = QT_TRANSLATE_NOOP("wording", "Percent used, for example 50, 80, 95. Empty: warning and danger of the General page.")
REVIEW = QT_TRANSLATE_NOOP("wording", "What &would last week have told?")
REVIEW_UNDER_WAY = QT_TRANSLATE_NOOP("wording", "Looking through the history…")
REVIEW_EMPTY = QT_TRANSLATE_NOOP(
    "wording", "Nothing: by these preferences last week would have been silent, as far as its figures were kept."
)
REVIEW_FAILED = QT_TRANSLATE_NOOP("wording", "The history did not answer. Try again in a moment.")
_ORDER = (
    AlertKind.EXHAUSTED,
    AlertKind.SIGN_IN,
    AlertKind.RUNS_OUT,
    AlertKind.LEVEL,
    AlertKind.INCIDENT,
    AlertKind.AVAILABLE,
)
"""What stands first."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification."""

    title: Sentence
    lines: tuple[Sentence, ...] = ()
    urgent: bool = True
    """False for good news: shown without pressing."""
    tag: str = ""
    """A notice replaces an older one of the same tag that is still shown."""
    account: AccountId | None = None
    """Whose card a click opens; None: the popup as it is."""
    windows: tuple[tuple[AccountId, str], ...] = ()
    """What "snooze until reset" silences; none: it is not offered."""
    returns: tuple[tuple[AccountId, str], ...] = ()
    """Which windows are back."""
    only_replaces: bool = False
    """Better words for a notice of the same returns that may still be shown; by itself not worth another."""


def notice_of(
    alerts: Sequence[Alert], name_of: Callable[[AccountId], str], now: datetime, tz: tzinfo | None = None
) -> Notice | None:
    """All alerts as one; None where there is none."""
    forecasts = {(alert.account, alert.window) for alert in alerts if alert.kind is AlertKind.RUNS_OUT}
    told = [alert for alert in alerts if alert.kind is not AlertKind.LEVEL or (alert.account, alert.window) not in forecasts]
    told.sort(key=lambda alert: (_ORDER.index(alert.kind), -(alert.window.used_percent if alert.window is not None else 0.0)))
    if not told:
        return None
    words = [_words(alert, name_of(alert.account), now, tz) for alert in told]
    first, detail = words[0]
    accounts = list(dict.fromkeys(alert.account for alert in told))
    return Notice(
        title=first,
        lines=tuple(line for line in (detail, *(title for title, _ in words[1:])) if line)[:MOST_LINES],
        urgent=any(alert.kind is not AlertKind.AVAILABLE for alert in told),
        tag=str(accounts[0]) if len(accounts) == 1 else "several",
        account=accounts[0],
        windows=tuple(
            dict.fromkeys(
                (alert.account, alert.window.id)
                for alert in told
                if alert.window is not None and alert.kind is not AlertKind.AVAILABLE
            )
        ),
        returns=tuple(
            (alert.account, alert.window.id) for alert in told if alert.window is not None and alert.kind is AlertKind.AVAILABLE
        ),
        only_replaces=all(alert.confirms for alert in told),
    )


def review_rows(
    told: Sequence[Told], name_of: Callable[[AccountId], str], now: datetime, tz: tzinfo | None = None
) -> tuple[tuple[str, Sentence], ...]:
    """A time and a title for each notification that would have come: `21 Nov 14:31`, `Claude's session: 91 % used`."""
    rows = ((moment.at, notice_of(moment.alerts, name_of, moment.at, tz)) for moment in told)
    return tuple((clock_time(at, now, tz), notice.title) for at, notice in rows if notice is not None)


def trial_notice() -> Notice:
    """What "Send a test" shows."""
    return Notice(
        Sentence(QT_TRANSLATE_NOOP("wording", "This is a test")),
        (Sentence(QT_TRANSLATE_NOOP("wording", "Usage Bar will tell you like this when a limit comes near.")),),
        tag="test",
    )


def _words(alert: Alert, name: str, now: datetime, tz: tzinfo | None) -> tuple[Sentence, Sentence]:
    """Title and detail."""
    window, forecast = alert.window, alert.forecast
    if alert.failure is not None:
        message = describe(alert.failure, provider_name=name, now=now, tz=tz)
        return message.title, message.remedy
    if alert.incident is not None:
        params = {"name": name, "incident": alert.incident.name}
        return (
            Sentence(QT_TRANSLATE_NOOP("wording", "{name} reports trouble: {incident}"), params),
            Sentence(QT_TRANSLATE_NOOP("wording", "Figures may be late meanwhile; its status page says more.")),
        )
    if window is None:
        return Sentence(), Sentence()
    params = {
        "name": name,
        "window": window_in_sentence(window),
        "used": used_text(window),
        "reset": clock_time(window.resets_at, now, tz),
    }
    if forecast is not None and forecast.runs_out_at is not None:
        params |= {"time": clock_time(forecast.runs_out_at, now, tz), "span": span_text(forecast.short_seconds)}
    if alert.kind is AlertKind.EXHAUSTED:
        title = Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} is used up"), params)
        return title, Sentence(QT_TRANSLATE_NOOP("wording", "Back at {reset}."), params) if params["reset"] else Sentence()
    if alert.kind is AlertKind.AVAILABLE and alert.expected:
        return (
            Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} should be available again"), params),
            Sentence(QT_TRANSLATE_NOOP("wording", "Expected by the clock; the next figures will confirm it."), params),
        )
    if alert.kind is AlertKind.AVAILABLE:
        return (
            Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} is available again"), params),
            Sentence(QT_TRANSLATE_NOOP("wording", "{used}."), params),
        )
    if alert.kind is AlertKind.RUNS_OUT and "time" in params:
        return (
            Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window} will run out at {time} at this pace"), params),
            Sentence(QT_TRANSLATE_NOOP("wording", "{used} so far; that is {span} before its reset."), params),
        )
    title = Sentence(QT_TRANSLATE_NOOP("wording", "{name}'s {window}: {used}"), params)
    if "time" in params:
        return title, Sentence(QT_TRANSLATE_NOOP("wording", "At this pace until {time}, {span} short of its reset."), params)
    return title, Sentence(QT_TRANSLATE_NOOP("wording", "Resets {reset}."), params) if params["reset"] else Sentence()
