"""Many refreshes of the real program, off screen and with made-up answers; says which of its containers have grown.
For test_growth.py, in a process of its own: its garbage and its clock are the program's."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import reprlib
import tempfile
from collections import deque
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.bench import refresh as bench

if TYPE_CHECKING:
    from usagebar_qt.app.composition import Program

STEP = timedelta(days=5)
"""The history has its 400 days after eighty rounds."""
WARM, MEASURED = 120, 150
"""Twice the latter is more than SQLite's own list of cursors can take up, which is looked through at every 200th."""
REST_SECONDS = 2.5
"""Alerts are gathered for two seconds before they are told."""
CONTROL = "control"
CONTAINERS = (list, dict, set, deque)


def held() -> list[tuple[Any, int]]:
    """All containers, and how many things lie in each."""
    gc.unfreeze()  # the program lets the collector pass over what was there at its start: nothing of that would be seen
    gc.collect()
    return [(thing, len(thing)) for thing in gc.get_objects() if type(thing) in CONTAINERS]


def grown(before: list[tuple[Any, int]]) -> list[tuple[Any, int]]:
    """Those that have taken up something in every other round at least; a few more of the same are no growth, but the scatter."""
    return [(thing, len(thing)) for thing, size in before if len(thing) - size >= MEASURED // 2]


def main() -> None:
    """Prints one line of JSON. One list grows by a word each round, so that the measure is seen to find what does."""
    from usagebar_qt.app import composition
    from usagebar_qt.app import main as program_main
    from usagebar_qt.app.first_icon import FirstIcon
    from usagebar_qt.app.garbage import take_over
    from usagebar_qt.app.import_hook import take_off
    from usagebar_qt.engine.wish import Wish, WishKind
    from usagebar_qt.services.ports import MemoryAutostart

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    control = list[str]()
    composition.TRAY_PATIENCE_SECONDS = bench.NO_PANEL_SECONDS
    take_off()
    take_over()
    application = program_main._application()
    clock = bench.StepClock()
    client = bench.Answering(clock)
    icon = FirstIcon(clock)
    icon.tray.show()

    async def rounds(program: Program, numbers: range) -> None:
        for number in numbers:
            client.round = number
            clock.wall += STEP
            wish = Wish(WishKind.AUTOMATIC, max_age=60.0)
            await asyncio.gather(*(program.refresh._fetch(account, wish) for account in program.refresh.accounts))
            control.append(CONTROL)
        await asyncio.sleep(REST_SECONDS)  # and what the last one set off: outlook, icon, history
        gc.collect()

    async def play(program: Program) -> None:
        await asyncio.sleep(1.0)
        await rounds(program, range(WARM))
        before = held()
        await rounds(program, range(WARM, WARM + MEASURED))
        between = grown(before)
        await rounds(program, range(WARM + MEASURED, WARM + 2 * MEASURED))
        fresh = [status.snapshot is not None and status.snapshot.fetched_at == clock.wall for status in program.model.statuses()]
        found = [f"{type(thing).__name__} of {size}: {reprlib.repr(thing)}" for thing, size in grown(between)]
        print(json.dumps({"fresh": fresh, "grown": found}), flush=True)
        program.lifecycle.request_stop()

    with tempfile.TemporaryDirectory(prefix="usagebar-growth-") as folder:
        runtime = bench.furnished(Path(folder), clock, client)
        program_main._run(application, lambda: composition.build(runtime, None, MemoryAutostart, icon), [play])


if __name__ == "__main__":
    main()
