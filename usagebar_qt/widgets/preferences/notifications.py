"""The page about notifications."""

from __future__ import annotations

from dataclasses import replace
from datetime import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QTimeEdit,
    QVBoxLayout,
    QWidget,
)

from usagebar_qt.domain.alert_rules import DEFAULT_LEVELS, AlertKind
from usagebar_qt.domain.notification_settings import NotificationSettings
from usagebar_qt.widgets.labels import small_font, text_label
from usagebar_qt.widgets.preferences.level_fields import LevelFields
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording.alerts import LEVELS_HINT, REVIEW, REVIEW_EMPTY, REVIEW_FAILED, REVIEW_UNDER_WAY, TEST_FAILED, TEST_SHOWN
from usagebar_qt.wording.manner import manner
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from usagebar_qt.domain.notification_settings import LevelOverride
    from usagebar_qt.wording.sentence import Sentence

FIRST_QUIET_FROM, FIRST_QUIET_UNTIL = time(22, 0), time(7, 0)
"""What is offered where quiet hours were never set."""
KIND_NAMES: Mapping[AlertKind, str] = {
    AlertKind.LEVEL: QT_TRANSLATE_NOOP("wording", "A level is &reached"),
    AlertKind.RUNS_OUT: QT_TRANSLATE_NOOP("wording", "A limit will &be reached before its reset"),
    AlertKind.EXHAUSTED: QT_TRANSLATE_NOOP("wording", "&Used up"),
    AlertKind.AVAILABLE: QT_TRANSLATE_NOOP("wording", "A&vailable again after a reset"),
    AlertKind.SIGN_IN: QT_TRANSLATE_NOOP("wording", "&Sign-in or key needs you"),
    AlertKind.INCIDENT: QT_TRANSLATE_NOOP("wording", "Trouble t&hat the service reports"),
}
KIND_HINTS: Mapping[AlertKind, str] = {
    AlertKind.LEVEL: LEVELS_HINT,
    AlertKind.INCIDENT: QT_TRANSLATE_NOOP("wording", "Asks its public status page every 10 minutes."),
}
"""What a few of them want explained."""


class NotificationsPage(QWidget):
    """Holds no settings of its own: it shows what it is given and tells what the user wants."""

    edited = Signal(object)
    """NotificationSettings."""
    test_requested = Signal()
    review_requested = Signal()
    """What would last week have told by these preferences? `show_review` brings the answer."""

    def __init__(self, providers: Sequence[tuple[str, str]] = (), parent: QWidget | None = None) -> None:
        """`providers`: ids and names, for levels of their own."""
        super().__init__(parent)
        self._settings = NotificationSettings()
        self._general: tuple[int, ...] = DEFAULT_LEVELS
        self._enabled = QCheckBox(tr("Show &notifications"), self)
        self._kinds = {kind: QCheckBox(tr(name), self) for kind, name in KIND_NAMES.items()}
        self._levels = LevelFields(providers, self)
        self._levels.edited.connect(self._on_levels)
        self._quiet = QCheckBox(tr("&Quiet from"), self)
        self._from = self._clock(FIRST_QUIET_FROM, tr("Quiet from"))
        self._until = self._clock(FIRST_QUIET_UNTIL, tr("Quiet until"))
        self._test = QPushButton(tr("Sen&d a test"), self)
        self._test.setAutoDefault(False)
        self._result = text_label(self)
        self._result.hide()
        self._review = QPushButton(tr(REVIEW), self)
        self._review.setAutoDefault(False)
        self._past = QListWidget(self)
        self._past.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._past.setWordWrap(True)
        self._past.setAccessibleName(tr(REVIEW).replace("&", ""))
        self._past.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 16)
        layout.setSpacing(8)
        layout.addWidget(self._enabled)
        for kind, box in self._kinds.items():
            layout.addLayout(_indented(box, 22))
            if kind is AlertKind.LEVEL:
                layout.addLayout(_indented(self._levels, 44))
            if kind in KIND_HINTS:
                hint = text_label(self, small_font(self.font()))
                hint.setText(tr(KIND_HINTS[kind]))
                box.setAccessibleDescription(hint.text())
                layout.addLayout(_indented(hint, 44))
        hours = QHBoxLayout()
        hours.addWidget(self._quiet)
        hours.addWidget(self._from)
        hours.addWidget(QLabel(tr("until"), self))
        hours.addWidget(self._until)
        hours.addStretch(1)
        layout.addLayout(hours)
        row = QHBoxLayout()
        row.addWidget(self._test, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._result, 1)
        row.addStretch()
        layout.addLayout(row)
        layout.addWidget(self._review, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._past, 1)
        layout.addStretch()
        self.show_settings(self._settings)
        for box in (self._enabled, self._quiet, *self._kinds.values()):
            box.toggled.connect(self._on_edited)
        for clock in (self._from, self._until):
            clock.timeChanged.connect(self._on_edited)
        self._test.clicked.connect(self._on_test)
        self._review.clicked.connect(self._on_review)

    def _clock(self, first: time, name: str) -> QTimeEdit:
        clock = QTimeEdit(QTime(first.hour, first.minute), self)
        clock.setLayoutDirection(Qt.LayoutDirection.LeftToRight)  # else Qt turns hours and minutes round
        clock.setDisplayFormat("HH:mm" if manner().facts.twenty_four_hour else "h:mm AP")
        clock.setAccessibleName(name)
        return clock

    # -- shown ------------------------------------------------------------------------------------------------------
    def show_settings(self, settings: NotificationSettings, general: Sequence[int] = DEFAULT_LEVELS) -> None:
        """Shows what holds now, without telling it back; `general`: the two levels of the General page."""
        self._settings, self._general = settings, tuple(general)
        self._levels.show_levels(settings.overrides, self._general)
        self._levels.setEnabled(settings.enabled and AlertKind.LEVEL in settings.kinds)
        boxes = (self._enabled, self._quiet, self._from, self._until, *self._kinds.values())
        blockers = [QSignalBlocker(box) for box in boxes]
        self._enabled.setChecked(settings.enabled)
        for kind, box in self._kinds.items():
            box.setChecked(kind in settings.kinds)
            box.setEnabled(settings.enabled)
        quiet = settings.quiet_from is not None and settings.quiet_until is not None
        self._quiet.setChecked(quiet)
        self._quiet.setEnabled(settings.enabled)
        for clock, moment in ((self._from, settings.quiet_from), (self._until, settings.quiet_until)):
            clock.setEnabled(quiet and settings.enabled)
            if moment is not None:
                clock.setTime(QTime(moment.hour, moment.minute))
        for blocker in blockers:
            blocker.unblock()

    def show_test_result(self, *, shown: bool) -> None:
        """What came of "Send a test", in words."""
        self._result.setText(tr(TEST_SHOWN if shown else TEST_FAILED))
        self._result.show()

    def show_review(self, rows: Sequence[tuple[str, Sentence]] | None) -> None:
        """When which notification would have come; None where that could not be found out."""
        if rows is None:
            self._show_past([tr(REVIEW_FAILED)])
        else:
            self._show_past([f"{at}   {say(title)}" for at, title in rows] or [tr(REVIEW_EMPTY)])

    def _show_past(self, lines: Sequence[str]) -> None:
        self._past.clear()
        self._past.addItems(lines)
        self._past.show()

    # -- edited -----------------------------------------------------------------------------------------------------
    def _on_edited(self) -> None:
        quiet = self._quiet.isChecked()
        edited = replace(
            self._settings,
            enabled=self._enabled.isChecked(),
            kinds=frozenset(kind for kind, box in self._kinds.items() if box.isChecked()),
            quiet_from=_moment(self._from) if quiet else None,
            quiet_until=_moment(self._until) if quiet else None,
        )
        self._tell(edited)

    def _on_levels(self, overrides: tuple[LevelOverride, ...]) -> None:
        self._tell(replace(self._settings, overrides=overrides))

    def _tell(self, edited: NotificationSettings) -> None:
        if edited != self._settings:
            self.show_settings(edited, self._general)
            self.edited.emit(edited)

    def _on_review(self) -> None:
        self._show_past([tr(REVIEW_UNDER_WAY)])
        self.review_requested.emit()

    def _on_test(self) -> None:
        self._result.hide()
        self.test_requested.emit()


def _indented(widget: QWidget, by: int) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addSpacing(by)
    row.addWidget(widget, 1)
    return row


def _moment(clock: QTimeEdit) -> time:
    shown = clock.time()
    return time(shown.hour(), shown.minute())
