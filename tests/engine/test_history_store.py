"""The past of every window, as chart, forecast and export find it."""

from __future__ import annotations

import contextlib
import logging
import sqlite3
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from tests.engine.history_bed import CLAUDE, MINUTE, OWNER, RESET, Bed, look
from tests.fakes import START
from usagebar_qt.domain.history import DAY, Run, moment_of, seconds_of
from usagebar_qt.domain.models import AccountId, UsageSnapshot, WindowKind
from usagebar_qt.engine.history_store import HistoryStore, Series


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path)


def test_without_a_history_there_is_nothing_and_no_file_is_made(bed: Bed) -> None:
    assert bed.store.recent(CLAUDE, "session", START) == ()
    assert bed.store.series() == ()
    assert list(bed.store.samples()) == []
    assert not bed.path.exists()


def test_a_figure_that_stays_is_one_run_and_a_change_begins_another(bed: Bed) -> None:
    for minutes, used in ((0, 10.0), (5, 10.0), (10, 10.0), (15, 12.5)):
        assert bed.keep(minutes, used)
    at = seconds_of(START)
    reset = seconds_of(RESET)
    assert bed.runs() == (Run(at, at + 600, 10.0, reset), Run(at + 900, at + 900, 12.5, reset))


def test_recent_shows_both_ends_of_a_pause_in_the_work(bed: Bed) -> None:
    for minutes, used in ((0, 10.0), (60, 10.0), (65, 12.0)):
        bed.keep(minutes, used)
    assert bed.store.recent(CLAUDE, "session", START) == (
        (START, 10.0),
        (START + 60 * MINUTE, 10.0),
        (START + 65 * MINUTE, 12.0),
    )


def test_recent_begins_at_the_asked_moment_with_the_figure_that_held_then(bed: Bed) -> None:
    for minutes, used in ((0, 10.0), (60, 10.0), (65, 12.0)):
        bed.keep(minutes, used)
    since = START + 30 * MINUTE
    assert bed.store.recent(CLAUDE, "session", since)[0] == (since, 10.0)
    assert bed.store.recent(CLAUDE, "session", START + 61 * MINUTE) == ((START + 65 * MINUTE, 12.0),)


def test_a_reset_begins_a_run_even_where_the_figure_is_the_same(bed: Bed) -> None:
    bed.keep(0, 0.0)
    bed.keep(5, 0.0, resets_at=RESET + timedelta(hours=5))
    assert len(bed.runs()) == 2


def test_several_windows_are_kept_apart_and_described(bed: Bed) -> None:
    bed.keep(0, 10.0)
    bed.keep(0, 40.0, name="weekly:fable")
    assert bed.store.series() == (
        Series(CLAUDE, "session", WindowKind.SESSION, None),
        Series(CLAUDE, "weekly:fable", WindowKind.WEEKLY_SCOPED, "Fable"),
    )
    assert [run.used_percent for run in bed.store.runs(CLAUDE, "weekly:fable", START)] == [40.0]


def test_another_owners_past_is_no_longer_shown_but_still_exported(bed: Bed) -> None:
    bed.keep(0, 80.0)
    bed.store.record(CLAUDE, look(10, 3.0), {"uuid:account": "bb", "secret": "s2"})
    assert bed.store.recent(CLAUDE, "session", START) == ((START + 10 * MINUTE, 3.0),)
    assert [sample.run.used_percent for sample in bed.store.samples()] == [80.0, 3.0]


def test_a_renewed_token_of_the_same_account_keeps_its_past(bed: Bed) -> None:
    bed.keep(0, 10.0)
    bed.store.record(CLAUDE, look(10, 12.0), {"uuid:account": "aa", "secret": "s2"})
    bed.store.record(CLAUDE, look(20, 13.0), {"secret": "s2"})
    assert [figure for _, figure in bed.store.recent(CLAUDE, "session", START)] == [10.0, 12.0, 13.0]


def test_a_removed_account_leaves_no_past_and_the_others_keep_theirs(bed: Bed) -> None:
    work = AccountId("claude", "work")
    bed.keep(0, 10.0)
    bed.store.record(work, look(0, 20.0), OWNER)
    bed.store.record(work, look(5, 30.0), {"uuid:account": "bb"})
    assert bed.store.forget(work)
    assert [sample.account for sample in bed.store.samples()] == ["claude"]
    assert [series.account_id for series in bed.store.series()] == [CLAUDE]
    assert bed.store.record(work, look(10, 40.0), OWNER)
    assert bed.store.recent(work, "session", START) == ((START + 10 * MINUTE, 40.0),)


def test_there_is_nothing_to_forget_where_there_is_no_history(bed: Bed) -> None:
    assert bed.store.forget(CLAUDE)
    assert not bed.path.exists()


def test_the_file_is_in_wal_mode_and_a_reader_does_not_stop_the_writer(bed: Bed) -> None:
    bed.keep(0, 10.0)
    reading = bed.store.samples()
    next(reading)
    assert bed.keep(5, 11.0)
    reading.close()
    assert bed.raw("PRAGMA journal_mode") == [("wal",)]


def test_a_writer_does_not_stop_a_reader(bed: Bed) -> None:
    bed.keep(0, 10.0)
    with contextlib.closing(sqlite3.connect(bed.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM run")
        assert len(bed.runs()) == 1
        other.execute("ROLLBACK")


def test_a_locked_file_costs_the_sample_and_one_line_in_the_log(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    bed.keep(0, 10.0)
    with contextlib.closing(sqlite3.connect(bed.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert [bed.keep(5, 11.0), bed.keep(10, 12.0)] == [False, False]
        other.execute("ROLLBACK")
    assert bed.keep(15, 13.0)
    assert [record.getMessage() for record in caplog.records] == [
        "the history cannot be written: OperationalError: database is locked",
        "the history can be written again",
    ]


def test_a_folder_that_cannot_be_made_costs_the_sample_only(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    store = HistoryStore(tmp_path / "data" / "history.db")
    assert not store.record(CLAUDE, look(0, 10.0), OWNER)
    assert store.recent(CLAUDE, "session", START) == ()


@pytest.mark.parametrize("hostile", [{"scope": "half a surrogate \ud800"}, {"used_percent": 1e300}, {"scope": "\x00" * 64}])
def test_what_upstream_may_send_never_raises(bed: Bed, hostile: dict[str, object]) -> None:
    (window,) = look(0, 10.0).windows
    odd = UsageSnapshot(START, windows=(replace(window, **hostile),))  # type: ignore[arg-type]
    assert bed.store.record(CLAUDE, odd, OWNER) in (True, False)
    assert bed.keep(5, 11.0)


def test_old_runs_are_thinned_a_day_later_and_the_window_of_a_week_is_not(bed: Bed) -> None:
    bed.keep(0, 1.0)
    (series,) = bed.raw("SELECT id FROM series")[0]
    start = seconds_of(START)
    old = [(series, start - 30 * DAY + step * 300, start - 30 * DAY + step * 300, step % 50, None) for step in range(1_000)]
    young = [(series, start - 6 * DAY + step * 300, start - 6 * DAY + step * 300, step % 50, None) for step in range(500)]
    ancient = [(series, start - 500 * DAY, start - 500 * DAY, 5.0, None)]
    with contextlib.closing(sqlite3.connect(bed.path)) as connection, connection:
        connection.executemany("INSERT INTO run VALUES(?, ?, ?, ?, ?)", [*old, *young, *ancient])
    assert bed.keep(24 * 60, 2.0)
    runs = bed.runs()
    assert runs[0].at >= start - 30 * DAY
    assert sum(run.at < start - 8 * DAY for run in runs) in range(300, 370)
    assert sum(start - 6 * DAY <= run.at < start for run in runs) == 500
    assert all(one.at < other.at for one, other in pairwise(runs))


def test_the_size_is_bounded_by_dropping_the_oldest(bed: Bed) -> None:
    bed.keep(0, 1.0)
    (series,) = bed.raw("SELECT id FROM series")[0]
    start = seconds_of(START)
    with contextlib.closing(sqlite3.connect(bed.path)) as connection, connection:
        many = ((series, start - 400_100 + number, start - 400_100 + number, float(number % 3), None) for number in range(400_100))
        connection.executemany("INSERT INTO run VALUES(?, ?, ?, ?, ?)", many)
    assert bed.keep(24 * 60, 2.0)
    ((count, oldest),) = bed.raw("SELECT count(*), min(at) FROM run")
    assert count == 400_000
    assert oldest == start - 400_100 + 102


def test_room_that_thinning_made_is_given_back_to_the_disk(bed: Bed) -> None:
    bed.keep(0, 1.0)
    end = seconds_of(START) - 10 * DAY
    runs = tuple(Run(end - 60 * number, end - 60 * number, float(number % 90), None) for number in range(20_000, 0, -1))
    bed.store.fill({Series(CLAUDE, "session", WindowKind.SESSION, None): runs})
    before = bed.path.stat().st_size
    assert bed.keep(24 * 60, 2.0)
    assert bed.path.stat().st_size < before / 2


def test_a_clock_that_went_back_makes_no_run_reach_into_another(bed: Bed) -> None:
    bed.keep(60, 20.0)
    bed.keep(70, 20.0)
    bed.keep(65, 30.0)
    bed.keep(10, 5.0)
    runs = bed.runs()
    assert [run.used_percent for run in runs] == [5.0, 20.0, 30.0]
    assert all(one.until <= other.at for one, other in pairwise(runs))


def test_runs_by_step_keep_peaks_resets_and_what_was_seen(bed: Bed) -> None:
    for minutes, used in ((0, 10.0), (5, 20.0), (10, 30.0), (65, 35.0)):
        bed.keep(minutes, used)
    bed.keep(70, 2.0, resets_at=RESET + timedelta(hours=5))
    runs = bed.store.runs(CLAUDE, "session", START, step=3_600)
    assert [(run.at - seconds_of(START), run.until - seconds_of(START), run.used_percent) for run in runs] == [
        (0, 600, 30.0),
        (3_900, 3_900, 35.0),
        (4_200, 4_200, 2.0),
    ]


def test_runs_end_where_they_are_asked_to(bed: Bed) -> None:
    for minutes, used in ((0, 10.0), (60, 20.0), (120, 30.0)):
        bed.keep(minutes, used)
    assert [run.used_percent for run in bed.store.runs(CLAUDE, "session", START, START + 61 * MINUTE)] == [10.0, 20.0]


def test_the_export_begins_at_the_asked_moment(bed: Bed) -> None:
    for minutes, used in ((0, 10.0), (60, 20.0), (65, 30.0)):
        bed.keep(minutes, used)
    since = START + 30 * MINUTE
    assert [sample.run.used_percent for sample in bed.store.samples(since)] == [20.0, 30.0]
    assert moment_of(seconds_of(since)) == since
