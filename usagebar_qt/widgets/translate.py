"""From a `Sentence` to the user's language: the one place where wording meets Qt."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication

from usagebar_qt.wording.sentence import CONTEXT

if TYPE_CHECKING:
    from usagebar_qt.wording.sentence import Sentence

RIGHT_TO_LEFT_MARK = "\u200f"
WITHOUT_WIDTH = frozenset("\u200c\u200d\u200e\u200f")
"""Joiners, and marks of the direction of one place: scripts need them, and they hide nothing."""
NO_BREAK = "\u00a0"
LONGEST_NAME = 64
"""Characters: names come from upstream and may be anything."""
LONGEST_TEXT = 400
"""Characters of a whole message; ours are at most two sentences, and none is cut by this (a test shows them all)."""


def translate(text: str, number: int) -> str:
    """What the loaded translation has for it; itself where there is none."""
    return QCoreApplication.translate(CONTEXT, text, None, number) if text else ""


def say(sentence: Sentence) -> str:
    """The sentence, translated where a translation is loaded, then filled."""
    said = plain(sentence.filled(tr(sentence.template)))
    # Qt goes by the first letter, and a sentence may begin with a name that is written from left to right.
    return RIGHT_TO_LEFT_MARK + said if said and QGuiApplication.isRightToLeft() else said


def tr(text: str) -> str:
    """A fixed text."""
    return QCoreApplication.translate(CONTEXT, text)


def plain(text: str) -> str:
    """One line without control characters, of bounded length."""
    return _cut(text, LONGEST_TEXT)


def short(text: str) -> str:
    """The same for a name: of an account, a plan or a window."""
    return _cut(text, LONGEST_NAME)


def _cut(text: str, longest: int) -> str:
    text = text.replace(NO_BREAK, " ")
    if len(text) <= longest and text.isprintable():  # nearly all are: one by one the characters cost a third of a card (measured)
        return text
    kept = "".join(character if character.isprintable() or character in WITHOUT_WIDTH else " " for character in text[: longest + 1])
    return kept if len(kept) <= longest else kept[: longest - 1] + "…"
