"""What a person may choose of the looks, each seen at once; and the key that shows the popup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from itertools import combinations, product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLabel, QLineEdit, QSpinBox, QTabWidget, QWidget

from tests.fakes import START, FakeClock
from tests.statuses import SESSION, WEEK, ZAI, ok, window
from tests.widgets.test_accessibility import BLIND, TOLD_APART, difference, linear, seen
from usagebar_qt.domain.models import WindowKind
from usagebar_qt.domain.settings import Accent, Density, IconStyle, Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.accents import CHOICES, accent_near, colour_of, with_accent
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.preferences.hotkey_field import HotkeyField
from usagebar_qt.widgets.theme import (
    DARK,
    HIGH_CONTRAST,
    LIGHT,
    Colours,
    colours_for,
    contrast,
)
from usagebar_qt.widgets.tray_icon import Bar, IconState, _icon_for, icon_for
from usagebar_qt.widgets.tray_state import icon_state
from usagebar_qt.wording.marks import Level, Mark

LOOKS = [with_accent(base, accent) for base, accent in product((DARK, LIGHT, HIGH_CONTRAST), CHOICES)]
HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
MARKS = (Mark.FINE, Mark.WARNING, Mark.DANGER, Mark.STALE, Mark.ERROR, Mark.SIGNED_OUT)


# -- accent -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("colours", LOOKS)
def test_every_accent_keeps_its_contrast_in_every_theme(colours: Colours) -> None:
    for ground in (colours.background, colours.card):
        assert contrast(colours.blue, ground) >= 4.5
        assert contrast(colours.focus, ground) >= 3.0
    assert contrast(colours.background, colours.focus) >= 4.5  # what is selected


@pytest.mark.parametrize("colours", LOOKS)
def test_every_accent_is_told_apart_from_warnings_by_everybody(colours: Colours) -> None:
    for other in (colours.amber, colours.red, colours.grey):
        assert difference(linear(colours.blue), linear(other)) >= TOLD_APART
        for kind in BLIND:
            assert difference(seen(colours.blue, kind), seen(other, kind)) >= TOLD_APART, (kind, other)


@pytest.mark.parametrize(
    ("system", "ours"),
    [
        ("#0078d4", Accent.BLUE),
        ("#00b7c3", Accent.TEAL),
        ("#7c4dff", Accent.VIOLET),
        ("#e3008c", Accent.MAGENTA),
        ("#e95420", Accent.BLUE),
        ("#808080", Accent.BLUE),
    ],
)
def test_the_systems_accent_becomes_the_nearest_of_ours_and_never_looks_like_a_warning(system: str, ours: Accent) -> None:
    assert accent_near(QColor(system)) is ours


def test_our_own_blue_is_the_look_itself() -> None:
    assert colours_for(Theme.DARK) is DARK
    assert colours_for(Theme.DARK, Accent.VIOLET).blue == colour_of(Accent.VIOLET, DARK)
    assert colours_for(Theme.HIGH_CONTRAST, Accent.TEAL).focus == HIGH_CONTRAST.focus


def test_another_accent_of_the_system_is_shown_at_once(qapp: QApplication) -> None:
    before = qapp.palette()
    popup = popup_of(Settings(theme=Theme.DARK))
    other = QPalette(before)
    other.setColor(QPalette.ColorRole.Accent, QColor("#7c4dff"))
    qapp.setPalette(other)
    QApplication.sendPostedEvents()
    assert popup._look.colours.blue == colour_of(Accent.VIOLET, DARK)
    qapp.setPalette(before)
    QApplication.sendPostedEvents()
    assert popup._look.colours is DARK
    popup.deleteLater()


# -- density ------------------------------------------------------------------------------------------------------------
def popup_of(settings: Settings) -> Popup:
    model = AccountListModel(INFOS)
    model.set_statuses((ok(SESSION, WEEK), ok(SESSION, WEEK, account=ZAI)))
    return Popup(model, FakeClock(), settings)


def test_compact_takes_less_room_at_once_and_loses_no_word(qapp: QApplication) -> None:
    roomy = Settings(theme=Theme.DARK)
    popup = popup_of(roomy)
    popup.show()
    before, words = popup.sized().height(), [label.text() for label in popup.findChildren(QLabel)]
    popup.set_settings(replace(roomy, density=Density.COMPACT))
    assert popup.sized().height() < before * 0.9
    assert [label.text() for label in popup.findChildren(QLabel)] == words
    popup.set_settings(roomy)
    assert popup.sized().height() == before
    popup.hide()


# -- the tray icon ------------------------------------------------------------------------------------------------------
def drawn(style: IconStyle, mark: Mark, pixels: int, percent: float = 75.0) -> QImage:
    level = {Mark.WARNING: Level.WARNING, Mark.DANGER: Level.DANGER}.get(mark, Level.FINE)
    return icon_for(IconState(mark, (Bar(percent, 60, level),), True, style)).pixmap(pixels, pixels).toImage()


def differing(one: QImage, other: QImage) -> int:
    shapes = [image.convertToFormat(QImage.Format.Format_Alpha8) for image in (one, other)]
    points = product(range(one.width()), range(one.height()))
    return sum(abs(shapes[0].pixelColor(x, y).alpha() - shapes[1].pixelColor(x, y).alpha()) > 40 for x, y in points)


@pytest.mark.parametrize("style", [IconStyle.RING, IconStyle.NUMBER])
@pytest.mark.parametrize("pixels", [16, 22, 32])
def test_any_two_states_of_each_style_differ_without_their_colour(qapp: QApplication, style: IconStyle, pixels: int) -> None:
    for one, other in combinations(MARKS, 2):
        assert differing(drawn(style, one, pixels), drawn(style, other, pixels)) >= 4, (one, other)


@pytest.mark.parametrize(("style", "least"), [(IconStyle.RING, 4), (IconStyle.NUMBER, 12)])
def test_ten_percent_more_can_be_seen_at_sixteen_pixels(qapp: QApplication, style: IconStyle, least: int) -> None:
    for percent in (5, 15, 35, 55, 75, 89):
        image = icon_for(IconState(Mark.FINE, (Bar(percent, None, Level.FINE),), True, style)).pixmap(16, 16).toImage()
        more = icon_for(IconState(Mark.FINE, (Bar(percent + 10, None, Level.FINE),), True, style)).pixmap(16, 16).toImage()
        points = product(range(16), range(16))
        assert sum(image.pixelColor(x, y) != more.pixelColor(x, y) for x, y in points) >= least, percent


def test_a_ring_and_a_number_show_the_window_that_is_nearer_to_its_limit(qapp: QApplication) -> None:
    status = ok(window(used=20.0), window(WindowKind.WEEKLY, 64.0, 126_000.0))
    bars = icon_state([status], Settings(), START, dark_panel=True).bars
    assert [bar.percent for bar in bars] == [20.0, 64.0]
    for style in (IconStyle.RING, IconStyle.NUMBER):
        state = icon_state([status], Settings(icon_style=style), START, dark_panel=True)
        assert [bar.percent for bar in state.bars] == [64.0]
        assert state.style is style


@pytest.mark.parametrize("style", [None, IconStyle.RING, IconStyle.NUMBER])
@pytest.mark.parametrize("ratio", [1.25, 1.5, 1.75, 2.0, 2.5])
def test_the_icon_is_drawn_for_a_screen_of_every_scale_and_never_stretched(
    qapp: QApplication, style: IconStyle | None, ratio: float
) -> None:
    icon = _icon_for(IconState(Mark.FINE, (Bar(75, 60, Level.FINE),), True, style), frozenset({1.0, ratio}))
    available = {size.width() for size in icon.availableSizes()}
    for size in (16, 22, 24, 32):
        assert round(size * ratio) in available


# -- the preferences ----------------------------------------------------------------------------------------------------
@pytest.fixture
def dialog(qapp: QApplication) -> Iterator[PreferencesDialog]:
    model = AccountListModel(INFOS)
    model.set_statuses((ok(SESSION, WEEK), ok(SESSION, account=ZAI)))
    made = PreferencesDialog(Settings(theme=Theme.LIGHT), model, INFOS, FakeClock(), offers_hotkeys=True)
    made.show()
    yield made
    made.close()


NOT_CHOSEN = {"schema_version", "unknown"}
"""What is no preference."""
TYPED = ("http://proxy.example:8080", "https://feed.example/feed.json", "50, 80")


def chosen_by_hand(page: QWidget) -> Iterator[None]:
    """Every choice, every switch, every number and every text of a page, one after another."""
    for switch in [switch for switch in page.findChildren(QCheckBox) if switch.isEnabled()]:
        switch.click()
        yield
    for box in [box for box in page.findChildren(QComboBox) if box.isEnabled()]:
        for choice in range(box.count()):
            box.setCurrentIndex(choice)
            yield
    for number in [number for number in page.findChildren(QSpinBox) if number.isEnabled()]:
        number.stepBy(1 if number.value() < number.maximum() else -1)
        number.editingFinished.emit()
        yield
    for field, text in product(page.findChildren(QLineEdit), TYPED):
        if field.isEnabled() and not field.isReadOnly() and not isinstance(field.parentWidget(), QSpinBox):
            field.clear()
            QTest.keyClicks(field, text)
            field.editingFinished.emit()
            yield


def test_every_setting_can_be_reached_in_the_window(dialog: PreferencesDialog) -> None:
    edits: list[Settings] = []
    dialog.settings_edited.connect(edits.append)
    tabs = dialog.findChild(QTabWidget)
    assert isinstance(tabs, QTabWidget)
    for number in range(tabs.count()):
        tabs.setCurrentIndex(number)
        for _ in chosen_by_hand(tabs.currentWidget()):
            pass
    keys = keys_of(dialog)
    QTest.keyClick(keys, Qt.Key.Key_U, HELD)
    usual = Settings(theme=Theme.LIGHT)
    names = {field.name for field in fields(Settings)}
    changed = {name for name in names for edited in edits if getattr(edited, name) != getattr(usual, name)}
    assert names - NOT_CHOSEN - changed == set()


def keys_of(dialog: PreferencesDialog) -> QLineEdit:
    field = dialog.findChild(HotkeyField)
    assert isinstance(field, HotkeyField)
    keys = field.focusProxy()
    assert isinstance(keys, QLineEdit)
    return keys


def test_a_key_is_taken_as_it_is_pressed_and_taken_back_with_delete(dialog: PreferencesDialog) -> None:
    edits: list[Settings] = []
    dialog.settings_edited.connect(edits.append)
    keys = keys_of(dialog)
    QTest.keyClick(keys, Qt.Key.Key_U, Qt.KeyboardModifier.ShiftModifier)
    assert edits == []
    assert "Not a shortcut for this" in keys.accessibleDescription()
    QTest.keyClick(keys, Qt.Key.Key_U, HELD)
    assert [edited.hotkey for edited in edits] == ["Ctrl+Alt+U"]
    assert keys.text() == "Ctrl+Alt+U"
    dialog.show_hotkey_refused()
    assert "Another program" in keys.accessibleDescription()
    QTest.keyClick(keys, Qt.Key.Key_Delete)
    assert edits[-1].hotkey == ""


def test_where_the_system_offers_no_shortcut_the_page_says_what_to_do_instead(qapp: QApplication) -> None:
    dialog = PreferencesDialog(Settings(theme=Theme.LIGHT), AccountListModel(INFOS), INFOS, FakeClock())
    keys = keys_of(dialog)
    assert not keys.isEnabled()
    assert "usagebar-qt" in keys.accessibleDescription()
    dialog.deleteLater()
