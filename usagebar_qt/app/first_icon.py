"""What a person sees first: the icon, before anything is loaded that it does not need.

The preferences, all services and windows come after its first paint, some 0.1 s later; the menu is in English until then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, SignalInstance

from usagebar_qt.widgets.tray import TrayController

if TYPE_CHECKING:
    from usagebar_qt.domain.clock import Clock


class FirstIcon(QObject):
    """The tray, and what was clicked while nobody was there yet to do it."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.tray = TrayController(clock)
        self._early: list[SignalInstance] = []
        self.tray.toggle_requested.connect(self._on_toggle)
        self.tray.open_requested.connect(self._on_open)
        self.tray.quit_requested.connect(self._on_quit)

    def _on_toggle(self) -> None:
        self._early.append(self.tray.toggle_requested)

    def _on_open(self) -> None:
        self._early.append(self.tray.open_requested)

    def _on_quit(self) -> None:
        self._early.append(self.tray.quit_requested)

    def hand_over(self) -> None:
        """The rest is there now: what was wished meanwhile is wished again."""
        self.tray.toggle_requested.disconnect(self._on_toggle)
        self.tray.open_requested.disconnect(self._on_open)
        self.tray.quit_requested.disconnect(self._on_quit)
        early, self._early = self._early, []
        for wish in early:
            wish.emit()
