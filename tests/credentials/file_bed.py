"""Claude Code's credentials file and a renewed sign-in for it: what the tests that change it begin with."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.credentials.logins import REFRESH
from usagebar_qt.credentials.claude_file import CredentialsFile, RenewedLogin, Replaced, System
from usagebar_qt.domain.secret import Secret

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files: modes, owners, links without a privilege")
as_root = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root may mount a small disk or give a file away"
)
SPENT = Secret(REFRESH)
EXPIRES = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
NEW = RenewedLogin(Secret("sk-ant-oat01-canary-new"), Secret("sk-ant-ort01-canary-new"), EXPIRES)


def nap(seconds: float) -> None:
    """Time is not what these tests are about."""


def yes() -> bool:
    return True


def at(path: Path, **system: Any) -> CredentialsFile:
    return CredentialsFile(path, nap, System(**system))


def renew(path: Path, renewed: RenewedLogin = NEW, **system: Any) -> Replaced:
    return at(path, **system).replace(SPENT, renewed, yes)


def block(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))["claudeAiOauth"]
    return found
