"""Figures as people read them: nothing dances, nothing lies at the edges, nothing raises."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import START
from tests.statuses import EXTRA, SESSION, WEEK
from usagebar_qt.domain.models import Credits, QuotaWindow, Wait, WaitReason, WindowKind
from usagebar_qt.domain.pace import Pace, pace_of
from usagebar_qt.wording import formatting as words
from usagebar_qt.wording.manner import LocaleFacts

GERMAN = LocaleFacts(decimal_point=",", group_separator=".")
AMERICAN = LocaleFacts(twenty_four_hour=False)


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0 %"),
        (0.3, "<1 %"),
        (1.0, "1 %"),
        (61.5, "62 %"),
        (98.6, "99 %"),
        (99.6, "99 %"),
        (99.999, "99 %"),
        (100.0, "100 %"),
        (100.4, "100 %"),
        (132.0, "132 %"),
        (12_345.0, ">999 %"),
        (-4.0, "0 %"),
        (float("inf"), ">999 %"),
        (float("nan"), "? %"),
    ],
)
def test_a_percentage_is_whole_and_honest_at_the_edges(value: float, text: str) -> None:
    assert words.percent(value) == text


@given(st.floats())
def test_no_figure_reads_100_before_it_is_and_none_raises(value: float) -> None:
    text = words.percent(value)
    assert text.endswith(" %")
    assert len(text) <= 6
    if value < 100:
        assert not text.startswith("100")


@given(st.floats(0, 1_000))
def test_what_is_left_never_reads_below_zero(used: float) -> None:
    assert not words.remaining_percent(replace(SESSION, used_percent=used)).startswith("-")


@pytest.mark.parametrize(
    ("window", "label", "amid"),
    [
        (SESSION, "Session", "session"),
        (WEEK, "Week", "week"),
        (QuotaWindow("weekly:fable", WindowKind.WEEKLY_SCOPED, 0, scope="Fable"), "Week, Fable", "week for Fable"),
        (QuotaWindow("weekly:scoped", WindowKind.WEEKLY_SCOPED, 0), "Week, scoped", "scoped week"),
        (QuotaWindow("mcp", WindowKind.TOOLS, 0), "Tools this month", "tools this month"),
        (QuotaWindow("monthly-agents", WindowKind.OTHER, 0), "Monthly agents", "Monthly agents"),
        (QuotaWindow("image-limit:hd", WindowKind.OTHER, 0, scope="IMAGE HD"), "IMAGE HD", "IMAGE HD"),
        (QuotaWindow("", WindowKind.OTHER, 0), "Other", "Other"),
    ],
)
def test_every_window_has_a_name_in_words(window: QuotaWindow, label: str, amid: str) -> None:
    assert (words.window_label(window), words.window_in_sentence(window)) == (label, amid)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (8_040, "resets in 2 h 14 min"),
        (7_200, "resets in 2 h"),
        (3_599.5, "resets in 1 h"),
        (240, "resets in 4 min"),
        (59, "resets in less than a minute"),
        (0, "reset is due"),
        (-86_400, "reset is due"),
        (86_400, "Tue 08:00"),
    ],
)
def test_the_countdown_has_two_units_at_most(seconds: float, text: str) -> None:
    assert words.reset_text(replace(SESSION, resets_at=START + timedelta(seconds=seconds)), START, UTC) == text


def test_days_are_counted_where_the_countdown_is_asked_for() -> None:
    window = replace(WEEK, resets_at=at(27))
    assert words.reset_text(window, START, UTC, soon_seconds=1e9) == "resets in 1 d 3 h"


def test_a_window_without_a_reset_has_not_started_or_says_nothing() -> None:
    assert words.reset_text(replace(SESSION, used_percent=0.0, resets_at=None), START) == "not started"
    assert words.reset_text(replace(SESSION, used_percent=5.0, resets_at=None), START) == ""


def test_a_full_window_says_when_work_can_go_on() -> None:
    assert words.reset_text(replace(SESSION, used_percent=100.0, resets_at=at(8.5)), START, UTC) == "back at 16:30"


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (at(6.5), "14:30"),
        (at(-2), "06:00"),
        (at(73), "Thu 09:00"),
        (at(24 * 6), "Sun 08:00"),
        (at(24 * 7), "30 Nov 08:00"),
        (at(-24), "22 Nov 08:00"),
        (at(24 * 400), "28 Dec 2027"),
        (None, ""),
    ],
)
def test_a_clock_time_says_as_much_of_the_day_as_is_needed(moment: datetime | None, text: str) -> None:
    assert words.clock_time(moment, START, UTC) == text


def test_times_are_the_users_own() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert words.clock_time(at(0), START, tokyo) == "17:00"
    assert words.clock_time(at(8), START, tokyo) == "Tue 01:00"  # past midnight there


@pytest.mark.parametrize(("hours", "text"), [(-8, "12:00 am"), (4, "12:00 pm"), (6.5, "2:30 pm")])
def test_twelve_hour_clocks_know_noon_and_midnight(hours: float, text: str) -> None:
    assert words.clock_time(at(hours), START, UTC, AMERICAN) == text


@given(st.datetimes(timezones=st.just(UTC)), st.datetimes(timezones=st.just(UTC)))
def test_no_moment_of_any_calendar_raises(moment: datetime, now: datetime) -> None:
    for zone in (timezone(timedelta(hours=-12)), timezone(timedelta(hours=14))):
        assert words.clock_time(moment, now, zone)
    assert words.age_text(moment, now)
    assert words.reset_text(replace(SESSION, resets_at=moment), now, UTC)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(-30, "just now"), (59, "just now"), (120, "2 min ago"), (10_900, "3 h ago"), (200_000, "2 d ago")],
)
def test_an_age_has_one_unit_and_a_clock_set_back_is_just_now(seconds: float, text: str) -> None:
    assert words.age_text(START - timedelta(seconds=seconds), START) == text


def test_nothing_fetched_has_no_age() -> None:
    assert words.age_text(None, START) == ""


@pytest.mark.parametrize(
    ("row", "text"),
    [
        (EXTRA, "€ 7.63 of € 20.00"),
        (replace(EXTRA, limit=None), "€ 7.63, no cap"),
        (Credits("extra-usage", Decimal(0), Decimal(0), "USD"), "$ 0 of $ 0"),
        (Credits("extra-usage", Decimal("7051.80"), None, "AUD"), "A$ 7,051.80, no cap"),
        (Credits("x", Decimal(1200), None, "JPY"), "¥ 1,200, no cap"),
        (Credits("x", Decimal("1.250"), None, "KWD"), "KWD 1.250, no cap"),
        (Credits("x", Decimal("1E+3"), None, "USD"), "$ 1,000, no cap"),
        (Credits("x", Decimal("NaN"), None, "USD"), "$ ?, no cap"),
        (Credits("x", Decimal("1E+999999"), None, "USD"), "$ ?, no cap"),
    ],
)
def test_money_keeps_its_decimals_and_its_currency(row: Credits, text: str) -> None:
    assert words.money(row) == text


def test_money_is_written_as_the_country_writes_it() -> None:
    assert words.amount(Decimal("1234567.80"), "EUR", GERMAN) == "€ 1.234.567,80"


@given(st.decimals(), st.none() | st.decimals())
def test_no_amount_raises_or_runs_on(used: Decimal, limit: Decimal | None) -> None:
    assert words.money(Credits("x", used, limit, "EUR"))


def test_credits_are_named() -> None:
    assert words.credits_label(EXTRA) == "Extra usage"
    assert words.credits_label(replace(EXTRA, id="iguana")) == "Credit"


@pytest.mark.parametrize(
    ("pace", "text"),
    [
        (Pace(47.0, -13.0, None), "13 % in reserve"),
        (Pace(15.0, 19.0, at(8)), "19 % over pace, runs out 16:00"),
        (Pace(15.0, 19.0, None), "19 % over pace"),
        (Pace(15.0, 19.0, at(-1)), "19 % over pace"),  # figures of an hour ago: a forecast that has passed is none
        (Pace(34.0, 0.2, None), "on pace"),
        (None, ""),
    ],
)
def test_pace_is_said_in_words(pace: Pace | None, text: str) -> None:
    assert words.pace_text(SESSION, pace, START, UTC) == text


def test_a_full_window_is_used_up_until_its_reset_is_due() -> None:
    full = replace(SESSION, used_percent=100.0)
    assert words.pace_text(full, pace_of(full, START), START, UTC) == "used up"
    assert words.pace_text(full, pace_of(full, START), at(10), UTC) == ""


def test_a_screen_reader_hears_the_whole_gauge() -> None:
    assert words.window_sentence(SESSION, pace_of(SESSION, START), START, UTC) == (
        "Session, 34 % used, 13 % in reserve, resets in 2 h 38 min"
    )


@pytest.mark.parametrize(
    ("seconds", "text"), [(161, "2 min 41 s"), (41, "41 s"), (-3, "0 s"), (600, "10 min"), (3_700, "1 h 01 min")]
)
def test_the_footer_counts_down_to_the_next_update(seconds: float, text: str) -> None:
    assert words.next_update(seconds).english() == f"Next update in {text}"


@pytest.mark.parametrize(
    ("wait", "text"),
    [
        (Wait(WaitReason.RATE_LIMITED, at(6.5)), "Claude asks to wait until 14:30."),
        (Wait(WaitReason.NEEDS_USER), "Claude needs you first: its card says what to do."),
        (Wait(WaitReason.BUDGET, at(1)), "Claude is asked again from 09:00 on."),
        (Wait(WaitReason.FLOOR, at(-1)), ""),
    ],
)
def test_a_wait_is_said_with_its_reason(wait: Wait, text: str) -> None:
    assert words.wait_text("Claude", wait, START, UTC).english() == text
