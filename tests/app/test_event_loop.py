"""The loop's thread on Windows, without Windows: it sleeps, and ends when it is told to."""

from __future__ import annotations

import queue
import threading
from typing import Any

from usagebar_qt.app.event_loop import PatientPolling


class Port:
    """Windows' completion port, as qasync's proactor asks it."""

    def __init__(self) -> None:
        self.events: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.asked: list[float | None] = []

    def select(self, seconds: float | None) -> list[Any]:
        self.asked.append(seconds)
        try:
            found = self.events.get(timeout=seconds)
        except queue.Empty:
            return []
        return [found] if found else []

    def post(self) -> None:
        self.events.put("")


class Poller:
    """qasync's thread."""

    def __init__(self, port: Port) -> None:
        self.port, self.stop, self.heard = port, False, queue.SimpleQueue[Any]()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self) -> None:
        while not self.stop:
            for event in self.port.select(0.01):
                self.heard.put(event)

    def end(self) -> None:
        self.stop = True
        self.thread.join(10)
        assert not self.thread.is_alive()


def test_the_thread_asks_once_for_each_event_and_never_for_nothing() -> None:
    port = Port()
    polling = PatientPolling(port, port.post)
    polling.begin()
    poller = Poller(port)
    for name in ("first", "second"):
        port.events.put(name)
        assert poller.heard.get(timeout=10) == name
    polling.end()
    poller.end()
    without_limit = [seconds for seconds in port.asked if seconds is None]
    assert 3 <= len(without_limit) <= 4, "two events, the empty one at the end, and perhaps a wait that it cut short"


def test_it_ends_whenever_it_is_told_to_and_can_begin_again() -> None:
    port = Port()
    polling = PatientPolling(port, port.post)
    for _ in range(50):
        polling.begin()
        poller = Poller(port)
        polling.end()
        poller.end()
