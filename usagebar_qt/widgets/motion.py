"""Whether anything may move: not where the style, the system or the person says that it should not."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QStyle

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

STILL = "usagebar_still"
"""A property of the application, so that every widget finds it."""
GET_CLIENT_AREA_ANIMATION = 0x1042
"""`SPI_GETCLIENTAREAANIMATION` (winuser.h): Windows' own switch for animations."""


def moves(widget: QWidget) -> bool:
    """Whether this widget may glide and turn."""
    application = QApplication.instance()
    if application is not None and application.property(STILL):
        return False
    # The program's style, not the widget's: below a style sheet all widgets have one in common, of which PySide makes a part of the
    # widget that asked last. Destroyed with it, it is destroyed a second time with the others (seen in 11 of 14 collections).
    return QApplication.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, widget) > 0


def put_in_force(*, reduced: bool) -> None:
    """What the preferences and the system say together."""
    application = QApplication.instance()
    if application is not None:
        application.setProperty(STILL, reduced or system_is_still())


def system_is_still() -> bool:
    """Windows tells; elsewhere only the style does."""
    if sys.platform == "win32":
        import ctypes

        return windows_is_still(ctypes.windll.user32)
    return False


def windows_is_still(user32: Any) -> bool:
    """`user32` is given from outside: it is there on Windows alone."""
    import ctypes

    animates = ctypes.c_int(1)
    answered = user32.SystemParametersInfoW(GET_CLIENT_AREA_ANIMATION, 0, ctypes.byref(animates), 0)
    return bool(answered) and animates.value == 0
