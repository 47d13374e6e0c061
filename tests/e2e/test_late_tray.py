"""Panels that come late, go and come back: the icon finds each kind. Where none ever comes, the popup is a window that stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from jeepney import DBusAddress
from Xlib import Xatom

from tests.e2e.conftest import PROGRAM, ROOT
from tests.e2e.desktop import NEEDED, TRAY_HOSTS, Box, Desktop, wait_for
from tests.e2e.status_notifier_watcher import NAME, PATH
from tests.e2e.test_demo import TITLE
from tests.welcomed import welcomed

pytestmark = pytest.mark.desktop

PURE = "watcher"
"""No panel at all: a StatusNotifierWatcher alone, as desktops' extensions and bars bring it."""
MODES = (*TRAY_HOSTS, PURE)


class LateDesktop(Desktop):
    """A session in which no panel shows icons, until the test starts one."""

    def start_tray_host(self) -> None:
        """Not at the login."""

    def bring_host(self) -> None:
        if self.mode == PURE:
            self.tray_host = self.launch(sys.executable, "-m", "tests.e2e.status_notifier_watcher", PYTHONPATH=str(ROOT))
            wait_for("the watcher", lambda: self.owns_name(NAME))
        else:
            super().start_tray_host()

    def click_icon(self) -> None:
        if self.mode == PURE:
            self.dbus_call(wait_for("an item", self._item, 15.0), "Activate", "ii", 600, 790)
        else:
            self.click(*self.find_tray_icon(timeout=15.0))

    def _item(self) -> DBusAddress | None:
        watcher = DBusAddress(PATH, NAME, "org.freedesktop.DBus.Properties")
        for item in self.dbus_call(watcher, "Get", "ss", NAME, "RegisteredStatusNotifierItems")[0][1]:
            name, _, path = item.partition("/")
            if self.owns_name(name):
                return DBusAddress(f"/{path}" if path else "/StatusNotifierItem", name, "org.kde.StatusNotifierItem")
        return None

    def run_program(self, *arguments: str) -> subprocess.Popen[bytes]:
        welcomed(self.env)
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        return self.launch(*PROGRAM, *arguments, PYTHONPATH=path)

    def property_of(self, box: Box, name: str) -> list[str]:
        """The names in a property of the window that fills this box."""
        todo, atom = [self.root], self.x.intern_atom(name)
        while todo:
            window = todo.pop()
            todo += window.query_tree().children
            size, found = window.get_geometry(), window.get_full_property(atom, Xatom.ATOM)
            if found and (size.width, size.height) == (box.width, box.height):
                return [self.x.get_atom_name(value) for value in found.value]
        return []


def session_of(mode: str, folder: Path) -> Iterator[LateDesktop]:
    missing = [program for program in (*NEEDED, *(TRAY_HOSTS[mode][:1] if mode in TRAY_HOSTS else ())) if not shutil.which(program)]
    if missing:  # CI must not go green by skipping: it sets E2E=1
        (pytest.fail if os.environ.get("E2E") else pytest.skip)(f"not installed: {' '.join(missing)}")
    session = LateDesktop(mode, folder)
    try:
        session.start()
        yield session
    finally:
        session.stop()


@pytest.fixture(params=MODES)
def late(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[LateDesktop]:
    yield from session_of(request.param, tmp_path)


@pytest.fixture
def without(tmp_path: Path) -> Iterator[LateDesktop]:
    yield from session_of(PURE, tmp_path)


def test_the_icon_comes_to_a_panel_that_starts_after_the_program_and_again_when_that_restarts(
    late: LateDesktop, screenshots: Path
) -> None:
    process = late.run_program("--demo")
    time.sleep(2)  # it has looked for a panel by now, and there was none
    late.bring_host()
    late.click_icon()
    late.wait_for_window(TITLE)
    late.press("Escape")
    late.wait_until_gone(TITLE)
    late.end(late.tray_host)
    if late.mode != "xembed":
        wait_for("the host to be gone", lambda: not late.owns_name(NAME))
    late.bring_host()
    time.sleep(0.6)  # a click within 0.4 s of the last could be its second half
    late.click_icon()
    late.wait_for_window(TITLE)
    late.screenshot(screenshots / f"late-{late.mode}.png")
    assert process.poll() is None


def focus_another_program(desktop: LateDesktop) -> None:
    window = desktop.root.create_window(60, 60, 300, 200, 0, desktop.x.screen().root_depth)
    window.set_wm_name("Another program")
    window.map()
    desktop.x.sync()
    wait_for("its focus", lambda: desktop.x.get_input_focus().focus == window)


def above(desktop: LateDesktop) -> Box | None:
    """The popup, if it is above other windows."""
    box = desktop.find_window(TITLE)
    return box if box and "_NET_WM_STATE_ABOVE" in desktop.property_of(box, "_NET_WM_STATE") else None


def test_without_any_panel_the_popup_is_a_window_that_stays_can_be_pinned_and_comes_back_pinned(
    without: LateDesktop, screenshots: Path
) -> None:
    first = without.run_program()
    box = without.wait_for_window(TITLE, timeout=45.0)  # after half a minute's patience with the panel
    assert "_NET_WM_WINDOW_TYPE_NORMAL" in without.property_of(box, "_NET_WM_WINDOW_TYPE")
    assert "_NET_WM_STATE_ABOVE" not in without.property_of(box, "_NET_WM_STATE")
    focus_another_program(without)
    box = without.wait_for_window(TITLE)
    time.sleep(0.5)
    without.click(box.x + box.width - 88, box.y + box.height - 22)
    box = wait_for("the pinned window", lambda: above(without))
    without.screenshot(screenshots / "pinned.png")
    assert run_quit(without) == 0
    assert first.wait(10) == 0
    without.run_program()
    again = without.wait_for_window(TITLE)  # at once: nobody has to ask for what is pinned
    assert (again.x, again.y + again.height) == (box.x, box.y + box.height)  # low on the screen it grows upwards
    wait_for("it to be above others", lambda: above(without))


def test_when_the_panel_ends_for_good_the_popup_takes_its_place_until_one_comes(late: LateDesktop) -> None:
    if late.mode != "xembed":
        pytest.skip("nothing here depends on the kind of panel, and half a minute is real: once is enough")
    late.bring_host()
    late.run_program("--demo")
    late.find_tray_icon()
    late.end(late.tray_host)
    late.wait_for_window(TITLE, timeout=60.0)  # the demo looks every few seconds, and then has half a minute's patience

    def is_ordinary() -> bool:
        box = late.find_window(TITLE)
        if box is None or box.y < 0 or box.y + box.height > 800:
            return False
        return "_NET_WM_WINDOW_TYPE_NORMAL" in late.property_of(box, "_NET_WM_WINDOW_TYPE")

    wait_for("the popup as an ordinary window on the screen", is_ordinary)
    late.bring_host()
    late.find_tray_icon(timeout=15.0)


def run_quit(desktop: LateDesktop) -> int:
    return desktop.run_program("--quit").wait(15)
