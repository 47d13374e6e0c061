"""Names that come from a service, a settings file or a path: nowhere in a window are they markup, commands or endless."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication, QLabel, QTreeWidget, QWidget

from tests.fakes import FakeClock
from tests.statuses import CLAUDE, ZAI, failing, ok
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.ledger import Act, Ledger
from usagebar_qt.domain.models import Credits, QuotaWindow, Wait, WaitReason, WindowKind
from usagebar_qt.domain.settings import AccountSettings, Settings
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.about import AboutPage
from usagebar_qt.widgets.labels import as_it_is
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.tray import TrayController

HOSTILE = [
    "<img src='file://evil.example/share/x.png'>",
    "<b>bold</b>",
    "<a href='https://evil.example'>click</a>",
    "\u202egnp.exe",
    "a\x00b\x1b]0;title\x07",
    "x" * 1_000_000,
]
LONGEST = 500


def words_of(widget: QWidget) -> Iterator[str]:
    """All that a widget shows or tells a screen reader, but for its tooltip."""
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    if isinstance(widget, QLabel):
        yield widget.text()


def assert_harmless(root: QWidget) -> None:
    for widget in (root, *root.findChildren(QWidget)):
        for text in words_of(widget):
            assert len(text) <= LONGEST, f"{widget}: {len(text)} characters"
            assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]", text), (widget, text)
        if isinstance(widget, QLabel) and "<" in widget.text():
            assert widget.textFormat() is Qt.TextFormat.PlainText, widget.text()
        assert_plain_hint(widget.toolTip())


def assert_plain_hint(hint: str) -> None:
    """As Qt would show it: nothing but paragraphs, line breaks and text."""
    assert not re.search(r"<(?!/?p>|br>)", hint), hint


@pytest.mark.parametrize("words", HOSTILE)
def test_a_popup_with_hostile_names_everywhere_shows_them_as_they_are(qapp: QApplication, words: str) -> None:
    clock = FakeClock()
    model = AccountListModel(INFOS)
    popup = Popup(model, clock, Settings())
    window = QuotaWindow("weekly:x", WindowKind.WEEKLY_SCOPED, 5.0, None, None, words)
    other = QuotaWindow("other", WindowKind.OTHER, 5.0, None, None, words)
    account = replace(CLAUDE, name=words)
    status = ok(window, other, account=account, money=(Credits(words, Decimal(1), Decimal(2), "EUR"),))
    assert status.snapshot is not None
    until = clock.now().replace(year=clock.now().year + 1)
    status = replace(status, snapshot=replace(status.snapshot, plan=words), wait=Wait(WaitReason.RATE_LIMITED, until))
    model.set_statuses([status, failing(ErrorCode.BAD_RESPONSE, account=replace(ZAI, name=words), detail=words)])
    popup.show()
    popup.resize(popup.sized())
    qapp.sendPostedEvents()
    popup.grab()
    assert_harmless(popup)
    popup.hide()


@pytest.mark.parametrize("words", HOSTILE)
def test_preferences_with_a_hostile_name_show_it_as_it_is(qapp: QApplication, words: str) -> None:
    name = Settings.parse({"accounts": [{"id": "claude:x", "name": words}]})[0].accounts[0].name
    settings = Settings(accounts=(AccountSettings(CLAUDE.id, name),))
    model = AccountListModel(INFOS)
    model.set_statuses([ok(account=replace(CLAUDE, name=name))])
    dialog = PreferencesDialog(settings, model, INFOS, FakeClock())
    dialog.show()
    dialog.grab()
    assert_harmless(dialog)
    dialog.hide()


def test_a_path_with_markup_in_its_name_is_a_path_in_the_privacy_list(qapp: QApplication) -> None:
    clock = FakeClock()
    ledger = Ledger(clock)
    for words in HOSTILE:
        ledger.note(Act.FILE, f"/home/{words}")
    page = AboutPage(ledger, clock)
    page.show_news()
    (rows,) = page.findChildren(QTreeWidget)
    assert rows.topLevelItemCount() == len(HOSTILE)
    for number in range(rows.topLevelItemCount()):
        item = rows.topLevelItem(number)
        assert item is not None
        assert_plain_hint(item.toolTip(1))


def test_the_icon_tells_a_panel_no_markup(qapp: QApplication) -> None:
    tray = TrayController(FakeClock(), Settings())
    tray._make_icon()
    tray.show_statuses(
        [ok(QuotaWindow("session", WindowKind.SESSION, 5.0, None, 18_000), account=replace(CLAUDE, name=HOSTILE[0]))]
    )
    assert tray._icon is not None
    assert "<" not in tray._icon.toolTip()
    tray.hide()


@pytest.mark.parametrize("words", [*HOSTILE[:3], "5 < 7\nand & so on", "plain"])
def test_a_hint_reads_as_it_was_meant(words: str) -> None:
    hint = as_it_is(words)
    document = QTextDocument()
    if hint == words:
        assert "<" not in words
    else:
        document.setHtml(hint)
        assert document.toPlainText() == words
