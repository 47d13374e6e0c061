"""The list of accounts: named, ordered, added and removed with the keyboard alone; nothing of one is shown at another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
)

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, SESSION, ZAI, ok
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.domain.settings import AccountSettings, Settings
from usagebar_qt.engine.accounts import accounts_of
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.preferences.add_account import AddAccountDialog, NewAccount
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.preferences.providers import AccountList

WORK = AccountId("claude", "work")
SECOND = AccountId("zai", "second")
FOUR = Settings(accounts=(AccountSettings(WORK, "Work", True, {"config_dir": "/home/me/.claude-work"}), AccountSettings(SECOND)))
KEY = "canary-key-of-the-second"


class Bed:
    """A dialog whose edits come back as the program's would."""

    def __init__(self, settings: Settings = FOUR) -> None:
        self.model = AccountListModel(INFOS)
        self.settings = settings
        self.edits: list[Settings] = []
        self.removed: list[AccountId] = []
        self.added: list[NewAccount] = []
        self.looks: list[tuple[str, str, str]] = []
        self._show_accounts()
        self.dialog = PreferencesDialog(settings, self.model, INFOS, FakeClock())
        self.dialog.settings_edited.connect(self._on_edited)
        self.dialog.account_remove_requested.connect(self.removed.append)
        self.dialog.account_add_requested.connect(self.added.append)
        self.dialog.folder_look_requested.connect(lambda *what: self.looks.append(what))
        self.dialog.show()
        self.list: AccountList = self.dialog.findChildren(AccountList)[0]
        self.dialog.show_account(WORK)

    def _on_edited(self, settings: Settings) -> None:
        self.settings = settings
        self.edits.append(settings)
        self._show_accounts()
        self.dialog.show_settings(settings)

    def _show_accounts(self) -> None:
        self.model.set_statuses([ok(SESSION, account=account) for account in accounts_of(self.settings, INFOS)])

    def ids(self) -> list[str]:
        return [str(status.id) for status in self.model]

    def names(self) -> list[str]:
        return [status.account.name for status in self.model]

    def current(self) -> str:
        return str(self.list.currentIndex().data())

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.list, key, modifier)
        settle()

    def button(self, text: str) -> QAbstractButton:
        buttons: list[QPushButton] = self.dialog.findChildren(QPushButton)
        return next(button for button in buttons if button.text().replace("&", "") == text)

    @property
    def name(self) -> QLineEdit:
        fields: list[QLineEdit] = self.dialog.findChildren(QLineEdit)
        return next(field for field in fields if field.isVisible() and field.placeholderText() == "Claude")

    @property
    def adding(self) -> AddAccountDialog:
        return list(self.dialog.findChildren(AddAccountDialog))[-1]

    def question(self) -> QMessageBox:
        return list(self.dialog.findChildren(QMessageBox))[-1]


@pytest.fixture
def bed(qapp: QApplication) -> Iterator[Bed]:
    made = Bed()
    yield made
    made.dialog.close()


def settle() -> None:
    QCoreApplication.sendPostedEvents()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


# -- order, names, on and off -------------------------------------------------------------------------------------------
def test_alt_and_the_arrows_order_the_accounts_and_the_chosen_one_stays_chosen(bed: Bed) -> None:
    assert bed.ids() == ["claude:work", "zai:second", "claude", "zai"]
    bed.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    bed.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert bed.ids() == ["zai:second", "claude", "claude:work", "zai"]
    assert bed.current() == "Work"
    bed.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert bed.ids() == ["zai:second", "claude:work", "claude", "zai"]
    assert [str(entry.id) for entry in bed.settings.accounts] == bed.ids()


def test_an_account_at_the_end_goes_no_further(bed: Bed) -> None:
    bed.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert bed.edits == []
    assert not bed.button("Move up").isEnabled()
    assert bed.button("Move down").isEnabled()


@pytest.mark.parametrize(
    ("account", "row", "after"),
    [
        (WORK, 4, ["zai:second", "claude", "zai", "claude:work"]),
        (WORK, 2, ["zai:second", "claude:work", "claude", "zai"]),
        (ZAI.id, 0, ["zai", "claude:work", "zai:second", "claude"]),
        (WORK, 0, ["claude:work", "zai:second", "claude", "zai"]),
        (WORK, 1, ["claude:work", "zai:second", "claude", "zai"]),
    ],
)
def test_a_dragged_account_stands_where_it_was_dropped(bed: Bed, account: AccountId, row: int, after: list[str]) -> None:
    bed.model.place_requested.emit(account, row)
    settle()
    assert bed.ids() == after


def test_space_shows_and_hides_an_account(bed: Bed) -> None:
    bed.list.setFocus()
    bed.key(Qt.Key.Key_Space)
    assert bed.settings.account(WORK).enabled is False
    assert bed.settings.account(WORK).options == {"config_dir": "/home/me/.claude-work"}
    bed.key(Qt.Key.Key_Space)
    assert bed.settings.account(WORK).enabled is True


def test_a_new_name_keeps_the_id_and_is_told_when_it_is_finished(bed: Bed) -> None:
    bed.name.selectAll()
    QTest.keyClicks(bed.name, "Office")
    assert bed.edits == []
    QTest.keyClick(bed.name, Qt.Key.Key_Return)
    assert bed.settings.account(WORK).name == "Office"
    assert bed.current() == "Office"
    assert len(bed.edits) == 1


def test_two_accounts_never_have_the_same_name(bed: Bed) -> None:
    bed.name.selectAll()
    QTest.keyClicks(bed.name, "claude")
    QTest.keyClick(bed.name, Qt.Key.Key_Return)
    assert bed.settings.account(WORK).name == "claude 2"
    assert bed.name.text() == "claude 2"


def test_f2_names_an_account_in_the_list(bed: Bed) -> None:
    bed.list.setFocus()
    bed.key(Qt.Key.Key_F2)
    editor = bed.list.findChildren(QLineEdit)[0]
    editor.selectAll()
    QTest.keyClicks(editor, "From the list")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    settle()  # the list takes it
    settle()  # the page is told
    assert bed.settings.account(WORK).name == "From the list"
    assert bed.current() == "From the list"
    assert bed.list.findChildren(QLineEdit) == []


@pytest.mark.parametrize(("account", "name"), [(CLAUDE.id, ""), (ZAI.id, ""), (WORK, "Claude 2")])
def test_an_empty_name_is_the_providers_own(bed: Bed, account: AccountId, name: str) -> None:
    bed.model.rename_requested.emit(account, "Mine")
    settle()
    assert bed.settings.account(account).name == "Mine"
    bed.model.rename_requested.emit(account, " ")
    settle()
    assert bed.settings.account(account).name == name
    assert len(set(bed.names())) == len(bed.names())


def test_the_folder_of_a_further_account_is_shown(bed: Bed) -> None:
    assert "Reads the sign-in in /home/me/.claude-work" in [label.text() for label in bed.dialog.findChildren(QLabel)]


# -- removing -----------------------------------------------------------------------------------------------------------
def test_removing_asks_first_and_cancel_is_the_default(bed: Bed) -> None:
    bed.list.setFocus()
    bed.key(Qt.Key.Key_Delete)
    question = bed.question()
    assert "Work" in question.text()
    assert "stay as they are" in question.informativeText()
    QTest.keyClick(question, Qt.Key.Key_Return)
    assert bed.removed == []
    settle()
    bed.button("Remove…").click()
    remove = next(button for button in bed.question().buttons() if button.text() == "Remove")
    remove.click()
    assert bed.removed == [WORK]


def test_removing_an_account_with_a_key_says_that_the_key_goes(bed: Bed) -> None:
    bed.dialog.show_account(SECOND)
    bed.button("Remove…").click()
    assert "keyring" in bed.question().informativeText()


def test_a_question_that_nobody_answers_removes_nothing_when_the_window_closes(bed: Bed) -> None:
    bed.button("Remove…").click()
    question = bed.question()
    bed.dialog.close()
    assert not question.isVisible()
    assert bed.removed == []


def test_a_first_account_cannot_be_removed(bed: Bed) -> None:
    bed.dialog.show_account(CLAUDE.id)
    assert not bed.button("Remove…").isEnabled()
    bed.list.setFocus()
    bed.key(Qt.Key.Key_Delete)
    assert bed.dialog.findChildren(QMessageBox) == []


def test_a_removed_account_leaves_nothing_on_the_page(bed: Bed) -> None:
    bed.dialog.show_account(SECOND)
    fields: Sequence[QLineEdit] = bed.dialog.findChildren(QLineEdit)
    field = next(field for field in fields if "Key of" in field.accessibleName())
    QTest.keyClicks(field, KEY)
    bed._on_edited(replace(bed.settings, accounts=bed.settings.accounts[:1]))
    settle()
    fields = bed.dialog.findChildren(QLineEdit)
    assert KEY not in [field.text() for field in fields]
    assert bed.current() == "Work"


def test_an_account_of_an_unknown_provider_in_the_settings_is_kept_through_all_of_it(qapp: QApplication) -> None:
    newer = AccountSettings(AccountId("newer"), "Newer", True, {"x": "y"})
    bed = Bed(replace(FOUR, accounts=(newer, *FOUR.accounts)))
    bed.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    bed.key(Qt.Key.Key_Space)
    assert bed.settings.account(newer.id) == newer
    assert [account for account in accounts_of(bed.settings, INFOS) if account.id == newer.id] == []


def test_the_zai_account_that_is_shown_is_the_one_whose_key_is_asked_for(bed: Bed) -> None:
    assert Account(ZAI.id, "Z.ai").id != SECOND
    bed.dialog.show_account(SECOND)
    asked: list[object] = []
    bed.dialog.key_delete_requested.connect(asked.append)
    form = bed.dialog._providers.key_form(SECOND)
    assert form is not None
    form._on_delete()
    assert asked == [SECOND]
