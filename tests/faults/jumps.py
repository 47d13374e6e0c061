"""The wall clock of a real process jumps (libfaketime), or the process is stopped for a while as a suspended computer is.

The program runs on the system's own clock here, as it is shipped; monotonic time goes on as it does for everybody else. What a jump
may cost is one request of each provider, and nothing on the screen may count below zero.
"""

from __future__ import annotations

import contextlib
import ctypes.util
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from tests.faults.network import environment
from tests.faults.witness import Witness
from tests.upstream import Upstream
from tests.welcomed import welcomed

if TYPE_CHECKING:
    from collections.abc import Callable

LIBRARY = "faketime/libfaketimeMT.so.1"
HOUR, DAY = 3_600.0, 86_400.0
NOTICE_SECONDS = 90.0
"""A sleep is 30 s at most, and after a jump comes a moment for the network; the rest is for a busy machine."""
QUIET_SECONDS = 35.0
"""Longer than the shortest pause of two tries: a burst would show within it."""
TOLD_SECONDS = 25.0
"""The moment for the network is 10 s at most; twice that and a little for a busy machine."""
START_SECONDS = 60.0
TOKEN, KEY = "sk-ant-oat01-CanaryJump", "canaryjumpcanaryjumpcanaryjump00.secretjump"


@dataclass(frozen=True)
class Jump:
    """By how much the wall clock goes; `stopped`: seconds for which the process stands still meanwhile."""

    name: str
    seconds: float
    stopped: float = 0.0
    is_noticed: bool = True
    is_told: bool = False
    """The kernel tells, as it does after a suspend: the machine's clock is set to what it shows."""


JUMPS = (
    Jump("an hour ahead", HOUR),
    Jump("an hour back", -HOUR),
    Jump("a day ahead", DAY),
    Jump("a day back", -DAY),
    Jump("to 1970", DAY - datetime.now(UTC).timestamp()),
    Jump("two seconds back", -2.0, is_noticed=False),
    Jump("suspended for 10 min", 600.0, stopped=5.0),
    Jump("suspended for a night", 9 * HOUR, stopped=5.0),
    Jump("suspended for a night, and the kernel tells", 9 * HOUR, stopped=5.0, is_told=True),
)


@dataclass
class Told:
    """What came of a jump."""

    name: str
    extra: dict[str, int] = field(default_factory=dict)
    seconds: float = 0.0
    """Real ones, until the figures were those of the new time."""
    complaints: list[str] = field(default_factory=list)


def library() -> Path | None:
    """libfaketime, where Debian and Ubuntu put it."""
    found = sorted(Path("/usr/lib").glob(f"*/{LIBRARY}"))
    return found[0] if found and ctypes.util.find_library("c") else None


def touch_clock() -> bool:
    """Sets the machine's clock to what it shows: a matter of microseconds for everybody, but the kernel tells of it. Needs root."""
    try:
        time.clock_settime(time.CLOCK_REALTIME, time.clock_gettime(time.CLOCK_REALTIME))
    except OSError:
        return False
    return True


class Subject:
    """The program under a clock of our own, with a healthy upstream."""

    def __init__(self, folder: Path, upstream: Upstream, preload: Path) -> None:
        self._upstream = upstream
        self._offset = folder / "offset"
        self.set_clock(0.0)
        claude = folder / ".claude"
        claude.mkdir(mode=0o700)
        login = f'{{"claudeAiOauth": {{"accessToken": "{TOKEN}", "refreshToken": "", "expiresAt": {4 * 10**12}}}}}'
        (claude / ".credentials.json").write_text(login)
        self.witness = Witness(folder)
        env = environment(folder) | upstream.environment() | {"Z_AI_API_KEY": KEY}
        env |= {
            "LD_PRELOAD": str(preload),
            "FAKETIME_TIMESTAMP_FILE": str(self._offset),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.fast_program", str(self.witness.notes)],
            env=dict(welcomed(env)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def set_clock(self, seconds: float) -> None:
        """Its wall clock goes so much ahead of the machine's; put in place at once, or it would be read half written."""
        beside = self._offset.with_suffix(".new")
        beside.write_text(f"{seconds:+.0f}\n")
        beside.replace(self._offset)

    def counts(self) -> dict[str, int]:
        """Requests so far."""
        return {"claude": self._upstream.claude.count, "zai": self._upstream.zai.count}

    def knows(self, since: datetime) -> bool:
        """Whether both figures are of that time or a few minutes later, and well."""
        self.witness.read()
        for provider in ("claude", "zai"):
            last = self.witness.last(provider)
            if last["state"] != "ok":
                return False
            fetched = datetime.fromisoformat(last["fetched_at"])
            if not since <= fetched <= since + timedelta(minutes=5):
                return False
        return True

    def until_knows(self, since: datetime, seconds: float) -> float:
        """Real seconds until then; -1 where it never was."""
        begun = time.monotonic()
        while not self.knows(since):
            if time.monotonic() > begun + seconds or self.process.poll() is not None:
                return -1.0
            time.sleep(0.1)
        return time.monotonic() - begun

    def end(self) -> list[str]:
        """Ends it, and says what there is to complain of."""
        self.process.send_signal(signal.SIGCONT)
        self.process.send_signal(signal.SIGTERM)
        try:
            said = self.process.communicate(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            said = self.process.communicate()
            return ["it did not end", *map(repr, said)]
        found = [repr(text[:2_000]) for text in said if text]
        return found + ([] if self.process.returncode == 0 else [f"exit code {self.process.returncode}"])


def _meet(start: threading.Barrier) -> None:
    with contextlib.suppress(threading.BrokenBarrierError):
        start.wait(START_SECONDS + NOTICE_SECONDS)


def run_one(jump: Jump, preload: Path, start: threading.Barrier) -> Told:
    """Start, figures, jump, figures again, and a while in which nothing more may be asked."""
    told = Told(jump.name)
    with tempfile.TemporaryDirectory(prefix="usagebar-jumps-") as name, Upstream() as upstream:
        subject = Subject(Path(name), upstream, preload)
        try:
            if subject.until_knows(datetime.now(UTC) - timedelta(minutes=1), START_SECONDS) < 0:
                told.complaints.append("it did not come up")
            if not jump.is_told:
                _meet(start)
            time.sleep(2.0)
            before = subject.counts()
            if jump.stopped:
                subject.process.send_signal(signal.SIGSTOP)
                subject.set_clock(jump.seconds)
                time.sleep(jump.stopped)
                subject.process.send_signal(signal.SIGCONT)
                if jump.is_told and not touch_clock():
                    told.complaints.append("the machine's clock may not be touched here")
            else:
                subject.set_clock(jump.seconds)
            there = datetime.now(UTC) + timedelta(seconds=jump.seconds - 1)
            if jump.is_noticed:
                told.seconds = subject.until_knows(there, NOTICE_SECONDS)
                if jump.is_told and told.seconds > TOLD_SECONDS:
                    told.complaints.append(f"it was told, and took {told.seconds:.0f} s")
                if told.seconds < 0:
                    told.complaints.append(f"no figures of the new time: {subject.witness.last('claude')}")
            if jump.is_told:
                _meet(start)  # the others jump now: the kernel tells every program, and theirs is to find out by itself
            time.sleep(QUIET_SECONDS)
            subject.witness.read()
            told.extra = {provider: number - before[provider] for provider, number in subject.counts().items()}
            if max(told.extra.values()) > 1:
                told.complaints.append(f"asked more than once for it: {told.extra}")
        finally:
            told.complaints += subject.end()
        told.complaints += subject.witness.complaints([TOKEN, KEY])
    return told


def run(when_up: Callable[[], None] | None = None) -> list[Told]:
    """All of them beside each other: most of the time is waiting. `when_up` is called once all programs run."""
    preload = library()
    if preload is None or os.name != "posix":
        raise RuntimeError("libfaketime is not there")
    possible = [jump for jump in JUMPS if not jump.is_told or touch_clock()]
    start = threading.Barrier(len(possible), action=when_up)
    with ThreadPoolExecutor(len(possible)) as pool:
        return list(pool.map(lambda jump: run_one(jump, preload, start), possible))


def table(told: list[Told]) -> str:
    """For people."""
    lines = ["| the wall clock | figures of the new time after | extra requests |", "|---|---|---|"]
    for one in told:
        extra = ", ".join(f"{provider} {number}" for provider, number in one.extra.items())
        lines.append(f"| {one.name} | {one.seconds:.0f} s | {extra} |")
    return "\n".join(lines)


if __name__ == "__main__":
    outcome = run()
    print(table(outcome))
    complaints = [f"{one.name}: {text}" for one in outcome for text in one.complaints]
    print("\n".join(complaints) or "nothing to complain of")
    sys.exit(1 if complaints else 0)
