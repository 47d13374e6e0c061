"""The page of the accounts: a list in the order of the cards, and below it what can be set of the chosen one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QMessageBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from usagebar_qt.domain.account_list import free_name, moved, ordered, placed
from usagebar_qt.viewmodels.account_list_model import AccountRole
from usagebar_qt.widgets.preferences.account_details import AccountDetails
from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea
from usagebar_qt.widgets.translate import say, short, tr
from usagebar_qt.wording.preferences import REMOVE_FOLDER, REMOVE_KEY, REMOVE_TITLE, standing
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, AccountId, AccountStatus
    from usagebar_qt.domain.settings import AccountSettings, Renewal, Settings
    from usagebar_qt.viewmodels.account_list_model import AccountListModel
    from usagebar_qt.widgets.key_form import KeyForm

ROWS = 4
"""Rows that the list has room for; more of them scroll."""


class AccountList(QListView):
    """Rows of the model: Space shows or hides one, F2 names it, Alt with the arrows orders, Delete removes."""

    move_requested = Signal(int)
    """-1: up, 1: down."""
    remove_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt asks for it."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_requested.emit(step)
        elif event.key() == Qt.Key.Key_Delete:
            self.remove_requested.emit()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Qt asks for it: a few rows, whatever the size of the text."""
        row = self.sizeHintForRow(0) if self.model() is not None and self.model().rowCount() else self.fontMetrics().height() + 4
        return QSize(self.fontMetrics().averageCharWidth() * 28, (row + 2 * self.spacing()) * ROWS + 2 * self.frameWidth())


class ProvidersPage(QWidget):
    """Holds no settings of its own: it shows the model and tells what the user wants."""

    settings_edited = Signal(object)
    """Settings."""
    add_requested = Signal()
    remove_requested = Signal(object)
    """AccountId, after a person has confirmed it."""
    details_made = Signal(object)
    """What is shown of an account, at its first time."""
    key_form_made = Signal(object)
    """KeyForm: whoever has the keys connects it."""

    def __init__(
        self, settings: Settings, model: AccountListModel, clock: Clock, usual_renewal: Renewal, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._model = model
        self._clock = clock
        self._usual_renewal = usual_renewal
        self._details: dict[AccountId, AccountDetails] = {}
        self._chosen: AccountId | None = None
        self._question: QMessageBox | None = None
        self._build()
        model.modelReset.connect(self._on_reset)
        model.dataChanged.connect(self._on_data_changed)
        # Queued: the list must have done with its editor, its click or its drop before its rows change.
        model.enable_requested.connect(self._on_enabled, Qt.ConnectionType.QueuedConnection)
        model.rename_requested.connect(self._on_renamed, Qt.ConnectionType.QueuedConnection)
        model.place_requested.connect(self._on_placed, Qt.ConnectionType.QueuedConnection)
        self._list.selectionModel().currentChanged.connect(self._on_current)

    def _build(self) -> None:
        self._list = AccountList(self)
        self._list.setModel(self._model)
        self._list.setAccessibleName(tr("Accounts"))
        self._list.setAccessibleDescription(tr("Space shows or hides an account, F2 names it, Alt with an arrow moves it."))
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self._list.setSpacing(2)
        self._list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._add = self._button(tr("&Add…"), tr("Add an account"))
        self._remove = self._button(tr("Re&move…"), tr("Remove this account"))
        self._up = self._button(tr("Move &up"), tr("Move up (Alt with arrow up)"))
        self._down = self._button(tr("Move &down"), tr("Move down (Alt with arrow down)"))
        self._add.clicked.connect(self.add_requested)
        self._remove.clicked.connect(self._ask_remove)
        self._up.clicked.connect(self._move_up)
        self._down.clicked.connect(self._move_down)
        self._list.move_requested.connect(self._move)
        self._list.remove_requested.connect(self._ask_remove)
        buttons = QVBoxLayout()
        for button in (self._add, self._remove, self._up, self._down):
            buttons.addWidget(button)
        buttons.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self._list, 1)
        head.addLayout(buttons)
        self._stack = QStackedWidget()
        scroll = SteadyScrollArea(self)
        scroll.setWidget(self._stack)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)

    def _button(self, text: str, hint: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.setToolTip(hint)
        button.setAccessibleDescription(hint)
        return button

    # -- which one --------------------------------------------------------------------------------------------------
    @property
    def _ids(self) -> tuple[AccountId, ...]:
        return tuple(status.id for status in self._model)

    def choose(self, account_id: AccountId) -> None:
        """Makes this account the current row, where it is there."""
        index = self._model.index(self._model.row_of(account_id))
        if index.isValid():
            self._list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def focus(self, account_id: AccountId) -> None:
        """Puts the cursor where this account's key goes; at its row where it has none."""
        self.choose(account_id)
        (self.key_form(account_id) or self._list).setFocus(Qt.FocusReason.OtherFocusReason)

    def key_form(self, account_id: AccountId) -> KeyForm | None:
        """The form of an account that has one and that was shown."""
        details = self._details.get(account_id)
        return details.key_form if details is not None else None

    def open_first(self) -> None:
        """Whoever opens the page sees an account."""
        if self._chosen is None and self._ids:
            self.choose(self._ids[0])

    def _on_current(self, current: QModelIndex, _previous: QModelIndex) -> None:
        status = self._model.data(current, AccountRole.STATUS)
        if status is not None:
            self._show(status)

    def _show(self, status: AccountStatus) -> None:
        self._chosen = status.id
        details = self._details.get(status.id) or self._make_details(status.account)
        self._stack.setCurrentWidget(details)
        self._show_row(details, status)
        ids = self._ids
        self._remove.setEnabled(bool(status.id.slug))
        self._up.setEnabled(status.id != ids[0])
        self._down.setEnabled(status.id != ids[-1])

    def _make_details(self, account: Account) -> AccountDetails:
        details = AccountDetails(account, self._model.info_of(account.id), self._usual_renewal)
        details.renamed.connect(self._on_renamed)
        details.enabled_changed.connect(self._on_enabled)
        details.option_changed.connect(self._on_option)
        details.renewal_changed.connect(self._on_renewal)
        self._details[account.id] = details
        self._stack.addWidget(details)
        self.details_made.emit(details)
        if details.key_form is not None:
            self.key_form_made.emit(details.key_form)
        return details

    def _show_row(self, details: AccountDetails, status: AccountStatus) -> None:
        info = self._model.info_of(status.id)
        details.show_account(status.account)
        details.show_renewal(self._settings.renewal)
        details.show_standing(say(standing(status, info.remedy.value, info.name, self._clock.now())))

    # -- news -------------------------------------------------------------------------------------------------------
    def show_settings(self, settings: Settings) -> None:
        """The model brings the accounts; this is what holds for all of them."""
        self._settings = settings
        for details in self._details.values():
            details.show_renewal(settings.renewal)

    def _on_reset(self) -> None:
        """Accounts came, went, or have another order: who was chosen stays chosen, and what is typed stays typed."""
        had_focus = self._list.hasFocus()
        ids = self._ids
        for gone in [account_id for account_id in self._details if account_id not in ids]:
            details = self._details.pop(gone)
            self._stack.removeWidget(details)
            details.deleteLater()
        for status in self._model:
            if (kept := self._details.get(status.id)) is not None:
                self._show_row(kept, status)
        if self._chosen not in ids:
            self._chosen = None
            self.open_first()
        elif self._chosen is not None:
            self.choose(self._chosen)
        if had_focus:
            self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_data_changed(self, first: QModelIndex | QPersistentModelIndex, last: QModelIndex | QPersistentModelIndex) -> None:
        for row in range(first.row(), last.row() + 1):
            status = self._model.data(self._model.index(row), AccountRole.STATUS)
            if (details := self._details.get(status.id)) is not None:
                self._show_row(details, status)

    # -- edited -----------------------------------------------------------------------------------------------------
    def _on_enabled(self, account_id: AccountId, shown: bool) -> None:
        self._tell_of(replace(self._settings.account(account_id), enabled=shown))

    def _on_renamed(self, account_id: AccountId, name: str) -> None:
        others = [status.account.name for status in self._model if status.id != account_id]
        usual = self._model.info_of(account_id).name
        wanted = free_name(name, others) or free_name(usual, others)
        if wanted == usual and not account_id.slug:
            wanted = ""  # the provider's own name, whatever that will be in another version
        self._tell_of(replace(self._settings.account(account_id), name=wanted))

    def _on_option(self, account_id: AccountId, key: str, value: str) -> None:
        entry = self._settings.account(account_id)
        self._tell_of(replace(entry, options={**entry.options, key: value}))

    def _on_renewal(self, renewal: Renewal) -> None:
        self._tell(replace(self._settings, renewal=renewal))

    def _move_up(self) -> None:
        self._move(-1)

    def _move_down(self) -> None:
        self._move(1)

    def _move(self, step: int) -> None:
        ids = self._ids
        if self._chosen in ids:
            after = moved(ids, self._chosen, step)
            if after != ids:
                self._tell(ordered(self._settings, after))

    def _on_placed(self, account_id: AccountId, row: int) -> None:
        ids = self._ids
        at = ids.index(account_id) if account_id in ids else row
        after = moved(ids, account_id, (row - 1 if row > at else row) - at) if account_id in ids else ids
        if after != ids:
            self.choose(account_id)
            self._tell(ordered(self._settings, after))

    def _tell_of(self, entry: AccountSettings) -> None:
        if entry != self._settings.account(entry.id):
            self._tell(placed(self._settings, self._ids, entry))

    def _tell(self, edited: Settings) -> None:
        if edited != self._settings:
            self._settings = edited
            self.settings_edited.emit(edited)

    # -- removing ---------------------------------------------------------------------------------------------------
    def _ask_remove(self) -> None:
        """A key cannot be brought back: nothing is removed by one press alone."""
        row = self._model.row_of(self._chosen) if self._chosen is not None else -1
        if row < 0 or self._chosen is None or not self._chosen.slug or self._question is not None:
            return
        status: AccountStatus = self._model.data(self._model.index(row), AccountRole.STATUS)
        has_key = self._model.info_of(status.id).key is not None
        title = say(Sentence(REMOVE_TITLE, {"name": short(status.account.name)}))
        question = QMessageBox(QMessageBox.Icon.Question, title, title, QMessageBox.StandardButton.NoButton, self)
        question.setAttribute(Qt.WidgetAttribute.WA_WindowPropagation)
        question.setTextFormat(Qt.TextFormat.PlainText)
        question.setInformativeText(tr(REMOVE_KEY if has_key else REMOVE_FOLDER))
        question.addButton(tr("Remove"), QMessageBox.ButtonRole.DestructiveRole)
        question.addButton(QMessageBox.StandardButton.Cancel)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        question.setProperty("account", str(status.id))
        question.finished.connect(self._on_answered)
        self._question = question
        question.open()

    def drop_question(self) -> None:
        """As if it had been answered with Cancel."""
        if self._question is not None:
            self._question.reject()

    def _on_answered(self) -> None:
        question, self._question = self._question, None
        if question is None:
            return
        asked = question.property("account")
        found = next((account_id for account_id in self._ids if str(account_id) == asked), None)
        confirmed = question.buttonRole(question.clickedButton()) is QMessageBox.ButtonRole.DestructiveRole
        question.deleteLater()
        if confirmed and found is not None:
            self.remove_requested.emit(found)
