"""A click to the painted popup, warm; and what the program does while its popup is hidden. Asserts nothing; Linux.

    python -m tests.bench.hidden [--seconds 60] [--clicks 20]     # --seconds 600: the whole stretch of the goal

Wake-ups are voluntary context switches of all threads, those that have ended included, as the kernel counts them. The bare tray's
are read from outside, which sees no ended thread: it has none.
"""

from __future__ import annotations

import argparse
import statistics
import time
from dataclasses import replace
from pathlib import Path

from tests.bench.bed import TEN_LINES, Bed, bed, go_private
from tests.bench.environments import python_of_program

SETTLE_SECONDS = 3.0


def switches(pid: int) -> int:
    """Of the threads that there are."""
    statuses = (status.read_text().splitlines() for status in Path(f"/proc/{pid}/task").glob("*/status"))
    return sum(int(line.split()[1]) for lines in statuses for line in lines if line.startswith("voluntary"))


def bare(place: Bed, seconds: float) -> float:
    """Wake-ups a minute of an icon alone."""
    with place.started([place.python, str(TEN_LINES)], place.home("bare")) as program:
        time.sleep(SETTLE_SECONDS)
        before = switches(program.pid)
        time.sleep(seconds)
        return (switches(program.pid) - before) * 60 / seconds


def between_polls(env: dict[str, str]) -> dict[str, str]:
    """The same home, with an interval that is longer than the stretch that is measured."""
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.settings_file import SettingsFile

    SettingsFile(Path(env["HOME"], ".config", "usagebar", "settings.json")).save(replace(Settings(), refresh_seconds=1_800))
    return env


def main() -> None:
    """Prints a line a figure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--clicks", type=int, default=20)
    options = parser.parse_args()
    python_of_program()
    go_private()
    with bed() as place:
        inside = [place.python, "-m", "tests.bench.inside"]
        with place.started([*inside, "click", str(options.clicks)], place.ours("click")) as program:
            program.lines.wait_for("click")
            time.sleep(options.clicks * 0.9 + 2)
            found = [tuple(map(float, line.split()[1:])) for line in program.lines.seen if line.startswith("click")]
        wall, processor = ([row[column] for row in found] for column in (0, 1))
        print(
            f"click to painted popup   median {statistics.median(wall):.1f} ms, longest {max(wall):.1f} ms, of {len(found)} clicks"
        )
        print(f"  of it ours             median {statistics.median(processor):.1f} ms of processor, most {max(processor):.1f} ms")
        with place.started([*inside, "idle", str(options.seconds)], between_polls(place.ours("idle"))) as program:
            words = program.lines.wait_for("idle", timeout=options.seconds + 100)
        woken, spent, painted = map(float, words[1:])
        print(f"popup hidden             {woken:.1f} wake-ups a minute, {spent / 600:.4f} % of a processor, {painted:.0f} paints")
        print(f"  bare tray              {bare(place, min(options.seconds, 60)):.1f} wake-ups a minute")


if __name__ == "__main__":
    main()
