"""A second account, added with the keyboard alone on a real desktop: a card of its own, heard as a screen reader would."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from Xlib import XK, X

from tests.e2e.desktop import Desktop, wait_for
from tests.e2e.test_demo import DEBIAN_PYTHON, PREFERENCES, open_popup, open_preferences
from tests.e2e.test_real_input import Remote, Start, remote, sign_in, wait_for_words  # noqa: F401 - the fixture
from tests.signed_in import LONG
from tests.signed_in import sign_in as write_login
from tests.upstream import claude_body

pytestmark = pytest.mark.desktop

OF_WORK = "sk-ant-oat01-CanaryCanaryOfWork"
ADDING = "Add an account — Usage Bar"


def heard_in(desktop: Desktop, title: str) -> str:
    reader = str(Path(__file__).with_name("read_with_atspi.py"))
    done = subprocess.run([DEBIAN_PYTHON, reader, title], env=desktop.env, capture_output=True, text=True, timeout=20, check=False)
    return done.stdout


def hold(desktop: Desktop, modifier: str, key: str) -> None:
    """A key with Alt or Shift held."""
    codes = [desktop.x.keysym_to_keycode(XK.string_to_keysym(name)) for name in (modifier, key)]
    desktop._fake(*((X.KeyPress, code) for code in codes), *((X.KeyRelease, code) for code in reversed(codes)))


def type_text(desktop: Desktop, text: str) -> None:
    for character in text:
        code = desktop.x.keysym_to_keycode(ord(character))
        if desktop.x.keycode_to_keysym(code, 0) == ord(character):
            desktop._fake((X.KeyPress, code), (X.KeyRelease, code))
        else:
            shift = desktop.x.keysym_to_keycode(XK.string_to_keysym("Shift_L"))
            desktop._fake((X.KeyPress, shift), (X.KeyPress, code), (X.KeyRelease, code), (X.KeyRelease, shift))


def wait_until_heard(desktop: Desktop, title: str, wanted: Callable[[str], bool]) -> str:
    def probe() -> str | None:
        text = heard_in(desktop, title)
        return text if wanted(text) else None

    try:
        return wait_for(f"words in {title}", probe, 20.0)
    except AssertionError as error:
        raise AssertionError(f"{error}; heard instead:\n{heard_in(desktop, title)}") from None


def test_a_second_claude_account_is_added_ordered_and_shown_with_the_keyboard_alone(
    desktop: Desktop,
    program: Start,
    remote: list[Remote],  # noqa: F811
    tmp_path: Path,
    screenshots: Path,
) -> None:
    if desktop.mode != "xembed":
        pytest.skip("nothing here depends on the kind of panel: once is enough")
    remote[0].tell("claude", bodies={f"Bearer {OF_WORK}": claude_body(77.0, 93.0)})
    env = sign_in(desktop, tmp_path, remote[0].url)
    work = tmp_path / "work"
    write_login(work, OF_WORK, seconds=LONG)
    program(**env)
    open_popup(desktop)
    wait_for_words(desktop, "'Session' value=34")
    open_preferences(desktop)
    hold(desktop, "Alt_L", "p")
    text = wait_until_heard(desktop, PREFERENCES, lambda words: "combo box 'Automatic (usual here)'" in words)
    assert "Alt with an arrow moves it" in text
    hold(desktop, "Alt_L", "a")
    desktop.wait_for_window(ADDING)
    hold(desktop, "Alt_L", "f")
    type_text(desktop, str(work))
    desktop.screenshot(screenshots / "accounts-add.png")
    desktop.press("Return")
    desktop.wait_until_gone(ADDING)
    wait_until_heard(desktop, PREFERENCES, lambda words: "list item 'Claude 2'" in words)
    wait_until_heard(desktop, PREFERENCES, lambda words: f"Reads the sign-in in {work}" in words)
    desktop.screenshot(screenshots / "accounts-list.png")
    shown = wait_for_words(desktop, "'Session' value=34", "'Session' value=77", "'Week' value=93")
    assert shown.index("'Session' value=34") < shown.index("'Session' value=77")
    file = Path(env["XDG_CONFIG_HOME"]) / "usagebar" / "settings.json"
    settings = json.loads(file.read_text())
    assert [(row["id"], row["name"], row["options"]) for row in settings["accounts"]] == [
        ("claude", "", {}),
        ("zai", "", {}),
        ("claude:claude-2", "Claude 2", {"config_dir": str(work)}),
    ]
    hold(desktop, "Alt_L", "Up")  # the new row has the focus
    hold(desktop, "Alt_L", "Up")
    desktop.press("Delete")
    question = wait_for("the question", lambda: next((name for name, *_ in desktop.windows() if name.startswith("Remove")), None))
    desktop.screenshot(screenshots / "accounts-remove.png")
    desktop.press("Escape")
    desktop.wait_until_gone(question)

    def order() -> list[str]:
        return [row["id"] for row in json.loads(file.read_text())["accounts"]]

    wait_for("the new order on disk", lambda: order() == ["claude:claude-2", "claude", "zai"])
    window = desktop.wait_for_window(PREFERENCES)
    first = (window.x + 100, window.y + 58)  # the first row; each is 18 pixels high
    desktop._fake((X.MotionNotify, 0, *first), (X.ButtonPress, 1))
    for step in range(1, 12):
        desktop._fake((X.MotionNotify, 0, first[0] + step, first[1] + 4 * step))
        time.sleep(0.05)
    desktop.screenshot(screenshots / "accounts-drag.png")
    desktop._fake((X.ButtonRelease, 1))
    wait_for("the order after the drag on disk", lambda: order() == ["claude", "zai", "claude:claude-2"])
    assert remote[0].counts()["claude"] == 2
