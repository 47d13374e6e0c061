"""The cards, one below the other. Those that can be seen come first: fifty accounts must not make anybody wait for the popup.

Whatever there is to do for many gauges is done in steps, one a turn of the event loop: so many are made, or told their news. What
people have, a few accounts with a few gauges, is one step, and done at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from usagebar_qt.domain.chart import Trends
from usagebar_qt.domain.models import AccountState
from usagebar_qt.widgets.account_card import AccountCard
from usagebar_qt.widgets.calm import AGAIN_MILLISECONDS
from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea
from usagebar_qt.widgets.style_sheets import scroll_style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId, AccountStatus
    from usagebar_qt.viewmodels.account_list_model import AccountListModel
    from usagebar_qt.widgets.calm import OneATurn
    from usagebar_qt.widgets.look import Look

BETWEEN = 10
GAUGES_AT_ONCE = 12
"""So many are made before the popup is first shown, and told their news in one turn of the loop."""
GAUGES_A_STEP = 6
"""So many are made or told in one turn of the loop later: 1.5 ms on a quiet machine (measured)."""
STEP_MILLISECONDS = 8
"""From one step to the next, with room for everything else in between."""
FIRST_STEP_MILLISECONDS = 40
"""Until the first one: the popup is painted before."""
UNSEEN_A_SECOND = 2
"""Cards out of sight whose words follow the time at each tick, in turn: a screen reader may still read them."""


class CardList(SteadyScrollArea):
    """A card for each account that is not switched off, in the model's order."""

    action_requested = Signal(object, object)
    """AccountId, Action."""
    history_requested = Signal(object, str)
    """AccountId, window id."""
    grew = Signal()
    """A card has come, or become another size, that could not be at once."""

    completed = Signal()
    """The last of them has come."""

    def __init__(self, model: AccountListModel, clock: Clock, look: Look, turn: OneATurn, parent: QWidget) -> None:
        super().__init__(parent)
        self._model = model
        self._clock = clock
        self._look = look
        self._turn = turn
        self._trends = Trends()
        self._cards: dict[AccountId, AccountCard] = {}
        self._missing: list[AccountStatus] = []
        self._coming: AccountCard | None = None
        """Of the first one missing, until all of its gauges are made. Not in the list before: each part would lay out all cards."""
        self._due: dict[AccountId, None] = {}
        """Whose cards do not show yet what there is."""
        self._spent = 0
        """Gauges that were told news since the last step."""
        self._row_height = 0.0
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
        self._steps = QTimer(self, singleShot=True)
        self._steps.timeout.connect(self._go_on)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    # -- which cards ------------------------------------------------------------------------------------------------
    @property
    def cards(self) -> Mapping[AccountId, AccountCard]:
        """Those that are made."""
        return self._cards

    @property
    def is_complete(self) -> bool:
        """Whether every account has its card."""
        return not self._missing

    def rebuild(self) -> None:
        """All anew: accounts were added, removed, ordered anew, or switched on or off."""
        for card in (*self._cards.values(), *((self._coming,) if self._coming is not None else ())):
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards, self._due, self._coming = {}, {}, None
        self.content.setMinimumHeight(0)
        self._row_height = 0.0
        self._next_unseen = 0
        self._missing = [status for status in self._model if status.state is not AccountState.DISABLED]
        room = self._at_once
        while self._missing and room > 0:
            status = self._missing.pop(0)
            card = self._new_card(status)
            self._show(card, status, room)
            room -= max(1, card.gauge_count)
            self._take_in(status.id, card)
        self._go_on_later(FIRST_STEP_MILLISECONDS)

    def _new_card(self, status: AccountStatus) -> AccountCard:
        card = AccountCard(self._model.info_of(status.id), self._look, self.content)
        card.action_requested.connect(self.action_requested)
        card.history_requested.connect(self.history_requested)
        return card

    def _take_in(self, account_id: AccountId, card: AccountCard) -> None:
        self._cards[account_id] = card
        if not card.is_whole:
            self._due[account_id] = None
        if not self._row_height:
            self._row_height = self._height_of(card) / max(1, card.gauge_count)
        self._list.insertWidget(self._list.count() - 1, card)  # the stretch stays last
        card.show()

    def _height_of(self, card: AccountCard) -> int:
        return card.heightForWidth(self.viewport().width()) if card.hasHeightForWidth() else card.sizeHint().height()

    @property
    def _at_once(self) -> int:
        """So many gauges are made or told in the turn in which there is cause for it."""
        rows = sum(len(status.snapshot.windows) for status in self._model if status.snapshot is not None)
        return GAUGES_AT_ONCE if rows <= GAUGES_AT_ONCE else GAUGES_A_STEP

    # -- step by step -----------------------------------------------------------------------------------------------
    def _go_on_later(self, milliseconds: int = STEP_MILLISECONDS) -> None:
        if (self._due or self._missing or self._spent) and not self._steps.isActive():
            self._steps.start(milliseconds)

    def _go_on(self) -> None:
        """One step: news of what is in sight, then other news, then what is still missing."""
        self._spent = 0
        if (self._due or self._missing) and not self._turn.take():
            self._steps.start(AGAIN_MILLISECONDS)
            return
        if self._due:
            seen = (account_id for account_id in self._due if self._is_in_sight(self._cards[account_id]))
            account_id = next(seen, next(iter(self._due)))
            del self._due[account_id]
            card = self._cards[account_id]
            before = card.sizeHint(), card.gauge_count
            self._tell(account_id, GAUGES_A_STEP)
            if (card.sizeHint(), card.gauge_count) != before:
                self.grew.emit()
        elif self._missing:
            self._make_more()
        self._go_on_later()

    def _make_more(self) -> None:
        before = self._missing[0]
        row = self._model.row_of(before.id)
        status = self._model.statuses()[row] if row >= 0 else before  # there may have been news meanwhile
        if self._coming is None:
            self._coming = self._new_card(status)
            self._coming.hide()
        elif self._coming.is_whole:
            card, self._coming = self._coming, None
            del self._missing[0]
            self._take_in(status.id, card)
            if card.status is not status:
                self._due[status.id] = None
            self.grew.emit()
            if not self._missing:
                self.completed.emit()
            return
        self._show(self._coming, status, GAUGES_A_STEP)

    def _tell(self, account_id: AccountId, most: int) -> None:
        """What there is to show on one card, on so many of its gauges, those in view first."""
        card = self._cards[account_id]
        if card.is_whole:
            card.begin_with(self._in_view(card).start)
        self._show(card, self._status_of(account_id), most)
        if not card.is_whole:
            self._due[account_id] = None

    def _tell_in_view(self, account_id: AccountId) -> None:
        """At once what can be seen of a card, and in steps what cannot."""
        card = self._cards[account_id]
        seen = self._in_view(card)
        card.begin_with(seen.start)
        self._due.pop(account_id, None)
        self._tell(account_id, len(seen) or self._at_once)

    def _tell_soon(self, account_id: AccountId) -> None:
        """At once, or in one of the next turns where others were told in this one, or are likely to be told."""
        rows = max(1, len(self._cards[account_id].windows))
        if self._turn.is_crowded or (self._spent and self._spent + rows > self._at_once):
            self._due[account_id] = None
        else:
            self._spent += rows
            self._due.pop(account_id, None)
            self._tell(account_id, self._at_once)
        self._go_on_later()

    # -- what they show ---------------------------------------------------------------------------------------------
    def show_news(self, status: AccountStatus) -> bool:
        """One account's news; False where another list of cards is needed."""
        card = self._cards.get(status.id)
        is_missing = any(other.id == status.id for other in self._missing)
        if (card is not None or is_missing) == (status.state is AccountState.DISABLED):
            return False
        if card is not None:
            self._tell_soon(status.id)
        return True

    def show_time(self) -> None:
        """Cards in sight say what time it is; of the others a few, one after another."""
        unseen: list[AccountId] = []
        for account_id, card in self._cards.items():
            if self._is_in_sight(card):
                self._tell_in_view(account_id)
            else:
                unseen.append(account_id)
        for step in range(min(UNSEEN_A_SECOND, len(unseen))):
            self._due[unseen[(self._next_unseen + step) % len(unseen)]] = None
        self._next_unseen += UNSEEN_A_SECOND
        self._go_on_later()

    def set_look(self, look: Look) -> None:
        """Other colours, or other levels: at once on what is in sight, since nothing may be seen in two looks."""
        self._look = look
        self._list.setSpacing(look.spacing.between)
        self.setStyleSheet(scroll_style(look.colours))
        for account_id, card in self._cards.items():
            if self._is_in_sight(card):
                self._tell_in_view(account_id)
            else:
                self._due[account_id] = None
        self._go_on_later()

    def set_trends(self, trends: Trends) -> None:
        """The recent past of the windows, for their sparklines."""
        self._trends = trends
        for account_id, card in self._cards.items():
            if card.trends != trends.of(account_id):
                self._tell_soon(account_id)

    def _status_of(self, account_id: AccountId) -> AccountStatus:
        return self._model.statuses()[self._model.row_of(account_id)]

    def _show(self, card: AccountCard, status: AccountStatus, most: int) -> None:
        if card.trends != (trends := self._trends.of(status.id)):
            card.set_trends(trends)
        rows = len(status.snapshot.windows) if status.snapshot is not None else 0
        self._list.setEnabled(card.gauge_count >= rows)  # with gauges that come one by one it would lay out all cards for each
        card.apply(status, self._look, self._clock.now(), self._model.outlooks_of(status), most)
        self._list.setEnabled(True)

    def _is_in_sight(self, card: AccountCard) -> bool:
        """Whether it is, or would be once the popup is shown."""
        return self._view().intersects(card.geometry()) or card.geometry().isEmpty()

    def _view(self) -> QRect:
        return QRect(0, self.verticalScrollBar().value(), max(1, self.viewport().width()), self.viewport().height())

    def _in_view(self, card: AccountCard) -> range:
        """Its gauges that are, by their places."""
        view = self._view()
        return card.gauges_between(view.top() - card.y(), view.bottom() - card.y())

    def _on_scrolled(self) -> None:
        if self.isVisible():
            for account_id, card in self._cards.items():
                if self._is_in_sight(card):
                    self._tell_in_view(account_id)
            self._go_on_later()

    # -- how large --------------------------------------------------------------------------------------------------
    def lay_out(self) -> None:
        """Words that have just come count at once, not at the next turn of the loop."""
        for card in self._cards.values():
            if (part := card.layout()) is not None:
                part.activate()

    def height_for(self, width: int) -> int:
        """Of all cards, with room for what is still to come: what is there must not move for it, nor the popup grow."""
        inner = self._list.heightForWidth(width)
        return (inner if inner > 0 else self._list.sizeHint().height()) + self._room_to_come()

    def _room_to_come(self) -> int:
        room = 0.0
        for status in self._missing:
            rows = len(status.snapshot.windows) if status.snapshot is not None else 0
            room += self._row_height * max(1, rows) + self._look.spacing.between
        for account_id in self._due:
            card = self._cards[account_id]
            room += self._row_height * (len(card.windows) - card.gauge_count)
        return round(room)
