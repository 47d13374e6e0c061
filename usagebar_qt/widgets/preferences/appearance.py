"""The page of colours and of the tray icon."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import Accent, Density, IconStyle, Theme
from usagebar_qt.widgets.preferences.choices import choice_box, form_of, show_choice
from usagebar_qt.widgets.translate import short, tr
from usagebar_qt.wording.preferences import ACCENTS, DENSITIES, ICON_STYLES, NEAREST_ACCOUNT, REDUCED_MOTION, THEMES

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.viewmodels.account_list_model import AccountListModel


class AppearancePage(QWidget):
    """Holds no settings of its own: it shows what it is given and tells what the user wants."""

    settings_edited = Signal(object)
    """Settings."""

    def __init__(self, settings: Settings, model: AccountListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._model = model
        self._theme = choice_box(self, THEMES, self._on_edited)
        self._accent = choice_box(self, ACCENTS, self._on_edited)
        self._density = choice_box(self, DENSITIES, self._on_edited)
        self._style = choice_box(self, ICON_STYLES, self._on_edited)
        self._icon = choice_box(self, {None: NEAREST_ACCOUNT}, self._on_edited)
        self._icon.setMinimumContentsLength(12)
        self._still = QCheckBox(tr(REDUCED_MOTION), self)
        self._still.clicked.connect(self._on_edited)
        form = form_of(self)
        form.addRow(tr("The&me"), self._theme)
        form.addRow(tr("&Accent"), self._accent)
        form.addRow(tr("&Density"), self._density)
        form.addRow(tr("Tray icon is"), self._style)
        form.addRow(tr("Tray &icon shows"), self._icon)
        form.addRow(self._still)
        self.show_settings(settings)
        model.modelReset.connect(self._show_accounts)

    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back."""
        self._settings = settings
        show_choice(self._theme, settings.theme)
        show_choice(self._accent, settings.accent)
        show_choice(self._density, settings.density)
        show_choice(self._style, settings.icon_style)
        self._still.setChecked(settings.reduced_motion)
        self._show_accounts()

    def _show_accounts(self) -> None:
        """The accounts that the icon may show. One that is switched off stays chosen, until another is."""
        blocker = QSignalBlocker(self._icon)
        self._icon.clear()
        self._icon.addItem(tr(NEAREST_ACCOUNT), None)
        for account in (status.account for status in self._model):
            if account.enabled or account.id == self._settings.icon_account:
                self._icon.addItem(short(account.name), str(account.id))
        chosen = self._settings.icon_account
        self._icon.setCurrentIndex(max(0, self._icon.findData(str(chosen)) if chosen else 0))
        blocker.unblock()

    def _on_edited(self) -> None:
        icon = self._icon.currentData()
        self.settings_edited.emit(
            replace(
                self._settings,
                theme=Theme(self._theme.currentData()),
                accent=Accent(self._accent.currentData()),
                density=Density(self._density.currentData()),
                icon_style=IconStyle(self._style.currentData()),
                reduced_motion=self._still.isChecked(),
                icon_account=AccountId.parse(icon) if icon else None,
            )
        )
