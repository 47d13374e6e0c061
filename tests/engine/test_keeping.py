"""A state is written off the event loop, in its order, and is there when the program ends."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Generator, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import CLAUDE_LIKE, START
from usagebar_qt.domain.models import Account, AccountId, UsageSnapshot
from usagebar_qt.engine.history_store import NoSamples
from usagebar_qt.engine.keeping import Keeper
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.record import Record
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers

if TYPE_CHECKING:
    from pathlib import Path

ACCOUNT = Account(AccountId(CLAUDE_LIKE.id), "Claude")
PATIENCE = 30.0


class Held(Mapping[str, Any]):
    """Something in a record that is slow to be written. It says on which thread that was."""

    def __init__(self) -> None:
        self.reached, self.goes_on = threading.Event(), threading.Event()
        self.thread = 0

    def __getitem__(self, key: str) -> Any:
        return 1

    def __len__(self) -> int:
        return 1

    def __iter__(self) -> Iterator[str]:
        self.thread = threading.get_ident()
        self.reached.set()
        assert self.goes_on.wait(PATIENCE)
        return iter(["held"])


@pytest.fixture
def states(tmp_path: Path) -> StateStore:
    return StateStore(Paths.under(tmp_path), order_seconds=PATIENCE)


@pytest.fixture
def keeper(states: StateStore) -> Keeper:
    return Keeper(states, Workers(), NoSamples())


def test_a_state_is_there_when_the_look_goes_on_and_the_loop_did_not_wait_for_it(states: StateStore, keeper: Keeper) -> None:
    held = Held()

    async def play() -> None:
        writing = asyncio.ensure_future(keeper.state(ACCOUNT, Record(checked_at=START, provider_memo=held)))
        await Workers().run(held.reached.wait, PATIENCE, timeout=PATIENCE)
        assert not writing.done()
        held.goes_on.set()
        await writing
        assert states.read(ACCOUNT.id).checked_at == START

    asyncio.run(play())
    assert held.thread != threading.get_ident()


def cancelled_amid(keeping: Callable[[Held], Coroutine[Any, Any, object]], states: StateStore) -> Record:
    """What is on the disk when whoever keeps something was cancelled while a thread wrote it."""
    held = Held()

    async def play() -> Record:
        writing = asyncio.ensure_future(keeping(held))
        await Workers().run(held.reached.wait, PATIENCE, timeout=PATIENCE)
        writing.cancel()
        held.goes_on.set()
        with pytest.raises(asyncio.CancelledError):
            await writing
        return states.read(ACCOUNT.id)  # before anybody can go on to end the program

    return asyncio.run(play())


def test_a_look_that_is_cancelled_while_it_writes_has_written(states: StateStore, keeper: Keeper) -> None:
    found = cancelled_amid(lambda held: keeper.state(ACCOUNT, Record(checked_at=START, provider_memo=held)), states)
    assert found.checked_at == START


def test_an_older_state_that_a_slow_disk_holds_never_comes_after_a_newer_one(states: StateStore) -> None:
    held = Held()
    older = threading.Thread(target=states.write, args=(ACCOUNT.id, Record(failure=None, provider_memo=held)))
    newer = threading.Thread(target=states.write, args=(ACCOUNT.id, Record(checked_at=START)))
    older.start()
    assert held.reached.wait(PATIENCE)
    newer.start()
    held.goes_on.set()
    older.join(PATIENCE)
    newer.join(PATIENCE)
    assert states.read(ACCOUNT.id) == Record(checked_at=START)


class NoPatience(Workers):
    """Does not wait for what is under way."""

    def __init__(self, held: Held) -> None:
        super().__init__()
        self.held = held
        self.under_way: list[threading.Thread] = []

    async def run(self, function: Callable[..., Any], *args: Any, timeout: float) -> Any:
        self.begin(lambda: function(*args))

    async def follow(self, steps: Generator[float], *, timeout: float) -> None:
        self.begin(lambda: list(steps))

    def begin(self, call: Callable[[], object]) -> None:
        self.under_way.append(threading.Thread(target=call))
        self.under_way[-1].start()
        assert self.held.reached.wait(PATIENCE)
        raise TimeoutError


@pytest.mark.parametrize("road", ["state", "figures"])
def test_a_state_that_a_disk_held_for_so_long_that_another_process_may_write_does_not_come_after_that(
    tmp_path: Path, states: StateStore, road: str
) -> None:
    assert states.write(ACCOUNT.id, Record())
    held = Held()
    workers = NoPatience(held)
    keeper, late = Keeper(states, workers, NoSamples()), Record(provider_memo=held)
    if road == "state":
        asyncio.run(keeper.state(ACCOUNT, late))
    else:
        asyncio.run(keeper.figures(ACCOUNT, late, lambda _account, record: record))
    assert StateStore(Paths.under(tmp_path)).write(ACCOUNT.id, Record(checked_at=START)), "as soon as the account is free again"
    held.goes_on.set()
    workers.under_way[0].join(PATIENCE)
    assert states.read(ACCOUNT.id) == Record(checked_at=START)
    assert not [path for path in tmp_path.rglob(".*") if path.is_file()], "nothing is left beside it"


def test_a_state_that_would_have_to_wait_too_long_for_the_one_before_is_refused(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    states, held = StateStore(Paths.under(tmp_path), order_seconds=0.0), Held()
    other = AccountId("other")
    older = threading.Thread(target=states.write, args=(ACCOUNT.id, Record(provider_memo=held)))
    older.start()
    try:
        assert held.reached.wait(PATIENCE)
        assert not states.write(ACCOUNT.id, Record(checked_at=START))
        assert states.write(other, Record(checked_at=START)), "another account's does not wait"
    finally:
        held.goes_on.set()
        older.join(PATIENCE)
    assert states.write(ACCOUNT.id, Record(checked_at=START))


def test_state_and_sample_of_one_look_are_there_after_one_visit(states: StateStore) -> None:
    kept: list[tuple[object, int]] = []

    class Shelf(NoSamples):
        def record(self, *what: object) -> bool:
            assert states.read(ACCOUNT.id).checked_at == START, "the state comes first"
            kept.append((what[1], threading.get_ident()))
            return True

    record = Record(checked_at=START, snapshot=UsageSnapshot(START))
    seen = Record(checked_at=START)
    found = asyncio.run(Keeper(states, Workers(), Shelf()).figures(ACCOUNT, record, lambda _account, _record: seen))
    assert found is seen
    assert [what for what, _ in kept] == [record.snapshot]
    assert kept[0][1] != threading.get_ident()


def test_a_look_that_is_cancelled_while_it_keeps_its_figures_has_written_their_state(states: StateStore, keeper: Keeper) -> None:
    def keeping(held: Held) -> Coroutine[Any, Any, object]:
        record = Record(checked_at=START, snapshot=UsageSnapshot(START), provider_memo=held)
        return keeper.figures(ACCOUNT, record, lambda _account, record: record)

    assert cancelled_amid(keeping, states).checked_at == START
