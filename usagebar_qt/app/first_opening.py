"""The popup's first opening, a part of it in each turn of the event loop: all together would hold up a single one for 40 ms."""

from __future__ import annotations

import importlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QFontInfo, QGuiApplication

if TYPE_CHECKING:
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.widgets.placement import Point

MODULES = (
    "usagebar_qt.wording.outlook",
    "usagebar_qt.widgets.gauge",
    "usagebar_qt.widgets.account_card",
    "usagebar_qt.widgets.card_list",
    "usagebar_qt.widgets.popup_foot",
    "usagebar_qt.widgets.popup",
    "usagebar_qt.services.history",
)
"""What the popup is made of, each with what it needs beyond those before it; and what it asks for as soon as it is painted."""
BETWEEN_MILLISECONDS = 2
"""From one part to the next. With none several would come in one turn."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Why the popup is opened: by a click at this place, and to see this account."""

    cursor: Point | None = None
    account_id: AccountId | None = None


class FirstOpening(QObject):
    """Loads what the popup is made of. Who wishes to see it again meanwhile has been heard already."""

    loaded = Signal()
    """It can be made now."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._letters_known = False
        self._turn = QTimer(self, interval=BETWEEN_MILLISECONDS, singleShot=True)
        self._turn.timeout.connect(self._load_next)

    def begin(self) -> None:
        """`loaded` comes in one of the next turns."""
        if not self._turn.isActive():
            self._turn.start()

    def stop(self) -> None:
        """Nobody wants to see it any more."""
        self._turn.stop()

    def _load_next(self) -> None:
        name = next((name for name in MODULES if name not in sys.modules), None)
        if name is not None:
            importlib.import_module(name)
        elif not self._letters_known:
            self._letters_known = True
            _touch_letters()
        else:
            self.loaded.emit()
            return
        self._turn.start()


def _touch_letters() -> None:
    """The first question about a font looks through the system's."""
    QFontInfo(QGuiApplication.font()).pixelSize()
