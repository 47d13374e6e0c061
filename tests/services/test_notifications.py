"""When the user is told, on a clock that goes only when told to; and what survives the end of the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from tests.fakes import START
from tests.services.notification_bed import DEFAULTS, NIGHT, Bed, FakeMarks, settle
from tests.statuses import CLAUDE, ZAI, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountId, AccountState, AccountStatus, WindowKind
from usagebar_qt.domain.notification_settings import NotificationSettings
from usagebar_qt.domain.settings import Settings
from usagebar_qt.services.notifications import GATHER_SECONDS, SAVING_SECONDS
from usagebar_qt.services.ports import NullNotifier
from usagebar_qt.wording.alerts import Notice
from usagebar_qt.wording.sentence import Sentence


def test_the_first_look_is_silent_and_what_comes_then_is_told_once() -> None:
    bed = Bed()

    async def scene() -> None:
        for used in (85, 88, 91, 92):
            bed.see(used)
            await settle()

    bed.run(scene)
    assert bed.notifier.titles == ["Claude's session: 91 % used"]


def test_figures_of_yesterday_are_no_first_look() -> None:
    bed = Bed()

    async def scene() -> None:
        old = ok(window(used=30.0, left=200_000.0))
        assert old.snapshot is not None
        bed.service.on_outlook(replace(old, snapshot=replace(old.snapshot, fetched_at=START - timedelta(hours=9))), {})
        bed.see(95, left=200_000.0)
        bed.see(95, left=200_000.0)
        await settle()

    bed.run(scene)
    assert bed.notifier.titles == []


def test_what_comes_within_a_moment_is_one_notification_for_all_accounts() -> None:
    bed = Bed()

    async def scene() -> None:
        bed.see(10)
        bed.see(10, account=ZAI)
        await settle()
        bed.see(91)
        bed.see(100, account=ZAI)
        await settle()

    bed.run(scene)
    ((at, notice),) = bed.notifier.shown
    assert notice.title.english() == "Z.ai's session is used up"
    assert "Claude's session: 91 % used" in [line.english() for line in notice.lines]
    assert (at - START).total_seconds() == GATHER_SECONDS + SAVING_SECONDS, "this clock goes on by both, one after the other"
    assert bed.marks.saves == 2, "each look is written once, for all its accounts"


def test_a_look_just_before_the_end_is_written_at_once() -> None:
    bed = Bed()
    bed.sleeper.left = 0.0  # no sleep ends by itself

    async def scene() -> None:
        bed.see(10)
        await settle()
        assert bed.marks.saves == 0

    bed.run(scene)
    assert bed.marks.saves == 1


def test_a_restart_tells_nothing_again() -> None:
    marks = FakeMarks()
    one = Bed(marks=marks)

    async def scene() -> None:
        one.see(10)
        one.see(91)
        await settle()

    one.run(scene)
    other = Bed(marks=marks)

    async def again() -> None:
        other.see(92)
        other.see(93)
        await settle()

    other.run(again)
    assert len(one.notifier.shown) == 1
    assert other.notifier.shown == []


def test_a_return_is_told_by_the_clock_even_when_nobody_can_be_asked() -> None:
    bed = Bed()

    async def scene() -> None:
        bed.see(50, left=3600)
        bed.see(100, left=3600)
        await settle()
        for _ in range(200):
            await settle()

    bed.run(scene)
    assert bed.notifier.titles == ["Claude's session is used up", "Claude's session should be available again"]
    at, notice = bed.notifier.shown[1]
    assert timedelta(0) <= at - (START + timedelta(hours=1)) <= timedelta(seconds=35)
    assert not notice.urgent
    assert max(bed.sleeper.slept) <= 30


def test_nothing_ticks_while_there_is_nothing_to_wait_for() -> None:
    bed = Bed()

    async def scene() -> None:
        bed.see(50)
        bed.see(60)
        await settle()

    bed.run(scene)
    assert set(bed.sleeper.slept) == {SAVING_SECONDS}


def test_a_reset_after_a_restart_is_told_though_the_first_figures_never_came() -> None:
    marks = FakeMarks()
    one = Bed(marks=marks)

    async def scene() -> None:
        one.see(50, left=3600)
        one.see(100, left=3600)
        await settle()

    one.run(scene)
    ahead, late = Bed(marks=FakeMarks(dict(marks.memos))), Bed(marks=FakeMarks(dict(marks.memos)), start=START + timedelta(hours=2))

    async def wait_long() -> None:
        for bed in (ahead, late):
            bed.service._arm()
        for _ in range(200):
            await settle()

    ahead_started = START + timedelta(minutes=1)
    ahead.clock.wall = ahead_started
    ahead.run(wait_long)
    late.run(wait_long)
    assert [title for title in ahead.notifier.titles if "should be" in title]
    assert late.notifier.titles == [], "what came back while the program was off is no news"


def test_quiet_hours_hold_back_and_their_end_tells_what_still_holds() -> None:
    bed = Bed(NIGHT, start=datetime(2026, 11, 23, 21, 0, tzinfo=UTC))
    week = 400_000.0

    async def scene() -> None:
        bed.see(50, left=week)
        bed.clock.forward(2 * 3600)
        bed.see(91, left=week)
        await settle()
        assert bed.notifier.shown == []
        for _ in range(400):
            await settle()
            if bed.notifier.shown:
                break

    bed.run(scene)
    ((at, notice),) = bed.notifier.shown
    assert notice.title.english() == "Claude's session: 91 % used"
    assert at.hour == 7
    assert at.minute == 0


def test_switched_off_nothing_is_told_and_switching_on_brings_no_flood() -> None:
    off = replace(DEFAULTS, notifications=NotificationSettings(enabled=False))
    bed = Bed(off)

    async def scene() -> None:
        bed.see(50)
        bed.see(91)
        await settle()
        bed.service.apply_settings(DEFAULTS)
        bed.see(92)
        await settle()
        bed.see(100)
        await settle()

    bed.run(scene)
    assert bed.notifier.titles == ["Claude's session is used up"]


def test_the_two_levels_of_the_preferences_are_the_ones_that_are_told() -> None:
    bed = Bed(Settings(warning_percent=40, danger_percent=60))

    async def scene() -> None:
        for used in (10, 45, 65):
            bed.see(used)
            await settle()

    bed.run(scene)
    assert bed.notifier.titles == ["Claude's session: 45 % used", "Claude's session: 65 % used"]


def test_a_level_behind_the_clock_is_not_told() -> None:
    bed = Bed()

    async def scene() -> None:
        bed.see(10)
        bed.see(75, even=80.0)
        await settle()

    bed.run(scene)
    assert bed.notifier.titles == []


def test_snooze_holds_until_the_reset_and_outlives_a_restart() -> None:
    marks = FakeMarks()
    bed = Bed(marks=marks)

    async def scene() -> None:
        bed.see(10)
        bed.see(75)
        await settle()
        bed.service.on_snoozed(bed.notifier.shown[0][1])
        bed.see(95)
        await settle()

    bed.run(scene)
    assert len(bed.notifier.shown) == 1
    other = Bed(marks=marks)

    async def again() -> None:
        other.see(95)
        other.see(100)
        await settle()

    other.run(again)
    assert other.notifier.titles == []


def test_a_lost_sign_in_is_told_with_what_to_do() -> None:
    bed = Bed()

    async def scene() -> None:
        bed.see(10)
        bed.service.on_outlook(failing(ErrorCode.SIGN_IN_EXPIRED, "refused", figures=True), {})
        await settle()

    bed.run(scene)
    (_, notice) = bed.notifier.shown[0]
    assert notice.title.english() == "Claude does not accept this sign-in any more."
    assert "Claude Code" in notice.lines[0].english()
    assert notice.windows == ()


@pytest.mark.parametrize("state", [AccountState.DISABLED, AccountState.NOT_CONFIGURED])
def test_accounts_that_nobody_looks_at_are_left_alone(state: AccountState) -> None:
    bed = Bed()

    async def scene() -> None:
        bed.service.on_outlook(AccountStatus(CLAUDE, state, checked_at=START), {})
        await settle()

    bed.run(scene)
    assert bed.marks.saves == 0


def test_an_account_that_was_switched_off_is_not_told_about_by_the_clock() -> None:
    bed = Bed()

    async def scene() -> None:
        for used in (50, 100):
            bed.see(used, left=3600)
            bed.see(used, left=7200, account=ZAI)
        await settle()
        bed.accounts = (replace(CLAUDE, enabled=False), ZAI)
        bed.service.apply_settings(DEFAULTS)
        for _ in range(200):
            await settle()

    bed.run(scene)
    assert bed.notifier.titles[1:] == ["Z.ai's session should be available again"]


def test_another_key_begins_anew_with_a_silent_look() -> None:
    bed = Bed()

    async def scene() -> None:
        bed.see(10)
        bed.see(91)
        await settle()
        bed.service.forget(CLAUDE.id)
        bed.see(95)
        await settle()
        bed.see(100)
        await settle()

    bed.run(scene)
    assert bed.notifier.titles == ["Claude's session: 91 % used", "Claude's session is used up"]


def test_a_click_asks_for_the_accounts_card() -> None:
    bed = Bed()
    asked: list[AccountId] = []
    bed.service.open_requested.connect(asked.append)

    async def scene() -> None:
        bed.see(10)
        bed.see(91)
        await settle()
        bed.service.on_opened(bed.notifier.shown[0][1])

    bed.run(scene)
    assert asked == [CLAUDE.id]


@pytest.mark.parametrize("works", [True, False])
def test_a_test_is_shown_at_any_hour_and_says_whether_it_was(works: bool) -> None:
    bed = Bed(NIGHT, start=datetime(2026, 11, 23, 23, 0, tzinfo=UTC))
    bed.notifier.works = works
    told: list[bool] = []
    bed.service.test_done.connect(told.append)

    async def scene() -> None:
        bed.service.send_test()
        await settle()

    bed.run(scene)
    assert told == [works]
    assert bed.notifier.titles == ["This is a test"]


def test_a_desktop_without_notifications_breaks_nothing() -> None:
    bed = Bed()
    bed.service._notifier = NullNotifier()

    async def scene() -> None:
        bed.see(10)
        bed.see(91)
        await settle()

    bed.run(scene)
    assert [task.exception() for task in bed.tasks.tasks if task.done() and not task.cancelled()] == [
        None for task in bed.tasks.tasks if task.done() and not task.cancelled()
    ]


def test_a_disk_that_does_not_answer_costs_nothing_but_the_marks() -> None:
    bed = Bed(marks=FakeMarks(silent=True))

    async def scene() -> None:
        bed.see(10)
        bed.see(91)
        await settle()

    bed.run(scene)
    assert bed.notifier.titles == ["Claude's session: 91 % used"]


def test_a_snooze_before_the_marks_are_read_is_no_error() -> None:
    bed = Bed()
    bed.service.on_snoozed(Notice(title=Sentence("x"), windows=((CLAUDE.id, "session"),)))
    assert bed.marks.saves == 0


def test_a_week_and_a_session_at_once_are_named_together() -> None:
    bed = Bed()

    async def scene() -> None:
        def both(session: float, week: float) -> AccountStatus:
            status = ok(window(used=session), window(WindowKind.WEEKLY, week, 126_000.0))
            assert status.snapshot is not None
            return replace(status, snapshot=replace(status.snapshot, fetched_at=bed.clock.now()))

        bed.service.on_outlook(both(10, 10), {})
        bed.service.on_outlook(both(92, 96), {})
        await settle()

    bed.run(scene)
    ((_, notice),) = bed.notifier.shown
    assert notice.title.english() == "Claude's week: 96 % used"
    assert notice.windows == ((CLAUDE.id, "weekly"), (CLAUDE.id, "session"))
