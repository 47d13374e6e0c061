"""Claude Code's locks while they are ours: kept alive, given back whatever happens, left alone once they are somebody else's."""

from __future__ import annotations

import os
import sys
import threading
from pathlib import Path

import pytest

from tests.credentials.lock_bench import NOW, Bench
from usagebar_qt.credentials.claude_locks import Held, Lock, Times, take_for_renewal, try_take, write_lock

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files: links without a privilege, descriptors of directories")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


def taken(bench: Bench) -> Lock:
    lock = try_take(bench.places.renewal, bench.watch, bench.times)
    assert lock is not None
    return lock


def test_a_lock_of_ours_is_empty_shows_our_time_and_is_gone_after_its_release(bench: Bench) -> None:
    lock = taken(bench)
    path = lock.place.path
    assert (path.stat().st_mtime, list(path.iterdir())) == (NOW, [])
    bench.forward(3)
    assert lock.touch()
    assert path.stat().st_mtime == NOW + 3
    lock.release()
    assert not path.exists()
    lock.release()  # again, and it does nothing
    assert not lock.touch()
    assert not lock.is_ours()


@pytest.mark.parametrize("age", [0.0, -2.0])
def test_a_lock_that_somebody_took_over_is_neither_touched_nor_removed(bench: Bench, age: float) -> None:
    lock = taken(bench)
    lock.place.path.rmdir()
    bench.forward(1)
    theirs = bench.somebody_takes(lock.place.path, age)
    before = theirs.stat().st_mtime_ns
    bench.forward(3)
    assert not lock.is_ours()
    assert not lock.touch()
    lock.release()
    assert theirs.stat().st_mtime_ns == before


def test_a_lock_taken_over_while_it_is_being_touched_is_not_adopted(bench: Bench) -> None:
    lock = taken(bench)
    path, calls = lock.place.path, 0

    def wall() -> float:
        nonlocal calls
        calls += 1
        if calls == 1:  # between the look and the touch
            path.rename(path.with_name("gone"))
            bench.somebody_takes(path, age=7)
        return bench.wall

    lock._times = Times(wall, bench.times.monotonic)
    lock.touch()
    assert not lock.is_ours()
    lock.release()
    assert path.is_dir()
    assert sys.platform == "win32" or path.stat().st_mtime == NOW - 7


def test_a_lock_that_was_removed_is_not_ours_and_its_release_harms_nothing(bench: Bench) -> None:
    lock = taken(bench)
    lock.place.path.rmdir()
    assert not lock.is_ours()
    assert not lock.touch()
    lock.release()
    assert bench.there() == []


@posix
def test_a_file_system_that_rounds_times_leaves_no_lock_behind(bench: Bench) -> None:
    lock = taken(bench)
    os.utime(lock.place.path, (NOW - 1, NOW - 1))  # what we set comes back as something else
    assert not lock.is_ours()
    lock.release()
    assert bench.there() == []


@posix
def test_a_lock_that_cannot_be_looked_after_is_removed_again(bench: Bench) -> None:
    def wall() -> float:
        raise OSError("no time can be set here")

    with pytest.raises(OSError, match="no time"):
        try_take(bench.places.renewal, bench.watch, Times(wall, bench.times.monotonic))
    assert bench.there() == []


def test_holding_keeps_no_descriptor_after_the_release(bench: Bench) -> None:
    if not Path("/proc/self/fd").exists():
        pytest.skip("no /proc to count in")
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        held = take_for_renewal(bench.places, bench.watch, bench.times)
        assert held is not None
        held.release()
    assert len(list(Path("/proc/self/fd").iterdir())) == before


class Beating:
    """Waits for heartbeats without sleeping: `wall` is asked at each."""

    def __init__(self, bench: Bench) -> None:
        self.bench = bench
        self.calls = 0
        self.beat = threading.Condition()
        self.times = Times(self.wall, bench.times.monotonic, bench.nap)

    def wall(self) -> float:
        with self.beat:
            self.calls += 1
            self.beat.notify_all()
        return self.bench.wall

    def wait(self, beats: int = 3) -> None:
        with self.beat:
            target = self.calls + beats * 2
            assert self.beat.wait_for(lambda: self.calls >= target, timeout=20)


def test_held_locks_are_touched_again_and_again(bench: Bench) -> None:
    beating = Beating(bench)
    held = Held([taken(bench)], beating.times, heartbeat_seconds=0.001)
    bench.forward(5)
    beating.wait()
    assert bench.places.renewal.path.stat().st_mtime == NOW + 5
    assert held.are_ours()
    held.release()
    assert bench.there() == []


def test_a_lock_lost_between_two_heartbeats_stays_lost_even_if_all_looks_well_again(bench: Bench) -> None:
    beating, lock = Beating(bench), taken(bench)
    path = lock.place.path
    held = Held([lock], beating.times, heartbeat_seconds=0.001)
    path.rename(path.with_name("aside"))
    beating.wait(5)
    path.with_name("aside").rename(path)
    assert not held.are_ours()
    held.release()


@pytest.mark.parametrize(
    ("wall", "monotonic", "ours"),
    [(9, 9, True), (3600, 0, False), (3600, 3600, False), (-3600, 0, False), (0, 11, False)],
    ids=["awake", "suspend on Linux", "suspend on Windows", "clock set back", "stopped process"],
)
def test_a_gap_between_taking_and_using_means_that_all_starts_over(bench: Bench, wall: float, monotonic: float, ours: bool) -> None:
    held = take_for_renewal(bench.places, bench.watch, bench.times)
    assert held is not None
    bench.forward(wall, monotonic)
    assert held.are_ours() is ours
    assert held.are_ours() is ours  # and stays so
    held.release()
    assert bench.there() == []


def test_a_suspend_that_a_heartbeat_slept_through_is_not_forgotten(bench: Bench) -> None:
    beating = Beating(bench)
    held = Held([taken(bench)], beating.times, heartbeat_seconds=0.001)
    bench.forward(3600)
    beating.wait()
    assert not held.are_ours()
    held.release()


def test_of_two_locks_one_taken_over_does_not_keep_the_other_from_being_released(bench: Bench) -> None:
    held = take_for_renewal(bench.places, bench.watch, bench.times)
    assert held is not None
    bench.places.legacy.path.rmdir()
    bench.somebody_takes(bench.places.legacy.path, age=9)
    assert not held.are_ours()
    held.release()
    held.release()
    assert bench.there() == [".claude.lock"]


def test_the_innermost_lock_is_there_inside_and_gone_afterwards_whatever_happens(bench: Bench) -> None:
    def inside() -> None:
        with write_lock(bench.places, bench.watch, bench.times) as held:
            assert held is not None
            assert held.are_ours()
            assert bench.there() == [".storage-write.lock"]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        inside()
    assert bench.there() == []


def test_the_innermost_lock_of_somebody_else_is_left_alone(bench: Bench) -> None:
    bench.somebody_takes(bench.places.write.path)
    with write_lock(bench.places, bench.watch, bench.times) as held:
        assert held is None
    assert bench.there() == [".storage-write.lock"]
