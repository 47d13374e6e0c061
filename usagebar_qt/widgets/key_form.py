"""A field for one API key with Check, Save and Delete. The key is cleared from the field once it is stored.

Where no keyring can be used, it offers to use the key until the program ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import plain, say, tr
from usagebar_qt.wording import preferences as words
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from usagebar_qt.domain.models import Account, AccountId
    from usagebar_qt.engine.keys import KeyPresence
    from usagebar_qt.providers.base import KeySpec


class KeyForm(QWidget):
    """Its signals carry the AccountId, and the typed text where there is one."""

    check_requested = Signal(object, str)
    save_requested = Signal(object, str)
    hold_requested = Signal(object, str)
    """Until the program ends, in memory alone."""
    delete_requested = Signal(object)

    def __init__(self, account: Account, spec: KeySpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = account
        self._storable = True
        self._deletable = True
        self._field = QLineEdit(self)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setPlaceholderText(tr("Paste a key, or {env:NAME}"))
        self._field.setToolTip(self._field.placeholderText())  # a narrow window cuts it
        self._field.setAccessibleName(say(Sentence(words.KEY_OF, {"name": account.name})))
        self._field.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self._field.returnPressed.connect(self._on_save)
        self.setFocusProxy(self._field)
        self._reveal = QPushButton(tr("Show"), self)
        self._reveal.setCheckable(True)
        self._reveal.setAccessibleName(tr("Show the key"))
        self._reveal.toggled.connect(self._on_reveal)
        self._check = QPushButton(tr("Check"), self)
        self._save = QPushButton(tr("Save"), self)
        self._delete = QPushButton(tr("Delete"), self)
        self._hold = QPushButton(tr(words.USE_UNTIL_QUIT), self)
        self._hold.clicked.connect(self._on_hold)
        self._hold.hide()
        self._check.clicked.connect(self._on_check)
        self._save.clicked.connect(self._on_save)
        self._delete.clicked.connect(self._on_delete)
        small = small_font(self.font())
        self._state = text_label(self, small)
        self._manage = text_label(self, small)
        self._manage.setText(f"{tr('Keys are made at')}\n{spec.manage_url}")
        self._manage.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        for button in (self._reveal, *self._acts):
            button.setAutoDefault(False)
        buttons = QHBoxLayout()
        for button in (self._check, self._save, self._delete):
            buttons.addWidget(button)
        buttons.addStretch(1)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self._field, 0, 0)
        grid.addWidget(self._reveal, 0, 1)
        grid.addLayout(buttons, 1, 0, 1, 2)
        grid.addWidget(self._state, 2, 0, 1, 2)
        grid.addWidget(self._hold, 3, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self._manage, 4, 0, 1, 2)

    @property
    def account_id(self) -> AccountId:
        """Whose key this is about."""
        return self._account.id

    @property
    def _acts(self) -> tuple[QPushButton, ...]:
        return (self._check, self._save, self._delete, self._hold)

    def _on_reveal(self, shown: bool) -> None:
        self._field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._reveal.setText(tr("Hide") if shown else tr("Show"))

    def _on_check(self) -> None:
        self._busy(tr("Checking…"))
        self.check_requested.emit(self._account.id, self._field.text())

    def _on_save(self) -> None:
        if not self._save.isEnabled():
            return  # Enter in the field
        self._busy(tr("Checking, then saving…"))
        self.save_requested.emit(self._account.id, self._field.text())

    def _on_hold(self) -> None:
        self._busy(tr("Checking…"))
        self.hold_requested.emit(self._account.id, self._field.text())

    def save_typed(self, text: str) -> None:
        """As if it had been typed here and Save pressed."""
        self._field.setText(text)
        self._on_save()

    def _on_delete(self) -> None:
        self._busy(tr("Deleting…"))
        self.delete_requested.emit(self._account.id)

    def _busy(self, text: str) -> None:
        self._state.setText(text)
        for button in self._acts:
            button.setEnabled(False)

    def show_result(self, text: str, *, unusable_store: bool = False) -> None:
        """What came of the last request. `unusable_store`: the keyring refused, so that another way is offered."""
        self._state.setText(plain(text))
        if unusable_store:
            self._hold.show()
        self._show_acts()

    def _show_acts(self) -> None:
        self._check.setEnabled(True)
        self._hold.setEnabled(True)
        self._save.setEnabled(self._storable)
        self._delete.setEnabled(self._deletable)

    def forget_typed(self) -> None:
        """The key is stored: it need not stand on the screen any more."""
        self._field.setText("")  # clear() could be undone, and the key be shown again
        self._reveal.setChecked(False)

    def hideEvent(self, event: QHideEvent) -> None:
        """A window that is closed keeps no key that was typed."""
        self.forget_typed()
        super().hideEvent(event)

    def show_presence(self, presence: KeyPresence) -> None:
        """Where a key comes from now."""
        if presence.locked:
            text = words.KEY_LOCKED
        elif presence.for_session:
            text = words.KEY_FOR_SESSION
        elif presence.stored:
            text = words.KEY_STORED
        elif presence.from_environment:
            text = words.KEY_FROM_ENVIRONMENT
        else:
            text = words.KEY_NONE if presence.storable else words.KEY_NO_STORE
        self._storable = presence.storable
        self._deletable = presence.stored or presence.for_session
        self._hold.setVisible(presence.locked or not presence.storable)
        self._show_acts()
        self._state.setText(tr(text))
