"""The forecast: the straight line without a history, robust with one, honest about its range, and silent where it would guess."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, QuotaWindow, WindowKind
from usagebar_qt.domain.pace import Sample, even_percent, forecast_of, pace_of
from usagebar_qt.domain.work_week import after_working, working_seconds

MONDAY = datetime(2026, 11, 23, 0, 0, tzinfo=UTC)
BERLIN = ZoneInfo("Europe/Berlin")


def session(used: float, minutes: float) -> tuple[QuotaWindow, datetime]:
    """A session of which so many minutes have passed, and that moment."""
    window = QuotaWindow("session", WindowKind.SESSION, used, MONDAY + timedelta(seconds=SESSION_SECONDS), SESSION_SECONDS)
    return window, MONDAY + timedelta(minutes=minutes)


def week(used: float, start: datetime = MONDAY) -> QuotaWindow:
    return QuotaWindow("weekly", WindowKind.WEEKLY, used, start + timedelta(days=7), WEEK_SECONDS)


def steady(per_minute: float, minutes: int, step: int = 5) -> list[Sample]:
    return [Sample.of(MONDAY + timedelta(minutes=m), per_minute * m) for m in range(0, minutes, step)]


USED = st.floats(0.01, 99.9)
MINUTES = st.floats(9.5, 299.5)


@given(USED, MINUTES)
def test_without_a_history_it_is_the_straight_line_that_the_command_promises(used: float, minutes: float) -> None:
    window, at = session(used, minutes)
    forecast, pace = forecast_of(window, at), pace_of(window, at)
    assert forecast is not None
    assert pace is not None
    assert forecast.percent_at_reset == pytest.approx(used * 300 / minutes)
    if pace.runs_out_at is None:
        assert forecast.runs_out_at is None or forecast.short_seconds < 2
    else:
        assert forecast.runs_out_at is not None
        assert abs(forecast.runs_out_at - pace.runs_out_at) <= timedelta(seconds=2)


@given(
    USED,
    MINUTES,
    st.lists(st.tuples(st.floats(-60, 400), st.floats(-5, 300)), max_size=40),
    st.sampled_from([4, 5, 7]),
    st.integers(0, 6),
)
def test_whatever_the_history_says_the_forecast_keeps_its_order(
    used: float, minutes: float, history: list[tuple[float, float]], days: int, weekday: int
) -> None:
    start = MONDAY + timedelta(days=weekday)
    at = start + timedelta(minutes=minutes * WEEK_SECONDS / SESSION_SECONDS)
    samples = [Sample.of(start + timedelta(minutes=m * 33.6), percent) for m, percent in history]
    window = week(used, start)
    forecast = forecast_of(window, at, samples, days, UTC)
    if forecast is None:
        return
    assert used - 1e-6 <= forecast.low_percent <= forecast.percent_at_reset <= forecast.high_percent
    assert forecast.reserve_percent == 100 - forecast.percent_at_reset
    moments = [forecast.earliest_at, forecast.runs_out_at, forecast.latest_at]
    known = [moment for moment in moments if moment is not None]
    assert known == sorted(known)
    assert moments[: len(known)] == known, "who surely runs out also runs out in the middle and at the earliest"
    assert all(at <= moment <= window.resets_at for moment in known if window.resets_at)
    assert (forecast.runs_out_at is None) == (forecast.short_seconds == 0)


@given(st.floats(1, 95), st.floats(0.5, 4), MINUTES)
def test_who_has_used_more_by_the_same_moment_runs_out_no_later(used: float, more: float, minutes: float) -> None:
    less_window, at = session(used, minutes)
    more_window, _ = session(used + more, minutes)
    one, other = forecast_of(less_window, at), forecast_of(more_window, at)
    assert one is not None
    assert other is not None
    assert other.percent_at_reset > one.percent_at_reset
    if one.runs_out_at is not None:
        assert other.runs_out_at is not None
        assert other.runs_out_at <= one.runs_out_at


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0, 40)), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_the_order_of_the_samples_and_samples_of_other_windows_change_nothing(
    history: list[tuple[float, float]], random: object
) -> None:
    window, at = session(40, 120)
    samples = [Sample.of(MONDAY + timedelta(minutes=m), percent) for m, percent in history]
    foreign = [Sample.of(MONDAY - timedelta(minutes=1), 99.0), Sample.of(at + timedelta(minutes=1), 3.0)]
    shuffled = [*samples, *foreign]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert forecast_of(window, at, shuffled) == forecast_of(window, at, samples)


@pytest.mark.parametrize(
    ("used", "minutes"), [(50.0, 8.9), (50.0, -1.0), (50.0, 301.0), (0.0, 100.0), (100.0, 100.0), (130.0, 100.0)]
)
def test_silent_in_the_first_three_percent_outside_the_window_unused_and_full(used: float, minutes: float) -> None:
    assert forecast_of(*session(used, minutes)) is None


def test_silent_without_start_or_reset() -> None:
    assert forecast_of(QuotaWindow("mcp", WindowKind.TOOLS, 5.0, MONDAY + timedelta(days=3), None), MONDAY) is None
    assert forecast_of(QuotaWindow("session", WindowKind.SESSION, 5.0, None, SESSION_SECONDS), MONDAY) is None


def test_a_pause_now_makes_it_calmer_than_a_burst_now() -> None:
    window, at = session(60, 120)
    paused = forecast_of(
        window, at, [*steady(1.0, 60), *(Sample.of(MONDAY + timedelta(minutes=m), 60.0) for m in range(60, 120, 5))]
    )
    bursting = forecast_of(window, at, [Sample.of(MONDAY + timedelta(minutes=m), max(0.0, m - 60.0)) for m in range(0, 120, 5)])
    assert paused is not None
    assert bursting is not None
    assert paused.percent_at_reset < bursting.percent_at_reset


def test_a_single_odd_figure_hardly_moves_it() -> None:
    window, at = session(30, 150)
    clean = steady(0.2, 150)
    for odd in (0.0, 99.0):
        spoilt = [
            sample if sample.at != (MONDAY + timedelta(minutes=140)).timestamp() else Sample(sample.at, odd) for sample in clean
        ]
        one, other = forecast_of(window, at, clean), forecast_of(window, at, spoilt)
        assert one is not None
        assert other is not None
        assert abs(one.percent_at_reset - other.percent_at_reset) < 3
        assert abs(one.high_percent - other.high_percent) < 10


def test_one_jump_among_steady_steps_is_not_drawn_on() -> None:
    window, at = session(50, 150)
    jumped = [
        Sample(at, percent + (20.0 if at >= (MONDAY + timedelta(minutes=140)).timestamp() else 0.0))
        for at, percent in steady(0.2, 150)
    ]
    forecast = forecast_of(window, at, jumped)
    assert forecast is not None
    # By the mean so far, with its few blocks of an even pace: (50 + 10) / (20 + 4) percent in each of the 20 blocks that are left.
    assert forecast.percent_at_reset < 50 + 20 * 60 / 24


def test_the_range_is_wider_for_bursts_than_for_steady_use_and_narrows_towards_the_reset() -> None:
    def width(samples: list[Sample], used: float, minutes: float) -> float:
        forecast = forecast_of(*session(used, minutes), samples)
        assert forecast is not None
        return forecast.high_percent - forecast.low_percent

    bursts = [Sample.of(MONDAY + timedelta(minutes=m), 40.0 if m >= 100 else 0.0) for m in range(0, 200, 5)]
    assert width(bursts, 40, 200) > width(steady(0.2, 200), 40, 200) > width(steady(0.2, 290), 58, 290)


# -- work days ----------------------------------------------------------------------------------------------------------
def test_an_even_pace_of_five_days_stands_still_at_the_weekend() -> None:
    window = week(10)
    friday_evening, sunday = MONDAY + timedelta(days=5), MONDAY + timedelta(days=6, hours=12)
    assert even_percent(window, friday_evening, 5, UTC) == even_percent(window, sunday, 5, UTC) == 100
    assert even_percent(window, friday_evening, 7, UTC) == pytest.approx(500 / 7)
    assert even_percent(window, MONDAY + timedelta(days=2), 4, UTC) == 50


def test_a_session_knows_no_work_days() -> None:
    saturday = MONDAY + timedelta(days=5)
    window = QuotaWindow("session", WindowKind.SESSION, 5.0, saturday + timedelta(hours=4), SESSION_SECONDS)
    assert even_percent(window, saturday, 4, UTC) == pytest.approx(20)


def test_the_forecast_of_a_work_week_skips_the_weekend() -> None:
    wednesday = MONDAY + timedelta(days=2)
    window = week(70, wednesday)
    forecast = forecast_of(window, wednesday + timedelta(days=2, hours=12), (), 5, UTC)
    assert forecast is not None
    # 70 % in 2.5 work days leaves 30 % for 1.07 more: half of Friday is left, then comes Monday.
    assert forecast.runs_out_at is not None
    assert forecast.runs_out_at.date() == (MONDAY + timedelta(days=7)).date()


def test_silent_while_no_work_day_has_passed_yet() -> None:
    saturday = MONDAY + timedelta(days=5)
    assert forecast_of(week(20, saturday), saturday + timedelta(days=1, hours=20), (), 5, UTC) is None


def test_the_hour_that_summer_time_takes_is_not_counted() -> None:
    before = datetime(2026, 3, 29, 0, 0, tzinfo=BERLIN)
    assert working_seconds(before, datetime(2026, 3, 30, 0, 0, tzinfo=BERLIN), 5, BERLIN) == 0
    monday = working_seconds(before, datetime(2026, 3, 31, 0, 0, tzinfo=BERLIN), 5, BERLIN)
    assert monday == 24 * 3600
    autumn = working_seconds(datetime(2026, 10, 23, 12, 0, tzinfo=BERLIN), datetime(2026, 10, 26, 12, 0, tzinfo=BERLIN), 5, BERLIN)
    assert autumn == 24 * 3600
    cairo = ZoneInfo("Africa/Cairo")  # its clocks change on Fridays, within the work week
    assert working_seconds(datetime(2026, 4, 23, tzinfo=cairo), datetime(2026, 4, 26, tzinfo=cairo), 5, cairo) == 47 * 3600


def test_nothing_of_a_span_that_ends_before_it_begins_is_work() -> None:
    assert working_seconds(MONDAY, MONDAY - timedelta(days=1), 7, UTC) == 0
    assert working_seconds(MONDAY, MONDAY - timedelta(days=1), 5, UTC) == 0


@given(
    st.integers(0, 14 * 24 * 3600),
    st.floats(0, 6 * 24 * 3600),
    st.sampled_from([4, 5, 7]),
    st.sampled_from([UTC, BERLIN, timezone(timedelta(hours=-11)), None]),
)
def test_after_working_is_the_inverse_of_working_seconds(offset: int, seconds: float, days: int, tz: ZoneInfo | None) -> None:
    start = MONDAY + timedelta(seconds=offset)
    end = after_working(start, seconds, days, tz)
    assert working_seconds(start, end, days, tz) == pytest.approx(seconds, abs=1e-3)


def test_an_absurd_length_of_work_ends_somewhere() -> None:
    assert after_working(MONDAY, 1e9, 4, UTC) == MONDAY + timedelta(days=400)
