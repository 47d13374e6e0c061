"""Notifications as a real server (dunst) shows them: text, urgency, buttons, replacement; and the whole program behind them."""

from __future__ import annotations

import asyncio
import json
import subprocess
import time
from collections.abc import Awaitable, Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.desktop import Desktop, wait_for
from tests.e2e.test_demo import TITLE, open_popup
from tests.e2e.test_real_input import Remote, remote, sign_in, wait_for_words  # noqa: F401 - the fixture
from tests.upstream import claude_body
from usagebar_qt.domain.models import AccountId
from usagebar_qt.widgets.notifier import ServerNotifier
from usagebar_qt.wording.alerts import Notice
from usagebar_qt.wording.sentence import Sentence

pytestmark = pytest.mark.desktop
Start = Callable[..., subprocess.Popen[bytes]]
CLAUDE = AccountId("claude")
BUS_WITHOUT_SERVICES = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={folder}/bus</listen>
<policy context="default"><allow send_destination="*"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""


def notice(title: str, *, urgent: bool = True, snoozable: bool = True, only_replaces: bool = False) -> Notice:
    return Notice(
        Sentence(title),
        (Sentence("Resets 14:20 & <b>not bold</b>."),),
        urgent,
        "claude",
        CLAUDE,
        ((CLAUDE, "session"),) if snoozable else (),
        () if urgent else ((CLAUDE, "session"),),
        only_replaces,
    )


class Spawned:
    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> asyncio.Task[Any]:
        return asyncio.get_running_loop().create_task(work, name=name)


class Bed:
    """A notifier on the session's bus, and what it told of the buttons."""

    def __init__(self, desktop: Desktop) -> None:
        self.desktop = desktop
        self.heard: list[tuple[str, str]] = []
        self._old = len(self._all())

    def run(self, scene: Callable[[ServerNotifier], Awaitable[None]], address: str = "") -> None:
        async def whole() -> None:
            notifier = ServerNotifier(Spawned(), address or self.desktop.env["DBUS_SESSION_BUS_ADDRESS"])
            notifier.opened.connect(lambda found: self.heard.append(("opened", found.title.template)))
            notifier.snoozed.connect(lambda found: self.heard.append(("snoozed", found.title.template)))
            try:
                await scene(notifier)
            finally:
                await notifier.aclose()

        asyncio.run(whole())

    def dunst(self, *command: str) -> str:
        done = subprocess.run(["dunstctl", *command], env=self.desktop.env, check=True, timeout=5, capture_output=True, text=True)
        return done.stdout.strip()

    def history(self) -> list[dict[str, Any]]:
        """What came since the test began, newest first; takes it from the screen."""
        entries = self._all()
        return [{key: value["data"] for key, value in entry.items()} for entry in entries[: len(entries) - self._old]]

    def _all(self) -> list[dict[str, Any]]:
        self.dunst("close-all")
        entries: list[dict[str, Any]] = json.loads(self.dunst("history"))["data"][0]
        return entries

    async def until(self, what: str, probe: Callable[[], object]) -> None:
        for _ in range(200):
            if probe():
                return
            await asyncio.sleep(0.02)
        raise AssertionError(f"never: {what}; heard {self.heard}")


@pytest.fixture
def bed(desktop: Desktop) -> Iterator[Bed]:
    bed = Bed(desktop)
    yield bed
    bed.history()


def test_text_and_urgency_arrive_and_markup_is_shown_as_it_was_written(bed: Bed) -> None:
    async def scene(notifier: ServerNotifier) -> None:
        assert await notifier.show(notice("Claude's session: 91 % used"))
        await bed.until("shown", lambda: bed.dunst("count", "displayed") == "1")

    bed.run(scene)
    (shown,) = bed.history()
    assert (shown["appname"], shown["summary"]) == ("Usage Bar", "Claude's session: 91 % used")
    assert "normal urgency" in shown["message"]
    assert shown["body"] == "Resets 14:20 &amp; &lt;b&gt;not bold&lt;/b&gt;."


def test_good_news_are_of_low_urgency(bed: Bed) -> None:
    async def scene(notifier: ServerNotifier) -> None:
        assert await notifier.show(notice("Claude's session is available again", urgent=False))

    bed.run(scene)
    (shown,) = bed.history()
    assert "low urgency" in shown["message"]


def test_a_newer_notice_takes_the_place_of_the_older(bed: Bed) -> None:
    async def scene(notifier: ServerNotifier) -> None:
        for percent in (70, 90, 100):
            assert await notifier.show(notice(f"{percent} %"))
        await bed.until("one alone", lambda: bed.dunst("count", "displayed") == "1")

    bed.run(scene)
    assert [shown["summary"] for shown in bed.history()] == ["100 %"]


def test_better_words_are_shown_only_in_the_place_of_a_notice_that_is_still_there(bed: Bed) -> None:
    async def scene(notifier: ServerNotifier) -> None:
        confirmed = notice("confirmed", urgent=False, only_replaces=True)
        assert await notifier.show(confirmed)
        assert bed.dunst("count", "displayed") == "0"
        await notifier.show(notice("expected", urgent=False))
        await notifier.show(confirmed)
        await bed.until("one alone", lambda: bed.dunst("count", "displayed") == "1")
        assert [shown["summary"] for shown in bed.history()] == ["confirmed"]
        await notifier.show(notice("expected", urgent=False))
        await notifier.show(notice("something graver"))
        await notifier.show(confirmed)
        await bed.until("one alone", lambda: bed.dunst("count", "displayed") == "1")

    bed.run(scene)
    assert [shown["summary"] for shown in bed.history()] == ["something graver", "confirmed"]


def test_a_click_opens_and_the_button_snoozes(bed: Bed) -> None:
    async def scene(notifier: ServerNotifier) -> None:
        await notifier.show(notice("first"))
        bed.dunst("action", "0")
        await bed.until("opened", lambda: bed.heard == [("opened", "first")])
        await notifier.show(notice("second"))
        bed.dunst("context")
        await bed.until("snoozed", lambda: bed.heard[1:] == [("snoozed", "second")])

    bed.run(scene)


def test_the_bus_is_left_when_nothing_is_shown_any_more_and_found_again(bed: Bed) -> None:
    async def scene(notifier: ServerNotifier) -> None:
        await notifier.show(notice("first"))
        assert notifier._server._router is not None
        bed.dunst("close-all")
        await bed.until("left", lambda: notifier._server._router is None)
        assert await notifier.show(notice("second"))
        await bed.until("shown", lambda: bed.dunst("count", "displayed") == "1")

    bed.run(scene)


def test_without_a_bus_nothing_is_shown_and_nothing_breaks(bed: Bed, tmp_path: Path) -> None:
    async def scene(notifier: ServerNotifier) -> None:
        assert not await notifier.show(notice("unheard"))

    bed.run(scene, f"unix:path={tmp_path}/nowhere")


def test_without_a_server_nothing_is_shown_until_one_comes(bed: Bed, tmp_path: Path) -> None:
    desktop, started = bed.desktop, []
    # A bus of its own, which starts no server by itself as the session's would.
    (tmp_path / "bus.conf").write_text(BUS_WITHOUT_SERVICES.format(folder=tmp_path))
    bus = desktop.launch("dbus-daemon", f"--config-file={tmp_path}/bus.conf", "--nofork")
    started.append(bus)
    wait_for("the bus", (tmp_path / "bus").exists)
    address = f"unix:path={tmp_path}/bus"

    async def scene(notifier: ServerNotifier) -> None:
        assert not await notifier.show(notice("unheard"))
        started.append(desktop.launch("dunst", DBUS_SESSION_BUS_ADDRESS=address))
        for _ in range(100):
            if await notifier.show(notice("heard")):
                return
            await asyncio.sleep(0.05)
        raise AssertionError("the server that came was never found")

    bed.run(scene, address)
    for child in reversed(started):
        desktop.end(child)


def test_the_program_tells_a_level_once_and_a_click_leads_to_its_card(
    bed: Bed,
    desktop: Desktop,
    program: Start,
    remote: list[Remote],  # noqa: F811
    tmp_path: Path,
    screenshots: Path,
) -> None:
    upstream = remote[0]
    upstream.tell("claude", body=claude_body(34.0, 61.0))
    program(**sign_in(desktop, tmp_path, upstream.url))
    open_popup(desktop)
    wait_for_words(desktop, "'Session' value=34")
    assert bed.dunst("count", "displayed") == "0", "the first look is silent"
    upstream.tell("claude", body=claude_body(91.0, 61.0))
    time.sleep(31)  # an answer is good for 30 s, whoever asks
    desktop.press("F5")
    wait_for_words(desktop, "'Session' value=91")
    wait_for("the notification", lambda: bed.dunst("count", "displayed") == "1", 15)
    desktop.screenshot(screenshots / f"notification-{desktop.mode}.png")
    desktop.press("Escape")
    desktop.wait_until_gone(TITLE)
    bed.dunst("action", "0")
    desktop.wait_for_window(TITLE)
    (shown,) = bed.history()
    assert "session" in shown["summary"]
    assert "91 % used" in shown["summary"] + shown["body"]
    marks = json.loads((tmp_path / "XDG_STATE_HOME" / "usagebar" / "notifications.json").read_text())
    assert marks["accounts"]["claude"]["windows"]["session"]["told"] == [70, 90]
