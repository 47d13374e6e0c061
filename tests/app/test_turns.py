"""asyncio on Qt's event loop with one timer: the order of calls, their times, what other threads wish, and the end."""

from __future__ import annotations

import asyncio
import threading
import time
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from usagebar_qt.app.event_loop import new_loop
from usagebar_qt.app.turns import Turns

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from typing import Any


@pytest.fixture
def play(qapp: QApplication) -> Callable[[Callable[[], Coroutine[Any, Any, Any]]], Any]:
    def run(script: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
        async def bounded() -> Any:
            async with asyncio.timeout(30):
                return await script()

        with asyncio.Runner(loop_factory=lambda: new_loop(qapp)) as runner:
            return runner.run(bounded())

    return run


def test_calls_are_made_in_the_order_in_which_they_were_wished(play: Any) -> None:
    async def script() -> list[int]:
        loop, called = asyncio.get_running_loop(), list[int]()
        for number in range(100):
            loop.call_soon(called.append, number)
        await asyncio.sleep(0)
        return called

    assert play(script) == list(range(100))


def test_what_a_turn_wishes_comes_in_the_next_one_so_that_qt_has_its_turn_between(play: Any) -> None:
    async def script() -> tuple[int, bool]:
        loop, seen, rounds = asyncio.get_running_loop(), asyncio.Event(), 0
        QTimer.singleShot(0, seen.set)

        def again() -> None:
            nonlocal rounds
            rounds += 1
            if not seen.is_set() and rounds < 10_000:
                loop.call_soon(again)

        loop.call_soon(again)
        await seen.wait()
        return rounds, seen.is_set()

    rounds, is_seen = play(script)
    assert is_seen
    assert rounds < 100, "a chain of calls must not keep Qt from its own work"


def test_whoever_waits_for_a_thread_goes_on_in_the_turn_in_which_it_is_told_to(play: Any) -> None:
    async def script() -> list[str]:
        loop, seen = asyncio.get_running_loop(), list[str]()
        answer: asyncio.Future[None] = loop.create_future()
        is_qts_turn_over = asyncio.Event()

        async def wait() -> None:
            await answer
            seen.append("goes on")

        def qts_turn() -> None:
            seen.append("Qt's turn")
            is_qts_turn_over.set()

        def tell() -> None:
            QTimer.singleShot(0, qts_turn)
            answer.set_result(None)

        waits = asyncio.ensure_future(wait())
        await asyncio.sleep(0)
        threading.Thread(target=loop.call_soon_threadsafe, args=(tell,)).start()
        await waits
        await is_qts_turn_over.wait()
        return seen

    assert play(script) == ["goes on", "Qt's turn"]


def test_later_calls_come_in_the_order_of_their_times_and_never_much_too_early(play: Any) -> None:
    async def script() -> list[tuple[float, float]]:
        loop, called = asyncio.get_running_loop(), list[tuple[float, float]]()
        began, all_came = loop.time(), asyncio.Event()

        def came(delay: float) -> None:
            called.append((delay, loop.time() - began))
            if len(called) == 4:
                all_came.set()

        for delay in (0.2, 0.05, 0.1, 0.0):
            loop.call_later(delay, came, delay)
        await all_came.wait()
        return called

    called = play(script)
    assert [delay for delay, _ in called] == [0.0, 0.05, 0.1, 0.2]
    assert all(after >= 0.85 * delay for delay, after in called), called


def test_what_is_taken_back_is_not_called(play: Any) -> None:
    async def script() -> list[str]:
        loop, called = asyncio.get_running_loop(), list[str]()
        soon, later = loop.call_soon(called.append, "soon"), loop.call_later(0.01, called.append, "later")
        soon.cancel()
        later.cancel()
        all_came = asyncio.Event()
        loop.call_later(0.05, called.append, "after")
        loop.call_later(0.1, all_came.set)
        await all_came.wait()
        return called

    assert play(script) == ["after"]


def test_nothing_of_many_threads_wishes_is_lost(play: Any) -> None:
    each, threads = 500, 8

    async def script() -> list[tuple[int, int]]:
        loop, heard, all_heard = asyncio.get_running_loop(), list[tuple[int, int]](), asyncio.Event()

        def hear(*word: int) -> None:
            heard.append(word)  # type: ignore[arg-type]
            if len(heard) == each * threads:
                all_heard.set()

        def wish(name: int) -> None:
            for number in range(each):
                loop.call_soon_threadsafe(hear, name, number)

        crowd = [threading.Thread(target=wish, args=(name,), daemon=True) for name in range(threads)]
        for thread in crowd:
            thread.start()
        await all_heard.wait()
        return heard

    heard = play(script)
    for name in range(threads):
        assert [number for who, number in heard if who == name] == list(range(each)), "in each thread's order"


def test_a_call_that_fails_costs_the_others_nothing(play: Any) -> None:
    async def script() -> tuple[list[str], list[object]]:
        loop, called, told = asyncio.get_running_loop(), list[str](), list[object]()
        loop.set_exception_handler(lambda _, context: told.append(context["exception"]))

        def fail() -> None:
            raise ZeroDivisionError

        for callback in (lambda: called.append("before"), fail, lambda: called.append("after")):
            loop.call_soon(callback)
        await asyncio.sleep(0)
        return called, told

    called, told = play(script)
    assert called == ["before", "after"]
    assert [type(error) for error in told] == [ZeroDivisionError]


def test_two_thousand_deadlines_that_were_taken_back_leave_one_timer(qapp: QApplication) -> None:
    assert qapp is not None
    loop = asyncio.new_event_loop()
    turns = Turns(time.monotonic)
    try:
        started = list[int]()

        def start(wait: int) -> int:
            started.append(wait)
            return 0

        turns.startTimer = start  # type: ignore[method-assign,assignment]
        for number in range(2_000):
            handle = asyncio.TimerHandle(time.monotonic() + 3 + number, print, (), loop)
            turns.add_later(handle)
            handle.cancel()
        assert len(started) == 1, "the first one's: whoever comes later waits for that"
    finally:
        turns.end()
        loop.close()


def test_deadlines_that_were_taken_back_are_let_go_long_before_their_time_and_no_other_is(qapp: QApplication) -> None:
    assert qapp is not None
    loop = asyncio.new_event_loop()
    turns = Turns(time.monotonic)
    try:
        kept = [asyncio.TimerHandle(time.monotonic() + 3_600 + number, print, (), loop) for number in range(50)]
        gone = list[weakref.ref[asyncio.TimerHandle]]()
        for number in range(2_000):
            if number % 40 == 0:
                turns.add_later(kept[number // 40])
            handle = asyncio.TimerHandle(time.monotonic() + 30, print, (), loop)
            turns.add_later(handle)
            handle.cancel()
            gone.append(weakref.ref(handle))
            del handle
        assert sum(handle() is not None for handle in gone) < 200
        assert {id(handle) for handle in kept} <= {id(wish[3]) for wish in turns._later}
    finally:
        turns.end()
        loop.close()


def test_after_the_end_wishes_are_nobodys(qapp: QApplication) -> None:
    loop = new_loop(qapp)
    called = list[str]()
    loop.close()
    loop.call_soon_threadsafe(called.append, "late")
    qapp.processEvents()  # the loop is closed: nobody else would deliver what was posted
    assert called == []
