"""A folder of Claude Code, a renewer on it, and an endpoint on this machine where a refresh token counts once."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from tests.upstream import Upstream
from usagebar_qt.credentials.claude_locks import Places, Times
from usagebar_qt.credentials.claude_store import ClaudeStore, identity_of
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.credential import Credential
from usagebar_qt.domain.errors import NotRenewed, UsageError
from usagebar_qt.domain.models import Account, AccountId, Renewal
from usagebar_qt.providers.claude_renewal import ClaudeRenewer, build_renewer
from usagebar_qt.providers.renewal import Renewed

FIRST = "sk-ant-ort01-first"


class Line:
    """A `Line` that notes what it is told."""

    def __init__(self) -> None:
        self.leaving = False
        self.ending = False
        self.held = 0
        self.most_held = 0
        self.troubles: list[UsageError] = []
        self.asked: list[NotRenewed] = []
        self.pauses: list[float] = []
        self.on_pause: dict[int, Any] = {}

    def is_leaving(self) -> bool:
        return self.leaving

    def must_end(self) -> bool:
        return self.ending

    def hold(self) -> None:
        self.held += 1
        self.most_held = max(self.most_held, self.held)

    def let_go(self) -> None:
        self.held = 0

    def asks(self, try_later: NotRenewed) -> None:
        self.asked.append(try_later)

    def trouble(self, error: UsageError) -> None:
        self.troubles.append(error)

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        if act := self.on_pause.pop(len(self.pauses), None):
            act()


class Bed:
    """Claude Code's folder in a temporary home."""

    def __init__(self, folder: Path, upstream: Upstream) -> None:
        self.home = folder / "home"
        self.claude = self.home / ".claude"
        self.claude.mkdir(parents=True)
        self.file = self.claude / ".credentials.json"
        self.state = folder / "state"
        self.upstream = upstream
        self.line = Line()
        self.now = 1_790_000_000.0
        self.ticks = 0.0
        self.write()
        self.store = ClaudeStore({}, self.home, "linux")

    def write(self, refresh: str = FIRST, access: str = "sk-ant-oat01-old", **more: Any) -> None:
        login = {
            "accessToken": access,
            "refreshToken": refresh,
            "expiresAt": 1_700_000_000_000,
            "subscriptionType": "max",
            "odd": [1.50],
        }
        self.file.write_text(json.dumps({"mcpOAuth": {"server": {"token": "kept"}}, "claudeAiOauth": login, **more}, indent=2))
        self.file.chmod(0o600)

    def read(self) -> dict[str, Any]:
        data: dict[str, Any] = json.loads(self.file.read_text())
        return data

    def credential(self) -> Credential:
        login = self.store.read(None)
        return Credential(login.access, identity_of(login), gate="g", expires_at=login.expires_at, renewable=login.refresh)

    def renewer(self, **changes: Any) -> ClaudeRenewer:
        made = build_renewer(self.upstream.environment(), self.home, "linux", self.store, SystemClock(), self.state)
        parts = {name: getattr(made, name) for name in ("store", "notes", "cli", "neutral", "platform", "post", "times")}
        return ClaudeRenewer(**{**parts, **changes})

    def times(self) -> Times:
        """Clocks that go on a second at every look, and a sleep that takes no time."""

        def tick() -> float:
            self.ticks += 1.0
            return self.ticks

        return Times(time.time, tick, lambda seconds: None)

    def renew(self, renewal: Renewal = Renewal.PLATFORM, **changes: Any) -> Renewed:
        account = Account(AccountId("claude"), "Claude", renewal=renewal)
        return self.renewer(**changes).renew(account, self.credential(), self.line)

    def left_behind(self) -> list[str]:
        """Locks, temporary files and notes."""
        locks = [place.path.name for place in Places.of(self.claude).all() if place.path.exists()]
        beside = [path.name for path in self.claude.iterdir() if path.name not in (".credentials.json", *locks)]
        notes = [path.name for path in (self.state / "claude-locks").glob("*")] if self.state.exists() else []
        return locks + beside + notes
