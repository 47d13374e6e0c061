"""The first start on a real desktop: a page before the first request, then the popup, doctor and what was read and asked."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import PROGRAM, ROOT
from tests.e2e.desktop import Desktop
from tests.e2e.test_accounts import hold, wait_until_heard
from tests.e2e.test_demo import PREFERENCES, TITLE, open_preferences
from tests.e2e.test_real_input import TOKEN, Remote, remote, sign_in, wait_for_words  # noqa: F401 - the fixture

pytestmark = pytest.mark.desktop

WELCOME = "Welcome to Usage Bar"
DOCTOR = "Doctor of Usage Bar"


def test_the_first_page_comes_before_the_first_request_and_leads_to_a_working_popup(
    desktop: Desktop,
    remote: list[Remote],  # noqa: F811
    tmp_path: Path,
    screenshots: Path,
) -> None:
    env = sign_in(desktop, tmp_path, remote[0].url)
    env["USAGEBAR_CLAUDE_TOKEN_URL"] = f"{remote[0].url}/v1/oauth/token"  # doctor tries that host too
    (tmp_path / "claude" / ".credentials.json").chmod(0o600)
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    common: dict[str, Any] = {**env, "PYTHONPATH": path, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    process = desktop.launch(*PROGRAM, **common)
    try:
        desktop.wait_for_window(WELCOME)
        text = wait_until_heard(desktop, WELCOME, lambda words: "Found: you are signed in." in words)
        assert str(tmp_path / "claude" / ".credentials.json") in text
        assert "password text 'Key of Z.ai'" in text
        assert "push button 'Begin'" in text or "button 'Begin'" in text
        desktop.screenshot(screenshots / f"first-run-{desktop.mode}.png")
        desktop.click(*desktop.find_tray_icon())
        wait_until_heard(desktop, WELCOME, lambda words: "Found: you are signed in." in words)
        assert desktop.find_window(TITLE) is None
        assert remote[0].counts()["claude"] == 0
        hold(desktop, "Alt_L", "b")
        desktop.wait_for_window(TITLE)
        desktop.wait_until_gone(WELCOME)
        wait_for_words(desktop, "'Session' value=34")
        assert remote[0].counts()["claude"] == 1
        open_preferences(desktop)
        hold(desktop, "Alt_L", "t")
        text = wait_until_heard(desktop, PREFERENCES, lambda words: "Host asked" in words)
        assert remote[0].url.removeprefix("http://") in text
        assert TOKEN not in text
        desktop.screenshot(screenshots / f"privacy-{desktop.mode}.png")
        hold(desktop, "Alt_L", "c")
        hold(desktop, "Alt_L", "d")
        desktop.wait_for_window(DOCTOR)
        text = wait_until_heard(desktop, DOCTOR, lambda words: "fine" in words)
        assert "The desktop shows tray icons." in text
        assert TOKEN not in text
        desktop.screenshot(screenshots / f"doctor-{desktop.mode}.png")
        desktop.press("Escape")
        desktop.wait_until_gone(DOCTOR)
    finally:
        desktop.end(process)
