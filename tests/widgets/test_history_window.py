"""The past as a person with a mouse, a keyboard or a screen reader meets it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QSpinBox, QWidget

from tests.fakes import START, FakeClock
from tests.statuses import CLAUDE, SESSION, WEEK, ZAI, ok, window
from usagebar_qt.domain.chart import Chart, Line, Span, Trends
from usagebar_qt.domain.heat import Heat
from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.models import AccountStatus, WindowKind
from usagebar_qt.domain.notification_settings import LevelOverride, NotificationSettings
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.engine.history_store import Series
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.services.history import Hours, Past, Question
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.gauge import Gauge
from usagebar_qt.widgets.heat_map import HeatMap, shade_colour
from usagebar_qt.widgets.history_chart import HistoryChart
from usagebar_qt.widgets.history_window import HistoryWindow
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.theme import DARK, HIGH_CONTRAST, LIGHT, Colours, contrast

NOW = seconds_of(START)
HOUR = 3_600
LINE: Line = tuple((NOW - HOUR * (6 - number), 15.0 * number) for number in range(7))
SESSION_DAY = Question(CLAUDE.id, "session", Span.DAY)


def chart(span: Span = Span.DAY, lines: tuple[Line, ...] = (LINE,), resets: tuple[int, ...] = ()) -> Chart:
    return Chart(NOW - span.value, NOW, lines, resets)


class Bed:
    def __init__(self, *statuses: AccountStatus) -> None:
        self.model = AccountListModel(INFOS)
        self.model.set_statuses(statuses)
        self.window = HistoryWindow(self.model, FakeClock(), Settings(theme=Theme.DARK))
        self.asked: list[Question] = []
        self.window.past_requested.connect(self.asked.append)
        self.chart = self.window.findChildren(HistoryChart)[0]

    def open(self, window_id: str = "session") -> None:
        self.window.show_window(CLAUDE.id, window_id)
        self.window.show()

    def words(self) -> list[str]:
        return [label.text() for label in self.window.findChildren(QLabel) if label.isVisible() and label.text()]

    def combo(self) -> QComboBox:
        return self.window.findChildren(QComboBox)[0]

    def button(self, text: str) -> QPushButton:
        return next(button for button in self.window.findChildren(QPushButton) if button.text() == text)


def hover(widget: QWidget, x: float, y: float) -> None:
    """The pointer comes by: a real event, without a pointer that other tests would find somewhere else."""
    at = QPointF(x, y)
    none = Qt.MouseButton.NoButton
    QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier))


@pytest.fixture
def bed(qapp: QApplication) -> Bed:
    return Bed(ok(SESSION, WEEK), ok(window(used=39.0, left=1000.0), account=ZAI))


def test_it_opens_with_the_window_that_was_clicked_over_a_span_that_suits_it(bed: Bed) -> None:
    bed.open("weekly")
    assert bed.combo().currentText() == "Claude: Week"
    assert bed.asked[-1] == Question(CLAUDE.id, "weekly", Span.WEEK)
    assert bed.button("Week").isChecked()
    assert [bed.combo().itemText(number) for number in range(3)] == ["Claude: Session", "Claude: Week", "Z.ai: Session"]


def test_another_window_and_another_span_are_asked_for(bed: Bed) -> None:
    bed.open()
    bed.combo().setCurrentIndex(2)
    assert bed.asked[-1] == Question(ZAI.id, "session", Span.DAY)
    QTest.mouseClick(bed.button("Month"), Qt.MouseButton.LeftButton)
    assert bed.asked[-1] == Question(ZAI.id, "session", Span.MONTH)


def test_the_chart_is_told_in_words_to_everybody_and_to_a_screen_reader(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(resets=(NOW - HOUR,)), 12.0))
    told = next(text for text in bed.words() if text.startswith("Highest 90 %"))
    assert told.endswith("One reset.")
    assert bed.chart.accessibleName() == "Claude: Session, The last 24 hours"
    assert bed.chart.accessibleDescription() == told
    assert any("70 %" in text and "90 %" in text for text in bed.words())


def test_nothing_known_is_said_in_words_and_nothing_is_explained_that_is_not_there(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(lines=()), None))
    assert bed.chart.accessibleDescription().startswith("Nothing is known of this time yet.")
    assert not any("Dashed" in text for text in bed.words())


def test_without_any_account_it_says_how_a_history_begins(qapp: QApplication) -> None:
    bed = Bed()
    bed.open()
    assert bed.asked == []
    assert bed.chart.accessibleDescription().startswith("There is no history yet.")
    assert not bed.combo().isEnabled()


def test_an_answer_to_a_former_question_is_not_shown(bed: Bed) -> None:
    bed.open("weekly")
    bed.window.show_past(Past(SESSION_DAY, chart(), None))
    assert bed.chart.accessibleDescription() == "Reading the history…"


def test_the_arrow_keys_read_the_line_and_escape_ends_the_reading_before_it_closes(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(), None))
    bed.chart.setFocus()
    QTest.keyClick(bed.chart, Qt.Key.Key_End)
    assert bed.chart.accessibleDescription().endswith(": 90 % used")
    QTest.keyClick(bed.chart, Qt.Key.Key_Left)
    assert bed.chart.accessibleDescription().endswith(": 75 % used")
    QTest.keyClick(bed.chart, Qt.Key.Key_Home)
    assert bed.chart.accessibleDescription().endswith(": 0 % used")
    QTest.keyClick(bed.chart, Qt.Key.Key_Left)
    assert bed.chart.cursor_at == LINE[0][0], "the cursor stays on what is known"
    QTest.keyClick(bed.chart, Qt.Key.Key_PageDown)
    assert bed.chart.cursor_at == LINE[0][0] + 8 * 900
    QTest.keyClick(bed.chart, Qt.Key.Key_Escape)
    assert bed.window.isVisible()
    assert bed.chart.accessibleDescription().startswith("Highest")
    QTest.keyClick(bed.chart, Qt.Key.Key_Escape)
    assert not bed.window.isVisible()


def test_the_pointer_reads_too_and_takes_its_cursor_with_it(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(lines=(LINE[:3],)), None))
    hover(bed.chart, bed.chart.width() - 20, 60)
    assert bed.chart.accessibleDescription().endswith("nobody looked")
    hover(bed.chart, 2, 60)
    assert bed.chart.cursor_at is None


def test_everything_is_reached_with_tab(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(), 5.0))
    stops = {bed.combo(), bed.chart, bed.window.findChildren(QSpinBox)[0], bed.button("Close"), bed.button("Day")}
    bed.window.activateWindow()
    assert QTest.qWaitForWindowActive(bed.window)
    bed.combo().setFocus()
    reached = set()
    for _ in range(12):
        reached.add(bed.window.focusWidget())
        QTest.keyClick(bed.window, Qt.Key.Key_Tab)
    assert stops <= reached


def test_going_on_for_some_hours_is_answered_at_once(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(), 10.0))
    hours = bed.window.findChildren(QSpinBox)[0]
    hours.setValue(1)
    assert any(text.startswith("44 % used by ") for text in bed.words())
    hours.setValue(20)
    assert any(text.startswith("It lasts: 60 % used at the reset") for text in bed.words())
    assert hours.accessibleDescription().startswith("It lasts")


def test_the_week_has_a_daily_budget_and_the_session_has_none(bed: Bed) -> None:
    bed.open("weekly")
    bed.window.show_past(Past(Question(CLAUDE.id, "weekly", Span.WEEK), chart(Span.WEEK), 1.0))
    assert any("at most 6 % a day. 9 % is left." in text for text in bed.words())
    bed.window.set_settings(Settings(theme=Theme.DARK, work_days=5))
    assert any(" a work day. 9 % is left." in text for text in bed.words())
    bed.open("session")
    bed.window.show_past(Past(SESSION_DAY, chart(), 1.0))
    assert not any("a day" in text for text in bed.words())


def test_a_window_that_only_the_history_knows_can_be_looked_at_but_has_no_future(bed: Bed) -> None:
    bed.open()
    bed.window.show_series(
        (Series(CLAUDE.id, "weekly:opus", WindowKind.WEEKLY_SCOPED, "Opus"), Series(CLAUDE.id, "session", WindowKind.SESSION, None))
    )
    assert bed.combo().currentText() == "Claude: Session", "what is looked at stays"
    bed.window.show_window(CLAUDE.id, "weekly:opus")
    assert bed.combo().currentText() == "Claude: Week, Opus"
    bed.window.show_past(Past(Question(CLAUDE.id, "weekly:opus", Span.MONTH), chart(Span.MONTH), 1.0))
    assert not bed.window.findChildren(QSpinBox)[0].isVisible()


def test_new_figures_bring_a_new_chart_while_it_is_looked_at_and_only_then(bed: Bed) -> None:
    bed.window.show_news()
    assert bed.asked == []
    bed.open()
    before = len(bed.asked)
    bed.model.update(ok(replace(SESSION, used_percent=50.0), WEEK))
    bed.window.show_news()
    assert len(bed.asked) == before + 1


def test_a_file_that_was_set_aside_is_said(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(), None, "history.db.bad"))
    assert any("history.db.bad" in text for text in bed.words())


def test_line_thresholds_and_resets_are_painted_in_the_colours_of_the_theme(bed: Bed) -> None:
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(resets=(NOW - 12 * HOUR,)), None))
    for theme, colours in ((Theme.DARK, DARK), (Theme.LIGHT, LIGHT)):
        bed.window.set_settings(Settings(theme=theme))
        image = bed.chart.grab().toImage()
        seen = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
        assert {colours.card, colours.blue, colours.amber, colours.red, colours.muted} <= seen


def rows_of(chart: HistoryChart, colour: str) -> int:
    """How many dashed lines of this colour go over the picture."""
    image = chart.grab().toImage()
    width = range(image.width())
    return sum(sum(image.pixelColor(x, y).name() == colour for x in width) > image.width() // 4 for y in range(image.height()))


def test_a_window_with_levels_of_its_own_has_its_lines_there_and_the_legend_names_them(bed: Bed) -> None:
    own = (LevelOverride((50, 80, 95), window=WindowKind.SESSION), LevelOverride((60,), ZAI.id.provider), LevelOverride((), "x"))
    bed.window.set_settings(Settings(theme=Theme.DARK, notifications=NotificationSettings(overrides=own)))
    bed.open()
    seen = {}
    for number, (account, window_id) in enumerate([(CLAUDE, "session"), (CLAUDE, "weekly"), (ZAI, "session")]):
        bed.combo().setCurrentIndex(number)
        bed.window.show_past(
            Past(replace(bed.asked[-1], account_id=account.id, window_id=window_id), chart(lines=(LINE[:2],)), None)
        )
        legend = next(text for text in bed.words() if text.startswith("Dashed"))
        seen[account.id.provider, window_id] = (rows_of(bed.chart, DARK.amber), rows_of(bed.chart, DARK.red), legend.split(".")[0])
    assert seen == {
        ("claude", "session"): (2, 1, "Dashed: 50 %, 80 %, 95 %"),
        ("claude", "weekly"): (1, 1, "Dashed: 70 %, 90 %"),
        ("zai", "session"): (1, 0, "Dashed: 60 %"),
    }


def test_where_no_level_is_told_there_is_no_line_and_the_legend_speaks_of_none(bed: Bed) -> None:
    nothing = NotificationSettings(overrides=(LevelOverride(()),))
    bed.window.set_settings(Settings(theme=Theme.DARK, notifications=nothing))
    bed.open()
    bed.window.show_past(Past(SESSION_DAY, chart(lines=(LINE[:2],)), None))
    assert (rows_of(bed.chart, DARK.amber), rows_of(bed.chart, DARK.red)) == (0, 0)
    assert not any("Dashed" in text for text in bed.words())
    assert any(text.startswith("Marks at the bottom") for text in bed.words())


def test_hostile_names_from_upstream_are_plain_and_short(qapp: QApplication) -> None:
    hostile = replace(WEEK, id="weekly:x", kind=WindowKind.WEEKLY_SCOPED, scope="<b>\u202e" + "x" * 5_000)
    bed = Bed(ok(hostile))
    bed.open("weekly:x")
    assert len(bed.combo().currentText()) < 200
    pictures = (HistoryChart, HeatMap)  # they draw, and have no text
    labels = [label for label in bed.window.findChildren(QLabel) if not isinstance(label, pictures)]
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in labels)


# -- the hours of the week ----------------------------------------------------------------------------------------------
def heat() -> Heat:
    """Tuesday from two to three is the busiest; on Sunday nobody looked."""
    tuesday, other = ((*(0.0,) * 14, used, *(0.0,) * 9) for used in (6.0, 2.0))
    return Heat((other, tuesday, *(other,) * 4, (None,) * 24))


def test_the_hours_of_the_week_are_asked_for_and_told_in_words(bed: Bed) -> None:
    asked: list[tuple[object, str]] = []
    bed.window.hours_requested.connect(lambda *what: asked.append(what))
    bed.open()
    assert asked == []
    QTest.mouseClick(bed.button("Hours"), Qt.MouseButton.LeftButton)
    assert asked == [(CLAUDE.id, "session")]
    picture = bed.window.findChildren(HeatMap)[0]
    assert picture.isVisible()
    assert not bed.chart.isVisible()
    bed.window.show_hours(Hours(ZAI.id, "session", heat()))
    assert picture.accessibleDescription() == ""
    bed.window.show_hours(Hours(CLAUDE.id, "session", heat()))
    assert picture.accessibleDescription() == "Most is used Tue 14:00: 6 % in that hour on average."
    assert picture.accessibleName() == "Claude: Session, By weekday and hour, the last four weeks"
    bed.combo().setCurrentIndex(1)
    assert asked[-1] == (CLAUDE.id, "weekly"), "the hours stay in view"
    QTest.mouseClick(bed.button("Week"), Qt.MouseButton.LeftButton)
    assert bed.chart.isVisible()


def test_the_squares_are_read_with_arrow_keys_and_pointer(bed: Bed) -> None:
    bed.open()
    QTest.mouseClick(bed.button("Hours"), Qt.MouseButton.LeftButton)
    bed.window.show_hours(Hours(CLAUDE.id, "session", heat()))
    picture = bed.window.findChildren(HeatMap)[0]
    picture.setFocus()
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert picture.cursor_at == (0, 0)
    for _ in range(14):
        QTest.keyClick(picture, Qt.Key.Key_Right)
    QTest.keyClick(picture, Qt.Key.Key_Down)
    assert picture.accessibleDescription() == "Tue 14:00: 6 % in that hour on average"
    for _ in range(10):
        QTest.keyClick(picture, Qt.Key.Key_Down)
    assert picture.accessibleDescription() == "Sun 14:00: nobody looked"
    bed.window.show_hours(Hours(CLAUDE.id, "session", heat()))
    assert picture.cursor_at == (6, 14), "new figures leave the cursor where it is"
    QTest.keyClick(picture, Qt.Key.Key_Escape)
    assert bed.window.isVisible()
    assert picture.accessibleDescription().startswith("Most is used")
    hover(picture, picture.width() - 14, 14)
    assert picture.cursor_at == (0, 23)


@pytest.mark.parametrize("colours", [DARK, LIGHT, HIGH_CONTRAST])
def test_every_square_can_be_told_from_its_ground(colours: Colours) -> None:
    assert [contrast(shade_colour(colours, shade).name(), colours.card) >= 3 for shade in (1, 2, 3, 4)] == [True] * 4


def test_hours_of_which_too_little_is_known_say_so(bed: Bed) -> None:
    bed.open()
    QTest.mouseClick(bed.button("Hours"), Qt.MouseButton.LeftButton)
    bed.window.show_hours(Hours(CLAUDE.id, "session", Heat(((None,) * 24,) * 7)))
    picture = bed.window.findChildren(HeatMap)[0]
    assert picture.accessibleDescription().startswith("Too little is known")
    QTest.keyClick(picture, Qt.Key.Key_Right)
    assert picture.cursor_at is None


# -- the way there ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("how", ["click", "Return", "Space"])
def test_a_gauge_leads_to_its_past_by_mouse_and_by_keyboard(qapp: QApplication, how: str) -> None:
    model = AccountListModel(INFOS)
    popup = Popup(model, FakeClock(), Settings(theme=Theme.DARK))
    model.set_statuses((ok(SESSION, WEEK),))
    popup.show()
    heard: list[tuple[object, str]] = []
    popup.history_requested.connect(lambda *what: heard.append(what))
    gauge = popup.findChildren(Gauge)[1]
    if how == "click":
        QTest.mouseClick(gauge, Qt.MouseButton.LeftButton)
        QTest.mousePress(gauge, Qt.MouseButton.LeftButton)
        QTest.mouseRelease(gauge, Qt.MouseButton.LeftButton, pos=QPoint(-50, -50))  # taken back
    else:
        gauge.setFocus()
        QTest.keyClick(gauge, {"Return": Qt.Key.Key_Return, "Space": Qt.Key.Key_Space}[how])
    assert heard == [(CLAUDE.id, "weekly")]
    assert popup.isVisible()
    assert "past" in gauge.toolTip()


def test_a_sparkline_appears_beside_the_figure_and_nothing_moves(qapp: QApplication) -> None:
    model = AccountListModel(INFOS)
    popup = Popup(model, FakeClock(), Settings(theme=Theme.DARK))
    model.set_statuses((ok(SESSION, WEEK),))
    popup.show()
    size, without = popup.sized(), popup.grab().toImage()
    popup.set_trends(Trends({(CLAUDE.id, "session"): chart()}))
    assert popup.sized() == size
    assert popup.grab().toImage() != without
    model.set_statuses((ok(SESSION, WEEK),))
    assert popup.grab().toImage() != without, "a new card keeps its sparklines"
    popup.set_trends(Trends())
    assert popup.grab().toImage() == without


def test_nothing_of_the_past_is_loaded_before_somebody_looks() -> None:
    late = ("sqlite3", "usagebar_qt.services.history", "usagebar_qt.widgets.history_window", "usagebar_qt.widgets.sparkline")
    code = f"import sys, usagebar_qt.app.composition, usagebar_qt.widgets.popup; print([m for m in {late} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parents[2], check=True)
    assert done.stdout.strip() == "[]"
