"""The first page with a real program behind it: nothing is asked before Begin, and everything after it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.signed_in import sign_in
from tests.upstream import Upstream
from usagebar_qt.app.composition import Program, build
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.models import AccountId, AccountState
from usagebar_qt.engine.first_run import FirstRunMark
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.services.ports import MemoryAutostart
from usagebar_qt.widgets.first_run import FirstRunDialog

KEY = "canary-key-0123456789"
ZAI = AccountId("zai")


class Bed:
    """A home with Claude's sign-in and no key, and the program on it."""

    def __init__(self, folder: Path, upstream: Upstream) -> None:
        self.upstream = upstream
        self.paths = Paths.under(folder)
        sign_in(folder / ".claude")
        runtime = build_runtime(
            paths=self.paths, environ=upstream.environment(), clock=SystemClock(), key_store=MemoryKeyStore(), home=folder
        )
        self.program: Program = build(runtime, None, MemoryAutostart)
        self.news = asyncio.Event()
        for signal in (self.program.first_run.found, self.program.model.dataChanged, self.program.credentials.saved):
            signal.connect(self._on_news)

    def _on_news(self, *_: object) -> None:
        self.news.set()

    async def until(self, what: Callable[[], object]) -> None:
        async with asyncio.timeout(20):
            while not what():
                self.news.clear()
                await self.news.wait()

    @property
    def requests(self) -> int:
        return self.upstream.claude.count + self.upstream.zai.count

    def pages(self) -> list[FirstRunDialog]:
        """Those on the screen."""
        return [window for window in QApplication.topLevelWidgets() if isinstance(window, FirstRunDialog) and window.isVisible()]

    @property
    def dialog(self) -> FirstRunDialog:
        (page,) = self.pages()
        return page

    def words(self) -> str:
        return "\n".join(label.text() for label in self.dialog.findChildren(QLabel))

    def press(self, text: str) -> None:
        buttons: list[QPushButton] = self.dialog.findChildren(QPushButton)
        next(button for button in buttons if button.text().replace("&", "") == text).click()

    async def aclose(self) -> None:
        self.program.windows.close_all()
        await self.program.refresh.aclose()
        await self.program.tasks.aclose()
        await self.program.runtime.aclose()


@pytest.fixture
def upstream() -> Upstream:
    return Upstream()


def play(folder: Path, upstream: Upstream, script: Callable[[Bed], object]) -> None:
    async def whole() -> None:
        bed = Bed(folder, upstream)
        try:
            await script(bed)  # type: ignore[misc]
        finally:
            await bed.aclose()

    with upstream:
        asyncio.run(whole())


@pytest.mark.usefixtures("qapp")
def test_nothing_is_asked_before_begin_whatever_is_clicked_and_then_the_popup_works(tmp_path: Path, upstream: Upstream) -> None:
    async def script(bed: Bed) -> None:
        program = bed.program
        program._start_asking()
        await bed.until(lambda: "Found: you are signed in." in bed.words())
        program.tray.refresh_requested.emit()
        program.tray.toggle_requested.emit()
        program.windows.open_in_corner()
        program.refresh.request_refresh()
        program.refresh.look_again()
        program.store.change(program.store.settings.with_account(program.store.settings.account(ZAI)))
        bed.news.clear()
        await bed.news.wait()  # what the clicks brought: the page looks round again
        assert bed.requests == 0
        assert not bed.paths.first_run_mark.exists()
        assert str(tmp_path / ".claude" / ".credentials.json") in bed.words()
        assert str(tmp_path / ".claude.json") in bed.words()
        assert "127.0.0.1" in bed.words()
        bed.press("Begin")
        await bed.until(lambda: any(status.state is AccountState.OK for status in program.model))
        assert bed.upstream.claude.count == 1
        for _ in range(400):  # it is made in turns of Qt's loop, which these tests do not have
            if not program.windows.popup.isVisible():
                QTest.qWait(5)
        assert program.windows.popup.isVisible()
        assert not bed.pages()

    play(tmp_path, upstream, script)
    assert (tmp_path / "state" / "first-run.json").exists()


@pytest.mark.usefixtures("qapp")
def test_later_asks_nothing_and_the_next_click_brings_the_page_again(tmp_path: Path, upstream: Upstream) -> None:
    async def script(bed: Bed) -> None:
        bed.program._start_asking()
        await bed.until(lambda: "Found" in bed.words())
        bed.press("Later")
        bed.program.tray.toggle_requested.emit()
        assert bed.dialog.isVisible()
        assert bed.requests == 0

    play(tmp_path, upstream, script)
    assert not (tmp_path / "state" / "first-run.json").exists()


@pytest.mark.usefixtures("qapp")
def test_a_key_can_be_saved_on_the_page_and_is_then_said_to_be_there(tmp_path: Path, upstream: Upstream) -> None:
    async def script(bed: Bed) -> None:
        bed.program._start_asking()
        await bed.until(lambda: bed.dialog.key_form(ZAI))
        form = bed.dialog.key_form(ZAI)
        assert form is not None
        form.save_typed(KEY)
        await bed.until(lambda: "Found: a key is stored" in bed.words())
        assert bed.dialog.key_form(ZAI) is None
        assert bed.upstream.claude.count == 0
        assert bed.upstream.zai.count == 1  # the check that a person asked for
        assert KEY not in bed.words()

    play(tmp_path, upstream, script)


@pytest.mark.usefixtures("qapp")
def test_who_has_seen_it_once_never_sees_it_again(tmp_path: Path, upstream: Upstream) -> None:
    FirstRunMark(Paths.under(tmp_path).first_run_mark).set()

    async def script(bed: Bed) -> None:
        bed.program._start_asking()
        await bed.until(lambda: any(status.state is AccountState.OK for status in bed.program.model))
        assert not bed.pages()

    play(tmp_path, upstream, script)


def test_a_folder_that_takes_nothing_costs_the_page_once_more_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the folder's place")
    mark = FirstRunMark(tmp_path / "state" / "first-run.json")
    mark.set()
    assert not mark.is_set()
