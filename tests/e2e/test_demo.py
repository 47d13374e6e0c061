"""The whole way of a user, on a real desktop with a real panel of either kind: the demo as a process of its own."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.desktop import Box, Desktop, wait_for

pytestmark = pytest.mark.desktop

TITLE = "Usage Bar"
PREFERENCES = "Preferences of Usage Bar"
Start = Callable[..., subprocess.Popen[bytes]]
DEBIAN_PYTHON = "/usr/bin/python3"
"""gi comes from Debian and is not in a venv."""


def heard(desktop: Desktop) -> str:
    """What a screen reader is told of the popup."""
    reader = str(Path(__file__).with_name("read_with_atspi.py"))
    done = subprocess.run([DEBIAN_PYTHON, reader, TITLE], env=desktop.env, capture_output=True, text=True, timeout=20, check=False)
    return done.stdout


def open_popup(desktop: Desktop) -> Box:
    """As a person would: a panel on a busy machine may lose a click, and then one clicks again. Losing three is a fault."""
    for _ in range(2):
        desktop.click(*desktop.find_tray_icon())
        with contextlib.suppress(AssertionError):
            return desktop.wait_for_window(TITLE, timeout=5.0)
    desktop.click(*desktop.find_tray_icon())
    return desktop.wait_for_window(TITLE)


def open_preferences(desktop: Desktop, title: str = PREFERENCES) -> Box:
    """By the last of the popup's icons, wherever it is by now: the popup grows with the figures that come."""
    for _ in range(3):
        box = desktop.wait_for_window(TITLE)
        desktop.click(box.x + box.width - 26, box.y + box.height - 22)
        with contextlib.suppress(AssertionError):
            return desktop.wait_for_window(title, timeout=5.0)
    raise AssertionError("three clicks on the popup's last icon opened no preferences")


def choose_last_menu_entry(desktop: Desktop) -> None:
    before = set(desktop.windows())
    desktop.click(*desktop.find_tray_icon(), button=3)

    def menu() -> Box | None:
        return next((box for *_, box in set(desktop.windows()) - before if 60 < box.width < 400 and box.height > 50), None)

    box = wait_for("the menu", menu)
    desktop.click(box.x + box.width // 2, box.y + box.height - 12)


def test_a_click_on_the_icon_opens_the_popup_beside_the_panel_and_escape_closes_it(
    desktop: Desktop, program: Start, screenshots: Path
) -> None:
    program("--demo")
    box = open_popup(desktop)
    assert box.x >= 0
    assert box.x + box.width <= 1280
    assert box.y + box.height <= 800 - 32
    assert 320 <= box.width <= 480

    def gauges() -> str | None:
        words = heard(desktop)
        return words if "progress bar 'Session'" in words else None

    text = wait_for("the gauges", gauges)
    assert "progress bar 'Week'" in text
    assert "of 0..100" in text
    grown, (icon, _) = desktop.wait_for_window(TITLE), desktop.find_tray_icon()
    assert grown.y >= 0, "it grew beyond the screen"
    assert grown.x <= icon <= grown.x + grown.width, "it lies beside its icon"
    desktop.screenshot(screenshots / f"demo-{desktop.mode}.png")
    desktop.press("Escape")
    desktop.wait_until_gone(TITLE)


def test_a_second_click_on_the_icon_closes_the_popup(desktop: Desktop, program: Start) -> None:
    program("--demo")
    open_popup(desktop)
    time.sleep(0.6)  # sooner it would be a double click, which leaves the popup open (the X server's own interval is 0.4 s)
    desktop.click(*desktop.find_tray_icon())
    desktop.wait_until_gone(TITLE)


def test_quit_in_the_menu_ends_the_program_with_0(desktop: Desktop, program: Start) -> None:
    process = program("--demo")
    desktop.find_tray_icon()
    if desktop.mode == "sni":
        labels = [label for label in desktop.menu_labels() if label]
        assert (labels[0], labels[-1]) == ("Open", "Quit")
    choose_last_menu_entry(desktop)
    assert process.wait(8) == 0


def test_the_icon_comes_back_after_the_panel_restarts(desktop: Desktop, program: Start) -> None:
    program("--demo")
    desktop.find_tray_icon()
    desktop.end(desktop.tray_host)
    desktop.start_tray_host()
    open_popup(desktop)


def test_a_second_start_shows_the_first_ones_popup_and_exits_with_0(desktop: Desktop, program: Start) -> None:
    first = program()  # not the demo: every demo is a world of its own
    desktop.find_tray_icon()
    assert program().wait(15) == 0
    desktop.wait_for_window(TITLE)
    assert first.poll() is None
