"""A field for one API key with Check, Save and Delete. The key is cleared from the field once it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QWidget

from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import plain, tr

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent

    from usagebar_qt.domain.models import Account
    from usagebar_qt.engine.keys import KeyPresence
    from usagebar_qt.providers.base import KeySpec


class KeyForm(QWidget):
    """Its signals carry the AccountId, and the typed text where there is one."""

    check_requested = Signal(object, str)
    save_requested = Signal(object, str)
    delete_requested = Signal(object)

    def __init__(self, account: Account, spec: KeySpec, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = account
        self._field = QLineEdit(self)
        self._field.setEchoMode(QLineEdit.EchoMode.Password)
        self._field.setPlaceholderText(tr("Paste a key, or {env:NAME}"))
        self._field.setAccessibleName(f"{tr('Key of')} {account.name}")
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
        for button in (self._reveal, self._check, self._save, self._delete):
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
        grid.addWidget(self._manage, 3, 0, 1, 2)

    def _on_reveal(self, shown: bool) -> None:
        self._field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self._reveal.setText(tr("Hide") if shown else tr("Show"))

    def _on_check(self) -> None:
        self._busy(tr("Checking…"))
        self.check_requested.emit(self._account.id, self._field.text())

    def _on_save(self) -> None:
        self._busy(tr("Checking, then saving…"))
        self.save_requested.emit(self._account.id, self._field.text())

    def _on_delete(self) -> None:
        self._busy(tr("Deleting…"))
        self.delete_requested.emit(self._account.id)

    def _busy(self, text: str) -> None:
        self._state.setText(text)
        for button in (self._check, self._save, self._delete):
            button.setEnabled(False)

    def show_result(self, text: str) -> None:
        """What came of the last request."""
        self._state.setText(plain(text))
        for button in (self._check, self._save, self._delete):
            button.setEnabled(True)

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
            text = tr("The keyring is locked.")
        elif presence.stored:
            text = tr("A key is stored in the system's keyring.")
        elif presence.from_environment:
            text = tr("A key comes from the environment. A stored one would win.")
        else:
            text = tr("No key is stored.")
        self._delete.setEnabled(presence.stored)
        self._state.setText(text)
