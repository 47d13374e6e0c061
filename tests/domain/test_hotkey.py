"""Which keys may show the popup from anywhere, and how they are written."""

from __future__ import annotations

import pytest

from usagebar_qt.domain.hotkey import Hotkey, Modifier, parse_hotkey
from usagebar_qt.domain.settings import Settings


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Ctrl+Alt+U", "Ctrl+Alt+U"),
        (" alt + CTRL + u", "Ctrl+Alt+U"),
        ("Meta+5", "Meta+5"),
        ("Ctrl+Shift+F12", "Ctrl+Shift+F12"),
        ("Alt+F24", "Alt+F24"),
    ],
)
def test_a_key_is_written_in_one_way_however_it_was_typed(text: str, written: str) -> None:
    hotkey = parse_hotkey(text)
    assert str(hotkey) == written
    assert parse_hotkey(written) == hotkey


@pytest.mark.parametrize(
    "text", ["", "U", "Shift+U", "Ctrl", "Ctrl+", "Ctrl+Ctrl+U", "Ctrl+F25", "Ctrl+F0", "Ctrl+F01", "Ctrl+Ä", "Hyper+U", "Ctrl+²"]
)
def test_what_would_swallow_typing_or_is_no_key_is_refused(text: str) -> None:
    assert parse_hotkey(text) is None


def test_modifiers_are_the_numbers_that_windows_knows() -> None:
    assert parse_hotkey("Ctrl+Alt+Shift+Meta+A") == Hotkey(Modifier(1 | 2 | 4 | 8), "A")


def test_a_bad_one_in_the_file_is_named_and_left_out() -> None:
    assert Settings.parse({"hotkey": "Shift+U"}) == (Settings(), ("hotkey",))
    assert Settings.parse({"hotkey": 7}) == (Settings(), ("hotkey",))
    assert Settings.parse({"hotkey": "ctrl+alt+u"})[0].hotkey == "Ctrl+Alt+U"
