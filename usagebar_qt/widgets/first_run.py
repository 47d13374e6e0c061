"""The first page: shown once, before anything is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from usagebar_qt.engine.first_run import Presence
from usagebar_qt.widgets.app_icon import app_icon
from usagebar_qt.widgets.edges import show_edges
from usagebar_qt.widgets.key_form import KeyForm
from usagebar_qt.widgets.labels import name_font, text_label
from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea
from usagebar_qt.widgets.style_sheets import dress
from usagebar_qt.widgets.theme import is_contrast
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import first_run as words
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.first_run import FirstFinding
    from usagebar_qt.providers.base import ProviderInfo

PICTURE = 48
"""Pixels of the screen's own unit."""


class FirstRunDialog(QDialog):
    """Non-modal. Closed without Begin, it comes again with the next click on the icon."""

    begin_requested = Signal()
    key_form_made = Signal(object)
    """KeyForm: whoever has the keys connects it."""

    def __init__(self, infos: Sequence[ProviderInfo], settings: Settings) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._infos = {info.id: info for info in infos}
        self._forms: dict[AccountId, KeyForm] = {}
        self.setWindowTitle(tr(words.TITLE))
        self.set_settings(settings)
        title = text_label(self, name_font(self.font()))
        title.setText(tr(words.TITLE))
        lead = text_label(self)
        lead.setText(tr(words.LEAD))
        self.setAccessibleDescription(lead.text())
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(QSize(PICTURE, PICTURE), self.devicePixelRatioF()))
        beside = QVBoxLayout()
        beside.addWidget(title)
        beside.addWidget(lead)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(beside, 1)
        self._body = QWidget()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(6)
        self._waiting = text_label(self._body)
        self._waiting.setText(tr(words.LOOKING))
        self._list.addWidget(self._waiting)
        self._list.addStretch(1)
        scroll = SteadyScrollArea(self)
        scroll.setWidget(self._body)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        keeps = text_label(self)
        keeps.setText(tr(words.KEEPS))
        buttons = QDialogButtonBox(self)
        self._begin = buttons.addButton(tr(words.BEGIN), QDialogButtonBox.ButtonRole.AcceptRole)
        self._begin.setDefault(True)
        self._begin.setEnabled(False)  # until there is something to see
        buttons.addButton(tr(words.LATER), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.accepted.connect(self.begin_requested)
        buttons.rejected.connect(self.close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.setSpacing(14)
        layout.addLayout(head)
        layout.addWidget(scroll, 1)
        layout.addWidget(keeps)
        layout.addWidget(buttons)
        width = self.fontMetrics().averageCharWidth()
        self.setMinimumSize(width * 60, width * 64)  # below that words would be cut
        self.resize(max(460, width * 72), max(540, width * 84))

    def set_settings(self, settings: Settings) -> None:
        """Theme and accent hold at once."""
        self._is_native = is_contrast(settings.theme)
        dress(self, settings)
        for form in self._forms.values():
            show_edges(form, native=self._is_native)

    def show_findings(self, findings: Sequence[FirstFinding]) -> None:
        """What is there, and what will be done with it. Keys that are being typed stay."""
        while self._list.count():
            item = self._list.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None and widget not in self._forms.values():
                widget.hide()
                widget.deleteLater()
        for finding in findings:
            self._add(finding)
        self._list.addStretch(1)
        self._begin.setEnabled(True)
        self._begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _add(self, finding: FirstFinding) -> None:
        info = self._infos[finding.account.id.provider]
        name = text_label(self._body, name_font(self.font()))
        name.setText(finding.account.name)
        lines = (
            tr(words.FOUND[finding.presence.value]),
            say(words.reads(finding.files)),
            say(words.asks(finding.hosts, finding.presence.value)),
            say(words.renews(finding.renewal_hosts)),
        )
        text = text_label(self._body)
        text.setText("\n".join(filter(None, lines)))
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard)
        text.setAccessibleName(finding.account.name)
        text.setAccessibleDescription(text.text())
        self._list.addWidget(name)
        self._list.addWidget(text)
        if info.key is None or finding.presence not in (Presence.NOTHING, Presence.LOCKED):
            if (done := self._forms.pop(finding.account.id, None)) is not None:
                done.hide()
                done.deleteLater()
            return
        hint = text_label(self._body)
        hint.setText(say(Sentence(words.KEY_HINT, {"name": info.name, "host": ", ".join(finding.hosts)})))
        self._list.addWidget(hint)
        form = self._forms.get(finding.account.id)
        if form is None:
            form = self._forms[finding.account.id] = KeyForm(finding.account, info.key, self._body)
            show_edges(form, native=self._is_native)
            self.key_form_made.emit(form)
        self._list.addWidget(form)

    def key_form(self, account_id: AccountId) -> KeyForm | None:
        """The form of an account that lacks a key."""
        return self._forms.get(account_id)
