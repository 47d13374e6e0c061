"""From Claude's usage answer to windows and money. Pure; each section and row on its own: what is odd costs only itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, Credits, QuotaWindow, WindowKind, slug_of
from usagebar_qt.providers.values import LARGEST_PERCENT, LONGEST_LABEL, label, moment

Percent = Annotated[float, Field(strict=True, allow_inf_nan=False, le=LARGEST_PERCENT)]
MOST_ROWS = 24
"""An account has up to ten; more than this is not an account's list of limits."""


def _plain_number(value: object) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("no number")
    return value


Amount = Annotated[Decimal, BeforeValidator(_plain_number), Field(ge=0, allow_inf_nan=False, max_digits=18)]
Exponent = Annotated[int, Field(strict=True, ge=0, le=6)]

CODENAMES = frozenset(
    [
        "tangelo",
        "iguana_necktie",
        "omelette_promotional",
        "nimbus_quill",
        "cinder_cove",
        "amber_ladder",
        "copper_kite",
        "harbor_lantern",
        "juniper_tide",
        "amber_cistern",
        "amber_gauge",
        "brass_thimble",
        "cedar_ember",
        "wattle_ember",
    ]
)
"""Keys that Anthropic uses for things to come: null or noise, but for dated credit buckets."""
NO_QUOTAS = frozenset(
    {"limits", "extra_usage", "spend", "seven_day_breakdown", "weekly_scoped_shares", "member_dashboard_available"} | CODENAMES
)
OLD_SCOPES = {"overage_included": "Fable", "oauth_apps": "OAuth apps"}
"""Labels of old keys whose own words say something else."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")


class _Limit(_Row):
    kind: str = Field(min_length=1, max_length=LONGEST_LABEL)
    percent: Percent
    resets_at: Any = None
    scope: Any = None


class _Window(_Row):
    utilization: Percent
    resets_at: Any = None


class _Money(_Row):
    amount_minor: Amount
    currency: Any = None
    exponent: Exponent | None = None


class _ExtraUsage(_Row):
    used_credits: Amount | None = None
    monthly_limit: Amount | None = None
    currency: Any = None
    decimal_places: Exponent | None = None
    is_enabled: Any = None


class _Bucket(_Row):
    limit_dollars: Annotated[Amount, Field(gt=0)]
    used_dollars: Amount | None = None
    remaining_dollars: Annotated[Decimal, BeforeValidator(_plain_number), Field(allow_inf_nan=False, max_digits=18)] | None = None
    resets_at: Any = None


def map_windows(payload: Mapping[str, Any]) -> tuple[QuotaWindow, ...]:
    """`limits[]` first, the old keys for what it lacks; of two rows of one window the higher percentage counts."""
    found: dict[tuple[str, str | None], QuotaWindow] = {}
    for window in _from_limits(payload.get("limits")):
        key = (window.kind.value if window.kind is not WindowKind.OTHER else window.id, window.scope)
        if key not in found or found[key].used_percent < window.used_percent:
            found[key] = window
    ids = {window.id for window in found.values()}
    for window in _from_old_keys(payload):
        if window.id not in ids:
            found[window.id, "old"] = window
            ids.add(window.id)
    order = {WindowKind.SESSION: 0, WindowKind.WEEKLY: 1, WindowKind.WEEKLY_SCOPED: 2}
    return tuple(sorted(_distinct(found.values()), key=lambda window: order.get(window.kind, 3)))[:MOST_ROWS]


def _distinct(windows: Any) -> Iterator[QuotaWindow]:
    """A second row of the same id with another label gets `:<slug of its label>` after it."""
    from dataclasses import replace

    seen: set[str] = set()
    for window in windows:
        name = window.id
        if name in seen:
            name = f"{window.id}:{slug_of(window.scope or '') or 'other'}"
        if name not in seen:
            seen.add(name)
            yield replace(window, id=name)


def _from_limits(rows: object) -> Iterator[QuotaWindow]:
    for raw in rows if isinstance(rows, list) else ():
        try:
            row = _Limit.model_validate(raw)
        except (ValidationError, RecursionError):
            continue
        percent, resets_at = max(0.0, row.percent), moment(row.resets_at)
        scope = _scope_label(row.scope)
        if row.kind == "session":
            yield QuotaWindow("session", WindowKind.SESSION, percent, resets_at, SESSION_SECONDS)
        elif row.kind == "weekly_all":
            yield QuotaWindow("weekly", WindowKind.WEEKLY, percent, resets_at, WEEK_SECONDS)
        elif row.kind == "weekly_scoped":
            name = f"weekly:{slug_of(scope or '') or 'scoped'}"
            yield QuotaWindow(name, WindowKind.WEEKLY_SCOPED, percent, resets_at, WEEK_SECONDS, scope)
        elif name := slug_of(row.kind):
            yield QuotaWindow(name, WindowKind.OTHER, percent, resets_at, None, scope or _words(row.kind))


def _words(key: str) -> str:
    words = re.sub(r"[\W_]+", " ", key).strip()
    return (words[:1].upper() + words[1:])[:LONGEST_LABEL]


def _scope_label(scope: object) -> str | None:
    if not isinstance(scope, Mapping):
        return None
    for part in (scope.get("model"), scope.get("surface")):
        name = part.get("display_name") if isinstance(part, Mapping) else part
        if words := label(name):
            return words
    return None


def _from_old_keys(payload: Mapping[str, Any]) -> Iterator[QuotaWindow]:
    for key, raw in payload.items():
        if key in NO_QUOTAS or len(key) > LONGEST_LABEL or not isinstance(raw, Mapping):
            continue
        try:
            row = _Window.model_validate(raw)
        except (ValidationError, RecursionError):
            continue
        percent, resets_at = max(0.0, row.utilization), moment(row.resets_at)
        if key == "five_hour":
            yield QuotaWindow("session", WindowKind.SESSION, percent, resets_at, SESSION_SECONDS)
        elif key == "seven_day":
            yield QuotaWindow("weekly", WindowKind.WEEKLY, percent, resets_at, WEEK_SECONDS)
        elif key.startswith("seven_day_") and (scope := slug_of(key.removeprefix("seven_day_"))):
            old = key.removeprefix("seven_day_")
            words = OLD_SCOPES.get(old) or _words(old)
            name = slug_of(words) if old == "overage_included" else scope
            yield QuotaWindow(f"weekly:{name}", WindowKind.WEEKLY_SCOPED, percent, resets_at, WEEK_SECONDS, words)
        elif name := slug_of(key):
            yield QuotaWindow(name, WindowKind.OTHER, percent, resets_at, None, _words(key))


def map_credits(payload: Mapping[str, Any]) -> tuple[Credits, ...]:
    """The plan's extra usage first, dated credit buckets after it."""
    extra = _extra_usage(payload.get("spend"), payload.get("extra_usage"))
    return (*((extra,) if extra else ()), *_buckets(payload))


def _extra_usage(spend: object, legacy: object) -> Credits | None:
    """`spend` where it has an amount; what it lacks comes from `extra_usage`, which describes the same budget.

    A whole section is refused for a negative amount or a bad exponent: a sum that is wrong by a factor is worse than none.
    """
    block: Mapping[str, Any] = spend if isinstance(spend, Mapping) else {}
    used, cap, old = _validated(_Money, block.get("used")), _validated(_Money, block.get("limit")), _validated(_ExtraUsage, legacy)
    old_places = old.decimal_places if old else None
    amount = _major(used.amount_minor, used.exponent, old_places) if used else None
    if amount is None and old and old.used_credits is not None:
        amount = _major(old.used_credits, old_places)
    if amount is None:
        return None
    is_uncapped = used is not None and "limit" in block and block["limit"] is None
    limit = _major(cap.amount_minor, cap.exponent, used and used.exponent, old_places) if cap else None
    if limit is None and not is_uncapped and old and old.monthly_limit is not None:
        limit = _major(old.monthly_limit, old_places, used and used.exponent)
    enabled = next((flag for flag in (block.get("enabled"), old and old.is_enabled) if isinstance(flag, bool)), True)
    currencies = (_currency(part and part.currency) for part in (used, cap, old))
    return Credits("extra-usage", amount, limit, next(filter(None, currencies), "USD"), enabled)


def _buckets(payload: Mapping[str, Any]) -> Iterator[Credits]:
    for key in payload:
        bucket = _validated(_Bucket, payload[key]) if key in CODENAMES else None
        if bucket is None:
            continue
        used = bucket.used_dollars
        if used is None and bucket.remaining_dollars is not None:
            used = max(Decimal(0), bucket.limit_dollars - bucket.remaining_dollars)
        if used is not None:
            cents = Decimal("0.01")
            yield Credits(
                slug_of(key), used.quantize(cents), bucket.limit_dollars.quantize(cents), "USD", True, moment(bucket.resets_at)
            )


def _validated(model: Any, raw: object) -> Any:
    if not isinstance(raw, Mapping):
        return None
    try:
        return model.model_validate(raw)
    except (ValidationError, RecursionError, ArithmeticError):
        return None


def _currency(value: object) -> str | None:
    return value.upper() if isinstance(value, str) and re.fullmatch(r"[A-Za-z]{3}", value) else None


def _major(minor: Decimal, *exponents: int | None) -> Decimal:
    """Minor units by the first exponent that is known, 2 where none is."""
    places = next((exponent for exponent in exponents if exponent is not None), 2)
    return minor.scaleb(-places).quantize(Decimal(1).scaleb(-places))


def plan_label(subscription: str | None, tier: str | None, seat: str | None = None) -> str | None:
    """`Max 20x`, `Team Premium`, `Pro`, …: the multiplier belongs to Max alone (a Team's 5x is its Premium seat)."""
    name = slug_of((subscription or "").lower().removeprefix("claude_")).replace("-", " ")
    if not name:
        return None
    multiplier = re.search(r"(?<!\d)(\d{1,3})x", tier or "", re.ASCII)
    if name == "max" and multiplier:
        return f"Max {multiplier[1]}x"
    if name == "team" and (seat == "team_tier_1" or multiplier):
        return "Team Premium"
    return name.title()[:LONGEST_LABEL]


def unknown_numbers(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Keys of unknown objects that carry numbers: named in the log where an answer gave no rows. Keys alone, never a value."""
    return tuple(
        key
        for key, value in payload.items()
        if key not in NO_QUOTAS
        and re.fullmatch(r"[A-Za-z0-9_.\-]{1,64}", key)
        and isinstance(value, Mapping)
        and any(isinstance(item, int | float) and not isinstance(item, bool) for item in value.values())
    )
