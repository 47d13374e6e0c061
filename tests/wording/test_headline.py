"""The sentence on top, and the tooltip: what matters now, in every state of the accounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from tests.fakes import START
from tests.statuses import CLAUDE, EXTRA, SESSION, WEEK, ZAI, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, Unit, WindowKind
from usagebar_qt.domain.peak import PeakHours
from usagebar_qt.wording.headline import LONGEST_TOOLTIP, headline, tooltip
from usagebar_qt.wording.levels import Level

EASY = window(used=39.0, left=1_000.0)
FULL = window(used=100.0, left=30_600.0 - 18_000.0)


PEAKS = {"zai": PeakHours(Unit.CREDITS, 6, 10, 50)}


def lines(*statuses: AccountStatus, now: datetime = START) -> tuple[str, str, Level]:
    said = headline(statuses, now, UTC, peaks=PEAKS)
    return said.title.english(), said.detail.english(), said.level


def test_the_tighter_limit_is_named_and_who_has_room() -> None:
    assert lines(ok(SESSION, WEEK), ok(EASY, account=ZAI)) == (
        "Claude's week is the tighter limit",
        "91 % used, resets Tue 19:00. Z.ai has 61 % left.",
        Level.DANGER,
    )


def test_who_has_room_says_whether_its_hours_are_dear() -> None:
    counted = replace(EASY, unit=Unit.CREDITS, resets_at=START + timedelta(hours=5))
    assert lines(ok(SESSION, WEEK), ok(counted, account=ZAI))[1].endswith("Z.ai has 61 % left, peak hours until 10:00.")
    later = START + timedelta(hours=3)
    assert lines(ok(WEEK), ok(counted, account=ZAI), now=later)[1].endswith("Z.ai has 61 % left, off-peak until Tue 06:00.")
    full = window(WindowKind.WEEKLY, 100.0, 126_000.0)
    assert lines(ok(full), ok(counted, account=ZAI))[1] == "Z.ai has 61 % left, peak hours until 10:00."


def test_nobody_is_sent_to_a_service_that_fails_just_now() -> None:
    assert lines(ok(SESSION, WEEK), failing(ErrorCode.INVALID_KEY, account=ZAI, figures=True))[1] == "91 % used, resets Tue 19:00."


def test_a_single_account_is_compared_with_nobody() -> None:
    assert lines(ok(SESSION, WEEK))[:2] == ("Claude's week is getting tight", "91 % used, resets Tue 19:00.")


def test_when_all_is_fine_the_title_says_so() -> None:
    assert lines(ok(EASY)) == ("Free to work", "Highest is Claude's session with 39 % used.", Level.FINE)


def test_a_used_up_limit_says_until_when_and_who_has_room() -> None:
    title, detail, level = lines(ok(FULL), ok(EASY, account=ZAI))
    assert (title, detail, level) == ("Claude's session is used up until 11:30", "Z.ai has 61 % left.", Level.DANGER)


def test_what_is_full_comes_before_what_is_nearly_full() -> None:
    assert lines(ok(window(used=99.0)), ok(FULL, account=ZAI))[0].startswith("Z.ai's session is used up")


def test_two_used_up_limits_promise_no_room() -> None:
    assert lines(ok(FULL), ok(FULL, account=ZAI))[1] == ""


def test_a_reset_in_the_past_is_never_promised() -> None:
    later = START + timedelta(hours=12)
    assert lines(ok(FULL), now=later) == ("A reset is due", "New figures come with the next update.", Level.FINE)
    assert lines(ok(FULL, WEEK), now=later)[0] == "Claude's week is getting tight"


def test_a_reset_that_nobody_knows_is_left_out() -> None:
    timeless = replace(SESSION, used_percent=95.0, resets_at=None)
    assert lines(ok(timeless))[1] == "95 % used."
    assert lines(ok(replace(timeless, used_percent=100.0)))[0] == "Claude's session is used up"


def test_the_forecast_that_comes_first_is_the_tighter_limit() -> None:
    soon = window(used=60.0, left=9_000.0)  # runs out before its reset
    later = window(WindowKind.WEEKLY, 80.0, 150_000.0)  # higher, and runs out later
    assert lines(ok(later), ok(soon, account=ZAI))[0] == "Z.ai's session is the tighter limit"


def test_old_figures_say_how_old_they_are() -> None:
    assert lines(failing(ErrorCode.OFFLINE, figures=True))[1] == "34 % used 41 min ago, resets 10:38."


def test_one_account_without_figures_is_not_passed_over() -> None:
    assert lines(ok(EASY, account=ZAI), failing(ErrorCode.SIGNED_OUT))[:2] == (
        "Free to work",
        "Highest is Z.ai's session with 39 % used. Claude has no figures.",
    )


def test_a_scope_keeps_its_own_spelling() -> None:
    assert lines(ok(window(WindowKind.WEEKLY_SCOPED, 95.0, 126_000.0, "Fable")))[0] == "Claude's week for Fable is getting tight"


@pytest.mark.parametrize(
    ("statuses", "title"),
    [
        ((), "Nothing is set up yet"),
        ((AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED),), "Nothing is set up yet"),
        ((AccountStatus(CLAUDE, AccountState.DISABLED),), "Everything is switched off"),
        ((AccountStatus(CLAUDE, AccountState.OK),), "Fetching the figures…"),
        ((failing(ErrorCode.OFFLINE), failing(ErrorCode.INVALID_KEY, account=ZAI)), "No figures at the moment"),
        ((AccountStatus(CLAUDE, AccountState.NO_PLAN, checked_at=START),), "No plan limits"),
    ],
)
def test_without_figures_the_title_says_why(statuses: tuple[AccountStatus, ...], title: str) -> None:
    assert lines(*statuses)[0] == title


@pytest.mark.parametrize(
    ("used", "title", "level"),
    [
        ("7.63", "Free to work", Level.FINE),
        ("15", "Claude's extra usage is getting tight", Level.WARNING),
        ("20.10", "Claude's extra usage is used up", Level.DANGER),
    ],
)
def test_an_account_with_only_money_has_figures_too(used: str, title: str, level: Level) -> None:
    said = lines(ok(money=(replace(EXTRA, used=Decimal(used)),)))
    assert (said[0], said[2]) == (title, level)
    assert said[1] == f"Claude, extra usage: € {used} of € 20.00."


def test_a_switched_off_account_is_not_spoken_of() -> None:
    assert lines(replace(ok(FULL), state=AccountState.DISABLED), ok(EASY, account=ZAI))[0] == "Free to work"


def test_the_tooltip_has_a_line_for_each_account() -> None:
    assert tooltip((ok(SESSION, WEEK), failing(ErrorCode.INVALID_KEY, account=ZAI))) == (
        "Claude: session 34 %, week 91 % used\nZ.ai: key refused"
    )


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (failing(ErrorCode.SIGN_IN_EXPIRED), "Claude: sign in again"),
        (failing(ErrorCode.SIGN_IN_EXPIRED, "waiting"), "Claude: no figures"),
        (failing(ErrorCode.OFFLINE), "Claude: no figures"),
        (failing(ErrorCode.OFFLINE, figures=True), "Claude: session 34 % used (old)"),
        (AccountStatus(CLAUDE, AccountState.NO_PLAN), "Claude: no plan limits"),
        (AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED), "Usage Bar"),
        (AccountStatus(CLAUDE, AccountState.DISABLED), "Usage Bar"),
        (ok(money=(EXTRA,)), "Claude: € 7.63 of € 20.00"),
    ],
)
def test_the_tooltip_says_each_state(status: AccountStatus, text: str) -> None:
    assert tooltip((status,)) == text


def test_a_long_tooltip_ends_with_a_whole_line() -> None:
    many = tuple(replace(ok(SESSION, WEEK), account=replace(CLAUDE, name=f"Claude {number}")) for number in range(9))
    text = tooltip(many)
    assert len(text) <= LONGEST_TOOLTIP + 2
    assert text.endswith("used\n…")
    endless = replace(ok(SESSION), account=replace(CLAUDE, name="y" * 10_000))
    assert len(tooltip((endless,))) == LONGEST_TOOLTIP
