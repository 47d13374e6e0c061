"""Blocking work off the event loop, on threads that never delay an exit."""

from __future__ import annotations

import contextlib
import functools
import queue
import threading
from typing import TYPE_CHECKING, ParamSpec, TypeAlias, TypeVar

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Generator

P = ParamSpec("P")
T = TypeVar("T")
Inbox: TypeAlias = "queue.SimpleQueue[Callable[[], Callable[[], None] | None]]"
"""Of one thread. What is put in does its work and gives back what hands the outcome over; None: the thread is to end."""

IDLE_SECONDS = 2.0
"""A refresh has some ten calls in a moment, then none for minutes: its threads are used again, and then end."""

PATIENCE_SECONDS = 1.0
"""A thread that waits ends within a moment."""


class _Patience:
    """How long a step is waited for: said by the thread, looked at by the loop."""

    __slots__ = ("alarm", "due", "is_over", "seconds")
    alarm: asyncio.TimerHandle

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        """Of the first step, and how often is looked whether another one has begun."""
        self.due = 0.0
        """When the step of now has to be over, by the loop's clock; 0: the first one is under way."""
        self.is_over = False
        """Nobody waits any more."""


class Workers:
    """Daemon threads, as many as there are calls at the same time: no call ever waits for another one's end. A call that outlives
    its deadline is abandoned: its thread ends with the process.

    `asyncio.to_thread` would not do: a keyring that hangs then delays the exit for its full length (measured).
    """

    def __init__(self, idle_seconds: float = IDLE_SECONDS) -> None:
        self._idle_seconds = idle_seconds
        self.at_rest: Callable[[], None] = _nothing
        """Called by the last thread that waited, on its way out: nobody has needed one for a while. Blocking; does not raise."""
        self._lock = threading.Lock()
        self._free: list[Inbox] = []
        """Of threads that wait. The one that has waited least is asked first: its memory is at hand, and the others can end."""

    async def run(self, function: Callable[..., T], *arguments: object, timeout: float) -> T:
        """What `function(*arguments)` gives or raises; `TimeoutError` after `timeout` seconds."""
        return await self._visited(functools.partial(function, *arguments), _Patience(timeout))

    async def follow(self, steps: Generator[float], *, timeout: float) -> None:
        """Steps that follow each other, in one visit to one thread: with each `yield` the next begins, which has so many seconds of
        its own. `TimeoutError` where one of them takes longer; `steps` is then closed at its next `yield`. So it is where whoever
        waits is cancelled.

        To go to a thread and back costs a tenth of a millisecond of processor where several do so at once (measured)."""
        import asyncio

        patience, now = _Patience(timeout), asyncio.get_running_loop().time

        def go() -> None:
            for seconds in steps:
                if patience.is_over:
                    steps.close()
                    return
                patience.due = now() + seconds

        try:
            await self._visited(go, patience)
        finally:
            patience.is_over = True

    async def _visited(self, call: Callable[[], T], patience: _Patience) -> T:
        import asyncio  # whoever waits has it; a command that finds fresh figures does without (46 ms, measured)

        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()

        def deliver(result: T | None, error: BaseException | None) -> None:
            if future.done():
                return
            if error is not None:
                future.set_exception(error)
            else:
                future.set_result(result)  # type: ignore[arg-type]  # None only where T allows it

        def hand_over(result: T | None, failure: BaseException | None) -> None:
            if not loop.is_closed():
                try:
                    loop.call_soon_threadsafe(deliver, result, failure)
                except RuntimeError:
                    return  # the loop closed in between: nobody waits any more

        def work() -> Callable[[], None]:
            result: T | None = None
            failure: BaseException | None = None
            try:
                result = call()
            except StopIteration as error:  # cannot be put into a future
                failure = RuntimeError(repr(error))
            except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for
                failure = error
            return functools.partial(hand_over, result, failure)

        def look() -> None:
            """The time has come that the first step has; another one may be under way since."""
            left = patience.due - loop.time()
            if left > 0:
                patience.alarm = loop.call_later(min(left, patience.seconds), look)
            else:
                deliver(None, TimeoutError())

        patience.alarm = loop.call_later(patience.seconds, look)
        try:
            self._begin(work)
            return await future
        finally:
            patience.alarm.cancel()

    def dismiss(self) -> None:
        """The program ends: threads that only wait do so at once, and are gone when this returns. What still works is left alone.

        Else an end within two seconds of the last call would be an abrupt one (app/ending.py), of which Qt on Windows complains."""
        with self._lock:
            waiting, self._free = self._free, []
        gone: queue.SimpleQueue[threading.Thread] = queue.SimpleQueue()
        for inbox in waiting:
            inbox.put(functools.partial(_gone, gone))
        with contextlib.suppress(queue.Empty):
            for _ in waiting:
                gone.get(timeout=PATIENCE_SECONDS).join(PATIENCE_SECONDS)

    def _begin(self, work: Callable[[], Callable[[], None]]) -> None:
        with self._lock:
            inbox = self._free.pop() if self._free else None
        if inbox is None:
            inbox = queue.SimpleQueue()
            threading.Thread(target=self._serve, args=(inbox,), name="worker", daemon=True).start()
        inbox.put(work)

    def _serve(self, inbox: Inbox) -> None:
        """A thread's life: one call after another, until none has come for a while."""
        while True:
            try:
                work = inbox.get(timeout=self._idle_seconds)
            except queue.Empty:
                with self._lock:
                    if inbox not in self._free:
                        continue  # a call is on its way to this one
                    self._free.remove(inbox)
                    is_last = not self._free
                if is_last:
                    self.at_rest()
                return
            hand_over = work()
            if hand_over is None:
                return
            with self._lock:
                self._free.append(inbox)  # before whoever waits goes on, and has the next call
            hand_over()
            del work, hand_over  # with what they hold


def _gone(told: queue.SimpleQueue[threading.Thread]) -> None:
    """The last call of a thread."""
    told.put(threading.current_thread())


def _nothing() -> None:
    """There is nothing to be put away."""
