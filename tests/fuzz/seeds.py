"""Good documents of every kind that is read, from which the odd ones are made."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from tests.statuses import EXTRA, SESSION, WEEK
from tests.upstream import claude_body, zai_body
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import AccountId, QuotaWindow, UsageSnapshot, WindowKind
from usagebar_qt.domain.refresh_policy import Memo
from usagebar_qt.domain.settings import AccountSettings, Settings
from usagebar_qt.domain.thresholds import Memo as Told
from usagebar_qt.domain.thresholds import WindowMark, memo_to_mapping
from usagebar_qt.engine.history_store import HistoryStore
from usagebar_qt.engine.record import Record, to_json

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
SOON = NOW + timedelta(hours=2)
BEFORE_MS = int(NOW.timestamp() * 1000) - 60_000
CANARY = "sk-ant-oat01-canary-0123456789abcdef"
FIXTURES = Path(__file__).parents[1] / "fixtures"


def _fixtures(name: str) -> tuple[Any, ...]:
    return tuple(json.loads(path.read_text("utf-8")) for path in sorted((FIXTURES / name).glob("*.json")))


USAGE = (claude_body(now=NOW), *_fixtures("claude"))
QUOTA = (zai_body(now=NOW), *_fixtures("zai"))
PLAN_WORDS = ("max", "claude_max", "claude_pro", "team", "claude_enterprise", "default_claude_max_20x", "default_5x", "team_tier_1")
ERRORS = (
    {
        "type": "error",
        "error": {"type": "authentication_error", "message": "OAuth token has expired", "details": {"error_code": "x"}},
    },
    {"error": {"type": "permission_error", "message": "OAuth token has been revoked"}},
    {"code": 1001, "msg": "token expired or incorrect", "success": False},
)
TOKENS = (
    {
        "access_token": CANARY, "refresh_token": "sk-ant-ort01-canary", "expires_in": 28_800, "token_type": "Bearer",
        "scope": "user:inference user:profile", "refresh_token_expires_in": 2_592_000,
    },
    {"error": "invalid_grant", "error_description": "Refresh token not found or invalid"},
)  # fmt: skip
PAGES = (
    {
        "page": {"id": "x"},
        "incidents": [
            {"id": "a1", "name": "Elevated errors", "status": "investigating", "components": [{"id": "c1", "name": "API"}]},
            {"id": "a2", "name": "Over", "status": "resolved", "components": []},
        ],
    },
)
RETRY_AFTERS = ("0", "120", "-5", "1e14", "abc", "Mon, 23 Nov 2026 09:00:00 GMT", "Mon, 23 Nov 2026 09:00:00 +9999", "12 Jun 99999")
CREDENTIALS = (
    {
        "claudeAiOauth": {
            "accessToken": CANARY, "refreshToken": f"{CANARY}-r", "expiresAt": 1_795_000_000_000, "scopes": ["user:profile"],
            "refreshTokenExpiresAt": 1_799_000_000_000, "subscriptionType": "max", "rateLimitTier": "default_claude_max_20x",
        },
        "organizationUuid": "0f5c", "mcpOAuth": {"server": {"accessToken": CANARY}},
    },
)  # fmt: skip
CLAUDE_JSON = (
    {
        "oauthAccount": {"accountUuid": "a-1", "organizationUuid": "o-1", "organizationType": "claude_max", "displayName": "x"},
        "cachedGrowthBookFeatures": {"tengu_windows_credman": True},
        "cachedUsageUtilization": {
            "accountUuid": "a-1",
            "fetchedAtMs": BEFORE_MS,
            "utilization": claude_body(now=NOW),
        },
        "projects": {"/x": {"history": ["y"]}},
    },
)
SAMPLES = ({"samples": [{"t": BEFORE_MS + step, "org": "o-1", "u": {"fh": 12.5, "sd": 40, "xu": 1}} for step in range(3)]},)
STATUS_LINE = (
    {
        "session_id": "s", "cost": {"total_api_duration_ms": 12},
        "rate_limits": {
            "five_hour": {"used_percentage": 34.5, "resets_at": int(SOON.timestamp())},
            "seven_day": {"used_percentage": 61, "resets_at": int((NOW + timedelta(days=3)).timestamp())},
        },
    },
)  # fmt: skip
_ACCOUNTS = (AccountSettings(AccountId("claude", "work"), "Work", options={"config_dir": "/x"}), AccountSettings(AccountId("zai")))
_SETTINGS = Settings(accounts=_ACCOUNTS, icon_account=AccountId("claude"), proxy="http://proxy.example:3128").to_mapping()
SETTINGS = (
    {
        **_SETTINGS,
        "notifications": {
            "enabled": True, "off": ["reset"], "on": [], "quiet_from": "22:00", "quiet_until": "07:30",
            "levels": [{"provider": "*", "window": "session", "percent": [50, 90]}],
        },
        "of_a_newer_version": {"a": [1]},
    },
)  # fmt: skip
_SNAPSHOT = UsageSnapshot(
    NOW - timedelta(minutes=3), windows=(SESSION, replace(WEEK, used=3.0, limit=9.0)), credits=(EXTRA,), plan="Max 20x"
)
_RECORD = Record(
    identity={"origin": "file", "secret": "ab" * 16, "uuid:account": "cd" * 16},
    snapshot=_SNAPSHOT,
    failure=Failure(ErrorCode.RATE_LIMITED, "limited", "x"),
    checked_at=NOW - timedelta(minutes=2),
    memo=Memo(
        last_request_at=NOW - timedelta(minutes=3), last_try_at=NOW - timedelta(minutes=2), backoff_until=SOON, limited_until=SOON,
        requests=(NOW - timedelta(minutes=3), NOW - timedelta(minutes=9)), explicit=(NOW - timedelta(minutes=3),), failures=2,
        limited_count=1, limited_gate="g",
    ),
    provider_memo={"profile_at": NOW.isoformat(), "subscription": "claude_max"},
)  # fmt: skip
STATE = (to_json(_RECORD), to_json(Record(absent_at=NOW)))
_MARK = WindowMark(WindowKind.SESSION, None, 72.0, SOON, frozenset({70}), exhausted=False, at_risk=True)
MARKS = (memo_to_mapping(Told({"session": _MARK, "weekly:fable": replace(_MARK, scope="Fable", resets_at=None)})),)


@cache
def history_file(folder: Path) -> bytes:
    """A past of some hundred looks, as bytes."""
    path = folder / "seed.db"
    store = HistoryStore(path)
    for step in range(40):
        at = NOW - timedelta(hours=40 - step)
        window = QuotaWindow("session", WindowKind.SESSION, float(step % 20 * 5), at + timedelta(hours=2), 18_000)
        store.record(
            AccountId("claude"), UsageSnapshot(at, windows=(window, replace(WEEK, used_percent=float(step)))), {"secret": "x"}
        )
    return path.read_bytes()
