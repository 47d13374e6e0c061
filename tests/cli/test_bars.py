"""Waybar's JSON and the status line: what they say, and that they neither wait nor renew nor fail."""

from __future__ import annotations

import json
import os
import time
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import KEY, Machine
from tests.fakes import START
from tests.statuses import CLAUDE, EXTRA, SESSION, WEEK, ZAI, failing, ok, window
from tests.upstream import claude_body
from usagebar_qt.cli.bars import statusline, waybar, whole_percent
from usagebar_qt.cli.detached import is_old
from usagebar_qt.cli.text import Levels
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import Account, AccountState, AccountStatus, Wait, WaitReason, WindowKind
from usagebar_qt.providers.registry import INFOS

if TYPE_CHECKING:
    from collections.abc import Callable

LEVELS = Levels(70, 90)
NOBODY = AccountStatus(ZAI, AccountState.NOT_CONFIGURED)
STALE = replace(failing(ErrorCode.SERVER_ERROR, figures=True))


def bar(*statuses: AccountStatus) -> dict[str, Any]:
    return waybar(statuses, INFOS, START, LEVELS)


def line(*statuses: AccountStatus, coloured: bool = False) -> str:
    return statusline(statuses, START, LEVELS, coloured)


@pytest.mark.parametrize(
    ("statuses", "word", "percentage"),
    [
        ((ok(SESSION), NOBODY), "ok", 34),
        ((ok(window(used=70.0)),), "warning", 70),
        ((ok(SESSION, WEEK),), "critical", 91),
        ((ok(SESSION), ok(WEEK, account=ZAI)), "critical", 91),
        ((ok(window(used=142.0)),), "critical", 100),
        ((STALE,), "stale", 34),
        ((ok(window(used=60.0)), replace(STALE, account=ZAI)), "ok", 60),
        ((ok(window(used=95.0, left=-60.0)),), "stale", 0),
        ((ok(window(used=95.0, left=-60.0), window(WindowKind.WEEKLY, 20.0)),), "ok", 20),
        ((failing(ErrorCode.OFFLINE), NOBODY), "error", 0),
        ((NOBODY,), "error", 0),
        ((ok(money=(EXTRA,)),), "ok", 38),
        ((replace(ok(), state=AccountState.NO_PLAN),), "ok", 0),
    ],
)
def test_waybar_shows_the_worst_window_of_all(statuses: tuple[AccountStatus, ...], word: str, percentage: int) -> None:
    found = bar(*statuses)
    assert (found["class"], found["alt"], found["percentage"]) == (word, word, percentage)
    assert found["text"]
    assert found["tooltip"]


def test_the_levels_of_the_settings_decide() -> None:
    assert waybar([ok(SESSION)], INFOS, START, Levels(20, 30))["class"] == "critical"
    assert waybar([ok(SESSION)], INFOS, START, Levels(20, 40))["class"] == "warning"


def test_markup_in_a_name_is_escaped_for_pango() -> None:
    strange = Account(CLAUDE.id, "<b>R&D")
    found = bar(replace(ok(SESSION), account=strange))
    assert found["text"].startswith("&lt;b&gt;R&amp;D 34 %")
    assert "<" not in found["tooltip"]


@pytest.mark.parametrize(("used", "whole"), [(99.6, 99), (100.0, 100), (0.4, 0), (89.5, 90), (-1.0, 0)])
def test_what_is_not_yet_full_never_reads_100(used: float, whole: int) -> None:
    assert whole_percent(used) == whole


def test_the_line_names_two_windows_and_when_a_tight_one_resets() -> None:
    text = line(ok(SESSION, WEEK), NOBODY)
    assert text.startswith("Claude session 34 %, week 91 % (")
    assert "\x1b" not in text
    assert "\n" not in text


def test_a_third_window_is_shown_where_it_is_the_fullest() -> None:
    scoped = window(WindowKind.WEEKLY_SCOPED, 95.0, 126_000.0, "Fable")
    assert "week for Fable 95 %" in line(ok(SESSION, WEEK, scoped))
    assert "Fable" not in line(ok(SESSION, WEEK, replace(scoped, used_percent=5.0)))


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (STALE, "(41 min ago)"),
        (failing(ErrorCode.SIGN_IN_EXPIRED), "Claude: sign in again"),
        (failing(ErrorCode.CREDENTIAL_LOCKED, "locked"), "Claude: keyring locked"),
        (failing(ErrorCode.CREDENTIAL_LOCKED, "renewal_held"), "Claude: sign-in locked"),
        (failing(ErrorCode.CREDENTIAL_LOCKED, "lock_is_no_folder"), "Claude: sign-in locked"),
        (failing(ErrorCode.SIGN_IN_EXPIRED, "waiting"), "Claude: no figures"),
        (failing(ErrorCode.INVALID_KEY), "key refused"),
        (failing(ErrorCode.SERVER_ERROR), "no figures"),
        (ok(window(left=-1.0)), "session reset"),
        (ok(money=(EXTRA,)), "€ 7.63 of € 20.00"),
        (replace(ok(), state=AccountState.NO_PLAN), "no plan limits"),
        (NOBODY, "nothing is set up"),
        (AccountStatus(CLAUDE, AccountState.STALE), "no figures yet"),
    ],
)
def test_the_line_says_what_is_the_matter(status: AccountStatus, words: str) -> None:
    assert words in line(status)


def test_colour_is_for_terminals_and_beside_the_words() -> None:
    assert "\x1b[31m91 %\x1b[0m" in line(ok(WEEK), coloured=True)


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (ok(SESSION), False),
        (STALE, True),
        (replace(STALE, wait=Wait(WaitReason.RATE_LIMITED, START + timedelta(minutes=5))), False),
        (replace(STALE, wait=Wait(WaitReason.FLOOR, START - timedelta(seconds=1))), True),
        (AccountStatus(CLAUDE, AccountState.STALE), True),
        (AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED, checked_at=START - timedelta(seconds=200)), False),
        (AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED, checked_at=START - timedelta(seconds=400)), True),
        (AccountStatus(CLAUDE, AccountState.DISABLED), False),
    ],
)
def test_a_refresh_is_due_where_figures_are_old_and_asking_is_permitted(status: AccountStatus, expected: bool) -> None:
    assert is_old(status, 300, START) is expected


# -- as the bars run them -----------------------------------------------------------------------------------------------
def _until(condition: Callable[[], object], machine: Machine) -> None:
    """Runs a short process between two looks, so that no test sleeps."""
    for _ in range(200):
        if condition():
            return
        machine.run("--version")
    raise AssertionError("it never came true")


def test_waybar_fetches_and_always_exits_with_0(machine: Machine) -> None:
    assert machine.run("--format", "waybar").returncode == 0
    machine.sign_in()
    machine.upstream.claude.body = claude_body(week=83.0)
    done = machine.run("status", "--format", "waybar")
    found = json.loads(done.stdout)
    assert (done.returncode, done.stdout.count("\n"), found["percentage"], found["class"]) == (0, 1, 83, "warning")
    machine.upstream.claude.status = 500
    again = machine.run("--format", "waybar", "--max-age", "0")
    assert (again.returncode, json.loads(again.stdout)["class"]) == (0, "stale")
    assert machine.run("--format", "waybars").returncode == 64


def test_waybar_shows_what_is_there_while_another_process_holds_the_lock(machine: Machine) -> None:
    from filelock import FileLock

    machine.sign_in()
    folder = machine.home / ".local" / "state" / "usagebar" / "accounts"
    folder.mkdir(parents=True)
    with FileLock(folder / "claude.lock"):
        begun = time.monotonic()
        assert machine.run("--format", "waybar", "--provider", "claude").returncode == 0
        assert time.monotonic() - begun < 20
    assert machine.upstream.claude.count == 0


def test_the_status_line_is_there_at_once_and_one_refresh_follows(machine: Machine) -> None:
    machine.sign_in()
    for _ in range(3):
        done = machine.run("--format", "statusline", Z_AI_API_KEY=KEY)
        assert done.returncode == 0
    _until(lambda: machine.upstream.claude.count and machine.upstream.zai.count, machine)
    _until(lambda: "session 34 %" in machine.run("--format", "statusline", Z_AI_API_KEY=KEY).stdout, machine)
    assert (machine.upstream.claude.count, machine.upstream.zai.count) == (1, 1)


def test_the_status_line_shows_no_figures_of_another_account(machine: Machine) -> None:
    machine.sign_in()
    machine.status()
    assert "34 %" in machine.run("--format", "statusline").stdout
    machine.sign_in(refreshToken="sk-ant-ort01-Another")
    stamp = machine.home / ".local" / "state" / "usagebar" / "refresh.stamp"
    stamp.touch()
    os.utime(stamp)
    assert "34 %" not in machine.run("--format", "statusline").stdout
