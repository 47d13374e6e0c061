"""How long a past of 90 days takes to open: `python -m tests.bench.history [DAYS]`.

Twelve windows with a look every five minutes, each with another figure and none thinned: far more than the program keeps. Timed is
what a chart needs before it can paint: opening the file, the query, the chart's model; cold, in a fresh process, the imports too.
Beside it the same without the step of the query, which is what the step is worth.
"""

from __future__ import annotations

import contextlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from usagebar_qt.domain.chart import Chart, chart_of
from usagebar_qt.domain.history import DAY, seconds_of
from usagebar_qt.domain.models import AccountId, QuotaWindow, UsageSnapshot, WindowKind
from usagebar_qt.engine.history_store import HistoryStore

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ACCOUNT = AccountId("claude")
WINDOWS, EVERY, COLUMNS, ROUNDS = 12, 300, 640, 25
TARGET_MILLISECONDS = 50.0


def fill(path: Path, days: int) -> int:
    """Makes the file through the store, then the rows at once; gives how many there are."""
    store = HistoryStore(path)
    windows = tuple(QuotaWindow(f"window-{number}", WindowKind.SESSION, 1.0, None, 18_000) for number in range(WINDOWS))
    store.record(ACCOUNT, UsageSnapshot(NOW, windows=windows), {})
    end = seconds_of(NOW)
    rows = (
        (series, at, at, float(at // EVERY % 60) * 1.5, at // 18_000 * 18_000 + 18_000)
        for at in range(end - days * DAY, end, EVERY)
        for series in range(1, WINDOWS + 1)
    )
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany("INSERT INTO run VALUES(?, ?, ?, ?, ?)", rows)
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(connection.execute("SELECT count(*) FROM run").fetchone()[0])


def opened(path: Path, days: int, step: int) -> Chart:
    """What the chart of the last `days` needs."""
    since = NOW - timedelta(days=days)
    return chart_of(HistoryStore(path).runs(ACCOUNT, "window-5", since, NOW, step=step), seconds_of(since), seconds_of(NOW))


def timed(path: Path, days: int, step: int) -> tuple[float, float, int]:
    """Fastest and median milliseconds, and the points of the chart."""
    times, points = [], 0
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        chart = opened(path, days, step)
        times.append((time.perf_counter() - begun) * 1_000)
        points = sum(map(len, chart.lines))
    return min(times), statistics.median(times), points


COLD = """
import sys, time
begun = time.perf_counter()
from datetime import datetime, timedelta
from pathlib import Path
from usagebar_qt.domain.chart import chart_of
from usagebar_qt.domain.history import seconds_of
from usagebar_qt.domain.models import AccountId
from usagebar_qt.engine.history_store import HistoryStore
now = datetime.fromisoformat(sys.argv[4])
since = now - timedelta(days=int(sys.argv[2]))
runs = HistoryStore(Path(sys.argv[1])).runs(AccountId("claude"), "window-5", since, now, step=int(sys.argv[3]))
chart_of(runs, seconds_of(since), seconds_of(now))
print((time.perf_counter() - begun) * 1000)
"""


def cold(path: Path, days: int, step: int) -> float:
    """Milliseconds in a process that has imported none of it, the imports included; the median of five."""
    command = [sys.executable, "-c", COLD, str(path), str(days), str(step), NOW.isoformat()]
    return statistics.median(float(subprocess.run(command, capture_output=True, text=True, check=True).stdout) for _ in range(5))


def main(days: int) -> int:
    """Prints a line for each span; exit 1 where one with the step is above the target."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "history.db"
        count = fill(path, days)
        print(f"{days} days, {WINDOWS} windows: {count:,} runs, {path.stat().st_size / 2**20:.1f} MiB")
        slowest = 0.0
        for label, span in (("day", 1), ("week", 7), ("month", 30), (f"{days} days", days)):
            step = max(1, span * DAY // COLUMNS)
            fastest, median, points = timed(path, span, step)
            _, without, _ = timed(path, span, 0)
            slowest = max(slowest, median)
            print(
                f"{label:>8}: {fastest:5.1f} ms fastest, {median:5.1f} ms median, {points:,} points;"
                f" cold {cold(path, span, step):5.1f} ms; without the step {without:5.1f} ms, {without / median:.1f} x"
            )
        print(f"slowest median {slowest:.1f} ms, target {TARGET_MILLISECONDS:.0f} ms")
    return 0 if slowest < TARGET_MILLISECONDS else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 90))
