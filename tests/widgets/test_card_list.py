"""Many accounts: the popup is there at once, shows each of them in the end, and is laid out a few times for much news."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, SESSION, ok
from usagebar_qt.domain.models import Account, AccountId, AccountStatus, WindowKind
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.account_card import AccountCard
from usagebar_qt.widgets.calm import Calm, OneATurn
from usagebar_qt.widgets.card_list import GAUGES_A_STEP, GAUGES_AT_ONCE, UNSEEN_A_SECOND
from usagebar_qt.widgets.gauge import Gauge
from usagebar_qt.widgets.popup import Popup

WAIT_SECONDS = 5.0
ROWS = [replace(SESSION, id=f"kind-{row}", kind=WindowKind.OTHER, scope=f"Kind {row}") for row in range(12)]


def comes(what: Callable[[], bool]) -> bool:
    ends = time.monotonic() + WAIT_SECONDS
    while not what() and time.monotonic() < ends:
        QTest.qWait(5)
    return what()


def account(number: int) -> Account:
    return Account(AccountId("claude", f"number-{number}"), f"Number {number}")


def many(count: int, percent: float = 30.0) -> tuple[AccountStatus, ...]:
    return tuple(ok(replace(SESSION, used_percent=percent), *ROWS, account=account(number)) for number in range(count))


def popup_of(model: AccountListModel) -> Popup:
    return Popup(model, FakeClock(), Settings(theme=Theme.DARK))


def figures(popup: Popup, number: int) -> str:
    card = popup._scroll.cards[account(number).id]
    return next(gauge.content.figure for gauge in card.findChildren(Gauge) if gauge.content.label == "Session")


def shown(statuses: tuple[AccountStatus, ...]) -> Popup:
    model = AccountListModel(INFOS)
    model.set_statuses(statuses)
    popup = popup_of(model)
    popup.sized()
    popup.show()
    return popup


def whole(popup: Popup, count: int, gauges: int = len(ROWS) + 1) -> bool:
    cards = popup._scroll.cards
    return len(cards) == count and all(len(card.findChildren(Gauge)) == gauges for card in cards.values())


def test_of_many_accounts_those_that_fill_the_screen_are_there_at_once_and_the_others_follow(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    model.set_statuses(many(9))
    popup = popup_of(model)
    popup.sized()
    popup.show()
    assert 1 <= len(popup._scroll.cards) < 9
    tall = popup.height()
    assert comes(lambda: len(popup._scroll.cards) == 9)
    assert list(popup._scroll.cards) == [account(number).id for number in range(9)]
    assert popup.height() >= tall
    popup.hide()


def test_news_of_a_card_that_is_not_made_yet_are_on_it_when_it_comes(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    model.set_statuses(many(9))
    popup = popup_of(model)
    assert account(8).id not in popup._scroll.cards
    model.update(ok(replace(SESSION, used_percent=77.0), *ROWS, account=account(8)))
    assert comes(lambda: account(8).id in popup._scroll.cards)
    assert figures(popup, 8).startswith("77")


def test_a_card_that_somebody_wants_to_see_is_shown_as_soon_as_it_is_made(qapp: QApplication) -> None:
    popup = shown(many(9))
    popup.show_account(account(7).id)
    assert account(7).id not in popup._scroll.cards
    assert comes(lambda: account(7).id in popup._scroll.cards and popup._wanted is None)
    card = popup._scroll.cards[account(7).id]
    assert comes(lambda: card.isAncestorOf(popup.focusWidget()))
    assert not card.visibleRegion().isEmpty()
    popup.hide()


def test_a_card_that_nobody_has_is_not_waited_for(qapp: QApplication) -> None:
    popup = shown(many(2))
    assert comes(lambda: whole(popup, 2))
    popup.show_account(CLAUDE.id)
    assert popup._wanted is None
    popup.hide()


def test_all_fifty_cards_come_with_every_gauge_and_nothing_that_is_shown_moves_meanwhile(qapp: QApplication) -> None:
    popup = shown(many(50))
    completed: list[bool] = []
    popup.completed.connect(lambda: completed.append(True))
    first = popup._scroll.cards[account(0).id]
    size, tops = popup.size(), set[int]()
    while not whole(popup, 50) or not completed:
        QTest.qWait(5)
        tops.add(first.y())
        assert popup.size() == size
    assert tops == {0}
    assert len(completed) == 1
    QTest.qWait(100)
    assert popup.size() == size
    lows = [card.y() for card in popup._scroll.cards.values()]
    assert lows == sorted(lows)
    last = popup._scroll.cards[account(49).id]
    assert popup._scroll.content.height() >= last.geometry().bottom(), "the last one is not squeezed"
    assert last.height() == first.height()
    popup.hide()


def test_no_step_makes_more_than_a_few_gauges(qapp: QApplication) -> None:
    popup = shown(many(6))
    counts = [len(popup.findChildren(Gauge))]
    assert counts[0] <= GAUGES_AT_ONCE
    step = popup._scroll._steps
    step.timeout.connect(lambda: counts.append(len(popup.findChildren(Gauge))))
    assert comes(lambda: whole(popup, 6))
    assert max(after - before for before, after in pairwise(counts)) <= GAUGES_A_STEP
    popup.hide()


def test_closing_it_in_the_middle_and_opening_it_again_makes_each_card_once(qapp: QApplication) -> None:
    popup = shown(many(12))
    QTest.qWait(60)
    popup.hide()
    QTest.qWait(60)
    popup.show()
    assert comes(lambda: whole(popup, 12))
    cards = popup._scroll.content.findChildren(AccountCard)
    assert len(cards) == 12
    assert set(cards) == set(popup._scroll.cards.values())
    popup.hide()


def test_figures_that_come_amid_the_making_are_on_every_card_and_so_are_more_windows(qapp: QApplication) -> None:
    popup = shown(many(8))
    for percent in (50.0, 61.0):
        QTest.qWait(20)
        for status in many(8, percent):
            assert status.snapshot is not None
            more = replace(ROWS[0], id="more", scope="More")
            popup._model.update(ok(*status.snapshot.windows, more, account=status.account))
    assert comes(lambda: whole(popup, 8, gauges=len(ROWS) + 2))
    assert comes(lambda: all(figures(popup, number).startswith("61") for number in range(8)))
    popup.hide()


def test_tab_goes_down_all_cards_in_their_order_and_then_along_the_foot(qapp: QApplication) -> None:
    popup = shown(many(5))
    assert comes(lambda: whole(popup, 5))
    QTest.qWait(200)
    wanted: list[QWidget] = [popup._close, *(stop for card in popup._scroll.cards.values() for stop in card.stops())]
    wanted += popup._foot.stops()
    walked, places = [wanted[0]], {id(widget) for widget in wanted}
    widget = wanted[0].nextInFocusChain()
    while widget is not None and widget is not wanted[0]:
        if id(widget) in places:
            walked.append(widget)
        widget = widget.nextInFocusChain()
    assert walked == wanted
    popup.hide()


def test_news_of_many_accounts_take_no_turn_of_their_coming_and_are_told_to_a_few_gauges_a_step(qapp: QApplication) -> None:
    popup = shown(many(9))
    assert comes(lambda: whole(popup, 9) and not popup._scroll._steps.isActive())
    gauges = popup._scroll.findChildren(Gauge)

    def told() -> int:
        return sum(gauge.content.figure.startswith("88") for gauge in gauges)

    news = [replace(row, used_percent=88.0) for row in (SESSION, *ROWS)]
    for number in range(9):
        popup._model.update(ok(*news, account=account(number)))
    counts = [told()]
    assert counts == [0]
    popup._scroll._steps.timeout.connect(lambda: counts.append(told()))
    assert comes(lambda: told() == len(gauges))
    assert max(after - before for before, after in pairwise(counts)) <= GAUGES_A_STEP
    popup.hide()


def test_news_of_a_few_accounts_are_shown_at_once(qapp: QApplication) -> None:
    few = [ok(replace(SESSION, used_percent=30.0), account=account(number)) for number in range(3)]
    popup = shown(tuple(few))
    popup._model.update(ok(replace(SESSION, used_percent=88.0), account=account(1)))
    assert figures(popup, 1).startswith("88")
    popup.hide()


def test_what_is_in_view_says_the_time_of_now_as_soon_as_the_popup_is_shown_again(qapp: QApplication) -> None:
    popup = shown(many(9))
    assert comes(lambda: whole(popup, 9) and not popup._scroll._steps.isActive())
    bar = popup._scroll.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    QTest.qWait(100)

    def words() -> list[str]:
        return [gauge.content.right for gauge in popup._scroll.findChildren(Gauge) if not gauge.visibleRegion().isEmpty()]

    before = words()
    popup.hide()
    clock = popup._clock
    assert isinstance(clock, FakeClock)
    clock.forward(3_600)
    popup.show()
    assert len(before) == len(words()) > 5
    assert not set(before) & set(words())
    popup.hide()


def test_a_screen_reader_finds_every_card_and_every_gauge_in_the_end(qapp: QApplication) -> None:
    popup = shown(many(7))
    assert comes(lambda: whole(popup, 7))
    for card in popup._scroll.cards.values():
        assert card.isVisible()
        assert card.accessibleName()
        assert all(gauge.isVisible() and gauge.accessibleDescription() for gauge in card.findChildren(Gauge))
    popup.hide()


def test_cards_that_are_made_anew_leave_nothing_of_the_former_ones_even_where_no_garbage_is_collected(qapp: QApplication) -> None:
    popup = shown(many(3))
    assert comes(lambda: whole(popup, 3))
    former = [weakref.ref(card) for card in popup._scroll.cards.values()]
    assert not gc.isenabled()  # as in the program
    popup.speak_anew()
    assert comes(lambda: whole(popup, 3) and all(card() is None for card in former))
    popup.hide()


def test_each_second_only_what_is_in_sight_and_a_few_others_are_drawn_anew(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = AccountListModel(INFOS)
    model.set_statuses(many(9))
    popup = popup_of(model)
    popup.sized()
    popup.show()
    assert comes(lambda: len(popup._scroll.cards) == 9)
    QTest.qWait(200)
    applied: list[AccountId] = []

    def noting(name: AccountId, apply: Callable[..., None]) -> Callable[..., None]:
        def noted(*rest: object) -> None:
            applied.append(name)
            apply(*rest)

        return noted

    for name, card in popup._scroll.cards.items():
        monkeypatch.setattr(card, "apply", noting(name, card.apply))
    popup._tick.stop()
    popup._show_time()
    assert applied == [account(0).id]
    assert comes(lambda: not popup._scroll._steps.isActive())
    assert len(set(applied)) == 1 + UNSEEN_A_SECOND
    for _ in range(9):
        popup._show_time()
        assert comes(lambda: not popup._scroll._steps.isActive())
    assert len(set(applied)) == 9, "a screen reader reads cards out of sight too: each has its turn"
    applied.clear()
    popup._scroll.verticalScrollBar().setValue(popup._scroll.verticalScrollBar().maximum())
    assert account(8).id in applied, "what comes into sight shows the time of now"
    popup.hide()


def test_an_account_that_is_switched_off_before_its_card_is_made_has_none(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    model.set_statuses(many(9))
    popup = popup_of(model)
    gone = many(9)[:8]
    model.set_statuses(gone)
    assert comes(lambda: len(popup._scroll.cards) == 8)
    QTest.qWait(100)
    assert account(8).id not in popup._scroll.cards
    assert CLAUDE.id not in popup._scroll.cards


def test_a_few_news_are_told_at_once_and_many_together_at_the_end_of_a_moment(qapp: QApplication) -> None:
    parent = QObject()
    calm = Calm(parent, OneATurn(parent), 30, at_once=2)
    told: list[int] = []
    calm.due.connect(lambda: told.append(len(told)))
    calm.ask()
    calm.ask()
    assert len(told) == 2
    for _ in range(50):
        calm.ask()
    assert len(told) == 2
    assert comes(lambda: len(told) == 3)
    QTest.qWait(90)
    assert len(told) == 3, "nothing is told that nobody asked for"
    calm.ask()
    assert len(told) == 4, "and after a quiet moment at once again"
