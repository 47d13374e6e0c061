"""The popup as a person and a screen reader meet it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, EXTRA, SESSION, WEEK, ZAI, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, QuotaWindow, Unit, WindowKind
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.account_card import AccountCard
from usagebar_qt.widgets.gauge import Gauge
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.wording.messages import Action


class Bed:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.model = AccountListModel(INFOS)
        self.popup = Popup(self.model, self.clock, Settings(theme=Theme.DARK))

    def show(self, *statuses: AccountStatus) -> Popup:
        self.model.set_statuses(statuses)
        self.popup.show()
        return self.popup

    def words(self) -> str:
        labels = [label.text() for label in self.popup.findChildren(QLabel) if label.isVisible()]
        buttons = [button.text() for button in self.popup.findChildren(QPushButton) if button.isVisible()]
        gauges = [gauge.accessibleDescription() for gauge in self.popup.findChildren(Gauge) if gauge.isVisible()]
        return "\n".join([*labels, *buttons, *gauges])


@pytest.fixture
def bed(qapp: QApplication) -> Bed:
    return Bed()


def test_a_gauge_is_a_progress_bar_with_a_name_a_value_and_words(bed: Bed) -> None:
    popup = bed.show(ok(SESSION, WEEK))
    session, week = popup.findChildren(Gauge)
    assert (session.accessibleName(), session.value()) == ("Session", 34)
    assert week.accessibleDescription().startswith("Week, 91 % used")
    assert session.focusPolicy() is Qt.FocusPolicy.TabFocus


def test_the_headline_names_the_binding_limit(bed: Bed) -> None:
    bed.show(ok(SESSION, WEEK), ok(window(used=39.0, left=1000.0), account=ZAI))
    assert "Claude's week is the tighter limit" in bed.words()
    assert "Z.ai has 61 % left." in bed.words()


def test_news_are_shown_in_place_without_a_new_card(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    before = popup.findChildren(AccountCard), popup.findChildren(Gauge)
    bed.model.update(ok(replace(SESSION, used_percent=80.0)))
    assert (popup.findChildren(AccountCard), popup.findChildren(Gauge)) == before
    assert popup.findChildren(Gauge)[0].value() == 80


def test_a_countdown_goes_on_while_the_popup_is_open(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    assert "resets in 2 h 38 min" in popup.findChildren(Gauge)[0].accessibleDescription()
    bed.clock.forward(600)
    popup._show_time()
    assert "resets in 2 h 28 min" in popup.findChildren(Gauge)[0].accessibleDescription()


def test_no_timer_runs_while_the_popup_is_hidden(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    assert popup._tick.isActive()
    popup.hide()
    assert not popup._tick.isActive()


@pytest.mark.parametrize(
    ("status", "sentence", "action"),
    [
        (AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED), "Sign in with Claude Code and it appears here.", Action.HOW_TO),
        (AccountStatus(ZAI, AccountState.NOT_CONFIGURED), "Enter your key of Z.ai", Action.ENTER_KEY),
        (failing(ErrorCode.SIGN_IN_EXPIRED, "expired"), "Sign in once in Claude Code", Action.OPEN_CLI),
        (failing(ErrorCode.INVALID_KEY, "refused", account=ZAI), "Z.ai refuses this key.", Action.ENTER_KEY),
        (failing(ErrorCode.CREDENTIAL_LOCKED, "locked", account=ZAI), "Unlock the keyring", Action.UNLOCK),
        (failing(ErrorCode.OFFLINE, "unreachable", figures=True), "No connection to Claude.", Action.RETRY),
    ],
)
def test_each_trouble_says_what_to_do_and_its_button_asks_for_it(
    bed: Bed, status: AccountStatus, sentence: str, action: Action
) -> None:
    popup = bed.show(status)
    assert sentence in bed.words()
    heard: list[object] = []
    popup.action_requested.connect(lambda *what: heard.append(what))
    button = next(button for button in popup.findChildren(QPushButton) if button.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert heard == [(status.id, action)]


def test_old_figures_stay_and_say_since_when(bed: Bed) -> None:
    popup = bed.show(failing(ErrorCode.OFFLINE, figures=True))
    gauge = popup.findChildren(Gauge)[0]
    assert gauge.content.left.startswith("as of ")
    assert "41 min ago" in bed.words()


def test_money_is_shown_with_its_currency(bed: Bed) -> None:
    bed.show(ok(SESSION, money=(EXTRA,)))
    assert "€ 7.63 of € 20.00" in bed.words()


def test_a_plan_with_peak_hours_says_what_credits_count_and_counts_down(bed: Bed) -> None:
    popup = bed.show(ok(replace(SESSION, unit=Unit.CREDITS), account=ZAI), ok(SESSION))
    assert bed.words().count("Peak hours, credits at 100 %, until ") == 1
    assert " (2 h)" in bed.words()
    bed.clock.forward(600)
    popup._show_time()
    assert " (1 h 50 min)" in bed.words()
    bed.clock.forward(2 * 3_600)
    popup._show_time()
    assert "Off-peak, credits at 50 %, until " in bed.words()
    bed.model.update(ok(SESSION, account=ZAI))
    assert "credits at" not in bed.words()


def test_a_switched_off_account_has_no_card(bed: Bed) -> None:
    popup = bed.show(AccountStatus(CLAUDE, AccountState.DISABLED), ok(SESSION, account=ZAI))
    assert [card.status.id for card in popup.findChildren(AccountCard) if card.status] == [ZAI.id]


def test_escape_closes_and_f5_refreshes(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    asked: list[bool] = []
    popup.refresh_requested.connect(lambda: asked.append(True))
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert asked == []
    popup.show()
    popup.activateWindow()
    assert QTest.qWaitForWindowActive(popup)
    QTest.keyClick(popup, Qt.Key.Key_F5)
    assert asked == [True]


def test_names_from_upstream_are_never_markup_and_never_endless(bed: Bed) -> None:
    hostile = QuotaWindow("weekly:x", WindowKind.WEEKLY_SCOPED, 5.0, None, None, "<img src=x>\u202e\x00" + "x" * 10_000)
    popup = bed.show(replace(ok(hostile), account=replace(CLAUDE, name="<b>bold</b>" + "y" * 10_000)))
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in popup.findChildren(QLabel))
    assert all(len(label.text()) <= 400 for label in popup.findChildren(QLabel))
    assert popup.sized().width() <= 480


def test_twenty_accounts_fit_on_the_screen_and_scroll(bed: Bed) -> None:
    many = [replace(ok(SESSION, WEEK), account=replace(CLAUDE, id=replace(CLAUDE.id, slug=f"n{number}"))) for number in range(20)]
    popup = bed.show(*many)
    assert popup.sized().height() <= popup.screen().availableGeometry().height()


def test_the_theme_changes_at_once(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    dark = popup.grab().toImage().pixelColor(180, 30)
    popup.set_settings(Settings(theme=Theme.LIGHT))
    assert popup.grab().toImage().pixelColor(180, 30) != dark
