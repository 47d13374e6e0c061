"""The list of accounts: named, ordered, added and removed with the keyboard alone; nothing of one is shown at another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QLineEdit,
    QListView,
    QMessageBox,
    QPushButton,
)

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, SESSION, ZAI, ok
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.domain.settings import AccountSettings, Settings
from usagebar_qt.engine.account_room import Finding, FolderLook
from usagebar_qt.engine.accounts import accounts_of
from usagebar_qt.providers.base import FoundFolder
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.preferences.add_account import AddAccountDialog, NewAccount
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog

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
        self.list: QListView = self.dialog.findChildren(QListView)[0]
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
def bed(qapp: QApplication) -> Bed:
    return Bed()


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
    index = bed.list.currentIndex()
    assert bed.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert bed.model.setData(index, "From the list", Qt.ItemDataRole.EditRole)
    assert bed.settings.account(WORK).name == "From the list"


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


# -- adding -------------------------------------------------------------------------------------------------------------
def test_a_claude_account_is_added_with_a_name_and_a_folder_that_was_looked_at(bed: Bed) -> None:
    bed.button("Add…").click()
    name, folder, _ = fields_of(bed.adding)
    assert name.text() == "Claude 2"
    name.selectAll()
    QTest.keyClicks(name, "Home")
    QTest.keyClicks(folder, "~/.claude-home")
    add(bed.adding)
    assert bed.looks == [("claude", "config_dir", "~/.claude-home")]
    assert bed.added == []
    bed.dialog.show_folder_look(FolderLook("~/.claude-home", Finding.SIGNED_IN))
    assert bed.added == [NewAccount("claude", "Home", {"config_dir": "~/.claude-home"})]


def test_a_folder_without_a_sign_in_is_added_only_after_a_second_press(bed: Bed) -> None:
    bed.button("Add…").click()
    adding = bed.adding
    QTest.keyClicks(fields_of(adding)[1], "/x")
    add(adding)
    bed.dialog.show_folder_look(FolderLook("/x", Finding.NO_LOGIN))
    assert bed.added == []
    assert "Nobody is signed in there" in said(adding)
    add(adding, "Add anyway")
    assert [account.options for account in bed.added] == [{"config_dir": "/x"}]


@pytest.mark.parametrize(
    ("look", "words"),
    [
        (FolderLook("/x", Finding.SAME_ACCOUNT, "Work"), "that “Work” shows already"),
        (FolderLook("/x", Finding.UNREADABLE), "cannot be read"),
        (FolderLook("/x", Finding.STOPPED), "never starts one"),
    ],
)
def test_a_folder_that_cannot_be_another_account_is_refused_with_a_reason(bed: Bed, look: FolderLook, words: str) -> None:
    bed.button("Add…").click()
    adding = bed.adding
    QTest.keyClicks(fields_of(adding)[1], "/x")
    add(adding)
    bed.dialog.show_folder_look(look)
    assert words in said(adding)
    add(adding)
    assert bed.added == []
    assert len(bed.looks) == 2


def test_the_answer_to_an_older_question_adds_nothing(bed: Bed) -> None:
    bed.button("Add…").click()
    QTest.keyClicks(fields_of(bed.adding)[1], "/x")
    add(bed.adding)
    QTest.keyClicks(fields_of(bed.adding)[1], "y")
    bed.dialog.show_folder_look(FolderLook("/x", Finding.SIGNED_IN))
    assert bed.added == []


def test_a_key_account_is_added_with_a_name_and_a_key_that_no_repr_shows(bed: Bed) -> None:
    bed.button("Add…").click()
    adding = bed.adding
    provider: QComboBox = adding.findChildren(QComboBox)[0]
    provider.setCurrentIndex(provider.findData("zai"))
    name, folder, key = fields_of(adding)
    assert (name.text(), folder.isVisible(), key.echoMode()) == ("Z.ai 2", False, QLineEdit.EchoMode.Password)
    add(adding)
    assert "Paste the key first." in said(adding)
    QTest.keyClicks(key, KEY)
    add(adding)
    (added,) = bed.added
    assert added.key is not None
    assert added.key.reveal() == KEY
    assert KEY not in repr(added)
    assert key.text() == ""


def test_nothing_is_added_without_a_name_or_a_folder(bed: Bed) -> None:
    bed.button("Add…").click()
    add(bed.adding)
    assert "Choose the folder first" in said(bed.adding)
    name = fields_of(bed.adding)[0]
    name.clear()
    QTest.keyClicks(name, "  ")
    add(bed.adding)
    assert "name first" in said(bed.adding)
    assert (bed.added, bed.looks) == ([], [])


def test_the_key_of_an_added_account_goes_on_into_its_own_form(bed: Bed) -> None:
    saved: list[tuple[object, str]] = []
    bed.dialog.key_save_requested.connect(lambda *what: saved.append(what))
    more = AccountId("zai", "more")
    bed._on_edited(bed.settings.with_account(AccountSettings(more, "More")))
    bed.dialog.save_key(more, KEY)
    assert saved == [(more, KEY)]
    bed.dialog.show_key_result(more, "Refused.")
    assert bed.current() == "More"
    visible = [field.text() for field in list[QLineEdit](bed.dialog.findChildren(QLineEdit)) if field.isVisible()]
    assert KEY in visible


def fields_of(adding: AddAccountDialog) -> tuple[QLineEdit, QLineEdit, QLineEdit]:
    """Name, folder, key."""
    return adding._name, adding._folder, adding._key


def add(adding: AddAccountDialog, text: str = "Add") -> None:
    box: QDialogButtonBox = adding.findChildren(QDialogButtonBox)[0]
    next(button for button in box.buttons() if button.text() == text).click()


def said(adding: AddAccountDialog) -> str:
    return adding._words.text()


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


def test_folders_in_wsl_are_looked_for_only_when_somebody_asks_and_where_there_is_wsl(bed: Bed) -> None:
    bed.button("Add…").click()
    assert not bed.adding._search.isVisible()
    bed.adding.reject()
    settle()
    with_wsl = PreferencesDialog(FOUR, bed.model, INFOS, FakeClock(), searchable={"claude"})
    searched: list[str] = []
    added: list[NewAccount] = []
    with_wsl.folder_search_requested.connect(searched.append)
    with_wsl.account_add_requested.connect(added.append)
    with_wsl.open_add_account()
    adding: AddAccountDialog = with_wsl.findChildren(AddAccountDialog)[0]
    assert (searched, adding._found.isVisibleTo(adding)) == ([], False)
    adding._search.click()
    assert searched == ["claude"]
    with_wsl.show_found_folders([])
    assert "Start yours" in said(adding)
    folder = r"\\wsl.localhost\Ubuntu\home\me\.claude"
    with_wsl.show_found_folders([FoundFolder("Ubuntu: me", folder)])
    assert "not renewed from here" in said(adding)
    adding._found.setCurrentIndex(0)
    adding._found.activated.emit(0)
    add(adding)
    with_wsl.show_folder_look(FolderLook(folder, Finding.SIGNED_IN))
    assert [account.options for account in added] == [{"config_dir": folder}]
    provider: QComboBox = adding.findChildren(QComboBox)[0]
    provider.setCurrentIndex(provider.findData("zai"))
    assert not adding._search.isVisibleTo(adding)
