"""`usagebar history export` as scripts see it: a real process after real fetches."""

from __future__ import annotations

import csv
import io
import json
import os
import stat
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tests.upstream import claude_body
from usagebar_qt.domain.models import AccountId, QuotaWindow, UsageSnapshot, WindowKind
from usagebar_qt.engine.history_store import HistoryStore

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Machine

OLD = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def file_of(machine: Machine) -> Path:
    return machine.home / ".local" / "share" / "usagebar" / "history.db"


def a_past(machine: Machine, count: int = 3) -> None:
    """Looks of five minutes' distance, as an earlier program would have left them."""
    store = HistoryStore(file_of(machine))
    for number in range(count):
        window = QuotaWindow("session", WindowKind.SESSION, 10.0 + number / 2, OLD + timedelta(hours=5), 18_000)
        snapshot = UsageSnapshot(OLD + timedelta(minutes=5 * number), windows=(window,))
        assert store.record(AccountId("claude", "work"), snapshot, {})


def test_without_a_history_it_says_how_one_begins_and_exits_with_78(machine: Machine) -> None:
    done = machine.run("history", "export", "--format", "csv")
    assert (done.returncode, done.stdout) == (78, "")
    assert "usagebar status" in done.stderr
    assert not file_of(machine).exists()


def test_what_status_fetched_comes_out_as_csv(machine: Machine) -> None:
    machine.sign_in()
    machine.status("--provider", "claude")
    machine.upstream.claude.body = claude_body(session=77.5)
    machine.status("--provider", "claude", "--max-age", "0")
    done = machine.run("history", "export", "--format", "csv")
    assert done.returncode == 0, done.stderr
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["account", "window", "at", "until", "used_percent", "resets_at"]
    assert [row["used_percent"] for row in rows if row["window"] == "session"][-1] == "77.5"
    assert {row["account"] for row in rows} == {"claude"}
    if os.name == "posix":
        assert stat.S_IMODE(file_of(machine).stat().st_mode) == 0o600
    assert b"Canary" not in file_of(machine).read_bytes()


def test_json_holds_the_same_and_since_leaves_out_what_is_older(machine: Machine) -> None:
    a_past(machine)
    document = json.loads(machine.run("history", "export", "--format", "json").stdout)
    assert document["schema_version"] == 1
    assert document["samples"][1] == {
        "account": "claude:work",
        "window": "session",
        "at": "2026-03-01T12:05:00Z",
        "until": "2026-03-01T12:05:00Z",
        "used_percent": 10.5,
        "resets_at": "2026-03-01T17:00:00Z",
    }
    for since, count in (("2026-03-01T12:06:00Z", 1), ("2026-03-01T13:06:00+01:00", 1), ("2026-03-01", 3), ("2026-03-02", 0)):
        done = machine.run("history", "export", "--format", "json", "--since", since)
        assert (done.returncode, len(json.loads(done.stdout)["samples"])) == (0, count)


def test_wrong_use_exits_with_64_and_says_what_is_wanted(machine: Machine) -> None:
    a_past(machine)
    for wrong in ((), ("export",), ("export", "--format", "xml"), ("export", "--format", "csv", "--since", "yesterday")):
        done = machine.run("history", *wrong)
        assert (done.returncode, done.stdout) == (64, "")
    assert "2026-11-01" in machine.run("history", "export", "--format", "csv", "--since", "yesterday").stderr


def test_the_help_shows_examples(machine: Machine) -> None:
    done = machine.run("history", "export", "--help")
    assert "usagebar history export --format csv > usage.csv" in done.stdout


def test_a_broken_file_is_said_and_put_aside_with_the_next_figures(machine: Machine) -> None:
    a_past(machine)
    file_of(machine).write_bytes(b"no database" * 1_000)
    done = machine.run("history", "export", "--format", "csv")
    assert (done.returncode, done.stdout) == (69, "")
    machine.sign_in()
    assert "history.db.bad" in machine.run("status", "--json").stderr
    assert machine.run("history", "export", "--format", "csv").returncode == 0


def test_the_export_needs_no_engine(machine: Machine) -> None:
    a_past(machine)
    told = machine.run("history", "export", "--format", "json", PYTHONPROFILEIMPORTTIME="1").stderr
    loaded = {line.rsplit("|", 1)[1].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert not loaded & {"asyncio", "httpx", "pydantic", "keyring", "ssl", "usagebar_qt.engine.fetching"}
