"""Credentials files of our own making, with canaries for tokens."""

from __future__ import annotations

import json
import traceback
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

ACCESS = "sk-ant-oat01-canary-access-0123456789"
REFRESH = "sk-ant-ort01-canary-refresh-0123456789"
CANARY = "canary"
EXPIRES_MS = 1_795_000_000_000
"""2026-11-18."""


def login(**changes: Any) -> dict[str, Any]:
    """A whole credentials file; `changes` go into Claude's block."""
    block = {
        "accessToken": ACCESS,
        "refreshToken": REFRESH,
        "expiresAt": EXPIRES_MS,
        "refreshTokenExpiresAt": EXPIRES_MS + 2_000_000_000,
        "scopes": ["user:inference", "user:profile"],
        "subscriptionType": "max",
        "rateLimitTier": "default_claude_max_5x",
    }
    return {"claudeAiOauth": block | changes, "mcpOAuth": {"server": {"accessToken": "mcp-canary"}}}


def write(file: Path, data: object) -> Path:
    """Writes JSON, the folder too."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(data), encoding="utf-8")
    return file


def shown(error: BaseException) -> str:
    """Everything that a log could print of an error, what it hangs on included."""
    parts: list[str] = []
    seen: BaseException | None = error
    while seen is not None:
        parts += [str(seen), repr(seen), repr(vars(seen)), *traceback.format_exception(seen)]
        seen = seen.__cause__ or seen.__context__
    return "\n".join(parts)
