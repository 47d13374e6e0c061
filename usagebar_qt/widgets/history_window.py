"""The past of one window at a time: a chart of the day, the week or the month, and what comes of it if one goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
)

from usagebar_qt.domain.chart import Span, span_for
from usagebar_qt.domain.models import QuotaWindow
from usagebar_qt.services.history import Hours, Past, Question
from usagebar_qt.widgets.history_chart import Levels
from usagebar_qt.widgets.history_pages import ChartPage, HeatPage
from usagebar_qt.widgets.labels import coloured, small_font, text_label
from usagebar_qt.widgets.style_sheets import choice_style
from usagebar_qt.widgets.theme import apply_palette, colours_for
from usagebar_qt.widgets.translate import say, short, tr
from usagebar_qt.widgets.what_if_row import WhatIfRow
from usagebar_qt.wording import past as words
from usagebar_qt.wording.formatting import window_label
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.history_store import Series
    from usagebar_qt.viewmodels.account_list_model import AccountListModel

OUTSIDE = 16
HOURS = len(Span)
"""The last of the buttons beside the spans."""


class HistoryWindow(QDialog):
    """Non-modal. Asks by signals, is told the answers."""

    past_requested = Signal(object)
    """Question."""
    hours_requested = Signal(object, str)
    """AccountId, window id."""
    series_requested = Signal()

    def __init__(self, model: AccountListModel, clock: Clock, settings: Settings) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._model = model
        self._clock = clock
        self._settings = settings
        self._past: Past | None = None
        self._rows: dict[tuple[AccountId, str], QuotaWindow] = {}
        self._former: tuple[Series, ...] = ()
        self._colours = colours_for(settings.theme, settings.accent)
        self.setWindowTitle(tr(words.TITLE))
        self._build()
        self._fill()
        self.set_settings(settings)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)

    def _build(self) -> None:
        self._windows = QComboBox(self)
        self._windows.setAccessibleName(tr(words.WINDOW_LABEL))  # what is chosen is its name on some desktops
        self._windows.setAccessibleDescription(tr(words.WINDOW_LABEL))
        self._windows.currentIndexChanged.connect(self._on_window)
        self._spans = QButtonGroup(self)
        top = QHBoxLayout()
        top.setSpacing(6)
        top.addWidget(self._windows, 1)
        top.addSpacing(8)
        choices = [(words.SPAN_LABELS[span], words.SPAN_HINTS[span]) for span in Span]
        for number, (label, hint) in enumerate([*choices, (words.HOURS_LABEL, words.HOURS_HINT)]):
            button = QPushButton(tr(label), self)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setToolTip(tr(hint))
            self._spans.addButton(button, number)
            top.addWidget(button)
        self._spans.idClicked.connect(self._on_choice)
        self._chart = ChartPage(self._colours, self._levels(), self._clock, self)
        self._heat = HeatPage(self._colours, self)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(self._chart)
        self._pages.addWidget(self._heat)
        self._what_if = WhatIfRow(self._clock, self)
        self._aside = text_label(self, small_font(self.font()))
        self._aside.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(OUTSIDE, OUTSIDE, OUTSIDE, OUTSIDE)
        layout.setSpacing(10)
        layout.addLayout(top)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._what_if)
        layout.addWidget(self._aside)
        layout.addWidget(buttons)

    def _levels(self) -> Levels:
        """Those that count for the window that is shown."""
        settings, key = self._settings, self._key()
        if key is None:
            return Levels((settings.warning_percent, settings.danger_percent), settings.danger_percent)
        return Levels(settings.levels_of(key[0].provider, self._rows[key].kind), settings.danger_percent)

    # -- which window, which span -----------------------------------------------------------------------------------
    def _fill(self) -> None:
        """Every window that is there now, then those that only the history knows."""
        chosen = self._key()
        names = {status.id: status.account.name for status in self._model}
        now = {(status.id, window.id): window for status in self._model if status.snapshot for window in status.snapshot.windows}
        former = {
            (row.account_id, row.window_id): QuotaWindow(row.window_id, row.kind, 0.0, scope=row.scope)
            for row in self._former
            if row.account_id in names
        }
        rows = now | {key: window for key, window in former.items() if key not in now}
        labels = [f"{short(names[account_id])}: {short(window_label(window))}" for (account_id, _), window in rows.items()]
        moved = list(rows) != list(self._rows)
        self._rows = rows
        if moved or labels != [self._windows.itemText(number) for number in range(self._windows.count())]:
            with QSignalBlocker(self._windows):
                self._windows.clear()
                self._windows.addItems(labels)
                self._windows.setCurrentIndex(max(0, self._index(chosen)) if labels else -1)
        self._windows.setEnabled(bool(labels))

    def _index(self, key: tuple[AccountId, str] | None) -> int:
        return next((number for number, known in enumerate(self._rows) if known == key), -1)

    def _key(self) -> tuple[AccountId, str] | None:
        number = self._windows.currentIndex()
        return list(self._rows)[number] if 0 <= number < len(self._rows) else None

    @property
    def view(self) -> tuple[tuple[AccountId, str] | None, int]:
        """What is shown: account and window, and the number of the chosen span."""
        return self._key(), self._spans.checkedId()

    def go_back_to(self, view: tuple[tuple[AccountId, str] | None, int]) -> None:
        """What `view` said, in another window."""
        key, number = view
        if key is not None:
            self.show_window(*key)
        if number >= 0:
            self._spans.button(number).setChecked(True)
            self._on_choice(number)

    def show_window(self, account_id: AccountId, window_id: str) -> None:
        """Its past, over the span that suits it."""
        index = self._index((account_id, window_id))
        if index >= 0:
            with QSignalBlocker(self._windows):
                self._windows.setCurrentIndex(index)
        self._on_window()

    def _on_window(self) -> None:
        key = self._key()
        window = self._rows[key] if key is not None else None
        if window is not None and self._spans.checkedId() != HOURS:
            self._spans.button(list(Span).index(span_for(window.kind, window.window_seconds))).setChecked(True)
        self._ask()

    def choose(self, span: Span | None) -> None:
        """A span, or the hours of the week."""
        number = list(Span).index(span) if span is not None else HOURS
        self._spans.button(number).setChecked(True)
        self._on_choice(number)

    def _on_choice(self, number: int) -> None:
        self._pages.setCurrentIndex(1 if number == HOURS else 0)
        self._ask()

    def _ask(self) -> None:
        """The old picture stays until the new one is there: nothing flickers."""
        key, question = self._key(), self._question()
        if question is not None:
            self.past_requested.emit(question)
        if key is not None and self._spans.checkedId() == HOURS:
            self.hours_requested.emit(*key)
        self._show_past()

    def _question(self) -> Question | None:
        """With the hours in view, what follows from the last one is still asked for."""
        key, number = self._key(), self._spans.checkedId()
        if key is None or number < 0:
            return None
        return Question(*key, list(Span)[0 if number == HOURS else number])

    # -- news -------------------------------------------------------------------------------------------------------
    def show_series(self, series: tuple[Series, ...]) -> None:
        """Windows that the history knows."""
        self._former = series
        self._fill()

    def show_past(self, past: Past) -> None:
        """The answer to `past_requested`; one that comes too late is none."""
        if past.question == self._question():
            self._past = past
            self._show_past()

    def show_hours(self, hours: Hours) -> None:
        """The answer to `hours_requested`."""
        if (hours.account_id, hours.window_id) == self._key():
            self._heat.show_heat(hours.heat)

    def show_news(self) -> None:
        """There are new figures: the chart goes on."""
        self._fill()
        if self.isVisible():
            self._ask()

    def set_settings(self, settings: Settings) -> None:
        """Theme and thresholds hold at once."""
        self._settings = settings
        self._colours = colours_for(settings.theme, settings.accent)
        apply_palette(self, self._colours)
        self._chart.set_look(self._colours, self._levels())
        self._heat.set_look(self._colours)
        self._what_if.set_look(self._colours, settings.work_days)
        coloured(self._aside, self._colours.muted)
        for button in self.findChildren(QPushButton):  # a style sheet on the window itself would cut off its palette
            button.setStyleSheet(choice_style(self._colours))

    def _on_scheme_changed(self) -> None:
        self.set_settings(self._settings)

    # -- showing ----------------------------------------------------------------------------------------------------
    def _show_past(self) -> None:
        past, question = self._past, self._question()
        self._chart.set_look(self._colours, self._levels())
        if question is None:
            self._past = None
            for page in (self._chart, self._heat):
                page.show_words(tr(words.NO_WINDOWS))
            self._what_if.show_window(None, None)
            return
        self._chart.name(f"{self._windows.currentText()}, {tr(words.SPAN_HINTS[question.span])}")
        self._heat.name(f"{self._windows.currentText()}, {tr(words.HOURS_HINT)}")
        if past is None:
            self._chart.show_words(tr(words.READING))
            return
        self._chart.show_past(past)
        self._what_if.show_window(self._rows.get((past.question.account_id, past.question.window_id)), past.last_hour)
        # A screen reader finds hidden labels too.
        self._aside.setText(say(Sentence(words.SET_ASIDE, {"name": past.set_aside})) if past.set_aside else "")
        self._aside.setVisible(bool(past.set_aside))

    def showEvent(self, event: QShowEvent) -> None:
        """What is there is read when somebody looks."""
        super().showEvent(event)
        self.series_requested.emit()
        self._ask()
