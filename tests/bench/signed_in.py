"""A home with a login that nobody issued."""

from __future__ import annotations

import json
import time
from pathlib import Path


def sign_in(home: Path) -> None:
    """As Claude Code leaves it: good for an hour."""
    login = {
        "accessToken": "sk-ant-oat01-bench",
        "refreshToken": "sk-ant-ort01-bench",
        "scopes": ["user:profile"],
        "expiresAt": int((time.time() + 3600) * 1000),
    }
    (home / ".claude").mkdir()
    (home / ".claude" / ".credentials.json").write_text(json.dumps({"claudeAiOauth": login}))
