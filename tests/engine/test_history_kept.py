"""The history's file stays open while calls follow each other: what others do to it is seen all the same, and it is let go."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from tests.engine.history_bed import CLAUDE, OWNER, Bed, look
from tests.fakes import START
from usagebar_qt.engine import history_file
from usagebar_qt.engine.history_store import HistoryStore

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE = 30.0


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    bed = Bed(tmp_path)
    bed.store.keep_open()
    return bed


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every file that SQLite opens."""
    files: list[str] = []
    connect = sqlite3.connect

    def note(name: str, **more: object) -> sqlite3.Connection:
        files.append(name)
        return connect(name, **more)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(sqlite3, "connect", note)
    return files


def figures(bed: Bed) -> list[float]:
    return [run.used_percent for run in bed.runs()]


def test_calls_that_follow_each_other_open_the_file_once(bed: Bed, opened: list[str]) -> None:
    bed.keep(0, 10.0)
    made = len(opened)
    for number in range(1, 20):
        assert bed.keep(number * 5, float(number))
        assert len(bed.runs()) == number + 1
        assert len(bed.store.series()) == 1
    assert len(opened) == made


def test_it_is_let_go_and_opened_again(bed: Bed, opened: list[str]) -> None:
    bed.keep(0, 10.0)
    bed.store.close()
    assert not bed.path.with_name("history.db-wal").exists(), "the log is written back: the file is whole by itself"
    before = len(opened)
    assert figures(bed) == [10.0]
    bed.keep(5, 11.0)
    assert figures(bed) == [10.0, 11.0]
    assert len(opened) == before + 1


def test_who_was_not_told_to_keep_it_open_holds_nothing(tmp_path: Path) -> None:
    bed = Bed(tmp_path)
    bed.keep(0, 10.0)
    assert not bed.path.with_name("history.db-wal").exists()
    bed.store.close()  # nothing to close


def test_what_another_process_writes_is_seen(bed: Bed) -> None:
    bed.keep(0, 10.0)
    other = HistoryStore(bed.path)
    assert other.record(CLAUDE, look(5, 11.0), OWNER)
    assert figures(bed) == [10.0, 11.0]
    bed.keep(10, 12.0)
    assert [run.used_percent for run in other.runs(CLAUDE, "session", START)] == [10.0, 11.0, 12.0]


@pytest.mark.skipif(os.name == "nt", reason="Windows moves no file that is open")
def test_a_file_that_has_gone_or_was_replaced_is_noticed_at_the_next_call(bed: Bed, tmp_path: Path) -> None:
    bed.keep(0, 10.0)
    bed.path.rename(tmp_path / "moved.db")
    bed.path.with_name("history.db-wal").unlink()
    bed.path.with_name("history.db-shm").unlink()
    assert figures(bed) == []
    assert bed.keep(5, 20.0)
    assert figures(bed) == [20.0]
    another = Bed(tmp_path / "another")
    another.keep(0, 30.0)
    another.path.replace(bed.path)
    for suffix in ("-wal", "-shm"):
        bed.path.with_name(f"history.db{suffix}").unlink()
    assert figures(bed) == [30.0]


def test_a_corrupt_file_is_let_go_before_it_is_set_aside(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    bed.fill(400)
    bed.store.close()
    raw = bed.path.read_bytes()
    bed.path.write_bytes(raw[:100] + b"\xff" * (len(raw) - 100))
    assert bed.store.recent(CLAUDE, "session", START) == ()
    assert bed.keep(500, 41.0)
    assert bed.keep(505, 42.0)
    assert figures(bed) == [41.0, 42.0]
    assert bed.store.set_aside is not None
    caplog.clear()


def test_a_newer_versions_file_is_left_alone_from_the_moment_it_is_one(bed: Bed) -> None:
    bed.keep(0, 10.0)
    bed.raw(f"PRAGMA user_version = {len(history_file.STEPS) + 1}")
    assert not bed.keep(5, 11.0)
    assert bed.runs() == ()
    bed.raw(f"PRAGMA user_version = {len(history_file.STEPS)}")
    assert bed.keep(5, 11.0)


def test_nobody_waits_for_whoever_uses_it(bed: Bed) -> None:
    bed.keep(0, 10.0)
    kept = history_file.KeptConnection()
    in_use, read = threading.Event(), threading.Event()
    first: list[object] = []

    def use() -> None:
        with kept.connected(bed.path) as connection:
            first.append(connection)
            in_use.set()
            read.wait(PATIENCE)

    thread = threading.Thread(target=use)
    thread.start()
    try:
        assert in_use.wait(PATIENCE)
        with kept.connected(bed.path) as connection:
            assert connection not in first
            assert connection.execute("SELECT count(*) FROM run").fetchone() == (1,)
    finally:
        read.set()
        thread.join()
    with kept.connected(bed.path) as connection:
        assert connection in first, "from another thread too"
    kept.close()


def test_after_any_trouble_it_begins_anew(bed: Bed) -> None:
    bed.keep(0, 10.0)
    kept = history_file.KeptConnection()
    with contextlib.suppress(ZeroDivisionError), kept.connected(bed.path) as broken:
        raise ZeroDivisionError
    with pytest.raises(sqlite3.ProgrammingError):
        broken.execute("SELECT 1")
    with kept.connected(bed.path) as connection:
        assert connection.execute("SELECT count(*) FROM run").fetchone() == (1,)
    kept.close()


def test_reading_never_leaves_it_unwritable(bed: Bed) -> None:
    bed.keep(0, 10.0)
    for number in range(1, 4):
        bed.runs()
        assert bed.keep(number * 5, 10.0 + number)
    assert figures(bed) == [10.0, 11.0, 12.0, 13.0]
