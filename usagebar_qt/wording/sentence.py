"""A sentence as data: what is translated is the template, what is filled in is not."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTEXT = "wording"
"""The translation context that `pyside6-lupdate` files these sentences under."""


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 - the name that lupdate looks for, in modules without Qt too
    """Marks a text for translation and gives it back."""
    return text


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template with `{name}` places and what fills them."""

    template: str = ""
    params: Mapping[str, str] = field(default_factory=dict)

    def filled(self, template: str) -> str:
        """This sentence with its translated template; the English one where the translation lacks a place."""
        try:
            return template.format_map(self.params)
        except (AttributeError, KeyError, IndexError, ValueError):
            return self.template.format_map(self.params)

    def english(self) -> str:
        """The sentence as it stands here."""
        return self.template.format_map(self.params)

    def __bool__(self) -> bool:
        return bool(self.template)
