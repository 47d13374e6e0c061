"""`rate_limits` as Claude Code hands them over: each row on its own, and nothing of yesterday."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import START
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.domain.models import Account, AccountId, Source, WindowKind
from usagebar_qt.providers.claude_code import ClaudeCode, windows_handed_over

if TYPE_CHECKING:
    from pathlib import Path

SOON = START.timestamp() + 9_480
LATER = START.timestamp() + 250_000


def test_session_and_week_come_over() -> None:
    payload = {
        "model": {"id": "x"},
        "rate_limits": {
            "five_hour": {"used_percentage": 23.5, "resets_at": SOON},
            "seven_day": {"used_percentage": 1, "resets_at": LATER},
        },
    }
    session, week = windows_handed_over(payload, START)
    assert (session.id, session.kind, session.used_percent, session.window_seconds) == ("session", WindowKind.SESSION, 23.5, 18_000)
    assert session.resets_at == START + timedelta(seconds=9_480)
    assert (week.id, week.used_percent) == ("weekly", 1.0)


@pytest.mark.parametrize(
    "row",
    [
        None,
        "full",
        {"used_percentage": None, "resets_at": SOON},
        {"used_percentage": True, "resets_at": SOON},
        {"used_percentage": float("nan"), "resets_at": SOON},
        {"used_percentage": 10**400, "resets_at": SOON},
        {"used_percentage": -1, "resets_at": SOON},
        {"used_percentage": 5},
        {"used_percentage": 5, "resets_at": START.timestamp() - 1},
        {"used_percentage": 5, "resets_at": LATER},
        {"used_percentage": 5, "resets_at": "soon"},
        {"used_percentage": 5, "resets_at": SOON * 1000},
    ],
)
def test_an_odd_row_costs_only_itself(row: Any) -> None:
    good = {"used_percentage": 50, "resets_at": LATER}
    found = windows_handed_over({"rate_limits": {"five_hour": row, "seven_day": good}}, START)
    assert [window.id for window in found] == ["weekly"]


@pytest.mark.parametrize("payload", [{}, {"rate_limits": None}, {"rate_limits": [1]}, {"rate_limits": {}}])
def test_without_rate_limits_there_is_nothing(payload: dict[str, Any]) -> None:
    assert windows_handed_over(payload, START) == ()


ACCOUNT = Account(AccountId("claude"), "Claude")
NOTE = {"fetchedAtMs": int(START.timestamp() * 1000), "accountUuid": "u-1", "utilization": {"five_hour": {"utilization": 71.0}}}


def companion(home: Path, note: object, uuid: str = "u-1") -> ClaudeCode:
    facts = {"oauthAccount": {"accountUuid": uuid}, "cachedUsageUtilization": note}
    (home / ".claude.json").write_text(json.dumps(facts))
    return ClaudeCode(ClaudeStore({}, home, "linux"))


def test_its_own_note_is_read_where_it_is_newer(tmp_path: Path) -> None:
    (found,) = companion(tmp_path, NOTE).cached_usage(ACCOUNT, None)
    assert (found.source, found.fetched_at, found.windows[0].used_percent) == (Source.CLAUDE_CODE_CACHE, START, 71.0)
    assert companion(tmp_path, NOTE).cached_usage(ACCOUNT, START - timedelta(seconds=1)) == (found,)
    assert companion(tmp_path, NOTE).cached_usage(ACCOUNT, START) == ()


@pytest.mark.parametrize(
    ("note", "uuid"),
    [
        (NOTE, "u-2"),
        (NOTE | {"utilization": {}}, "u-1"),
        (NOTE | {"utilization": [1]}, "u-1"),
        (NOTE | {"fetchedAtMs": None}, "u-1"),
        ("a note", "u-1"),
        (None, "u-1"),
    ],
)
def test_a_note_of_another_account_or_an_odd_one_is_none(tmp_path: Path, note: object, uuid: str) -> None:
    assert companion(tmp_path, note, uuid).cached_usage(ACCOUNT, None) == ()


def test_its_settings_are_in_its_folder(tmp_path: Path) -> None:
    assert companion(tmp_path, None).status_line_file(ACCOUNT) == tmp_path / ".claude" / "settings.json"
    moved = ClaudeCode(ClaudeStore({"CLAUDE_CONFIG_DIR": str(tmp_path / "moved")}, tmp_path, "linux"))
    assert moved.status_line_file(ACCOUNT) == tmp_path / "moved" / "settings.json"


def test_it_hands_over_what_its_status_line_is_told(tmp_path: Path) -> None:
    limits = {"five_hour": {"used_percentage": 5, "resets_at": SOON}}
    assert [window.id for window in companion(tmp_path, None).handed_over({"rate_limits": limits}, START)] == ["session"]
