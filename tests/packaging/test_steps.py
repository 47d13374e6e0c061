"""Running the checks: nothing that fails, hangs or runs no test may look green."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from setup_steps import system_parts, testing
from setup_steps.environment import Checkout
from setup_steps.problem import SetupError
from setup_steps.steps import Outcome, Result, Steps, read_counts

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).parents[2]


@pytest.fixture
def steps(tmp_path: Path) -> Steps:
    return Steps(tmp_path)


def python(code: str) -> list[str]:
    return [sys.executable, "-c", code]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("============ 3 passed, 1 skipped in 0.52s ============", {"passed": 3, "skipped": 1}),
        ("1 failed, 2 passed, 1 error in 61.20s (0:01:01)", {"failed": 2, "passed": 2}),
        ("=========== no tests ran in 0.01s ===========", {}),
        ("2 passed, 1 xfailed in 1.00s", {"passed": 2, "skipped": 1}),
        ("tests/test_pace.py ..... [ 10%]", None),
        ("Found 3 errors in 2 files", None),
        ("finished in 3.1s", None),
    ],
)
def test_pytests_closing_line_is_told_from_every_other(line: str, expected: dict[str, int] | None) -> None:
    assert read_counts(line) == expected


def test_a_failing_step_fails_the_run_and_the_next_one_still_runs(steps: Steps, capfd: pytest.CaptureFixture[str]) -> None:
    steps.command("first", python("raise SystemExit(3)"), os.environ, 60)
    steps.command("second", python("print('4 passed in 0.10s')"), os.environ, 60)
    assert steps.close() == 1
    assert [result.outcome for result in steps.results] == [Outcome.FAILED, Outcome.OK]
    printed = capfd.readouterr().out.splitlines()
    assert "tests: 4 passed, 0 failed, 0 skipped" in printed
    assert any(line.startswith("first") and "exit code 3" in line for line in printed)


def test_a_run_of_no_tests_fails_and_says_so(steps: Steps) -> None:
    result = steps.command("tests", python("print('no tests ran in 0.01s'); raise SystemExit(5)"), os.environ, 60)
    assert (result.outcome, result.note) == (Outcome.FAILED, "no test ran")


def test_a_step_that_hangs_is_ended_at_its_limit(steps: Steps) -> None:
    result = steps.command("hanging", python("import threading; threading.Event().wait()"), os.environ, 0.3)
    assert result.outcome is Outcome.FAILED
    assert "limit" in result.note


@pytest.mark.skipif("sys.platform == 'win32'", reason="the sessions of a desktop test are Linux's")
def test_a_grandchild_that_keeps_the_output_open_does_not_hold_the_run(steps: Steps) -> None:
    left_behind = "import subprocess, sys; subprocess.Popen(['sleep', '30']); print('1 passed in 0.01s')"
    result = steps.command("leaving", python(left_behind), os.environ, 20)
    assert result.outcome is Outcome.OK
    assert result.seconds < 15


def test_a_step_reads_an_empty_standard_input(steps: Steps) -> None:
    assert (
        steps.command("asking", python("import sys; raise SystemExit(len(sys.stdin.read()))"), os.environ, 60).outcome is Outcome.OK
    )


def test_a_set_up_that_cannot_go_on_is_told_and_fails(steps: Steps, capfd: pytest.CaptureFixture[str]) -> None:
    def act() -> None:
        raise SetupError("Move it away and start again.")

    assert steps.work("set-up", act).outcome is Outcome.FAILED
    assert "Move it away" in capfd.readouterr().out
    assert steps.close() == 1


def test_a_part_left_out_does_not_fail_a_persons_run(steps: Steps, capfd: pytest.CaptureFixture[str]) -> None:
    steps.leave_out("desktop tests", "Not found: Xvfb. Install with: ...")
    assert steps.close() == 0
    assert "left out" in capfd.readouterr().out


class Noted(Steps):
    """Runs nothing."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.commands: list[tuple[str, list[str]]] = []

    def command(self, name: str, command: Sequence[str], environment: Mapping[str, str], limit: float) -> Result:
        self.commands.append((name, list(command)))
        return Result(name, Outcome.OK, 0.0)


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere the step is left out")
def test_the_fault_bed_is_a_step_of_its_own_and_no_unit_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_parts, "missing", lambda _: [])
    steps = Noted(ROOT)
    session = testing._Session(Checkout(ROOT), steps, {}, is_ci=False)
    session.fault_tests()
    assert [(name, command[1:]) for name, command in steps.commands] == [("fault bed", ["-m", "pytest", "tests/faults"])]
    assert "tests/faults" in testing.UNIT


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], testing.Wish()),
        (["--all"], testing.Wish(slow=True)),
        (["--raise-floors"], testing.Wish(raise_floors=True)),
        (["--", "-k", "pace"], testing.Wish(pytest=("-k", "pace"))),
        (["--"], testing.Wish(pytest=())),
        (["--al"], None),
        (["tests/domain"], None),
        (["--raise-floors", "--", "-k", "pace"], None),
    ],
)
def test_the_arguments_say_what_is_run(arguments: list[str], expected: testing.Wish | None) -> None:
    assert testing.parse(arguments) == expected


def test_no_credential_or_session_of_the_developer_reaches_a_test() -> None:
    own = dict.fromkeys(
        ("DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "CLAUDE_CONFIG_DIR", "Z_AI_API_KEY", "USAGEBAR_ZAI_API_URL"), "mine"
    )
    environment = testing.test_environment({**own, "PATH": "/usr/bin"})
    assert "mine" not in environment.values()
    assert environment["PATH"] == "/usr/bin"
    assert environment["QT_QPA_PLATFORM"] == "offscreen"
