"""Cyclic garbage dies on the main thread alone, and the process ends without taking threads apart that still run."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading

import pytest

from usagebar_qt.app.ending import end
from usagebar_qt.app.garbage import WHOLE_AT_LATEST, WHOLE_EVERY, Collector


def test_what_start_up_made_is_set_aside_and_later_garbage_collected() -> None:
    did: list[str] = []

    def collect(generation: int) -> int:
        did.append(f"collect {generation}")
        return 0

    collector = Collector(collect=collect, freeze=lambda: did.append("freeze"))
    for _ in range(1 + WHOLE_EVERY):
        collector.collect()
    assert did == ["freeze", *["collect 1"] * (WHOLE_EVERY - 1), "collect 2"]


def test_while_somebody_looks_all_garbage_waits_and_in_the_end_it_goes_all_the_same() -> None:
    did: list[int] = []
    watched = [True]

    def collect(generation: int) -> int:
        did.append(generation)
        return 0

    collector = Collector(lambda: watched[0], collect=collect, freeze=lambda: None)
    for _ in range(2 * WHOLE_EVERY):
        collector.collect()
    assert set(did) == {1}
    watched[0] = False
    collector.collect()
    assert did[-1] == 2, "hidden: now nobody sees it"
    watched[0] = True
    for _ in range(WHOLE_AT_LATEST):
        collector.collect()
    assert did[-1] == 2, "a window that is always shown is no reason to keep garbage for ever"


def test_what_was_made_in_great_numbers_is_set_aside_without_what_has_died_meanwhile() -> None:
    did: list[str] = []

    def collect(generation: int) -> int:
        did.append(f"collect {generation}")
        return 0

    Collector(collect=collect, freeze=lambda: did.append("freeze")).set_aside()
    assert did == ["collect 1", "freeze"]


def test_an_end_without_threads_of_ours_is_an_ordinary_one() -> None:
    left: list[int] = []
    done = threading.Thread(target=int, daemon=True)
    assert end(3, threads=lambda: [threading.main_thread(), done], leave=left.append) == 3
    assert left == []


def test_an_end_amid_a_thread_of_ours_is_abrupt_with_the_same_code() -> None:
    left: list[int] = []
    go = threading.Event()
    busy = threading.Thread(target=go.wait, daemon=True)
    busy.start()
    end(3, threads=lambda: [threading.main_thread(), busy], leave=left.append)
    go.set()
    busy.join()
    assert left == [3]


BUSY = """
import sys, threading
from usagebar_qt.app.ending import end
threading.Thread(target=threading.Event().wait, daemon=True).start()
print("said before the end")
sys.exit(end(7))
"""


def test_what_was_printed_is_not_lost_by_an_abrupt_end() -> None:
    done = subprocess.run([sys.executable, "-c", BUSY], capture_output=True, text=True, timeout=30, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (7, "said before the end\n", "")


@pytest.mark.skipif(sys.platform == "win32", reason="SIGTERM ends a process of Windows at once")
def test_the_program_ends_whole_whenever_it_is_told_to_in_its_first_second() -> None:
    """With imports under way on threads; each start is told to end a little later than the one before."""
    codes = []
    for step in range(6):
        child = subprocess.Popen([sys.executable, "-m", "usagebar_qt", "--demo"], stderr=subprocess.PIPE)
        try:
            child.wait(0.25 + 0.1 * step)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGTERM)
        _, said = child.communicate(timeout=20)
        codes.append((child.returncode, said))
    # -SIGTERM: it had not yet begun to listen. A crash has a signal of its own.
    assert {code for code, _ in codes} <= {0, -signal.SIGTERM}, codes
