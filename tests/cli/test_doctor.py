"""`usagebar doctor` as a process, and how its findings are laid out."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.fakes import START
from usagebar_qt.cli.doctor import document, exit_code_of, render
from usagebar_qt.cli.terminal import Terminal
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.findings import Finding, FindingCode, Weight

if TYPE_CHECKING:
    from tests.cli.conftest import Machine

CLOCK = Finding(FindingCode.CLOCK, facts={"seconds_ahead": 0})
LOCK = Finding(FindingCode.LOCK_LEFT, Weight.MEND, {"path": "/home/somebody/.claude/.oauth_refresh.lock", "age_seconds": 7200})
SIGN_IN = Finding(FindingCode.CREDENTIAL_TROUBLE, Weight.NOTE, name="Claude", failure=Failure(ErrorCode.SIGN_IN_EXPIRED, "expired"))


def test_what_is_to_be_mended_comes_last_with_its_fix() -> None:
    lines = render([LOCK, CLOCK, SIGN_IN], START, Terminal()).splitlines()
    assert lines[0] == "fine  The clock is right."
    assert lines[1].startswith("note  The sign-in of Claude has expired.")
    assert lines[-3].strip().startswith("Close every Claude Code")
    assert lines[-1] == "To mend: 1."
    assert (exit_code_of([LOCK, CLOCK]), exit_code_of([CLOCK, SIGN_IN])) == (1, 0)


def test_a_terminal_gets_lines_that_fit_and_colours() -> None:
    text = render([LOCK], START, Terminal(is_coloured=True, columns=60))
    assert "\x1b[31mmend\x1b[0m  A lock" in text
    plain = render([LOCK], START, Terminal(columns=60)).splitlines()
    assert all(len(line) <= 60 for line in plain)
    assert len(plain) > 5


def test_the_document_has_codes_facts_and_sentences() -> None:
    found = document([LOCK, SIGN_IN], START)
    assert (found["schema_version"], found["ok"], found["generated_at"]) == (1, False, "2026-11-23T08:00:00Z")
    assert found["findings"][0]["facts"]["age_seconds"] == 7200
    assert found["findings"][1]["facts"] == {"error": "sign_in_expired", "reason": "expired"}
    json.dumps(found)


def test_the_command_finds_and_exits_accordingly(machine: Machine) -> None:
    machine.env |= {"USAGEBAR_CLAUDE_TOKEN_URL": f"{machine.upstream.url}/v1/oauth/token"}
    done = machine.run("doctor", "--json")
    assert done.returncode == 1
    assert "nothing_set_up" in {row["code"] for row in json.loads(done.stdout)["findings"]}
    machine.sign_in()
    (machine.home / ".claude" / ".credentials.json").chmod(0o600)
    done = machine.run("doctor")
    assert done.returncode == 0, done.stdout
    assert "scopes: user:inference, user:profile" in done.stdout
    assert machine.upstream.claude.count == 0
    (machine.home / ".claude" / ".oauth_refresh.lock").write_text("")
    assert machine.run("doctor").returncode == 1
