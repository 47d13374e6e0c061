"""How long the popup stays and where: pinned by a person, or alone because no panel shows an icon. What was pinned comes back."""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject
from PySide6.QtWidgets import QMenu

from usagebar_qt.engine.window_places import Place
from usagebar_qt.widgets.placement import Point, kept

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from usagebar_qt.engine.window_places import WindowPlaces
    from usagebar_qt.services.ports import Blocking, Spawner
    from usagebar_qt.widgets.popup import Popup
    from usagebar_qt.widgets.tray import TrayController

WINDOW = "popup"
PLACE_SECONDS = 5.0


class PopupKeeper(QObject):
    """Is given the popup when it is made. The place is read when it is first needed: a start reads one small file for it."""

    def __init__(
        self, places: WindowPlaces, workers: Blocking, tray: TrayController, tasks: Spawner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._workers = workers
        self._places = places
        self._tray = tray
        self._tasks = tasks
        self._popup: Popup | None = None
        self._place: Place | None = None
        self._has_read = False

    @property
    def is_pinned(self) -> bool:
        """A person wants to see it, also after a start."""
        place = self._remembered()
        return place is not None and place.pinned

    def keep(self, popup: Popup) -> None:
        """From now on."""
        from usagebar_qt.widgets.stay_policy import Stay

        self._popup = popup
        popup.set_stay(Stay(pinned=self.is_pinned))
        popup.pinned.connect(self._on_pinned)
        popup.hidden.connect(self._on_hidden)
        popup.menu_requested.connect(self._on_menu)

    def look_for_host(self) -> None:
        """Before it is shown by anything but its icon: a panel may have come or gone."""
        self._set_alone(not self._tray.has_host)

    def icon_was_used(self) -> None:
        """Before it is shown by its icon: there is a panel, and asking a busy one could keep a click waiting."""
        self._set_alone(alone=False)

    def _set_alone(self, alone: bool) -> None:
        if self._popup is not None:
            self._popup.set_stay(replace(self._popup.stay, alone=alone))

    def go_back(self) -> bool:
        """Puts a pinned window where it was left; False where it belongs beside its icon."""
        popup, place = self._popup, self._remembered()
        if popup is None or place is None or not popup.stay.pinned or not place.geometry:
            return False
        size = popup.sized()
        popup.restoreGeometry(QByteArray.fromBase64(place.geometry.encode("ascii", "replace")))
        left = popup.geometry()
        available = self._tray.room_at(left.center())
        # Below the middle of the screen it grows upwards: there its lower edge stays, whatever it has to say by now.
        is_low = left.bottom() > available.y + available.height // 2
        top = left.bottom() + 1 - size.height() if is_low else left.y()
        spot = kept((size.width(), size.height()), Point(left.x(), top), available)
        popup.resize(size)
        popup.move(spot.x, spot.y)
        return True

    def note(self) -> None:
        """At the end of the program: nobody waits for a task any more."""
        if self._popup is not None and self._popup.isVisible() and self._popup.stay.pinned:
            self._places.save(WINDOW, self._here(self._popup))

    def _remembered(self) -> Place | None:
        if not self._has_read:
            self._has_read = True
            self._place = self._places.load(WINDOW)
        return self._place

    @staticmethod
    def _here(popup: Popup) -> Place:
        return Place(bytes(popup.saveGeometry().toBase64().data()).decode("ascii"), pinned=popup.stay.pinned)

    def _on_pinned(self) -> None:
        if self._popup is not None:
            self._has_read, self._place = True, self._here(self._popup)
            self._tasks.spawn(self._save(self._place), name="popup-place")

    def _on_hidden(self) -> None:
        """It may have been moved."""
        if self._popup is not None and self._popup.stay.pinned:
            self._on_pinned()

    async def _save(self, place: Place) -> None:
        with contextlib.suppress(TimeoutError):
            await self._workers.run(self._places.save, WINDOW, place, timeout=PLACE_SECONDS)

    def _on_menu(self, at: QPoint) -> None:
        """The icon's own entries, in a menu that belongs to the window: Wayland shows no other."""
        if self._popup is not None:
            menu = QMenu(self._popup)
            menu.addActions(self._tray.menu_actions()[1:])  # the first opens what is open already
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(at)
