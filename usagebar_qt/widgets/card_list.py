"""The cards, one below the other. Those that can be seen come first: fifty accounts must not make anybody wait for the popup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from usagebar_qt.domain.chart import Trends
from usagebar_qt.domain.models import AccountState
from usagebar_qt.widgets.account_card import AccountCard, Look
from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea
from usagebar_qt.widgets.style_sheets import scroll_style

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId, AccountStatus
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.viewmodels.account_list_model import AccountListModel

BETWEEN = 10
GAUGES_AT_ONCE = 24
"""So many are made before the popup is first shown: more than a screen holds."""
NEXT_CARD_MILLISECONDS = 15
"""The other cards come one after another, with room for everything else in between."""
UNSEEN_A_SECOND = 2
"""Cards out of sight whose words follow the time at each tick, in turn: a screen reader may still read them."""


class CardList(SteadyScrollArea):
    """A card for each account that is not switched off, in the model's order."""

    action_requested = Signal(object, object)
    """AccountId, Action."""
    history_requested = Signal(object, str)
    """AccountId, window id."""
    grew = Signal()
    """Cards that were not made at once have come, or are being seen for the first time in a while."""

    def __init__(self, model: AccountListModel, clock: Clock, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._clock = clock
        self._look = look
        self._trends = Trends()
        self._cards: dict[AccountId, AccountCard] = {}
        self._missing: list[AccountStatus] = []
        self._next_unseen = 0
        self.content = QWidget()
        self._list = QVBoxLayout(self.content)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(look.spacing.between)
        self._list.addStretch(1)
        self.setWidget(self.content)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        self.content.setAutoFillBackground(False)  # setWidget() has switched it on
        self._more = QTimer(self, interval=NEXT_CARD_MILLISECONDS, singleShot=True)
        self._more.timeout.connect(self._make_one_more)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # -- which cards ------------------------------------------------------------------------------------------------
    @property
    def cards(self) -> Mapping[AccountId, AccountCard]:
        """Those that are made."""
        return self._cards

    def rebuild(self) -> None:
        """All anew: accounts were added, removed, ordered anew, or switched on or off."""
        for card in self._cards.values():
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = {}
        self.content.setMinimumHeight(0)
        self._next_unseen = 0
        self._missing = [status for status in self._model if status.state is not AccountState.DISABLED]
        gauges = 0
        while self._missing and gauges < GAUGES_AT_ONCE:
            status = self._missing.pop(0)
            gauges += max(1, len(status.snapshot.windows) if status.snapshot is not None else 0)
            self._make(status)
        if self._missing:
            self._more.start()

    def _make_one_more(self) -> None:
        if self._missing:
            self._make(self._missing.pop(0))
            self._more.start()
            self.grew.emit()

    def complete(self) -> None:
        """Makes what is missing now: somebody wants a card that is not there yet."""
        while self._missing:
            self._make(self._missing.pop(0))
        self.grew.emit()

    def _make(self, before: AccountStatus) -> None:
        row = self._model.row_of(before.id)
        status = self._model.statuses()[row] if row >= 0 else before  # there may have been news meanwhile
        card = AccountCard(self._model.info_of(status.id), self._look, self.content)
        card.action_requested.connect(self.action_requested)
        card.history_requested.connect(self.history_requested)
        self._cards[status.id] = card
        self._show(card, status, self._clock.now())
        card.set_trends(self._trends.of(status.id))
        # Room for it first: without, all other cards would be squeezed, and let go again when the popup is laid out (measured).
        width = self.viewport().width()
        height = card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()
        self.content.setMinimumHeight(self.content.minimumHeight() + height + self._look.spacing.between)
        self._list.insertWidget(self._list.count() - 1, card)  # the stretch stays last
        card.show()

    # -- what they show ---------------------------------------------------------------------------------------------
    def show_news(self, status: AccountStatus, now: datetime) -> bool:
        """One account's news; False where another list of cards is needed."""
        card = self._cards.get(status.id)
        is_missing = any(other.id == status.id for other in self._missing)
        if (card is not None or is_missing) == (status.state is AccountState.DISABLED):
            return False
        if card is not None:
            self._show(card, status, now)
        return True

    def show_time(self, now: datetime) -> None:
        """Cards in sight say what time it is; of the others a few."""
        unseen: list[tuple[AccountCard, AccountStatus]] = []
        for card, status in self._shown():
            if self._is_in_sight(card):
                self._show(card, status, now)
            else:
                unseen.append((card, status))
        for step in range(min(UNSEEN_A_SECOND, len(unseen))):
            self._show(*unseen[(self._next_unseen + step) % len(unseen)], now)
        self._next_unseen += UNSEEN_A_SECOND

    def set_look(self, look: Look, now: datetime) -> None:
        """Other colours, or other levels: at once on all of them."""
        self._look = look
        self._list.setSpacing(look.spacing.between)
        self.setStyleSheet(scroll_style(look.colours))
        for card, status in self._shown():
            self._show(card, status, now)

    def set_trends(self, trends: Trends) -> None:
        """The recent past of the windows, for their sparklines."""
        self._trends = trends
        for account_id, card in self._cards.items():
            card.set_trends(trends.of(account_id))

    def _shown(self) -> list[tuple[AccountCard, AccountStatus]]:
        return [(self._cards[status.id], status) for status in self._model if status.id in self._cards]

    def _show(self, card: AccountCard, status: AccountStatus, now: datetime) -> None:
        outlooks: Mapping[str, Outlook] = self._model.outlooks_of(status)
        card.apply(status, self._look, now, outlooks)

    def _is_in_sight(self, card: AccountCard) -> bool:
        """Whether it is, or would be once the popup is shown."""
        view = QRect(0, self.verticalScrollBar().value(), max(1, self.viewport().width()), self.viewport().height())
        return view.intersects(card.geometry()) or card.geometry().isEmpty()

    def _on_scrolled(self) -> None:
        if self.isVisible():
            now = self._clock.now()
            for card, status in self._shown():
                if self._is_in_sight(card):
                    self._show(card, status, now)

    # -- how large --------------------------------------------------------------------------------------------------
    def lay_out(self) -> None:
        """Words that have just come count at once, not at the next turn of the loop."""
        for card in self._cards.values():
            if (part := card.layout()) is not None:
                part.activate()

    def height_for(self, width: int) -> int:
        """Of all cards."""
        inner = self._list.heightForWidth(width)
        return inner if inner > 0 else self._list.sizeHint().height()
