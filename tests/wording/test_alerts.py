"""One notification, however much there is to tell, in words that cannot be misread."""

from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from tests.fakes import START
from tests.statuses import CLAUDE, SESSION, WEEK, ZAI, window
from usagebar_qt.domain.alert_rules import AlertKind
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.pace import Forecast
from usagebar_qt.domain.replay import Told
from usagebar_qt.domain.thresholds import Alert
from usagebar_qt.wording.alerts import MOST_LINES, Notice, notice_of, review_rows, trial_notice
from usagebar_qt.wording.outlook import outlook_sentence, range_sentence, told_window

assert SESSION.resets_at is not None
OUT = SESSION.resets_at - timedelta(minutes=50)
SHORT = Forecast(140, 110, 190, SESSION.resets_at, OUT, OUT - timedelta(minutes=20), OUT + timedelta(minutes=30))
MAYBE = Forecast(97, 70, 130, SESSION.resets_at, None, OUT, None)
LASTS = Forecast(78, 60, 95, SESSION.resets_at, None, None, None)
NAMES = {CLAUDE.id: "Claude", ZAI.id: "Z.ai"}


def told(*alerts: Alert) -> Notice:
    notice = notice_of(alerts, lambda account: NAMES.get(account, "?"), START, UTC)
    assert notice is not None
    return notice


def words(*alerts: Alert) -> list[str]:
    notice = told(*alerts)
    return [notice.title.english(), *(line.english() for line in notice.lines)]


LEVEL = Alert(AlertKind.LEVEL, CLAUDE.id, SESSION, 70)
FULL = Alert(AlertKind.EXHAUSTED, ZAI.id, window(used=100.0))
RUNS_OUT = Alert(AlertKind.RUNS_OUT, CLAUDE.id, SESSION, forecast=SHORT)
BACK = Alert(AlertKind.AVAILABLE, CLAUDE.id, window(used=2.0))
EXPIRED = Alert(AlertKind.SIGN_IN, CLAUDE.id, failure=Failure(ErrorCode.SIGN_IN_EXPIRED, "refused"))


@pytest.mark.parametrize(
    ("alert", "expected"),
    [
        (LEVEL, ["Claude's session: 34 % used", "Resets 10:38."]),
        (
            Alert(AlertKind.LEVEL, CLAUDE.id, SESSION, 70, SHORT),
            ["Claude's session: 34 % used", "At this pace until 09:48, 50 min short of its reset."],
        ),
        (FULL, ["Z.ai's session is used up", "Back at 10:38."]),
        (
            RUNS_OUT,
            ["Claude's session will run out at 09:48 at this pace", "34 % used so far; that is 50 min before its reset."],
        ),
        (BACK, ["Claude's session is available again", "2 % used."]),
        (
            Alert(AlertKind.AVAILABLE, CLAUDE.id, WEEK, expected=True),
            ["Claude's week should be available again", "Expected by the clock; the next figures will confirm it."],
        ),
        (
            Alert(AlertKind.LEVEL, CLAUDE.id, window(used=91.0).__class__("x", SESSION.kind, 91.0), 90),
            ["Claude's session: 91 % used"],
        ),
    ],
)
def test_each_kind_says_what_and_when(alert: Alert, expected: list[str]) -> None:
    assert words(alert) == expected


def test_a_lost_sign_in_says_what_to_do_and_cannot_be_snoozed() -> None:
    notice = told(EXPIRED)
    assert notice.title.english() == "Claude does not accept this sign-in any more."
    assert "Claude Code" in notice.lines[0].english()
    assert notice.windows == ()


def test_of_several_the_gravest_stands_first_and_all_are_named() -> None:
    assert words(BACK, LEVEL, FULL, EXPIRED) == [
        "Z.ai's session is used up",
        "Back at 10:38.",
        "Claude does not accept this sign-in any more.",
        "Claude's session: 34 % used",
        "Claude's session is available again",
    ]
    notice = told(LEVEL, FULL)
    assert (notice.tag, notice.account) == ("several", ZAI.id)
    assert set(notice.windows) == {(CLAUDE.id, "session"), (ZAI.id, "session")}


def test_no_more_lines_than_a_balloon_shows() -> None:
    many = [Alert(AlertKind.LEVEL, AccountId("claude", f"n{number}"), SESSION, 70) for number in range(9)]
    assert len(told(*many).lines) == MOST_LINES


def test_a_level_and_a_forecast_of_one_window_are_one_line() -> None:
    assert words(LEVEL, RUNS_OUT) == words(RUNS_OUT)


def test_good_news_do_not_press_and_a_confirmation_only_replaces() -> None:
    assert not told(BACK).urgent
    assert told(BACK, LEVEL).urgent
    confirmed = told(Alert(AlertKind.AVAILABLE, CLAUDE.id, SESSION, confirms=True))
    assert (confirmed.only_replaces, confirmed.returns) == (True, ((CLAUDE.id, "session"),))
    assert not told(BACK).only_replaces


def test_nothing_to_tell_is_no_notice() -> None:
    assert notice_of((), str, START) is None
    assert trial_notice().title.english() == "This is a test"


def test_what_a_past_week_would_have_told_has_its_time_and_its_title() -> None:
    past = [Told(START - timedelta(days=2), (LEVEL, FULL)), Told(START - timedelta(hours=1), (RUNS_OUT,))]
    rows = review_rows(past, lambda account: NAMES[account], START, UTC)
    assert [(at, title.english()) for at, title in rows] == [
        ("21 Nov 08:00", "Z.ai's session is used up"),
        ("07:00", "Claude's session will run out at 09:48 at this pace"),
    ]


# -- the card's sentence ------------------------------------------------------------------------------------------------
def test_the_cards_sentence_tells_until_when_or_how_much_is_to_spare() -> None:
    assert outlook_sentence(SESSION, SHORT, START, UTC).english() == "Session: at this pace until 09:48, 50 min short"
    assert outlook_sentence(SESSION, SHORT, START, UTC, alone=True).english() == "At this pace until 09:48, 50 min short"
    assert outlook_sentence(SESSION, LASTS, START, UTC).english() == "Session: lasts, 22 % to spare"
    assert outlook_sentence(SESSION, LASTS, START, UTC, alone=True).english() == "Lasts: 22 % to spare"


def test_the_range_says_how_sure_that_is() -> None:
    assert range_sentence(SHORT, START, UTC).english() == "In four cases of five it runs out between 09:28 and 10:18."
    assert range_sentence(MAYBE, START, UTC).english() == "It may run out from 09:48 on, or last with 70 % used at the reset."
    assert range_sentence(LASTS, START, UTC).english() == "In four cases of five 60 % to 95 % are used at the reset."


def test_the_sentence_is_about_the_window_that_stops_the_user_first() -> None:
    assert told_window((SESSION, WEEK), {"session": LASTS, "weekly": SHORT}, START) == WEEK
    assert told_window((SESSION, WEEK), {"session": LASTS, "weekly": MAYBE}, START) == WEEK
    assert told_window((SESSION, WEEK), {}, START) is None
    assert told_window((SESSION, window(used=100.0)), {"session": LASTS}, START) is None
    assert told_window((SESSION,), {"session": SHORT}, START + timedelta(days=1)) is None
