"""What the smoke test reports of the process itself: its age and its memory, where the platform tells them."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

_PLATFORM: str = sys.platform
IMPORTED_AT = time.perf_counter()


def age_ms() -> float:
    """Milliseconds since the process was started; where the system does not tell, since this module was imported."""
    try:
        if _PLATFORM == "linux":
            # Field 22 of stat, counted after the name, which may hold spaces; in clock ticks since boot.
            started = int(Path("/proc/self/stat").read_text("latin-1").rpartition(")")[2].split()[19])
            return (time.clock_gettime(time.CLOCK_BOOTTIME) - started / os.sysconf("SC_CLK_TCK")) * 1000
        if _PLATFORM == "win32":
            return _windows_age_ms()
    except (OSError, ValueError, IndexError):
        pass
    return (time.perf_counter() - IMPORTED_AT) * 1000


def _windows_age_ms() -> float:
    import ctypes

    times = [ctypes.c_ulonglong() for _ in range(4)]
    now = ctypes.c_ulonglong()
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009 - known to mypy on Windows alone
    kernel.GetCurrentProcess.restype = ctypes.c_void_p
    if not kernel.GetProcessTimes(ctypes.c_void_p(kernel.GetCurrentProcess()), *(ctypes.byref(value) for value in times)):
        raise OSError("GetProcessTimes")
    kernel.GetSystemTimeAsFileTime(ctypes.byref(now))
    return (now.value - times[0].value) / 10_000  # units of 100 ns


def memory_kib() -> tuple[int | None, int | None]:
    """Resident and proportional set size in KiB; None where the system does not tell."""
    try:
        text = Path("/proc/self/smaps_rollup").read_text("ascii")
    except OSError:
        return None, None
    found = {line.split(":")[0]: int(line.split()[1]) for line in text.splitlines()[1:] if line.endswith("kB")}
    return found.get("Rss"), found.get("Pss")
