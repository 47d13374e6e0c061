"""From a gauge to its past and back, by keyboard and by mouse, on a real desktop; the demo as a process of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop, wait_for
from tests.e2e.test_demo import DEBIAN_PYTHON, Start, open_popup

pytestmark = pytest.mark.desktop

POPUP, HISTORY = "Usage Bar", "History — Usage Bar"


def heard(desktop: Desktop, title: str, wanted: str) -> Callable[[], str | None]:
    """What a screen reader is told of a window, once it holds these words."""
    reader = str(Path(__file__).with_name("read_with_atspi.py"))

    def look() -> str | None:
        command = [DEBIAN_PYTHON, reader, title]
        said = subprocess.run(command, env=desktop.env, capture_output=True, text=True, timeout=20, check=False).stdout
        return said if wanted in said else None

    return look


def test_enter_on_a_gauge_opens_its_past_and_escape_leads_back(desktop: Desktop, program: Start, screenshots: Path) -> None:
    program("--demo")
    open_popup(desktop)
    wait_for("the gauges", heard(desktop, POPUP, "progress bar 'Session'"))
    desktop.press("Tab")
    desktop.press("Return")
    desktop.wait_for_window(HISTORY)
    said = wait_for("the chart in words", heard(desktop, HISTORY, "Highest"))
    assert "'Claude: Session, The last 24 hours'" in said
    assert "described 'Highest" in said
    assert "combo box 'Claude: Session' described 'Which window'" in said
    assert "could not be read" not in said
    assert "'Hours to go on like the last one'" in said
    desktop.screenshot(screenshots / f"history-{desktop.mode}.png")
    assert desktop.find_window(POPUP) is not None, "the popup stays while a window of ours is looked at"
    desktop.press("Escape")
    desktop.wait_until_gone(HISTORY)
    assert desktop.find_window(POPUP) is not None


def first_gauge(desktop: Desktop) -> Callable[[], tuple[int, int] | None]:
    """The middle of the first gauge, once the popup stands still: it grows with its cards."""
    asker, before = str(Path(__file__).with_name("ask_atspi.py")), list[list[int]]()

    def look() -> tuple[int, int] | None:
        done = subprocess.run([DEBIAN_PYTHON, asker, "tree", POPUP], env=desktop.env, capture_output=True, timeout=20, check=True)
        boxes = [node["box"] for node in json.loads(done.stdout) if node["role"] == "progress bar"]
        before.append(boxes[0] if boxes else [])
        if not boxes or before[-2:] != [boxes[0]] * 2:
            return None
        x, y, width, height = boxes[0]
        return x + width // 2, y + height // 2

    return look


def test_a_click_on_a_gauge_opens_its_past(desktop: Desktop, program: Start) -> None:
    program("--demo")
    open_popup(desktop)
    desktop.click(*wait_for("a gauge that stands still", first_gauge(desktop)))
    desktop.wait_for_window(HISTORY)
