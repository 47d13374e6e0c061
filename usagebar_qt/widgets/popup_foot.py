"""The popup's last line: when figures are looked for again, and its quiet buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from usagebar_qt.widgets.icon_button import Glyph, IconButton
from usagebar_qt.widgets.labels import ElidedLabel, as_it_is, coloured, small_font
from usagebar_qt.widgets.refresh_gate import is_held, waits_in_words
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording.formatting import next_update

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from usagebar_qt.domain.models import AccountStatus
    from usagebar_qt.widgets.theme import Colours


class PopupFoot(QWidget):
    """Told by the popup what there is to say; tells it what was pressed."""

    refresh_requested = Signal()
    preferences_requested = Signal()
    pin_wished = Signal(bool)
    """Whether the window is to stay on the screen."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._next_at: datetime | None = None
        self._why = self._reason = ""
        self._refreshing = False
        self._next = ElidedLabel(self, small_font(self.font()))
        self._pin = IconButton(Glyph.PIN, "", self)
        self._pin.setCheckable(True)
        self._pin.clicked.connect(self.pin_wished)
        self._refresh = IconButton(Glyph.REFRESH, "", self)
        self._refresh.clicked.connect(self.ask_refresh)
        self._preferences = IconButton(Glyph.PREFERENCES, "", self)
        self._preferences.clicked.connect(self.preferences_requested)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 0, 2, 0)
        layout.setSpacing(2)
        layout.addWidget(self._next, 1)
        for button in self.stops():
            layout.addWidget(button)
        self.speak_anew()

    def stops(self) -> list[IconButton]:
        """What Tab reaches, from left to right."""
        return [self._pin, self._refresh, self._preferences]

    def speak_anew(self) -> None:
        """In the language that holds now."""
        self._pin.call(tr("Keep this window open"))
        self._refresh.call(tr("Refresh"))
        self._preferences.call(tr("Preferences"))

    def set_colours(self, colours: Colours) -> None:
        """Another theme."""
        coloured(self._next, colours.muted)
        for button in self.stops():
            button.set_colours(colours)

    def set_pinned(self, pinned: bool) -> None:
        """What holds now, without telling it back."""
        self._pin.setChecked(pinned)

    def set_refreshing(self, refreshing: bool) -> None:
        """The button turns while a request is under way; it keeps the focus, and more clicks say nothing new."""
        self._refreshing = refreshing
        self._refresh.set_busy(refreshing)

    def set_next_refresh(self, moment: datetime | None, why: str, reason: str) -> None:
        """When figures are looked for again, and why as often as that, also in a word or two; no moment: only why is shown."""
        self._next_at, self._why, self._reason = moment, why, reason
        self._next.setToolTip(why)
        self._next.setAccessibleDescription(why)

    def show_time(self, statuses: Sequence[AccountStatus], now: datetime) -> None:
        """What changes while somebody looks."""
        if self._refreshing:
            text = tr("Refreshing…")
        elif self._next_at is not None:
            text = say(next_update((self._next_at - now).total_seconds()))
            text += f" · {self._reason}" if self._reason else ""
        else:
            text = self._why
        if self._next.text() != text:
            self._next.setText(text)
        waits = waits_in_words(statuses, now)
        hint = as_it_is("\n".join([tr("Refresh"), *waits]))
        if self._refresh.toolTip() != hint:
            self._refresh.setToolTip(hint)
            self._refresh.setAccessibleDescription(" ".join(waits))
        permitted = not is_held(statuses, now)
        if self._refresh.isEnabled() != permitted:
            if self._refresh.hasFocus():  # else the next key press would press the neighbour
                self.window().setFocus(Qt.FocusReason.OtherFocusReason)
            self._refresh.setEnabled(permitted)

    def ask_refresh(self) -> None:
        """By the button or by a key."""
        if not self._refreshing and self._refresh.isEnabled():
            self.refresh_requested.emit()
