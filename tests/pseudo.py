"""Two languages that nobody speaks, to see what real ones would do: every word of ours two fifths longer, in one with accents, in
the other in letters that are written from right to left. A text without such letters was never given to the translation."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtGui import QGuiApplication

from usagebar_qt.widgets.translate import translate
from usagebar_qt.wording.manner import Manner, manner, put_in_force
from usagebar_qt.wording.sentence import CONTEXT

LONGER = 0.4
ACCENTS = str.maketrans("aceinouyAEINOSU", "áçéíñóúýÁÉÍÑÓŠÚ")
SMALL = "abcdefghijklmnopqrstuvwxyz"
HEBREW = str.maketrans(SMALL + SMALL.upper(), 2 * "אבגדהוזחטיכלמנסעפצקרשתאבגד")
LEFT, RIGHT = Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft
PARTS = re.compile(r"(\{\w+\}|&\w|[A-Za-z]+)")


def pseudo(text: str, direction: Qt.LayoutDirection = LEFT) -> str:
    """`{name} asks` becomes `{name} ásksẽẽ`: places and the letters of the keyboard stay as they are."""

    def longer(match: re.Match[str]) -> str:
        part, more = match.group(), math.ceil(LONGER * len(match.group()))
        if part[0] in "{&":
            return part
        return part.translate(ACCENTS) + "ẽ" * more if direction is LEFT else part.translate(HEBREW) + "ה" * more

    return PARTS.sub(longer, text)


class PseudoLanguage(QTranslator):
    """Translates everything of ours, and nothing of Qt's."""

    def __init__(self, direction: Qt.LayoutDirection) -> None:
        super().__init__()
        self._direction = direction

    def translate(self, context: str, source: str, disambiguation: str | None = None, number: int = -1) -> str | None:
        """Qt asks for it; None: somebody else may know."""
        return pseudo(source, self._direction) if context == CONTEXT else None

    def isEmpty(self) -> bool:
        """Else Qt would not even ask."""
        return False


@contextmanager
def spoken(direction: Qt.LayoutDirection = LEFT) -> Iterator[None]:
    """While it lasts, windows speak it."""
    language, before = PseudoLanguage(direction), manner()
    QCoreApplication.installTranslator(language)
    put_in_force(Manner(translate=translate))
    QGuiApplication.setLayoutDirection(direction)
    try:
        yield
    finally:
        QGuiApplication.setLayoutDirection(LEFT)
        put_in_force(before)
        QCoreApplication.removeTranslator(language)
