"""The past of every window, in one SQLite file that all our processes share. Blocking: a few milliseconds a call.

A write never raises: a full disk or a locked file costs the sample and one line in the log. Readers are never blocked (WAL).
Nothing secret or personal is kept: figures, times, and whose they are as the salted hashes that the state has too.
"""

from __future__ import annotations

import contextlib
import json
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from usagebar_qt.domain import history as policy
from usagebar_qt.domain.history import Run, Step, Thinning, moment_of, seconds_of
from usagebar_qt.domain.models import AccountId, WindowKind
from usagebar_qt.engine import history_file as file
from usagebar_qt.engine.history_rows import identity_of, is_corrupt, number_of, run_of, runs_of, word_of
from usagebar_qt.engine.identity import Match, compare

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from usagebar_qt.domain.models import QuotaWindow, UsageSnapshot

log = logging.getLogger(__name__)

BEGINNING = 0
END = 2**62
GIVEN_BACK_PAGES = 256
"""Pages (of 4 KiB) that one thinning returns to the disk at the most."""


class HistoryUnreadableError(Exception):
    """The file is there and cannot be read; the text says why."""


class Samples(Protocol):
    """Where the one road to a provider leaves what it found."""

    def record(self, account_id: AccountId, snapshot: UsageSnapshot, identity: Mapping[str, str]) -> bool:
        """Blocking. Never raises; False where the sample is lost."""


class NoSamples:
    """Keeps nothing."""

    def record(self, account_id: AccountId, snapshot: UsageSnapshot, identity: Mapping[str, str]) -> bool:  # noqa: ARG002
        """Nothing to lose."""
        return True


@dataclass(frozen=True, slots=True)
class Series:
    """One window with a past; it may be gone from the plan today."""

    account_id: AccountId
    window_id: str
    kind: WindowKind
    scope: str | None


class Sample(NamedTuple):
    """A run with its window, for the export."""

    account: str
    window: str
    run: Run


class HistoryStore:
    """Writes samples and reads runs; safe from any thread. Holds no connection between calls, but where it was told to."""

    def __init__(self, path: Path, *, busy_seconds: float = file.BUSY_SECONDS) -> None:
        self.path = path
        self._busy_seconds = busy_seconds
        self.set_aside: Path | None = None
        """Where a corrupt file was put by this process; None: there was none."""
        self._trouble = ""
        self._kept: file.KeptConnection | None = None

    def keep_open(self) -> None:
        """For a program that goes on, and calls `close` when nothing has come for a while."""
        self._kept = file.KeptConnection()

    def close(self) -> None:
        """Holds no file any more, until the next call."""
        if self._kept is not None:
            self._kept.close()

    @property
    def _connect(self) -> file.Connect:
        return file.connected if self._kept is None else self._kept.connected

    # -- writing ----------------------------------------------------------------------------------------------------
    def record(self, account_id: AccountId, snapshot: UsageSnapshot, identity: Mapping[str, str]) -> bool:
        """Adds what changed since the last look. `identity`: salted hashes, as the state has them. Never raises."""

        def write() -> None:
            self._write(account_id, snapshot, identity)

        return self._done(write)

    def forget(self, account_id: AccountId) -> bool:
        """Drops an account's whole past, of former owners too: it was removed. Never raises; False where it is still there."""

        def drop() -> None:
            if self.path.exists():
                with self._opened() as connection, file.transaction(connection):
                    of_account = "(SELECT id FROM series WHERE account = ?)"
                    connection.execute(f"DELETE FROM run WHERE series IN {of_account}", (str(account_id),))  # noqa: S608
                    for table in ("series", "owner"):
                        connection.execute(f"DELETE FROM {table} WHERE account = ?", (str(account_id),))  # noqa: S608

        return self._done(drop)

    def _done(self, write: Callable[[], None]) -> bool:
        import sqlite3

        try:
            try:
                write()
            except sqlite3.Error as error:
                if not is_corrupt(error) or not self._begin_anew():
                    raise
                write()
        except (sqlite3.Error, OSError, file.NewerFileError, ValueError, OverflowError) as error:
            # The last two: upstream's words and numbers may be anything, half a surrogate or a year 99999 too.
            self._note(f"{type(error).__name__}: {error}" if isinstance(error, sqlite3.Error) else type(error).__name__)
            return False
        self._note("")
        return True

    def _note(self, trouble: str) -> None:
        """Failed once, recovered once: a full disk must not fill the log too."""
        if trouble and not self._trouble:
            log.info("the history cannot be written: %s", trouble)
        elif self._trouble and not trouble:
            log.info("the history can be written again")
        self._trouble = trouble

    def _begin_anew(self) -> bool:
        """Sets a corrupt file aside and says so once."""
        target = file.set_aside_if_corrupt(self.path)
        if target is not None:
            self.set_aside = target
            log.warning("the history could not be read. It is kept as %s; a new one has begun", target.name)
        return target is not None or not self.path.exists()

    def _write(self, account_id: AccountId, snapshot: UsageSnapshot, identity: Mapping[str, str]) -> None:
        now = seconds_of(snapshot.fetched_at)
        with self._opened() as connection:
            with file.transaction(connection):
                _note_owner(connection, str(account_id), identity, now)
                _add(connection, str(account_id), snapshot.windows, now)
            if policy.thinning(now, _noted(connection, "thinned")) is not Thinning.NOT_YET:
                _thin(connection, now)

    def _opened(self) -> AbstractContextManager[sqlite3.Connection]:
        return file.opened(self.path, busy=self._busy_seconds, connect=self._connect)

    def fill(self, past: Mapping[Series, Sequence[Run]]) -> None:
        """Puts a whole past in at once: the demo's. Raises `sqlite3.Error`, `OSError`."""
        with self._opened() as connection, file.transaction(connection):
            for series, runs in past.items():
                number = _series(connection, str(series.account_id), series.window_id, series.kind, series.scope)
                connection.executemany("INSERT OR REPLACE INTO run VALUES(?, ?, ?, ?, ?)", [(number, *run) for run in runs])

    # -- reading ----------------------------------------------------------------------------------------------------
    def recent(self, account_id: AccountId, window_id: str, since: datetime) -> tuple[tuple[datetime, float], ...]:
        """Moments and percentages from `since` on, in order of time: both ends of every stretch without a change, so that a pause
        in the work is seen as one. Only of the account's present owner. Empty where nothing is known. Never raises."""
        start = seconds_of(since)
        points: list[tuple[datetime, float]] = []
        for run in self.runs(account_id, window_id, since):
            ends = (max(run.at, start), run.until)
            points += [(moment_of(end), run.used_percent) for end in dict.fromkeys(ends)]
        return tuple(points)

    def runs(
        self, account_id: AccountId, window_id: str, since: datetime, until: datetime | None = None, *, step: int = 0
    ) -> tuple[Run, ...]:
        """Runs that reach into the time between, in order, of the account's present owner. Never raises.

        `step`: seconds that are one point for whoever draws them; the runs of one such stretch, without a reset in it, then come as
        one with their highest figure. 90 days of looks every five minutes are read three times as fast that way (tests/bench)."""
        last = END if until is None else seconds_of(until)
        try:
            with _reading(self.path, self._connect) as connection:
                if connection is None:
                    return ()
                row = connection.execute(
                    "SELECT id, (SELECT since FROM owner WHERE owner.account = series.account) FROM series"
                    " WHERE account = ? AND window_id = ?",
                    (str(account_id), window_id),
                ).fetchone()
                if row is None:
                    return ()
                start = max(seconds_of(since), number_of(row[1] or BEGINNING))
                return _runs(connection, number_of(row[0]), start, last, step)
        except HistoryUnreadableError as error:
            log.info("the history cannot be read: %s", error)
            return ()

    def pasts(self, account_id: AccountId, since: Mapping[str, datetime]) -> Mapping[str, tuple[Run, ...]]:
        """The runs of several windows at once, each from its own moment on: to open the file takes longer than to read a window.
        Never raises."""
        try:
            with _reading(self.path, self._connect) as connection:
                if connection is None:
                    return {}
                rows = connection.execute(
                    "SELECT window_id, id, (SELECT since FROM owner WHERE owner.account = series.account) FROM series"
                    " WHERE account = ?",
                    (str(account_id),),
                ).fetchall()
                return {
                    name: _runs(connection, number_of(number), max(seconds_of(since[name]), number_of(owned or BEGINNING)), END, 0)
                    for name, number, owned in rows
                    if name in since
                }
        except HistoryUnreadableError as error:
            log.info("the history cannot be read: %s", error)
            return {}

    def series(self) -> tuple[Series, ...]:
        """Every window with a past, in the order in which they were first seen. Never raises."""
        try:
            with _reading(self.path, self._connect) as connection:
                if connection is None:
                    return ()
                rows = connection.execute("SELECT account, window_id, kind, scope FROM series ORDER BY id")
                return tuple(_series_of(row) for row in rows)
        except HistoryUnreadableError as error:
            log.info("the history cannot be read: %s", error)
            return ()

    def samples(self, since: datetime | None = None) -> Generator[Sample]:
        """Everything that is kept, of former owners too, window by window. Raises `HistoryUnreadableError`."""
        start = BEGINNING if since is None else seconds_of(since)
        with _reading(self.path, file.connected) as connection:  # its own: whoever takes them one by one may stop amid them
            if connection is None:
                return
            rows = connection.execute(
                "SELECT account, window_id, at, until, used_percent, resets_at FROM run JOIN series ON series.id = run.series"
                " WHERE until >= ? ORDER BY account, window_id, at",
                (start,),
            )
            for account, window_id, *run in rows:
                yield Sample(word_of(account), word_of(window_id), run_of(tuple(run)))


@contextlib.contextmanager
def _reading(path: Path, connect: file.Connect) -> Iterator[sqlite3.Connection | None]:
    """A connection for reading, or None; what goes wrong comes out as `HistoryUnreadableError`."""
    import sqlite3

    try:
        with file.opened_for_reading(path, connect=connect) as connection:
            yield connection
    except (sqlite3.Error, OSError, file.NewerFileError, UnicodeDecodeError) as error:
        raise HistoryUnreadableError(f"{type(error).__name__}: {error}") from None


def _series_of(row: tuple[Any, ...]) -> Series:
    account, name, kind, scope = row
    return Series(AccountId.parse(word_of(account)), word_of(name), _kind(word_of(kind)), scope)


def _kind(text: str) -> WindowKind:
    """A kind that a newer version has written is some other kind to this one."""
    try:
        return WindowKind(text)
    except ValueError:
        return WindowKind.OTHER


_REACHING_IN = (
    " FROM run WHERE series = :series AND at <= :until AND until >= :since AND at >="
    " coalesce((SELECT max(at) FROM run WHERE series = :series AND at <= :since), :since)"
)
_EACH = "SELECT at, until, used_percent, resets_at" + _REACHING_IN + " ORDER BY at"
_BY_STEP = (
    "SELECT min(at), max(until), max(used_percent), resets_at" + _REACHING_IN + " GROUP BY at / :step, resets_at ORDER BY min(at)"
)


def _runs(connection: sqlite3.Connection, series: int, since: int, until: int, step: int) -> tuple[Run, ...]:
    rows = connection.execute(_BY_STEP if step else _EACH, {"series": series, "since": since, "until": until, "step": step})
    return policy.in_order(runs_of(rows.fetchall()))


def _note_owner(connection: sqlite3.Connection, account: str, identity: Mapping[str, str], now: int) -> None:
    """Another owner's past is kept, and no longer shown."""
    row = connection.execute("SELECT identity, since FROM owner WHERE account = ?", (account,)).fetchone()
    noted = identity_of(row[0]) if row else {}
    changed = compare(noted, identity) in (Match.CHANGED, Match.OTHER_ACCOUNT)
    since = now if changed else number_of(row[1]) if row else BEGINNING
    known = dict(identity) if changed else noted | dict(identity)
    if row is None or changed or known != noted:
        text = json.dumps(known, sort_keys=True)
        connection.execute("INSERT OR REPLACE INTO owner VALUES(?, ?, ?)", (account, text, since))


def _series(connection: sqlite3.Connection, account: str, window_id: str, kind: WindowKind, scope: str | None) -> int:
    """The number under which a window's runs are kept."""
    key, words = (account, window_id), (kind.value, scope)
    found = connection.execute("SELECT id, kind, scope FROM series WHERE account = ? AND window_id = ?", key).fetchone()
    if found is None:
        connection.execute("INSERT INTO series(account, window_id, kind, scope) VALUES(?, ?, ?, ?)", (*key, *words))
        (number,) = connection.execute("SELECT last_insert_rowid()").fetchone()
        return int(number)
    if found[1:] != words:
        connection.execute("UPDATE series SET kind = ?, scope = ? WHERE id = ?", (*words, found[0]))
    return number_of(found[0])


_KNOWN = (
    "SELECT window_id, kind, scope, id, at, until, used_percent, resets_at FROM series LEFT JOIN run ON run.series = series.id"
    " AND at = (SELECT max(at) FROM run WHERE run.series = series.id AND at <= ?) WHERE account = ?"
)
"""Of all windows of an account the run that began last: one question for all, since each lets other threads run meanwhile."""


def _add(connection: sqlite3.Connection, account: str, windows: Sequence[QuotaWindow], now: int) -> None:
    known = {row[0]: row[1:] for row in connection.execute(_KNOWN, (now, account)).fetchall()}
    begun: list[tuple[int, Run]] = []
    for window in windows:
        resets_at = seconds_of(window.resets_at) if window.resets_at is not None else None
        new = Run(now, now, round(window.used_percent, 3), resets_at)
        kind, scope, number, *row = known.get(window.id, (None, None, None, None))
        if kind != window.kind.value or scope != window.scope:
            number = _series(connection, account, window.id, window.kind, window.scope)
        last = run_of(tuple(row)) if row[0] is not None else None
        step = policy.follow(last, new)
        if step is Step.SAME and last is not None:
            connection.execute("UPDATE run SET until = ? WHERE series = ? AND at = ?", (now, number_of(number), last.at))
        elif step is not Step.KNOWN:
            begun.append((number_of(number), new))
    connection.executemany("INSERT OR REPLACE INTO run VALUES(?, ?, ?, ?, ?)", [(number, *run) for number, run in begun])


def _noted(connection: sqlite3.Connection, name: str) -> int | None:
    row = connection.execute("SELECT value FROM note WHERE name = ?", (name,)).fetchone()
    return number_of(row[0]) if row else None


def _thin(connection: sqlite3.Connection, now: int) -> None:
    """Once a day: looks whether the file is whole, thins window by window in short transactions, keeps the whole bounded."""
    file.check(connection)
    if policy.thinning(now, _noted(connection, "thinned")) is Thinning.DUE:
        for (series,) in connection.execute("SELECT id FROM series").fetchall():
            with file.transaction(connection):
                _thin_series(connection, series, now)
        with file.transaction(connection):
            (count,) = connection.execute("SELECT count(*) FROM run").fetchone()
            connection.execute(
                "DELETE FROM run WHERE (series, at) IN (SELECT series, at FROM run ORDER BY at LIMIT ?)",
                (max(0, count - policy.LARGEST_RUNS),),
            )
        connection.executescript(f"PRAGMA incremental_vacuum({GIVEN_BACK_PAGES})")  # `execute` would give back a single page
    with file.transaction(connection):
        connection.execute("INSERT OR REPLACE INTO note VALUES('thinned', ?)", (now,))


def _thin_series(connection: sqlite3.Connection, series: int, now: int) -> None:
    old = [
        run_of(row)
        for row in connection.execute(
            "SELECT at, until, used_percent, resets_at FROM run WHERE series = ? AND at < ? ORDER BY at",
            (series, now - policy.TIERS[0][0]),
        )
    ]
    kept = policy.thinned(old, now)
    before, after = set(old), set(kept)
    connection.executemany("DELETE FROM run WHERE series = ? AND at = ?", [(series, run.at) for run in before - after])
    connection.executemany("INSERT OR REPLACE INTO run VALUES(?, ?, ?, ?, ?)", [(series, *run) for run in after - before])
