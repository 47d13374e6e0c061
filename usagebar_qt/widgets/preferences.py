"""Preferences: a first small window. A change applies at once."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QFormLayout, QGroupBox, QSpinBox, QVBoxLayout

from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import Theme
from usagebar_qt.widgets.key_form import KeyForm
from usagebar_qt.widgets.theme import apply_palette, colours_for
from usagebar_qt.widgets.translate import short, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.models import Account
    from usagebar_qt.domain.settings import AccountSettings, Settings
    from usagebar_qt.engine.keys import KeyPresence
    from usagebar_qt.providers.base import ProviderInfo

MINUTES = (3, 5, 10, 15, 30)
THEME_NAMES = {Theme.SYSTEM: "As the system", Theme.LIGHT: "Light", Theme.DARK: "Dark", Theme.HIGH_CONTRAST: "High contrast"}


class PreferencesDialog(QDialog):
    """Non-modal. Holds no settings of its own: it shows what it is given and tells what the user wants."""

    settings_edited = Signal(object)
    """Settings."""
    key_check_requested = Signal(object, str)
    key_save_requested = Signal(object, str)
    key_delete_requested = Signal(object)

    def __init__(self, settings: Settings, accounts: Sequence[Account], infos: Sequence[ProviderInfo]) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._settings = settings
        self._infos = {info.id: info for info in infos}
        self._forms: dict[AccountId, KeyForm] = {}
        self.setWindowTitle(tr("Preferences of Usage Bar"))
        self.setMinimumWidth(420)
        self._interval = QComboBox(self)
        for minutes in MINUTES:
            self._interval.addItem(f"{minutes} {tr('min')}", minutes * 60)
        self._warning = self._level_box(1, 99)
        self._danger = self._level_box(2, 100)
        self._theme = QComboBox(self)
        for theme, name in THEME_NAMES.items():
            self._theme.addItem(tr(name), theme)
        general = QFormLayout()
        general.setVerticalSpacing(8)
        general.addRow(tr("&Look for news every"), self._interval)
        general.addRow(tr("&Warning from"), self._warning)
        general.addRow(tr("&Danger from"), self._danger)
        general.addRow(tr("&Theme"), self._theme)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(14)
        layout.addLayout(general)
        for account in accounts:
            layout.addWidget(self._account_box(account))
        layout.addStretch(1)
        self.show_settings(settings)
        self._interval.currentIndexChanged.connect(self._on_edited)
        self._theme.currentIndexChanged.connect(self._on_edited)
        self._warning.valueChanged.connect(self._on_edited)
        self._danger.valueChanged.connect(self._on_edited)

    def _level_box(self, low: int, high: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(low, high)
        box.setSuffix(" %")
        return box

    def _account_box(self, account: Account) -> QGroupBox:
        info = self._infos[account.id.provider]
        box = QGroupBox(short(account.name).replace("&", "&&"), self)
        form = QFormLayout(box)
        shown = QCheckBox(tr("Show this account"), box)
        shown.setChecked(account.enabled)
        shown.setProperty("account", str(account.id))
        shown.toggled.connect(self._on_shown)
        form.addRow(shown)
        for spec in info.options:
            if spec.choices:
                choice = QComboBox(box)
                for value in spec.choices:
                    choice.addItem(tr(value.capitalize()), value)
                choice.setCurrentIndex(max(0, choice.findData(account.options.get(spec.key, spec.default))))
                choice.setProperty("account", str(account.id))
                choice.setProperty("option", spec.key)
                choice.currentIndexChanged.connect(self._on_option)
                form.addRow(tr(spec.key.replace("_", " ").capitalize()), choice)
        if info.key is not None:
            key_form = KeyForm(account, info.key, box)
            key_form.check_requested.connect(self.key_check_requested)
            key_form.save_requested.connect(self.key_save_requested)
            key_form.delete_requested.connect(self.key_delete_requested)
            self._forms[account.id] = key_form
            form.addRow(key_form)
        return box

    # -- shown ------------------------------------------------------------------------------------------------------
    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back."""
        self._settings = settings
        if settings.theme is Theme.SYSTEM:
            self.setPalette(QPalette())
        else:
            apply_palette(self, colours_for(settings.theme))
        blockers = [QSignalBlocker(box) for box in (self._interval, self._theme, self._warning, self._danger)]
        if self._interval.findData(settings.refresh_seconds) < 0:
            self._interval.addItem(f"{settings.refresh_seconds // 60} {tr('min')}", settings.refresh_seconds)
        self._interval.setCurrentIndex(self._interval.findData(settings.refresh_seconds))
        self._theme.setCurrentIndex(self._theme.findData(settings.theme))
        self._warning.setMaximum(settings.danger_percent - 1)
        self._danger.setMinimum(settings.warning_percent + 1)
        self._warning.setValue(settings.warning_percent)
        self._danger.setValue(settings.danger_percent)
        for blocker in blockers:
            blocker.unblock()

    def show_key_presence(self, account_id: AccountId, presence: KeyPresence) -> None:
        """Where the key of an account comes from."""
        if account_id in self._forms:
            self._forms[account_id].show_presence(presence)

    def show_key_result(self, account_id: AccountId, text: str, *, stored: bool = False) -> None:
        """What came of check, save or delete, in words."""
        if account_id in self._forms:
            self._forms[account_id].show_result(text)
            if stored:
                self._forms[account_id].forget_typed()

    def show_account(self, account_id: AccountId) -> None:
        """Puts the cursor where this account's key goes."""
        if account_id in self._forms:
            field = self._forms[account_id].focusProxy() or self._forms[account_id]
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- edited -----------------------------------------------------------------------------------------------------
    def _on_edited(self) -> None:
        edited = replace(
            self._settings,
            refresh_seconds=int(self._interval.currentData()),
            warning_percent=self._warning.value(),
            danger_percent=self._danger.value(),
            theme=Theme(self._theme.currentData()),
        )
        self._tell(edited)

    def _on_shown(self, shown: bool) -> None:
        entry = self._entry_of_sender()
        self._tell(self._settings.with_account(replace(entry, enabled=shown)))

    def _on_option(self) -> None:
        box = self.sender()
        assert isinstance(box, QComboBox)  # noqa: S101 - only connected to these
        entry = self._entry_of_sender()
        options = {**entry.options, str(box.property("option")): str(box.currentData())}
        self._tell(self._settings.with_account(replace(entry, options=options)))

    def _entry_of_sender(self) -> AccountSettings:
        return self._settings.account(AccountId.parse(str(self.sender().property("account"))))

    def _tell(self, edited: Settings) -> None:
        if edited != self._settings:
            self.show_settings(edited)
            self.settings_edited.emit(edited)
