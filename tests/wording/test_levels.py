"""How loud a figure is, and the mark of a card."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.fakes import START
from tests.statuses import CLAUDE, SESSION, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus
from usagebar_qt.domain.pace import Pace
from usagebar_qt.wording.levels import Level, Mark, is_grey, level_of, level_of_status, mark_of

RUNS_OUT = Pace(20.0, 10.0, START + timedelta(hours=1))


@pytest.mark.parametrize(
    ("used", "pace", "level"),
    [
        (69.9, None, Level.FINE),
        (70.0, None, Level.WARNING),
        (89.9, None, Level.WARNING),
        (90.0, None, Level.DANGER),
        (130.0, None, Level.DANGER),
        (30.0, RUNS_OUT, Level.WARNING),
        (30.0, Pace(20.0, 10.0, None), Level.FINE),
    ],
)
def test_red_from_danger_on_amber_from_warning_on_or_running_out(used: float, pace: Pace | None, level: Level) -> None:
    assert level_of(replace(SESSION, used_percent=used), pace, 70, 90) is level


def test_what_is_full_is_red_whatever_the_levels_are() -> None:
    assert level_of(replace(SESSION, used_percent=100.0), None, 99, 1_000) is Level.DANGER


def test_an_account_is_as_loud_as_its_loudest_window() -> None:
    assert level_of_status(ok(SESSION, window(used=92.0)), 70, 90) is Level.DANGER
    assert level_of_status(AccountStatus(CLAUDE, AccountState.OK), 70, 90) is Level.FINE


@pytest.mark.parametrize(
    ("status", "mark"),
    [
        (ok(SESSION), Mark.FINE),
        (ok(window(used=75.0, left=100.0)), Mark.WARNING),
        (ok(window(used=95.0)), Mark.DANGER),
        (AccountStatus(CLAUDE, AccountState.NO_PLAN), Mark.FINE),
        (AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED), Mark.NOT_CONFIGURED),
        (failing(ErrorCode.OFFLINE), Mark.ERROR),
        (failing(ErrorCode.OFFLINE, figures=True), Mark.STALE),
        (failing(ErrorCode.SIGNED_OUT, figures=True), Mark.SIGNED_OUT),
        (failing(ErrorCode.SIGN_IN_EXPIRED), Mark.SIGNED_OUT),
        (failing(ErrorCode.SIGN_IN_EXPIRED, "unsaved", figures=True), Mark.SIGNED_OUT),
        (failing(ErrorCode.SIGN_IN_EXPIRED, "waiting", figures=True), Mark.WAITING),
        (failing(ErrorCode.SIGN_IN_EXPIRED, "service"), Mark.WAITING),
        (failing(ErrorCode.RATE_LIMITED, figures=True), Mark.WAITING),
        (failing(ErrorCode.INVALID_KEY), Mark.ERROR),
        (replace(ok(SESSION), state=AccountState.STALE), Mark.STALE),
    ],
)
def test_each_state_has_its_mark(status: AccountStatus, mark: Mark) -> None:
    assert mark_of(status, 70, 90) is mark


@pytest.mark.parametrize(("interval", "grey"), [(300, True), (1_230, False), (1_229, True)])
def test_stale_figures_turn_grey_after_two_intervals(interval: float, grey: bool) -> None:
    assert is_grey(failing(ErrorCode.OFFLINE, figures=True), START, interval) is grey


def test_good_figures_and_no_figures_are_never_grey() -> None:
    assert not is_grey(ok(SESSION), START + timedelta(days=9), 300)
    assert not is_grey(failing(ErrorCode.OFFLINE), START, 300)
