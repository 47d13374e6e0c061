"""For everybody: colours that colour-blind people tell apart, names for every control, the keyboard alone, nothing that must move,
and text at twice its size."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import combinations, product
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabWidget,
    QToolButton,
    QWidget,
)

from tests.fakes import START, FakeClock
from tests.statuses import CLAUDE, SESSION, WEEK, ZAI, failing, ok
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.findings import Finding, FindingCode, Weight
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.engine.first_run import FirstFinding, Presence
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets import motion
from usagebar_qt.widgets.doctor_window import DoctorWindow
from usagebar_qt.widgets.first_run import FirstRunDialog
from usagebar_qt.widgets.gauge import Gauge, GaugeText
from usagebar_qt.widgets.history_window import HistoryWindow
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.preferences.add_account import AddAccountDialog
from usagebar_qt.widgets.preferences.dialog import PreferencesDialog
from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea
from usagebar_qt.widgets.theme import DARK, HIGH_CONTRAST, LIGHT, Colours, contrast

THEMES = pytest.mark.parametrize("colours", [DARK, LIGHT, HIGH_CONTRAST], ids=["dark", "light", "high contrast"])
# What a dichromat's eye makes of linear red, green and blue (Viénot, Brettel and Mollon, 1999).
BLIND = {
    "protanopia": ((0.11238, 0.88762, 0.0), (0.11238, 0.88762, 0.0), (0.00401, -0.00401, 1.0)),
    "deuteranopia": ((0.29275, 0.70725, 0.0), (0.29275, 0.70725, 0.0), (-0.02234, 0.02234, 1.0)),
}
TOLD_APART = 12.0
"""A difference in CIELAB (ΔE 1976) that nobody overlooks between two bars; about 2 is the least that is seen side by side."""


# -- colours ------------------------------------------------------------------------------------------------------------
def linear(name: str) -> tuple[float, ...]:
    colour = QColor(name)
    channels = (colour.redF(), colour.greenF(), colour.blueF())
    return tuple(value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)


def seen(name: str, kind: str) -> tuple[float, ...]:
    """Linear channels as they are seen."""
    channels = linear(name)
    return tuple(max(0.0, sum(factor * value for factor, value in zip(row, channels, strict=True))) for row in BLIND[kind])


def lab(channels: tuple[float, ...]) -> tuple[float, float, float]:
    """CIELAB under daylight (D65) of linear channels."""
    red, green, blue = channels
    tristimulus = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089,
    )
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in tristimulus)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def difference(one: tuple[float, ...], other: tuple[float, ...]) -> float:
    return float(sum((a - b) ** 2 for a, b in zip(lab(one), lab(other), strict=True)) ** 0.5)


@THEMES
@pytest.mark.parametrize("kind", list(BLIND))
def test_the_levels_are_told_apart_without_red_and_green(colours: Colours, kind: str) -> None:
    for one, other in combinations((colours.blue, colours.amber, colours.red, colours.grey), 2):
        assert difference(seen(one, kind), seen(other, kind)) >= TOLD_APART, (kind, one, other)


def test_the_simulation_leaves_grey_as_it_is_and_brings_red_and_green_together() -> None:
    for kind in BLIND:
        assert difference(seen("#808080", kind), linear("#808080")) < 1
        assert difference(seen("#a85050", kind), seen("#507850", kind)) < difference(linear("#a85050"), linear("#507850")) / 2


@THEMES
def test_every_pair_of_colours_that_is_painted_has_its_contrast(colours: Colours) -> None:
    texts = {
        (colours.text, colours.background), (colours.text, colours.card), (colours.text, colours.button),
        (colours.muted, colours.background), (colours.muted, colours.card), (colours.muted, colours.button),
        (colours.amber, colours.card), (colours.red, colours.card), (colours.blue, colours.card),
        (colours.amber, colours.background), (colours.red, colours.background),
        (colours.background, colours.focus),
    }  # fmt: skip
    graphics = {
        (getattr(colours, field.name), ground)
        for field in fields(colours)
        if field.name in ("blue", "amber", "red", "grey", "tick", "focus")
        for ground in (colours.background, colours.card)
    }
    assert [pair for pair in texts if contrast(*pair) < 4.5] == []
    assert [pair for pair in graphics if contrast(*pair) < 3.0] == []


# -- names, roles, keyboard ---------------------------------------------------------------------------------------------
def preferences(page: int) -> PreferencesDialog:
    model = AccountListModel(INFOS)
    model.set_statuses((ok(SESSION, WEEK), ok(SESSION, account=ZAI)))
    dialog = PreferencesDialog(Settings(theme=Theme.LIGHT), model, INFOS, FakeClock())
    tabs: QTabWidget = dialog._tabs
    tabs.setCurrentIndex(page)
    return dialog


def first_run() -> FirstRunDialog:
    dialog = FirstRunDialog(INFOS, Settings(theme=Theme.LIGHT))
    sign_in = FirstFinding(CLAUDE, Presence.SIGN_IN, ("/home/you/.claude/.credentials.json",), ("api.example",), ("renew.example",))
    dialog.show_findings((sign_in, FirstFinding(ZAI, Presence.NOTHING, (), ("z.example",))))
    return dialog


def doctor() -> DoctorWindow:
    window = DoctorWindow(FakeClock(START), Settings(theme=Theme.LIGHT))
    window.show_findings((Finding(FindingCode.TRAY_HOST), Finding(FindingCode.TRAY_HOST_NONE, Weight.MEND)))
    return window


def history() -> HistoryWindow:
    model = AccountListModel(INFOS)
    model.set_statuses((ok(SESSION, WEEK), ok(SESSION, account=ZAI)))
    window = HistoryWindow(model, FakeClock(), Settings(theme=Theme.LIGHT))
    window.show_window(CLAUDE.id, "session")
    return window


def popup() -> Popup:
    model = AccountListModel(INFOS)
    model.set_statuses((ok(SESSION, WEEK), failing(ErrorCode.SIGN_IN_EXPIRED, account=ZAI)))
    return Popup(model, FakeClock(), Settings(theme=Theme.LIGHT))


def adding() -> AddAccountDialog:
    return AddAccountDialog(INFOS, ["Claude"])


WINDOWS: dict[str, Callable[[], QDialog]] = {
    "popup": popup,
    "history": history,
    "add account": adding,
    "general": lambda: preferences(0),
    "providers": lambda: preferences(1),
    "notifications": lambda: preferences(2),
    "appearance": lambda: preferences(3),
    "advanced": lambda: preferences(4),
    "about": lambda: preferences(5),
    "first run": first_run,
    "doctor": doctor,
}
LEAST = {"general": 8, "providers": 6, "notifications": 8, "appearance": 3, "advanced": 7, "about": 0, "first run": 5, "doctor": 3}
LEAST |= {"popup": 6, "history": 6, "add account": 4}
"""Controls that are there at the least: a test that finds none says nothing."""
EVERY = pytest.mark.parametrize("name", list(WINDOWS))


@pytest.fixture
def window(qapp: QApplication, name: str) -> Iterator[QDialog]:
    dialog = WINDOWS[name]()
    dialog.show()
    dialog.activateWindow()
    QTest.qWaitForWindowActive(dialog)
    yield dialog
    dialog.close()


def controls(window: QWidget) -> list[QWidget]:
    """What a person can act upon, as it is shown now."""
    kinds = (QAbstractButton, QComboBox, QLineEdit, QAbstractSpinBox, Gauge)
    found = [widget for widget in window.findChildren(QWidget) if isinstance(widget, kinds)]
    inner = [widget for widget in found if isinstance(widget.parentWidget(), QComboBox | QAbstractSpinBox)]
    arrows = [widget for widget in found if isinstance(widget, QToolButton)]  # the tab bar's own
    return [widget for widget in found if widget.isVisible() and widget not in inner and widget not in arrows]


@EVERY
def test_every_control_has_a_name_and_a_role(window: QDialog, name: str) -> None:
    shown = controls(window)
    assert len(shown) >= LEAST[name]
    for widget in shown:
        interface = QAccessible.queryAccessibleInterface(widget)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name).strip(), widget
        assert interface.role() not in (QAccessible.Role.NoRole, QAccessible.Role.Client), widget


@EVERY
def test_tab_reaches_every_control_that_can_be_used_and_comes_round(window: QDialog) -> None:
    reached: list[QWidget] = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if now in reached:
            break
        interface = QAccessible.queryAccessibleInterface(now)
        assert interface is not None
        assert interface.text(QAccessible.Text.Name).strip(), f"a stop without a name: {now}"
        reached.append(now)
    assert len(reached) < 60
    wanted = [
        widget
        for widget in controls(window)
        if widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.metaObject().className() != "QToolButton"
    ]
    assert [widget for widget in wanted if widget not in reached and widget.focusProxy() not in reached] == []


IN_EACH = pytest.mark.parametrize("theme", [Theme.DARK, Theme.LIGHT, Theme.HIGH_CONTRAST])


@IN_EACH
@pytest.mark.parametrize("page", range(6))
def test_wherever_the_focus_goes_it_can_be_seen(qapp: QApplication, theme: Theme, page: int) -> None:
    dialog = preferences(page)
    dialog.show_settings(Settings(theme=theme))
    assert unseen_stops(dialog) == []
    dialog.close()


@IN_EACH
def test_it_can_be_seen_in_the_popup_too(qapp: QApplication, theme: Theme) -> None:
    window = popup()
    window.set_settings(Settings(theme=theme))
    assert unseen_stops(window) == []
    window.close()


def unseen_stops(window: QWidget) -> list[QWidget]:
    """Where Tab leads without more than a cursor's worth of pixels telling so."""
    window.show()
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    focused: dict[QWidget, QImage] = {}
    unseen = []
    while True:
        last = QApplication.focusWidget()
        QTest.keyClick(last or window, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        if last in focused and last is not None:
            one, other = focused[last], last.grab().toImage()
            points = product(range(one.width()), range(one.height()))
            if sum(one.pixel(x, y) != other.pixel(x, y) for x, y in points) <= 20:
                unseen.append(last)
        if now in focused:
            return unseen
        focused[now] = now.grab().toImage()


# -- text at twice its size -----------------------------------------------------------------------------------------------
@EVERY
@pytest.mark.usefixtures("large_text")
def test_text_at_twice_its_size_is_shown_whole_or_can_be_scrolled_to(window: QDialog) -> None:
    window.resize(900, 640)
    QApplication.sendPostedEvents()
    labels = [label for label in window.findChildren(QLabel) if label.isVisible() and label.wordWrap() and label.text()]
    assert [label.text() for label in labels if label.height() < label.heightForWidth(label.width())] == []
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    for area in areas:
        content = area.widget()
        hidden = content is not None and content.height() > area.viewport().height()
        assert not hidden or area.verticalScrollBar().maximum() > 0
    for button in (widget for widget in controls(window) if isinstance(widget, QAbstractButton)):
        assert button.width() >= button.minimumSizeHint().width() or any(area.isAncestorOf(button) for area in areas), button.text()


@EVERY
def test_a_screen_reader_may_ask_for_any_part_of_any_window_at_any_moment(window: QDialog) -> None:
    # Qt takes a child's number on trust in its own scroll areas, and their bars come and go (widgets/steady_scroll_area.py).
    assert [area for area in window.findChildren(QScrollArea) if not isinstance(area, SteadyScrollArea)] == []


# -- motion -------------------------------------------------------------------------------------------------------------
@pytest.fixture
def stillness(qapp: QApplication) -> Iterator[None]:
    yield
    qapp.setProperty(motion.STILL, None)


@pytest.mark.usefixtures("stillness")
def test_nothing_glides_where_a_person_wants_it_still(qapp: QApplication) -> None:
    gauge = Gauge(DARK)
    gauge.show()
    first = GaugeText("Session", "10 % used", "", "", 10.0, None, DARK.blue, False, "")
    gauge.show_text(first, DARK)
    motion.put_in_force(reduced=True)
    assert not motion.moves(gauge)
    gauge.show_text(GaugeText("Session", "90 % used", "", "", 90.0, None, DARK.blue, False, ""), DARK)
    assert gauge.property("shown") == 90.0
    motion.put_in_force(reduced=False)
    assert motion.moves(gauge) is (gauge.style().styleHint(gauge.style().StyleHint.SH_Widget_Animation_Duration) > 0)
    gauge.hide()


class User32:
    def __init__(self, works: bool, animates: int) -> None:
        self.works, self.animates = works, animates

    def SystemParametersInfoW(self, what: int, size: int, answer: Any, how: int) -> bool:
        ctypes.memmove(ctypes.addressof(answer._obj), ctypes.byref(ctypes.c_int(self.animates)), 4)
        return self.works


@pytest.mark.parametrize(("works", "animates", "still"), [(True, 0, True), (True, 1, False), (False, 0, False)])
def test_windows_own_switch_counts(works: bool, animates: int, still: bool) -> None:
    assert motion.windows_is_still(User32(works, animates)) is still
