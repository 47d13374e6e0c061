"""Whether the computer runs on its battery. Where that cannot be told, it does not."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

SUPPLIES = Path("/sys/class/power_supply")
MAINS = frozenset({"Mains", "USB"})
"""Kinds of supply that feed a computer from outside (sysfs-class-power of the Linux kernel)."""
ON_BATTERY = 0
"""`ACLineStatus` of Windows, the first byte of its answer: 0 on battery, 1 on mains, 255 unknown."""
STATUS_WORDS = 3
"""`SYSTEM_POWER_STATUS` (winbase.h) has four bytes and two words of 32 bits."""


def linux_on_battery(supplies: Path) -> bool:
    """A battery that discharges, and nothing from outside. Blocking: a few short files."""
    try:
        folders = sorted(supplies.iterdir())
    except OSError:
        return False
    discharging = False
    for folder in folders:
        if _word(folder / "type") in MAINS and _word(folder / "online") not in ("", "0"):
            return False
        if _word(folder / "type") == "Battery" and _word(folder / "scope") != "Device":  # a mouse has one too
            discharging = discharging or _word(folder / "status") == "Discharging"
    return discharging


def _word(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii", errors="replace").strip()
    except OSError:
        return ""


def windows_on_battery(kernel32: Any) -> bool:
    """What the system says. `kernel32` is given from outside: it is there on Windows alone."""
    import ctypes

    status = (ctypes.c_uint32 * STATUS_WORDS)()
    answered = bool(kernel32.GetSystemPowerStatus(ctypes.byref(status)))
    return answered and bytes(status)[0] == ON_BATTERY


def on_battery() -> bool:
    """For this computer; macOS is never asked, and counts as on mains."""
    if sys.platform == "win32":
        import ctypes  # not at the start of a program that most people run on mains

        return windows_on_battery(ctypes.windll.kernel32)
    return sys.platform == "linux" and linux_on_battery(SUPPLIES)
