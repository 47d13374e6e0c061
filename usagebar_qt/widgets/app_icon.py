"""The program's own icon: of its windows, of the first page of About. The tray's is drawn live (`tray_icon.py`)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

SIZES = (16, 20, 24, 32, 48, 64, 128)
"""Pixels; Qt opens a picture when one of this size is asked for."""


def resources() -> Path:
    """Inside the package once it is installed or frozen; in a checkout, beside it."""
    package = Path(__file__).resolve().parents[1]
    carried = package / "_resources"
    return carried if carried.is_dir() else package.parent / "resources"


def app_icon() -> QIcon:
    """The icon at every size that a window, a switcher or a taskbar asks for."""
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(resources() / "icons" / f"usagebar-qt-{size}.png"), QSize(size, size))
    return icon
