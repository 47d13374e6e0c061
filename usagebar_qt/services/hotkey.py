"""The key that shows the popup from anywhere. Windows alone lets a program ask for one; elsewhere the desktop binds it
(docs/desktops.md)."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.hotkey import parse_hotkey

if TYPE_CHECKING:
    from collections.abc import Callable

    from usagebar_qt.domain.hotkey import Hotkey
    from usagebar_qt.domain.settings import Settings

log = logging.getLogger(__name__)


class HotkeyPort(Protocol):
    """What the system offers."""

    def claim(self, hotkey: Hotkey) -> bool:
        """False where another program has it. What was claimed before is given back first."""

    def release(self) -> None:
        """Gives it back."""


def offers_hotkeys(platform: str = sys.platform) -> bool:
    """Where a program can ask for a key of its own."""
    return platform == "win32"


class HotkeyService(QObject):
    """Claims what the preferences say. Nothing is loaded before there is something to claim."""

    pressed = Signal()
    refused = Signal()
    """Another program has the key."""

    def __init__(self, make_port: Callable[[Callable[[], None]], HotkeyPort] | None, parent: QObject | None = None) -> None:
        """`make_port` is given what to call when the key is pressed; None where the system offers none."""
        super().__init__(parent)
        self._make_port = make_port
        self._port: HotkeyPort | None = None
        self._claimed: Hotkey | None = None

    def apply_settings(self, settings: Settings) -> None:
        """At the start, and for each change."""
        wanted = parse_hotkey(settings.hotkey)
        if wanted == self._claimed or self._make_port is None:
            return
        self._claimed = wanted
        if wanted is None:
            self.close()
            return
        if self._port is None:
            self._port = self._make_port(self.pressed.emit)
        if not self._port.claim(wanted):
            log.info("another program has the key %s", wanted)
            self.refused.emit()

    def close(self) -> None:
        """Gives it back."""
        if self._port is not None:
            self._port.release()


def port_of(platform: str = sys.platform) -> Callable[[Callable[[], None]], HotkeyPort] | None:
    """How to ask the system for a key; None where it cannot be asked."""
    return _make_windows_port if offers_hotkeys(platform) else None


def _make_windows_port(on_pressed: Callable[[], None]) -> HotkeyPort:
    import ctypes

    from usagebar_qt.services.hotkey_windows import WindowsHotkey

    return WindowsHotkey(ctypes.windll.user32, on_pressed)  # type: ignore[attr-defined,unused-ignore]  # Windows alone has it
