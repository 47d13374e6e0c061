"""Preferences tell what the user wants, once; a typed key does not outlive its use."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QPushButton, QSpinBox

from tests.fakes import CLAUDE_LIKE, KEY_LIKE
from tests.statuses import CLAUDE, ZAI
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.engine.keys import KeyPresence
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.widgets.about import AboutDialog
from usagebar_qt.widgets.preferences import PreferencesDialog

TYPED = "typed-by-hand-0123"


class Bed:
    def __init__(self) -> None:
        self.dialog = PreferencesDialog(Settings(theme=Theme.DARK), (CLAUDE, ZAI), INFOS)
        self.edits: list[Settings] = []
        self.keys: list[tuple[object, ...]] = []
        self.dialog.settings_edited.connect(self.edits.append)
        self.dialog.key_check_requested.connect(lambda *what: self.keys.append(("check", *what)))
        self.dialog.key_save_requested.connect(lambda *what: self.keys.append(("save", *what)))
        self.dialog.key_delete_requested.connect(lambda *what: self.keys.append(("delete", *what)))
        self.dialog.show()

    @property
    def field(self) -> QLineEdit:
        return next(field for field in self.dialog.findChildren(QLineEdit) if "Key of" in field.accessibleName())

    def button(self, text: str) -> QPushButton:
        return next(button for button in self.dialog.findChildren(QPushButton) if button.text() == text)

    def press(self, text: str) -> None:
        QTest.mouseClick(self.button(text), Qt.MouseButton.LeftButton)


@pytest.fixture
def bed(qapp: QApplication) -> Bed:
    return Bed()


def test_a_typed_key_is_hidden_until_it_is_revealed(bed: Bed) -> None:
    assert bed.field.echoMode() is QLineEdit.EchoMode.Password
    bed.press("Show")
    assert bed.field.echoMode() is QLineEdit.EchoMode.Normal


def test_a_stored_key_leaves_the_field_and_cannot_be_brought_back(bed: Bed) -> None:
    bed.press("Show")
    QTest.keyClicks(bed.field, TYPED)
    bed.press("Save")
    assert bed.keys == [("save", ZAI.id, TYPED)]
    bed.dialog.show_key_result(ZAI.id, "The key is stored.", stored=True)
    bed.field.undo()
    bed.field.setEchoMode(QLineEdit.EchoMode.Normal)
    bed.field.undo()
    assert bed.field.text() == ""
    assert "The key is stored." in [label.text() for label in bed.dialog.findChildren(QLabel)]


def test_a_refused_key_stays_in_the_field_to_be_mended(bed: Bed) -> None:
    QTest.keyClicks(bed.field, TYPED)
    bed.press("Check")
    assert not bed.button("Save").isEnabled()
    bed.dialog.show_key_result(ZAI.id, "Refused.")
    assert bed.field.text() == TYPED
    assert bed.button("Save").isEnabled()
    assert bed.keys == [("check", ZAI.id, TYPED)]


def test_a_closed_window_keeps_no_typed_key(bed: Bed) -> None:
    QTest.keyClicks(bed.field, TYPED)
    bed.dialog.close()
    assert bed.field.text() == ""


def test_delete_is_offered_only_where_a_key_is_stored(bed: Bed) -> None:
    bed.dialog.show_key_presence(ZAI.id, KeyPresence(stored=False, from_environment=True, locked=False))
    assert not bed.button("Delete").isEnabled()
    bed.dialog.show_key_presence(ZAI.id, KeyPresence(stored=True, from_environment=False, locked=False))
    bed.press("Delete")
    assert bed.keys == [("delete", ZAI.id)]


def test_each_change_is_told_once_and_holds_what_was_set_before(bed: Bed) -> None:
    intervals = next(box for box in bed.dialog.findChildren(QComboBox) if box.findData(600) >= 0)
    intervals.setCurrentIndex(intervals.findData(600))
    warning = bed.dialog.findChildren(QSpinBox)[0]
    warning.setValue(60)
    assert bed.edits == [
        Settings(theme=Theme.DARK, refresh_seconds=600),
        Settings(theme=Theme.DARK, refresh_seconds=600, warning_percent=60),
    ]


def test_the_warning_level_stays_below_the_danger_level(bed: Bed) -> None:
    warning, danger = bed.dialog.findChildren(QSpinBox)
    warning.setValue(99)
    assert warning.value() == danger.value() - 1
    danger.setValue(2)
    assert danger.value() == warning.value() + 1


def test_settings_from_elsewhere_are_shown_and_not_told_back(bed: Bed) -> None:
    bed.dialog.show_settings(Settings(theme=Theme.LIGHT, refresh_seconds=420))
    assert bed.edits == []
    assert "7 min" in [box.currentText() for box in bed.dialog.findChildren(QComboBox)]


def test_an_account_is_switched_off_and_its_region_changed_by_its_own_row(bed: Bed) -> None:
    shown = bed.dialog.findChildren(QCheckBox)[0]
    shown.click()
    assert bed.edits[-1].account(CLAUDE.id).enabled is False
    region = next(box for box in bed.dialog.findChildren(QComboBox) if box.property("option") == "region")
    region.setCurrentIndex(1)
    assert bed.edits[-1].account(ZAI.id).options["region"] == region.currentData()
    assert bed.edits[-1].account(CLAUDE.id).enabled is False


def test_what_a_provider_says_of_itself_decides_its_rows(qapp: QApplication) -> None:
    infos = (CLAUDE_LIKE, KEY_LIKE)
    accounts = tuple(Account(AccountId(info.id), info.name) for info in infos)
    dialog = PreferencesDialog(Settings(), accounts, infos)
    fields = [field.accessibleName() for field in dialog.findChildren(QLineEdit) if field.accessibleName()]
    assert fields == ["Key of Has Key"]


def test_the_theme_holds_in_every_window_and_the_system_takes_over_again(bed: Bed) -> None:
    dark = bed.dialog.grab().toImage().pixelColor(3, 3).lightness()
    bed.dialog.show_settings(Settings(theme=Theme.LIGHT))
    assert dark < 60 < 200 < bed.dialog.grab().toImage().pixelColor(3, 3).lightness()
    about = AboutDialog(Theme.DARK)
    assert about.grab().toImage().pixelColor(3, 3).lightness() < 60
    bed.dialog.show_settings(Settings(theme=Theme.SYSTEM))
    assert bed.dialog.palette() == QApplication.palette()
