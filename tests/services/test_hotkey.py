"""The key that shows the popup: claimed as the preferences say, given back, and only asked for where there is something to ask."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication

from usagebar_qt.domain.hotkey import Hotkey, parse_hotkey
from usagebar_qt.domain.settings import Settings
from usagebar_qt.services.hotkey import HotkeyService, port_of
from usagebar_qt.services.hotkey_windows import WM_HOTKEY, Message, WindowsHotkey, key_code


class Port:
    def __init__(self, on_pressed: Callable[[], None]) -> None:
        self.press = on_pressed
        self.heard: list[str] = []
        self.is_free = True

    def claim(self, hotkey: Hotkey) -> bool:
        self.heard.append(f"claim {hotkey}")
        return self.is_free

    def release(self) -> None:
        self.heard.append("release")


class Bed:
    def __init__(self) -> None:
        self.ports: list[Port] = []
        self.service = HotkeyService(self._make)
        self.told: list[str] = []
        self.service.pressed.connect(lambda: self.told.append("pressed"))
        self.service.refused.connect(lambda: self.told.append("refused"))

    def _make(self, on_pressed: Callable[[], None]) -> Port:
        self.ports.append(Port(on_pressed))
        return self.ports[-1]


def test_nothing_is_made_before_a_key_is_wanted_and_one_is_claimed_once() -> None:
    bed = Bed()
    bed.service.apply_settings(Settings())
    assert bed.ports == []
    for _ in range(2):
        bed.service.apply_settings(Settings(hotkey="Ctrl+Alt+U"))
    assert bed.ports[0].heard == ["claim Ctrl+Alt+U"]
    bed.ports[0].press()
    assert bed.told == ["pressed"]


def test_another_key_takes_the_place_of_the_first_and_none_gives_it_back() -> None:
    bed = Bed()
    for hotkey in ("Ctrl+Alt+U", "Ctrl+Alt+V", ""):
        bed.service.apply_settings(Settings(hotkey=hotkey))
    assert bed.ports[0].heard == ["claim Ctrl+Alt+U", "claim Ctrl+Alt+V", "release"]


def test_a_key_that_another_program_has_is_told() -> None:
    bed = Bed()
    bed.service.apply_settings(Settings(hotkey="Ctrl+Alt+U"))
    bed.ports[0].is_free = False
    bed.service.apply_settings(Settings(hotkey="Ctrl+Alt+V"))
    assert bed.told == ["refused"]


def test_where_the_system_offers_none_nothing_happens() -> None:
    HotkeyService(port_of("linux")).apply_settings(Settings(hotkey="Ctrl+Alt+U"))
    assert port_of("darwin") is None
    assert port_of("win32") is not None


class User32:
    def __init__(self, *, is_free: bool = True) -> None:
        self.is_free = is_free
        self.heard: list[tuple[object, ...]] = []

    def RegisterHotKey(self, *what: object) -> int:
        self.heard.append(("register", *what))
        return int(self.is_free)

    def UnregisterHotKey(self, *what: object) -> int:
        self.heard.append(("unregister", *what))
        return 1


def hotkey(text: str) -> Hotkey:
    known = parse_hotkey(text)
    assert known is not None
    return known


def deliver(port: WindowsHotkey, message: Message, kind: bytes = b"windows_generic_MSG") -> bool:
    return bool(port.nativeEventFilter(kind, ctypes.addressof(message))[0])


def test_windows_is_asked_with_its_own_numbers_and_the_key_comes_as_a_message(qapp: QCoreApplication) -> None:
    user32, pressed = User32(), list[bool]()
    port = WindowsHotkey(user32, lambda: pressed.append(True))
    assert port.claim(hotkey("Ctrl+Alt+U"))
    assert user32.heard == [("register", None, 1, 0x4003, ord("U"))]
    assert not deliver(port, Message(message=0x0100, number=1))
    assert not deliver(port, Message(message=WM_HOTKEY, number=2))
    assert not deliver(port, Message(message=WM_HOTKEY, number=1), b"xcb_generic_event_t")
    assert pressed == []
    assert deliver(port, Message(message=WM_HOTKEY, number=1))
    assert pressed == [True]
    port.release()
    port.release()
    assert user32.heard[1:] == [("unregister", None, 1)]


def test_a_key_that_windows_refuses_is_not_given_back(qapp: QCoreApplication) -> None:
    user32 = User32(is_free=False)
    port = WindowsHotkey(user32, lambda: None)
    assert not port.claim(hotkey("Meta+F5"))
    port.release()
    assert user32.heard == [("register", None, 1, 0x4008, 0x74)]


@pytest.mark.parametrize(("key", "code"), [("A", 0x41), ("9", 0x39), ("F1", 0x70), ("F24", 0x87)])
def test_keys_have_the_numbers_of_winuser_h(key: str, code: int) -> None:
    assert key_code(key) == code
