"""The past for popup and history window: asked by slots, read on a worker thread, answered by signals."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.domain.chart import Chart, Span, Trends, chart_of, span_for
from usagebar_qt.domain.heat import LOOK_BACK_SECONDS, Heat, heat_of
from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.what_if import used_lately

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId, AccountStatus, UsageSnapshot
    from usagebar_qt.services.ports import Archive, Blocking, Spawner

log = logging.getLogger(__name__)

READ_SECONDS = 10.0
"""A disk that does not answer by then is not waited for: there is no chart."""
TREND_COLUMNS = 48
CHART_COLUMNS = 640
HEAT_STEP = 900
"""Seconds: a quarter of what a square stands for."""


@dataclass(frozen=True, slots=True)
class Question:
    """One window over one span."""

    account_id: AccountId
    window_id: str
    span: Span


@dataclass(frozen=True, slots=True)
class Past:
    """The answer."""

    question: Question
    chart: Chart
    last_hour: float | None
    """Percent used in the last hour; None where it is not known."""
    set_aside: str = ""
    """The name under which an unreadable file was kept; empty: there was none."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When a window is used."""

    account_id: AccountId
    window_id: str
    heat: Heat


class HistoryService(QObject):
    """Reads; the engine writes."""

    trends_changed = Signal(object)
    """Trends."""
    answered = Signal(object)
    """Past; of several questions only the newest is answered."""
    hours_known = Signal(object)
    """Hours."""
    series_known = Signal(object)
    """A tuple of `Series`, in the order in which they were first seen."""

    def __init__(self, *, archive: Archive, workers: Blocking, clock: Clock, tasks: Spawner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._archive = archive
        self._workers = workers
        self._clock = clock
        self._tasks = tasks
        self._wanted: tuple[AccountStatus, ...] | None = None
        self._looking = False
        self._question: Question | None = None
        self._trends_known: dict[Question, tuple[UsageSnapshot, datetime, Chart]] = {}

    def look(self, statuses: Sequence[AccountStatus]) -> None:
        """Reads the trends of all windows shown; answers with `trends_changed`. While one look runs, the newest wish waits."""
        self._wanted = tuple(statuses)
        if not self._looking:
            self._looking = True
            self._tasks.spawn(self._look(), name="trends")

    def ask(self, question: Question) -> None:
        """Answers with `answered`."""
        self._question = question
        self._tasks.spawn(self._answer(question), name="past")

    def ask_hours(self, account_id: AccountId, window_id: str) -> None:
        """Answers with `hours_known`."""
        self._tasks.spawn(self._tell_hours(account_id, window_id), name="hours")

    def ask_series(self) -> None:
        """Answers with `series_known`."""
        self._tasks.spawn(self._tell_series(), name="series")

    async def _look(self) -> None:
        try:
            while self._wanted is not None:
                statuses, self._wanted = self._wanted, None
                try:
                    trends = await self._workers.run(self._trends, statuses, self._clock.now(), timeout=READ_SECONDS)
                except TimeoutError:
                    log.info("the history does not answer: no sparklines")
                    return
                self.trends_changed.emit(trends)
        finally:
            self._looking = False

    async def _answer(self, question: Question) -> None:
        try:
            past = await self._workers.run(self._past, question, self._clock.now(), timeout=READ_SECONDS)
        except TimeoutError:
            log.info("the history does not answer: no chart")
            return
        if question == self._question:
            self.answered.emit(past)

    async def _tell_hours(self, account_id: AccountId, window_id: str) -> None:
        try:
            heat = await self._workers.run(self._heat, account_id, window_id, self._clock.now(), timeout=READ_SECONDS)
        except TimeoutError:
            return
        self.hours_known.emit(Hours(account_id, window_id, heat))

    async def _tell_series(self) -> None:
        try:
            found = await self._workers.run(self._archive.series, timeout=READ_SECONDS)
        except TimeoutError:
            return
        self.series_known.emit(found)

    # -- on the worker ----------------------------------------------------------------------------------------------
    def _trends(self, statuses: Sequence[AccountStatus], now: datetime) -> Trends:
        known, self._trends_known = self._trends_known, {}
        charts: dict[tuple[AccountId, str], Chart] = {}
        for status in statuses:
            if status.snapshot is None:
                continue
            for window in status.snapshot.windows:
                question = Question(status.id, window.id, span_for(window.kind, window.window_seconds))
                row = self._trend(question, status.snapshot, now, known.get(question))
                self._trends_known[question] = row
                charts[status.id, window.id] = row[2]
        return Trends({key: chart for key, chart in charts.items() if chart.lines})

    def _trend(
        self, question: Question, snapshot: UsageSnapshot, now: datetime, known: tuple[UsageSnapshot, datetime, Chart] | None
    ) -> tuple[UsageSnapshot, datetime, Chart]:
        """The one that is known, where neither figures nor as much time as one column shows have come since: with many accounts
        nearly all of them, and each would be read from the disk whenever one account has news."""
        if known is not None and known[0] == snapshot and known[2].lines:
            age = abs((now - known[1]).total_seconds())
            if age < question.span.value / TREND_COLUMNS:
                return known
        return snapshot, now, self._chart(question, now, TREND_COLUMNS)

    def _past(self, question: Question, now: datetime) -> Past:
        hour_ago = now - timedelta(hours=1)
        recent = self._archive.runs(question.account_id, question.window_id, hour_ago, now)
        aside = self._archive.set_aside
        lately = used_lately(recent, seconds_of(hour_ago))
        return Past(question, self._chart(question, now, CHART_COLUMNS), lately, aside.name if aside is not None else "")

    def _heat(self, account_id: AccountId, window_id: str, now: datetime) -> Heat:
        since = now - timedelta(seconds=LOOK_BACK_SECONDS)
        return heat_of(self._archive.runs(account_id, window_id, since, now, step=HEAT_STEP))

    def _chart(self, question: Question, now: datetime, columns: int) -> Chart:
        seconds = question.span.value
        since = now - timedelta(seconds=seconds)
        runs = self._archive.runs(question.account_id, question.window_id, since, now, step=max(1, seconds // columns))
        return chart_of(runs, seconds_of(since), seconds_of(now))
