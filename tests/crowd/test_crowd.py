"""The tray program and many commands at once ask as one. The short form of `crowd`, which goes on for a minute by hand."""

from __future__ import annotations

import json
import sys

import pytest

from tests.crowd.crowd import crowd, problem_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the home is made of Linux' folders")


def test_the_program_and_twenty_commands_ask_once_and_leave_nothing_behind() -> None:
    outcome = crowd(commands=20, seconds=12.0)
    print(outcome.table())
    assert not outcome.faults(), outcome.table()
    assert outcome.commands >= 20
    assert outcome.looks > 0


def test_a_document_that_is_not_as_promised_is_seen() -> None:
    """Else the check above could never fail."""
    good = {"schema_version": 1, "generated_at": "2026-11-23T08:00:00Z", "providers": []}
    assert problem_of(good) == "providers"
    row = dict.fromkeys(
        ("name", "plan", "fetched_at", "source", "binding_window", "next_request_at", "wait_reason", "error"), None
    ) | {"state": "not_configured", "windows": [], "credits": []}
    whole = {**good, "providers": [{"id": "claude", **row}, {"id": "zai", **row}]}
    assert problem_of(json.loads(json.dumps(whole))) == ""
    assert problem_of({**whole, "providers": [{"id": "claude", **row, "state": "fine"}, {"id": "zai", **row}]})
    assert problem_of({**whole, "more": 1})
