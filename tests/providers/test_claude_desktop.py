"""Claude Desktop's samples: the newest of the organisation that is signed in, and no one else's."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import START
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.domain.models import Account, AccountId, Source
from usagebar_qt.providers.claude_code import ClaudeCode

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT = Account(AccountId("claude"), "Claude")
FOLDER = ("Library", "Application Support", "Claude")


def sample(minutes: float = 0.0, org: Any = "o-1", **used: Any) -> dict[str, Any]:
    return {"t": round((START.timestamp() + 60 * minutes) * 1000), "org": org, "u": used or {"fh": 12, "sd": 34.5, "xu": 3}}


def companion(home: Path, samples: object, *, platform: str = "darwin", kind: str = "claude_max", org: str = "o-1") -> ClaudeCode:
    folder = home.joinpath(*FOLDER)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "plan-usage-history.json").write_text(json.dumps({"version": 2, "samples": samples}))
    facts = {"oauthAccount": {"accountUuid": "u-1", "organizationUuid": org, "organizationType": kind}}
    (home / ".claude.json").write_text(json.dumps(facts))
    return ClaudeCode(ClaudeStore({}, home, platform, lambda _: None))


def test_the_newest_sample_counts_wherever_it_stands(tmp_path: Path) -> None:
    rows = [sample(-15, fh=10, sd=30), sample(fh=12, sd=34.5), sample(-30, fh=9, sd=29), sample(5, "o-2", fh=99, sd=99)]
    (found,) = companion(tmp_path, rows).cached_usage(ACCOUNT, None)
    assert (found.source, found.fetched_at) == (Source.CLAUDE_DESKTOP, START)
    assert [(window.id, window.used_percent, window.resets_at) for window in found.windows] == [
        ("session", 12.0, None),
        ("weekly", 34.5, None),
    ]


def test_only_what_is_newer_is_handed_on(tmp_path: Path) -> None:
    desktop = companion(tmp_path, [sample()])
    assert len(desktop.cached_usage(ACCOUNT, START - timedelta(seconds=1))) == 1
    assert desktop.cached_usage(ACCOUNT, START) == ()


@pytest.mark.parametrize("changed", [{"org": "o-2"}, {"org": ""}, {"kind": "claude_team"}, {"kind": "claude_enterprise"}])
def test_another_organisation_or_one_of_many_people_is_not_this_account(tmp_path: Path, changed: dict[str, str]) -> None:
    assert companion(tmp_path, [sample()], **changed).cached_usage(ACCOUNT, None) == ()


def test_where_no_place_is_known_nothing_is_read(tmp_path: Path) -> None:
    assert companion(tmp_path, [sample()], platform="linux").cached_usage(ACCOUNT, None) == ()


@pytest.mark.parametrize(
    "row",
    [
        None,
        "full",
        {"t": 1, "org": "o-1"},
        sample() | {"t": "yesterday"},
        sample() | {"t": 0},
        sample() | {"t": 10**400},
        sample() | {"t": True},
        sample() | {"org": ["o-1"]},
        sample(60, fh=None, sd="much"),
        sample(60, fh=-1, sd=float("nan")),
        sample(60, xu=5),
    ],
)
def test_an_odd_sample_costs_only_itself(tmp_path: Path, row: Any) -> None:
    (found,) = companion(tmp_path, [row, sample()]).cached_usage(ACCOUNT, None)
    assert found.fetched_at == START


@pytest.mark.parametrize("text", ["", "[]", "{", '{"samples": {}}', "{}"])
def test_an_odd_file_is_no_source(tmp_path: Path, text: str) -> None:
    desktop = companion(tmp_path, [])
    tmp_path.joinpath(*FOLDER, "plan-usage-history.json").write_text(text)
    assert desktop.cached_usage(ACCOUNT, None) == ()
