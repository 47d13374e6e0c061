"""A key that shows the popup from anywhere: how it is written, and which ones are good for that. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntFlag


class Modifier(IntFlag):
    """Keys that are held. The values are the ones of Windows' RegisterHotKey."""

    ALT = 1
    CTRL = 2
    SHIFT = 4
    META = 8
    """The key with Windows' mark."""


NAMES = {"ctrl": Modifier.CTRL, "meta": Modifier.META, "alt": Modifier.ALT, "shift": Modifier.SHIFT}
"""As Qt writes them, in its order."""
NEEDED = Modifier.CTRL | Modifier.ALT | Modifier.META
"""One of these at the least: without, a letter could no longer be typed anywhere."""
FUNCTION_KEYS = 24


@dataclass(frozen=True, slots=True)
class Hotkey:
    """Held keys and one that is pressed: a letter, a digit, or a function key."""

    modifiers: Modifier
    key: str
    """"A" to "Z", "0" to "9", "F1" to "F24"."""

    def __str__(self) -> str:
        held = [name.capitalize() for name, modifier in NAMES.items() if self.modifiers & modifier]
        return "+".join([*held, self.key])


def parse_hotkey(text: str) -> Hotkey | None:
    """From "Ctrl+Alt+U", in any case and order; None where it is none, or not a good one."""
    *held, key = (part.strip().lower() for part in text.split("+"))
    modifiers = Modifier(0)
    for name in held:
        if name not in NAMES or NAMES[name] in modifiers:
            return None
        modifiers |= NAMES[name]
    if not modifiers & NEEDED or not _is_key(key):
        return None
    return Hotkey(modifiers, key.upper())


def _is_key(key: str) -> bool:
    if len(key) == 1:
        return key.isascii() and key.isalnum()
    number = key.removeprefix("f")
    return key.startswith("f") and number.isascii() and number.isdigit() and 1 <= int(number) <= FUNCTION_KEYS and number[0] != "0"
