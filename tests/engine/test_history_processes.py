"""The tray program and any number of commands at once on one history: real processes, one file."""

from __future__ import annotations

import contextlib
import json
import sqlite3
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

from tests.fakes import START
from usagebar_qt.domain.models import AccountId
from usagebar_qt.engine.history_store import HistoryStore

WRITERS, LOOKS = 6, 60
CHILD = """
import sys
from datetime import timedelta
from pathlib import Path
from tests.fakes import START
from usagebar_qt.domain.models import AccountId, QuotaWindow, UsageSnapshot, WindowKind
from usagebar_qt.engine.history_store import HistoryStore

path, name, looks = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
store = HistoryStore(path)
print("ready", flush=True)
sys.stdin.readline()
lost = 0
for number in range(looks):
    window = QuotaWindow("session", WindowKind.SESSION, float(number % 97), None, 18_000)
    snapshot = UsageSnapshot(START + timedelta(minutes=5 * number), windows=(window,))
    lost += not store.record(AccountId("claude", name), snapshot, {"uuid:account": name})
    if number == 20:
        print("busy", flush=True)
print(lost, flush=True)
"""
READER = """
import json, sys
from pathlib import Path
from tests.fakes import START
from usagebar_qt.engine.history_store import HistoryStore
store = HistoryStore(Path(sys.argv[1]))
print("ready", flush=True)
sys.stdin.readline()
seen = [0]
while len(seen) < 400:
    seen.append(sum(1 for _ in store.samples()))
print(json.dumps(seen), flush=True)
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """A process that has imported everything and waits for the word."""
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", script, *arguments], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def last_line(child: subprocess.Popen[str]) -> str:
    """What it printed last before it ended."""
    out, _ = child.communicate(timeout=60)
    assert child.returncode == 0
    return out.splitlines()[-1]


def go(*children: subprocess.Popen[str]) -> None:
    """All at once."""
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()


def test_six_writers_and_two_readers_at_once_lose_nothing_from_the_very_first_moment(tmp_path: Path) -> None:
    path = tmp_path / "data" / "history.db"
    writers = [start(CHILD, str(path), f"n{number}", str(LOOKS)) for number in range(WRITERS)]
    readers = [start(READER, str(path)) for _ in range(2)]
    go(*writers, *readers)
    assert [last_line(writer) for writer in writers] == ["0"] * WRITERS
    for reader in readers:
        seen = json.loads(last_line(reader))
        assert seen == sorted(seen), "a reader saw a state that was not there"
    store = HistoryStore(path)
    for number in range(WRITERS):
        runs = store.runs(AccountId("claude", f"n{number}"), "session", START)
        assert [run.used_percent for run in runs] == [float(look % 97) for look in range(LOOKS)]


def test_a_writer_that_is_killed_leaves_a_whole_file_that_others_write_on(tmp_path: Path) -> None:
    path = tmp_path / "data" / "history.db"
    for round_number in range(5):
        child = start(CHILD, str(path), f"k{round_number}", "100000")
        go(child)
        assert child.stdout is not None
        assert child.stdout.readline() == "busy\n"
        child.kill()
        child.communicate()
    with contextlib.closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    survivor = start(CHILD, str(path), "survivor", "10")
    go(survivor)
    assert last_line(survivor) == "0"
    store = HistoryStore(path)
    assert all(len(store.recent(AccountId("claude", f"k{number}"), "session", START)) >= 20 for number in range(5))
    assert store.recent(AccountId("claude", "survivor"), "session", START)[-1] == (START + timedelta(minutes=45), 9.0)
