"""What one refresh of two accounts costs without the network, and whether anything grows over many. Asserts nothing; Linux.

    python -m tests.bench.refresh [--rounds 300]              # processor ms a round: the whole way from lock to icon
    python -m tests.bench.refresh --rounds 10000 --growth     # its own memory after each twentieth of the rounds, and the slope

The program is the real one, off screen; its clock goes on by five minutes a round, and a made-up client answers at once, each time
with other figures: state, history, outlook, model, notifications and icon have all to do.
"""

from __future__ import annotations

import argparse
import asyncio
import ctypes
import gc
import json
import math
import os
import statistics
import sys
import tempfile
import time
from array import array
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.signed_in import LONG, sign_in
from tests.upstream import claude_body, zai_body

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.app.composition import Program

MARKS = 20
UNITS = {"own": "MB", "without garbage": "MB", "blocks": "thousand", "malloc": "MB"}
STEP_SECONDS = 300
"""A week, whose past is read for the outlook, is full of looks after 2,016 rounds; with a step of 7,200 after 84."""

NO_PANEL_SECONDS = 1e6


class StepClock:
    """Goes on when told to."""

    speed = 1.0

    def __init__(self) -> None:
        self.wall = datetime.now(UTC)  # files that it reads carry the system's dates; from here on it goes on when told to

    def now(self) -> datetime:
        """Wall time."""
        return self.wall

    def monotonic(self) -> float:
        """Seconds."""
        return self.wall.timestamp()


class Answering:
    """Stands for the shared client: no network, no waiting."""

    def __init__(self, clock: StepClock) -> None:
        self.clock = clock
        self.environ: Mapping[str, str] = {}
        self.round = 0
        self.requests = 0

    def exchange(self, deadline_seconds: float) -> Answering:
        """Itself; requests are counted from nought."""
        self.requests = 0
        return self

    async def get(self, url: str, headers: Mapping[str, str], *, within: float | None = None) -> Any:
        """Figures of this round."""
        from usagebar_qt.providers.answer import Answer

        self.requests += 1
        body: dict[str, Any] = {}
        if url.endswith("/usage"):
            body = claude_body(self.round % 97, self.round % 89, now=self.clock.now())
        elif "quota" in url:
            body = zai_body(self.round % 83, self.round % 79, now=self.clock.now())
        return Answer(200, {"content-type": "application/json"}, json.dumps(body).encode())

    def use_proxy(self, proxy: str) -> None:
        """None."""

    async def aclose(self) -> None:
        """Nothing is open."""


def own_mb() -> float:
    """Memory that is no file's. Private memory would not do: pages of Qt's libraries count in it while no other program has them
    open: 28 MB that came and went with other people's tests (measured)."""
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(("Anonymous:", "Swap:"))) * 1024 / 1e6


@dataclass(frozen=True)
class Mark:
    """What there is after so many rounds."""

    rounds: int
    sizes: Mapping[str, float]

    def __str__(self) -> str:
        sizes = "  ".join(f"{name} {size:.2f} {UNITS[name]}" for name, size in self.sizes.items())
        return f"after {self.rounds:6} rounds  {sizes}"


def look(rounds: int) -> Mark:
    """At its memory, as it is and after all garbage is collected: what still rises then is a leak, what falls was waiting."""
    own = own_mb()
    gc.collect()
    sizes = {"own": own, "without garbage": own_mb(), "blocks": sys.getallocatedblocks() / 1000, "malloc": in_use_mb()}
    return Mark(rounds, sizes)


class Mallinfo(ctypes.Structure):
    """`struct mallinfo2` of glibc 2.33 and later."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in ("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost")
    )


def in_use_mb() -> float:
    """What malloc has given out: Qt's, SQLite's and Python's larger objects, without the holes between them."""
    ask = ctypes.CDLL(None).mallinfo2
    ask.restype = Mallinfo
    info = ask()
    return float(info.uordblks + info.hblkhd) / 1e6


def say_slope(name: str, rounds: list[float], sizes: list[float]) -> None:
    """Least squares, with twice the standard error: beyond it a slope is none that could be told from the scatter."""
    line = statistics.linear_regression(rounds, sizes)
    middle = statistics.mean(rounds)
    spread = sum((x - middle) ** 2 for x in rounds)
    rest = sum((y - line.intercept - line.slope * x) ** 2 for x, y in zip(rounds, sizes, strict=True))
    error = math.sqrt(rest / max(1, len(sizes) - 2) / spread)
    slope = f"{line.slope:+.3f} \N{PLUS-MINUS SIGN} {2 * error:.3f} {UNITS[name]}"
    print(f"slope of {name}: {slope} for 1,000 rounds, in the second half of them")


def furnished(folder: Path, clock: StepClock, client: Answering) -> Any:
    """The real engine with another client."""
    from usagebar_qt.engine.fetching import Fetcher
    from usagebar_qt.engine.first_run import FirstRunMark
    from usagebar_qt.engine.paths import Paths
    from usagebar_qt.engine.runtime import build_runtime

    sign_in(folder / ".claude", seconds=LONG)
    environ = {
        "Z_AI_API_KEY": "0123456789abcdef0123456789abcdef.bench0000",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
    }
    runtime = build_runtime(paths=Paths.under(folder), environ=environ, clock=clock, home=folder)
    fetcher = Fetcher(
        clock=clock,
        states=runtime.states,
        providers=runtime.providers,
        client=client,  # type: ignore[arg-type]
        workers=runtime.workers,
        renewals=runtime.renewals,
        history=runtime.history,
        local=runtime.local,
    )
    FirstRunMark(runtime.paths.first_run_mark).set()
    return replace(runtime, fetcher=fetcher)


def measure(folder: Path, rounds: int, step: int, *, apart: float, growth: bool) -> None:
    """Plays and prints."""
    from usagebar_qt.app import composition
    from usagebar_qt.app import main as program_main
    from usagebar_qt.app.first_icon import FirstIcon
    from usagebar_qt.app.garbage import take_over
    from usagebar_qt.app.import_hook import take_off
    from usagebar_qt.engine.wish import Wish, WishKind
    from usagebar_qt.services.ports import MemoryAutostart

    composition.TRAY_PATIENCE_SECONDS = NO_PANEL_SECONDS  # else the popup opens after half a minute: off screen no panel comes
    take_off()
    take_over()
    sys.setswitchinterval(program_main.SWITCH_SECONDS)
    application = program_main._application()
    clock = StepClock()
    client = Answering(clock)
    icon = FirstIcon(clock)
    icon.tray.show()

    async def play(program: Program) -> None:
        await asyncio.sleep(3.0)
        costs, marks = array("d", bytes(8 * rounds)), list[Mark]()  # made beforehand: it must not grow itself
        for number in range(rounds):
            client.round = number
            clock.wall += timedelta(seconds=step)
            spent = time.process_time()
            accounts = program.refresh.accounts
            wish = Wish(WishKind.AUTOMATIC, max_age=60.0)
            await asyncio.gather(*(program.refresh._fetch(account, wish) for account in accounts))
            if not growth:
                await asyncio.sleep(apart)  # what it set off: outlook, icon, history
            costs[number] = (time.process_time() - spent) * 1000
            if growth and number == rounds // MARKS:
                program.windows.open_in_corner()  # and it stays: a popup that is shown has more to do
            if growth:
                # As in life after each look, since looks are minutes apart; the program itself does it once a second at the most.
                program.garbage.collect()
            if growth and (number + 1) % (rounds // MARKS) == 0:
                await asyncio.sleep(2.0)
                marks.append(look(number + 1))
                popup = "shown" if program.windows.is_watched() else "hidden"
                print(f"{marks[-1]}  popup {popup}", flush=True)
        states = [status.state.value for status in program.model.statuses()]
        middle, mean = statistics.median(costs), statistics.mean(costs)
        print(f"states {states}; processor {middle:.2f} ms a round of two accounts, mean {mean:.2f}")
        if growth:
            later = marks[len(marks) // 2 :]
            for name in UNITS:
                say_slope(name, [mark.rounds / 1000 for mark in later], [mark.sizes[name] for mark in later])
        program.lifecycle.request_stop()

    def make() -> Program:
        return composition.build(furnished(folder, clock, client), None, MemoryAutostart, icon)

    program_main._run(application, make, [play])


def main() -> None:
    """Off screen, in a folder that is removed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--step", type=int, default=STEP_SECONDS, help="seconds of the program's clock a round")
    parser.add_argument(
        "--apart", type=float, default=0.15, help="seconds from one round's end to the next; 4: all goes to rest between"
    )
    parser.add_argument("--growth", action="store_true")
    options = parser.parse_args()
    if options.rounds * options.step > LONG:
        parser.error(f"the sign-in lasts {LONG:,} seconds of the program's clock: fewer rounds, or a shorter --step")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    with tempfile.TemporaryDirectory(prefix="usagebar-bench-") as folder:
        measure(Path(folder), options.rounds, options.step, apart=options.apart, growth=options.growth)


if __name__ == "__main__":
    main()
