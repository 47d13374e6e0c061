"""What doctor found, with the fix beside it, and a report to paste into a request for help."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from usagebar_qt.domain.findings import Weight
from usagebar_qt.domain.redaction import redact
from usagebar_qt.widgets.labels import coloured, name_font, small_font, text_label
from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea
from usagebar_qt.widgets.style_sheets import dress
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import findings as words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.findings import Finding
    from usagebar_qt.domain.settings import Settings


class DoctorWindow(QDialog):
    """Non-modal. What is to be mended comes first."""

    look_requested = Signal()
    """`show_findings` brings the answer."""

    def __init__(self, clock: Clock, settings: Settings) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._clock = clock
        self._findings: tuple[Finding, ...] = ()
        self.setWindowTitle(tr(words.DOCTOR_TITLE))
        self._paint(settings)
        self._summary = text_label(self, name_font(self.font()))
        self._body = QWidget()
        self._rows = QGridLayout(self._body)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setHorizontalSpacing(16)
        self._rows.setVerticalSpacing(10)
        self._rows.setColumnStretch(1, 3)
        self._rows.setColumnStretch(2, 2)
        scroll = SteadyScrollArea(self)
        scroll.setWidget(self._body)
        scroll.setAccessibleName(tr(words.DOCTOR_TITLE))  # Tab reaches it, and the arrows scroll
        self._again = QPushButton(tr(words.LOOK_AGAIN), self)
        self._again.clicked.connect(self.look)
        self._copy = QPushButton(tr(words.COPY_REPORT), self)
        self._copy.setToolTip(tr(words.COPY_HINT))
        self._copy.setAccessibleDescription(tr(words.COPY_HINT))
        self._copy.clicked.connect(self._on_copy)
        close = QPushButton(tr("Close"), self)
        close.clicked.connect(self.close)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._again)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.setSpacing(12)
        layout.addWidget(self._summary)
        layout.addWidget(scroll, 1)
        layout.addLayout(buttons)
        width = self.fontMetrics().averageCharWidth()
        self.resize(max(560, width * 100), max(440, width * 80))

    def _paint(self, settings: Settings) -> None:
        self._colours = dress(self, settings)

    def set_settings(self, settings: Settings) -> None:
        """Theme and accent hold at once."""
        self._paint(settings)
        if self._findings:
            self.show_findings(self._findings)

    def look(self) -> None:
        """Asks for a new look; what was found before stays until it is there."""
        self._again.setEnabled(False)
        self._copy.setEnabled(bool(self._findings))
        self._summary.setText(tr(words.EXAMINING))
        self.look_requested.emit()

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """All of them."""
        self._findings = tuple(findings)
        while self._rows.count():
            item = self._rows.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        now = self._clock.now()
        for row, finding in enumerate(sorted(findings, key=lambda entry: -entry.weight)):
            message = words.in_words(finding, now)
            self._add(row, finding, say(message.title), say(message.remedy))
        self._rows.setRowStretch(len(self._findings), 1)
        self._summary.setText(say(words.summary(self._findings)))
        self.setAccessibleDescription(self._summary.text())
        self._again.setEnabled(True)
        self._copy.setEnabled(True)

    def _add(self, row: int, finding: Finding, title: str, fix: str) -> None:
        word = tr(words.weight_word(finding.weight))
        colour = {Weight.MEND: self._colours.red, Weight.NOTE: self._colours.amber}.get(finding.weight, self._colours.muted)
        mark = text_label(self._body, small_font(self.font()))
        mark.setWordWrap(False)
        mark.setText(word)
        coloured(mark, colour)
        found = text_label(self._body)
        found.setText("\n".join((title, *words.details(finding))))
        shown_fix = fix if finding.weight is not Weight.FINE else ""
        found.setAccessibleName(f"{word}: {title}")
        found.setAccessibleDescription(shown_fix)
        remedy = text_label(self._body)
        remedy.setText(shown_fix)
        for column, label in enumerate((mark, found, remedy)):
            if column and label.text():  # an empty one would be a stop of Tab that says nothing
                label.setTextInteractionFlags(
                    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
                )
            self._rows.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)

    def report(self) -> str:
        """What is copied: without secrets, and without the name of the person's own folder."""
        text = words.report(self._findings, self._clock.now())
        return redact(text.replace(str(Path.home()), "~"))

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report())
        self._summary.setText(tr(words.COPIED))
