"""A German desktop, and a person who prefers English: chosen with the keyboard, heard at once, and without another start."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.desktop import Desktop, wait_for
from tests.e2e.test_accounts import hold, wait_until_heard
from tests.e2e.test_demo import PREFERENCES, TITLE, Start, heard, open_popup, open_preferences

pytestmark = pytest.mark.desktop

GERMAN = "Einstellungen von Usage Bar"


def test_the_desktops_language_is_spoken_until_another_is_chosen(desktop: Desktop, program: Start, screenshots: Path) -> None:
    if desktop.mode != "xembed":
        pytest.skip("nothing here depends on the kind of panel: once is enough")
    process = program("--demo", LANGUAGE="de_DE:de", LANG="C.UTF-8", LC_ALL="")
    open_popup(desktop)
    wait_for("German gauges", lambda: "progress bar 'Sitzung'" in (told := heard(desktop)) and "genutzt" in told)
    desktop.screenshot(screenshots / "language-german.png")
    open_preferences(desktop, GERMAN)
    wait_until_heard(desktop, GERMAN, lambda words: "combo box 'Wie das System'" in words)
    hold(desktop, "Alt_L", "p")  # S&prache
    desktop.press("Down")
    desktop.wait_for_window(PREFERENCES)
    wait_until_heard(desktop, PREFERENCES, lambda words: "combo box 'English'" in words)
    assert desktop.find_window(TITLE) is not None
    wait_for("English gauges", lambda: "progress bar 'Session'" in heard(desktop))
    assert process.poll() is None
