"""What is kept of one account between processes, and its JSON."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import Credits, QuotaWindow, Source, Unit, UsageSnapshot, WindowKind
from usagebar_qt.domain.refresh_policy import CLOCK_TOLERANCE_SECONDS, Memo, settled
from usagebar_qt.providers.values import LARGEST_PERCENT, LONGEST_LABEL

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA_VERSION = 1
YEARS = range(1970, 3000)
"""Near the calendar's ends adding an interval fails."""
LARGEST_COUNT = 10**9
LARGEST_AMOUNT = 1e18
CODE_LENGTH = 3
LONGEST_NAME = 256
"""Characters; ids are made of two labels."""
SMALLEST_MONEY, LARGEST_MONEY = Decimal(10) ** -9, Decimal(10) ** 20


@dataclass(frozen=True, slots=True)
class Record:
    """Last good figures, last failure, waits and budget. Nothing secret or personal: identities are salted hashes."""

    identity: Mapping[str, str] = field(default_factory=dict)
    """`origin`, `secret` and `uuid:…`, hashed."""
    snapshot: UsageSnapshot | None = None
    failure: Failure | None = None
    checked_at: datetime | None = None
    memo: Memo = field(default_factory=Memo)
    provider_memo: Mapping[str, Any] = field(default_factory=dict)
    absent_at: datetime | None = None
    """When it was last seen that nothing is set up; None: something was."""


def as_of(record: Record, now: datetime) -> Record:
    """As it can be used after the clock was set back: nothing was looked at in the future, no wait is longer than its kind is."""
    checked = record.checked_at
    if checked is not None and checked > now + timedelta(seconds=CLOCK_TOLERANCE_SECONDS):
        checked = now
    memo = settled(record.memo, now)
    return record if memo is record.memo and checked is record.checked_at else replace(record, memo=memo, checked_at=checked)


def to_json(record: Record) -> dict[str, Any]:
    """For the state file."""
    failure = record.failure
    return {
        "schema_version": SCHEMA_VERSION,
        "identity": dict(record.identity),
        "snapshot": snapshot_to_json(record.snapshot) if record.snapshot else None,
        "failure": {"code": failure.code.value, "reason": failure.reason, "detail": failure.detail} if failure else None,
        "checked_at": _time(record.checked_at),
        "memo": {name: _memo_json(getattr(record.memo, name)) for name in _MEMO_NAMES},
        "provider_memo": dict(record.provider_memo),
        "absent_at": _time(record.absent_at),
    }


def from_json(data: Mapping[str, Any]) -> Record:
    """Raises `ValueError`, `KeyError`, `TypeError`, `AttributeError` or `ArithmeticError` for what we did not write: a figure
    that is none would only fail later, where it is shown."""
    if data["schema_version"] != SCHEMA_VERSION:
        raise ValueError("another version")
    failure, snapshot = data["failure"], data["snapshot"]
    return Record(
        identity={str(key): str(value) for key, value in data["identity"].items()},
        snapshot=snapshot_from_json(snapshot) if snapshot is not None else None,
        failure=Failure(ErrorCode(failure["code"]), str(failure["reason"]), str(failure["detail"]))
        if failure is not None
        else None,
        checked_at=_moment(data["checked_at"]),
        memo=_memo(data["memo"]),
        provider_memo=dict(data["provider_memo"]),
        absent_at=_moment(data.get("absent_at")),
    )


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _moment(text: str | None) -> datetime | None:
    if text is None:
        return None
    moment = datetime.fromisoformat(text)
    if moment.year not in YEARS:
        raise ValueError("a time that we did not write")
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


def _number(value: object, largest: float = LARGEST_AMOUNT) -> float:
    """Finite, not below 0 and not so large that reckoning with it ends at infinity: what is shown and told to scripts."""
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= largest:
        raise ValueError("no figure")
    return float(value)


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LARGEST_COUNT:
        raise ValueError("no count")
    return value


def _money(text: object) -> Decimal:
    amount = Decimal(str(text))
    if not amount.is_finite() or (amount and not SMALLEST_MONEY <= abs(amount) <= LARGEST_MONEY):
        raise ValueError("no amount")
    return amount


def _currency(value: object) -> str:
    code = _name(value)
    if len(code) != CODE_LENGTH or not code.isascii() or not code.isupper():
        raise ValueError("no currency")
    return code


def _label(value: object) -> str | None:
    text = _text(value)
    if text is not None and len(text) > LONGEST_LABEL:
        raise ValueError("no label")
    return text


def _name(value: object) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_NAME:
        raise ValueError("no name")
    return value


def _memo_json(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_memo_json(item) for item in value]
    return value


_MEMO_NAMES = tuple(item.name for item in fields(Memo))
_MEMO_MOMENTS = ("last_request_at", "last_try_at", "backoff_until", "limited_until", "slow_until")


def _memo(data: Mapping[str, Any]) -> Memo:
    moments = {name: _moment(data[name]) for name in _MEMO_MOMENTS}
    return Memo(
        **moments,
        requests=tuple(filter(None, map(_moment, data["requests"]))),
        explicit=tuple(filter(None, map(_moment, data["explicit"]))),
        failures=_count(data["failures"]),
        limited_count=_count(data["limited_count"]),
        limited_gate=_text(data["limited_gate"]),
        refused_gate=_text(data["refused_gate"]),
        expired_gate=_text(data.get("expired_gate")),  # older versions kept none
    )


def _text(value: object) -> str | None:
    return None if value is None else _name(value)


def snapshot_to_json(snapshot: UsageSnapshot) -> dict[str, Any]:
    """For a file of ours."""
    return {
        "fetched_at": _time(snapshot.fetched_at),
        "source": snapshot.source.value,
        "plan": snapshot.plan,
        "windows": [
            {
                "id": window.id,
                "kind": window.kind.value,
                "used_percent": window.used_percent,
                "resets_at": _time(window.resets_at),
                "window_seconds": window.window_seconds,
                "scope": window.scope,
                "used": window.used,
                "limit": window.limit,
                "unit": window.unit.value if window.unit else None,
            }
            for window in snapshot.windows
        ],
        "credits": [
            {
                "id": row.id,
                "used": str(row.used),
                "limit": str(row.limit) if row.limit is not None else None,
                "currency": row.currency,
                "enabled": row.enabled,
                "expires_at": _time(row.expires_at),
            }
            for row in snapshot.credits
        ],
    }


def snapshot_from_json(data: Mapping[str, Any]) -> UsageSnapshot:
    """Raises as `from_json` does."""
    fetched_at = _moment(data["fetched_at"])
    if fetched_at is None:
        raise ValueError("no time")
    return UsageSnapshot(
        fetched_at=fetched_at,
        source=Source(data["source"]),
        plan=_text(data["plan"]),
        windows=tuple(
            QuotaWindow(
                id=_name(row["id"]),
                kind=WindowKind(row["kind"]),
                used_percent=_number(row["used_percent"], LARGEST_PERCENT),
                resets_at=_moment(row["resets_at"]),
                window_seconds=_count(row["window_seconds"]) if row["window_seconds"] is not None else None,
                scope=_label(row["scope"]),
                used=_number(row["used"]) if row["used"] is not None else None,
                limit=_number(row["limit"]) if row["limit"] is not None else None,
                unit=Unit(row["unit"]) if row["unit"] is not None else None,
            )
            for row in data["windows"]
        ),
        credits=tuple(
            Credits(
                id=str(row["id"]),
                used=_money(row["used"]),
                limit=_money(row["limit"]) if row["limit"] is not None else None,
                currency=_currency(row["currency"]),
                enabled=bool(row["enabled"]),
                expires_at=_moment(row["expires_at"]),
            )
            for row in data["credits"]
        ),
    )
