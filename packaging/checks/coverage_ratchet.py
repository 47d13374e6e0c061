"""Coverage may rise, never fall: each file of the layers below the screen has a floor, kept in coverage_floor.json.

    python packaging/checks/coverage_ratchet.py check REPORT   exit 1 where a file is below its floor
    python packaging/checks/coverage_ratchet.py raise REPORT   note the new floors; none is lowered

REPORT is what `coverage json` wrote. Floors are whole per cents of lines and branches, measured on Linux.
"""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

FLOORS = Path(__file__).with_name("coverage_floor.json")
GUARDED = ("domain", "credentials", "providers", "engine", "wording", "services")
NEW_FILE = 85  # per cent asked of a file that has no floor yet
LEEWAY = 1  # points below what was measured
BY_CHANCE = 2  # lines and branches: one that only some runs take must not fail somebody else's change, however small the file is


class Covered(NamedTuple):
    """How much of a file was run: lines and branches together."""

    run: int
    all: int

    @property
    def percent(self) -> float:
        """0 to 100; a file without anything to run is covered."""
        return 100.0 * self.run / self.all if self.all else 100.0


def measured(report: Mapping[str, Any]) -> dict[str, Covered]:
    """How much of each guarded file was run, by its path with forward slashes."""
    covered = {name.replace("\\", "/"): _covered(entry["summary"]) for name, entry in report["files"].items()}
    return {name: value for name, value in covered.items() if name.startswith(tuple(f"usagebar_qt/{layer}/" for layer in GUARDED))}


def _covered(summary: Mapping[str, int]) -> Covered:
    return Covered(summary["covered_lines"] + summary["covered_branches"], summary["num_statements"] + summary["num_branches"])


def fallen(now: Mapping[str, Covered], floors: Mapping[str, int]) -> list[str]:
    """A sentence for each file below its floor by more than chance; an empty list where all is well."""
    asked = {name: floors.get(name, NEW_FILE) for name in now}
    low = [name for name in sorted(now) if asked[name] / 100 * now[name].all - now[name].run > BY_CHANCE]
    why = {name: "" if name in floors else ", asked of every new file" for name in low}
    return [f"{name}: {now[name].percent:.1f} % covered, floor {asked[name]} %{why[name]}" for name in low]


def raised(now: Mapping[str, Covered], floors: Mapping[str, int]) -> dict[str, int]:
    """The floors after a raise: those of files that are gone are dropped, none is lowered."""
    percents = {name: now[name].percent for name in sorted(now)}
    reached = {name: 100 if percent == 100 else math.floor(percent) - LEEWAY for name, percent in percents.items()}
    return {name: max(floors.get(name, 0), floor) for name, floor in reached.items()}


def main(arguments: list[str]) -> int:
    wish, path = arguments
    now = measured(json.loads(Path(path).read_text(encoding="utf-8")))
    floors: dict[str, int] = json.loads(FLOORS.read_text(encoding="utf-8"))
    mean = sum(covered.percent for covered in now.values()) / len(now) if now else 0.0
    if wish == "raise":
        after = raised(now, floors)
        FLOORS.write_text(json.dumps(after, indent=1) + "\n", encoding="utf-8")
        changed = sum(after[name] != floors.get(name) for name in after)
        print(f"{changed} floors raised or new, {len(set(floors) - set(after))} dropped")
        floors = after
    low = fallen(now, floors)
    print(f"{len(now)} files under the ratchet, {mean:.1f} % covered on average, {len(low)} below the floor")
    print("\n".join(low))
    if low and sys.platform != "linux":
        print("The floors were measured on Linux; elsewhere they only inform.")
        return 0
    if low:
        print("Test what is new. Where lines left on purpose, lower the floor in packaging/checks/coverage_floor.json by hand.")
    return 1 if low else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
