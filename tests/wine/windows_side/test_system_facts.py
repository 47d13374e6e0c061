"""What Windows itself says of power and of motion, through its own libraries."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

from usagebar_qt.services.power import on_battery
from usagebar_qt.widgets.motion import GET_CLIENT_AREA_ANIMATION, system_is_still

Record = Callable[[str, object], None]
SHOWN = "as it should be"


class Status(ctypes.Structure):
    """As winbase.h has it, written down a second time."""

    _fields_ = (
        ("ACLineStatus", ctypes.c_ubyte),
        ("BatteryFlag", ctypes.c_ubyte),
        ("BatteryLifePercent", ctypes.c_ubyte),
        ("SystemStatusFlag", ctypes.c_ubyte),
        ("BatteryLifeTime", ctypes.c_uint32),
        ("BatteryFullLifeTime", ctypes.c_uint32),
    )


def test_the_power_line_is_read_as_windows_writes_it(record_property: Record) -> None:
    record_property("cell", f"power line|{SHOWN}")
    status = Status()
    assert ctypes.windll.kernel32.GetSystemPowerStatus(ctypes.byref(status))  # type: ignore[attr-defined]
    assert on_battery() is (status.ACLineStatus == 0)


def test_windows_own_switch_for_animations_is_read(record_property: Record) -> None:
    record_property("cell", f"switch for animations|{SHOWN}")
    user32 = ctypes.windll.user32  # type: ignore[attr-defined]
    animates = ctypes.c_int(-1)
    answered = user32.SystemParametersInfoW(GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0)
    assert system_is_still() is (bool(answered) and animates.value == 0)
