"""Ends renewals at random moments and looks at what they leave: `python -m tests.crash.kill_renewal --count 200 [--signal TERM]`.

Half of the blows fall anywhere between start and end, half within some milliseconds after the service has spent the token, where
the answer is read and written back. "Torn" must stay 0 whatever happens. "Lost" (the service has spent what the file still holds)
can be only after a SIGKILL between the rotation and the replace; nothing prevents that, so the length of this gap is printed.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import os
import random
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from tests.crash.bed import Bed
from tests.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

IN_MOVED_TO = 0x80
AFTER_ROTATION_MS = 8.0
"""Blows into the write-back fall within so many milliseconds of the rotation."""


@dataclass
class Counts:
    """What the blows did."""

    blows: int = 0
    in_write_back: int = 0
    too_late: int = 0
    torn: int = 0
    lost: int = 0
    lost_after_ms: list[float] = field(default_factory=list)
    lost_outside: int = 0
    old: int = 0
    new: int = 0
    locks_left: int = 0
    temporary_left: int = 0
    not_cleared: int = 0
    """Locks, notes or temporary files that are still there after the next run."""
    next_failed: int = 0
    wrong_exit: int = 0
    gaps_ms: list[float] = field(default_factory=list)
    run_ms: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def take_in(self, other: Counts) -> None:
        """Adds another worker's."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    def table(self, number: signal.Signals) -> str:
        """For a person."""
        lost = f"{self.lost} ({self.lost_outside} of them outside the gap)" if number == signal.SIGKILL else f"{self.lost}"
        at = f"; {min(self.lost_after_ms):.1f} to {max(self.lost_after_ms):.1f} ms after the rotation" if self.lost_after_ms else ""
        rows = [
            (f"{number.name}s sent", f"{self.blows} ({self.in_write_back} after the rotation, {self.too_late} after the end)"),
            ("file torn", str(self.torn)),
            ("sign-in lost", lost + at),
            ("file holds old / new tokens", f"{self.old} / {self.new}"),
            ("locks left by the blow", str(self.locks_left)),
            ("temporary files left by the blow", str(self.temporary_left)),
            ("still there after the next run", str(self.not_cleared)),
            ("next run failed (lost ones aside)", str(self.next_failed)),
            ("exit code hides the signal", str(self.wrong_exit)),
            ("gap from rotation to replace", spread(self.gaps_ms)),
            ("a whole run", spread(self.run_ms)),
        ]
        return "\n".join([*(f"{name:<36}{value}" for name, value in rows), *self.faults])


def spread(values: list[float]) -> str:
    """Median and range in milliseconds."""
    if not values:
        return "not measured"
    return f"median {statistics.median(values):.1f} ms, {min(values):.1f} to {max(values):.1f} ms ({len(values)} runs)"


@contextlib.contextmanager
def replaced_at(folder: Path) -> Iterator[list[float]]:
    """When the file was replaced, by `perf_counter`, as the kernel tells it."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.inotify_init1(os.O_CLOEXEC)
    libc.inotify_add_watch(handle, os.fsencode(folder), IN_MOVED_TO)
    moments: list[float] = []

    def listen() -> None:
        raw = os.read(handle, 4096)
        moments.append(time.perf_counter())
        assert struct.unpack_from("iI", raw)[1] & IN_MOVED_TO

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield moments
    finally:
        # A move of our own wakes a listener that has heard nothing.
        (folder / "wake").write_bytes(b"")
        (folder / "wake").rename(folder / "woken")
        thread.join(5)
        (folder / "woken").unlink()
        os.close(handle)


class Worker:
    """Rounds one after the other, against an upstream of its own."""

    def __init__(self, root: Path, seed: int, number: signal.Signals) -> None:
        self._root = root
        self._random = random.Random(seed)
        self._signal = number
        self._round = 0
        self.counts = Counts()

    def _bed(self, upstream: Upstream) -> Bed:
        self._round += 1
        upstream.token.valid.clear()
        upstream.token.spent.clear()
        upstream.token.rotated.clear()
        upstream.token.rotated_at = 0.0
        mode = self._random.choice((0o600, 0o640))
        return Bed(self._root / f"home-{self._round}", upstream, f"sk-ant-ort01-round-{self._round}", mode=mode)

    def measure(self, upstream: Upstream, runs: int) -> None:
        """Undisturbed runs: how long they take, and how long the gap is."""
        for _ in range(runs):
            bed = self._bed(upstream)
            began = time.perf_counter()
            with replaced_at(bed.folder) as moments:
                bed.run()
            self.counts.run_ms.append((time.perf_counter() - began) * 1000)
            self.counts.gaps_ms.append((moments[0] - upstream.token.rotated_at) * 1000)

    def work(self, rounds: int, runs: int) -> None:
        """`runs` undisturbed, then `rounds` with a blow each."""
        with Upstream() as upstream:
            self.measure(upstream, runs)
            for index in range(rounds):
                self._blow(upstream, into_write_back=index % 2 == 1)

    def _blow(self, upstream: Upstream, *, into_write_back: bool) -> None:
        counts, bed = self.counts, self._bed(upstream)
        longest = statistics.median(self.counts.run_ms) / 1000
        process = bed.start()
        if into_write_back:
            upstream.token.rotated.wait(30)
            # Half of them into the gap itself.
            pause = self._random.uniform(0, self._random.choice((AFTER_ROTATION_MS, 4 * AFTER_ROTATION_MS)) / 1000)
        else:
            pause = self._random.uniform(0, longest)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(pause)
        ended = process.poll() is not None
        after_rotation = time.perf_counter() - upstream.token.rotated_at
        was_rotated = upstream.token.rotated.is_set()
        process.send_signal(self._signal)
        answer = bed.answer_of(process)
        counts.blows += 1
        counts.in_write_back += was_rotated
        counts.too_late += ended
        # A process that ends in this moment is not ended yet for `poll`, and no more to be killed.
        ended = ended or (self._signal == signal.SIGKILL and answer.code == 0)
        # Python itself, before it has come to any line of ours, takes Ctrl-C for a failure to start.
        if self._signal == signal.SIGINT and answer.code == 1 and not was_rotated and "usagebar_qt" not in answer.err:
            answer = replace(answer, code=128 + self._signal)
        self._look(bed, answer.code, ended=ended, after_ms=after_rotation * 1000 if was_rotated else 0.0)
        self._look_at_the_next_run(bed)

    def _look(self, bed: Bed, code: int, *, ended: bool, after_ms: float) -> None:
        counts, found = self.counts, bed.found()
        is_old, is_good = bed.is_old(found), bed.is_good(found)
        torn = not found.whole or not (is_old or is_good)
        lost = not torn and is_old and not is_good
        counts.torn += torn
        counts.lost += lost
        counts.old += is_old
        counts.new += not is_old
        if lost:
            counts.lost_after_ms.append(after_ms)
            counts.lost_outside += self._signal != signal.SIGKILL
        counts.locks_left += len(bed.locks())
        counts.temporary_left += len(bed.strangers())
        expected = {-self._signal, 128 + self._signal}
        if code not in expected and not (ended and code == 0):
            counts.wrong_exit += 1
            counts.faults.append(f"round {self._round}: exit code {code}")
        if torn:
            counts.faults.append(f"round {self._round}: torn: {found}")

    def _look_at_the_next_run(self, bed: Bed) -> None:
        counts, before = self.counts, bed.found()
        was_good = bed.is_good(before)
        bed.age_locks()
        answer = bed.run()
        found = bed.found()
        left = [*bed.locks(), *bed.strangers(), *bed.notes()]
        if left:
            counts.not_cleared += len(left)
            counts.faults.append(f"round {self._round}: left after the next run: {[path.name for path in left]}")
        # Ctrl-C may have cut the request for usage: that counted, and the next is due minutes later. The sign-in is what matters.
        row = answer.claude
        is_waiting = self._signal == signal.SIGINT and (row["state"], row["error"]) == ("stale", None)
        if not found.whole or (was_good and not ((answer.code == 0 or is_waiting) and bed.is_good(found))):
            counts.next_failed += 1
            counts.faults.append(f"round {self._round}: next run: {answer.code} {answer.err} {answer.out[:300]}")


def strike(
    root: Path, count: int, number: signal.Signals = signal.SIGKILL, *, seed: int = 0, workers: int = 2, runs: int | None = None
) -> Counts:
    """`count` blows, by some workers at once, each after `runs` undisturbed ones (a tenth where not given)."""
    if number == signal.SIGINT:
        # What a shell starts in the background ignores Ctrl-C, and so would what it starts.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    each = [Worker(root / f"worker-{index}", seed * 100 + index, number) for index in range(workers)]
    shares = [count // workers + (index < count % workers) for index in range(workers)]
    threads = [
        threading.Thread(target=worker.work, args=(share, max(2, share // 10) if runs is None else runs))
        for worker, share in zip(each, shares, strict=True)
    ]
    for thread in threads:
        thread.start()
    total = Counts()
    for worker, thread in zip(each, threads, strict=True):
        thread.join()
        total.take_in(worker.counts)
    return total


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--signal", choices=("KILL", "TERM", "INT", "HUP"), default="KILL")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    number = signal.Signals[f"SIG{options.signal}"]
    with tempfile.TemporaryDirectory() as folder:
        counts = strike(Path(folder), options.count, number, seed=options.seed, workers=options.workers)
    print(counts.table(number))
    bad = counts.torn + counts.not_cleared + counts.next_failed + counts.wrong_exit + counts.lost_outside
    if number != signal.SIGKILL:
        bad += counts.lost + counts.locks_left + counts.temporary_left
    return 1 if bad or counts.blows != options.count else 0


if __name__ == "__main__":
    sys.exit(main())
