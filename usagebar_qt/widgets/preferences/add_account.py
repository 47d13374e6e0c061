"""A further account: whose, under which name, and where its sign-in or key is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QDir, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from usagebar_qt.domain.account_list import free_name
from usagebar_qt.domain.secret import Secret
from usagebar_qt.domain.settings import LONGEST_NAME
from usagebar_qt.engine.account_room import Finding
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import say, short, tr
from usagebar_qt.wording import preferences as words
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from usagebar_qt.engine.account_room import FolderLook
    from usagebar_qt.providers.base import FoundFolder, ProviderInfo


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What somebody wants to add."""

    provider: str
    name: str
    options: Mapping[str, str] = field(default_factory=dict)
    key: Secret | None = None


def can_be_added(info: ProviderInfo) -> bool:
    """Whether there is a way to tell a second account of this provider from its first."""
    return info.extra_accounts and (info.key is not None or folder_option(info) is not None)


def folder_option(info: ProviderInfo) -> str | None:
    """The option that names an account's own folder, if it has one."""
    return next((spec.key for spec in info.options if spec.is_folder), None)


class AddAccountDialog(QDialog):
    """Opened, never executed. It asks for a look into the folder before it adds an account that reads one."""

    look_requested = Signal(str, str, str)
    """Provider's id, the option's key and the folder; `show_look` brings the answer."""
    search_requested = Signal(str)
    """Provider's id: a person wants to choose among folders in other places. `show_found` brings the answer."""
    add_requested = Signal(object)
    """NewAccount."""

    def __init__(
        self,
        infos: Sequence[ProviderInfo],
        names: Sequence[str],
        parent: QWidget | None = None,
        *,
        searchable: Collection[str] = (),
    ) -> None:
        """`searchable`: providers whose folders can be looked for in WSL."""
        super().__init__(parent)
        self._searchable = frozenset(searchable)
        self._infos = [info for info in infos if can_be_added(info)]
        self._names = tuple(names)
        self._awaited = ""
        self._may_be_empty = ""
        self.setWindowTitle(tr(words.ADD_TITLE))
        self.setAttribute(Qt.WidgetAttribute.WA_WindowPropagation)  # the colours of the window that it belongs to
        self._provider = QComboBox(self)
        for info in self._infos:
            self._provider.addItem(info.name, info.id)
        self._name = QLineEdit(self)
        self._name.setMaxLength(LONGEST_NAME)
        self._folder = QLineEdit(self)
        self._folder.setPlaceholderText("~/.claude-work")
        self._folder.textChanged.connect(self._on_folder_typed)
        self._choose = QPushButton(tr("C&hoose…"), self)
        self._choose.setAutoDefault(False)
        self._choose.clicked.connect(self._choose_folder)
        self._folder_row = QWidget(self)
        beside = QHBoxLayout(self._folder_row)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.addWidget(self._folder, 1)
        beside.addWidget(self._choose)
        self._search = QPushButton(tr(words.LOOK_IN_WSL), self)
        self._search.setAutoDefault(False)
        self._search.setToolTip(tr(words.LOOK_IN_WSL_HINT))
        self._search.setAccessibleDescription(tr(words.LOOK_IN_WSL_HINT))
        self._search.clicked.connect(self._on_search)
        self._found = QComboBox(self)
        self._found.setAccessibleName(tr("Folders in WSL"))
        self._found.activated.connect(self._on_found)
        self._found.hide()
        self._key = QLineEdit(self)
        self._key.setEchoMode(QLineEdit.EchoMode.Password)
        self._key.setPlaceholderText(tr("Paste a key, or {env:NAME}"))
        self._key.setToolTip(self._key.placeholderText())
        self._key.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._words = text_label(self, small_font(self.font()))
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self._form.addRow(tr("&Provider"), self._provider)
        self._form.addRow(tr("&Name"), self._name)
        self._form.addRow(tr("&Folder"), self._folder_row)
        self._form.addRow("", self._search)
        self._form.addRow("", self._found)
        self._form.addRow(tr("&Key"), self._key)
        folder_label = self._form.labelForField(self._folder_row)
        self._folder.setAccessibleName(tr("&Folder").replace("&", ""))  # a label names only what lies beside it
        folder_label.setBuddy(self._folder)  # type: ignore[attr-defined]  # a QLabel, made from the text above
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self._add = buttons.addButton(tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._add.setDefault(True)
        buttons.accepted.connect(self._on_add)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 14)
        layout.setSpacing(12)
        layout.addLayout(self._form)
        layout.addWidget(self._words)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 56)
        self._provider.currentIndexChanged.connect(self._show_provider)
        self._show_provider()

    @property
    def _info(self) -> ProviderInfo:
        return self._infos[self._provider.currentIndex()]

    def _show_provider(self) -> None:
        info = self._info
        if not self._name.isModified():
            self._name.setText(free_name(info.name, self._names))
        self._form.setRowVisible(self._folder_row, folder_option(info) is not None)
        self._form.setRowVisible(self._search, info.id in self._searchable)
        self._form.setRowVisible(self._found, False)
        self._form.setRowVisible(self._key, info.key is not None)
        self._say("")

    def _say(self, text: str) -> None:
        self._words.setText(text)

    def _choose_folder(self) -> None:
        chooser = QFileDialog(self, tr("Choose the folder"), self._folder.text())
        chooser.setFileMode(QFileDialog.FileMode.Directory)
        chooser.setFilter(QDir.Filter.Dirs | QDir.Filter.Hidden | QDir.Filter.NoDotAndDotDot)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._folder.setText)
        chooser.open()

    def _on_search(self) -> None:
        self._search.setEnabled(False)
        self._say(tr(words.LOOKING_IN_WSL))
        self.search_requested.emit(self._info.id)

    def show_found(self, folders: Sequence[FoundFolder]) -> None:
        """Folders to choose from."""
        self._search.setEnabled(True)
        self._found.clear()
        for found in folders:
            self._found.addItem(short(found.label), found.folder)
        self._found.setCurrentIndex(-1)
        self._form.setRowVisible(self._found, bool(folders) and self._info.id in self._searchable)
        self._say(tr(words.FOUND_IN_WSL if folders else words.NOTHING_IN_WSL))

    def _on_found(self) -> None:
        self._folder.setText(str(self._found.currentData()))

    def _on_folder_typed(self) -> None:
        self._awaited = self._may_be_empty = ""
        self._add.setText(tr("Add"))
        self._add.setEnabled(True)
        self._say("")

    # -- adding -----------------------------------------------------------------------------------------------------
    def _on_add(self) -> None:
        option, folder = folder_option(self._info), self._folder.text().strip()
        if not self._name.text().strip():
            self._say(tr(words.NO_NAME))
        elif self._info.key is not None and not self._key.text().strip():
            self._say(tr(words.NO_KEY))
        elif option is not None and not folder:
            self._say(tr(words.NO_FOLDER))
        elif option is not None and self._may_be_empty != folder:
            self._awaited = folder
            self._add.setEnabled(False)
            self._say(tr(words.LOOKING))
            self.look_requested.emit(self._info.id, option, folder)
        else:
            self._finish()

    def show_look(self, look: FolderLook) -> None:
        """What the folder holds. An answer to an older question is left out."""
        if not self._awaited or look.folder != self._awaited:
            return
        self._awaited = ""
        self._add.setEnabled(True)
        if look.finding is Finding.SIGNED_IN:
            self._finish()
        elif look.finding is Finding.NO_LOGIN:
            self._may_be_empty = look.folder
            self._add.setText(tr("Add anyway"))
            self._say(tr(words.FOLDER_EMPTY))
        elif look.finding is Finding.SAME_ACCOUNT:
            self._say(say(Sentence(words.FOLDER_SAME, {"name": look.other})))
        else:
            self._say(tr(words.FOLDER_STOPPED if look.finding is Finding.STOPPED else words.FOLDER_UNREADABLE))

    def _finish(self) -> None:
        option = folder_option(self._info)
        options = {option: self._folder.text().strip()} if option is not None else {}
        key = Secret(self._key.text().strip()) if self._info.key is not None else None
        name = free_name(self._name.text(), self._names)
        self._key.setText("")
        self.accept()
        self.add_requested.emit(NewAccount(self._info.id, name, options, key))
