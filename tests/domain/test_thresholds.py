"""What is told, once; and what is not: again, after a restart, because of jitter, or because of one odd answer."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.alert_rules import AlertKind, Rules
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, AccountId, QuotaWindow, WindowKind
from usagebar_qt.domain.pace import Forecast
from usagebar_qt.domain.thresholds import (
    NOTHING_TOLD,
    Alert,
    Memo,
    Observation,
    WindowView,
    baseline,
    evaluate,
    expire,
    is_risk,
    memo_from_mapping,
    memo_to_mapping,
    next_return,
    snooze,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
RESET = NOW + timedelta(hours=2)
CLAUDE = AccountId("claude")
RULES = Rules()


def view(
    used: float,
    resets_at: datetime | None = RESET,
    *,
    even: float | None = None,
    forecast: Forecast | None = None,
    kind: WindowKind = WindowKind.SESSION,
) -> WindowView:
    seconds = SESSION_SECONDS if kind is WindowKind.SESSION else WEEK_SECONDS
    return WindowView(QuotaWindow(kind.value, kind, used, resets_at, seconds), even, forecast)


def outlook(at_reset: float, low: float | None = None) -> Forecast:
    out = RESET - timedelta(minutes=50) if at_reset > 100 else None
    return Forecast(at_reset, at_reset - 5 if low is None else low, at_reset + 20, RESET, out, out, None)


class Watch:
    """One account, looked at again and again."""

    def __init__(self, rules: Rules = RULES) -> None:
        self.rules = rules
        self.memo = NOTHING_TOLD
        self.now = NOW

    def see(self, *views: WindowView, minutes: float = 5, failure: Failure | None = None) -> list[Alert]:
        self.now += timedelta(minutes=minutes)
        alerts, self.memo = evaluate(self.memo, Observation(CLAUDE, self.now, views, failure), self.rules)
        return list(alerts)

    def levels(self, *views: WindowView, minutes: float = 5) -> list[int | None]:
        return [alert.level for alert in self.see(*views, minutes=minutes)]

    def kinds(self, *views: WindowView, minutes: float = 5, failure: Failure | None = None) -> list[AlertKind]:
        return [alert.kind for alert in self.see(*views, minutes=minutes, failure=failure)]


def test_a_level_is_told_when_it_is_reached_and_not_again() -> None:
    watch = Watch()
    assert [watch.levels(view(used)) for used in (69.9, 70.0, 75.0, 89.0, 90.0, 95.0)] == [[], [70], [], [], [90], []]


def test_two_levels_reached_at_once_are_one_alert_for_the_higher() -> None:
    watch = Watch()
    assert watch.levels(view(93)) == [90]
    assert watch.levels(view(94)) == []


def test_a_level_below_90_waits_until_more_is_used_than_an_even_pace_would() -> None:
    watch = Watch()
    assert watch.levels(view(72, even=80)) == []
    assert watch.levels(view(85, even=84)) == [70]
    assert Watch().levels(view(91, even=99)) == [90]


def test_a_full_window_is_told_once_and_its_levels_are_told_with_it() -> None:
    watch = Watch()
    assert watch.kinds(view(100)) == [AlertKind.EXHAUSTED]
    assert watch.kinds(view(104)) == []
    assert watch.kinds(view(99.6)) == []
    assert watch.kinds(view(100)) == []


def test_after_the_reset_everything_is_told_anew() -> None:
    watch = Watch()
    watch.see(view(91))
    assert watch.levels(view(75, RESET + timedelta(hours=5)), minutes=130) == [70]


@pytest.mark.parametrize("jitter", [-1, 1, 59, -59, 170])
def test_a_reset_time_that_jitters_is_the_same_window(jitter: int) -> None:
    watch = Watch()
    watch.see(view(91))
    assert watch.see(view(92, RESET + timedelta(seconds=jitter))) == []


@pytest.mark.parametrize("jitter", [1, 59, 170])
def test_a_reset_time_that_jitters_past_its_own_moment_is_still_the_same_window(jitter: int) -> None:
    watch = Watch()
    watch.see(view(91))
    watch.now = RESET
    assert watch.see(view(92, RESET + timedelta(seconds=jitter)), minutes=0.01) == []


def test_a_reset_time_that_drifts_for_hours_without_less_use_is_followed_and_is_the_same_window() -> None:
    watch = Watch()
    watch.see(view(91))
    for minutes in range(10, 120, 10):
        assert watch.see(view(91, RESET + timedelta(minutes=minutes))) == []


def test_an_early_reset_shows_in_time_and_use_together() -> None:
    watch = Watch()
    watch.see(view(100))
    (alert,) = watch.see(view(3, RESET + timedelta(hours=4)))
    assert (alert.kind, alert.expected) == (AlertKind.AVAILABLE, False)


def test_a_fall_without_a_new_reset_time_counts_from_the_second_look_on() -> None:
    watch = Watch()
    watch.see(view(100))
    assert watch.see(view(0)) == [], "one odd answer"
    assert watch.see(view(100)) == [], "and all is as it was"
    assert watch.see(view(20)) == []
    assert [alert.kind for alert in watch.see(view(20))] == [AlertKind.AVAILABLE]


def test_a_raised_limit_does_not_tell_levels_again_that_hold_already() -> None:
    watch = Watch()
    watch.see(view(92))
    watch.see(view(80))
    assert watch.levels(view(80)) == []
    assert watch.levels(view(91)) == [90]


def test_a_window_that_is_idle_after_its_reset_counts_as_reset() -> None:
    watch = Watch()
    watch.see(view(100))
    assert watch.kinds(view(0, None), minutes=121) == [AlertKind.AVAILABLE]


def test_a_session_that_begins_is_no_reset() -> None:
    watch = Watch()
    assert watch.see(view(0, None)) == []
    assert watch.levels(view(71, RESET)) == [70]
    assert watch.levels(view(72, RESET)) == []


def test_figures_from_before_a_reset_that_has_come_say_nothing() -> None:
    watch = Watch()
    watch.see(view(60))
    assert watch.see(view(95), minutes=121) == []


# -- available again ----------------------------------------------------------------------------------------------------
def test_the_clock_alone_tells_the_return_as_expected_once_and_the_next_figures_confirm_it() -> None:
    watch = Watch()
    watch.see(view(100))
    assert next_return(watch.memo) == RESET
    assert expire(watch.memo, CLAUDE, RESET - timedelta(seconds=1), RULES)[0] == ()
    (alert,), watch.memo = expire(watch.memo, CLAUDE, RESET, RULES)
    assert (alert.kind, alert.expected, alert.window is not None and alert.window.id) == (AlertKind.AVAILABLE, True, "session")
    assert next_return(watch.memo) is None
    assert expire(watch.memo, CLAUDE, RESET + timedelta(hours=1), RULES)[0] == ()
    (confirmed,) = watch.see(view(1, RESET + timedelta(hours=5)), minutes=125)
    assert (confirmed.expected, confirmed.confirms) == (False, True)


def test_a_return_that_the_figures_deny_is_put_right() -> None:
    watch = Watch()
    watch.see(view(100))
    _, watch.memo = expire(watch.memo, CLAUDE, RESET, RULES)
    assert watch.kinds(view(100, RESET + timedelta(hours=5)), minutes=125) == [AlertKind.EXHAUSTED]


def test_nothing_is_available_while_the_week_is_full() -> None:
    watch = Watch()
    week = view(100, NOW + timedelta(days=2), kind=WindowKind.WEEKLY)
    watch.see(view(100), week)
    alerts, watch.memo = expire(watch.memo, CLAUDE, RESET, RULES)
    assert alerts == ()
    assert watch.see(view(0, RESET + timedelta(hours=5)), week, minutes=125) == []
    (alert,), _ = expire(watch.memo, CLAUDE, NOW + timedelta(days=2), RULES)
    assert alert.window is not None
    assert alert.window.id == "weekly"


def test_a_full_week_of_one_model_keeps_nothing_else_from_coming_back() -> None:
    watch = Watch()
    scoped = view(100, NOW + timedelta(days=2), kind=WindowKind.WEEKLY_SCOPED)
    watch.see(view(100), scoped)
    assert watch.kinds(view(0, RESET + timedelta(hours=5)), scoped, minutes=125) == [AlertKind.AVAILABLE]


# -- forecast -----------------------------------------------------------------------------------------------------------
def test_running_out_is_told_once_an_episode() -> None:
    watch = Watch()
    seen = [watch.kinds(view(40, forecast=outlook(at_reset))) for at_reset in (99, 104, 106, 130, 97, 106, 95, 104, 110)]
    assert [len(alerts) for alerts in seen] == [0, 0, 1, 0, 0, 0, 0, 0, 1]
    assert watch.kinds(view(41)) == [], "a moment without a forecast ends nothing"
    assert watch.kinds(view(42, forecast=outlook(120))) == []


def test_a_forecast_that_may_well_last_is_no_warning() -> None:
    assert not is_risk(outlook(140, low=60))
    assert is_risk(outlook(140, low=90))
    assert not is_risk(outlook(99, low=99))


# -- sign-in ------------------------------------------------------------------------------------------------------------
def test_a_lost_sign_in_is_told_once_until_figures_come_again() -> None:
    watch = Watch()
    expired, offline = Failure(ErrorCode.SIGN_IN_EXPIRED, "refused"), Failure(ErrorCode.OFFLINE)
    seen = [watch.kinds(failure=failure) for failure in (offline, expired, expired, offline, expired, None, expired)]
    assert [len(alerts) for alerts in seen] == [0, 1, 0, 0, 0, 0, 1]


@pytest.mark.parametrize("reason", ["waiting", "service", "unanswered"])
def test_a_sign_in_that_is_renewed_without_anybodys_help_is_told_only_once_it_is_lost(reason: str) -> None:
    watch = Watch()
    renewing, lost = Failure(ErrorCode.SIGN_IN_EXPIRED, reason), Failure(ErrorCode.SIGN_IN_EXPIRED, "refused")
    assert [len(watch.kinds(failure=failure)) for failure in (renewing, renewing, None)] == [0, 0, 0]
    assert [len(watch.kinds(failure=failure)) for failure in (renewing, lost, lost)] == [0, 1, 0]


@pytest.mark.parametrize("reason", ["unsaved", "lost_write", "cannot_write", "no_cli", "cli", "renewal_off"])
def test_a_sign_in_that_somebody_must_look_after_is_told_at_once(reason: str) -> None:
    assert Watch().kinds(failure=Failure(ErrorCode.SIGN_IN_EXPIRED, reason)) == [AlertKind.SIGN_IN]


# -- silence ------------------------------------------------------------------------------------------------------------
def test_the_first_look_after_a_start_is_silent_and_only_news_are_told() -> None:
    memo = baseline(NOTHING_TOLD, Observation(CLAUDE, NOW, (view(85),), Failure(ErrorCode.SIGNED_OUT)))
    alerts, memo = evaluate(memo, Observation(CLAUDE, NOW, (view(86),), Failure(ErrorCode.SIGNED_OUT)))
    assert alerts == ()
    assert [alert.level for alert in evaluate(memo, Observation(CLAUDE, NOW, (view(90),)))[0]] == [90]


def test_a_return_while_the_program_was_off_is_not_told_at_the_start() -> None:
    _, memo = evaluate(NOTHING_TOLD, Observation(CLAUDE, NOW, (view(100),)))
    later = RESET + timedelta(hours=1)
    memo = baseline(memo, Observation(CLAUDE, later, (view(100),)))
    assert expire(memo, CLAUDE, later)[0] == ()


def test_snoozed_windows_are_silent_until_their_reset_and_return_is_told() -> None:
    watch = Watch()
    watch.see(view(71))
    watch.memo = snooze(watch.memo, frozenset({"session"}))
    assert watch.see(view(91)) == []
    assert watch.see(view(100)) == []
    assert watch.kinds(view(2, RESET + timedelta(hours=5)), minutes=125) == [AlertKind.AVAILABLE]
    assert watch.levels(view(71, RESET + timedelta(hours=5))) == [70]


def test_a_raised_limit_does_not_end_a_snooze() -> None:
    watch = Watch()
    watch.see(view(72))
    watch.memo = snooze(watch.memo, frozenset({"session"}))
    assert [watch.see(view(used)) for used in (40, 40, 72, 91)] == [[], [], [], []]
    later = RESET + timedelta(hours=5)
    watch.now = RESET
    assert watch.see(view(2, later)) == []
    assert watch.levels(view(91, later)) == [90]


def test_kinds_that_are_switched_off_happen_silently() -> None:
    watch = Watch(Rules(kinds=frozenset()))
    assert watch.see(view(91)) == []
    watch.rules = RULES
    assert watch.see(view(92)) == [], "switching on brings no flood of what is long known"


def test_levels_go_by_the_kind_of_window() -> None:
    watch = Watch(Rules(levels=(70, 90), by_kind={WindowKind.WEEKLY: (50,), WindowKind.TOOLS: ()}))
    week = view(55, NOW + timedelta(days=2), kind=WindowKind.WEEKLY)
    tools = view(99, NOW + timedelta(days=2), kind=WindowKind.TOOLS)
    assert watch.levels(view(75), week, tools) == [70, 50]


# -- on disk ------------------------------------------------------------------------------------------------------------
STEPS = st.lists(
    st.tuples(
        st.floats(0, 130),
        st.sampled_from([None, 0, 1, 60, 18_000, 40_000]),
        st.sampled_from([None, 80, 97, 120]),
        st.floats(0, 300),
    ),
    max_size=15,
)


@given(STEPS)
def test_a_restart_between_any_two_looks_changes_nothing(steps: list[tuple[float, int | None, int | None, float]]) -> None:
    one, other = Watch(), Watch()
    for used, shift, at_reset, minutes in steps:
        seen = view(
            used,
            None if shift is None else RESET + timedelta(seconds=shift),
            forecast=None if at_reset is None else outlook(at_reset),
        )
        assert one.see(seen, minutes=minutes) == other.see(seen, minutes=minutes)
        other.memo = memo_from_mapping(json.loads(json.dumps(memo_to_mapping(other.memo))))
        assert one.memo == other.memo


@given(STEPS)
def test_no_level_is_told_twice_before_a_reset(steps: list[tuple[float, int | None, int | None, float]]) -> None:
    watch, told = Watch(), []
    highest = 0.0
    for used, _, at_reset, _ in steps:
        highest = max(highest, used)  # within one window use only grows
        told += watch.see(view(highest, forecast=None if at_reset is None else outlook(at_reset)), minutes=1)
    levels = [alert.level for alert in told if alert.kind is AlertKind.LEVEL]
    assert levels == sorted(set(levels), key=lambda level: level or 0)
    assert sum(alert.kind is AlertKind.EXHAUSTED for alert in told) <= 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("windows"),
        lambda data: data["windows"]["session"].update(kind="other-thing"),
        lambda data: data["windows"]["session"].update(resets_at="2026-11-23T08:00:00"),
        lambda data: data["windows"]["session"].update(told=["many"]),
    ],
)
def test_what_we_did_not_write_is_refused(spoil: object) -> None:
    watch = Watch()
    watch.see(view(91))
    data = memo_to_mapping(watch.memo)
    spoil(data)  # type: ignore[operator]
    with pytest.raises((ValueError, KeyError, TypeError)):
        memo_from_mapping(data)


def test_a_memo_survives_with_every_mark() -> None:
    watch = Watch()
    watch.see(view(91, forecast=outlook(120)), failure=Failure(ErrorCode.SIGNED_OUT))
    memo = snooze(watch.memo, frozenset({"session"}))
    mark = replace(memo.windows["session"], scope="Fable", fallen=True, announced=True, exhausted=True)
    memo = Memo({"session": mark}, memo.sign_in_told)
    assert memo_from_mapping(memo_to_mapping(memo)) == memo
