"""From Z.ai's quota answer to windows. Pure; rows are classified by unit and number, never by order or size."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, QuotaWindow, Unit, WindowKind, slug_of
from usagebar_qt.providers.values import LARGEST_PERCENT, LONGEST_LABEL, label, moment

HOUR, DAY, MONTH, WEEK = 3, 4, 5, 6
"""The codes of `unit` that were seen (4 is a guess of peers)."""
UNITS = {"TOKENS_LIMIT": Unit.TOKENS, "CREDIT_LIMIT": Unit.CREDITS, "TIME_LIMIT": Unit.CALLS, "MCP_LIMIT": Unit.CALLS}
MOST_ROWS = 24
"""An account has up to four; more than this is not an account's list of limits."""
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")
    type: str = Field(min_length=1, max_length=LONGEST_LABEL)
    percentage: Number | None = None
    unit: Any = None
    number: Any = None
    usage: Any = None
    currentValue: Any = None  # noqa: N815 - upstream's spelling
    nextResetTime: Any = None  # noqa: N815


def map_quota(payload: Mapping[str, Any]) -> tuple[tuple[QuotaWindow, ...], str | None]:
    """Windows and the plan's name."""
    data = payload.get("data")
    if not isinstance(data, Mapping):
        return (), None
    rows = data.get("limits")
    found: dict[str, QuotaWindow] = {}
    for raw in rows if isinstance(rows, list) else ():
        try:
            window = _window(_Row.model_validate(raw))
        except (ValidationError, RecursionError):
            continue
        if window is None:
            continue
        name = window.id
        if name in found and found[name].unit is not window.unit and window.scope is None:
            continue  # the same window in tokens and in credits: the first stands
        if name in found:
            if found[name].scope == window.scope:
                if found[name].used_percent < window.used_percent:
                    found[name] = window
                continue
            name = f"{name}:{slug_of(window.scope or 'other')}"
        found[name] = window if name == window.id else _renamed(window, name)
    order = {WindowKind.SESSION: 0, WindowKind.WEEKLY: 1, WindowKind.TOOLS: 2}
    return tuple(sorted(found.values(), key=lambda window: order.get(window.kind, 3)))[:MOST_ROWS], _plan(data)


def _renamed(window: QuotaWindow, name: str) -> QuotaWindow:
    from dataclasses import replace

    return replace(window, id=name)


def _plan(data: Mapping[str, Any]) -> str | None:
    for key in ("level", "planName"):
        value = data.get(key)
        if name := label(value):
            return name.title() if name.islower() or name.isupper() else name
    return None


def _window(row: _Row) -> QuotaWindow | None:
    used, limit = _amount(row.currentValue), _amount(row.usage)
    percent = used_percent(row.percentage, used, limit)
    if percent is None:
        return None
    unit, resets_at = UNITS.get(row.type), moment(row.nextResetTime)
    facts: Any = {"used_percent": percent, "resets_at": resets_at, "used": used, "limit": limit, "unit": unit}
    number = row.number if isinstance(row.number, int) and not isinstance(row.number, bool) else None
    if row.type in ("TIME_LIMIT", "MCP_LIMIT"):
        return QuotaWindow(id="mcp", kind=WindowKind.TOOLS, window_seconds=None, **facts)
    if unit is not None and row.unit == HOUR and number in (5, None):
        return QuotaWindow(id="session", kind=WindowKind.SESSION, window_seconds=SESSION_SECONDS, **facts)
    if unit is not None and row.unit == WEEK and number in (1, 7, None):
        return QuotaWindow(id="weekly", kind=WindowKind.WEEKLY, window_seconds=WEEK_SECONDS, **facts)
    name = slug_of(row.type)
    if not name:
        return None
    return QuotaWindow(
        id=name, kind=WindowKind.OTHER, window_seconds=_seconds(row.unit, number), scope=_label(row, number), **facts
    )


def _label(row: _Row, number: int | None) -> str:
    """Upstream's own word for it, and over how long."""
    words = label(row.type.replace("_", " ").lower()) or ""
    span = {HOUR: "hour", DAY: "day", MONTH: "month", WEEK: "week"}.get(row.unit if isinstance(row.unit, int) else 0)
    ending = f", {number} {span}{'' if number == 1 else 's'}" if span and number and 0 < number <= 1_000 else ""
    return (words[:1].upper() + words[1:])[: LONGEST_LABEL - len(ending)] + ending


def _seconds(unit: object, number: int | None) -> int | None:
    length = {HOUR: 3_600, DAY: 86_400, WEEK: WEEK_SECONDS}.get(unit) if isinstance(unit, int) else None
    return length * number if length and number and 0 < number <= 1_000 else None


def _amount(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if 0 <= number < 1e18 else None


def used_percent(percentage: float | None, used: float | None, limit: float | None) -> float | None:
    """The exact ratio where it lies within 1 point of `percentage`, or where `percentage` is capped at 100 and the ratio is above;
    else `percentage`. None where neither is known."""
    ratio = 100.0 * used / limit if used is not None and limit else None
    if percentage is None:
        return ratio if ratio is not None and ratio <= LARGEST_PERCENT else None
    if ratio is not None and (abs(ratio - percentage) <= 1.0 or (percentage >= 100.0 and 100.0 < ratio <= LARGEST_PERCENT)):
        return ratio
    return max(0.0, percentage) if percentage <= LARGEST_PERCENT else None
