"""How long the turns of an event loop take, and what ran in the long ones. For the scripts beside it; asserts nothing."""

from __future__ import annotations

import asyncio
import gc
import resource
import time
from collections import Counter
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TICK_SECONDS = 0.002
TURN_MS = 16.0
"""A frame at 60 Hz."""
DEEDS_SHOWN = 6


class Deeds:
    """What ran since it was last asked: milliseconds of the loop's thread by name, each without those inside of it."""

    def __init__(self) -> None:
        self._spent: Counter[str] = Counter()
        self._stack: list[float] = []
        """What was spent by others inside of each deed that is under way."""

    @contextmanager
    def deed(self, name: str) -> Iterator[None]:
        """One of them."""
        began = time.thread_time()
        self._stack.append(0.0)
        try:
            yield
        finally:
            whole = time.thread_time() - began
            self._spent[name] += whole - self._stack.pop()  # type: ignore[assignment]  # a counter of seconds
            if self._stack:
                self._stack[-1] += whole

    def taken(self) -> Counter[str]:
        """All since the last time."""
        spent, self._spent = self._spent, Counter()
        return spent

    def watch_asyncio(self) -> None:
        """Names callbacks by the coroutine that they go on with."""
        run = asyncio.Handle._run

        def named(handle: asyncio.Handle) -> None:
            with self.deed(_name_of_callback(handle)):
                run(handle)

        asyncio.Handle._run = named  # type: ignore[method-assign,assignment]

    def watch_collections(self) -> None:
        """Names the collections of garbage."""

        under_way = ExitStack()

        def on_collection(phase: str, info: dict[str, int]) -> None:
            if phase == "start":
                under_way.enter_context(self.deed(f"garbage of generation {info['generation']}"))
            else:
                under_way.close()

        gc.callbacks.append(on_collection)


def watch_events(make: type[QApplication], deeds: Deeds) -> type[QApplication]:
    """The same application, whose events are named by kind and receiver."""

    class Watched(make):  # type: ignore[valid-type,misc]  # a class that is only known here
        """Hands all on."""

        def notify(self, receiver: QObject, event: QEvent) -> bool:
            with deeds.deed(_name_of_event(receiver, event)):
                return bool(super().notify(receiver, event))

    return Watched


def _name_of_event(receiver: QObject, event: QEvent) -> str:
    kind = event.type()
    name = getattr(kind, "name", str(kind))  # an event of somebody's own is a number
    if isinstance(receiver, QTimer):
        return f"timer of {type(receiver.parent()).__name__}, {receiver.interval()} ms"
    return f"{name} of {type(receiver).__name__}"


def _name_of_callback(handle: asyncio.Handle) -> str:
    callback: Any = handle._callback  # type: ignore[attr-defined]
    task = getattr(callback, "__self__", None)
    if isinstance(task, asyncio.Task):
        coroutine = task.get_coro()
        return f"task {getattr(coroutine, '__qualname__', coroutine)}"
    return f"callback {getattr(callback, '__qualname__', callback)}"


@dataclass(frozen=True)
class Turn:
    """Milliseconds from one tick to the next, beyond the tick itself."""

    gap: float
    """As a person would feel it."""
    busy: float
    """Of the processor, by the loop's own thread."""
    beside: float
    """Of the processor, by the program's other threads: so long at the most has the loop waited for them."""
    waits: int
    """How often the loop's thread gave the processor away to wait for something: the interpreter's lock, or a disk."""
    deeds: Counter[str] = field(default_factory=Counter)

    @property
    def own(self) -> float:
        """What the program itself can have held up, and no other program on the same machine."""
        return min(self.gap, self.busy + self.beside)


@dataclass
class Phase:
    """What was seen of the loop."""

    name: str
    turns: list[Turn] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        """Its figures."""

        def longest(of: Callable[[Turn], float]) -> float:
            return round(max(map(of, self.turns), default=0.0), 1)

        def late(of: Callable[[Turn], float]) -> int:
            return sum(1 for turn in self.turns if of(turn) > TURN_MS)

        return {
            "phase": self.name, "turns": len(self.turns),
            "longest_gap_ms": longest(lambda turn: turn.gap), "gaps_over_a_frame": late(lambda turn: turn.gap),
            "longest_own_ms": longest(lambda turn: turn.own), "own_over_a_frame": late(lambda turn: turn.own),
            "longest_busy_ms": longest(lambda turn: turn.busy), "busy_over_a_frame": late(lambda turn: turn.busy),
        }  # fmt: skip

    def long_turns(self, count: int) -> Iterator[str]:
        """The longest, with what ran in them."""
        for turn in sorted(self.turns, key=lambda turn: -turn.busy)[:count]:
            deeds = ", ".join(f"{name} {ms * 1000:.1f}" for name, ms in turn.deeds.most_common(DEEDS_SHOWN))
            yield f"gap {turn.gap:6.1f} busy {turn.busy:6.1f} beside {turn.beside:6.1f} waits {turn.waits:3}: {deeds}"


class Watcher:
    """Ticks on the loop."""

    def __init__(self, deeds: Deeds | None = None) -> None:
        self.phase = Phase("")
        self.turn_began = 0.0
        self._deeds = deeds

    async def run(self) -> None:
        """Until it is cancelled."""
        before, used, whole, given = _now()
        while True:
            self.turn_began = before
            await asyncio.sleep(TICK_SECONDS)
            now, spent, process, waits = _now()
            busy = (spent - used) * 1000
            beside = max(0.0, (process - whole) * 1000 - busy)
            gap = (now - before - TICK_SECONDS) * 1000
            deeds = self._deeds.taken() if self._deeds is not None else Counter[str]()
            self.phase.turns.append(Turn(gap, busy, beside, waits - given - 1, deeds))
            before, used, whole, given = now, spent, process, waits


def _now() -> tuple[float, float, float, int]:
    usage = resource.getrusage(resource.RUSAGE_THREAD)
    return time.perf_counter(), time.thread_time(), time.process_time(), usage.ru_nvcsw
