"""`usagebar status` as scripts see it: a real process, a real credentials file, a real HTTP server on loopback."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from tests.cli.conftest import KEY, TOKEN, Machine
from tests.upstream import claude_body


def test_nothing_set_up_exits_with_78_and_lists_every_provider(machine: Machine) -> None:
    code, rows = machine.status()
    assert code == 78
    assert {row["state"] for row in rows.values()} == {"not_configured"}
    assert set(rows) == {"claude", "zai"}


def test_figures_are_fetched_once_and_then_shared(machine: Machine) -> None:
    machine.sign_in()
    code, rows = machine.status(Z_AI_API_KEY=KEY)
    assert code == 0
    assert (rows["claude"]["state"], rows["claude"]["plan"], rows["zai"]["plan"]) == ("ok", "Max 20x", "Pro")
    assert [window["id"] for window in rows["claude"]["windows"]] == ["session", "weekly"]
    assert machine.status(Z_AI_API_KEY=KEY)[1]["claude"]["fetched_at"] == rows["claude"]["fetched_at"]
    assert (machine.upstream.claude.count, machine.upstream.zai.count) == (1, 1)
    assert machine.upstream.claude.authorizations == [f"Bearer {TOKEN}"]
    assert machine.upstream.zai.authorizations == [KEY]


def test_the_text_says_the_same_in_words(machine: Machine) -> None:
    machine.sign_in()
    done = machine.run()
    assert done.returncode == 0
    assert "34 % used" in done.stdout
    assert "Max 20x" in done.stdout


def test_an_expired_sign_in_sends_nothing_and_says_what_to_do(machine: Machine) -> None:
    # The command is a process of its own, on the system's clock.
    machine.sign_in(expiresAt=int((time.time() - 60) * 1000), refreshToken="")
    code, rows = machine.status("--provider", "claude")
    assert code == 69
    assert rows["claude"]["error"]["code"] == "sign_in_expired"
    assert rows["claude"]["error"]["remedy"].endswith(".")
    assert machine.upstream.claude.count == 0


@pytest.mark.parametrize(
    ("status", "body", "headers", "code"),
    [
        (500, {"type": "error", "error": {"type": "api_error", "message": "x"}}, {}, "server_error"),
        (502, "<html>bad gateway</html>", {"Content-Type": "text/html"}, "server_error"),
        (403, "<!doctype html>Just a moment", {"Content-Type": "text/html"}, "network_blocked"),
        (200, "<html>portal</html>", {"Content-Type": "text/html"}, "network_blocked"),
        (302, "", {"Location": "http://127.0.0.1:9/"}, "network_blocked"),
        (200, "[1]", {}, "bad_response"),
        (200, "x" * (40 << 20), {}, "bad_response"),
        (429, {"error": {"type": "rate_limit_error", "message": "x"}}, {"Retry-After": "990"}, "rate_limited"),
        (401, {"type": "error", "error": {"type": "authentication_error", "message": "Invalid"}}, {}, "sign_in_expired"),
        (403, {"type": "error", "error": {"type": "permission_error", "message": "scope"}}, {}, "missing_scope"),
    ],
    ids=["500", "502", "challenge", "portal", "redirect", "list", "40 MB", "429", "401", "403"],
)
def test_a_fault_is_a_named_state_with_a_remedy_and_leaves_the_other_provider_alone(
    machine: Machine, status: int, body: object, headers: dict[str, str], code: str
) -> None:
    machine.sign_in()
    service = machine.upstream.claude
    service.status, service.body, service.headers = status, body, headers
    exit_code, rows = machine.status(Z_AI_API_KEY=KEY)
    assert exit_code == 69
    error = rows["claude"]["error"]
    assert (rows["claude"]["state"], error["code"], rows["zai"]["state"]) == ("error", code, "ok")
    assert error["title"]
    assert error["remedy"]
    assert (error["retry_at"] is None) == (code in ("sign_in_expired", "missing_scope"))
    machine.status(Z_AI_API_KEY=KEY)
    assert service.count == 1


def test_max_age_zero_passes_the_cache_and_wrong_use_exits_with_64(machine: Machine) -> None:
    machine.sign_in()
    machine.status("--provider", "claude")
    machine.upstream.claude.body = claude_body(session=77.0)
    _, rows = machine.status("--provider", "claude", "--max-age", "0")
    assert rows["claude"]["windows"][0]["used_percent"] == 77.0
    for wrong in (("status", "--max-age", "-1"), ("status", "--provider", "nobody"), ("frobnicate",), ("status", "--jsn")):
        assert machine.run(*wrong).returncode == 64


def test_an_override_to_another_machine_is_refused_before_a_secret_is_read(machine: Machine) -> None:
    machine.sign_in()
    code, rows = machine.status(USAGEBAR_CLAUDE_API_URL="https://evil.example")
    assert code == 69
    assert rows["claude"]["error"]["code"] == "internal"
    assert "USAGEBAR_CLAUDE_API_URL" in rows["claude"]["error"]["title"]


def test_a_corrupt_settings_file_is_set_aside_and_said(machine: Machine) -> None:
    folder = machine.home / ".config" / "usagebar"
    folder.mkdir(parents=True)
    (folder / "settings.json").write_text("{ not json")
    done = machine.run("status", "--json")
    assert json.loads(done.stdout)["schema_version"] == 1
    assert "settings" in done.stderr
    assert (folder / "settings.json.bad").read_text() == "{ not json"


def test_the_command_imports_no_qt(machine: Machine) -> None:
    heavy = "('PySide6', 'httpx', 'keyring', 'pydantic')"
    code = f"import sys, usagebar_qt.cli.status; sys.exit(any(m.startswith({heavy}) for m in sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], env=machine.env, check=False).returncode == 0


def test_fresh_figures_cost_neither_an_event_loop_nor_a_library(machine: Machine) -> None:
    machine.sign_in()
    machine.status()
    told = machine.run("status", "--json", PYTHONPROFILEIMPORTTIME="1").stderr
    loaded = {line.rsplit("|", 1)[1].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert "usagebar_qt.engine.fetching" in loaded
    assert not loaded & {"asyncio", "httpx", "pydantic", "keyring", "filelock", "ssl"}


def test_a_key_that_appears_is_seen_although_nothing_was_set_up_a_moment_ago(machine: Machine) -> None:
    assert machine.status()[0] == 78
    assert machine.status(Z_AI_API_KEY=KEY)[1]["zai"]["state"] == "ok"
    machine.sign_in()
    assert machine.status()[1]["claude"]["state"] == "ok"
