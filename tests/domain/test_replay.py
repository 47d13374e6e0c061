"""Recorded figures, looked at again by the rules of now."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from usagebar_qt.domain.alert_rules import AlertKind, Rules
from usagebar_qt.domain.history import Run
from usagebar_qt.domain.models import AccountId, WindowKind
from usagebar_qt.domain.notification_settings import NotificationSettings
from usagebar_qt.domain.replay import PastWindow, Told, replay

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
CLAUDE = AccountId("claude")
ALWAYS = NotificationSettings()


def past(*points: tuple[float, float], hours: float = 5, kind: WindowKind = WindowKind.SESSION) -> PastWindow:
    """(minutes, percent) of one window that resets `hours` after the start."""
    begins, resets = int(START.timestamp()), int((START + timedelta(hours=hours)).timestamp())
    runs = tuple(Run(begins + int(at * 60), begins + int(at * 60) + 120, used, resets) for at, used in points)
    return PastWindow(kind.value, kind, None, runs)


def told(
    *windows: PastWindow, rules: Rules | None = None, settings: NotificationSettings = ALWAYS, since: datetime = START
) -> list[tuple[str, AlertKind, int | None]]:
    found: tuple[Told, ...] = replay(
        CLAUDE, windows, rules or Rules(), since, quiet_ends=lambda now: settings.quiet_ends(now, UTC), tz=UTC
    )
    return [(f"{moment.at:%H:%M}", alert.kind, alert.level) for moment in found for alert in moment.alerts]


LEVEL, FULL, BACK, RUNS_OUT = AlertKind.LEVEL, AlertKind.EXHAUSTED, AlertKind.AVAILABLE, AlertKind.RUNS_OUT
NO_FORECAST = Rules(frozenset(AlertKind) - {RUNS_OUT})


def test_levels_are_told_at_the_moments_when_they_were_reached() -> None:
    session = past((0, 10), (60, 50), (90, 75), (120, 80), (150, 92))
    assert told(session, rules=NO_FORECAST) == [("09:30", LEVEL, 70), ("10:30", LEVEL, 90)]
    assert told(session, rules=Rules(NO_FORECAST.kinds, (95,))) == []


def test_the_first_look_is_silent_and_so_is_what_was_before() -> None:
    session = past((0, 10), (60, 91), (120, 95))
    assert told(session, rules=NO_FORECAST, since=START + timedelta(minutes=30)) == []


def test_a_full_window_comes_back_by_the_clock_and_is_not_confirmed_once_more() -> None:
    session = past((0, 10), (60, 100))
    begins = int((START + timedelta(hours=6)).timestamp())
    after = Run(begins, begins, 3.0, begins + 18_000)
    whole = PastWindow(session.window_id, session.kind, None, (*session.runs, after))
    assert told(whole) == [("09:00", FULL, None), ("13:00", BACK, None)]


def test_running_out_is_told_from_what_was_known_then() -> None:
    session = past(*((float(minutes), minutes / 2) for minutes in range(0, 100, 5)))
    moments = told(session, rules=Rules(frozenset({RUNS_OUT})))
    assert [kind for _, kind, _ in moments] == [RUNS_OUT]
    assert "08:10" <= moments[0][0] <= "09:40"


def test_quiet_hours_move_what_still_holds_to_their_end() -> None:
    quiet = NotificationSettings(quiet_from=time(9), quiet_until=time(11, 15))
    session = past((0, 10), (90, 75), (150, 92))
    assert told(session, rules=NO_FORECAST, settings=quiet) == [("11:15", LEVEL, 90)]


def test_a_return_within_quiet_hours_is_not_told() -> None:
    quiet = NotificationSettings(quiet_from=time(12, 30), quiet_until=time(13, 30))
    session = past((0, 10), (60, 100), (400, 100))
    assert ("13:00", BACK, None) not in told(session, settings=quiet)


def test_nothing_recorded_tells_nothing() -> None:
    assert told() == []
    assert told(PastWindow("session", WindowKind.SESSION, None, ())) == []


def test_windows_without_a_length_are_judged_by_their_levels_alone() -> None:
    tools = past((0, 10), (60, 75), hours=300, kind=WindowKind.TOOLS)
    assert told(tools) == [("09:00", LEVEL, 70)]
