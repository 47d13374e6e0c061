"""Windows' RegisterHotKey. The key arrives as a message of the thread, which Qt hands to filters of native events."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from usagebar_qt.domain.hotkey import Hotkey

WM_HOTKEY = 0x0312
NO_REPEAT = 0x4000
"""`MOD_NOREPEAT`: a key that is held shows the popup once."""
OUR_NUMBER = 1
VK_F1 = 0x70


class Message(ctypes.Structure):
    """Windows' MSG."""

    _fields_ = (
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint32),
        ("number", ctypes.c_size_t),
        ("keys", ctypes.c_ssize_t),
        ("time", ctypes.c_uint32),
        ("x", ctypes.c_long),
        ("y", ctypes.c_long),
    )


def key_code(key: str) -> int:
    """Windows' number: letters and digits are their own."""
    return ord(key) if len(key) == 1 else VK_F1 + int(key[1:]) - 1


class WindowsHotkey(QAbstractNativeEventFilter):
    """Filters only while a key is claimed: each message of the program would pass through Python otherwise."""

    def __init__(self, user32: Any, on_pressed: Callable[[], None]) -> None:
        """`user32` is given from outside: it is there on Windows alone."""
        super().__init__()
        self._user32 = user32
        self._on_pressed = on_pressed
        self._claimed = False

    def claim(self, hotkey: Hotkey) -> bool:
        """False where another program has it."""
        self.release()
        application = QCoreApplication.instance()
        if application is None:
            return False
        if not self._user32.RegisterHotKey(None, OUR_NUMBER, int(hotkey.modifiers) | NO_REPEAT, key_code(hotkey.key)):
            return False
        application.installNativeEventFilter(self)
        self._claimed = True
        return True

    def release(self) -> None:
        """Gives it back."""
        if not self._claimed:
            return
        self._claimed = False
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self)
        self._user32.UnregisterHotKey(None, OUR_NUMBER)

    def nativeEventFilter(  # noqa: N802 - Qt's name
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> tuple[bool, int]:
        """Qt asks for it."""
        if QByteArray(kind).startsWith(b"windows_"):
            told = Message.from_address(int(message))
            if told.message == WM_HOTKEY and told.number == OUR_NUMBER:
                self._on_pressed()
                return True, 0
        return False, 0
