"""Used or left, countdown or clock, 12 or 24 hours: everywhere at once."""

from __future__ import annotations

from datetime import UTC

import pytest

from tests.fakes import START
from tests.statuses import ok, window
from usagebar_qt.domain.adaptive_refresh import Interval
from usagebar_qt.domain.models import WindowKind
from usagebar_qt.domain.settings import Settings
from usagebar_qt.widgets.tray_state import icon_state
from usagebar_qt.wording import formatting
from usagebar_qt.wording.headline import headline, tooltip
from usagebar_qt.wording.manner import LocaleFacts, Manner, put_in_force
from usagebar_qt.wording.past import hour_word
from usagebar_qt.wording.rhythm import in_short, why

SESSION = window(used=34.0, left=7_200.0)
WEEK = window(WindowKind.WEEKLY, 61.0, 270_000.0)


def test_what_is_left_is_said_in_gauge_headline_tooltip_and_icon() -> None:
    status = ok(SESSION, WEEK)
    assert formatting.figure_text(SESSION) == "34 % used"
    assert tooltip((status,)) == "Claude: session 34 %, week 61 % used"
    put_in_force(Manner(shows_remaining=True))
    assert formatting.figure_text(SESSION) == "66 % left"
    assert "66 % left" in formatting.window_sentence(SESSION, None, START)
    assert tooltip((status,)) == "Claude: session 66 %, week 39 % left"
    fine = ok(window(used=4.0, left=7_200.0), window(WindowKind.WEEKLY, 7.0, 270_000.0))
    assert headline((fine,), START).detail.english() == "Tightest is Claude's week: 93 % left."
    state = icon_state((status,), Settings(), START, dark_panel=True)
    assert [bar.percent for bar in state.bars] == [66.0, 39.0]


def test_more_than_everything_used_leaves_nothing() -> None:
    put_in_force(Manner(shows_remaining=True))
    assert formatting.figure_text(window(used=130.0)) == "0 % left"
    assert formatting.shown_percent(130.0) == 0.0


def test_a_near_reset_is_told_as_a_time_where_that_is_wished() -> None:
    assert formatting.reset_text(SESSION, START, UTC) == "resets in 2 h"
    put_in_force(Manner(shows_clock=True))
    assert formatting.reset_text(SESSION, START, UTC) == "resets 10:00"
    assert formatting.reset_text(WEEK, START, UTC).startswith("Thu ")


def test_twelve_hours_hold_for_every_time() -> None:
    put_in_force(Manner(LocaleFacts(twenty_four_hour=False)))
    assert formatting.clock_time(WEEK.resets_at, START, UTC) == "Thu 11:00 am"
    assert hour_word(14) == "2 pm"


@pytest.mark.parametrize(
    "reason", ["fixed", "watched", "near_limit", "near_reset", "moving", "used_up", "quiet", "idle", "on_battery"]
)
def test_every_reason_has_words(reason: str) -> None:
    assert why(Interval(180, reason)).english().startswith("Looks every 3 min")
    assert bool(in_short(Interval(180, reason))) is (reason != "fixed")
    assert (why(None).english(), in_short(None)) == ("Updates only when you ask", "")
