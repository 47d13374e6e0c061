"""Alt and a letter does one thing: no letter is given twice among what is seen together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QTabWidget

from tests.statuses import CLAUDE
from tests.widgets.test_preferences import Bed
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog


@pytest.fixture
def bed(qapp: QApplication) -> Iterator[Bed]:
    made = Bed()
    yield made
    made.dialog.close()


def letters(dialog: PreferencesDialog, tabs: QTabWidget) -> Counter[str]:
    """Of the tabs, and of every button and label that is shown now."""
    texts = [tabs.tabText(index) for index in range(tabs.count())]
    buttons: list[QAbstractButton] = dialog.findChildren(QAbstractButton)
    labels: list[QLabel] = dialog.findChildren(QLabel)
    texts += [button.text() for button in buttons if button.isVisible()]
    texts += [label.text() for label in labels if label.isVisible() and label.buddy() is not None]
    return Counter(letter.lower() for text in texts for letter in re.findall(r"&(\w)", text))


def test_no_letter_is_given_twice_on_any_page_of_the_preferences(bed: Bed) -> None:
    tabs = bed.dialog._tabs
    bed.dialog.show_account(CLAUDE.id)
    for index in range(tabs.count()):
        tabs.setCurrentIndex(index)
        found = letters(bed.dialog, tabs)
        assert len(found) >= tabs.count()
        assert {letter: count for letter, count in found.items() if count > 1} == {}, tabs.tabText(index)
