"""A further account is added: what is asked of a person, what is looked at first, and what is refused with a reason."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialogButtonBox, QLineEdit

from tests.fakes import FakeClock
from tests.widgets.test_providers_page import FOUR, KEY, Bed, settle
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import AccountSettings
from usagebar_qt.engine.account_room import Finding, FolderLook
from usagebar_qt.providers.base import FoundFolder
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.widgets.preferences.add_account import AddAccountDialog, NewAccount
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog


@pytest.fixture
def bed(qapp: QApplication) -> Iterator[Bed]:
    made = Bed()
    yield made
    made.dialog.close()


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


def test_a_closed_window_takes_what_was_typed_along(bed: Bed) -> None:
    bed.button("Add…").click()
    adding = bed.adding
    adding._key.setText(KEY)
    bed.dialog.close()
    assert not adding.isVisible()
    settle()
    assert bed.dialog.findChildren(AddAccountDialog) == []
    assert bed.added == []


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
    with_wsl.close()
