"""The demo's world: a folder of its own, a clock that runs fast, an upstream inside. Nothing of the user's is read or written."""

from __future__ import annotations

import json
import secrets
import shutil
import tempfile
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from usagebar_qt.app.demo_clock import demo_clock
from usagebar_qt.app.demo_upstream import DemoUpstream
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.models import Source
from usagebar_qt.engine.first_run import FirstRunMark
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import Runtime, build_runtime

if TYPE_CHECKING:
    from usagebar_qt.domain.clock import Clock

PAST_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Demo:
    """A runtime like the real one, and what must be started before it and removed after it."""

    runtime: Runtime
    upstream: DemoUpstream
    folder: Path

    async def begin_with_a_past(self) -> None:
        """A month of made-up figures, so that there is something to look back on."""
        now = seconds_of(self.runtime.clock.now())
        await self.runtime.workers.run(self._fill, now, timeout=PAST_SECONDS)

    def _fill(self, now: int) -> None:
        from usagebar_qt.app.demo_past import demo_past

        self.runtime.history.fill(demo_past(now))

    async def aclose(self) -> None:
        """Stops the upstream."""
        await self.upstream.aclose()

    def remove(self) -> None:
        """Removes the folder: nothing of a demo stays."""
        shutil.rmtree(self.folder, ignore_errors=True)


def build_demo(clock: Clock | None = None) -> Demo:
    """Puts it together; token and key are made up anew each time."""
    clock = clock or demo_clock()
    folder = Path(tempfile.mkdtemp(prefix="usagebar-demo-"))
    token, key = f"demo-{secrets.token_hex(24)}", f"demo-{secrets.token_hex(16)}"
    upstream = DemoUpstream(clock, token, key)
    claude = folder / "claude"
    claude.mkdir(mode=0o700)
    login = {
        "accessToken": token,
        "refreshToken": f"demo-{secrets.token_hex(24)}",
        "expiresAt": int((clock.now() + timedelta(days=3_650)).timestamp() * 1000),
        "scopes": ["user:inference", "user:profile"],
        "subscriptionType": "max",
    }
    file = claude / ".credentials.json"
    file.touch(mode=0o600)
    file.write_text(json.dumps({"claudeAiOauth": login}), encoding="utf-8")
    environ = {
        "CLAUDE_CONFIG_DIR": str(claude),
        "USAGEBAR_CLAUDE_API_URL": upstream.url,
        "USAGEBAR_ZAI_API_URL": upstream.url,
        "Z_AI_API_KEY": key,
        "NO_PROXY": "127.0.0.1",
    }
    runtime = build_runtime(
        paths=Paths.under(folder), environ=environ, clock=clock, source=Source.DEMO, key_store=MemoryKeyStore(), home=folder
    )
    FirstRunMark(runtime.paths.first_run_mark).set()  # nothing of anybody's is read, nobody outside is asked
    return Demo(runtime, upstream, folder)
