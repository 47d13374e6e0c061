"""Whether the computer runs on its battery. Where that cannot be told, it does not."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path
from typing import Any

SUPPLIES = Path("/sys/class/power_supply")
MAINS = frozenset({"Mains", "USB"})
"""Kinds of supply that feed a computer from outside (sysfs-class-power of the Linux kernel)."""
ON_BATTERY = 0
"""`ACLineStatus` of Windows: 0 on battery, 1 on mains, 255 unknown."""


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


class _Status(ctypes.Structure):
    """`SYSTEM_POWER_STATUS` (winbase.h)."""

    _fields_ = (
        ("ac_line", ctypes.c_ubyte),
        ("battery", ctypes.c_ubyte),
        ("percent", ctypes.c_ubyte),
        ("saver", ctypes.c_ubyte),
        ("life", ctypes.c_uint32),
        ("full_life", ctypes.c_uint32),
    )


def windows_on_battery(kernel32: Any) -> bool:
    """What the system says. `kernel32` is given from outside: it is there on Windows alone."""
    status = _Status()
    return bool(kernel32.GetSystemPowerStatus(ctypes.byref(status))) and status.ac_line == ON_BATTERY


def on_battery() -> bool:
    """For this computer; macOS is never asked, and counts as on mains."""
    if sys.platform == "win32":
        return windows_on_battery(ctypes.windll.kernel32)
    return sys.platform == "linux" and linux_on_battery(SUPPLIES)
