"""The page of proxy, log, settings as a file, and doctor."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMessageBox, QPushButton, QWidget

from usagebar_qt.domain.proxy import checked_proxy
from usagebar_qt.domain.settings import LogLevel
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.preferences.choices import choice_box, form_of, show_choice
from usagebar_qt.widgets.preferences.feed_field import FeedField
from usagebar_qt.widgets.preferences.local_api_fields import LocalApiFields
from usagebar_qt.widgets.translate import tr
from usagebar_qt.wording import advanced as words

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.services.local_api import ApiState

FILE_NAME = "usagebar-settings.json"


class AdvancedPage(QWidget):
    """Holds no settings of its own: it shows what it is given and tells what the user wants."""

    settings_edited = Signal(object)
    """Settings."""
    log_folder_wanted = Signal()
    export_wanted = Signal(str)
    """Where to; `show_result` says what came of it."""
    import_wanted = Signal(str)
    reset_wanted = Signal()
    doctor_wanted = Signal()

    def __init__(self, settings: Settings, *, with_debug_log: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._question: QMessageBox | None = None
        small = small_font(self.font())
        self._proxy = QLineEdit(self)
        self._proxy.setPlaceholderText(tr(words.PROXY_EMPTY))
        self._proxy.setAccessibleDescription(tr(words.PROXY_HINT))
        self._proxy.editingFinished.connect(self._on_proxy)
        self._proxy_words = text_label(self, small)
        levels = {level: name for level, name in words.LOG_LEVELS.items() if with_debug_log or level is not LogLevel.DEBUG}
        self._level = choice_box(self, levels, self._on_level)
        self._files_words = text_label(self, small)
        self._files_words.setText(tr(words.FILES_HINT))
        doctor_words = text_label(self, small)
        doctor_words.setText(tr(words.DOCTOR_HINT))
        form = form_of(self)
        form.addRow(tr(words.PROXY), self._proxy)
        form.addRow(self._proxy_words)
        form.addRow(tr(words.LOG), self._level)
        form.addRow(self._row(self._button(words.OPEN_LOG, self.log_folder_wanted.emit)))
        form.addRow(
            self._row(
                self._button(words.EXPORT, self._ask_export),
                self._button(words.IMPORT, self._ask_import),
                self._button(words.RESET, self._ask_reset),
            )
        )
        form.addRow(self._files_words)
        doctor = self._button(words.DOCTOR, self.doctor_wanted.emit)
        doctor.setAccessibleDescription(tr(words.DOCTOR_HINT))
        form.addRow(self._row(doctor))
        form.addRow(doctor_words)
        self._feed = FeedField(settings, self)
        self._feed.settings_edited.connect(self._on_feed)
        form.addRow(self._feed)
        self._api = LocalApiFields(settings, self)
        self._api.settings_edited.connect(self._on_api)
        form.addRow(self._api)
        self.show_settings(settings)

    def _button(self, text: str, call: object) -> QPushButton:
        button = QPushButton(tr(text), self)
        button.setAutoDefault(False)
        button.clicked.connect(call)
        return button

    @staticmethod
    def _row(*buttons: QPushButton) -> QHBoxLayout:
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back. An address that is being typed is left alone."""
        self._settings = settings
        if not (self._proxy.hasFocus() and self._proxy.isModified()):
            blocker = QSignalBlocker(self._proxy)
            self._proxy.setText(settings.proxy)
            blocker.unblock()
            self._proxy_words.setText(tr(words.PROXY_HINT))
        show_choice(self._level, settings.log_level)
        self._api.show_settings(settings)
        self._feed.show_settings(settings)

    def show_local_api(self, state: ApiState) -> None:
        """Where the interface for scripts listens."""
        self._api.show_state(state)

    def show_result(self, text: str) -> None:
        """What came of an export or an import, in words."""
        self._files_words.setText(text)

    def _on_proxy(self) -> None:
        if not self._proxy.isModified():
            return
        self._proxy.setModified(False)
        proxy = checked_proxy(self._proxy.text())
        if proxy is None:
            self._proxy_words.setText(tr(words.PROXY_REFUSED))
            self._proxy.setAccessibleDescription(tr(words.PROXY_REFUSED))
            return
        self._proxy_words.setText(tr(words.PROXY_HINT))
        self._proxy.setAccessibleDescription(tr(words.PROXY_HINT))
        self._proxy.setText(proxy)
        self.settings_edited.emit(replace(self._settings, proxy=proxy))

    def _on_level(self) -> None:
        self.settings_edited.emit(replace(self._settings, log_level=LogLevel(self._level.currentData())))

    def _on_feed(self, edited: Settings) -> None:
        self.settings_edited.emit(replace(self._settings, update_feed=edited.update_feed))

    def _on_api(self, edited: Settings) -> None:
        self.settings_edited.emit(replace(self._settings, local_api=edited.local_api, local_api_port=edited.local_api_port))

    # -- settings as a file -----------------------------------------------------------------------------------------
    def _ask_export(self) -> None:
        chooser = self._chooser(words.EXPORT)
        chooser.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        chooser.setDefaultSuffix("json")
        chooser.selectFile(FILE_NAME)
        chooser.fileSelected.connect(self.export_wanted)
        chooser.open()

    def _ask_import(self) -> None:
        chooser = self._chooser(words.IMPORT)
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.fileSelected.connect(self.import_wanted)
        chooser.open()

    def _chooser(self, title: str) -> QFileDialog:
        chooser = QFileDialog(self, tr(title).replace("&", "").rstrip("…"))
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.setNameFilter(tr(words.SETTINGS_FILES))
        return chooser

    def _ask_reset(self) -> None:
        """Nothing is lost by one press alone."""
        if self._question is not None:
            return
        title = tr(words.RESET_TITLE)
        question = QMessageBox(QMessageBox.Icon.Question, title, title, QMessageBox.StandardButton.Cancel, self)
        question.setAttribute(Qt.WidgetAttribute.WA_WindowPropagation)
        question.setInformativeText(tr(words.RESET_TEXT))
        question.addButton(tr("Reset"), QMessageBox.ButtonRole.DestructiveRole)
        question.setDefaultButton(QMessageBox.StandardButton.Cancel)
        question.finished.connect(self._on_answered)
        self._question = question
        question.open()

    def _on_answered(self) -> None:
        question, self._question = self._question, None
        if question is not None:
            if question.buttonRole(question.clickedButton()) is QMessageBox.ButtonRole.DestructiveRole:
                self.reset_wanted.emit()
            question.deleteLater()
