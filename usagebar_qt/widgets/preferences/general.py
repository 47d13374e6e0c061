"""The page of what holds for all accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QSpinBox, QWidget

from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import Theme
from usagebar_qt.services.ports import AutostartState
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import short, tr
from usagebar_qt.wording.preferences import NEAREST_ACCOUNT, START_AT_LOGIN, START_FAILED, START_IMPOSSIBLE

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.viewmodels.account_list_model import AccountListModel

MINUTES = (3, 5, 10, 15, 30)
WORK_WEEK_NAMES = {7: "Every day", 5: "Monday to Friday", 4: "Monday to Thursday"}
THEME_NAMES = {Theme.SYSTEM: "As the system", Theme.LIGHT: "Light", Theme.DARK: "Dark", Theme.HIGH_CONTRAST: "High contrast"}


class GeneralPage(QWidget):
    """Holds no settings of its own: it shows what it is given and tells what the user wants."""

    settings_edited = Signal(object)
    """Settings."""
    autostart_wished = Signal(bool)
    """Whether the program is to start at login; `show_autostart` brings what came of it."""

    def __init__(self, settings: Settings, model: AccountListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._model = model
        self._autostart = QCheckBox(tr(START_AT_LOGIN), self)
        self._autostart.setEnabled(False)
        self._autostart.clicked.connect(self.autostart_wished)
        self._autostart_words = text_label(self, small_font(self.font()))
        self._autostart_words.hide()
        self._interval = QComboBox(self)
        for minutes in MINUTES:
            self._interval.addItem(f"{minutes} {tr('min')}", minutes * 60)
        self._warning = self._level_box(1, 99)
        self._danger = self._level_box(2, 100)
        self._work_days = QComboBox(self)
        for days, name in WORK_WEEK_NAMES.items():
            self._work_days.addItem(tr(name), days)
        self._theme = QComboBox(self)
        for theme, name in THEME_NAMES.items():
            self._theme.addItem(tr(name), theme)
        self._icon = QComboBox(self)
        self._icon.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self._icon.setMinimumContentsLength(12)
        form = QFormLayout(self)
        form.setContentsMargins(18, 16, 18, 16)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self._autostart)
        form.addRow(self._autostart_words)
        form.addRow(tr("&Look for news every"), self._interval)
        form.addRow(tr("&Warning from"), self._warning)
        form.addRow(tr("&Danger from"), self._danger)
        form.addRow(tr("A week's quota is &for"), self._work_days)
        form.addRow(tr("&Theme"), self._theme)
        form.addRow(tr("Tray &icon shows"), self._icon)
        self.show_settings(settings)
        model.modelReset.connect(self._show_accounts)
        for box in (self._interval, self._theme, self._work_days, self._icon):
            box.currentIndexChanged.connect(self._on_edited)
        for level in (self._warning, self._danger):
            level.valueChanged.connect(self._on_edited)

    def _level_box(self, low: int, high: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(low, high)
        box.setSuffix(" %")
        return box

    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back."""
        self._settings = settings
        blockers = [QSignalBlocker(box) for box in (self._interval, self._theme, self._work_days, self._warning, self._danger)]
        if self._interval.findData(settings.refresh_seconds) < 0:
            self._interval.addItem(f"{settings.refresh_seconds // 60} {tr('min')}", settings.refresh_seconds)
        self._interval.setCurrentIndex(self._interval.findData(settings.refresh_seconds))
        self._theme.setCurrentIndex(self._theme.findData(settings.theme))
        self._work_days.setCurrentIndex(self._work_days.findData(settings.work_days))
        self._warning.setMaximum(settings.danger_percent - 1)
        self._danger.setMinimum(settings.warning_percent + 1)
        self._warning.setValue(settings.warning_percent)
        self._danger.setValue(settings.danger_percent)
        for blocker in blockers:
            blocker.unblock()
        self._show_accounts()

    def show_autostart(self, state: AutostartState) -> None:
        """What the system says. The click itself has moved the mark already; here it is put right."""
        possible = state is not AutostartState.IMPOSSIBLE
        self._autostart.setEnabled(possible)
        self._autostart.setChecked(state is AutostartState.ON)
        self._say_of_autostart("" if possible else tr(START_IMPOSSIBLE))

    def show_autostart_failure(self) -> None:
        """The system refused."""
        self._say_of_autostart(tr(START_FAILED))

    def _say_of_autostart(self, text: str) -> None:
        self._autostart_words.setText(text)
        self._autostart_words.setVisible(bool(text))
        self._autostart.setAccessibleDescription(text)

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
                refresh_seconds=int(self._interval.currentData()),
                warning_percent=self._warning.value(),
                danger_percent=self._danger.value(),
                theme=Theme(self._theme.currentData()),
                work_days=int(self._work_days.currentData()),
                icon_account=AccountId.parse(icon) if icon else None,
            )
        )
