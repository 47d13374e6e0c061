"""Another language while the program runs: what is on the screen says the same in it, where it was, and nothing is started anew."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, SESSION, ok
from tests.upstream import Upstream
from usagebar_qt.app.composition import Program, build
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.chart import Span
from usagebar_qt.domain.settings import Language, Settings
from usagebar_qt.engine.first_run import FirstRunMark
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.services.ports import MemoryAutostart
from usagebar_qt.widgets.icon_button import IconButton


class Bed:
    """A program that asks nobody: its figures are put into the model by hand."""

    def __init__(self, folder: Path, upstream: Upstream, *, welcomed: bool) -> None:
        paths = Paths.under(folder)
        clock = FakeClock()
        runtime = build_runtime(paths=paths, environ=upstream.environment(), clock=clock, key_store=MemoryKeyStore(), home=folder)
        if welcomed:
            FirstRunMark(paths.first_run_mark).set()
        self.program: Program = build(runtime, None, MemoryAutostart)
        self.windows = self.program.windows
        self.program.model.set_statuses((ok(SESSION),))

    def speak(self, language: Language) -> None:
        self.program.store.change(replace(self.program.store.settings, language=language))

    @property
    def title(self) -> str:
        dialog = self.windows._preferences._dialog
        return dialog.windowTitle() if dialog is not None else ""

    def play(self, script: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            try:
                await asyncio.wait_for(script(), 20)
            finally:
                self.program._speech.apply(Settings(language=Language.ENGLISH))
                self.windows.close_all()
                await self.program.refresh.aclose()
                await self.program.store.aclose()
                await self.program.tasks.aclose()
                await self.program.runtime.aclose()

        asyncio.run(whole())


@pytest.fixture(autouse=True)
def _usual_locale(qapp: QApplication) -> Iterator[None]:
    before = QLocale()
    yield
    QLocale.setDefault(before)


def named(window: QWidget, name: str) -> bool:
    """Whether one of its buttons has this name."""
    return name in [button.accessibleName() for button in window.findChildren(IconButton)]


LOOKS = 400
"""For the popup's first opening, which takes some turns of the loop."""


def turn() -> None:
    """The next turn of the loop, which these tests do not have."""
    QCoreApplication.processEvents()  # a test's own loop: nothing of the program's is under way that it could re-enter
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_every_open_window_speaks_the_other_language_at_once_and_english_again(tmp_path: Path) -> None:
    with Upstream() as upstream:
        bed = Bed(tmp_path, upstream, welcomed=True)

        async def script() -> None:
            windows = bed.windows
            windows.open_in_corner()
            windows.open_history(CLAUDE.id, "session")
            assert windows._history._window is not None
            windows._history._window.choose(Span.MONTH)
            windows.open_doctor()
            windows.open_preferences()
            dialog = windows._preferences._dialog
            assert dialog is not None
            dialog.resize(760, 600)
            popup = windows.popup
            for _ in range(LOOKS):
                if not popup.isVisible():
                    QTest.qWait(5)
            bed.speak(Language.GERMAN)
            turn()
            assert windows.popup is popup
            assert popup.isVisible()
            assert "Werte" in popup.accessibleDescription()
            assert named(popup, "Aktualisieren")
            assert bed.title == "Einstellungen von Usage Bar"
            fresh = windows._preferences._dialog
            assert fresh is not None
            assert fresh is not dialog
            assert fresh.isVisible()
            assert (fresh.width(), fresh.height()) == (760, 600)
            assert fresh.focusWidget() is fresh._general._language
            assert windows._history._window is not None
            assert windows._history._window.windowTitle() == "Verlauf"
            assert windows._history._window.view[1] == 2  # the month
            assert windows._doctor is not None
            assert windows._doctor.windowTitle() == "Diagnose von Usage Bar"
            assert bed.program.tray._menu.actions()[0].text() == "Öffnen"
            bed.speak(Language.ENGLISH)
            turn()
            assert bed.title == "Preferences of Usage Bar"
            assert named(popup, "Refresh")

        bed.play(script)


def test_windows_that_are_closed_stay_closed(tmp_path: Path) -> None:
    with Upstream() as upstream:
        bed = Bed(tmp_path, upstream, welcomed=True)

        async def script() -> None:
            bed.windows.open_preferences()
            bed.windows.open_history(CLAUDE.id, "session")
            bed.windows.open_doctor()
            for window in (bed.windows._preferences._dialog, bed.windows._history._window, bed.windows._doctor):
                assert window is not None
                window.close()
            bed.speak(Language.GERMAN)
            turn()
            assert (bed.title, bed.windows._history._window, bed.windows._doctor, bed.windows._popup) == ("", None, None, None)
            bed.windows.open_preferences()
            assert bed.title == "Einstellungen von Usage Bar"

        bed.play(script)


def test_the_first_page_is_said_anew_too(tmp_path: Path) -> None:
    with Upstream() as upstream:
        bed = Bed(tmp_path, upstream, welcomed=False)

        async def script() -> None:
            bed.windows.open_in_corner()
            bed.speak(Language.GERMAN)
            turn()
            page = bed.windows._first_run._dialog
            assert page is not None
            assert "Willkommen bei Usage Bar" in [label.text() for label in page.findChildren(QLabel)]

        bed.play(script)
