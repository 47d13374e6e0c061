"""When the command is run: one at a time, a limited number in a minute, and never while none is wanted."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from tests.fakes import FakeClock
from tests.services.notification_bed import Bed, settle
from tests.statuses import SESSION
from usagebar_qt.app.tasks import Tasks
from usagebar_qt.domain.alert_rules import AlertKind
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.thresholds import Alert
from usagebar_qt.engine.event_command import EventOutcome
from usagebar_qt.services.events import MOST_RUNS, PER_SECONDS, EventService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

ALERT = Alert(AlertKind.LEVEL, AccountId("claude"), SESSION, level=90)


class FakeRoom:
    def __init__(self, command: tuple[str, ...] = ("program",), outcome: EventOutcome = EventOutcome.DONE) -> None:
        self.wanted = command
        self.outcome = outcome
        self.told: list[Mapping[str, Any]] = []

    def command(self) -> tuple[str, ...]:
        return self.wanted

    def run(self, command: tuple[str, ...], document: Mapping[str, Any]) -> EventOutcome:
        assert command == self.wanted
        self.told.append(document)
        return self.outcome


class Inline:
    """Runs what is blocking at once; a name in `silent` never answers."""

    def __init__(self, *silent: str) -> None:
        self.silent = silent

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        await asyncio.sleep(0)
        if function.__name__ in self.silent:
            raise TimeoutError
        return function(*arguments)


def play(room: FakeRoom, *batches: int, clock: FakeClock | None = None, workers: Inline | None = None, pause: float = 0.0) -> None:
    """So many alerts at a time; `pause` seconds go by between them."""
    clock = clock or FakeClock()

    async def scene() -> None:
        tasks = Tasks()
        service = EventService(room=room, names=lambda _: "Claude", workers=workers or Inline(), clock=clock, tasks=tasks)
        for count in batches:
            service.on_alerts((ALERT,) * count)
            for _ in range(100):
                await asyncio.sleep(0)
            clock.forward(pause)
        await tasks.aclose()

    asyncio.run(scene())


def test_each_alert_is_told_with_the_account_s_own_name() -> None:
    room = FakeRoom()
    play(room, 2, 1)
    assert [entry["event"] for entry in room.told] == ["level"] * 3
    assert room.told[0]["account"] == {"id": "claude", "name": "Claude"}


def test_without_a_command_nothing_runs_and_nothing_is_kept_for_later() -> None:
    room = FakeRoom(())
    play(room, 3)
    room.wanted = ("program",)
    play(room, 1)
    assert len(room.told) == 1


def test_too_many_in_a_minute_are_dropped() -> None:
    room = FakeRoom()
    play(room, MOST_RUNS + 5, 1)
    assert len(room.told) == MOST_RUNS
    later = FakeRoom()
    play(later, MOST_RUNS + 5, 1, pause=PER_SECONDS)
    assert len(later.told) == MOST_RUNS + 1


def test_a_command_or_folder_that_hangs_holds_nothing_up() -> None:
    room = FakeRoom()
    play(room, 2, 1, workers=Inline("run"))
    play(room, 1, workers=Inline("command"))
    assert room.told == []
    failing = FakeRoom(outcome=EventOutcome.FAILED)
    play(failing, 3)
    assert len(failing.told) == 3


def test_the_notifications_hand_on_what_they_tell() -> None:
    bed = Bed()
    seen: list[tuple[Alert, ...]] = []
    bed.service.alerted.connect(seen.append)

    async def scene() -> None:
        for used in (10, 91, 92):
            bed.see(used)
            await settle()

    bed.run(scene)
    assert [[alert.kind for alert in alerts] for alerts in seen] == [[AlertKind.LEVEL]]
