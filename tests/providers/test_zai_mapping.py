"""What Z.ai's answers become: every row type, classified by unit and number; errors that come as HTTP 200."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.providers.test_claude_mapping import JSON
from usagebar_qt.domain.errors import BadResponse, InvalidKey, ServerError, UsageError
from usagebar_qt.domain.models import Unit
from usagebar_qt.providers.zai import has_no_plan
from usagebar_qt.providers.zai_payload import map_quota, used_percent


def quota(*rows: dict[str, Any], **data: Any) -> dict[str, Any]:
    return {"code": 200, "success": True, "data": {"limits": list(rows), **data}}


def row(kind: str, unit: int, number: int | None, percentage: Any, **more: Any) -> dict[str, Any]:
    return {"type": kind, "unit": unit, "number": number, "percentage": percentage} | more


def test_rows_are_classified_by_unit_and_number_not_by_order() -> None:
    windows, plan = map_quota(
        quota(
            row("TIME_LIMIT", 5, 1, 9, usage=1000, currentValue=90),
            row("TOKENS_LIMIT", 6, 1, 3),
            row("TOKENS_LIMIT", 3, 5, 17, nextResetTime=1795534200000),
            level="pro",
        )
    )
    assert [(window.id, window.window_seconds) for window in windows] == [("session", 18000), ("weekly", 604800), ("mcp", None)]
    assert [window.unit for window in windows] == [Unit.TOKENS, Unit.TOKENS, Unit.CALLS]
    assert plan == "Pro"


def test_credit_plans_are_not_empty() -> None:
    windows, _ = map_quota(quota(row("CREDIT_LIMIT", 3, 5, 0, usage=2000, currentValue=0), row("CREDIT_LIMIT", 6, None, 98)))
    assert [(window.id, window.used_percent, window.resets_at) for window in windows] == [
        ("session", 0.0, None),
        ("weekly", 98.0, None),
    ]


@pytest.mark.parametrize(
    ("percentage", "used", "limit", "shown"),
    [
        (11, 1198, 10000, 11.98),
        (100, 102, 100, 102.0),
        (42, 1, 100, 42.0),
        (5, None, None, 5.0),
        (None, 5, 10, 50.0),
        (-3, None, None, 0.0),
    ],
)
def test_the_exact_ratio_counts_where_both_agree_within_a_point(
    percentage: float | None, used: float | None, limit: float | None, shown: float
) -> None:
    assert used_percent(percentage, used, limit) == pytest.approx(shown)


def test_an_unknown_row_is_shown_and_a_row_without_a_number_is_left_out() -> None:
    windows, _ = map_quota(quota(row("IMAGE_LIMIT", 4, 1, 12), row("TOKENS_LIMIT", 3, 5, "17"), row("TOKENS_LIMIT", 3, 5, None)))
    assert [(window.id, window.scope) for window in windows] == [("image-limit", "Image limit, 1 day")]


def test_a_plan_name_of_old_is_taken_as_it_is() -> None:
    assert map_quota(quota(planName="Pro"))[1] == "Pro"


@pytest.mark.parametrize("code", [401, "401", 1000, 1001, 1002, 1003, 1004])
def test_a_refused_key_comes_as_http_200(code: object) -> None:
    with pytest.raises(InvalidKey):
        has_no_plan({"code": code, "msg": "token expired or incorrect", "success": False})


def test_other_failures_are_told_apart() -> None:
    assert has_no_plan({"code": 500, "msg": "当前用户不存在coding plan", "success": False})
    with pytest.raises(ServerError):
        has_no_plan({"code": 500, "msg": "busy", "success": False})
    with pytest.raises(BadResponse) as caught:
        has_no_plan({"code": 1234, "msg": "key 0123456789abcdef0123456789abcdef.Canary4Canary4Ca", "success": False})
    assert "Canary" not in caught.value.detail
    for good in ({"code": 200}, {"success": True}, {}, {"code": 0}):
        assert not has_no_plan(good)


@given(st.dictionaries(st.sampled_from(["code", "msg", "success", "data", "limits"]), JSON))
def test_no_answer_raises_anything_but_a_usage_error(payload: dict[str, Any]) -> None:
    with contextlib.suppress(UsageError):
        has_no_plan(payload)
    for window in map_quota({"data": payload})[0]:
        assert 0 <= window.used_percent < float("inf")
