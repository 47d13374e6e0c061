"""What Claude's answers of every plan become. Shapes as published; the values are ours."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.providers.claude_payload import map_credits, map_windows, plan_label
from usagebar_qt.providers.values import moment

RESET = "2026-11-24T15:30:00.910731+00:00"


def row(kind: str, percent: Any, label: str | None = None, **more: Any) -> dict[str, Any]:
    scope = {"model": {"id": None, "display_name": label}, "surface": None} if label else None
    return {"kind": kind, "percent": percent, "severity": "normal", "resets_at": RESET, "scope": scope, "is_active": False} | more


def ids(payload: dict[str, Any]) -> dict[str, float]:
    return {window.id: window.used_percent for window in map_windows(payload)}


def test_limits_come_first_and_the_old_keys_fill_what_they_lack() -> None:
    payload = {
        "five_hour": {"utilization": 40.0, "resets_at": RESET},
        "seven_day": {"utilization": 12.0, "resets_at": RESET},
        "seven_day_opus": {"utilization": 3.0, "resets_at": RESET},
        "limits": [row("session", 41), row("weekly_scoped", 5, "Fable")],
    }
    assert ids(payload) == {"session": 41.0, "weekly": 12.0, "weekly:opus": 3.0, "weekly:fable": 5.0}


def test_one_percent_is_one_percent() -> None:
    assert ids({"seven_day": {"utilization": 1.0, "resets_at": None}, "limits": [row("session", 1.0)]}) == {
        "session": 1.0,
        "weekly": 1.0,
    }


def test_null_means_not_part_of_the_plan_and_an_idle_window_has_no_reset() -> None:
    (window,) = map_windows({"five_hour": {"utilization": 0.0, "resets_at": None}, "seven_day": None, "limits": []})
    assert (window.id, window.used_percent, window.resets_at) == ("session", 0.0, None)


def test_of_two_rows_of_one_window_the_higher_counts_and_a_row_without_label_is_scoped() -> None:
    payload = {"limits": [row("weekly_all", 10), row("weekly_all", 30), row("weekly_all", 20), row("weekly_scoped", 7)]}
    assert ids(payload) == {"weekly": 30.0, "weekly:scoped": 7.0}


def test_an_unknown_kind_is_shown_and_a_second_one_with_another_label_gets_its_slug() -> None:
    payload = {"limits": [row("monthly_agents", 5, "Big Agent"), row("monthly_agents", 6, "Small Agent")]}
    assert ids(payload) == {"monthly-agents": 5.0, "monthly-agents:small-agent": 6.0}


def test_old_keys_map_to_the_same_ids() -> None:
    payload = {key: {"utilization": 2.0} for key in ("seven_day_oauth_apps", "seven_day_overage_included", "seven_day_new_thing")}
    assert set(ids(payload)) == {"weekly:oauth-apps", "weekly:fable", "weekly:new-thing"}


def test_codenames_and_keys_that_are_no_quotas_give_no_window() -> None:
    payload = {
        "tangelo": {"utilization": 5.0},
        "nimbus_quill": 0.0,
        "seven_day_breakdown": {"rows": [], "utilization": 4},
        "weekly_scoped_shares": [{"limit_index": 1}],
        "member_dashboard_available": False,
    }
    assert ids(payload) == {}


@pytest.mark.parametrize("bad", ["42", None, True, float("nan"), float("inf"), [], {}, 10**400])
def test_a_row_whose_percent_is_no_number_costs_only_itself(bad: object) -> None:
    assert ids({"limits": [row("session", bad), row("weekly_all", 8), "text", None]}) == {"weekly": 8.0}


def test_percentages_above_a_hundred_stay_and_negative_ones_are_none_used() -> None:
    assert ids({"limits": [row("session", 130.5), row("weekly_all", -4)]}) == {"session": 130.5, "weekly": 0.0}


@pytest.mark.parametrize(
    "value",
    ["2026-11-24T15:29:59.6Z", "2026-11-24T15:30:00", "2026-11-24T16:30:00.4+01:00", 1795534200, 1795534200000],
)
def test_times_of_every_form_are_rounded_to_the_second_in_utc(value: object) -> None:
    assert moment(value) == datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


@pytest.mark.parametrize("value", ["soon", "", None, -5, True, 1e300, [], "9999-12-31T23:59:59.9Z"])
def test_what_is_no_time_is_unknown(value: object) -> None:
    assert moment(value) is None


def test_money_takes_currency_and_exponent_and_its_percentage_from_the_amounts() -> None:
    spend = {
        "used": {"amount_minor": 763, "currency": "EUR", "exponent": 2},
        "limit": {"amount_minor": 2000},
        "percent": 38,
        "enabled": True,
    }
    (extra,) = map_credits({"spend": spend})
    assert (extra.used, extra.limit, extra.currency) == (Decimal("7.63"), Decimal("20.00"), "EUR")
    assert extra.used_percent == pytest.approx(38.15)


def test_what_spend_lacks_is_taken_from_extra_usage() -> None:
    legacy = {"is_enabled": True, "monthly_limit": 5000, "used_credits": 120, "currency": "GBP", "decimal_places": 2}
    (extra,) = map_credits({"spend": {"used": {"amount_minor": 120}}, "extra_usage": legacy})
    assert (extra.used, extra.limit, extra.currency) == (Decimal("1.20"), Decimal("50.00"), "GBP")


def test_money_without_cap_has_no_percentage_and_defaults_are_dollars_and_enabled() -> None:
    (extra,) = map_credits({"extra_usage": {"monthly_limit": None, "used_credits": 705180}})
    assert (extra.used, extra.limit, extra.currency, extra.enabled, extra.used_percent) == (
        Decimal("7051.80"),
        None,
        "USD",
        True,
        None,
    )


def test_a_disabled_row_with_an_amount_stays_and_a_row_without_one_is_left_out() -> None:
    (extra,) = map_credits({"extra_usage": {"is_enabled": False, "used_credits": 0, "monthly_limit": None}})
    assert not extra.enabled
    assert map_credits({"extra_usage": {"is_enabled": False, "used_credits": None}, "spend": None}) == ()


def test_yen_has_no_decimals() -> None:
    (extra,) = map_credits({"spend": {"used": {"amount_minor": 1200, "currency": "JPY", "exponent": 0}, "limit": None}})
    assert str(extra.used) == "1200"


def test_a_dated_bucket_is_whole_dollars_and_expires() -> None:
    bucket = {"limit_dollars": 250, "used_dollars": 51.5, "remaining_dollars": 198.5, "resets_at": RESET, "utilization": 20.6}
    (credit,) = map_credits({"iguana_necktie": bucket})
    assert (credit.used, credit.limit, credit.expires_at) == (Decimal("51.50"), Decimal("250.00"), moment(RESET))


@pytest.mark.parametrize(
    ("subscription", "tier", "seat", "label"),
    [
        ("max", "default_claude_max_20x", None, "Max 20x"),
        ("claude_max", "default_claude_max_5x", None, "Max 5x"),
        ("pro", "default_claude_ai", None, "Pro"),
        ("team", "default_claude_max_5x", None, "Team Premium"),
        ("claude_team", "default_raven", "team_standard", "Team"),
        ("team", "default_raven", "team_tier_1", "Team Premium"),
        ("enterprise", "default_claude_zero", "enterprise_usage_based", "Enterprise"),
        ("ultra_plan", None, None, "Ultra Plan"),
        ("free", None, None, "Free"),
        (None, "default_claude_max_20x", None, None),
    ],
)
def test_plans_have_the_names_that_people_know(
    subscription: str | None, tier: str | None, seat: str | None, label: str | None
) -> None:
    assert plan_label(subscription, tier, seat) == label


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=20,
)
KEYS = st.sampled_from(
    ["limits", "five_hour", "seven_day", "seven_day_x", "spend", "extra_usage", "iguana_necktie", "used", "limit", "kind"]
)


@given(
    st.dictionaries(
        KEYS, JSON | st.lists(st.dictionaries(KEYS, JSON, max_size=4), max_size=3) | st.dictionaries(KEYS, JSON, max_size=4)
    )
)
def test_no_answer_raises_or_yields_what_is_no_figure(payload: dict[str, Any]) -> None:
    for window in map_windows(payload):
        assert 0 <= window.used_percent < float("inf")
    for credit in map_credits(payload):
        assert credit.used.is_finite()
