"""What can be set of one account: its name, whether it is shown, and what its provider asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLineEdit, QWidget

from usagebar_qt.domain.settings import LONGEST_NAME, Renewal
from usagebar_qt.widgets.key_form import KeyForm
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording.preferences import (
    OPTION_WORDS,
    READS_FOLDER,
    RENEWAL_DEFAULT,
    RENEWAL_NAMES,
    RENEWAL_SCOPE,
    RENEWAL_TEXTS,
)
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QFont

    from usagebar_qt.domain.models import Account
    from usagebar_qt.providers.base import ProviderInfo


class AccountDetails(QWidget):
    """One account's fields; they hold what is typed until it is told."""

    renamed = Signal(object, str)
    """AccountId and the typed name."""
    enabled_changed = Signal(object, bool)
    option_changed = Signal(object, str, str)
    """AccountId, the option's key and its new value."""
    renewal_changed = Signal(object)
    """Renewal."""

    def __init__(self, account: Account, info: ProviderInfo, usual_renewal: Renewal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._account = account
        self._usual_renewal = usual_renewal
        small = small_font(self.font())
        self._name = QLineEdit(self)
        self._name.setMaxLength(LONGEST_NAME)
        self._name.setPlaceholderText(info.name)
        self._name.editingFinished.connect(self._on_named)
        self._shown = QCheckBox(tr("&Show this account"), self)
        self._shown.toggled.connect(self._on_shown)
        self._standing = text_label(self, small)
        self.key_form: KeyForm | None = None
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(tr("&Name"), self._name)
        form.addRow(self._shown)
        form.addRow(self._standing)
        self._choices = self._add_options(form, info, small)
        self._renewal: QComboBox | None = None
        if info.renews_sign_in:
            self._add_renewal(form, info, small)
        if info.key is not None:
            self.key_form = KeyForm(account, info.key, self)
            form.addRow(self.key_form)
        self.show_account(account)

    def _add_options(self, form: QFormLayout, info: ProviderInfo, small: QFont) -> dict[str, QComboBox]:
        choices: dict[str, QComboBox] = {}
        for spec in info.options:
            if spec.choices:
                box = QComboBox(self)
                for value in spec.choices:
                    box.addItem(tr(OPTION_WORDS[value]), value)
                box.setProperty("option", spec.key)
                box.currentIndexChanged.connect(self._on_option)
                form.addRow(tr(OPTION_WORDS[spec.key]), box)
                choices[spec.key] = box
            elif spec.is_folder and (folder := self._account.options.get(spec.key)):
                place = text_label(self, small)
                place.setText(say(Sentence(READS_FOLDER, {"folder": folder})))
                place.setTextInteractionFlags(
                    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
                )
                form.addRow(place)
        return choices

    def _add_renewal(self, form: QFormLayout, info: ProviderInfo, small: QFont) -> None:
        self._renewal = QComboBox(self)
        for mode, name in RENEWAL_NAMES.items():
            text = tr(name)
            if mode is self._usual_renewal:
                text = say(Sentence(RENEWAL_DEFAULT, {"mode": text}))
            self._renewal.addItem(text, mode)
        self._renewal.currentIndexChanged.connect(self._on_renewal)
        self._renewal_text = text_label(self, small)
        self._scope = say(Sentence(RENEWAL_SCOPE, {"name": info.name}))
        form.addRow(tr("&Renew the sign-in"), self._renewal)
        form.addRow(self._renewal_text)

    # -- shown ------------------------------------------------------------------------------------------------------
    def show_account(self, account: Account) -> None:
        """What holds now, without telling it back. A name that is being typed is left alone."""
        self._account = account
        if not (self._name.hasFocus() and self._name.isModified()):
            self._name.setText(account.name)
        blockers = [QSignalBlocker(box) for box in (self._shown, *self._choices.values())]
        self._shown.setChecked(account.enabled)
        for key, box in self._choices.items():
            box.setCurrentIndex(max(0, box.findData(account.options.get(key))))
        for blocker in blockers:
            blocker.unblock()

    def show_standing(self, text: str) -> None:
        """How the account stands, in words."""
        if self._standing.text() != text:
            self._standing.setText(text)

    def show_renewal(self, renewal: Renewal) -> None:
        """Who renews the sign-in, and what that means."""
        if self._renewal is None:
            return
        mode = self._usual_renewal if renewal is Renewal.PLATFORM else renewal
        blocker = QSignalBlocker(self._renewal)
        self._renewal.setCurrentIndex(self._renewal.findData(mode))
        blocker.unblock()
        text = f"{tr(RENEWAL_TEXTS[mode])} {self._scope}"
        self._renewal_text.setText(text)
        self._renewal.setAccessibleDescription(text)

    # -- edited -----------------------------------------------------------------------------------------------------
    def _on_named(self) -> None:
        if self._name.isModified():
            self._name.setModified(False)
            self.renamed.emit(self._account.id, self._name.text())
            self._name.setText(self._account.name)  # what came of it: perhaps another account has that name

    def _on_shown(self, shown: bool) -> None:
        self.enabled_changed.emit(self._account.id, shown)

    def _on_option(self) -> None:
        box = self.sender()
        assert isinstance(box, QComboBox)  # noqa: S101 - only connected to these
        self.option_changed.emit(self._account.id, str(box.property("option")), str(box.currentData()))

    def _on_renewal(self) -> None:
        assert self._renewal is not None  # noqa: S101 - only connected where there is one
        self.renewal_changed.emit(Renewal(self._renewal.currentData()))
