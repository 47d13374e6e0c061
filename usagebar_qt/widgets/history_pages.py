"""The two pictures of the history window, each with its sentence and its legend: the line over time, and the hours of the week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget

from usagebar_qt.widgets.heat_map import HeatMap
from usagebar_qt.widgets.history_chart import HistoryChart, Levels
from usagebar_qt.widgets.labels import coloured, small_font, text_label
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import past as words

if TYPE_CHECKING:
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.heat import Heat
    from usagebar_qt.services.history import Past
    from usagebar_qt.widgets.heat_map import Cell
    from usagebar_qt.widgets.theme import Colours


class Page(QWidget):
    """A picture, what it says in a sentence, and how to read it."""

    def __init__(self, picture: HistoryChart | HeatMap, legend: str, keys: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._picture = picture
        self._line = text_label(self)
        self._legend = text_label(self, small_font(self.font()))
        self._legend_text = legend
        picture.setToolTip(keys)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(picture, 1)
        layout.addWidget(self._line)
        layout.addWidget(self._legend)

    def name(self, text: str) -> None:
        """What a screen reader calls the picture."""
        self._picture.setAccessibleName(text)

    def _say(self, text: str, *, is_drawn: bool) -> None:
        """The sentence below the picture; where nothing is drawn the picture itself says so, and has nothing to explain."""
        self._picture.tell(text)
        for label, shown in ((self._line, text), (self._legend, self._legend_text)):
            label.setText(shown if is_drawn else "")  # a screen reader finds hidden labels too
            label.setVisible(is_drawn)


class ChartPage(Page):
    """Use over time."""

    def __init__(self, colours: Colours, levels: Levels, clock: Clock, parent: QWidget) -> None:
        self._chart = HistoryChart(colours, levels)
        super().__init__(self._chart, "", tr(words.KEYS), parent)
        self._clock = clock
        self._past: Past | None = None
        self._chart.cursor_moved.connect(self._on_cursor)
        self.set_look(colours, levels)

    def set_look(self, colours: Colours, levels: Levels) -> None:
        """Another theme, or other thresholds."""
        self._chart.set_look(colours, levels)
        coloured(self._legend, colours.muted)
        self._legend_text = say(words.legend(levels.marked))
        if self._legend.text():
            self._legend.setText(self._legend_text)

    def show_past(self, past: Past) -> None:
        """The line."""
        self._past, chart = past, past.chart
        self._chart.show_chart(chart, words.ticks(chart.since, chart.until, past.question.span), tr(words.EMPTY))
        if self._chart.cursor_at is None:
            self._on_cursor(None)

    def show_words(self, text: str) -> None:
        """There is nothing to draw, or not yet."""
        self._past = None
        self._chart.show_chart(None, (), text)
        self._say(text, is_drawn=False)

    def _on_cursor(self, moment: int | None) -> None:
        if self._past is not None:
            chart, now = self._past.chart, self._clock.now()
            sentence = words.summary(chart, now) if moment is None else words.reading(chart, moment, now)
            self._say(say(sentence), is_drawn=bool(chart.lines))


class HeatPage(Page):
    """Use by weekday and hour."""

    def __init__(self, colours: Colours, parent: QWidget) -> None:
        self._map = HeatMap(colours)
        super().__init__(self._map, tr(words.HEAT_LEGEND), tr(words.HEAT_KEYS), parent)
        self._heat: Heat | None = None
        self._map.cursor_moved.connect(self._on_cursor)
        self.set_look(colours)

    def set_look(self, colours: Colours) -> None:
        """Another theme."""
        self._map.set_colours(colours)
        coloured(self._legend, colours.muted)

    def show_heat(self, heat: Heat) -> None:
        """The squares."""
        self._heat = heat
        self._map.show_heat(heat, tr(words.HEAT_EMPTY))
        self._on_cursor(self._map.cursor_at)

    def show_words(self, text: str) -> None:
        """There is nothing to draw, or not yet."""
        self._heat = None
        self._map.show_heat(None, text)
        self._say(text, is_drawn=False)

    def _on_cursor(self, cell: Cell | None) -> None:
        if self._heat is not None:
            sentence = words.heat_summary(self._heat) if cell is None else words.heat_reading(self._heat, *cell)
            self._say(say(sentence), is_drawn=self._heat.busiest is not None)
