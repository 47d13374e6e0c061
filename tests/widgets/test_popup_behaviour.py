"""How the popup comes and goes, what its refresh button allows, and that no text size loses words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QProgressBar,
    QProxyStyle,
    QPushButton,
    QScrollArea,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from tests.fakes import START, FakeClock
from tests.statuses import CLAUDE, EXTRA, SESSION, WEEK, ZAI, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, Unit, Wait, WaitReason
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.account_card import AccountCard
from usagebar_qt.widgets.gauge import Gauge, GaugeText
from usagebar_qt.widgets.icon_button import IconButton
from usagebar_qt.widgets.look import Look
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.theme import DARK
from usagebar_qt.wording.messages import describe


class Bed:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.model = AccountListModel(INFOS)
        self.popup = Popup(self.model, self.clock, Settings(theme=Theme.DARK))
        self.asked: list[bool] = []
        self.popup.refresh_requested.connect(lambda: self.asked.append(True))

    def show(self, *statuses: AccountStatus) -> Popup:
        self.model.set_statuses(statuses)
        activate(self.popup)
        self.popup.sized()
        settle()
        return self.popup

    def button(self, name: str) -> IconButton:
        return next(button for button in self.popup.findChildren(IconButton) if button.accessibleName() == name)


def activate(window: QWidget) -> None:
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    settle()


def settle() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents()


@pytest.fixture
def bed(qapp: QApplication) -> Iterator[Bed]:
    bed = Bed()
    yield bed
    bed.popup.hide()
    bed.popup.deleteLater()


def test_closing_by_hand_is_not_mistaken_for_losing_the_focus(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    assert QApplication.activeWindow() is popup  # hiding an active window deactivates it: the case in question
    QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert popup.hidden_by is not None
    assert not popup.hidden_by.by_deactivation
    activate(popup)
    popup.hide()
    assert not popup.hidden_by.by_deactivation


def test_another_programs_window_closes_it_and_that_is_remembered(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    bed.clock.forward(5)
    QApplication.sendEvent(popup, QEvent(QEvent.Type.WindowDeactivate))
    assert not popup.isVisible()
    assert popup.hidden_by is not None
    assert (popup.hidden_by.by_deactivation, popup.hidden_by.at) == (True, 5.0)


def test_it_stays_while_another_window_of_ours_is_active(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    other = QDialog()
    activate(other)
    assert QApplication.activeWindow() is other
    assert popup.isVisible()
    popup._on_application_state(Qt.ApplicationState.ApplicationInactive)  # and from there to another program
    assert not popup.isVisible()
    other.close()


def test_a_popup_that_never_became_active_offers_a_close_button(bed: Bed) -> None:
    bed.model.set_statuses([ok(SESSION)])
    bed.popup.show()
    bed.popup._was_active = False
    assert not bed.button("Close").isVisible()
    bed.popup._offer_close()
    QTest.mouseClick(bed.button("Close"), Qt.MouseButton.LeftButton)
    assert not bed.popup.isVisible()


def test_a_popup_that_can_lose_the_focus_needs_no_close_button(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    popup._offer_close()
    assert not bed.button("Close").isVisible()


def limited(account: object = CLAUDE) -> AccountStatus:
    wait = Wait(WaitReason.RATE_LIMITED, START + timedelta(minutes=12))
    return replace(failing(ErrorCode.RATE_LIMITED, figures=True), wait=wait)


def test_refresh_is_off_while_nobody_may_be_asked_and_says_until_when(bed: Bed) -> None:
    popup = bed.show(limited(), AccountStatus(ZAI, AccountState.NOT_CONFIGURED))
    button = bed.button("Refresh")
    assert not button.isEnabled()
    assert "Claude asks to wait until" in button.toolTip()
    assert "Claude asks to wait until" in button.accessibleDescription()
    QTest.keyClick(popup, Qt.Key.Key_F5)
    assert bed.asked == []
    bed.clock.forward(721)
    popup._show_time()
    assert button.isEnabled()


@pytest.mark.parametrize("reason", [WaitReason.FLOOR, WaitReason.BACKOFF])
def test_a_person_may_refresh_sooner_than_the_program_would(bed: Bed, reason: WaitReason) -> None:
    bed.show(ok(SESSION, wait=Wait(reason, START + timedelta(minutes=2))))
    QTest.mouseClick(bed.button("Refresh"), Qt.MouseButton.LeftButton)
    assert bed.asked == [True]


def test_one_account_that_may_be_asked_is_enough(bed: Bed) -> None:
    bed.show(limited(), ok(SESSION, account=ZAI))
    assert bed.button("Refresh").isEnabled()


def test_while_it_refreshes_the_button_keeps_the_focus_and_asks_no_second_time(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    button = bed.button("Refresh")
    button.setFocus()
    popup.set_refreshing(True)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert button.hasFocus()
    assert bed.asked == []
    assert "Refreshing…" in [label.text() for label in popup.findChildren(QLabel)]
    popup.set_refreshing(False)
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert bed.asked == [True]


def test_a_button_that_goes_off_does_not_hand_the_next_key_press_to_its_neighbour(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    bed.button("Refresh").setFocus()
    bed.model.update(limited())
    popup._show_time()
    assert not bed.button("Preferences").hasFocus()


def test_tab_goes_through_all_that_can_be_used_and_all_of_it_has_a_name(bed: Bed) -> None:
    popup = bed.show(ok(SESSION, WEEK), failing(ErrorCode.SIGN_IN_EXPIRED, account=ZAI))
    names: list[str] = []
    for _ in range(6):
        QTest.keyClick(QApplication.focusWidget() or popup, Qt.Key.Key_Tab)
        reached = QApplication.focusWidget()
        assert reached is not None
        names.append(reached.accessibleName() or (reached.text() if isinstance(reached, QPushButton) else ""))
    assert names == ["Session", "Week", "Open Claude Code", "Keep this window open", "Refresh", "Preferences"]


@pytest.mark.parametrize("bottom", [-60, 20], ids=["above the middle", "below the middle"])
def test_however_it_grows_it_stays_on_the_screen(bed: Bed, bottom: int) -> None:
    popup = bed.show(ok(SESSION))
    area = popup.screen().availableGeometry()
    popup.move(40, area.center().y() + bottom - popup.height())
    four = [replace(CLAUDE, id=replace(CLAUDE.id, slug=f"n{number}")) for number in range(4)]
    bed.show(*(ok(SESSION, WEEK, account=account) for account in four))
    assert popup.height() > area.height() // 2 + 60
    assert area.top() <= popup.y() <= area.bottom() + 1 - popup.height()
    assert popup.x() == 40


def test_a_card_says_its_state_in_words_to_a_screen_reader(bed: Bed) -> None:
    popup = bed.show(failing(ErrorCode.SIGN_IN_EXPIRED, "expired"))
    card = popup._scroll.cards[CLAUDE.id]
    assert card.accessibleName() == "Claude, signed out"
    assert "Sign in once in Claude Code" in card.accessibleDescription()


def test_before_the_first_look_a_card_says_that_figures_are_being_fetched(bed: Bed) -> None:
    popup = bed.show(AccountStatus(CLAUDE, AccountState.ERROR))
    words = [label.text() for label in popup.findChildren(QLabel) if label.isVisible()]
    assert words.count("Fetching the figures…") == 2
    assert popup._scroll.cards[CLAUDE.id].accessibleName() == "Claude, not configured"


def cut(popup: Popup) -> list[str]:
    """Wrapped words that have less room than they need."""
    labels = [label for label in popup.findChildren(QLabel) if label.isVisible() and label.wordWrap()]
    return [label.text() for label in labels if label.height() < label.heightForWidth(label.width())]


@pytest.mark.parametrize("code", list(ErrorCode))
def test_every_message_is_shown_whole(bed: Bed, code: ErrorCode) -> None:
    for reason in ("", "cannot_write", "lost_write", "env_missing", "override", "tls", "no_collection", "disk"):
        status = failing(code, reason, detail="USAGEBAR_CLAUDE_API_URL")
        assert status.error is not None
        message = describe(status.error, provider_name="Claude", now=START)
        popup = bed.show(status)
        assert message.text() in [label.text() for label in popup.findChildren(QLabel)]
        assert cut(popup) == []


@pytest.mark.usefixtures("large_text")
def test_text_at_twice_the_size_loses_nothing(qapp: QApplication) -> None:
    bed = Bed()
    over = window(used=39.0, left=14_460.0)
    popup = bed.show(ok(over, WEEK, money=(EXTRA,)), failing(ErrorCode.NETWORK_BLOCKED, "tls", account=ZAI))
    assert cut(popup) == []
    for gauge in popup.findChildren(Gauge):
        assert gauge.height() >= gauge.sizeHint().height()
        wide = gauge.fontMetrics().horizontalAdvance(gauge.content.left + gauge.content.right) * 0.86
        assert gauge._stacked == (wide + 8 > gauge.width() - 12)
    money = next(label for label in popup.findChildren(QLabel) if "€ 7.63" in label.text())
    assert money.width() >= money.fontMetrics().horizontalAdvance(money.text())
    popup.hide()


def test_a_long_name_is_cut_beside_its_figures_and_whole_in_its_tooltip(bed: Bed) -> None:
    name = "A name that somebody made very long indeed, for fun"
    popup = bed.show(replace(ok(SESSION), account=replace(CLAUDE, name=name)))
    popup.grab()
    label = next(label for label in popup.findChildren(QLabel) if label.text() == name)
    assert popup.width() == 360
    assert label.width() < label.fontMetrics().horizontalAdvance(name)
    assert label.toolTip() == name


class Still(QProxyStyle):
    """A desktop with reduced motion."""

    def styleHint(
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returnData: QStyleHintReturn | None = None,  # noqa: N803 - Qt's name
    ) -> int:
        if hint is QStyle.StyleHint.SH_Widget_Animation_Duration:
            return 0
        return super().styleHint(hint, option, widget, returnData)


def figures(percent: float) -> GaugeText:
    return GaugeText("Week", f"{percent:.0f} % used", "", "", percent, None, DARK.blue, False, f"Week, {percent:.0f} % used")


def test_a_bar_glides_only_while_it_is_seen(qapp: QApplication) -> None:
    gauge = Gauge(DARK)
    gauge.show_text(figures(40), DARK)
    assert gauge._shown == 40.0
    gauge.show()
    gauge.show_text(figures(80), DARK)
    assert gauge._glide is not None
    assert gauge._glide.state() is gauge._glide.State.Running
    gauge.hide()


def test_a_bar_stands_where_it_belongs_when_its_card_is_hidden_while_it_glides(qapp: QApplication) -> None:
    card, look = AccountCard(INFOS[0], Look.of(Settings())), Look.of(Settings())
    card.apply(ok(SESSION), look, START)
    card.show()
    card.apply(ok(replace(SESSION, used_percent=80.0)), look, START)
    (gauge,) = card.findChildren(Gauge)
    assert gauge._glide is not None
    assert gauge._glide.state() is gauge._glide.State.Running
    card.hide()
    assert gauge._shown == 80.0
    assert gauge._glide.state() is gauge._glide.State.Stopped


def test_a_bar_that_is_scrolled_out_of_sight_does_not_glide(qapp: QApplication) -> None:
    area, inside = QScrollArea(), QWidget()
    gauge = Gauge(DARK, inside)
    gauge.move(0, 2_000)
    inside.resize(300, 3_000)
    area.setWidget(inside)
    area.resize(300, 300)
    area.show()
    gauge.show_text(figures(80), DARK)
    assert (gauge._shown, gauge._glide) == (80.0, None)
    area.close()


def test_another_font_is_another_font_of_every_gauge_and_its_height_follows(qapp: QApplication) -> None:
    card, look = AccountCard(INFOS[0], Look.of(Settings())), Look.of(Settings())
    card.apply(ok(SESSION, WEEK), look, START)
    card.show()
    low = [gauge.sizeHint().height() for gauge in card.findChildren(Gauge)]
    large = card.font()
    large.setPointSizeF(large.pointSizeF() * 2)
    card.setFont(large)
    tall = [gauge.sizeHint().height() for gauge in card.findChildren(Gauge)]
    assert all(after > before * 1.5 for before, after in zip(low, tall, strict=True))
    assert {gauge.fonts.label.pointSizeF() for gauge in card.findChildren(Gauge)} == {large.pointSizeF()}
    card.hide()


def test_with_reduced_motion_a_bar_jumps(qapp: QApplication) -> None:
    usual = qapp.style().objectName()
    qapp.setStyle(Still(usual))
    try:
        gauge = Gauge(DARK)
        gauge.show()
        gauge.show_text(figures(80), DARK)
        assert gauge._shown == 80.0
        gauge.hide()
    finally:
        qapp.setStyle(usual)


def test_a_bar_above_a_hundred_is_full_and_below_zero_empty(qapp: QApplication) -> None:
    gauge = Gauge(DARK)
    gauge.show_text(figures(140), DARK)
    assert (gauge.value(), gauge._shown) == (100, 100.0)
    assert isinstance(gauge, QProgressBar)
    gauge.show_text(figures(-5), DARK)
    assert (gauge.value(), gauge._shown) == (0, 0.0)
    gauge.grab()


def test_what_comes_while_it_is_open_makes_it_as_tall_as_it_needs_at_once(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    model.set_statuses((AccountStatus(CLAUDE, AccountState.ERROR), AccountStatus(ZAI, AccountState.ERROR)))
    popup = Popup(model, FakeClock(), Settings(theme=Theme.DARK))
    popup.show()
    popup.sized()
    model.update(ok(SESSION, WEEK))
    model.update(ok(replace(SESSION, used_percent=39.0, unit=Unit.CREDITS), account=ZAI))
    at_once = popup.height()
    for _ in range(3):
        QCoreApplication.sendPostedEvents()
        popup.sized()
    assert popup.height() == at_once
