"""The tray program with its own parts, watched from inside: the longest time in which its event loop did nothing else, and how long
it takes to leave. Prints one line of JSON.

usage: python -m tests.e2e.loop_gap SECONDS      (the environment says where everything is)
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from typing import TYPE_CHECKING

from usagebar_qt.app import main as program_main
from usagebar_qt.app.garbage import take_over
from usagebar_qt.app.import_hook import take_off

if TYPE_CHECKING:
    from usagebar_qt.app.composition import Program

TICK_SECONDS = 0.005


def watch(seconds: float) -> dict[str, object]:
    """Runs the program for so long, after a second in which it starts."""
    take_off()
    take_over()
    report: dict[str, object] = {}
    told = 0.0

    async def ticks(program: Program) -> None:
        nonlocal told
        await asyncio.sleep(1.0)
        program.refresh.request_refresh()
        gaps, before = [0.0], time.perf_counter()
        while sum(gaps) < seconds:
            await asyncio.sleep(TICK_SECONDS)
            now = time.perf_counter()
            gaps.append(now - before)
            before = now
        report["longest_gap_ms"] = round((max(gaps) - TICK_SECONDS) * 1000, 1)
        report["errors"] = sorted(status.error.reason for status in program.refresh.statuses if status.error)
        told = time.perf_counter()
        program.lifecycle.request_stop()

    program_main.run_for_user(is_debug=False, beside=[ticks])
    report["leaving_seconds"] = round(time.perf_counter() - told, 3)
    return report


if __name__ == "__main__":
    print(json.dumps(watch(float(sys.argv[1]))), flush=True)
