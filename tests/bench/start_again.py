"""Only the start, many times in turn: milliseconds to the icon's first picture, and to the first figures. Asserts nothing; Linux.

    python -m tests.bench.start_again [--runs 15]

Where others use the machine too, the fastest of many says more than the median: both are printed.
"""

from __future__ import annotations

import argparse
import statistics
import sys

from tests.bench.bed import TEN_LINES, Bed, bed, go_private
from tests.bench.environments import python_of_program


def once(place: Bed, command: list[str], env: dict[str, str], *, says_figures: bool) -> tuple[float, float]:
    """Icon and figures."""
    with place.started(command, env) as program:
        return program.tray_ms(), program.said_ms("figures") if says_figures else 0.0


def main() -> None:
    """Prints a line a program."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--runs", type=int, default=15)
    options = parser.parse_args()
    python_of_program()
    go_private()
    found: dict[str, list[tuple[float, float]]] = {"usage bar": [], "ten lines (a)": [], "bare tray": []}
    with bed() as place:
        for run in range(options.runs + 1):
            ours = place.ours(f"ours-{run}")  # no figures from an earlier run
            rows = (
                once(place, [place.python, "-m", "tests.bench.inside", "start"], ours, says_figures=True),
                once(place, [place.python, str(TEN_LINES), f"{place.url}/api/oauth/usage"], place.home("ten"), says_figures=True),
                once(place, [place.python, str(TEN_LINES)], place.home("bare"), says_figures=False),
            )
            if run:
                for values, row in zip(found.values(), rows, strict=True):
                    values.append(row)
    reference = found["ten lines (a)"]
    for name, values in found.items():
        line = f"{name:16}"
        for column, what in enumerate(("icon", "figures")):
            for word, of in (("fastest", min), ("median", statistics.median)):
                here, there = of(row[column] for row in values), of(row[column] for row in reference)
                line += f"   {what} {word} {here:6.1f} ms ({here / there:.2f})" if here else ""
        print(line)
    sys.stdout.flush()


if __name__ == "__main__":
    main()
