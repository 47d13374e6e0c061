"""A home of its own in which the command runs: a real process, a real credentials file, a real HTTP server on loopback."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.signed_in import sign_in
from tests.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

TOKEN = "sk-ant-oat01-CanaryCanaryCanary"
KEY = "0123456789abcdef0123456789abcdef.CanaryCanaryCana"


@dataclass
class Machine:
    """A home of its own, in which the command runs."""

    home: Path
    upstream: Upstream
    env: dict[str, str]

    def sign_in(self, token: str = TOKEN, **fields: Any) -> None:
        usual = {"refreshToken": "sk-ant-ort01-CanaryRefresh", "subscriptionType": "max", "rateLimitTier": "default_claude_max_20x"}
        sign_in(self.home / ".claude", token, **(usual | fields))

    def run(self, *arguments: str, typed: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        """`typed` is what a pipe brings. No secret may be said, whatever happens."""
        command = [sys.executable, "-m", "usagebar_qt.cli", *arguments]
        done = subprocess.run(
            command, env=self.env | env, input=typed, capture_output=True, text=True, encoding="utf-8", timeout=40, check=False
        )
        for secret in (TOKEN, KEY, "CanaryRefresh", "Traceback"):
            assert secret not in done.stdout + done.stderr
        return done

    def status(self, *arguments: str, **env: str) -> tuple[int, dict[str, Any]]:
        """The exit code, and the providers by their ids."""
        done = self.run("status", "--json", *arguments, **env)
        return done.returncode, {row["id"]: row for row in json.loads(done.stdout)["providers"]}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "COVERAGE_PROCESS_START") if name in os.environ}
    root = str(Path(__file__).parents[2])
    kept["PYTHONPATH"] = os.pathsep.join(filter(None, (root, kept.get("PYTHONPATH", ""))))
    with Upstream() as upstream:
        env = kept | upstream.environment() | {"HOME": str(tmp_path), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
        yield Machine(tmp_path, upstream, env)
