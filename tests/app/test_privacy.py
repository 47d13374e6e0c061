"""What the privacy page says is what a real look at a service did: its files, its host, and no secret."""

from __future__ import annotations

import asyncio
from pathlib import Path

from PySide6.QtWidgets import QApplication, QTreeWidget

from tests.fakes import FakeClock
from tests.signed_in import sign_in
from tests.upstream import Upstream
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.ledger import LEDGER, Act, Ledger
from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.widgets.about import AboutPage

TOKEN, KEY = "sk-ant-oat01-canary", "canary-key-0123456789"


def test_a_fetch_leaves_its_files_and_its_host_in_the_list_and_no_secret(tmp_path: Path) -> None:
    file = sign_in(tmp_path / ".claude", TOKEN)

    async def script(upstream: Upstream) -> None:
        environ = {**upstream.environment(), "Z_AI_API_KEY": KEY}
        runtime = build_runtime(
            paths=Paths.under(tmp_path), environ=environ, clock=SystemClock(), key_store=MemoryKeyStore(), home=tmp_path
        )
        for account in runtime.accounts(Settings()):
            await runtime.fetcher.fetch_account(account)
        await runtime.aclose()

    with Upstream() as upstream:
        asyncio.run(script(upstream))
        host = upstream.url.removeprefix("http://")
    found = {(entry.act, entry.name): entry.count for entry in LEDGER.entries()}
    assert found[Act.HOST, host] >= 2
    assert (Act.FILE, str(file)) in found
    assert (Act.FILE, str(Paths.under(tmp_path).history_file)) in found
    words = repr(found)
    assert TOKEN not in words
    assert KEY not in words


def rows(page: AboutPage) -> list[list[str]]:
    (tree,) = page.findChildren(QTreeWidget)
    items = [tree.topLevelItem(number) for number in range(tree.topLevelItemCount())]
    return [[item.text(column) for column in range(4)] for item in items if item is not None]


def test_the_list_is_live_while_it_is_seen_and_keeps_the_chosen_row(qapp: QApplication) -> None:
    clock = FakeClock()
    ledger = Ledger(clock)
    ledger.note(Act.FILE, "/home/you/.claude/.credentials.json")
    page = AboutPage(ledger, clock)
    assert rows(page) == []
    page.show()
    assert [row[:3] for row in rows(page)] == [["File read", "/home/you/.claude/.credentials.json", "1"]]
    (tree,) = page.findChildren(QTreeWidget)
    first = tree.topLevelItem(0)
    assert first is not None
    tree.setCurrentItem(first)
    clock.forward(60)
    ledger.note(Act.HOST, "api.example")
    page._news.timeout.emit()
    assert [row[1] for row in rows(page)] == ["api.example", "/home/you/.claude/.credentials.json"]
    current = tree.currentItem()
    assert current is not None
    assert current.text(1) == "/home/you/.claude/.credentials.json"
    assert page._news.isActive()
    page.hide()
    assert not page._news.isActive()
