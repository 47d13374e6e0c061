"""The page of what holds for all accounts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QSpinBox, QWidget

from usagebar_qt.domain.settings import Figures, Hours, Language, Resets, Rhythm
from usagebar_qt.services.ports import AutostartState
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.preferences.choices import choice_box, form_of, show_choice
from usagebar_qt.widgets.preferences.hotkey_field import HotkeyField
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import preferences as words
from usagebar_qt.wording.formatting import span_text
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings

MINUTES = (3, 5, 10, 15, 30)


class GeneralPage(QWidget):
    """Holds no settings of its own: it shows what it is given and tells what the user wants."""

    settings_edited = Signal(object)
    """Settings."""
    autostart_wished = Signal(bool)
    """Whether the program is to start at login; `show_autostart` brings what came of it."""

    def __init__(self, settings: Settings, parent: QWidget | None = None, *, offers_hotkeys: bool = False) -> None:
        super().__init__(parent)
        self._settings = settings
        self._autostart = QCheckBox(tr(words.START_AT_LOGIN), self)
        self._autostart.setEnabled(False)
        self._autostart.clicked.connect(self.autostart_wished)
        self._autostart_words = text_label(self, small_font(self.font()))
        self._autostart_words.hide()
        self._interval = choice_box(self, {Rhythm.ADAPTIVE.value: words.ADAPTIVE}, self._on_edited)
        blocker = QSignalBlocker(self._interval)
        for minutes in MINUTES:
            self._interval.addItem(say(Sentence(words.EVERY, {"span": span_text(minutes * 60)})), minutes * 60)
        self._interval.addItem(tr(words.MANUAL), Rhythm.MANUAL.value)
        blocker.unblock()
        self._interval_words = text_label(self, small_font(self.font()))
        self._language = choice_box(self, words.LANGUAGES, self._on_edited)
        self._figures = choice_box(self, words.FIGURES, self._on_edited)
        self._resets = choice_box(self, words.RESETS, self._on_edited)
        self._hours = choice_box(self, words.HOURS, self._on_edited)
        self._work_days = choice_box(self, words.WORK_WEEKS, self._on_edited)
        self._warning = self._level_box(1, 99)
        self._danger = self._level_box(2, 100)
        self._hotkey = HotkeyField(self, is_offered=offers_hotkeys)
        self._hotkey.edited.connect(self._on_hotkey)
        form = form_of(self)
        form.addRow(self._autostart)
        form.addRow(self._autostart_words)
        form.addRow(tr("Lang&uage"), self._language)
        form.addRow(tr("&Look for news"), self._interval)
        form.addRow(self._interval_words)
        form.addRow(tr("&Figures"), self._figures)
        form.addRow(tr("&Resets"), self._resets)
        form.addRow(tr("T&imes"), self._hours)
        form.addRow(tr("A week's quota is for"), self._work_days)
        form.addRow(tr("&Warning from"), self._warning)
        form.addRow(tr("&Danger from"), self._danger)
        form.addRow(tr(words.HOTKEY), self._hotkey)
        self.show_settings(settings)
        for level in (self._warning, self._danger):
            level.valueChanged.connect(self._on_edited)

    def _level_box(self, low: int, high: int) -> QSpinBox:
        box = QSpinBox(self)
        box.setRange(low, high)
        box.setSuffix(tr(words.PERCENT))
        return box

    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back."""
        self._settings = settings
        wanted = settings.refresh_seconds if settings.rhythm is Rhythm.FIXED else settings.rhythm.value
        blockers = [QSignalBlocker(box) for box in (self._interval, self._warning, self._danger)]
        if self._interval.findData(wanted) < 0:
            self._interval.addItem(say(Sentence(words.EVERY, {"span": span_text(settings.refresh_seconds)})), wanted)
        self._interval.setCurrentIndex(self._interval.findData(wanted))
        self._warning.setMaximum(settings.danger_percent - 1)
        self._danger.setMinimum(settings.warning_percent + 1)
        self._warning.setValue(settings.warning_percent)
        self._danger.setValue(settings.danger_percent)
        for blocker in blockers:
            blocker.unblock()
        explained = tr(words.RHYTHMS[settings.rhythm])
        self._interval_words.setText(explained)
        self._interval_words.setVisible(bool(explained))
        self._interval.setAccessibleDescription(explained)
        show_choice(self._language, settings.language)
        self._hotkey.show_settings(settings)
        show_choice(self._figures, settings.figures)
        show_choice(self._resets, settings.resets)
        show_choice(self._hours, settings.hours)
        show_choice(self._work_days, settings.work_days)

    def show_language(self) -> None:
        """Puts the cursor where the language is chosen."""
        self._language.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_hotkey_refused(self) -> None:
        """Another program has it."""
        self._hotkey.show_refused()

    def _on_hotkey(self, hotkey: str) -> None:
        self.settings_edited.emit(replace(self._settings, hotkey=hotkey))

    def show_autostart(self, state: AutostartState) -> None:
        """What the system says. The click itself has moved the mark already; here it is put right."""
        possible = state is not AutostartState.IMPOSSIBLE
        self._autostart.setEnabled(possible)
        self._autostart.setChecked(state is AutostartState.ON)
        self._say_of_autostart("" if possible else tr(words.START_IMPOSSIBLE))

    def show_autostart_failure(self) -> None:
        """The system refused."""
        self._say_of_autostart(tr(words.START_FAILED))

    def _say_of_autostart(self, text: str) -> None:
        self._autostart_words.setText(text)
        self._autostart_words.setVisible(bool(text))
        self._autostart.setAccessibleDescription(text)

    def _on_edited(self) -> None:
        wanted = self._interval.currentData()
        is_fixed = isinstance(wanted, int)
        self.settings_edited.emit(
            replace(
                self._settings,
                rhythm=Rhythm.FIXED if is_fixed else Rhythm(wanted),
                refresh_seconds=wanted if is_fixed else self._settings.refresh_seconds,
                language=Language(self._language.currentData()),
                figures=Figures(self._figures.currentData()),
                resets=Resets(self._resets.currentData()),
                hours=Hours(self._hours.currentData()),
                warning_percent=self._warning.value(),
                danger_percent=self._danger.value(),
                work_days=int(self._work_days.currentData()),
            )
        )
