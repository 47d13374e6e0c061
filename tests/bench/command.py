"""The command's start beside importing httpx and pydantic, in interleaved runs. Asserts nothing.

    python tests/bench/command.py [--runs 15] [--peers] [--peer NAME=COMMAND]…

Figures are fresh all the time: what is measured is how long somebody at a prompt waits for what is known already. A peer is any
command that prints usage, for example one installed from the package index into an environment of its own.
"""

from __future__ import annotations

import argparse
import os
import shlex
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

from tests.bench.environments import PEERS, command_of, python_of_program  # noqa: E402
from tests.signed_in import sign_in  # noqa: E402
from tests.upstream import Upstream  # noqa: E402 - found beside us, wherever this is started

REFERENCE = "import httpx, pydantic"
OURS = {
    "status": ["status"],
    "status --json": ["status", "--json"],
    "waybar": ["--format", "waybar"],
    "statusline": ["--format", "statusline"],
    "guard": ["guard", "--provider", "claude"],
}


def took(command: list[str], env: dict[str, str], *, is_ours: bool) -> tuple[float, float]:
    """Milliseconds on the clock and of the processors; the second is steadier where others use the machine too."""
    begun = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, env=env, stdin=quiet, stdout=quiet, stderr=quiet)
    _, status, usage = os.wait4(process.pid, 0)
    spent = (time.perf_counter() - begun) * 1000
    process.returncode = os.waitstatus_to_exitcode(status)
    if is_ours and process.returncode != 0:
        raise SystemExit(f"{command} exited with {process.returncode}")
    return spent, (usage.ru_utime + usage.ru_stime) * 1000


def main() -> None:
    """Prints one line a command: median, and its ratio to the reference of the same rounds."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--peer", action="append", default=[], metavar="NAME=COMMAND")
    parser.add_argument("--peers", action="store_true", help="install those that install, in environments of their own")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="usagebar-bench-") as folder, Upstream() as upstream:
        home = Path(folder)
        sign_in(home / ".claude")
        env = {
            name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "CLAUDE", "Z_AI", "ZAI", "PYTHON"))
        }
        ours = {**env, **upstream.environment(), "HOME": folder, "PYTHONPATH": str(ROOT)}
        ours |= {
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "Z_AI_API_KEY": "0123456789abcdef0123456789abcdef.bench0000",
        }
        python = str(python_of_program())
        usagebar = [python, "-m", "usagebar_qt.cli"]
        jobs = {name: ([*usagebar, *words], ours, True) for name, words in OURS.items()}
        jobs[REFERENCE] = ([python, "-c", REFERENCE], env, False)
        jobs["bare python"] = ([python, "-c", "pass"], env, False)
        for known in PEERS if options.peers else ():
            if not known.is_window and (words := command_of(known)) is not None:
                jobs[known.name] = (words, {**env, "HOME": folder}, False)
        for peer in options.peer:
            name, _, command = peer.partition("=")
            jobs[name] = (shlex.split(command), env, False)
        for command, where, is_ours in jobs.values():  # byte code, disk cache, and the figures themselves
            took(command, where, is_ours=is_ours)
        asked = upstream.claude.count
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in jobs}
        for _ in range(options.runs):
            took([*usagebar, "status"], ours, is_ours=True)  # Z.ai's figures are good for 30 s: kept fresh outside of the figures
            for name, (command, where, is_ours) in jobs.items():
                times[name].append(took(command, where, is_ours=is_ours))
        medians = {name: [statistics.median(column) for column in zip(*values, strict=True)] for name, values in times.items()}
        for name, (clock, cpu) in medians.items():
            ratios = (clock / medians[REFERENCE][0], cpu / medians[REFERENCE][1])
            print(f"{name:24} {clock:7.1f} ms   ratio {ratios[0]:.2f}      processor {cpu:7.1f} ms   ratio {ratios[1]:.2f}")
        print(f"requests for Claude's usage during the rounds: {upstream.claude.count - asked}")


if __name__ == "__main__":
    main()
