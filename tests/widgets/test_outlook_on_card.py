"""The card's sentence on where the use leads, and that icon, headline and gauges say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from tests.fakes import START, FakeClock
from tests.statuses import SESSION, WEEK, ZAI, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, WindowKind
from usagebar_qt.domain.pace import Forecast, Outlook, Pace, outlook_of
from usagebar_qt.domain.settings import Settings
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel, AccountRole
from usagebar_qt.widgets.account_card import AccountCard
from usagebar_qt.widgets.gauge import Gauge
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.tray_state import icon_state
from usagebar_qt.wording.levels import Mark

HOT = window(used=62.0)
assert HOT.resets_at is not None
CALM = Outlook(48.0, Pace(48.0, 14.0, None), Forecast(92, 70, 130, HOT.resets_at, None, None, None))


class Bed:
    def __init__(self, status: AccountStatus, settings: Settings) -> None:
        self.model = AccountListModel(INFOS)
        self.popup = Popup(self.model, FakeClock(), settings)
        self.model.set_statuses((status,))
        self.status = status
        self.popup.show()

    def tell(self, **found: Outlook) -> None:
        self.model.set_outlooks(self.status, found)

    def words(self) -> str:
        return " | ".join(label.text() for label in self.popup.findChildren(QLabel) if not label.isHidden())

    def gauges(self) -> list[Gauge]:
        return self.popup.findChildren(Gauge)


def straight(*windows: object) -> dict[str, Outlook]:
    at = START - timedelta(minutes=2)
    return {row.id: outlook_of(row, at) for row in windows}  # type: ignore[arg-type, attr-defined]


def test_a_card_says_until_when_and_how_short_and_its_gauge_does_not_say_it_again(qapp: QApplication) -> None:
    bed = Bed(ok(HOT, WEEK), Settings())
    assert "runs out" in bed.gauges()[0].content.left
    bed.tell(**straight(HOT, WEEK))
    assert "Session: at this pace until" in bed.words()
    assert "short" in bed.words()
    assert bed.gauges()[0].content.left == "15 % over pace"
    assert "runs out" in bed.gauges()[0].content.spoken
    assert "runs out" in bed.gauges()[1].content.left, "the other window's end is told nowhere else"


def test_a_card_that_lasts_says_what_is_to_spare(qapp: QApplication) -> None:
    bed = Bed(ok(SESSION), Settings())
    bed.tell(**straight(SESSION))
    assert "Lasts: 27 % to spare" in bed.words()


def test_a_forecast_that_lasts_calms_gauge_headline_and_icon_together(qapp: QApplication) -> None:
    bed = Bed(ok(HOT), Settings())
    alarmed = bed.gauges()[0].content.colour, bed.words()
    bed.tell(session=CALM)
    assert "Claude's session is getting tight" in alarmed[1]
    assert "Free to work" in bed.words()
    assert "Lasts: 8 % to spare" in bed.words()
    assert bed.gauges()[0].content.colour != alarmed[0]
    states = [
        icon_state(bed.model.statuses(), Settings(), START, dark_panel=True, outlooks=known).mark
        for known in ({}, bed.model.outlooks)
    ]
    assert states == [Mark.WARNING, Mark.FINE]


@pytest.mark.parametrize("settings", [Settings(), Settings(work_days=5)])
def test_the_mark_of_an_even_pace_goes_by_the_work_week_on_gauge_and_icon(qapp: QApplication, settings: Settings) -> None:
    week = window(WindowKind.WEEKLY, 40.0, 126_000.0)
    bed = Bed(ok(week), settings)
    expected = bed.gauges()[0].content.expected
    (bar,) = icon_state(bed.model.statuses(), settings, START, dark_panel=True).bars
    assert expected is not None
    assert bar.expected == round(expected)
    # The window began on a Tuesday evening: of its five work days the weekend takes none.
    assert (expected > 74.5) == (settings.work_days == 7)


def test_old_and_full_windows_have_no_sentence(qapp: QApplication) -> None:
    old = failing(ErrorCode.OFFLINE, figures=True)
    bed = Bed(old, Settings())
    bed.tell(**straight(SESSION))
    full = Bed(ok(window(used=100.0), WEEK), Settings())
    full.tell(**straight(WEEK))
    for one in (bed, full):
        assert "to spare" not in one.words()
        assert "at this pace" not in one.words()


def test_the_popup_is_as_tall_as_its_cards_when_the_sentence_comes(qapp: QApplication) -> None:
    bed = Bed(ok(HOT, WEEK), Settings())
    bed.popup.sized()
    bed.tell(**straight(HOT, WEEK))
    card = bed.popup.findChildren(AccountCard)[0]
    assert bed.popup._scroll.viewport().height() >= card.heightForWidth(card.width())


def test_outlooks_hold_until_new_ones_come_but_not_beyond_a_reset(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    status = ok(SESSION)
    model.set_statuses((status,))
    model.set_outlooks(status, straight(SESSION))
    assert set(model.data(model.index(0), AccountRole.OUTLOOK)) == {"session"}
    model.update(ok(replace(SESSION, used_percent=36.0)))
    assert set(model.outlooks_of(model.statuses()[0])) == {"session"}
    assert SESSION.resets_at is not None
    jittered = ok(replace(SESSION, used_percent=37.0, resets_at=SESSION.resets_at + timedelta(seconds=1)))
    model.update(jittered)
    assert set(model.outlooks_of(jittered)) == {"session"}, "upstream's reset times jitter"
    assert HOT.resets_at is not None
    later = ok(replace(SESSION, used_percent=1.0, resets_at=HOT.resets_at + timedelta(hours=5)))
    model.update(later)
    assert model.outlooks_of(later) == {}
    assert model.outlooks_of(replace(later, snapshot=None)) == {}


def test_with_the_figures_and_outlooks_of_two_accounts_the_popup_has_its_height_at_once(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    both = ok(HOT, WEEK), ok(HOT, WEEK, account=ZAI)
    model.set_statuses([AccountStatus(status.account, AccountState.OK) for status in both])
    popup = Popup(model, FakeClock(), Settings())
    popup.show()
    QTest.qWait(30)
    for status in both:
        model.update(status)
        qapp.processEvents()  # one turn and no more, as between an answer and its outlook; a wait would hide the moment looked for
        model.set_outlooks(status, straight(HOT, WEEK))
        qapp.processEvents()
    tall = popup.height()
    QTest.qWait(300)
    assert popup.height() == tall, "a moment later it became another, and had a bar to scroll by until then"
    popup.hide()
