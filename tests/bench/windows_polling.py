"""What qasync's thread costs on Windows while nothing happens, as it is and as we let it sleep. Asserts nothing; Linux with Wine.

    python tests/bench/windows_polling.py [SECONDS]        # needs: python3 packaging/windows/harness.py --default setup

Wine runs a Windows thread as one of Linux: the kernel counts how often it went to sleep of its own will.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
QASYNC, OURS = "as-qasync-is", "as-ours-sleeps"


def inside(kind: str, seconds: float) -> None:
    """On the Windows side: an empty program on Qt's loop."""
    sys.path.insert(0, str(ROOT))
    from PySide6.QtCore import QCoreApplication

    from usagebar_qt.app import event_loop

    if kind == QASYNC:
        event_loop._PLATFORM = "as it comes"

    async def nothing() -> None:
        await asyncio.sleep(2)
        print("ready", flush=True)
        before = time.process_time()
        await asyncio.sleep(seconds)
        print(f"processor {(time.process_time() - before) / seconds:.5f}", flush=True)
        await asyncio.sleep(2)

    application = QCoreApplication([])
    begun = time.perf_counter()
    with asyncio.Runner(loop_factory=lambda: event_loop.new_loop(application)) as runner:
        runner.run(nothing())
    print(f"ended {time.perf_counter() - begun:.2f}", flush=True)


def switches(kind: str) -> int:
    """Of all threads of the Windows process that was started with this word."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            if kind.encode() in words and any(b"python.exe" in word for word in words):
                for status in (process / "task").glob("*/status"):
                    total += next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("voluntary"))
    return total


def outside(seconds: float) -> None:
    """On the Linux side: two such programs in turn."""
    sys.path.insert(0, str(ROOT / "packaging"))
    from windows.bed import Bed, Output, Session, default_folder, windows_path

    bed = Bed(default_folder())
    with Session(bed, {"DISPLAY": ""}) as session:
        for _ in range(2):
            for kind in (QASYNC, OURS):
                child = session.launch(bed.python, windows_path(Path(__file__)), kind, str(seconds))
                lines: list[bytes] = []
                output = Output(child.stdout, lines.append)
                while b"ready" not in b"".join(lines) and child.poll() is None:
                    time.sleep(0.05)
                before = switches(kind)
                time.sleep(seconds)
                woken = (switches(kind) - before) * 60 / seconds
                child.wait(60)
                print(
                    f"{kind:16} {woken:9.0f} wake-ups a minute   {' '.join(output.text().split())}   exit code {child.returncode}"
                )


if __name__ == "__main__":
    if sys.argv[1:2] in ([QASYNC], [OURS]):
        inside(sys.argv[1], float(sys.argv[2]))
    else:
        outside(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
