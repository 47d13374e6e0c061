"""A sign-in that nobody issued, as Claude Code leaves it in its folder."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

FILE = ".credentials.json"
HOUR, LONG = 3_600, 10 * 365 * 86_400
"""Seconds until it expires."""


def sign_in(folder: Path, access: str = "sk-ant-oat01-made-up", *, seconds: float = HOUR, **fields: object) -> Path:
    """The file, for its owner alone; `fields` come on top, or in the place of what stands here."""
    login = {
        "accessToken": access,
        "refreshToken": access.replace("-oat01-", "-ort01-"),  # two that differ are two accounts
        "expiresAt": int((time.time() + seconds) * 1000),
        "scopes": ["user:inference", "user:profile"],
    }
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    file = folder / FILE
    file.touch(mode=0o600)
    file.write_text(json.dumps({"claudeAiOauth": login | fields}), encoding="utf-8")
    return file
