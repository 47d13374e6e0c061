"""The catalogue of a language: which texts the sources mark, what is translated of them, and what is wrong with that.

Qt's own lupdate files a text that is passed to `tr` under no context at all; ours all have one (docs/decisions/050). So the sources
are read here, and Qt's lrelease compiles what comes of it.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET
from xml.sax.saxutils import escape

from setup_steps.problem import SetupError

from artefacts.tools import call
from artefacts.trimming import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

CONTEXT = "wording"
FORMS = dict.fromkeys(LANGUAGES, 2)
"""How many forms of a text that counts Qt asks a language for."""
PLACE = re.compile(r"\{\w+\}")


@dataclass(frozen=True, slots=True)
class Text:
    """One text of the sources. `one` is the singular of a text that counts, and empty otherwise."""

    source: str
    one: str = ""
    files: tuple[str, ...] = ()


Translations = dict[str, tuple[str, ...]]
"""By source: one text, or as many forms as the language has. Empty ones are still to be translated."""


def texts_of(package: Path) -> list[Text]:
    """Every text that is marked or passed to `tr` as it stands, in the order of the sources."""
    found: dict[str, Text] = {}
    for file in sorted(package.rglob("*.py")):
        name = f"../../{file.relative_to(package.parent).as_posix()}"
        for source, one in _marked(ast.parse(file.read_text(encoding="utf-8"))):
            before = found.get(source, Text(source, one))
            files = before.files if name in before.files else (*before.files, name)
            found[source] = Text(source, one, files)
    return list(found.values())


def _marked(tree: ast.Module) -> Iterator[tuple[str, str]]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for node in sorted(calls, key=lambda node: (node.lineno, node.col_offset)):
        if not isinstance(node.func, ast.Name):
            continue
        words = [argument.value for argument in node.args if isinstance(argument, ast.Constant) and isinstance(argument.value, str)]
        if node.func.id == "QT_TRANSLATE_NOOP" and len(words) == 2:
            yield words[1], ""
        elif node.func.id == "QT_TRANSLATE_N_NOOP" and len(words) == 3:
            yield words[2], words[1]
        elif node.func.id == "tr" and len(words) == 1:
            yield words[0], ""


def read(file: Path) -> Translations:
    """What a `.ts` file holds; nothing where there is none yet."""
    if not file.is_file():
        return {}
    found: Translations = {}
    for message in ET.parse(file).iter("message"):  # noqa: S314 - our own file
        translation = message.find("translation")
        assert translation is not None  # noqa: S101 - every message of a .ts file has one
        forms = translation.findall("numerusform")
        found[message.findtext("source", "")] = tuple(form.text or "" for form in forms) if forms else (translation.text or "",)
    return found


def written(language: str, texts: Iterable[Text], translations: Mapping[str, Sequence[str]]) -> str:
    """The `.ts` file: every text of the sources and no other."""
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
    ]
    lines += ["<context>", f"    <name>{CONTEXT}</name>"]
    for text in texts:
        wanted = FORMS[language] if text.one else 1
        forms = tuple(translations.get(text.source, ()))
        forms = (*forms, *[""] * wanted)[:wanted]
        state = "" if all(forms) else ' type="unfinished"'
        lines.append('    <message numerus="yes">' if text.one else "    <message>")
        lines += [f'        <location filename="{file}"/>' for file in text.files]
        lines.append(f"        <source>{escape(text.source)}</source>")
        if text.one:
            lines.append(f"        <translation{state}>")
            lines += [f"            <numerusform>{escape(form)}</numerusform>" for form in forms]
            lines.append("        </translation>")
        else:
            lines.append(f"        <translation{state}>{escape(forms[0])}</translation>")
        lines.append("    </message>")
    return "\n".join((*lines, "</context>", "</TS>", ""))


def troubles(texts: Iterable[Text], translations: Mapping[str, Sequence[str]]) -> list[str]:
    """What a translator has still to do, a line each."""
    return [trouble for text in texts if (trouble := _trouble(text, translations.get(text.source, ())))]


def _trouble(text: Text, forms: Sequence[str]) -> str:
    if not forms or not all(forms):
        return f"not translated: {text.source!r}"
    for form in forms:
        places = set(PLACE.findall(form))
        # One thing may be told in words: "one reset".
        if places | ({"{count}"} if text.one else set()) != set(PLACE.findall(text.source)):
            return f"other {{places}} than its source has: {form!r}"
        if form.count("&") != text.source.count("&"):
            return f"another number of & (letters for the keyboard) than its source has: {form!r}"
        if form.endswith("…") is not text.source.endswith("…"):
            return f"an … at the end in one of the two alone: {form!r}"
        if form != form.strip() and text.source == text.source.strip():
            return f"begins or ends with a space: {form!r}"
    return ""


def compile_catalogue(source: Path, target: Path) -> None:
    """With Qt's lrelease, which comes with PySide6.

    Raises:
        SetupError: where it refuses.
    """
    import PySide6

    tool = Path(PySide6.__file__).parent / "lrelease"
    call([tool, "-silent", source, "-qm", target])
    if not target.is_file():
        raise SetupError(f"{tool} made no {target}.")
