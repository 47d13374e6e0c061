"""Memory and start beside the ten lines, the peers and a WebKitGTK window, in interleaved runs. Asserts nothing; Linux.

    python -m tests.bench.weight [--runs 5] [--peers] [--webkit] [--frozen FOLDER]

Memory is that of all processes of a program, with its popup shown and the figures there. `tray` is the icon's first picture in a
panel, `figures` the first figures in the program (the upstream takes 20 ms for each answer), both from before the process was made.
"""

from __future__ import annotations

import argparse
import subprocess
import time
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bed import TEN_LINES, WEBKIT, Bed, bed, go_private, memory, table
from tests.bench.environments import PEERS, command_of, python_of_program

if TYPE_CHECKING:
    from collections.abc import Callable

SETTLE_SECONDS = 3.0
OURS = "usage bar"
REFERENCE = "ten lines (a)"
TRAY, FIGURES, PSS, PRIVATE_MB, CPU = "tray ms", "figures ms", "PSS MB", "private MB", "processor ms"
Figures = dict[str, float]


def processor_ms(pid: int) -> float:
    """What the process has used so far, in the kernel's ticks of 10 ms."""
    with open(f"/proc/{pid}/stat", encoding="latin-1") as stat:
        fields = stat.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 10.0


def ours(place: Bed) -> Figures:
    """The real program; a second start asks it to show its popup, as a person's would."""
    env = place.ours(f"ours-{time.monotonic_ns()}")
    command = [place.python, "-m", "tests.bench.inside", "start"]
    with place.started(command, env) as program:
        found = {TRAY: program.tray_ms(), FIGURES: program.said_ms("figures")}
        program.lines.wait_for("all")
        subprocess.run([place.python, "-m", "usagebar_qt"], env=env, check=True, timeout=20)
        program.lines.wait_for("shown")
        time.sleep(SETTLE_SECONDS)
        found[PSS], found[PRIVATE_MB] = memory(program.pid)
        found[CPU] = processor_ms(program.pid)
    return found


def frozen(folder: Path) -> Callable[[Bed], Figures]:
    """The released program, which tells nothing of itself: it is given time for its figures before a second start asks it."""
    command = [str(folder / "usagebar-qt")]

    def measured(place: Bed) -> Figures:
        env = place.ours(f"frozen-{time.monotonic_ns()}")
        with place.started(command, env) as program:
            found = {TRAY: program.tray_ms()}
            time.sleep(SETTLE_SECONDS)
            subprocess.run(command, env=env, check=True, timeout=20)
            time.sleep(SETTLE_SECONDS)
            found[PSS], found[PRIVATE_MB] = memory(program.pid)
            found[CPU] = processor_ms(program.pid)
        return found

    return measured


def ten_lines(place: Bed) -> Figures:
    """Reference (a)."""
    with place.started([place.python, str(TEN_LINES), f"{place.url}/api/oauth/usage"], place.home("ten")) as program:
        found = {TRAY: program.tray_ms(), FIGURES: program.said_ms("figures")}
        time.sleep(SETTLE_SECONDS)
        found[PSS], found[PRIVATE_MB] = memory(program.pid)
        found[CPU] = processor_ms(program.pid)
    return found


def bare(place: Bed) -> Figures:
    """An icon and nothing else."""
    with place.started([place.python, str(TEN_LINES)], place.home("bare")) as program:
        found = {TRAY: program.tray_ms()}
        time.sleep(SETTLE_SECONDS)
        found[PSS], found[PRIVATE_MB] = memory(program.pid)
        found[CPU] = processor_ms(program.pid)
    return found


def webkit(place: Bed) -> Figures:
    """Reference (c)."""
    with place.started(["/usr/bin/python3", str(WEBKIT)], place.home("webkit")) as program:
        time.sleep(2 * SETTLE_SECONDS)
        pss, private = memory(program.pid)
    return {PSS: pss, PRIVATE_MB: private}


def peer(command: list[str]) -> Callable[[Bed], Figures]:
    """A program that is started and left to show what it shows."""

    def measured(place: Bed) -> Figures:
        with place.started(command, place.home(command[0].rsplit("/", 1)[1])) as program:
            found: Figures = {}
            if (tray := program.tray_ms_if_any()) is not None:
                found[TRAY] = tray
            time.sleep(2 * SETTLE_SECONDS)
            found[PSS], found[PRIVATE_MB] = memory(program.pid)
            found[CPU] = processor_ms(program.pid)
        return found

    return measured


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--peers", action="store_true", help="install and measure them too")
    parser.add_argument("--webkit", action="store_true")
    parser.add_argument("--frozen", type=Path, metavar="FOLDER", help="a released program, unpacked")
    options = parser.parse_args()
    programs: dict[str, Callable[[Bed], Figures]] = {OURS: ours, REFERENCE: ten_lines, "bare tray": bare}
    if options.frozen:
        programs["usage bar, released"] = frozen(options.frozen.absolute())
    if options.webkit:
        programs["WebKitGTK page (c)"] = webkit
    python_of_program()
    for one in PEERS if options.peers else ():
        if one.is_window and (command := command_of(one)) is not None:
            programs[one.name] = peer(command)
    go_private()
    rows: dict[str, dict[str, list[float]]] = {name: defaultdict(list) for name in programs}
    with bed() as place:
        for run in range(options.runs + 1):
            for name, program in programs.items():
                found = program(place)
                for column in (TRAY, FIGURES, PSS, PRIVATE_MB, CPU):
                    if run and column in found:  # the first round fills the disk's cache and writes byte code
                        rows[name][column].append(found[column])
                    rows[name][column] = rows[name][column]
    table(rows, REFERENCE)


if __name__ == "__main__":
    main()
