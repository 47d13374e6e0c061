"""The program's own icon: of its windows, of the first page of About. The tray's is drawn live (`tray_icon.py`)."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon

from usagebar_qt.engine.resources import resources

SIZES = (16, 20, 24, 32, 48, 64, 128)
"""Pixels; Qt opens a picture when one of this size is asked for."""


def app_icon() -> QIcon:
    """The icon at every size that a window, a switcher or a taskbar asks for."""
    icon = QIcon()
    for size in SIZES:
        icon.addFile(str(resources() / "icons" / f"usagebar-qt-{size}.png"), QSize(size, size))
    return icon
