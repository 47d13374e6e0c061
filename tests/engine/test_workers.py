"""Threads that are used again, and that nobody ever waits for but who called."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest

from usagebar_qt.engine.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Generator

PATIENCE = 30.0


def who() -> int:
    return threading.get_ident()


def test_calls_one_after_another_are_done_by_one_thread() -> None:
    async def play() -> set[int]:
        workers = Workers(PATIENCE)
        return {await workers.run(who, timeout=PATIENCE) for _ in range(50)}

    assert len(asyncio.run(play())) == 1


def test_a_call_that_hangs_holds_up_neither_others_nor_whoever_gave_it_up() -> None:
    hangs, ends = threading.Event(), threading.Event()

    def hang() -> None:
        hangs.set()
        ends.wait(PATIENCE)

    async def play() -> None:
        workers = Workers(PATIENCE)
        await workers.run(who, timeout=PATIENCE)
        stuck = asyncio.ensure_future(workers.run(hang, timeout=PATIENCE))
        await workers.run(hangs.wait, PATIENCE, timeout=PATIENCE)
        each = await asyncio.gather(*(workers.run(who, timeout=PATIENCE) for _ in range(10)))
        assert len(each) == 10
        with pytest.raises(TimeoutError):
            await workers.run(hang, timeout=0.0)
        stuck.cancel()

    try:
        asyncio.run(play())
    finally:
        ends.set()


def test_calls_at_the_same_time_have_a_thread_each() -> None:
    together = threading.Barrier(4, timeout=PATIENCE)

    async def play() -> None:
        workers = Workers(PATIENCE)
        for _ in range(3):  # also where some of the threads are there already
            await asyncio.gather(*(workers.run(together.wait, timeout=PATIENCE) for _ in range(4)))

    asyncio.run(play())


def test_what_a_call_raises_is_raised_where_it_was_asked_for() -> None:
    def fail(error: BaseException) -> None:
        raise error

    async def play() -> None:
        workers = Workers(PATIENCE)
        with pytest.raises(ZeroDivisionError):
            await workers.run(fail, ZeroDivisionError(), timeout=PATIENCE)
        with pytest.raises(RuntimeError, match="StopIteration"):
            await workers.run(fail, StopIteration(), timeout=PATIENCE)
        assert await workers.run(who, timeout=PATIENCE), "and the thread lives on"

    asyncio.run(play())


def test_threads_are_daemons_and_end_when_nothing_has_come_for_a_while() -> None:
    async def play() -> list[threading.Thread]:
        workers = Workers(0.0)
        return [await workers.run(threading.current_thread, timeout=PATIENCE) for _ in range(20)]

    for thread in asyncio.run(play()):
        assert thread.daemon
        thread.join(PATIENCE)
        assert not thread.is_alive()


def test_a_thread_that_waits_holds_nothing_of_its_last_call() -> None:
    class Heavy:
        """Something that a call is given."""

    async def play() -> weakref.ref[Heavy]:
        workers = Workers(PATIENCE)
        heavy = Heavy()
        trace = weakref.ref(heavy)
        await workers.run(id, heavy, timeout=PATIENCE)
        del heavy
        await workers.run(who, timeout=PATIENCE)
        return trace

    trace = asyncio.run(play())
    gc.collect()
    assert trace() is None


def test_an_outcome_that_comes_after_the_loop_has_gone_is_nobodys() -> None:
    goes_on, done = threading.Event(), threading.Event()

    def late() -> None:
        goes_on.wait(PATIENCE)
        done.set()

    async def play() -> Workers:
        workers = Workers(PATIENCE)
        with pytest.raises(TimeoutError):
            await workers.run(late, timeout=0.0)
        return workers

    workers = asyncio.run(play())
    goes_on.set()
    assert done.wait(PATIENCE)

    async def again() -> int:
        return await workers.run(who, timeout=PATIENCE)

    assert asyncio.run(again()), "another loop may use what the first has left"


def test_when_nothing_has_come_for_a_while_it_is_told_once() -> None:
    rests = threading.Semaphore(0)
    together = threading.Barrier(3, timeout=PATIENCE)

    async def play(workers: Workers) -> None:
        await asyncio.gather(*(workers.run(together.wait, timeout=PATIENCE) for _ in range(3)))

    workers = Workers(0.01)
    workers.at_rest = rests.release
    asyncio.run(play(workers))
    assert rests.acquire(timeout=PATIENCE), "by the last thread"
    asyncio.run(play(workers))
    assert rests.acquire(timeout=PATIENCE), "and again after the next calls"


def test_threads_that_only_wait_are_gone_once_the_program_ends_and_one_that_works_is_left_alone() -> None:
    before = set(threading.enumerate())
    workers, may_end = Workers(idle_seconds=60.0), threading.Event()

    async def script() -> None:
        slow = asyncio.create_task(workers.run(may_end.wait, timeout=60.0))
        await asyncio.gather(*(workers.run(bool, timeout=10.0) for _ in range(3)))
        workers.dismiss()
        assert len(set(threading.enumerate()) - before) == 1
        may_end.set()
        assert await slow
        assert await workers.run(bool, timeout=10.0) is False  # who comes late is served all the same
        workers.dismiss()

    asyncio.run(script())
    assert set(threading.enumerate()) <= before


def test_steps_that_follow_each_other_are_one_visit_and_each_has_its_own_time() -> None:
    threads: list[int] = []

    def steps() -> Generator[float]:
        for _ in range(3):
            threads.append(who())
            yield PATIENCE
        threads.append(who())

    async def play() -> None:
        await Workers().follow(steps(), timeout=PATIENCE)

    asyncio.run(play())
    assert len(threads) == 4
    assert len(set(threads)) == 1


def test_a_step_that_takes_longer_than_its_time_is_given_up_and_the_next_one_never_begun() -> None:
    goes_on, over = threading.Event(), threading.Event()
    begun: list[str] = []

    def steps() -> Generator[float]:
        try:
            begun.append("first")
            yield 0.02
            begun.append("second")
            goes_on.wait(PATIENCE)
            yield PATIENCE
            begun.append("third")
        finally:
            over.set()

    async def play() -> None:
        with pytest.raises(TimeoutError):
            await Workers().follow(steps(), timeout=0.02)

    asyncio.run(play())
    goes_on.set()
    assert over.wait(PATIENCE)
    assert begun == ["first", "second"]


def test_a_step_may_take_longer_than_the_first_one_might() -> None:
    def steps() -> Generator[float]:
        yield PATIENCE
        threading.Event().wait(0.05)

    async def play() -> None:
        await Workers().follow(steps(), timeout=0.01)

    asyncio.run(play())


def test_what_a_step_raises_reaches_whoever_waits() -> None:
    def steps() -> Generator[float]:
        yield PATIENCE
        raise ValueError("second")

    async def play() -> None:
        with pytest.raises(ValueError, match="second"):
            await Workers().follow(steps(), timeout=PATIENCE)

    asyncio.run(play())
