"""Figures are followed by what their past says, and the past is read off the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from tests.fakes import START
from tests.services.test_refresh import Spawned
from tests.statuses import CLAUDE, SESSION, WEEK, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.history import Run, seconds_of
from usagebar_qt.domain.models import AccountId, AccountStatus
from usagebar_qt.domain.pace import Forecast, Outlook
from usagebar_qt.domain.settings import Settings
from usagebar_qt.services.outlook import OutlookService


class Past:
    def __init__(self) -> None:
        self.known: tuple[Run, ...] = ()
        self.asked: list[tuple[AccountId, Mapping[str, datetime]]] = []

    def pasts(self, account_id: AccountId, since: Mapping[str, datetime]) -> Mapping[str, tuple[Run, ...]]:
        self.asked.append((account_id, since))
        return dict.fromkeys(since, self.known)


class Later:
    """Work that is done when the test says so; or never."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()
        self.hangs = False

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        if self.hangs:
            raise TimeoutError
        await self.gate.wait()
        return function(*arguments)


class Bed:
    def __init__(self) -> None:
        self.past, self.later = Past(), Later()
        self.told: list[tuple[AccountStatus, Mapping[str, Outlook]]] = []
        self.service = OutlookService(past=self.past, workers=self.later, tasks=Spawned(), settings=Settings())
        self.service.outlook_changed.connect(lambda status, found: self.told.append((status, found)))

    def run(self, *statuses: AccountStatus) -> None:
        async def whole() -> None:
            for status in statuses:
                self.service.on_status(status.id, status)
                await asyncio.sleep(0)
            self.later.gate.set()
            for _ in range(5):
                await asyncio.sleep(0)

        asyncio.run(whole())


def forecast_with(*runs: Run) -> Forecast:
    """Of the session, with this past."""
    bed = Bed()
    bed.past.known = runs
    bed.run(ok(SESSION))
    forecast = bed.told[-1][1]["session"].forecast
    assert forecast is not None
    return forecast


def test_each_window_gets_an_outlook_from_its_own_past() -> None:
    bed = Bed()
    status = ok(SESSION, WEEK)
    bed.run(status)
    ((told, found),) = bed.told
    assert told is status
    assert set(found) == {"session", "weekly"}
    assert found["session"].forecast is not None
    assert SESSION.resets_at is not None
    ((asked, since),) = bed.past.asked
    assert (asked, since["session"]) == (CLAUDE.id, SESSION.resets_at - timedelta(hours=5))
    assert set(since) == {"session", "weekly"}


def test_a_pause_of_late_makes_the_forecast_calmer() -> None:
    bed = Bed()
    bed.run(ok(SESSION))
    straight = bed.told[0][1]["session"].forecast
    assert SESSION.resets_at is not None
    reset, now = seconds_of(SESSION.resets_at), seconds_of(START)
    paused_for = Run(now - 100 * 60, now - 120, 34.0, reset + 1)
    paused = forecast_with(paused_for)
    assert straight is not None
    assert paused.percent_at_reset < straight.percent_at_reset


def test_the_end_of_the_window_before_is_no_part_of_this_one() -> None:
    assert SESSION.resets_at is not None
    reset, now = seconds_of(SESSION.resets_at), seconds_of(START)
    own = (Run(now - 4_000, now - 3_900, 10.0, reset), Run(now - 2_000, now - 1_900, 22.0, reset))
    last_of_before = Run(reset - 18_000 - 500, reset - 18_000 + 30, 99.0, reset - 18_000)
    assert forecast_with(last_of_before, *own) == forecast_with(*own)


def test_of_two_answers_only_the_newest_figures_get_theirs() -> None:
    bed = Bed()
    newest = ok(window(used=50.0))
    bed.run(ok(SESSION), newest)
    assert [told for told, _ in bed.told] == [newest]


def test_a_history_that_hangs_leaves_the_straight_line() -> None:
    bed = Bed()
    bed.later.hangs = True
    bed.run(ok(SESSION))
    assert bed.told[0][1] == {}


def test_without_figures_there_is_nothing_to_look_up() -> None:
    bed = Bed()
    bed.run(failing(ErrorCode.OFFLINE))
    assert bed.told[0][1] == {}
    assert bed.past.asked == []


def test_an_unused_window_and_one_without_a_reset_are_not_looked_up() -> None:
    bed = Bed()
    bed.run(ok(replace(SESSION, used_percent=0.0), replace(WEEK, resets_at=None)))
    assert bed.past.asked == []
    assert bed.told[0][1]["session"].forecast is None


def test_another_work_week_is_another_pace_at_once() -> None:
    bed = Bed()

    async def whole() -> None:
        bed.later.gate.set()
        status = ok(WEEK)
        bed.service.on_status(status.id, status)
        for settings in (Settings(), Settings(work_days=5)):
            bed.service.apply_settings(settings)
            for _ in range(5):
                await asyncio.sleep(0)

    asyncio.run(whole())
    assert len(bed.told) == 2
    assert bed.told[0][1]["weekly"].even_percent != bed.told[1][1]["weekly"].even_percent
