"""Preferences tell what the user wants, once; a typed key does not outlive its use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox

from tests.fakes import CLAUDE_LIKE, KEY_LIKE, FakeClock
from tests.statuses import CLAUDE, SESSION, ZAI, ok
from usagebar_qt.domain.models import Account, AccountId, AccountState, AccountStatus
from usagebar_qt.domain.settings import Renewal, Settings, Theme
from usagebar_qt.engine.keys import KeyPresence
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.services.ports import AutostartState
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog

TYPED = "typed-by-hand-0123"


class Bed:
    def __init__(self) -> None:
        self.model = AccountListModel(INFOS)
        self.model.set_statuses([ok(SESSION), ok(SESSION, account=ZAI)])
        self.dialog = PreferencesDialog(Settings(theme=Theme.DARK), self.model, INFOS, FakeClock())
        self.edits: list[Settings] = []
        self.keys: list[tuple[object, ...]] = []
        self.dialog.settings_edited.connect(self.edits.append)
        self.dialog.key_look_requested.connect(lambda *what: self.keys.append(("look", *what)))
        self.dialog.key_check_requested.connect(lambda *what: self.keys.append(("check", *what)))
        self.dialog.key_save_requested.connect(lambda *what: self.keys.append(("save", *what)))
        self.dialog.key_hold_requested.connect(lambda *what: self.keys.append(("hold", *what)))
        self.dialog.key_delete_requested.connect(lambda *what: self.keys.append(("delete", *what)))
        self.dialog.show()

    def at_key(self) -> Bed:
        """The page of the account that has a key."""
        self.dialog.show_account(ZAI.id)
        self.keys.clear()
        return self

    @property
    def field(self) -> QLineEdit:
        fields: list[QLineEdit] = self.dialog.findChildren(QLineEdit)
        return next(field for field in fields if "Key of" in field.accessibleName())

    def button(self, text: str) -> QPushButton:
        buttons: list[QPushButton] = self.dialog.findChildren(QPushButton)
        return next(button for button in buttons if button.text() == text)

    def box_with(self, data: object) -> QComboBox:
        boxes: list[QComboBox] = self.dialog.findChildren(QComboBox)
        return next(box for box in boxes if box.findData(data) >= 0)

    def texts(self) -> list[str]:
        return [label.text() for label in self.dialog.findChildren(QLabel)]

    def press(self, text: str) -> None:
        QTest.mouseClick(self.button(text), Qt.MouseButton.LeftButton)


@pytest.fixture
def bed(qapp: QApplication) -> Iterator[Bed]:
    made = Bed()
    yield made
    made.dialog.close()


# -- keys ---------------------------------------------------------------------------------------------------------------
def test_where_a_key_comes_from_is_asked_for_when_its_account_is_first_shown(bed: Bed) -> None:
    bed.dialog.show_account(CLAUDE.id)
    assert bed.keys == []
    bed.dialog.show_account(ZAI.id)
    bed.dialog.show_account(CLAUDE.id)
    bed.dialog.show_account(ZAI.id)
    assert bed.keys == [("look", ZAI.id)]


def test_a_typed_key_is_hidden_until_it_is_revealed(bed: Bed) -> None:
    bed.at_key()
    assert bed.field.echoMode() is QLineEdit.EchoMode.Password
    bed.press("Show")
    assert bed.field.echoMode() is QLineEdit.EchoMode.Normal


def test_a_stored_key_leaves_the_field_and_cannot_be_brought_back(bed: Bed) -> None:
    bed.at_key().press("Show")
    QTest.keyClicks(bed.field, TYPED)
    bed.press("Save")
    assert bed.keys == [("save", ZAI.id, TYPED)]
    bed.dialog.show_key_result(ZAI.id, "The key is stored.", stored=True)
    bed.field.undo()
    bed.field.setEchoMode(QLineEdit.EchoMode.Normal)
    bed.field.undo()
    assert bed.field.text() == ""
    assert "The key is stored." in bed.texts()


def test_a_refused_key_stays_in_the_field_to_be_mended(bed: Bed) -> None:
    QTest.keyClicks(bed.at_key().field, TYPED)
    bed.press("Check")
    assert not bed.button("Save").isEnabled()
    bed.dialog.show_key_result(ZAI.id, "Refused.")
    assert bed.field.text() == TYPED
    assert bed.button("Save").isEnabled()
    assert bed.keys == [("check", ZAI.id, TYPED)]


def test_news_of_the_account_do_not_touch_what_is_being_typed(bed: Bed) -> None:
    QTest.keyClicks(bed.at_key().field, TYPED)
    bed.model.update(AccountStatus(ZAI, AccountState.NOT_CONFIGURED))
    bed.model.set_statuses([*bed.model, ok(SESSION, account=Account(AccountId("zai", "more"), "More"))])
    assert bed.field.text() == TYPED
    assert "No key yet." in bed.texts()


def test_a_closed_window_keeps_no_typed_key(bed: Bed) -> None:
    QTest.keyClicks(bed.at_key().field, TYPED)
    bed.dialog.close()
    assert bed.field.text() == ""


def test_delete_is_offered_only_where_a_key_is_stored(bed: Bed) -> None:
    bed.at_key()
    bed.dialog.show_key_presence(ZAI.id, KeyPresence(from_environment=True))
    assert not bed.button("Delete").isEnabled()
    bed.dialog.show_key_presence(ZAI.id, KeyPresence(stored=True))
    bed.press("Delete")
    assert bed.keys == [("delete", ZAI.id)]


@pytest.mark.parametrize("presence", [KeyPresence(locked=True), KeyPresence(storable=False)])
def test_where_no_keyring_can_be_used_a_key_may_be_used_until_the_end(bed: Bed, presence: KeyPresence) -> None:
    bed.at_key()
    assert not bed.button("Use it until I quit").isVisible()
    bed.dialog.show_key_presence(ZAI.id, presence)
    QTest.keyClicks(bed.field, TYPED)
    bed.press("Use it until I quit")
    assert bed.keys == [("hold", ZAI.id, TYPED)]
    bed.dialog.show_key_presence(ZAI.id, KeyPresence(for_session=True))
    assert "A key is held in memory. It is gone when you quit Usage Bar." in bed.texts()
    assert bed.button("Delete").isEnabled()


def test_a_keyring_that_refused_the_save_is_offered_the_other_way(bed: Bed) -> None:
    QTest.keyClicks(bed.at_key().field, TYPED)
    bed.press("Save")
    bed.dialog.show_key_result(ZAI.id, "The keyring stayed locked.", unusable_store=True)
    assert bed.button("Use it until I quit").isVisible()
    assert bed.field.text() == TYPED


def test_without_any_keyring_nothing_can_be_saved_not_even_with_enter(bed: Bed) -> None:
    bed.at_key()
    bed.dialog.show_key_presence(ZAI.id, KeyPresence(storable=False))
    assert not bed.button("Save").isEnabled()
    QTest.keyClicks(bed.field, TYPED)
    QTest.keyClick(bed.field, Qt.Key.Key_Return)
    assert bed.keys == []


# -- settings -----------------------------------------------------------------------------------------------------------
def test_each_change_is_told_once_and_holds_what_was_set_before(bed: Bed) -> None:
    intervals = bed.box_with(600)
    intervals.setCurrentIndex(intervals.findData(600))
    bed.dialog._general.findChildren(QSpinBox)[0].setValue(60)
    assert bed.edits == [
        Settings(theme=Theme.DARK, refresh_seconds=600),
        Settings(theme=Theme.DARK, refresh_seconds=600, warning_percent=60),
    ]


def test_the_warning_level_stays_below_the_danger_level(bed: Bed) -> None:
    warning, danger = bed.dialog._general.findChildren(QSpinBox)
    warning.setValue(99)
    assert warning.value() == danger.value() - 1
    danger.setValue(2)
    assert danger.value() == warning.value() + 1


def test_settings_from_elsewhere_are_shown_and_not_told_back(bed: Bed) -> None:
    bed.dialog.show_settings(Settings(theme=Theme.LIGHT, refresh_seconds=420))
    assert bed.edits == []
    assert "Every 7 min" in [box.currentText() for box in bed.dialog.findChildren(QComboBox)]


def test_an_account_is_switched_off_and_its_region_changed_on_its_own_page(bed: Bed) -> None:
    bed.dialog.show_account(CLAUDE.id)
    next(box for box in bed.dialog.findChildren(QCheckBox) if "Show this account" in box.text().replace("&", "")).click()
    assert bed.edits[-1].account(CLAUDE.id).enabled is False
    bed.dialog.show_account(ZAI.id)
    region = bed.box_with("china")
    region.setCurrentIndex(1)
    assert bed.edits[-1].account(ZAI.id).options["region"] == region.currentData()
    assert bed.edits[-1].account(CLAUDE.id).enabled is False


def test_the_tray_icon_shows_the_chosen_account_or_the_nearest_to_a_limit(bed: Bed) -> None:
    icon = bed.box_with("zai")
    icon.setCurrentIndex(icon.findData("zai"))
    assert bed.edits[-1].icon_account == ZAI.id
    icon.setCurrentIndex(0)
    assert bed.edits[-1].icon_account is None


def test_an_account_that_is_switched_off_is_offered_only_where_it_is_chosen(bed: Bed) -> None:
    off = AccountStatus(replace(ZAI, enabled=False), AccountState.DISABLED)
    bed.model.set_statuses([ok(SESSION), off])
    assert "Z.ai" not in [bed.box_with("claude").itemText(row) for row in range(bed.box_with("claude").count())]
    bed.dialog.show_settings(Settings(icon_account=ZAI.id))
    assert bed.box_with("claude").currentText() == "Z.ai"
    assert bed.edits == []


@pytest.mark.parametrize("mode", [Renewal.THROUGH_CLI, Renewal.NEVER])
def test_who_renews_the_sign_in_is_chosen_at_once_and_explained(bed: Bed, mode: Renewal) -> None:
    bed.dialog.show_account(CLAUDE.id)
    box = bed.box_with(mode)
    assert box.currentData() == Renewal.AUTOMATIC
    box.setCurrentIndex(box.findData(mode))
    assert bed.edits[-1].renewal is mode
    before = "Usage Bar does, under Claude Code's own locks"
    assert not any(before in text for text in bed.texts())
    assert box.accessibleDescription() in bed.texts()
    bed.dialog.show_settings(Settings())
    assert any(before in text for text in bed.texts())


def test_what_a_provider_says_of_itself_decides_its_fields(qapp: QApplication) -> None:
    model = AccountListModel((CLAUDE_LIKE, KEY_LIKE))
    accounts = [Account(AccountId(info.id), info.name) for info in (CLAUDE_LIKE, KEY_LIKE)]
    model.set_statuses([AccountStatus(account, AccountState.STALE) for account in accounts])
    dialog = PreferencesDialog(Settings(), model, (CLAUDE_LIKE, KEY_LIKE), FakeClock())
    for account in accounts:
        dialog.show_account(account.id)
    lines: list[QLineEdit] = dialog._providers.findChildren(QLineEdit)
    fields = [field.accessibleName() for field in lines if field.accessibleName()]
    assert fields == ["Key of Has Key"]
    assert not [box for box in dialog.findChildren(QComboBox) if box.findData(Renewal.NEVER) >= 0]


def test_the_theme_holds_in_every_window_and_the_system_takes_over_again(bed: Bed) -> None:
    dark = bed.dialog.grab().toImage().pixelColor(3, 3).lightness()
    bed.dialog.show_settings(Settings(theme=Theme.LIGHT))
    assert dark < 60 < 200 < bed.dialog.grab().toImage().pixelColor(3, 3).lightness()
    bed.dialog.show_settings(Settings(theme=Theme.HIGH_CONTRAST))
    assert bed.dialog.grab().toImage().pixelColor(3, 3).lightness() == 0
    bed.dialog.show_settings(Settings(theme=Theme.SYSTEM))
    assert bed.dialog.palette() == QApplication.palette()
    assert bed.dialog.styleSheet() == ""


def test_start_at_login_shows_what_the_system_says_and_a_copy_that_cannot_start_says_why(bed: Bed) -> None:
    box = next(box for box in bed.dialog.findChildren(QCheckBox) if "sign in" in box.text())
    wishes: list[bool] = []
    bed.dialog.autostart_wished.connect(wishes.append)
    assert not box.isEnabled()  # nobody has looked yet
    bed.dialog.show_autostart(AutostartState.ON)
    assert (box.isEnabled(), box.isChecked(), wishes) == (True, True, [])
    box.click()
    assert wishes == [False]
    bed.dialog.show_autostart(AutostartState.ON)
    bed.dialog.show_autostart_failure()
    assert box.isChecked()
    assert "did not take" in box.accessibleDescription()
    bed.dialog.show_autostart(AutostartState.IMPOSSIBLE)
    assert not box.isEnabled()
    assert "not installed" in box.accessibleDescription()


def test_the_window_remembers_its_place_and_its_page(bed: Bed) -> None:
    told: list[tuple[str, int]] = []
    bed.dialog.left.connect(lambda: told.append(bed.dialog.place()))
    bed.dialog.resize(700, 650)
    bed.dialog.show_about()
    bed.dialog.close()
    ((geometry, page),) = told
    again = Bed()
    again.dialog.go_back_to(geometry, page)
    assert (again.dialog.width(), again.dialog.height()) == (700, 650)
    assert again.dialog.place()[1] == page
    again.dialog.go_back_to("no geometry é", 99)
    assert again.dialog.place()[1] == page
    again.dialog.close()
