"""Switch, port and address of the local interface for scripts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QFormLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QWidget

from usagebar_qt.domain.settings import HIGHEST_PORT, LOWEST_PORT
from usagebar_qt.services.local_api import ApiCondition, ApiState
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import local_api as words
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings

NO_PORT = LOWEST_PORT - 1
"""What the box holds where any port will do: it shows a word for its lowest value."""
TROUBLE = {ApiCondition.PORT_TAKEN: words.PORT_TAKEN, ApiCondition.FAILED: words.FAILED}


class LocalApiFields(QWidget):
    """Rows for the page of what few people need."""

    settings_edited = Signal(object)
    """Settings."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._address = ""
        self._switch = QCheckBox(tr(words.SWITCH), self)
        self._switch.clicked.connect(self._on_edited)
        self._port = QSpinBox(self)
        self._port.setRange(NO_PORT, HIGHEST_PORT)
        self._port.setSpecialValueText(tr(words.ANY_PORT))
        self._port.setGroupSeparatorShown(False)
        self._port.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._port.editingFinished.connect(self._on_edited)  # not at each digit: every port would be tried
        self._copy = QPushButton(tr(words.COPY_ADDRESS), self)
        self._copy.setAutoDefault(False)
        self._copy.clicked.connect(self._on_copy)
        self._words = text_label(self, small_font(self.font()))
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        name = QLabel(tr(words.PORT), self)
        name.setBuddy(self._port)
        row = QHBoxLayout()
        row.addWidget(self._port)
        row.addWidget(self._copy)
        row.addStretch(1)
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(8)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        form.addRow(self._switch)
        form.addRow(name, row)
        form.addRow(self._words)
        self.show_settings(settings)
        self.show_state(ApiState(ApiCondition.OFF))

    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back."""
        self._settings = settings
        self._switch.setChecked(settings.local_api)
        if not self._port.hasFocus():
            blocker = QSignalBlocker(self._port)
            self._port.setValue(settings.local_api_port or NO_PORT)
            blocker.unblock()

    def show_state(self, state: ApiState) -> None:
        """Where it listens, or why it does not."""
        self._address = state.address
        self._copy.setEnabled(bool(state.address))
        if state.condition is ApiCondition.ON:
            text = say(Sentence(words.ON, {"address": state.address, "file": state.file}))
        else:
            text = tr(TROUBLE.get(state.condition, words.OFF))
        self._words.setText(text)
        self._switch.setAccessibleDescription(text)

    def _on_edited(self) -> None:
        port = self._port.value()
        edited = replace(self._settings, local_api=self._switch.isChecked(), local_api_port=0 if port == NO_PORT else port)
        if edited != self._settings:
            self._settings = edited
            self.settings_edited.emit(edited)

    def _on_copy(self) -> None:
        """The address alone: the token stays in its file."""
        QGuiApplication.clipboard().setText(self._address)
