"""The fault bed: the catalogue is dealt out to worlds, the worlds run beside each other, and the table is printed.

python -m tests.faults.bed [--long] [--jobs N] [--only WORDS]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.faults.catalogue import Fault, Kind
from tests.faults.catalogue_more import planned
from tests.faults.network import ENTER

SPEEDS = {Kind.QUICK: 300.0, Kind.SLOW: 240.0, Kind.WAITS: 400.0, Kind.PROXY: 300.0, Kind.CREDENTIALS: 300.0}
WORLDS = {Kind.SLOW: 5, Kind.QUICK: 4, Kind.WAITS: 2, Kind.CREDENTIALS: 2, Kind.PROXY: 1}
"""How many of a kind run beside each other in CI."""
COMMAND_WORLDS = {False: 1, True: 4}
MOST_AGAIN = 4
LIMIT_SECONDS = {False: 300.0, True: 3_000.0}
ROOT = Path(__file__).parents[2]


@dataclass
class Report:
    """All rows, and what each world had to say at its end."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    worlds: list[dict[str, Any]] = field(default_factory=list)
    again: list[str] = field(default_factory=list)
    """What was complained of at first, and not when it was tried alone."""

    def complaints(self) -> list[str]:
        """Everything that should not have been."""
        rows = [f"{row['fault']} ({row['provider']}): {text}" for row in self.rows for text in row["complaints"]]
        return rows + [f"{world['kind']}: {text}" for world in self.worlds for text in world["complaints"]]


@dataclass(frozen=True)
class Share:
    """What one world has to do: the tray program on a fast clock, or the command in real time."""

    kind: Kind | None
    rows: list[tuple[Fault, str]]
    is_long: bool

    @property
    def name(self) -> str:
        """For people."""
        return self.kind.value if self.kind is not None else "usagebar"

    def words(self, folder: str) -> list[str]:
        """The module that does it, and its arguments."""
        names = [f"{fault.name}@{provider}" for fault, provider in self.rows]
        if self.kind is None:
            return ["tests.faults.commands", folder, *names]
        return ["tests.faults.world", folder, self.kind.value, str(SPEEDS[self.kind]), str(int(self.is_long)), *names]


def for_commands(plan: list[tuple[Fault, str]], *, is_long: bool) -> list[tuple[Fault, str]]:
    """All of them by hand; in CI one of each dozen, without those that take a deadline, and those that only a command can meet."""
    quick = [entry for entry in for_tray(plan) if entry[0].kind is not Kind.SLOW]
    return plan if is_long else quick[::12] + [entry for entry in plan if entry[0].in_real_time]


def for_tray(plan: list[tuple[Fault, str]]) -> list[tuple[Fault, str]]:
    """Those that a program on a fast clock can meet."""
    return [entry for entry in plan if not entry[0].in_real_time]


def dealt(plan: list[tuple[Fault, str]], *, is_long: bool) -> list[Share]:
    """The faults of each world. A world with a proxy is one by itself."""
    found = []
    for kind, number in WORLDS.items():
        mine = [entry for entry in for_tray(plan) if entry[0].kind is kind]
        found += [Share(kind, mine[offset::number], is_long) for offset in range(number)]
    commands = for_commands(plan, is_long=is_long)
    number = COMMAND_WORLDS[is_long]
    plain = [entry for entry in commands if entry[0].kind is not Kind.PROXY]
    found += [Share(None, plain[offset::number], is_long) for offset in range(number)]
    found.append(Share(None, [entry for entry in commands if entry[0].kind is Kind.PROXY], is_long))
    return [share for share in found if share.rows]


def run_world(share: Share) -> Report:
    """One world as a process in a namespace; whatever it does is in the report."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="usagebar-faults-") as folder:
        command = [*ENTER, sys.executable, "-m", *share.words(folder)]
        with Path(folder, "said").open("w+") as said, Path(folder, "noise").open("w+") as noise:
            try:
                limit = LIMIT_SECONDS[share.is_long]
                subprocess.run(command, cwd=ROOT, stdout=said, stderr=noise, timeout=limit, check=False)
            except subprocess.TimeoutExpired:
                noise.write("the world did not end in time")
        for line in Path(folder, "said").read_text().splitlines():
            found = json.loads(line)
            (report.rows if "fault" in found else report.worlds).append(found)
        heard = Path(folder, "noise").read_text().strip()
    if not report.worlds or heard:
        complaint = f"the world itself said: {heard[-3_000:]}"
        report.worlds.append({"kind": share.name, "handles": [0, 0, 0, 0], "complaints": [complaint]})
    return report


def run(*, is_long: bool = False, jobs: int = 24, only: str = "") -> Report:
    """The whole bed."""
    plan = [(fault, who) for fault, who in planned(is_long=is_long) if only.lower() in f"{fault.name}@{who}".lower()]
    report = Report()
    with ThreadPoolExecutor(jobs) as pool:
        for part in pool.map(run_world, dealt(plan, is_long=is_long)):
            report.rows += part.rows
            report.worlds += part.worlds
    _try_again(report, plan, is_long=is_long)
    return report


def _try_again(report: Report, plan: list[tuple[Fault, str]], *, is_long: bool) -> None:
    """On a clock three hundred times as fast, a second in which the machine is busy with twenty other worlds is five minutes. The
    few that fail are tried once more, each alone. A fault of ours fails there too, and where many fail none is tried again."""
    failed = [row for row in report.rows if row["complaints"]]
    if len(failed) > MOST_AGAIN:
        return
    for row in failed:
        entry = next((fault, who) for fault, who in plan if (fault.name, who) == (row["fault"], row["provider"]))
        kind = None if row["subject"] == "usagebar" else entry[0].kind
        part = run_world(Share(kind, [entry], is_long))
        if len(part.rows) == 1:
            report.rows[report.rows.index(row)] = part.rows[0]
            report.again.append(f"{row['fault']} ({row['provider']}), tried again alone; beside the others: {row['complaints']}")
        report.worlds += part.worlds


def table(rows: list[dict[str, Any]]) -> str:
    """For people, and for docs/reliability.md. Times of the tray program are those of its own clock."""
    lines = [
        "| fault | who | what is said | state, code | noticed after | well again after | requests | memory |",
        "|---|---|---|---|---|---|---|---|",
    ]
    order = {fault.name: number for number, (fault, _) in enumerate(planned(is_long=True))}
    for row in sorted(rows, key=lambda row: (row["subject"] == "usagebar", order[row["fault"]], row["provider"])):
        title = row["title"].split(". ")[0].rstrip(".") or "(figures)"
        state = f"{row['state']}, {row['code']}" if row["code"] else row["state"]
        is_command = row["subject"] == "usagebar"
        who = f"{row['provider']}, `usagebar`" if is_command else row["provider"]
        times = f"{row['notice_seconds']:.1f} s | {row['recover_seconds']:.1f} s" if is_command else _clock_times(row)
        memory = "" if is_command else f"{row['growth_kib']:+d} KiB"
        lines.append(f"| {row['fault']} | {who} | {title} | {state} | {times} | {row['requests']} | {memory} |")
    return "\n".join(lines)


def _clock_times(row: dict[str, Any]) -> str:
    """What is only seen at a deadline is told in real seconds: deadlines run by the machine's clock."""
    notice = f"{row['notice_seconds']:.0f} s" if row["code"] != "timed_out" else f"{row['real_notice_seconds']:.0f} s (real)"
    return f"{notice} | {row['recover_seconds']:.0f} s"


def main() -> int:
    """By hand."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.bed", description=__doc__)
    parser.add_argument("--long", action="store_true", help="every fault on both providers, the large ones too")
    parser.add_argument("--jobs", type=int, default=24, help="how many worlds beside each other")
    parser.add_argument("--only", default="", help="those whose name holds this")
    options = parser.parse_args()
    report = run(is_long=options.long, jobs=options.jobs, only=options.only)
    print(table(report.rows))
    for world in report.worlds:
        before, after = world["handles"][:2], world["handles"][2:]
        print(f"{world['kind']}: open files {before[0]} -> {after[0]}, threads {before[1]} -> {after[1]}")
    print("\n".join(report.again))
    complaints = report.complaints()
    print("\n".join(complaints) or f"{len(report.rows)} faults, nothing to complain of")
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
