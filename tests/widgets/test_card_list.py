"""Many accounts: the popup is there at once, shows each of them in the end, and is laid out a few times for much news."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, SESSION, ok
from usagebar_qt.domain.models import Account, AccountId, AccountStatus, WindowKind
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.calm import Calm
from usagebar_qt.widgets.card_list import UNSEEN_A_SECOND
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


def test_a_card_that_somebody_wants_to_see_is_made_at_once(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    model.set_statuses(many(9))
    popup = popup_of(model)
    popup.show()
    popup.show_account(account(7).id)
    assert len(popup._scroll.cards) == 9
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
    for name, card in popup._scroll.cards.items():
        monkeypatch.setattr(card, "apply", lambda *rest, name=name: applied.append(name))
    popup._show_time()
    assert account(0).id in applied
    assert len(applied) < 9 - UNSEEN_A_SECOND
    seen = set(applied)
    for _ in range(9):
        popup._show_time()
        seen |= set(applied)
    assert len(seen) == 9, "a screen reader reads cards out of sight too: each has its turn"
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
    calm = Calm(parent, 30, at_once=2)
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
