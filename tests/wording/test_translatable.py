"""Every sentence is marked by the very name that translations are looked for by, in one piece."""

from __future__ import annotations

import ast
from pathlib import Path

from usagebar_qt import wording
from usagebar_qt.wording import headline, messages
from usagebar_qt.wording.sentence import CONTEXT

FOLDER = Path(wording.__file__).parent


def marked() -> set[str]:
    """The texts that are found: literals in calls of that name; an alias hides them."""
    found = set()
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "QT_TRANSLATE_NOOP":
                context, text = (ast.literal_eval(argument) for argument in node.args)
                assert context == CONTEXT
                found.add(text)
    return found


def test_every_message_can_be_translated() -> None:
    shown = {text for title, remedy, _ in messages._TEXTS.values() for text in (title, remedy)}
    shown |= {*messages._LATER.values(), *messages._NAMELESS.values(), *messages.ACTION_LABELS.values()}
    assert shown <= marked()


def test_every_detail_of_the_headline_can_be_translated() -> None:
    assert {text for text in headline._DETAILS.values() if text} <= marked()
