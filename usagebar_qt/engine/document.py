"""The document of `status --json` and of the local API, schema 1: stable, scripts depend on it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.pace import binding_window, pace_of
from usagebar_qt.wording.formatting import credits_label, window_label
from usagebar_qt.wording.manner import in_english
from usagebar_qt.wording.messages import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.errors import Failure
    from usagebar_qt.domain.models import AccountStatus, Credits, QuotaWindow

SCHEMA_VERSION = 1


def instant(moment: datetime | None) -> str | None:
    """UTC, ISO 8601 with `Z`, rounded to the nearest second."""
    if moment is None:
        return None
    return (moment.astimezone(UTC) + timedelta(microseconds=500_000)).replace(microsecond=0).strftime("%Y-%m-%dT%H:%M:%SZ")


def document(statuses: Sequence[AccountStatus], provider_names: dict[str, str], now: datetime) -> dict[str, Any]:
    """The whole document, in English whatever the windows speak."""
    with in_english():
        providers = [_account(status, provider_names[status.id.provider], now) for status in statuses]
    return {"schema_version": SCHEMA_VERSION, "generated_at": instant(now), "providers": providers}


def _account(status: AccountStatus, provider_name: str, now: datetime) -> dict[str, Any]:
    snapshot = status.snapshot if status.state not in (AccountState.DISABLED, AccountState.NOT_CONFIGURED) else None
    wait = status.wait
    binding = binding_window(snapshot.windows, snapshot.fetched_at) if snapshot else None
    return {
        "id": str(status.id),
        "name": status.account.name,
        "state": status.state.value,
        "plan": snapshot.plan if snapshot else None,
        "fetched_at": instant(snapshot.fetched_at) if snapshot else None,
        "source": snapshot.source.value if snapshot else None,
        "binding_window": binding.id if binding else None,
        "windows": [_window(window, snapshot.fetched_at) for window in snapshot.windows] if snapshot else [],
        "credits": [_credits(row) for row in snapshot.credits] if snapshot else [],
        "next_request_at": instant(wait.until) if wait else None,
        "wait_reason": wait.reason.value if wait else None,
        "error": _error(status.error, provider_name, now) if status.error else None,
    }


def _number(value: float | None) -> float | None:
    """Whole numbers as such: 12,000 credits, not 12000.0."""
    return None if value is None else int(value) if value == int(value) else value


def _window(window: QuotaWindow, at: datetime) -> dict[str, Any]:
    pace = pace_of(window, at)
    return {
        "id": window.id,
        "label": window_label(window),
        "used_percent": window.used_percent,
        "resets_at": instant(window.resets_at),
        "window_seconds": window.window_seconds,
        "used": _number(window.used),
        "limit": _number(window.limit),
        "unit": window.unit.value if window.unit else None,
        "pace": None
        if pace is None
        else {
            "expected_percent": round(pace.expected_percent, 2),
            "delta_percent": round(pace.delta_percent, 2),
            "runs_out_at": instant(pace.runs_out_at),
        },
    }


def _credits(row: Credits) -> dict[str, Any]:
    percent = row.used_percent
    return {
        "label": credits_label(row),
        "used": f"{row.used:f}",
        "limit": f"{row.limit:f}" if row.limit is not None else None,
        "currency": row.currency,
        "used_percent": round(percent, 2) if percent is not None else None,
        "enabled": row.enabled,
        "expires_at": instant(row.expires_at),
    }


def _error(failure: Failure, provider_name: str, now: datetime) -> dict[str, Any]:
    message = describe(failure, provider_name=provider_name, now=now)
    return {
        "code": failure.code.value,
        "title": message.title.english(),
        "remedy": message.remedy.english(),
        "retry_at": instant(failure.retry_at),
    }
