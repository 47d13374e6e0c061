"""The history's file: made with mode 0600, brought to the newest form, set aside where it is corrupt. SQLite in WAL mode.

Making, migrating and setting aside happen under a file lock; SQLite's own busy handling is enough for everything else.
"""

from __future__ import annotations

import contextlib
import os
import threading
from typing import TYPE_CHECKING

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.credentials.safe_file import place_of
from usagebar_qt.domain.ledger import LEDGER, Act
from usagebar_qt.engine.atomic_file import set_aside
from usagebar_qt.engine.history_rows import broken, is_corrupt, look_through

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from pathlib import Path

    Connect = Callable[[Path, float], AbstractContextManager[sqlite3.Connection]]

BUSY_SECONDS = 2.0
"""Another process's write takes milliseconds; its yearly worst, a thinning, tens of them."""
LOCK_SECONDS = 3.0
STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE owner(account TEXT PRIMARY KEY, identity TEXT NOT NULL, since INTEGER NOT NULL) WITHOUT ROWID",
        "CREATE TABLE series(id INTEGER PRIMARY KEY, account TEXT NOT NULL, window_id TEXT NOT NULL, kind TEXT NOT NULL,"
        " scope TEXT, UNIQUE(account, window_id))",
        "CREATE TABLE run(series INTEGER NOT NULL, at INTEGER NOT NULL, until INTEGER NOT NULL, used_percent REAL NOT NULL,"
        " resets_at INTEGER, PRIMARY KEY(series, at)) WITHOUT ROWID",
        "CREATE TABLE note(name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID",
    ),
)
"""From each `user_version` to the next. Never changed, only added to: files of every version are about."""


class NewerFileError(Exception):
    """The file was written by a newer version of this program; it is left alone."""


@contextlib.contextmanager
def connected(path: Path, busy: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
    """A connection of one's own, closed at the end."""
    with contextlib.closing(_connect(path, busy)) as connection:
        yield connection


class KeptConnection:
    """One connection for calls that follow each other, for whoever closes it when none has come for a while.

    To open and close the file takes twenty times as long as to write into it: whoever closes it last writes its log back (measured:
    1.1 ms of processor and two syncs of the disk for one sample, instead of 0.06 and none). Nobody waits here: who finds it in use
    has a connection of their own. A file that was put in its place, or that has gone, is noticed at each call.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connection: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None

    @contextlib.contextmanager
    def connected(self, path: Path, busy: float = BUSY_SECONDS) -> Iterator[sqlite3.Connection]:
        """Like the function of this name; from any thread."""
        if not self._lock.acquire(blocking=False):
            with connected(path, busy) as connection:
                yield connection
            return
        try:
            yield self._current(path, busy)
        except BaseException:  # begun anew after any trouble; and Windows moves no corrupt file that is open
            self._drop()
            raise
        finally:
            self._lock.release()

    def _current(self, path: Path, busy: float) -> sqlite3.Connection:
        if self._connection is not None and self._file != place_of(path):
            self._drop()
        if self._connection is None:
            self._connection = _connect(path, busy, any_thread=True)
            self._file = place_of(path)
        return self._connection

    def _drop(self) -> None:
        connection, self._connection, self._file = self._connection, None, None
        if connection is not None:
            connection.close()

    def close(self) -> None:
        """Lets the file go; the next call opens it again. Waits for a call that is under way, but not long."""
        if self._lock.acquire(timeout=BUSY_SECONDS):
            try:
                self._drop()
            finally:
                self._lock.release()


@contextlib.contextmanager
def opened(
    path: Path, steps: Sequence[Sequence[str]] = STEPS, busy: float = BUSY_SECONDS, connect: Connect = connected
) -> Iterator[sqlite3.Connection]:
    """For writing; made or migrated first where need be. `busy`: seconds to wait for another writer.

    Raises `sqlite3.Error`, `OSError`, `NewerFileError`."""
    if not path.exists():
        _make(path, steps)
    with connect(path, busy) as connection:
        version = _version(connection)
        if version > len(steps):
            raise NewerFileError(f"version {version}")
        if version == len(steps):
            yield connection
            return
    _make(path, steps)
    with connect(path, busy) as connection:
        yield connection


@contextlib.contextmanager
def opened_for_reading(
    path: Path, steps: Sequence[Sequence[str]] = STEPS, connect: Connect = connected
) -> Iterator[sqlite3.Connection | None]:
    """None where there is no history yet. Never waits for a writer. Raises `sqlite3.Error`, `OSError`, `NewerFileError`."""
    if not path.exists():
        yield None
        return
    with connect(path, BUSY_SECONDS) as connection:
        version = _version(connection)
        if version > len(steps):
            raise NewerFileError(f"version {version}")
        connection.execute("PRAGMA query_only = 1")
        try:
            yield connection if version == len(steps) else None
        finally:
            connection.execute("PRAGMA query_only = 0")  # whoever has it next may write


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing; waits for another writer at the beginning, and there alone."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has rolled back by itself
            connection.execute("ROLLBACK")
        raise


def check(connection: sqlite3.Connection) -> None:
    """Reads all of it. Raises `sqlite3.Error`, such that `is_corrupt` of it where the file is not whole."""
    if [row[0] for row in connection.execute("PRAGMA integrity_check(1)")] != ["ok"]:
        raise broken("the integrity check failed")
    if _version(connection):  # one that was only just begun has no tables yet
        look_through(connection)


def set_aside_if_corrupt(path: Path) -> Path | None:
    """Renames the file and its log, so that nothing is lost; None where it is whole: another process was faster."""
    import sqlite3

    with _locked(path):
        if not path.exists():
            return None
        try:
            with connected(path) as connection:
                check(connection)
                return None
        except sqlite3.Error as error:
            if not is_corrupt(error):
                return None
        # The log first: a new file beside an old log would be "recovered" from it.
        journal = path.with_name(f"{path.name}-wal")
        aside = path.with_name(f".{path.name}-wal.moving")
        is_logged = journal.exists()
        if is_logged:
            journal.replace(aside)
        try:
            path.with_name(f"{path.name}-shm").unlink(missing_ok=True)
            target = set_aside(path)
        except OSError:  # Windows moves no file that another process has open: once that one has closed it
            if is_logged:
                aside.replace(journal)
            raise
        if is_logged:
            aside.replace(target.with_name(f"{target.name}-wal"))
        return target


def _connect(path: Path, busy: float = BUSY_SECONDS, *, any_thread: bool = False) -> sqlite3.Connection:
    import sqlite3

    LEDGER.note(Act.FILE, str(path))
    connection = sqlite3.connect(str(path), timeout=busy, isolation_level=None, check_same_thread=not any_thread)
    try:
        connection.execute("PRAGMA cache_size = -512")  # KiB: a tray program is judged by its memory
        connection.execute("PRAGMA synchronous = NORMAL")  # with WAL a power cut may cost the last samples, never the file
        connection.execute("PRAGMA trusted_schema = 0")
    except UnicodeDecodeError:
        # SQLite quotes what it cannot read of the tables' description, and Python takes its words for UTF-8 (found by atheris).
        connection.close()
        raise broken("the description of its tables is no text") from None
    except BaseException:
        connection.close()
        raise
    return connection


def _version(connection: sqlite3.Connection) -> int:
    """Raises `sqlite3.DatabaseError` for one that no version of this program has written."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    if version < 0 or (version == 0 and connection.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None):
        raise broken(f"a file of version {version}")
    return version


def _make(path: Path, steps: Sequence[Sequence[str]]) -> None:
    with _locked(path):
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        path.chmod(0o600)  # SQLite gives its log files the same
        with connected(path) as connection:
            connection.execute("PRAGMA auto_vacuum = 2")  # only before the first table: deleted pages can be given back
            connection.execute("PRAGMA journal_mode = WAL")
            for number in range(_version(connection), len(steps)):
                with transaction(connection):
                    for statement in steps[number]:
                        connection.execute(statement)
                    connection.execute(f"PRAGMA user_version = {number + 1}")


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Among all our processes. Raises `OSError` where the folder refuses, `TimeoutError` where the lock stays taken."""
    from filelock import FileLock

    make_own_folder(path.parent)
    with FileLock(path.with_name(f"{path.name}.lock"), timeout=LOCK_SECONDS, mode=0o600, thread_local=False):
        yield
