"""Below the chart: what comes of it if one goes on like the last hour, and what a day may cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from usagebar_qt.domain.what_if import daily_budget, gone_on
from usagebar_qt.domain.work_week import EVERY_DAY
from usagebar_qt.widgets.labels import coloured, text_label
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import past as words

if TYPE_CHECKING:
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import QuotaWindow
    from usagebar_qt.widgets.theme import Colours

HOURS, MOST_HOURS = 2, 72
LEAST_LETTERS = 22


class WhatIfRow(QWidget):
    """One question with one number, and the answer beside it."""

    def __init__(self, clock: Clock, parent: QWidget) -> None:
        super().__init__(parent)
        self._clock = clock
        self._window: QuotaWindow | None = None
        self._last_hour: float | None = None
        self._work_days = EVERY_DAY
        self._question = text_label(self)
        self._question.setWordWrap(False)
        self._question.setText(tr(words.GO_ON))
        self._hours = QSpinBox(self)
        self._hours.setRange(1, MOST_HOURS)
        self._hours.setValue(HOURS)
        self._hours.setSuffix(tr(words.HOURS_SUFFIX))
        self._hours.setAccessibleName(tr(words.HOURS_NAME))
        self._hours.valueChanged.connect(self._show)
        self._question.setBuddy(self._hours)
        self._answer = text_label(self)
        self._answer.setMinimumWidth(self.fontMetrics().averageCharWidth() * LEAST_LETTERS)  # beside a long question too
        self._budget = text_label(self)
        row = QHBoxLayout()
        row.addWidget(self._question)
        row.addWidget(self._hours)
        row.addWidget(self._answer, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._budget)

    def set_look(self, colours: Colours, work_days: int) -> None:
        """Another theme, or another work week."""
        coloured(self._budget, colours.muted)
        self._work_days = work_days
        self._show()

    def show_window(self, window: QuotaWindow | None, last_hour: float | None) -> None:
        """`last_hour`: percent used in it; None where it is not known. A window without a reset ahead answers nothing."""
        self._window, self._last_hour = window, last_hour
        self._show()

    def _show(self) -> None:
        window, now = self._window, self._clock.now()
        # A window that only the history knows has no future.
        known = window is not None and window.resets_at is not None and window.resets_at > now and window.used_percent < 100
        self.setVisible(known)
        if not known or window is None:
            return
        hours = self._hours.value()
        outcome = gone_on(window, now, self._last_hour, hours) if self._last_hour is not None else None
        answer = say(words.went_on(outcome, self._last_hour, now))
        self._answer.setText(answer)
        self._hours.setAccessibleDescription(answer)
        budget = say(words.budget(daily_budget(window, now, self._work_days), now))
        self._budget.setText(budget)
        self._budget.setVisible(bool(budget))
