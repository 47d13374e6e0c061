"""`rate_limits` as Claude Code hands them over: each row on its own, and nothing of yesterday."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.fakes import START
from usagebar_qt.domain.models import WindowKind
from usagebar_qt.providers.claude_code import windows_handed_over

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
