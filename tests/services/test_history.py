"""The past, asked by slots and answered by signals."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import START, Direct, FakeClock
from tests.services.test_refresh import Spawned
from tests.statuses import CLAUDE, SESSION, WEEK, ZAI, failing, ok
from usagebar_qt.domain.chart import Span, Trends
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.history import Run, seconds_of
from usagebar_qt.domain.models import AccountId, WindowKind
from usagebar_qt.engine.history_store import Series
from usagebar_qt.services.history import HistoryService, Hours, Past, Question

NOW = seconds_of(START)
SERIES = (Series(CLAUDE.id, "session", WindowKind.SESSION, None),)


@dataclass
class FakeArchive:
    """A past of one figure, and a note of what was asked for."""

    asked: list[tuple[str, str, datetime, int]] = field(default_factory=list)
    set_aside: Path | None = None
    known: tuple[Run, ...] = (Run(NOW - 3_600, NOW - 1_800, 20.0, NOW + 9_000), Run(NOW - 900, NOW, 26.0, NOW + 9_000))

    def runs(
        self, account_id: AccountId, window_id: str, since: datetime, until: datetime | None = None, *, step: int = 0
    ) -> tuple[Run, ...]:
        self.asked.append((str(account_id), window_id, since, step))
        return self.known if account_id == CLAUDE.id else ()

    def series(self) -> tuple[Series, ...]:
        return SERIES


class Stuck:
    """A disk that does not answer."""

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        raise TimeoutError


class Bed:
    def __init__(self, workers: Any = None) -> None:
        self.archive = FakeArchive()
        self.tasks = Spawned()
        self.service = HistoryService(archive=self.archive, workers=workers or Direct(), clock=FakeClock(), tasks=self.tasks)
        self.trends: list[Trends] = []
        self.pasts: list[Past] = []
        self.series: list[object] = []
        self.service.trends_changed.connect(self.trends.append)
        self.service.answered.connect(self.pasts.append)
        self.service.series_known.connect(self.series.append)

    def do(self, act: Callable[[], None]) -> None:
        async def whole() -> None:
            self.tasks.tasks.clear()
            act()
            await asyncio.gather(*self.tasks.tasks)

        asyncio.run(whole())


@pytest.fixture
def bed() -> Bed:
    return Bed()


def test_trends_are_read_for_every_window_that_is_shown_over_a_span_that_suits_it(bed: Bed) -> None:
    statuses = (ok(SESSION, WEEK), ok(SESSION, account=ZAI), failing(ErrorCode.OFFLINE))
    bed.do(lambda: bed.service.look(statuses))
    (trends,) = bed.trends
    assert {(account, window_id, (START - since).days) for account, window_id, since, _ in bed.archive.asked} == {
        ("claude", "session", 1),
        ("claude", "weekly", 7),
        ("zai", "session", 1),
    }
    assert set(trends.of(CLAUDE.id)) == {"session", "weekly"}
    assert trends.of(ZAI.id) == {}, "a window without a past has no sparkline"
    assert all(step > 1_000 for *_, step in bed.archive.asked)


def test_many_wishes_at_once_are_one_look_and_one_more_for_the_newest(bed: Bed) -> None:
    def wish() -> None:
        for _ in range(10):
            bed.service.look((ok(SESSION),))

    bed.do(wish)
    assert len(bed.trends) == 1
    bed.do(lambda: bed.service.look((ok(SESSION),)))
    assert len(bed.trends) == 2


def test_the_past_of_an_account_without_news_is_not_read_again_and_of_one_with_news_it_is(bed: Bed) -> None:
    same, other = ok(SESSION), ok(SESSION, account=ZAI)
    bed.do(lambda: bed.service.look((same, other)))
    before = len(bed.archive.asked)
    bed.do(lambda: bed.service.look((same, other)))
    again = bed.archive.asked[before:]
    assert ("claude", "session") not in {(account, window_id) for account, window_id, *_ in again}
    assert ("zai", "session") in {(account, window_id) for account, window_id, *_ in again}, (
        "where nothing is known it is looked for"
    )
    bed.do(lambda: bed.service.look((ok(replace(SESSION, used_percent=99.0)), other)))
    assert ("claude", "session") in {(account, window_id) for account, window_id, *_ in bed.archive.asked[before + len(again) :]}
    assert bed.trends[0].of(CLAUDE.id) == bed.trends[1].of(CLAUDE.id)


def test_a_question_is_answered_with_chart_and_last_hour(bed: Bed) -> None:
    question = Question(CLAUDE.id, "session", Span.DAY)
    bed.do(lambda: bed.service.ask(question))
    (past,) = bed.pasts
    assert past.question == question
    assert past.chart.latest == (NOW, 26.0)
    assert past.last_hour == pytest.approx(6.0)
    assert past.chart.until - past.chart.since == Span.DAY.value
    assert past.set_aside == ""


def test_of_two_questions_the_newest_is_answered(bed: Bed) -> None:
    one, two = (Question(CLAUDE.id, "session", span) for span in (Span.DAY, Span.WEEK))

    def both() -> None:
        bed.service.ask(one)
        bed.service.ask(two)

    bed.do(both)
    assert [past.question for past in bed.pasts] == [two]


def test_a_file_that_was_set_aside_is_named(bed: Bed) -> None:
    bed.archive.set_aside = Path("somewhere") / "history.db.bad"
    bed.do(lambda: bed.service.ask(Question(CLAUDE.id, "session", Span.DAY)))
    assert bed.pasts[0].set_aside == "history.db.bad"


def test_the_windows_of_the_past_are_told(bed: Bed) -> None:
    bed.do(bed.service.ask_series)
    assert bed.series == [SERIES]


def test_the_hours_of_the_week_are_told(bed: Bed) -> None:
    told: list[Hours] = []
    bed.service.hours_known.connect(told.append)
    bed.do(lambda: bed.service.ask_hours(CLAUDE.id, "session"))
    (hours,) = told
    assert (hours.account_id, hours.window_id) == (CLAUDE.id, "session")
    assert hours.heat.busiest is not None
    assert hours.heat.busiest[2] == pytest.approx(6.0)
    assert (START - bed.archive.asked[-1][2]).days == 28


def test_a_disk_that_does_not_answer_costs_the_charts_and_nothing_else() -> None:
    bed = Bed(Stuck())
    bed.do(lambda: bed.service.look((ok(SESSION),)))
    bed.do(lambda: bed.service.ask(Question(CLAUDE.id, "session", Span.DAY)))
    bed.do(bed.service.ask_series)
    bed.do(lambda: bed.service.ask_hours(CLAUDE.id, "session"))
    assert (bed.trends, bed.pasts, bed.series) == ([], [], [])
