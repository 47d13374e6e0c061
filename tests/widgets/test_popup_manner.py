"""The popup's last line says why it looks as often as it does; figures are written as the preferences say, at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from tests.fakes import START
from tests.statuses import SESSION, ok
from tests.widgets.test_popup_behaviour import Bed
from usagebar_qt.domain.settings import Figures, Hours, Resets, Settings
from usagebar_qt.widgets.gauge import Gauge
from usagebar_qt.widgets.manner import manner_of, writes_twelve_hours
from usagebar_qt.wording.manner import put_in_force

C = QLocale.c()


@pytest.fixture
def bed(qapp: QApplication) -> Bed:
    return Bed()


def test_the_last_line_says_why_in_short_and_whole_to_a_screen_reader(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    popup.set_next_refresh(START + timedelta(seconds=161), "Looks every 3 min: a limit is near.", "limit near")
    assert popup._foot._next.text() == "Next update in 2 min 41 s · limit near"
    assert popup._foot._next.accessibleDescription() == "Looks every 3 min: a limit is near."
    popup.set_next_refresh(None, "Updates only when you ask")
    assert popup._foot._next.text() == "Updates only when you ask"
    popup.set_next_refresh(None)
    assert popup._foot._next.text() == ""


def test_what_is_left_fills_gauge_and_words_as_soon_as_it_is_wished(bed: Bed) -> None:
    popup = bed.show(ok(SESSION))
    (gauge,) = popup.findChildren(Gauge)
    used = gauge.value()
    assert gauge.content.figure == f"{used} % used"
    settings = Settings(figures=Figures.REMAINING, resets=Resets.CLOCK)
    put_in_force(manner_of(settings, C))
    popup.set_settings(settings)
    assert (gauge.value(), gauge.content.figure) == (100 - used, f"{100 - used} % left")
    assert f"{100 - used} % left" in gauge.accessibleDescription()
    assert " in " not in gauge.content.right


@pytest.mark.parametrize(
    ("wanted", "locale", "twenty_four"),
    [
        (Hours.LOCALE, QLocale(QLocale.Language.English, QLocale.Country.UnitedStates), False),
        (Hours.LOCALE, QLocale(QLocale.Language.German, QLocale.Country.Germany), True),
        (Hours.TWELVE, QLocale(QLocale.Language.German, QLocale.Country.Germany), False),
        (Hours.TWENTY_FOUR, QLocale(QLocale.Language.English, QLocale.Country.UnitedStates), True),
    ],
)
def test_the_locale_decides_unless_a_person_does(wanted: Hours, locale: QLocale, twenty_four: bool) -> None:
    assert manner_of(Settings(hours=wanted), locale).facts.twenty_four_hour is twenty_four


def test_quoted_letters_of_a_format_are_no_sign_of_am_and_pm() -> None:
    assert writes_twelve_hours("h:mm Ap")
    assert not writes_twelve_hours("HH 'Uhr am Tag' mm")
