"""The catalogues: every text of the sources is in them, translated, with its places; what is compiled is what was translated."""

from __future__ import annotations

from pathlib import Path

import pytest
import translations
from artefacts import catalogue
from artefacts.catalogue import FORMS, Text
from artefacts.project import Project
from PySide6.QtCore import QTranslator

LANGUAGES = pytest.mark.parametrize("language", list(FORMS))
GREETING = Text("&Hello {name}…")
DAYS = Text("{count} days", "{count} day")


@LANGUAGES
def test_every_text_is_translated_and_no_other(language: str) -> None:
    outstanding = translations.outstanding(language)
    assert outstanding == [], "\n".join(outstanding)


@LANGUAGES
def test_what_is_compiled_is_what_was_translated(language: str) -> None:
    file = translations.catalogue_of(language)
    translator = QTranslator()
    assert translator.load(str(file.with_suffix(".qm")))
    texts = {text.source: text for text in catalogue.texts_of(Project().root / "usagebar_qt")}
    old = []
    for source, forms in catalogue.read(file).items():
        numbers = (1, 2) if texts[source].one else (-1,)
        if tuple(translator.translate("wording", source, None, number) for number in numbers) != forms:
            old.append(source)
    assert old == [], translations.WHAT_TO_DO.format(file=file.name)


def test_texts_are_found_however_they_are_marked(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text(
        "A = {1: QT_TRANSLATE_NOOP('wording', 'one')}\n"
        "B = QT_TRANSLATE_N_NOOP('wording', '{count} day', '{count} days')\n"
        "def f(x): return tr('two'), tr(x), QT_TRANSLATE_NOOP('wording', 'one'), other('three')\n",
        encoding="utf-8",
    )
    found = catalogue.texts_of(tmp_path)
    assert [(text.source, text.one) for text in found] == [("one", ""), ("{count} days", "{count} day"), ("two", "")]


def test_what_was_written_is_read_back_and_what_is_new_is_unfinished(tmp_path: Path) -> None:
    file = tmp_path / "x.ts"
    done = {DAYS.source: ("{count} Tag", "{count} Tage"), "gone": ("weg",)}
    file.write_text(catalogue.written("de", [GREETING, DAYS], done), encoding="utf-8")
    assert catalogue.read(file) == {GREETING.source: ("",), DAYS.source: ("{count} Tag", "{count} Tage")}
    assert file.read_text(encoding="utf-8").count('type="unfinished"') == 1
    assert catalogue.read(tmp_path / "nowhere.ts") == {}


@pytest.mark.parametrize(
    ("text", "forms", "trouble"),
    [
        (GREETING, ("&Hallo {name}…",), ""),
        (GREETING, (), "not translated"),
        (GREETING, ("",), "not translated"),
        (GREETING, ("&Hallo…",), "places"),
        (GREETING, ("&Hallo {nme}…",), "places"),
        (GREETING, ("Hallo {name}…",), "&"),
        (GREETING, ("&Hallo {name}",), "…"),
        (Text("Name"), ("Name ",), "space"),
        (DAYS, ("ein Tag", "{count} Tage"), ""),
        (DAYS, ("{count} Tag", ""), "not translated"),
    ],
)
def test_each_kind_of_slip_is_named(text: Text, forms: tuple[str, ...], trouble: str) -> None:
    (found,) = catalogue.troubles([text], {text.source: forms}) or [""]
    assert trouble in found
    assert bool(found) is bool(trouble)
