"""A home of its own with an expired sign-in in it, the real command, and a look at what is left afterwards."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.upstream import Upstream

ROOT = Path(__file__).parents[2]
FILE = ".credentials.json"
KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")
STATUS = ("status", "--json", "--provider", "claude")
BESIDE = {
    "mcpOAuth": {"server|abc": {"accessToken": "mcp-Überraschung-日本", "expiresAt": 1.5, "saves": 0}},
    "pluginSecrets": {"a": None, "b": [1, 12345678901234567890]},
    "trustedDeviceToken": "kept",
}
"""Keys that are not ours: every one must be there afterwards, as it was."""
OURS = ("accessToken", "refreshToken", "expiresAt", "scopes", "refreshTokenExpiresAt")


@dataclass(frozen=True, slots=True)
class Found:
    """The credentials file, as it is."""

    whole: bool
    """It parses, and has its mode, its owner and every key that is not ours."""
    access: str = ""
    refresh: str = ""
    saves: int = 0


@dataclass
class Bed:
    """One home. `refresh` is the token that counts once."""

    home: Path
    upstream: Upstream
    refresh: str = "sk-ant-ort01-first"
    access: str = "sk-ant-oat01-old"
    mode: int = 0o600
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.folder = self.home / "claude"
        self.folder.mkdir(parents=True)
        self.file = self.folder / FILE
        login = {"accessToken": self.access, "refreshToken": self.refresh, "expiresAt": self.long_ago(), "subscriptionType": "max"}
        login |= {"scopes": ["user:inference", "user:profile"], "organizationUuid": "unknown-to-us"}
        self.beside = dict(login)
        self.file.write_text(json.dumps({"claudeAiOauth": login, **BESIDE}, ensure_ascii=False), encoding="utf-8")
        self.file.chmod(self.mode)
        self.owner = self.file.stat().st_uid
        self.upstream.token.valid.add(self.refresh)
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        self.env = {
            **kept,
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "CLAUDE_CONFIG_DIR": str(self.folder),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            **self.upstream.environment(),
            **self.env,
        }

    @staticmethod
    def long_ago() -> int:
        """In milliseconds, as Claude Code writes it."""
        return int((time.time_ns() // 1_000_000) - 3_600_000)

    def start(self, *arguments: str, before: Sequence[str] = (), **env: str) -> subprocess.Popen[str]:
        """The command as a process; `before` is what starts it (setpriv, prlimit)."""
        command = [*before, sys.executable, "-m", "usagebar_qt.cli", *(arguments or STATUS)]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            command, cwd=self.home, env=self.env | env, stdin=subprocess.DEVNULL, stdout=pipe, stderr=pipe, text=True
        )

    def run(self, *arguments: str, before: Sequence[str] = (), deadline: float = 60.0, **env: str) -> Answer:
        """To its end."""
        return self.answer_of(self.start(*arguments, before=before, **env), deadline)

    @staticmethod
    def answer_of(process: subprocess.Popen[str], deadline: float = 60.0) -> Answer:
        """Its exit code and its words; a process that hangs is killed, and that is an error."""
        try:
            out, err = process.communicate(timeout=deadline)
        except subprocess.TimeoutExpired:
            process.kill()
            raise AssertionError(f"no end within {deadline} s: {process.communicate()}") from None
        return Answer(process.returncode, out, err)

    # -- what is there afterwards -----------------------------------------------------------------------------------------
    def locks(self) -> list[Path]:
        """Claude Code's three locks, those that are there."""
        places = (self.folder / ".oauth_refresh.lock", self.home / "claude.lock", self.folder / ".storage-write.lock")
        return [path for path in places if path.exists()]

    def age_locks(self) -> None:
        """As if more than a minute had passed."""
        then = time.time_ns() - 120 * 10**9
        for path in (*self.locks(), *self.notes()):
            os.utime(path, ns=(then, then))

    def notes(self) -> list[Path]:
        """What our state folder says about locks taken."""
        return list((self.home / "state" / "usagebar" / "claude-locks").glob("*"))

    def strangers(self) -> list[Path]:
        """What lies in Claude Code's folder and is neither its file nor a lock: may hold tokens."""
        locks = self.locks()
        return [path for path in self.folder.iterdir() if path.name != FILE and path not in locks]

    def found(self) -> Found:
        """The file, judged."""
        try:
            data = json.loads(self.file.read_text(encoding="utf-8"))
            login = data["claudeAiOauth"]
            saves = data["mcpOAuth"]["server|abc"]["saves"]
            data["mcpOAuth"]["server|abc"]["saves"] = 0
            about = self.file.stat()
            whole = {name: data[name] for name in BESIDE} == BESIDE and set(data) == {"claudeAiOauth", *BESIDE}
            whole &= {name: value for name, value in login.items() if name not in OURS} == {
                name: value for name, value in self.beside.items() if name not in OURS
            }
            whole &= (stat.S_IMODE(about.st_mode), about.st_uid) == (self.mode, self.owner)
            return Found(whole, login["accessToken"], login["refreshToken"], saves)
        except (OSError, ValueError, KeyError, TypeError):
            return Found(False)

    def is_old(self, found: Found) -> bool:
        return (found.access, found.refresh) == (self.access, self.refresh)

    def is_good(self, found: Found) -> bool:
        """Its refresh token still counts."""
        return found.refresh in self.upstream.token.valid


@dataclass(frozen=True, slots=True)
class Answer:
    """Of the command."""

    code: int
    out: str
    err: str

    @property
    def claude(self) -> dict[str, Any]:
        """The provider's row of the document."""
        return next(row for row in json.loads(self.out)["providers"] if row["id"] == "claude")

    @property
    def says(self) -> str:
        """State, code and title: what a person sees."""
        row = self.claude
        error = row["error"]
        return row["state"] if error is None else f"{row['state']} {error['code']}: {error['title']}"
