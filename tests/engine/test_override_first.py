"""An address that leads away from this computer is refused before a secret is looked at: nothing of it is even in memory."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.ledger import LEDGER, Act
from usagebar_qt.domain.models import AccountStatus
from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime

EVIL = "https://evil.example"


class WatchedStore(MemoryKeyStore):
    """Counts who looks."""

    def __init__(self) -> None:
        super().__init__()
        self.looks: list[str] = []

    def read(self, service: str, username: str) -> str | None:
        self.looks.append(service)
        return super().read(service, username)


def fetched(home: Path, environ: dict[str, str], store: WatchedStore) -> dict[str, AccountStatus]:
    async def script() -> dict[str, AccountStatus]:
        runtime = build_runtime(paths=Paths.under(home / "ours"), environ=environ, clock=SystemClock(), key_store=store, home=home)
        accounts = runtime.accounts(Settings())
        try:
            found = [await asyncio.wait_for(runtime.fetcher.fetch_account(account), 20) for account in accounts]
        finally:
            await runtime.aclose()
        return {status.id.provider: status for status in found}

    return asyncio.run(script())


@pytest.mark.parametrize(
    ("variable", "provider"),
    [("USAGEBAR_CLAUDE_API_URL", "claude"), ("USAGEBAR_CLAUDE_TOKEN_URL", "claude"), ("USAGEBAR_ZAI_API_URL", "zai")],
)
def test_neither_file_nor_keyring_is_opened(tmp_path: Path, variable: str, provider: str) -> None:
    file = tmp_path / ".claude" / ".credentials.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"claudeAiOauth": {"accessToken": "sk-ant-oat01-x", "scopes": ["user:profile"]}}))
    others = dict.fromkeys(("USAGEBAR_CLAUDE_API_URL", "USAGEBAR_ZAI_API_URL"), "http://127.0.0.1:9")
    store = WatchedStore()
    status = fetched(tmp_path, {**others, variable: EVIL}, store)[provider]
    assert status.error is not None
    assert (status.error.code, status.error.reason, status.error.detail) == (ErrorCode.INTERNAL, "override", variable)
    was_read = any(entry.act is Act.FILE and entry.name == str(file) for entry in LEDGER.entries())
    assert was_read is (provider != "claude")  # the other provider, whose address is good, is looked at as ever
    assert (store.looks == []) is (provider == "zai")
    assert not any(entry.act is Act.HOST and "evil" in entry.name for entry in LEDGER.entries())
