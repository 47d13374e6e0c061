"""The key that shows the popup: asked of Windows' own user32, taken once, delivered through Qt's loop, and given back."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from usagebar_qt.domain.hotkey import Hotkey, Modifier
from usagebar_qt.services.hotkey import port_of
from usagebar_qt.services.hotkey_windows import OUR_NUMBER, WM_HOTKEY

Record = Callable[[str, object], None]
SHOWN = "as it should be"
HOTKEY = Hotkey(Modifier.CTRL | Modifier.ALT | Modifier.SHIFT, "F23")


@pytest.fixture(scope="module")
def application() -> QCoreApplication:
    return QApplication.instance() or QApplication([])


def press() -> None:
    """The message that Windows puts into the thread's queue for a press; without a desktop nobody can press."""
    kernel32, user32 = ctypes.windll.kernel32, ctypes.windll.user32  # type: ignore[attr-defined]
    assert user32.PostThreadMessageW(kernel32.GetCurrentThreadId(), WM_HOTKEY, OUR_NUMBER, 0)


def others_can_take_it() -> bool:
    """Another thread asks for the same key, and gives it back."""
    answers: list[bool] = []

    def ask() -> None:
        user32 = ctypes.windll.user32  # type: ignore[attr-defined]
        taken = bool(user32.RegisterHotKey(None, 77, int(HOTKEY.modifiers), 0x86))
        if taken:
            user32.UnregisterHotKey(None, 77)
        answers.append(taken)

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join(10)
    return answers == [True]


def test_a_claimed_key_is_ours_alone_arrives_once_and_is_given_back(application: QCoreApplication, record_property: Record) -> None:
    record_property("cell", f"global shortcut|{SHOWN}")
    pressed: list[bool] = []
    make = port_of()
    assert make is not None
    port = make(lambda: pressed.append(True))
    assert port.claim(HOTKEY)
    assert not others_can_take_it()
    press()
    application.processEvents()
    assert pressed == [True]
    port.release()
    assert others_can_take_it()
    press()
    application.processEvents()
    assert pressed == [True]
