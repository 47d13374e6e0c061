"""`usagebar guard`: the verdict as a table, and the command as a script calls it."""

from __future__ import annotations

import pytest

from tests.cli.conftest import KEY, Machine
from tests.fakes import START
from tests.statuses import CLAUDE, SESSION, WEEK, failing, ok, window
from usagebar_qt.cli.guard import verdict
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus

FULL = window(used=100.0)
OVER = window(used=104.0)
DUE = window(used=100.0, left=-5.0)


@pytest.mark.parametrize(
    ("windows", "wanted", "least", "code"),
    [
        ((SESSION, WEEK), None, 10, 1),
        ((SESSION, WEEK), None, 9, 0),
        ((SESSION, WEEK), "session", 66, 0),
        ((SESSION, WEEK), "session", 66.1, 1),
        ((SESSION, WEEK), "weekly:fable", 10, 69),
        ((FULL,), None, 0, 0),
        ((OVER,), None, 0, 0),
        ((OVER,), None, 1, 1),
        ((DUE,), None, 50, 0),
        ((), None, 10, 0),
        ((), "session", 10, 69),
    ],
)
def test_what_is_left_decides(windows: tuple[object, ...], wanted: str | None, least: float, code: int) -> None:
    status = ok(*windows)  # type: ignore[arg-type]
    assert verdict(status, wanted, least, START, "Claude", "open_cli")[0] == code


def test_the_tightest_window_is_named_with_what_is_left() -> None:
    line = verdict(ok(SESSION, WEEK), None, 10, START, "Claude", "open_cli")[1]
    assert line.startswith("Claude's week: 9 % left, 10 % wanted")


@pytest.mark.parametrize(
    "status",
    [
        failing(ErrorCode.OFFLINE, figures=True),
        failing(ErrorCode.SIGN_IN_EXPIRED),
        AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED),
        AccountStatus(CLAUDE, AccountState.DISABLED),
        AccountStatus(CLAUDE, AccountState.STALE, ok(SESSION).snapshot),
        AccountStatus(CLAUDE, AccountState.STALE),
    ],
    ids=["old figures", "expired", "not set up", "switched off", "too old", "never looked"],
)
def test_what_could_not_be_checked_is_neither_yes_nor_no(status: AccountStatus) -> None:
    code, line = verdict(status, None, 10, START, "Claude", "open_cli")
    assert code == 69
    assert line.endswith(".")


def test_scripts_get_the_answer_as_an_exit_code(machine: Machine) -> None:
    machine.sign_in()
    assert machine.run("guard", "--provider", "claude").returncode == 0
    done = machine.run("guard", "--provider", "claude", "--window", "weekly", "--min-remaining", "40")
    assert (done.returncode, machine.upstream.claude.count) == (1, 1)
    assert "39 % left" in done.stdout
    assert machine.run("guard", "--provider", "zai").returncode == 69
    machine.upstream.zai.status = 500
    assert machine.run("guard", "--provider", "zai", Z_AI_API_KEY=KEY).returncode == 69
    for wrong in ((), ("--provider", "nobody"), ("--provider", "claude", "--min-remaining", "101"), ("--provider", "claude", "x")):
        assert machine.run("guard", *wrong).returncode == 64
