"""The icon in the panel: its menu, what a click means, and panels that come late."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon

from tests.fakes import FakeClock
from tests.statuses import SESSION, WEEK, ZAI, ok
from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.settings import Settings
from usagebar_qt.widgets.tray import TrayController

Reason = QSystemTrayIcon.ActivationReason


class LatePanel(TrayController):
    """A desktop whose panel appears when the test says so."""

    panel = False

    @property
    def has_host(self) -> bool:
        return self.panel


@pytest.fixture
def tray(qapp: QApplication) -> LatePanel:
    return LatePanel(FakeClock(), Settings())


def icon_of(tray: TrayController) -> QSystemTrayIcon:
    assert tray._icon is not None
    return tray._icon


def test_open_comes_first_in_the_menu_and_each_entry_asks_for_its_own(tray: LatePanel) -> None:
    tray.show()
    menu = icon_of(tray).contextMenu()
    assert isinstance(menu, QMenu)
    actions = [action for action in menu.actions() if not action.isSeparator()]
    assert [action.text() for action in actions] == ["Open", "Refresh", "Preferences…", "About", "Quit"]
    heard: list[str] = []
    for name in ("open", "refresh", "preferences", "about", "quit"):
        getattr(tray, f"{name}_requested").connect(lambda name=name: heard.append(name))
    for action in actions:
        action.trigger()
    assert heard == ["open", "refresh", "preferences", "about", "quit"]


def test_a_click_toggles_once_also_when_it_is_doubled(tray: LatePanel) -> None:
    tray.show()
    heard: list[bool] = []
    tray.toggle_requested.connect(lambda: heard.append(True))
    for reason in (Reason.Trigger, Reason.DoubleClick, Reason.Context):
        icon_of(tray).activated.emit(reason)
    assert heard == [True]


def test_a_panel_that_comes_late_gets_a_new_icon_with_the_same_figures(tray: LatePanel) -> None:
    appeared: list[bool] = []
    tray.appeared.connect(lambda: appeared.append(True))
    tray.show_statuses([ok(SESSION, WEEK)])
    tray.show()
    before = icon_of(tray)
    tray._look_for_host()
    assert icon_of(tray) is before
    tray.panel = True
    tray._look_for_host()
    assert icon_of(tray) is not before
    assert icon_of(tray).toolTip() == "Claude: session 34 %, week 91 % used"
    assert appeared == [True]
    assert not tray._watch.isActive()


def test_a_panel_that_ended_is_told_once_and_the_icon_is_left_to_come_back(tray: LatePanel) -> None:
    vanished, appeared = list[bool](), list[bool]()
    tray.vanished.connect(lambda: vanished.append(True))
    tray.appeared.connect(lambda: appeared.append(True))
    tray.panel = True
    tray.show()
    before = icon_of(tray)
    tray.look_after_host()
    assert (vanished, tray._watch.isActive()) == ([], False)
    tray.panel = False
    tray.look_after_host()
    tray.look_after_host()
    assert (vanished, tray._watch.isActive()) == ([True], True)
    tray.panel = True
    tray._look_for_host()
    assert (appeared, tray._watch.isActive()) == ([True], False)
    assert icon_of(tray) is before


def test_nothing_is_drawn_anew_for_what_nobody_can_see(tray: LatePanel) -> None:
    tray.show()
    tray.show_statuses([ok(SESSION)])
    drawn = icon_of(tray).icon().cacheKey()
    tray.show_statuses([ok(replace(SESSION, used_percent=34.2))])
    assert icon_of(tray).icon().cacheKey() == drawn
    tray.show_statuses([ok(replace(SESSION, used_percent=80.0))])
    assert icon_of(tray).icon().cacheKey() != drawn


def test_for_a_screen_that_comes_the_icon_is_drawn_anew(tray: LatePanel, qapp: QApplication) -> None:
    tray.show()
    tray.show_statuses([ok(SESSION)])
    icon_of(tray).setIcon(QIcon())
    qapp.screenAdded.emit(qapp.primaryScreen())
    assert not icon_of(tray).icon().isNull()


def test_a_switched_off_account_is_neither_drawn_nor_named(tray: LatePanel) -> None:
    tray.show()
    off = replace(ok(WEEK, account=ZAI), state=AccountState.DISABLED)
    tray.show_statuses([ok(SESSION), off])
    assert "Z.ai" not in icon_of(tray).toolTip()
    alone = icon_of(tray).icon().cacheKey()
    tray.show_statuses([ok(SESSION)])
    assert icon_of(tray).icon().cacheKey() == alone


def test_a_tooltip_is_short_enough_for_every_panel(tray: LatePanel) -> None:
    tray.show()
    many = [ok(SESSION, WEEK, account=replace(ZAI, id=replace(ZAI.id, slug=f"n{n}"), name="A rather long name")) for n in range(9)]
    tray.show_statuses(many)
    assert len(icon_of(tray).toolTip()) <= 120
    assert "<" not in icon_of(tray).toolTip()
