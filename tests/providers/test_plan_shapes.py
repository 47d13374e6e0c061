"""One answer of every plan, as it arrives, and what the card then says. The shapes were published; the values are ours.

Beside that every value of every answer, in turn, becomes something else: it may cost its own row, and nothing more.
"""

from __future__ import annotations

import copy
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from usagebar_qt.domain.models import Credits, QuotaWindow
from usagebar_qt.providers.claude_payload import map_credits, map_windows
from usagebar_qt.providers.zai import has_no_plan
from usagebar_qt.providers.zai_payload import map_quota

FIXTURES = Path(__file__).parent.parent / "fixtures"
ODD: tuple[Any, ...] = (
    None,
    True,
    "text",
    "",
    "\ud800\x00‮<b>",
    -1,
    0,
    1e308,
    10**30,
    [],
    [[]],
    {},
    {"a": {"b": []}},
    "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00",
)


def load(name: str) -> dict[str, Any]:
    found = json.loads((FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def figures(windows: tuple[QuotaWindow, ...]) -> dict[str, float]:
    return {window.id: round(window.used_percent, 4) for window in windows}


def money(rows: tuple[Credits, ...]) -> list[str]:
    return [f"{row.used} of {row.limit} {row.currency}{'' if row.enabled else ' off'}" for row in rows]


@pytest.mark.parametrize(
    ("name", "windows", "rows"),
    [
        ("max_with_extra_usage", {"session": 23.0, "weekly": 61.0, "weekly:fable": 12.0}, ["7.63 of 20.00 EUR"]),
        ("max_near_its_limit", {"session": 91.0, "weekly": 78.0, "weekly:fable": 104.0}, ["41.25 of 200.00 USD"]),
        ("pro_of_old", {"session": 14.0, "weekly": 1.0, "weekly:sonnet": 3.0}, []),
        ("pro_one_percent", {"session": 1.0, "weekly": 1.0}, []),
        ("team_uncapped", {"session": 4.0, "weekly": 27.0}, ["4812.33 of None USD"]),
        ("enterprise_with_windows", {"session": 8.0, "weekly": 44.0}, []),
        ("enterprise_by_usage", {}, ["81.40 of 500.00 USD"]),
        ("enterprise_spend_only", {}, ["314.15 of 1000.00 EUR"]),
        ("free", {}, []),
        ("idle", {"session": 0.0, "weekly": 17.0}, []),
        ("over_the_limit", {"session": 100.0, "weekly": 88.0}, ["100.09 of 100.00 GBP"]),
        ("disabled_by_organization", {"session": 5.0, "weekly": 9.0}, ["0.00 of None USD off"]),
        ("credit_alone", {}, ["120.50 of 1000.00 USD"]),
    ],
)
def test_every_plan_of_claude_shows_its_own_rows(name: str, windows: dict[str, float], rows: list[str]) -> None:
    payload = load(f"claude/{name}")
    assert figures(map_windows(payload)) == windows
    assert list(figures(map_windows(payload))) == list(windows), "session first, then the week, then its parts"
    assert money(map_credits(payload)) == rows


@pytest.mark.parametrize(
    ("name", "windows", "plan"),
    [
        ("lite_credits", {"session": 0.0, "weekly": 71.55}, "Lite"),
        ("pro_tokens", {"session": 33.0, "weekly": 12.0, "mcp": 4.7}, "Pro"),
        ("china_lite", {"session": 27.7778, "mcp": 102.0}, None),
        ("overrun_of_old", {"session": 28.5, "mcp": 104.0}, "Pro"),
        ("max_and_something_new", {"session": 0.2714, "weekly": 55.3, "image-limit": 10.0}, "Max"),
        ("free", {}, None),
    ],
)
def test_every_plan_of_zai_shows_its_own_rows(name: str, windows: dict[str, float], plan: str | None) -> None:
    payload = load(f"zai/{name}")
    assert not has_no_plan(payload)
    found, named = map_quota(payload)
    assert figures(found) == windows
    assert list(figures(found)) == list(windows)
    assert named == plan


def test_every_fixture_is_looked_at() -> None:
    assert {path.parent.name for path in FIXTURES.rglob("*.json")} == {"claude", "zai"}
    assert len(list(FIXTURES.rglob("*.json"))) == 13 + 6


def paths(value: object, here: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every place in an answer."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*here, key)
        yield from paths(inner, (*here, key))


def changed(payload: dict[str, Any], path: tuple[Any, ...], value: object) -> dict[str, Any]:
    """The same answer with something else at one place."""
    copied = copy.deepcopy(payload)
    place: Any = copied
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return copied


def looks_sane(windows: tuple[QuotaWindow, ...], rows: tuple[Credits, ...] = ()) -> None:
    assert len({window.id for window in windows}) == len(windows), "two rows of one id"
    for window in windows:
        assert math.isfinite(window.used_percent)
        assert 0 <= window.used_percent <= 100_000
        assert window.id.isprintable()
        assert window.scope is None or (window.scope.isprintable() and 0 < len(window.scope) <= 64)
        assert window.resets_at is None or 2000 <= window.resets_at.year < 3000
        assert all(amount is None or math.isfinite(amount) for amount in (window.used, window.limit))
    for row in rows:
        assert row.used >= 0
        assert row.limit is None or row.limit >= 0
        assert len(row.currency) == 3


@pytest.mark.parametrize("path", sorted(FIXTURES.rglob("*.json")), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_is_odd_costs_only_itself(path: Path) -> None:
    payload = load(f"{path.parent.name}/{path.stem}")
    look: Callable[[dict[str, Any]], int] = _claude if path.parent.name == "claude" else _zai
    before = look(payload)
    for place in paths(payload):
        for odd in ODD:
            after = look(changed(payload, place, odd))
            whole_section = len(place) == 1 or place == ("data", "limits")
            assert whole_section or after >= before - 1, (place, odd)


def _claude(payload: dict[str, Any]) -> int:
    windows, rows = map_windows(payload), map_credits(payload)
    looks_sane(windows, rows)
    return len(windows) + len(rows)


def _zai(payload: dict[str, Any]) -> int:
    windows, _ = map_quota(payload)
    looks_sane(windows)
    return len(windows)
