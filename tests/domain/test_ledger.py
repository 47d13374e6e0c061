"""What is noted of reading and asking: names and times, bounded, from any thread."""

from __future__ import annotations

import threading
from datetime import UTC

from tests.fakes import START, FakeClock
from usagebar_qt.domain.ledger import MOST, Act, Entry, Ledger
from usagebar_qt.wording.privacy import cells


def test_the_same_file_is_one_row_and_the_latest_comes_first() -> None:
    clock = FakeClock()
    ledger = Ledger(clock)
    ledger.note(Act.FILE, "/a")
    clock.forward(60)
    ledger.note(Act.HOST, "api.example")
    clock.forward(60)
    ledger.note(Act.FILE, "/a")
    first, second = ledger.entries()
    assert (first.act, first.name, first.count, first.last_at) == (Act.FILE, "/a", 2, clock.now())
    assert (second.act, second.count) == (Act.HOST, 1)


def test_it_is_bounded_and_forgets_what_is_longest_ago() -> None:
    ledger = Ledger(FakeClock())
    for number in range(MOST + 10):
        ledger.note(Act.FILE, f"/{number}")
    entries = ledger.entries()
    assert len(entries) == MOST
    assert entries[-1].name == "/10"


def test_threads_lose_nothing() -> None:
    ledger = Ledger(FakeClock())

    def many() -> None:
        for _ in range(500):
            ledger.note(Act.KEYRING, "entry")

    threads = [threading.Thread(target=many) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ledger.entries()[0].count == 2_000


def test_a_row_says_what_how_often_and_when() -> None:
    assert cells(Entry(Act.HOST, "api.example", 3, START), START, UTC) == ("Host asked", "api.example", "3", "08:00")
