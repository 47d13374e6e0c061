"""Nothing is cut and nothing is forgotten in a language whose words are two fifths longer, nor in one from right to left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QPushButton,
    QTabBar,
    QWidget,
)

from tests import pictured, pseudo
from tests.fakes import START, FakeClock
from tests.statuses import CLAUDE
from tests.widgets.fitting import cut
from tests.widgets.test_accessibility import WINDOWS
from usagebar_qt.domain.chart import Span
from usagebar_qt.domain.models import AccountStatus
from usagebar_qt.domain.pace import outlook_of
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.gauge import PAD_X, PAD_Y, Gauge, GaugeText
from usagebar_qt.widgets.history_window import HistoryWindow
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.preferences.add_account import AddAccountDialog
from usagebar_qt.widgets.theme import LIGHT
from usagebar_qt.widgets.translate import RIGHT_TO_LEFT_MARK, plain, say, tr
from usagebar_qt.wording import program
from usagebar_qt.wording.sentence import Sentence

DIRECTIONS = pytest.mark.parametrize("direction", [pseudo.LEFT, pseudo.RIGHT], ids=["longer", "right to left"])
STATES = {
    "good day": pictured.GOOD_DAY,
    "states": pictured.STATES,
    "trouble": pictured.TROUBLE,
    "first start": pictured.FIRST_START,
    "nothing": pictured.NOTHING,
    "used up": pictured.USED_UP,
    "five": pictured.FIVE,
}
WORDS = re.compile(r"[^\W\d_]+")
DATA = re.compile(
    r"Usage Bar|Claude( Code)?( \(\w+\))?|Z\.ai|Max 20x|Pro|Lite|Free|Fable|English|Deutsch|with a name that is much too long|"
    r"https?://\S+|\S*[/\\]\S+|\w+\.example|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Nov|AM|PM|HTTPS_PROXY|F2"
)
"""What no language translates: names, addresses, and the days of a locale that this one does not have."""


def popup(statuses: tuple[AccountStatus, ...]) -> Popup:
    model = AccountListModel(INFOS)
    window = Popup(model, FakeClock(), Settings(theme=Theme.LIGHT))
    model.set_statuses(statuses)
    for status in statuses:
        if status.snapshot is not None:
            at = status.snapshot.fetched_at
            model.set_outlooks(status, {row.id: outlook_of(row, at) for row in status.snapshot.windows})
    window.set_next_refresh(START, "", tr("limit near"))
    return window


def history() -> HistoryWindow:
    moment = pictured.Afternoon()
    window = HistoryWindow(moment.model, FakeClock(moment.at), Settings(theme=Theme.LIGHT))
    window.show_window(CLAUDE.id, "weekly")
    window.show_past(moment.past("weekly", Span.WEEK))
    return window


def adding() -> AddAccountDialog:
    return AddAccountDialog(INFOS, ["Claude"], None, searchable=("claude",))


def notice() -> QMessageBox:
    text = say(Sentence(program.HOW_TO_CLI, {"command": "/login"}))
    box = QMessageBox(QMessageBox.Icon.Information, "Usage Bar", text, QMessageBox.StandardButton.Close)
    box.addButton(tr(program.COPY_COMMAND), QMessageBox.ButtonRole.ActionRole)
    return box


EVERY: dict[str, Callable[[], QWidget]] = {
    **WINDOWS,
    **{f"popup, {name}": (lambda statuses=statuses: popup(statuses)) for name, statuses in STATES.items()},  # type: ignore[misc]
    "history": history,
    "add an account": adding,
    "notice": notice,
}
WINDOW = pytest.mark.parametrize("name", list(EVERY))


@pytest.fixture
def window(qapp: QApplication, direction: Qt.LayoutDirection, name: str) -> Iterator[QWidget]:
    with pseudo.spoken(direction):
        made = EVERY[name]()
        made.show()
        settle()
        if isinstance(made, Popup):
            made.sized()
            settle()
        yield made
        made.close()
        made.deleteLater()


def settle() -> None:
    for _ in range(3):
        QCoreApplication.sendPostedEvents()


@DIRECTIONS
@WINDOW
def test_no_text_is_cut(window: QWidget, name: str, direction: Qt.LayoutDirection) -> None:
    assert window.layoutDirection() is direction
    assert cut(window) == []


@DIRECTIONS
@WINDOW
def test_nor_is_it_in_the_smallest_window_that_is_allowed(window: QWidget, name: str, direction: Qt.LayoutDirection) -> None:
    if isinstance(window, Popup):
        assert window.width() <= window.maximumWidth()  # it finds its size by itself
        return
    window.resize(window.minimumSize().expandedTo(window.minimumSizeHint()))
    settle()
    assert [text for text in cut(window) if not text.startswith("tab: ")] == []  # tabs can be scrolled to


def texts_of(window: QWidget) -> set[str]:
    """Everything that a person reads or hears."""
    found = {window.windowTitle()}
    own = {button for box in window.findChildren(QDialogButtonBox) for button in box.buttons()}
    for widget in (widget for widget in window.findChildren(QWidget) if widget.isVisible() and widget not in own):
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text().replace("&", ""))
        elif isinstance(widget, QComboBox):
            found |= {widget.itemText(number) for number in range(widget.count())}
        elif isinstance(widget, QTabBar):
            found |= {widget.tabText(number).replace("&", "") for number in range(widget.count())}
    return found


@pytest.mark.parametrize("direction", [pseudo.LEFT], ids=["longer"])
@WINDOW
def test_no_text_is_forgotten(window: QWidget, name: str, direction: Qt.LayoutDirection) -> None:
    assert forgotten(window) == set(), "not marked for translation (docs/adding-a-language.md)"


def forgotten(window: QWidget) -> set[str]:
    """Texts with a word that has nothing of the language that nobody speaks."""
    return {text for text in texts_of(window) for word in WORDS.findall(DATA.sub("", text)) if word.isascii() and len(word) > 1}


# -- the tests themselves -------------------------------------------------------------------------------------------------
def test_a_forgotten_text_and_one_that_is_cut_would_be_found(qapp: QApplication) -> None:
    window = QWidget()
    label, button = QLabel("Refresh Claude", window), QPushButton(pseudo.pseudo("Quit"), window)
    box = QCheckBox("Claude", window)
    label.setFixedWidth(20)
    button.setFixedWidth(20)
    window.show()
    assert forgotten(window) == {"Refresh Claude"}
    assert cut(window) == ["label: Refresh Claude", f"button: {button.text()}"]
    label.setWordWrap(True)
    label.setFixedSize(200, 4)
    button.hide()
    assert cut(window) == ["lines: Refresh Claude"]
    assert box.isVisible()
    window.close()


# -- right to left --------------------------------------------------------------------------------------------------------
def painted(direction: Qt.LayoutDirection, percent: float) -> QImage:
    gauge = Gauge(LIGHT)
    gauge.setLayoutDirection(direction)
    gauge.show_text(GaugeText("", "", "", "", percent, None, LIGHT.blue, False, ""), LIGHT)
    gauge.resize(QSize(212, gauge.sizeHint().height()))
    image = QImage(gauge.size(), QImage.Format.Format_RGB32)
    image.fill(QColor(LIGHT.card))
    gauge.render(image)
    return image


@pytest.mark.usefixtures("qapp")
def test_a_bar_is_filled_from_where_the_language_begins() -> None:
    for direction, full, empty in ((pseudo.LEFT, 20, 190), (pseudo.RIGHT, 190, 20)):
        image = painted(direction, 30.0)
        rows = range(PAD_Y, image.height())
        colours = {x: {QColor(image.pixel(x + PAD_X - 6, y)).name() for y in rows} for x in (full, empty)}
        assert LIGHT.blue in colours[full]
        assert LIGHT.blue not in colours[empty]
        assert LIGHT.track in colours[empty]


def test_a_sentence_that_begins_with_a_name_runs_as_the_others_do(qapp: QApplication) -> None:
    sentence = Sentence("{name} asks to wait.", {"name": "Claude"})
    assert say(sentence).startswith("Claude")
    with pseudo.spoken(pseudo.RIGHT):
        said = say(sentence)
        assert said.startswith(f"{RIGHT_TO_LEFT_MARK}Claude ")
        assert plain(said) == said
        assert say(Sentence()) == ""


def test_charts_keep_their_direction(qapp: QApplication) -> None:
    with pseudo.spoken(pseudo.RIGHT):
        window = history()
        assert window._chart._chart.layoutDirection() is Qt.LayoutDirection.LeftToRight
        assert window._heat._map.layoutDirection() is Qt.LayoutDirection.LeftToRight
        window.deleteLater()


def test_a_text_grows_by_two_fifths_and_keeps_its_places_and_letters() -> None:
    text = "&Ask {name} later"
    grown = pseudo.pseudo(text)
    assert "{name}" in grown
    assert "&A" in grown
    assert len(grown) >= len(text) + 3
    assert not re.search(r"[B-Zb-z]", pseudo.pseudo("later", pseudo.RIGHT))
