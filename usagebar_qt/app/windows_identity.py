"""Under which name Windows groups our windows and shows our notifications."""

from __future__ import annotations

from typing import Any

APP_ID = "UsageBar"
"""The AppUserModelID, the same on the start menu's entry and in the registry, both made by the installer (`installer.nsi`). Where
nobody installed, notifications show it as it stands here: so it is the name, and no maker and product in a row."""


def tell_windows(shell32: Any) -> bool:
    """Before the first window. Without it Windows takes a program that Python runs for Python. `shell32` is given from outside: it
    is there on Windows alone."""
    import ctypes

    return bool(shell32.SetCurrentProcessExplicitAppUserModelID(ctypes.c_wchar_p(APP_ID)) == 0)
