"""A popup that somebody pinned, or that no icon leads back to: how long it stays, as which window, and where after a start."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from itertools import product
from pathlib import Path
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from tests.fakes import FakeClock
from tests.statuses import SESSION, ZAI, ok
from usagebar_qt.app.popup_keeper import PopupKeeper
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.engine.window_places import WindowPlaces
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.icon_button import IconButton
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.stay_policy import Stay
from usagebar_qt.widgets.tray import TrayController

T = TypeVar("T")
ABOVE, TOOL = Qt.WindowType.WindowStaysOnTopHint, Qt.WindowType.Tool


class Panel(TrayController):
    there = True
    asked = 0

    @property
    def has_host(self) -> bool:
        self.asked += 1
        return self.there


class AtOnce:
    """Background work and blocking work, both done where they are asked for."""

    def spawn(self, work: Coroutine[Any, Any, T], *, name: str) -> asyncio.Task[T]:
        with pytest.raises(StopIteration):
            work.send(None)
        return None  # type: ignore[return-value]  # nobody here waits for it

    async def run(self, call: Callable[..., T], *arguments: Any, timeout: float) -> T:
        return call(*arguments)


class Bed:
    def __init__(self, folder: Path, *, panel: bool = True) -> None:
        self.tray = Panel(FakeClock(), Settings())
        self.tray.there = panel
        work = AtOnce()
        self.keeper = PopupKeeper(WindowPlaces(folder / "windows.json"), work, self.tray, work)
        self.model = AccountListModel(INFOS)
        self.model.set_statuses([ok(SESSION)])
        self.popup = Popup(self.model, FakeClock(), Settings(theme=Theme.DARK))

    def open(self) -> Popup:
        self.keeper.keep(self.popup)
        self.keeper.look_for_host()
        self.popup.show()
        self.popup.activateWindow()
        assert QTest.qWaitForWindowActive(self.popup)
        return self.popup

    def button(self, name: str) -> IconButton:
        return next(button for button in self.popup.findChildren(IconButton) if button.accessibleName() == name)

    def press_pin(self) -> None:
        QTest.mouseClick(self.button("Keep this window open"), Qt.MouseButton.LeftButton)


@pytest.fixture
def bed(qapp: QApplication, tmp_path: Path) -> Iterator[Bed]:
    made = Bed(tmp_path)
    yield made
    made.popup.hide()
    made.popup.deleteLater()


def leave(popup: Popup) -> None:
    """Another program's window gets the focus."""
    QApplication.sendEvent(popup, QEvent(QEvent.Type.WindowDeactivate))
    popup._on_application_state(Qt.ApplicationState.ApplicationInactive)


def test_only_what_has_no_icon_is_listed_and_only_what_is_pinned_or_passing_is_above_others() -> None:
    told = {(pinned, alone): Stay(pinned, alone) for pinned, alone in product((False, True), repeat=2)}
    assert [key for key, stay in told.items() if stay.flags & TOOL == TOOL] == [(False, False), (True, False)]
    assert [key for key, stay in told.items() if stay.flags & ABOVE] == [(False, False), (True, False), (True, True)]
    assert [key for key, stay in told.items() if not stay.lasts] == [(False, False)]
    assert all(stay.flags & Qt.WindowType.FramelessWindowHint for stay in told.values())


def test_a_pinned_popup_stays_when_the_focus_goes_and_can_be_closed(bed: Bed) -> None:
    popup = bed.open()
    assert not bed.button("Close").isVisible()
    bed.press_pin()
    assert bed.button("Keep this window open").isChecked()
    leave(popup)
    assert popup.isVisible()
    QTest.mouseClick(bed.button("Close"), Qt.MouseButton.LeftButton)
    assert not popup.isVisible()


def test_unpinned_it_is_gone_with_the_focus_again(bed: Bed) -> None:
    popup = bed.open()
    bed.press_pin()
    bed.press_pin()
    assert not bed.button("Close").isVisible()
    leave(popup)
    assert not popup.isVisible()


def test_what_was_pinned_is_pinned_after_a_start_and_where_it_was(bed: Bed, tmp_path: Path) -> None:
    popup = bed.open()
    bed.press_pin()
    popup.move(40, 60)
    popup.hide()
    again = Bed(tmp_path)
    assert again.keeper.is_pinned
    again.keeper.keep(again.popup)
    assert again.keeper.go_back()
    assert (again.popup.x(), again.popup.y()) == (40, 60)
    assert again.popup.size() == again.popup.sized()
    again.popup.deleteLater()


def test_low_on_the_screen_its_lower_edge_stays_where_it_was_whatever_it_has_to_say_by_now(bed: Bed, tmp_path: Path) -> None:
    popup = bed.open()
    bed.press_pin()
    popup.move(40, popup.screen().availableGeometry().bottom() - 20 - popup.height())
    bottom = popup.geometry().bottom()
    popup.hide()
    again = Bed(tmp_path)
    again.keeper.keep(again.popup)
    again.model.set_statuses([ok(SESSION), ok(SESSION, account=ZAI)])
    assert again.keeper.go_back()
    assert again.popup.height() != popup.height()
    assert again.popup.geometry().bottom() == bottom
    again.popup.deleteLater()


def test_where_its_screen_has_gone_it_comes_back_onto_one_that_is_there(bed: Bed, tmp_path: Path) -> None:
    popup = bed.open()
    bed.press_pin()
    popup.move(5_000, 60)
    bed.keeper.note()
    again = Bed(tmp_path)
    again.keeper.keep(again.popup)
    assert again.keeper.go_back()
    assert again.popup.screen().availableGeometry().contains(again.popup.geometry())
    again.popup.deleteLater()


def test_one_that_is_not_pinned_opens_beside_its_icon(bed: Bed, tmp_path: Path) -> None:
    bed.open()
    bed.press_pin()
    bed.press_pin()
    bed.popup.hide()
    again = Bed(tmp_path)
    again.keeper.keep(again.popup)
    assert not again.keeper.is_pinned
    assert not again.keeper.go_back()
    again.popup.deleteLater()


def test_without_a_panel_it_is_an_ordinary_window_that_stays_and_with_one_it_is_a_popup_again(bed: Bed) -> None:
    bed.tray.there = False
    popup = bed.open()
    assert popup.windowFlags() & TOOL != TOOL
    assert bed.button("Close").isVisible()
    leave(popup)
    assert popup.isVisible()
    bed.tray.there = True
    bed.keeper.look_for_host()
    assert popup.isVisible()
    assert popup.windowFlags() & TOOL == TOOL
    leave(popup)
    assert not popup.isVisible()


def test_a_click_on_the_icon_asks_no_panel_whether_it_is_there(bed: Bed) -> None:
    bed.tray.there = False
    popup = bed.open()
    bed.tray.asked = 0
    bed.keeper.icon_was_used()
    assert bed.tray.asked == 0
    assert popup.windowFlags() & TOOL == TOOL


def test_becoming_another_kind_of_window_is_not_mistaken_for_being_closed(bed: Bed) -> None:
    popup = bed.open()
    bed.tray.there = False
    bed.keeper.look_for_host()
    assert popup.isVisible()
    assert popup.hidden_by is None


def test_its_menu_is_the_icons_so_that_a_person_without_a_panel_can_quit(bed: Bed) -> None:
    popup = bed.open()
    asked: list[bool] = []
    bed.tray.quit_requested.connect(lambda: asked.append(True))
    QApplication.sendEvent(popup, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(9, 9), QPoint(9, 9)))
    menu = popup.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert [action.text() for action in menu.actions() if not action.isSeparator()] == ["Refresh", "Preferences…", "About", "Quit"]
    menu.actions()[-1].trigger()
    assert asked == [True]
    menu.close()
