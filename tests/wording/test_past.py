"""The past in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.fakes import START
from usagebar_qt.domain.chart import Chart, Span
from usagebar_qt.domain.heat import Heat
from usagebar_qt.domain.history import moment_of, seconds_of
from usagebar_qt.domain.what_if import Budget, Outcome
from usagebar_qt.wording.manner import LocaleFacts
from usagebar_qt.wording.past import EMPTY, HEAT_EMPTY, budget, heat_reading, heat_summary, reading, summary, ticks, went_on

NOW = seconds_of(START)
BERLIN = ZoneInfo("Europe/Berlin")


def chart(*figures: float, resets: int = 0) -> Chart:
    """Looks an hour apart that end now."""
    line = tuple((NOW - 3_600 * (len(figures) - 1 - number), figure) for number, figure in enumerate(figures))
    return Chart(NOW - 86_400, NOW, (line,) if figures else (), tuple(range(resets)))


@pytest.mark.parametrize(
    ("shown", "text"),
    [
        (chart(10.0, 91.0, 40.0), "Highest 91 %, 07:00. Last seen 40 %, 08:00. No reset."),
        (chart(10.0, 91.0, 40.0, resets=1), "Highest 91 %, 07:00. Last seen 40 %, 08:00. One reset."),
        (chart(99.6, resets=4), "Highest 99 %, 08:00. Last seen 99 %, 08:00. 4 resets."),
        (chart(), EMPTY),
    ],
)
def test_a_chart_is_told_in_a_sentence(shown: Chart, text: str) -> None:
    assert summary(shown, START, UTC).english() == text


def test_the_cursor_reads_the_figure_or_says_that_nobody_looked() -> None:
    shown = chart(10.0, 91.0)
    assert reading(shown, NOW - 1_800, START, UTC).english() == "07:30: 10 % used"
    assert reading(shown, NOW, START, UTC).english() == "08:00: 91 % used"
    assert reading(shown, NOW - 7_200, START, UTC).english() == "06:00: nobody looked"


def test_the_axis_of_a_day_has_every_fourth_hour_of_the_local_clock() -> None:
    found = ticks(NOW - 86_400, NOW, Span.DAY, BERLIN)
    assert [word for _, word in found] == ["12:00", "16:00", "20:00", "00:00", "04:00", "08:00"]
    assert moment_of(found[0][0]) == datetime(2026, 11, 22, 11, 0, tzinfo=UTC)
    twelve = ticks(NOW - 86_400, NOW, Span.DAY, BERLIN, LocaleFacts(twenty_four_hour=False))
    assert [word for _, word in twelve] == ["12 pm", "4 pm", "8 pm", "12 am", "4 am", "8 am"]


def test_the_axis_of_a_week_has_its_days_also_when_the_clock_is_put_back() -> None:
    end = seconds_of(datetime(2026, 10, 28, 12, 0, tzinfo=UTC))
    found = ticks(end - Span.WEEK.value, end, Span.WEEK, BERLIN)
    assert [word for _, word in found] == ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    assert all(moment_of(seconds).astimezone(BERLIN).hour == 0 for seconds, _ in found)
    assert found[4][0] - found[3][0] == 25 * 3_600


def test_the_axis_of_a_month_has_dates() -> None:
    found = ticks(NOW - Span.MONTH.value, NOW, Span.MONTH, UTC)
    assert [word for _, word in found] == ["29 Oct", "3 Nov", "8 Nov", "13 Nov", "18 Nov", "23 Nov"]


def test_without_a_zone_the_axis_is_in_this_machines_own() -> None:
    assert all(moment_of(seconds).astimezone().hour == 0 for seconds, _ in ticks(NOW - Span.WEEK.value, NOW, Span.WEEK))


@pytest.mark.parametrize(
    ("outcome", "per_hour", "text"),
    [
        (None, None, "Too little is known of the last hour."),
        (None, 5.0, "Too little is known of the last hour."),
        (Outcome(40.0, START + timedelta(hours=2), "hours"), 0.0, "It stays at 40 %: the last hour used nothing."),
        (Outcome(81.0, START + timedelta(hours=2), "hours"), 20.0, "81 % used by 10:00."),
        (Outcome(100.0, START + timedelta(hours=1), "full"), 60.0, "Used up at 09:00."),
        (Outcome(70.0, START + timedelta(hours=3), "reset"), 9.0, "It lasts: 70 % used at the reset, 11:00."),
    ],
)
def test_going_on_is_answered_in_words(outcome: Outcome | None, per_hour: float | None, text: str) -> None:
    assert went_on(outcome, per_hour, START, UTC).english() == text


def test_the_budget_of_a_day() -> None:
    found = Budget(20.0, 60.0, START + timedelta(days=3))
    assert budget(found, START, UTC).english() == "To last until Thu 08:00: at most 20 % a day. 60 % is left."
    work = replace(found, work_days=5)
    assert budget(work, START, UTC).english() == "To last until Thu 08:00: at most 20 % a work day. 60 % is left."
    assert not budget(None, START)


def test_the_hours_of_the_week_in_words() -> None:
    rows: list[tuple[float | None, ...]] = [(0.0,) * 24 for _ in range(7)]
    rows[3] = (*(0.0,) * 9, 12.4, *(0.0,) * 14)
    rows[6] = (None,) * 24
    heat = Heat(tuple(rows))
    assert heat_summary(heat).english() == "Most is used Thu 09:00: 12 % in that hour on average."
    assert heat_reading(heat, 3, 9).english() == "Thu 09:00: 12 % in that hour on average"
    assert heat_reading(heat, 6, 13, LocaleFacts(twenty_four_hour=False)).english() == "Sun 1 pm: nobody looked"
    assert heat_summary(Heat(((None,) * 24,) * 7)).english() == HEAT_EMPTY
