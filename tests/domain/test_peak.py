"""Peak hours: in UTC, on working days, whatever the clock on the wall says."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes import START
from tests.statuses import SESSION
from usagebar_qt.domain.models import Unit, UsageSnapshot
from usagebar_qt.domain.peak import PeakHours, Phase, phase_of

HOURS = PeakHours(Unit.CREDITS, 6, 10, 50)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of the week of Monday the 23rd."""
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "phase"),
    [
        (at(23, 5, 59), Phase(False, at(23, 6))),
        (at(23, 6), Phase(True, at(23, 10))),
        (at(23, 9, 59), Phase(True, at(23, 10))),
        (at(23, 10), Phase(False, at(24, 6))),
        (at(27, 10), Phase(False, at(30, 6))),
        (at(28, 8), Phase(False, at(30, 6))),
        (at(29, 23, 59), Phase(False, at(30, 6))),
    ],
)
def test_what_holds_and_until_when(now: datetime, phase: Phase) -> None:
    assert phase_of(HOURS, now) == phase
    assert phase_of(HOURS, now.astimezone(ZoneInfo("Asia/Shanghai"))) == phase


@given(st.integers(0, 20 * 86_400))
def test_the_phase_turns_exactly_when_it_says(seconds: int) -> None:
    now = START + timedelta(seconds=seconds)
    phase = phase_of(HOURS, now)
    assert now < phase.until <= now + timedelta(days=3)
    assert phase_of(HOURS, phase.until - timedelta(seconds=1)).peak is phase.peak
    assert phase_of(HOURS, phase.until).peak is not phase.peak


def test_one_day_a_week_is_found_from_its_own_evening() -> None:
    mondays = replace(HOURS, weekdays=(0,))
    assert phase_of(mondays, at(23, 11)) == Phase(False, at(30, 6))


def test_only_plans_that_count_in_credits_have_them() -> None:
    counted = UsageSnapshot(START, windows=(replace(SESSION, unit=Unit.CREDITS),))
    assert HOURS.concern(counted)
    assert not HOURS.concern(UsageSnapshot(START, windows=(replace(SESSION, unit=Unit.TOKENS),)))
    assert not HOURS.concern(None)
