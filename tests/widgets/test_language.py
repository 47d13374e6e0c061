"""The language of the windows: who decides it, German as it is read, and that it changes while the program runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, timedelta
from decimal import Decimal

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication, QDialogButtonBox

from tests.fakes import START, FakeClock
from tests.statuses import CLAUDE, EXTRA, SESSION, WEEK, ZAI, failing, ok, window
from tests.widgets.test_notifier import access_keys
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.findings import Finding, FindingCode, Weight
from usagebar_qt.domain.models import Credits, WindowKind
from usagebar_qt.domain.settings import Hours, Language, Settings
from usagebar_qt.engine.document import document
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.language import Speech, language_for, locale_for
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.translate import LONGEST_TEXT, say
from usagebar_qt.widgets.tray import TrayController
from usagebar_qt.wording import findings, formatting, messages
from usagebar_qt.wording.headline import headline, tooltip
from usagebar_qt.wording.past import hour_of_week
from usagebar_qt.wording.preferences import LANGUAGES, OPTION_WORDS

GERMANY = QLocale(QLocale.Language.German, QLocale.Country.Germany)
AMERICA = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
GERMAN = Settings(language=Language.GERMAN)


@pytest.fixture
def speech(qapp: QApplication) -> Iterator[Speech]:
    before = QLocale()
    speech = Speech(AMERICA, ["en-US"])
    yield speech
    speech.apply(Settings(language=Language.ENGLISH))
    QLocale.setDefault(before)


@pytest.fixture
def german(speech: Speech) -> Speech:
    assert speech.apply(GERMAN)
    return speech


# -- who decides ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("wished", "preferred", "language"),
    [
        (Language.SYSTEM, ["de-AT", "en"], Language.GERMAN),
        (Language.SYSTEM, ["fr-FR", "de"], Language.GERMAN),
        (Language.SYSTEM, ["en-GB", "de"], Language.ENGLISH),
        (Language.SYSTEM, ["C"], Language.ENGLISH),
        (Language.SYSTEM, ["fr"], Language.ENGLISH),
        (Language.SYSTEM, [], Language.ENGLISH),
        (Language.ENGLISH, ["de"], Language.ENGLISH),
        (Language.GERMAN, ["en"], Language.GERMAN),
    ],
)
def test_the_system_decides_unless_a_person_does(wished: Language, preferred: list[str], language: Language) -> None:
    assert language_for(wished, preferred) is language


def test_the_countrys_own_way_counts_where_its_language_is_spoken() -> None:
    austria = QLocale(QLocale.Language.German, QLocale.Country.Austria)
    assert locale_for(Language.GERMAN, austria) == austria
    assert locale_for(Language.GERMAN, AMERICA).language() == QLocale.Language.German
    assert locale_for(Language.ENGLISH, GERMANY).language() == QLocale.Language.English


def test_every_language_can_be_chosen_by_its_own_name() -> None:
    assert set(LANGUAGES) == set(Language)


def test_every_option_of_every_provider_has_words() -> None:
    asked = {word for info in INFOS for spec in info.options if spec.choices for word in (spec.key, *spec.choices)}
    assert asked <= set(OPTION_WORDS)


def test_english_loads_nothing_and_a_catalogue_that_is_missing_leaves_english(qapp: QApplication, tmp_path: object) -> None:
    speech = Speech(AMERICA, ["en"], folder=tmp_path)  # type: ignore[arg-type]
    assert not speech.apply(Settings())
    assert speech.apply(GERMAN)
    assert QCoreApplication.translate("wording", "Quit") == "Quit"
    assert speech.apply(Settings())
    assert speech._translators == []


# -- German ---------------------------------------------------------------------------------------------------------------
@pytest.mark.usefixtures("german")
def test_figures_times_and_money_are_german() -> None:
    later = START + timedelta(days=3)
    assert formatting.used_text(SESSION).endswith(" % genutzt")
    assert formatting.clock_time(START + timedelta(hours=1), START, UTC) == "9:00 AM"  # the system is American
    assert formatting.clock_time(later, START, UTC) == "Do. 8:00 AM"
    assert formatting.amount(Decimal("1234.50"), "EUR") == "1.234,50 €"
    row = Credits("extra-usage", Decimal("7.63"), Decimal(20), "EUR")
    assert formatting.money(row) == "7,63 € von 20 €"
    assert formatting.window_in_sentence(window(WindowKind.WEEKLY)) == "Woche"


def test_a_day_of_24_hours_and_dates_are_german(speech: Speech) -> None:
    speech.apply(Settings(language=Language.GERMAN, hours=Hours.TWENTY_FOUR))
    assert formatting.clock_time(START + timedelta(days=3, hours=1), START, UTC) == "Do. 09:00"
    assert formatting.clock_time(START + timedelta(days=10), START, UTC) == "3. Dez. 08:00"
    assert formatting.clock_time(START + timedelta(days=400), START, UTC) == "28. Dez. 2027"
    assert hour_of_week(1, 14) == "Di. 14:00"


@pytest.mark.usefixtures("german")
@pytest.mark.parametrize(
    ("seconds", "words"),
    [(90, "vor 1 Minute"), (150, "vor 2 Minuten"), (3_700, "vor 1 Stunde"), (90_000, "vor 1 Tag"), (200_000, "vor 2 Tagen")],
)
def test_one_is_told_otherwise_than_many(seconds: int, words: str) -> None:
    assert formatting.age_text(START - timedelta(seconds=seconds), START) == words
    assert formatting.span_text(86_400 + 3_600) == "1 Tag 1 h"
    assert formatting.span_text(2 * 86_400) == "2 Tage"


@pytest.mark.usefixtures("german")
def test_the_sentence_on_top_and_the_tooltip_are_german() -> None:
    status = ok(window(used=100.0, left=7_200.0), WEEK)
    assert headline((status,), START, UTC).title.spoken() == "Claude: Sitzung aufgebraucht bis 10:00 AM"
    assert tooltip((ok(SESSION, WEEK),)).startswith("Claude: Sitzung 34 %, Woche ")


@pytest.mark.usefixtures("german")
def test_the_report_of_doctors_window_stays_english() -> None:
    wrong = Finding(FindingCode.CLOCK_WRONG, Weight.MEND, {"seconds_ahead": 2 * 86_400})
    assert "2 d ahead" in findings.report([wrong], START)
    assert findings.in_words(wrong, START).title.spoken() == "Die Uhr dieses Computers geht 2 Tage vor."


def test_what_scripts_read_is_the_same_in_every_language(speech: Speech) -> None:
    statuses = (ok(SESSION, WEEK, money=(EXTRA,)), failing(ErrorCode.RATE_LIMITED, "429", account=ZAI))
    names = {"claude": "Claude", "zai": "Z.ai"}
    before = document(statuses, names, START)
    speech.apply(replace(GERMAN, hours=Hours.TWELVE))
    assert document(statuses, names, START) == before
    assert before["providers"][0]["windows"][0]["label"] == "Session"


@pytest.mark.usefixtures("german")
def test_qts_own_buttons_are_german_too() -> None:
    box = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
    assert box.button(QDialogButtonBox.StandardButton.Cancel).text().replace("&", "") == "Abbrechen"


# -- a change -------------------------------------------------------------------------------------------------------------
def test_the_menu_speaks_another_language_at_once_and_english_again(speech: Speech) -> None:
    tray = TrayController(FakeClock(), Settings())
    before = [action.text() for action in tray._menu.actions()]
    speech.apply(GERMAN)
    tray.speak_anew()
    assert [action.text() for action in tray._menu.actions()] == [
        "Öffnen",
        "Aktualisieren",
        "Einstellungen…",
        "Info",
        "",
        "Beenden",
    ]
    assert not speech.apply(GERMAN)
    assert speech.apply(Settings())
    tray.speak_anew()
    assert [action.text() for action in tray._menu.actions()] == before


@pytest.mark.usefixtures("german")
def test_no_letter_has_two_meanings_on_a_page_of_the_german_preferences() -> None:
    model = AccountListModel(INFOS)
    model.set_statuses((ok(SESSION, WEEK, account=CLAUDE),))
    dialog = PreferencesDialog(GERMAN, model, INFOS, FakeClock())
    dialog.show_account(CLAUDE.id)
    assert [keys for keys in access_keys(dialog) if len(keys) != len(set(keys))] == []


@pytest.mark.usefixtures("german")
def test_no_message_is_so_long_that_a_card_would_cut_it() -> None:
    name = "A name of some length"
    for code, reason in messages._TEXTS:
        message = messages.describe(Failure(code, reason, "VARIABLE"), provider_name=name, now=START)
        assert len(f"{say(message.title)} {say(message.remedy)}") < LONGEST_TEXT, (code, reason)
