"""What the tray program and the command share is put together once, and what a person's act needs only when one comes."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from tests.fakes import FakeClock
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime

if TYPE_CHECKING:
    from pathlib import Path


def test_keys_and_accounts_are_made_when_asked_for_and_then_kept(tmp_path: Path) -> None:
    runtime = build_runtime(paths=Paths.under(tmp_path), environ={}, clock=FakeClock(), key_store=MemoryKeyStore(), home=tmp_path)
    assert "keys" not in vars(runtime)
    assert "account_room" not in vars(runtime)
    assert runtime.account_room is runtime.account_room
    assert runtime.keys is runtime.keys
    first, *_ = runtime.accounts(Settings())
    assert runtime.info_of(first).id == first.id.provider
    asyncio.run(runtime.aclose())
