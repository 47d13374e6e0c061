"""A translation that lacks a place or has one too many never breaks a sentence; what counts has its form."""

from __future__ import annotations

from usagebar_qt.wording.manner import Manner, in_english, manner, put_in_force
from usagebar_qt.wording.sentence import Counted, Sentence, counted, spoken

DAYS = Counted("{count} day", "{count} days")


def german(text: str, number: int) -> str:
    forms = {"{count} days": ("{count} Tag", "{count} Tage")[number != 1], "{name} waits": "{nme} wartet", "used": "genutzt"}
    return forms.get(text, text)


def test_english_has_two_forms_of_what_counts() -> None:
    assert [counted(DAYS, number) for number in (0, 1, 2)] == ["0 days", "1 day", "2 days"]


def test_another_language_chooses_its_own_form() -> None:
    put_in_force(Manner(translate=german))
    assert [counted(DAYS, number) for number in (0, 1, 2)] == ["0 Tage", "1 Tag", "2 Tage"]


def test_a_translation_with_another_place_leaves_the_english_sentence() -> None:
    put_in_force(Manner(translate=german))
    assert Sentence("{name} waits", {"name": "Claude"}).spoken() == "Claude waits"
    assert spoken("{name} waits", name="Claude") == "Claude waits"
    assert spoken("used") == "genutzt"
    assert Sentence().spoken() == ""


def test_what_scripts_read_is_english_meanwhile_and_german_again_afterwards() -> None:
    put_in_force(Manner(translate=german, shows_remaining=True))
    with in_english():
        assert spoken("used") == "used"
        assert not manner().shows_remaining
    assert spoken("used") == "genutzt"
