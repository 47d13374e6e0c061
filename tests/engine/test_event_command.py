"""A person's own command for events: what it is told, what it never gets to see, and what cannot hold us up."""

from __future__ import annotations

import json
import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from tests.fakes import START
from tests.statuses import SESSION
from usagebar_qt.domain.alert_rules import AlertKind
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.pace import Forecast
from usagebar_qt.domain.thresholds import Alert
from usagebar_qt.engine.event_command import EventCommand, EventOutcome, event_document, without_secrets

NOTE = "import os, sys; open(sys.argv[1], 'wb').write(sys.stdin.buffer.read() + repr(sorted(os.environ)).encode())"


def room(folder: Path, environ: dict[str, str] | None = None, seconds: float = 10.0) -> EventCommand:
    return EventCommand(folder / "config" / "events.json", environ or {}, seconds=seconds)


def test_it_gets_one_object_and_no_secret(tmp_path: Path) -> None:
    told = tmp_path / "told; rm -rf ~"
    environ = {"Z_AI_API_KEY": "canary-one", "HTTPS_PROXY": "http://me:canary-two@proxy.example", "HOME": "/home/me"}
    outcome = room(tmp_path, environ).run((sys.executable, "-c", NOTE, str(told)), {"event": "level", "name": "Zoë"})
    assert outcome is EventOutcome.DONE
    text, names = told.read_text(encoding="utf-8").split("\n")
    assert json.loads(text) == {"event": "level", "name": "Zoë"}
    assert "HOME" in names
    assert "Z_AI_API_KEY" not in names
    assert "HTTPS_PROXY" not in names


def test_the_documentation_shows_every_field_that_a_command_gets() -> None:
    text = (Path(__file__).parents[2] / "docs" / "status-bars.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    shown = json.loads(block)
    given = event_document(Alert(AlertKind.LEVEL, AccountId("claude"), SESSION, level=90), "Claude", START)
    assert (list(shown), list(shown["window"])) == (list(given), list(given["window"]))


@pytest.mark.parametrize(
    "name",
    [
        "ZAI_API_KEY",
        "ANTHROPIC_AUTH_TOKEN",
        "AWS_SECRET_ACCESS_KEY",
        "GITHUB_TOKEN",
        "DB_PASSWORD",
        "MYSQL_PWD",
        "GH_PAT",
        "apikey",
    ],
)
def test_what_looks_like_a_secret_is_not_handed_on(name: str) -> None:
    assert without_secrets({name: "x", "PATH": "/bin"}) == {"PATH": "/bin"}


@pytest.mark.parametrize("name", ["PATH", "SSH_AUTH_SOCK", "XAUTHORITY", "KEYBOARD", "PWD", "DBUS_SESSION_BUS_ADDRESS", "COMPASS"])
def test_what_a_script_needs_is(name: str) -> None:
    assert without_secrets({name: "x"}) == {name: "x"}


def test_a_command_that_hangs_fails_or_is_missing_is_only_said(tmp_path: Path) -> None:
    hanging = (sys.executable, "-c", "import sys; sys.stdin.read(); input_never = __import__('threading').Event().wait()")
    assert room(tmp_path, seconds=0.5).run(hanging, {}) is EventOutcome.TIMED_OUT
    assert room(tmp_path).run((sys.executable, "-c", "raise SystemExit(3)"), {}) is EventOutcome.FAILED
    assert room(tmp_path).run((str(tmp_path / "nothing"),), {}) is EventOutcome.MISSING
    assert room(tmp_path).run((sys.executable, "-c", "pass"), {"text": "x" * 300_000}) is EventOutcome.DONE


def test_it_is_kept_until_it_is_cleared(tmp_path: Path) -> None:
    kept = room(tmp_path)
    assert kept.command() == ()
    kept.save(("/bin/program", "an argument", ""))
    assert kept.command() == ("/bin/program", "an argument", "")
    assert (kept.clear(), kept.clear(), kept.command()) == (True, False, ())


@pytest.mark.parametrize(
    "text", ["torn {", "[]", "{}", '{"command": "rm -rf"}', '{"command": []}', '{"command": [1]}', '{"command": [""]}']
)
def test_a_file_that_is_not_ours_names_no_command(tmp_path: Path, text: str) -> None:
    kept = room(tmp_path)
    kept.save(("x",))
    (tmp_path / "config" / "events.json").write_text(text)
    assert kept.command() == ()


def test_the_document_says_what_happened_in_codes() -> None:
    forecast = Forecast(120.0, 100.0, 140.0, START, START + timedelta(hours=1), None, None)
    account = AccountId("claude", "work")
    found = event_document(Alert(AlertKind.RUNS_OUT, account, SESSION, forecast=forecast), "Work", START)
    assert found == {
        "schema_version": 1,
        "event": "runs_out",
        "at": "2026-11-23T08:00:00Z",
        "account": {"id": "claude:work", "name": "Work"},
        "level": None,
        "window": {"id": "session", "used_percent": 34.0, "resets_at": "2026-11-23T10:38:00Z"},
        "runs_out_at": "2026-11-23T09:00:00Z",
        "expected": False,
        "error": None,
        "incident": None,
    }
    gone = event_document(Alert(AlertKind.SIGN_IN, account, failure=Failure(ErrorCode.SIGNED_OUT)), "Work", START)
    assert (gone["event"], gone["window"], gone["error"]) == ("sign_in", None, "signed_out")
