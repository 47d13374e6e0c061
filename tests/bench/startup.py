"""Start, memory and idle wake-ups beside the bare tray program, in interleaved runs. Asserts nothing; Linux.

    python tests/bench/startup.py [--runs 5] [--idle 20]

Uses the display that DISPLAY names, else a virtual one (Xvfb must be installed), else says so.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
BARE = Path(__file__).with_name("ten_lines.py")
"""Without an address: an icon and nothing else."""
SETTLE_SECONDS = 3.0


@contextlib.contextmanager
def display() -> Iterator[dict[str, str]]:
    """An environment with a display."""
    kept = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": ""}
    kept.pop("QT_QPA_PLATFORM", None)
    if os.environ.get("DISPLAY"):
        yield kept
    elif shutil.which("Xvfb") is None:
        raise SystemExit("Neither a display nor Xvfb: install xvfb, or start this inside a desktop session.")
    else:
        reader, writer = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x800x24"], pass_fds=(writer,), stderr=subprocess.DEVNULL
        )
        try:
            yield {**kept, "DISPLAY": f":{os.read(reader, 16).decode().strip()}"}
        finally:
            server.terminate()
            server.wait()


def pss_kib(pid: int) -> int:
    """Proportional set size."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def switches(pid: int) -> int:
    """Voluntary context switches of all threads: each is a wake-up."""
    total = 0
    for status in Path(f"/proc/{pid}/task").glob("*/status"):
        total += next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("voluntary"))
    return total


def bare_start(env: dict[str, str]) -> float:
    """Milliseconds to its first turn."""
    begun = time.perf_counter()
    with subprocess.Popen([sys.executable, str(BARE)], env=env, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        took = (time.perf_counter() - begun) * 1000
        process.kill()
    return took


def our_start(env: dict[str, str]) -> dict[str, float]:
    """The smoke test's own report."""
    done = subprocess.run(
        [sys.executable, "-m", "usagebar_qt", "--smoke-test"], env=env, capture_output=True, text=True, check=True
    )
    return dict(json.loads(done.stdout))


def idle(command: list[str], env: dict[str, str], seconds: float) -> tuple[int, float]:
    """PSS in KiB, and wake-ups in a minute, with nothing on the screen but the icon."""
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        time.sleep(SETTLE_SECONDS)
        before = switches(process.pid)
        time.sleep(seconds)
        return pss_kib(process.pid), (switches(process.pid) - before) * 60 / seconds
    finally:
        process.terminate()
        process.wait()


def main() -> None:
    """Prints one line a figure: ours, the bare program's, and the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--idle", type=float, default=20.0, help="seconds")
    options = parser.parse_args()
    with display() as env:
        our_start(env), bare_start(env)  # byte code and disk cache
        ours, bare = [], []
        for _ in range(options.runs):
            ours.append(our_start(env))
            bare.append(bare_start(env))
        reference = statistics.median(bare)
        for name in ("tray_ms", "first_figures_ms", "popup_ms"):
            value = statistics.median(run[name] for run in ours)
            print(f"{name:18} {value:8.1f}   bare start {reference:8.1f}   ratio {value / reference:.2f}")
        home = Path(env.get("TMPDIR", "/tmp")) / f"usagebar-bench-{os.getpid()}"
        home.mkdir(mode=0o700)
        try:
            # Not the demo, whose day runs sixty times as fast: the real program with nothing set up.
            quiet = {
                **env,
                "HOME": str(home),
                "XDG_RUNTIME_DIR": str(home),
                "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            }
            for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "CLAUDE_CONFIG_DIR", "Z_AI_API_KEY", "ZAI_API_KEY"):
                quiet.pop(name, None)
            seen = home / ".local" / "state" / "usagebar" / "first-run.json"  # else it shows the first page, and asks nobody
            seen.parent.mkdir(parents=True, mode=0o700)
            seen.write_text("{}")
            our_pss, our_wakes = idle([sys.executable, "-m", "usagebar_qt"], quiet, options.idle)
            bare_pss, bare_wakes = idle([sys.executable, str(BARE)], quiet, options.idle)
        finally:
            shutil.rmtree(home)
        print(f"{'idle PSS KiB':18} {our_pss:8}   bare       {bare_pss:8}   ratio {our_pss / bare_pss:.2f}   (nothing set up)")
        full = statistics.median(run["pss_kib"] for run in ours)
        print(f"{'PSS KiB, popup':18} {full:8.0f}   bare       {bare_pss:8}   ratio {full / bare_pss:.2f}   (after both fetches)")
        print(f"{'wake-ups a minute':18} {our_wakes:8.1f}   bare       {bare_wakes:8.1f}")


if __name__ == "__main__":
    main()
