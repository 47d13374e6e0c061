"""Looking for a newer version: only where wanted, once a day, quiet where it fails, told once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from tests.fakes import START, FakeClock
from usagebar_qt import __version__
from usagebar_qt.app.tasks import Tasks
from usagebar_qt.app.update_control import UpdateControl
from usagebar_qt.domain.errors import Offline, TimedOut
from usagebar_qt.domain.ledger import Ledger
from usagebar_qt.domain.settings import Settings
from usagebar_qt.domain.updates import Release, UpdateMemory
from usagebar_qt.services.updates import PAUSE_SECONDS, UpdateService
from usagebar_qt.widgets.about import AboutPage
from usagebar_qt.widgets.preferences.advanced import AdvancedPage
from usagebar_qt.widgets.tray import TrayController

FEED = "https://updates.example/feed.json"
NEXT = Release("99.0.0", "https://updates.example/99")
T = TypeVar("T")
WANTED = Settings(update_feed=FEED)


class Room:
    """A feed and a memory that a test sets."""

    def __init__(self) -> None:
        self.answers: list[Release | Offline | TimedOut] = [NEXT]
        self.asked: list[str] = []
        self.memory = UpdateMemory()

    async def look(self, feed: str) -> Release:
        self.asked.append(feed)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Release):
            return answer
        raise answer

    def recall(self) -> UpdateMemory:
        return self.memory

    def remember(self, memory: UpdateMemory) -> None:
        self.memory = memory


class AtOnce:
    """Blocking work, done on the spot."""

    async def run(self, function: Callable[..., T], *arguments: object, timeout: float) -> T:
        return function(*arguments)


class Bed:
    """`rounds(n)` lets the loop sleep n times, an hour each."""

    def __init__(self, settings: Settings = WANTED, memory: UpdateMemory | None = None) -> None:
        self.clock, self.room = FakeClock(), Room()
        if memory is not None:
            self.room.memory = memory
        self.slept: list[float] = []
        self.turns = asyncio.Semaphore(0)
        self.service = UpdateService(
            room=self.room,
            own=__version__,
            clock=self.clock,
            workers=AtOnce(),
            tasks=Tasks(),
            settings=settings,
            sleep=self.sleep,
        )
        self.tray = TrayController(self.clock, settings)
        self.opened: list[str] = []
        self.control = UpdateControl(updates=self.service, tray=self.tray, clock=self.clock, open_page=self.open)

    def open(self, url: str) -> bool:
        self.opened.append(url)
        return True

    async def sleep(self, seconds: float) -> None:
        await self.turns.acquire()
        self.slept.append(seconds)
        self.clock.forward(3_600)

    async def rounds(self, number: int) -> None:
        wanted = len(self.slept) + number
        for _ in range(number):
            self.turns.release()
        while len(self.slept) < wanted:
            await asyncio.to_thread(lambda: None)
        for _ in range(10):
            await asyncio.sleep(0)

    def menu(self) -> list[str]:
        return [action.text() for action in self.tray._menu.actions() if action.text()]

    def play(self, script: Callable[[], Awaitable[None]]) -> None:
        async def whole() -> None:
            self.service.start()
            await asyncio.wait_for(script(), 20)
            await self.service.aclose()

        asyncio.run(whole())


@pytest.fixture
def bed(qapp: QApplication) -> Bed:
    return Bed()


def test_a_feed_is_asked_after_a_pause_and_once_a_day(bed: Bed) -> None:
    async def script() -> None:
        await asyncio.to_thread(lambda: None)
        assert bed.room.asked == []
        await bed.rounds(1)
        assert bed.room.asked == [FEED]
        await bed.rounds(23)
        assert len(bed.room.asked) == 1
        await bed.rounds(2)
        assert len(bed.room.asked) == 2
        assert set(bed.slept) == {PAUSE_SECONDS}

    bed.play(script)


def test_a_restart_within_the_day_asks_nobody_and_still_knows(qapp: QApplication) -> None:
    bed = Bed(memory=UpdateMemory(FEED, START - timedelta(hours=1), NEXT))

    async def script() -> None:
        await bed.rounds(20)
        assert bed.room.asked == []
        assert bed.menu()[-2] == "Version 99.0.0 is out…"

    bed.play(script)


def test_without_a_feed_nothing_runs_and_nothing_is_said(qapp: QApplication) -> None:
    bed = Bed(Settings())

    async def script() -> None:
        assert bed.service._watching is None
        bed.service.apply_settings(Settings(work_days=5))
        assert bed.service._watching is None

    bed.play(script)
    assert (bed.control.line, bed.control.has_page, bed.room.asked) == ("", False, [])
    assert not any("is out" in text for text in bed.menu())


def test_another_feed_counts_at_once_and_what_the_old_one_named_does_not(bed: Bed) -> None:
    async def script() -> None:
        await bed.rounds(1)
        other = replace(WANTED, update_feed="https://other.example/feed")
        bed.room.answers = [Offline("unreachable")]
        bed.service.apply_settings(other)
        assert bed.service.release is None
        assert not any("is out" in text for text in bed.menu())
        await bed.rounds(2)
        assert bed.room.asked == [FEED, "https://other.example/feed"]
        bed.service.apply_settings(Settings())
        assert bed.control.line == ""

    bed.play(script)


def test_a_feed_that_fails_is_said_in_about_and_asked_again_tomorrow(bed: Bed) -> None:
    bed.room.answers = [TimedOut("deadline"), NEXT]

    async def script() -> None:
        assert bed.control.line == "Newer versions are looked for in a moment."
        await bed.rounds(3)
        assert bed.control.line == (
            "Newer versions could not be looked for. It is tried again tomorrow. updates.example did not answer in time."
        )
        assert len(bed.room.asked) == 1
        await bed.rounds(23)
        assert bed.control.line == f"Version 99.0.0 is out; this is {__version__}."

    bed.play(script)


def test_the_newest_version_says_so(bed: Bed) -> None:
    bed.room.answers = [Release(__version__, "https://updates.example/now")]

    async def script() -> None:
        await bed.rounds(1)
        assert bed.control.line.startswith("This is the newest version, as of ")
        assert not bed.control.has_page

    bed.play(script)


def test_a_version_is_news_in_the_menu_until_its_page_was_opened_and_the_next_one_is_again(bed: Bed) -> None:
    async def script() -> None:
        await bed.rounds(1)
        (item,) = [action for action in bed.tray._menu.actions() if "is out" in action.text()]
        assert item.text() == "Version 99.0.0 is out…"
        item.trigger()
        assert bed.opened == [NEXT.url]
        await bed.rounds(1)
        assert not any("is out" in text for text in bed.menu())
        assert bed.room.memory.told == "99.0.0"
        assert bed.control.has_page  # About still offers it
        bed.room.answers = [Release("99.1.0", "https://updates.example/99.1")]
        await bed.rounds(24)
        assert "Version 99.1.0 is out…" in bed.menu()

    bed.play(script)


def test_about_shows_one_quiet_line_and_its_button(qapp: QApplication) -> None:
    page = AboutPage(Ledger(FakeClock()), FakeClock())
    wished: list[bool] = []
    page.release_wanted.connect(lambda: wished.append(True))
    page.show()
    (button,) = page.findChildren(QPushButton)
    assert not button.isVisible()
    page.show_update("Version 99.0.0 is out; this is 0.1.0.", has_page=True)
    assert page._update.isVisible()
    button.click()
    assert wished == [True]
    page.show_update("", has_page=False)
    assert not page._update.isVisible()
    page.close()


def test_the_page_takes_an_address_and_refuses_what_cannot_be_asked(qapp: QApplication) -> None:
    page = AdvancedPage(Settings())
    edits: list[Settings] = []
    page.settings_edited.connect(edits.append)
    field: QLineEdit = page._feed._feed
    for text in ("http://updates.example/feed", FEED):
        field.setText(text)
        field.setModified(True)
        field.editingFinished.emit()
        assert ("cannot be used" in field.accessibleDescription()) == text.startswith("http:")
    assert edits == [WANTED]
    page.show_settings(Settings())
    assert field.text() == ""
