"""The bridge as Claude Code runs it: a shell, one line of JSON on standard input, the old status line still there."""

from __future__ import annotations

import json
import shlex
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.conftest import TOKEN, Machine
from usagebar_qt.cli.statusline import own_command, report
from usagebar_qt.engine.status_line import Outcome
from usagebar_qt.wording.commands import STATUS_LINE

if TYPE_CHECKING:
    from pathlib import Path


def handed_over(session: float = 52.0, week: float = 66.0, *, answers: int = 1) -> str:
    """What Claude Code writes."""
    now = time.time()  # the command that reads it is a process of its own, on the system's clock; so are those below
    limits = {
        "five_hour": {"used_percentage": session, "resets_at": int(now + 9_480)},
        "seven_day": {"used_percentage": week, "resets_at": int(now + 3 * 86_400)},
    }
    cost = {"total_cost_usd": 0.1, "total_api_duration_ms": answers}
    return json.dumps({"session_id": "one", "model": {"display_name": "Opus"}, "cost": cost, "rate_limits": limits})


def settings(machine: Machine, **entries: Any) -> Path:
    machine.sign_in()
    file = machine.home / ".claude" / "settings.json"
    file.write_text(json.dumps(entries, indent=2))
    return file


def as_claude_code(machine: Machine, file: Path, text: str) -> subprocess.CompletedProcess[str]:
    """Runs what its settings name, through a shell."""
    command = json.loads(file.read_text())["statusLine"]["command"]
    done = subprocess.run(
        ["/bin/sh", "-c", command], env=machine.env, input=text, capture_output=True, text=True, timeout=40, check=False
    )
    assert "Traceback" not in done.stderr
    return done


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /bin/sh")
def test_the_old_status_line_goes_on_and_the_figures_need_no_request(machine: Machine) -> None:
    theirs = {"type": "command", "command": "cat; echo ' theirs'; exit 3", "padding": 0}
    file = settings(machine, statusLine=theirs)
    before = file.read_text()
    assert machine.run("statusline", "install").returncode == 0
    text = handed_over()
    done = as_claude_code(machine, file, text)
    assert (done.stdout, done.returncode) == (text + " theirs\n", 3)
    code, rows = machine.status("--provider", "claude")
    claude = rows["claude"]
    assert (code, claude["state"], claude["source"]) == (0, "ok", "statusline")
    assert [window["used_percent"] for window in claude["windows"]] == [52.0, 66.0]
    assert "told by Claude Code" in machine.run().stdout
    assert "told by Claude Code" in json.loads(machine.run("--format", "waybar").stdout)["tooltip"]
    assert machine.upstream.claude.count == 0
    assert machine.run("statusline", "uninstall").returncode == 0
    assert file.read_text() == before


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /bin/sh")
def test_without_an_old_one_our_own_line_is_shown(machine: Machine) -> None:
    file = settings(machine)
    machine.run("statusline", "install")
    assert as_claude_code(machine, file, handed_over()).stdout == "Claude session 52 %, week 66 %\n"
    for nonsense in ("", "not json", "[]", "{}", '{"rate_limits": 3}'):
        done = as_claude_code(machine, file, nonsense)
        assert (done.stdout, done.returncode) == ("Claude session 52 %, week 66 %\n", 0)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no /bin/sh")
def test_nothing_secret_or_personal_is_kept(machine: Machine) -> None:
    file = settings(machine, env={"ANTHROPIC_API_KEY": TOKEN})
    machine.run("statusline", "install")
    as_claude_code(machine, file, handed_over())
    for path in (machine.home / ".local").rglob("*.json"):
        assert "Canary" not in path.read_text()
    for path in (machine.home / ".config").rglob("*.json"):
        assert "Canary" not in path.read_text()


def test_wrong_usage_and_a_home_without_claude_code(machine: Machine) -> None:
    assert machine.run("statusline").returncode == 64
    assert machine.run("statusline", "instal").returncode == 64
    done = machine.run("statusline", "install")
    assert done.returncode == 69
    assert "Start it once" in done.stderr
    assert machine.run("statusline", "uninstall").returncode == 0


@pytest.mark.parametrize(("action", "outcome"), sorted(STATUS_LINE))
def test_every_outcome_is_said(action: str, outcome: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = report(action, Outcome(outcome), tmp_path)
    said = capsys.readouterr()
    assert bool(said.out) == (code == 0)
    assert "{" not in said.out + said.err


def test_the_setting_names_a_program_that_is_there() -> None:
    words = shlex.split(own_command())
    assert words[-2:] == ["statusline", "tee"]
    assert subprocess.run([*words[:-2], "--version"], capture_output=True, check=False).returncode == 0


def test_claude_code_s_own_note_counts_where_it_is_this_account_s(machine: Machine) -> None:
    machine.sign_in()
    row = {"kind": "session", "group": "session", "percent": 71, "resets_at": None}
    # By the system's clock, on which the command runs.
    note = {"fetchedAtMs": int(time.time() * 1000) - 5_000, "accountUuid": "u-1", "utilization": {"limits": [row]}}
    facts = {"oauthAccount": {"accountUuid": "u-1"}, "cachedUsageUtilization": note}
    (machine.home / ".claude.json").write_text(json.dumps(facts))
    _, rows = machine.status("--provider", "claude")
    assert (rows["claude"]["source"], rows["claude"]["windows"][0]["used_percent"]) == ("claude_code_cache", 71.0)
    assert machine.upstream.claude.count == 0
    assert "71 %" in machine.run("--format", "statusline").stdout


@pytest.mark.parametrize("change", [{"accountUuid": "u-2"}, {"fetchedAtMs": "never"}, {"utilization": None}, {"utilization": {}}])
def test_a_note_that_is_another_account_s_or_odd_is_left_alone(machine: Machine, change: dict[str, Any]) -> None:
    machine.sign_in()
    row = {"kind": "session", "group": "session", "percent": 71, "resets_at": None}
    # By the system's clock, on which the command runs.
    note = {"fetchedAtMs": int(time.time() * 1000), "accountUuid": "u-1", "utilization": {"limits": [row]}} | change
    facts = {"oauthAccount": {"accountUuid": "u-1"}, "cachedUsageUtilization": note}
    (machine.home / ".claude.json").write_text(json.dumps(facts))
    _, rows = machine.status("--provider", "claude")
    assert rows["claude"]["source"] == "api"
