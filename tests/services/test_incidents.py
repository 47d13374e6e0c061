"""Incidents of a service: asked for only where wanted, told once, and never a reason for another notification."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, time

from tests.fakes import START, FakeClock
from tests.statuses import CLAUDE, ZAI, failing, ok, window
from usagebar_qt.app.tasks import Tasks
from usagebar_qt.domain.alert_rules import USUAL_KINDS, AlertKind
from usagebar_qt.domain.errors import ErrorCode, Offline
from usagebar_qt.domain.incidents import Incident, news, next_look_seconds, relevant
from usagebar_qt.domain.models import AccountState, AccountStatus
from usagebar_qt.domain.notification_settings import NotificationSettings
from usagebar_qt.domain.settings import Settings
from usagebar_qt.domain.thresholds import Alert
from usagebar_qt.engine.workers import Workers
from usagebar_qt.providers.base import StatusPage
from usagebar_qt.providers.claude import INFO
from usagebar_qt.providers.zai import INFO as WITHOUT_PAGE
from usagebar_qt.services.incidents import IncidentService

WANTED = Settings(notifications=NotificationSettings(kinds=frozenset(AlertKind)))
ELEVATED = Incident("i-1", "Elevated errors", frozenset({"yyzkbfz2thpt"}))
OTHER_PART = Incident("i-2", "Console is slow", frozenset({"0qbwn08sd68x"}))
PAGE_WIDE = Incident("i-3", "Everything is slow")
RESOLVED = replace(ELEVATED, id="i-4", is_resolved=True)


class Room:
    """A status page and a memory that a test sets."""

    def __init__(self) -> None:
        self.answers: list[tuple[Incident, ...] | Offline] = [()]
        self.asked: list[str] = []
        self.memory: tuple[str, ...] = ()

    async def look(self, page: StatusPage) -> tuple[Incident, ...]:
        self.asked.append(page.url)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Offline):
            raise answer
        return answer

    def told(self) -> tuple[str, ...]:
        return self.memory

    def remember(self, told: Collection[str]) -> None:
        self.memory = tuple(told)


class Bed:
    """`after(n)` lets the loop sleep n times, then ends it."""

    def __init__(self, settings: Settings = WANTED) -> None:
        self.room = Room()
        self.clock = FakeClock(START)
        self.statuses: list[AccountStatus] = [ok(window()), ok(window(), account=ZAI)]
        self.told: list[Alert] = []
        self.slept: list[float] = []
        self.most = 0
        self.service = IncidentService(
            room=self.room,
            infos=(INFO, WITHOUT_PAGE),
            statuses=lambda: self.statuses,
            workers=Workers(),
            tasks=Tasks(),
            settings=settings,
            clock=self.clock,
            tz=UTC,
            sleep=self.sleep,
        )
        self.service.alerted.connect(self.told.extend)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if len(self.slept) >= self.most:
            await asyncio.Event().wait()

    def look(self, times: int = 1) -> list[str]:
        async def all_of_them() -> None:
            for _ in range(times):
                await self.service.look()

        asyncio.run(all_of_them())
        return [alert.incident.name for alert in self.told if alert.incident is not None]


def test_only_unresolved_incidents_of_the_parts_that_matter_count() -> None:
    parts = {"k8w3r06qmzrp", "yyzkbfz2thpt"}
    assert relevant([ELEVATED, OTHER_PART, PAGE_WIDE, RESOLVED], parts) == (ELEVATED, PAGE_WIDE)
    assert news([ELEVATED, PAGE_WIDE], ["i-1"]) == (PAGE_WIDE,)


def test_after_failures_the_page_is_asked_more_and_more_rarely() -> None:
    assert [next_look_seconds(failures) for failures in (0, 1, 2, 3, 99)] == [600, 1200, 2400, 3600, 3600]


def test_an_incident_is_told_once_and_a_restart_does_not_tell_it_again() -> None:
    bed = Bed()
    bed.room.answers = [(ELEVATED,)]
    assert bed.look(times=3) == ["Elevated errors"]
    again = Bed()
    again.room.memory, again.room.answers = bed.room.memory, [(ELEVATED, PAGE_WIDE)]
    assert again.look() == ["Everything is slow"]
    assert again.told[0].account == CLAUDE.id


def test_in_quiet_hours_nobody_is_asked_and_their_end_tells_what_is_still_unresolved() -> None:
    quiet = replace(WANTED.notifications, quiet_from=time(22), quiet_until=START.time())
    bed = Bed(replace(WANTED, notifications=quiet))
    bed.room.answers = [(ELEVATED,)]
    bed.clock.forward(-60)
    assert (bed.look(), bed.room.asked) == ([], [])
    bed.clock.forward(60)
    assert bed.look() == ["Elevated errors"]


def test_a_page_that_does_not_answer_is_no_news() -> None:
    bed = Bed()
    bed.room.answers = [Offline("unreachable"), (ELEVATED,)]
    assert bed.look() == []
    assert bed.look() == ["Elevated errors"]


def test_nobody_asks_for_a_service_that_nobody_uses() -> None:
    bed = Bed()
    bed.statuses = [AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED), ok(window(), account=ZAI)]
    bed.look()
    bed.statuses = [replace(failing(ErrorCode.OFFLINE), state=AccountState.DISABLED)]
    bed.look()
    assert bed.room.asked == []


def test_it_is_off_unless_switched_on_and_switching_counts_at_once() -> None:
    bed = Bed(Settings())
    assert AlertKind.INCIDENT not in USUAL_KINDS

    async def scene() -> list[int]:
        bed.service.start()
        await asyncio.sleep(0)
        seen = [len(bed.room.asked)]
        bed.service.apply_settings(WANTED)
        bed.most = 2
        while not bed.slept:
            await asyncio.to_thread(lambda: None)
        seen.append(len(bed.room.asked))
        bed.service.apply_settings(Settings())
        bed.service.apply_settings(replace(WANTED, notifications=NotificationSettings(enabled=False)))
        await bed.service.aclose()
        return seen

    assert asyncio.run(scene()) == [0, 1]
    assert bed.room.asked == ["https://status.claude.com/api/v2/summary.json"]


def test_before_the_first_page_was_seen_a_switch_asks_nobody() -> None:
    bed = Bed(Settings())

    async def scene() -> None:
        bed.service.apply_settings(WANTED)
        await asyncio.to_thread(lambda: None)

    asyncio.run(scene())
    assert bed.room.asked == []


def test_between_two_looks_lie_ten_minutes_in_short_sleeps() -> None:
    bed = Bed()
    bed.most = 21

    async def scene() -> None:
        bed.service.start()
        while len(bed.slept) < 21:
            await asyncio.to_thread(lambda: None)
        await bed.service.aclose()

    asyncio.run(scene())
    assert (bed.slept[:20], len(bed.room.asked)) == ([30.0] * 20, 2)
