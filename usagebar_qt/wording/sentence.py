"""A sentence as data: what is translated is the template, what is filled in is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from usagebar_qt.wording.manner import NO_NUMBER, manner

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTEXT = "wording"
"""The translation context that packaging/translations.py files these sentences under."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 - Qt's own name for it, in modules without Qt too
    """Marks a text for translation and gives it back."""
    return text


@dataclass(frozen=True, slots=True)
class Counted:
    """A text that says how many: English has two forms of it, other languages have as many as they need."""

    one: str
    many: str
    """With the place `{count}`; the catalogue knows the text by this form."""


def QT_TRANSLATE_N_NOOP(context: str, one: str, many: str) -> Counted:  # noqa: N802, ARG001 - after the name above
    """Marks a text that counts."""
    return Counted(one, many)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with `{name}` places and what fills them."""

    template: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def filled(self, template: str) -> str:
        """This sentence with its translated template; the English one where the translation lacks a place."""
        return _filled(template, self.template, self.params)

    def english(self) -> str:
        """The sentence as it stands here."""
        return self.template.format_map(self.params)

    def spoken(self) -> str:
        """The sentence in the person's language."""
        return self.filled(manner().translate(self.template, NO_NUMBER)) if self.template else ""

    def __bool__(self) -> bool:
        return bool(self.template)


def spoken(text: str, **params: str) -> str:
    """A marked text in the person's language: for figures that stand inside of sentences."""
    return _filled(manner().translate(text, NO_NUMBER), text, params)


def counted(text: Counted, number: int) -> str:
    """The form that the language has for this number, with the number in it."""
    form = manner().translate(text.many, number)
    english = text.one if number == 1 else text.many
    return _filled(english if form == text.many else form, english, {"count": str(number)})


def _filled(template: str, english: str, params: Mapping[str, str]) -> str:
    try:
        return template.format_map(params)
    except (AttributeError, KeyError, IndexError, ValueError):
        return english.format_map(params)
