"""What a full disk, a broken file, another version and another process do to the history: its file."""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.history_bed import CLAUDE, Bed
from tests.fakes import START
from usagebar_qt.engine import history_file
from usagebar_qt.engine.history_store import HistoryStore, HistoryUnreadableError

POSIX = pytest.mark.skipif(os.name == "nt", reason="Windows has neither file modes nor limits of a file's size")


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path)


@POSIX
def test_the_file_and_its_logs_are_readable_by_their_owner_alone(bed: Bed) -> None:
    old = os.umask(0)
    try:
        bed.keep(0, 10.0)
        with contextlib.closing(sqlite3.connect(bed.path)) as connection:
            connection.execute("SELECT * FROM run").fetchall()
            bed.keep(5, 11.0)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in bed.path.parent.iterdir()}
    finally:
        os.umask(old)
    assert set(modes) >= {"history.db", "history.db-wal", "history.db-shm", "history.db.lock"}
    assert set(modes.values()) == {0o600}


FULL_DISK = """
import resource, signal, sys
from pathlib import Path
from tests.engine.history_bed import CLAUDE, OWNER, look
from usagebar_qt.engine.history_store import HistoryStore
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (40 * 1024, 40 * 1024))
store = HistoryStore(Path(sys.argv[1]))
for number in range(20_000):
    if not store.record(CLAUDE, look(number * 5, number % 97), OWNER):
        print(number)
        break
"""


@POSIX
def test_a_full_disk_costs_the_sample_and_leaves_the_file_whole(bed: Bed) -> None:
    root = Path(__file__).parents[2]
    command = [sys.executable, "-c", FULL_DISK, str(bed.path)]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    kept = int(done.stdout)
    assert kept > 10
    assert bed.raw("PRAGMA integrity_check") == [("ok",)]
    assert bed.raw("SELECT count(*) FROM run") == [(kept,)]
    assert bed.keep(200_000, 1.0)


@pytest.mark.parametrize("damage", ["text", "torn"])
def test_a_corrupt_file_is_set_aside_once_and_a_new_one_begins(bed: Bed, caplog: pytest.LogCaptureFixture, damage: str) -> None:
    bed.fill(400)
    raw = bed.path.read_bytes()
    bed.path.write_bytes(b"not a database at all" * 500 if damage == "text" else raw[:100] + b"\xff" * (len(raw) - 100))
    assert bed.store.recent(CLAUDE, "session", START) == ()
    with pytest.raises(HistoryUnreadableError):
        list(bed.store.samples())
    assert bed.keep(500, 41.0)
    assert bed.keep(505, 42.0)
    assert [run.used_percent for run in bed.runs()] == [41.0, 42.0]
    assert bed.store.set_aside is not None
    assert bed.store.set_aside.name == "history.db.bad"
    notices = [record.getMessage() for record in caplog.records if record.levelno == logging.WARNING]
    assert notices == ["the history could not be read. It is kept as history.db.bad; a new one has begun"]
    caplog.clear()


def test_a_file_whose_tables_are_described_in_no_text_is_set_aside_too(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    bed.keep(0, 10.0)
    spoilt = bed.path.read_bytes().replace(b"CREATE TABLE owner(account", b"CREATE TABLE `\xef\xef\xef\xef(account")
    bed.path.write_bytes(spoilt)
    for log in ("-wal", "-shm"):
        bed.path.with_name(bed.path.name + log).unlink(missing_ok=True)
    bed.store = HistoryStore(bed.path, busy_seconds=0.05)  # a new start
    assert bed.runs() == ()
    with pytest.raises(HistoryUnreadableError):
        list(bed.store.samples())
    assert bed.keep(1, 20.0)
    assert [run.used_percent for run in bed.runs()] == [20.0]
    assert bed.store.set_aside is not None
    assert bed.store.set_aside.read_bytes() == spoilt
    assert [record.levelname for record in caplog.records if record.levelname == "WARNING"] == ["WARNING"]
    caplog.clear()


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE run SET until = 'soon'",
        "UPDATE run SET used_percent = 9e999",
        "UPDATE run SET resets_at = 1e300",
        "UPDATE run SET until = 9000000000000000000",
        "UPDATE owner SET identity = '[1]'",
        "UPDATE owner SET since = 'ever'",
        "UPDATE series SET window_id = x'ff' WHERE window_id = 'other'",
        "PRAGMA user_version = -7",
        "PRAGMA user_version = 0",
    ],
)
def test_a_row_that_nobody_can_have_written_means_a_corrupt_file(bed: Bed, caplog: pytest.LogCaptureFixture, spoil: str) -> None:
    bed.keep(0, 10.0)
    bed.keep(0, 10.0, name="other")
    bed.raw(spoil)
    bed.runs()
    bed.store.recent(CLAUDE, "session", START)
    bed.store.series()
    with contextlib.suppress(HistoryUnreadableError):
        list(bed.store.samples())
    for minute in (60 * 26, 60 * 27):  # a day later all of it is looked through
        assert bed.keep(minute, 20.0, resets_at=None)
    assert [run.used_percent for run in bed.runs()][-1:] == [20.0]
    assert bed.store.set_aside is not None
    assert [record.levelname for record in caplog.records if record.levelno >= logging.WARNING] == ["WARNING"]
    caplog.clear()


def test_a_file_that_another_process_has_replaced_meanwhile_is_left_alone(bed: Bed) -> None:
    bed.keep(0, 10.0)
    assert history_file.set_aside_if_corrupt(bed.path) is None
    assert len(bed.runs()) == 1


@pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open: see the next test")
def test_a_log_of_the_corrupt_file_goes_with_it_and_is_not_replayed_into_the_new_one(bed: Bed) -> None:
    bed.fill(400)
    with contextlib.closing(sqlite3.connect(bed.path)) as other:
        other.execute("SELECT count(*) FROM run").fetchall()
        bed.keep(401, 7.0)
        raw = bed.path.read_bytes()
        bed.path.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))
        target = history_file.set_aside_if_corrupt(bed.path)
    assert target is not None
    assert target.with_name("history.db.bad-wal").exists()
    assert not bed.path.with_name("history.db-wal").exists()
    assert bed.keep(500, 11.0)
    assert [run.used_percent for run in bed.runs()] == [11.0]


@pytest.mark.skipif(os.name != "nt", reason="elsewhere an open file can be moved")
def test_a_corrupt_file_that_is_open_elsewhere_is_set_aside_once_it_is_closed(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    bed.fill(400)
    bed.path.write_bytes(b"no database" * 2_000)
    with bed.path.open("rb"):
        assert not bed.keep(500, 1.0)
    assert bed.keep(505, 2.0)
    assert bed.store.set_aside is not None
    caplog.clear()


@POSIX
def test_a_move_that_fails_half_way_leaves_the_log_where_it_belongs(bed: Bed) -> None:
    bed.fill(400)
    raw = bed.path.read_bytes()
    bed.path.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))
    journal, blocked = bed.path.with_name("history.db-wal"), bed.path.with_name("history.db-shm")
    journal.write_bytes(b"a log")
    blocked.mkdir()  # cannot be removed as a file
    with pytest.raises(OSError, match=r"history\.db-shm"):
        history_file.set_aside_if_corrupt(bed.path)
    assert journal.read_bytes() == b"a log"
    assert bed.path.exists()


def test_the_daily_check_finds_what_no_query_has_met(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    bed.fill(4_000)
    raw = bed.path.read_bytes()
    pages = len(raw) // 4096
    middle = 4096 * (pages // 2)
    bed.path.write_bytes(raw[:middle] + b"\xff" * 4096 + raw[middle + 4096 :])
    assert bed.keep(5, 5.0)
    aside = bed.path.with_name("history.db.bad")
    assert not aside.exists(), "an ordinary look reads few pages"
    assert bed.keep(25 * 60, 6.0)
    assert aside.exists()
    assert [run.used_percent for run in bed.runs()] == [6.0]
    caplog.clear()


def test_a_file_of_a_newer_version_is_left_alone(bed: Bed) -> None:
    bed.keep(0, 10.0)
    bed.raw("PRAGMA user_version = 99")
    before = bed.path.read_bytes()
    assert not bed.keep(5, 11.0)
    assert bed.store.recent(CLAUDE, "session", START) == ()
    assert bed.store.series() == ()
    with pytest.raises(HistoryUnreadableError, match="99"):
        list(bed.store.samples())
    assert bed.path.read_bytes() == before


def test_a_migration_keeps_what_is_there_and_one_that_fails_changes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "some.db"
    first, second = ("CREATE TABLE figure(one)",), ("ALTER TABLE figure ADD COLUMN two", "UPDATE figure SET two = one + 1")
    with history_file.opened(path, (first,)) as connection:
        connection.execute("INSERT INTO figure VALUES(1)")
    with pytest.raises(sqlite3.Error), history_file.opened(path, (first, (*second, "nonsense"))):
        pytest.fail("a failed migration must not hand out a connection")
    with history_file.opened(path, (first,)) as connection:
        assert connection.execute("SELECT * FROM figure").fetchall() == [(1,)]
    with history_file.opened(path, (first, second)) as connection:
        assert connection.execute("SELECT * FROM figure").fetchall() == [(1, 2)]
