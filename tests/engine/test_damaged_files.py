"""Our own files after anybody had their hands on them: what cannot be meant is set aside or left out, and nothing fails later."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import START
from tests.statuses import EXTRA, SESSION
from usagebar_qt.domain.models import AccountId, UsageSnapshot
from usagebar_qt.domain.refresh_policy import Memo
from usagebar_qt.domain.thresholds import memo_from_mapping
from usagebar_qt.engine.atomic_file import read_json, write_json
from usagebar_qt.engine.notification_marks import NotificationMarks
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.record import Record
from usagebar_qt.engine.settings_file import SettingsFile
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.providers.claude import _is_due

CLAUDE = AccountId("claude")
RECORD = Record(
    snapshot=UsageSnapshot(START, windows=(SESSION,), credits=(EXTRA,)),
    checked_at=START,
    memo=Memo(last_request_at=START, requests=(START,), failures=1),
)


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("snapshot", "windows", 0, "used_percent"), float("nan")),
        (("snapshot", "windows", 0, "used_percent"), -1),
        (("snapshot", "windows", 0, "used_percent"), "34"),
        (("snapshot", "windows", 0, "used_percent"), 1e308),
        (("snapshot", "windows", 0, "limit"), 10**400),
        (("snapshot", "windows", 0, "window_seconds"), "18000"),
        (("snapshot", "windows", 0, "window_seconds"), {}),
        (("snapshot", "windows", 0, "id"), ""),
        (("snapshot", "windows", 0, "scope"), {"a": None}),
        (("snapshot", "windows", 0, "scope"), "x" * 65),
        (("snapshot", "plan"), ["Max"]),
        (("memo", "refused_gate"), 7),
        (("snapshot", "windows", 0, "used"), [1]),
        (("snapshot", "windows", 0, "limit"), True),
        (("snapshot", "windows", 0, "resets_at"), "9999-12-31T23:59:59-23:59"),
        (("snapshot", "fetched_at"), "0001-01-01T00:00:00+23:59"),
        (("snapshot", "credits", 0, "used"), "NaN"),
        (("snapshot", "credits", 0, "limit"), "1e999"),
        (("snapshot", "credits", 0, "limit"), "5E-324"),
        (("snapshot", "credits", 0, "currency"), None),
        (("snapshot", "credits", 0, "currency"), "NaN"),
        (("memo", "failures"), 10**400),
        (("memo", "limited_count"), 1e308),
        (("memo", "last_request_at"), "0001-01-01T00:00:00"),
    ],
)
def test_a_state_that_holds_what_cannot_be_meant_is_set_aside(tmp_path: Path, place: tuple[Any, ...], value: object) -> None:
    paths = Paths.under(tmp_path)
    states = StateStore(paths)
    assert states.write(CLAUDE, RECORD)
    assert states.read(CLAUDE) == RECORD
    file = paths.accounts / "claude.json"
    data = inner = json.loads(file.read_text())
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    file.write_text(json.dumps(data))
    assert states.read(CLAUDE) == Record()
    assert (paths.accounts / "claude.json.bad").exists()


@pytest.mark.parametrize("figure", ["NaN", "1e999", "-Infinity"])
def test_what_is_no_number_in_a_file_is_nothing_so_that_the_file_can_be_written_again(tmp_path: Path, figure: str) -> None:
    path = tmp_path / "settings.json"
    path.write_text(f'{{"refresh_seconds": {figure}, "of_a_newer_version": {figure}}}')
    file = SettingsFile(path)
    loaded = file.load()
    assert loaded.settings.refresh_seconds == 300
    assert "refresh_seconds" in loaded.problems
    file.save(loaded.settings)
    assert file.load().settings == loaded.settings


def test_half_a_character_in_a_file_is_written_again_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_text('{"accounts": [{"id": "claude", "name": "\\ud83d"}], "theme": "dark"}')
    file = SettingsFile(path)
    loaded = file.load()
    file.save(loaded.settings)
    assert file.load().settings == loaded.settings
    write_json(path, {"é": "\u202e"})
    assert read_json(path) == {"é": "\u202e"}


@pytest.mark.parametrize(
    ("key", "value"),
    [("used_percent", float("inf")), ("told", [float("inf")]), ("used_percent", 10**400), ("told", [10**400, "x"])],
)
def test_marks_that_hold_no_figures_are_forgotten(tmp_path: Path, key: str, value: object) -> None:
    row: dict[str, Any] = {"kind": "session", "scope": None, "used_percent": 1.0, "resets_at": None, "told": []}
    row |= dict.fromkeys(("exhausted", "announced", "at_risk", "snoozed", "fallen"), False)
    good = {"sign_in_told": False, "windows": {"session": row}}
    assert memo_from_mapping(good).windows["session"].used_percent == 1.0
    path = tmp_path / "notifications.json"
    path.write_text(
        json.dumps({"schema_version": 1, "accounts": {"claude": {**good, "windows": {"session": {**row, key: value}}}}})
    )
    assert NotificationMarks(path).load() == {}
    with pytest.raises((ValueError, TypeError, ArithmeticError)):
        memo_from_mapping({**good, "windows": {"session": {**row, key: value}}})


@pytest.mark.parametrize("noted", ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00", None, 7])
def test_a_note_at_the_end_of_the_calendar_lets_the_profile_be_asked_for(noted: object) -> None:
    assert _is_due(noted, START)
    assert not _is_due((START - timedelta(hours=1)).isoformat(), START)
