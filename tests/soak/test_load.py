"""Fifty accounts with answers of the largest shape: no turn of the event loop takes long. `tests.bench.load` says more by hand."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.bench.turns import TURN_MS

ROOT = Path(__file__).parents[2]
LONGEST_BUSY_MS = 3 * TURN_MS
"""Of the loop's thread's processor: three times what is promised. The popup once opened in 385."""


def test_no_turn_of_the_event_loop_takes_long_with_fifty_accounts() -> None:
    command = [sys.executable, "-m", "tests.bench.load", "--rounds", "1", "--json"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2_000:]
    report = json.loads(done.stdout.splitlines()[-1])
    assert (report["accounts"], report["states"]) == (50, ["ok"]), report
    for phase in report["phases"]:
        gap, busy, late = phase["longest_gap_ms"], phase["longest_busy_ms"], phase["busy_over_a_frame"]
        print(f"{phase['phase']}: longest gap {gap} ms ({phase['gaps_over_a_frame']} above {TURN_MS:.0f}), ", end="")
        print(f"of the processor {busy} ms ({late}), of {phase['turns']} turns")
        assert phase["longest_busy_ms"] < LONGEST_BUSY_MS, report
