"""What the rows of the history may say. SQLite keeps any type in any column: a spoilt byte makes of a time a word, or nothing.

A value that nobody can have written means a corrupt file, whatever SQLite thinks of it; found by atheris.
"""

from __future__ import annotations

import functools
import json
import math
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.history import Run

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Sequence

CORRUPT = frozenset({11, 26})
"""SQLite's result codes CORRUPT and NOTADB, which `sqlite3` has named only since Python 3.11's own build."""
EARLIEST, LATEST = -62_135_596_800, 253_402_300_799
"""Seconds since 1970: the years 1 to 9999, which is what `datetime` knows."""


_TIME = f"typeof({{0}}) = 'integer' AND {{0}} BETWEEN {EARLIEST} AND {LATEST}"
_NO_RUN = (
    f"SELECT 1 FROM run WHERE NOT ({_TIME.format('at')} AND {_TIME.format('until')}"  # noqa: S608 - of our own words alone
    f" AND (resets_at IS NULL OR {_TIME.format('resets_at')})"
    " AND typeof(used_percent) = 'real' AND abs(used_percent) < 9e999) LIMIT 1"
)
"""The same as `run_of`, for SQLite: of 400,000 rows Python would take a third of a second, and let nothing else run meanwhile."""


def broken(why: str) -> sqlite3.DatabaseError:
    """The error with which SQLite says that the file itself is broken."""
    import sqlite3

    error = sqlite3.DatabaseError(why)
    error.sqlite_errorcode = min(CORRUPT)
    return error


def is_corrupt(error: Exception) -> bool:
    """Whether it says that the file itself is broken, and not the disk, a lock or a right."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in CORRUPT


def run_of(row: tuple[object, ...]) -> Run:
    """Of `at, until, used_percent, resets_at`. Raises `sqlite3.DatabaseError` where that is no run."""
    at, until, used, resets_at = row
    times = type(at) is int and type(until) is int and EARLIEST <= at <= LATEST and EARLIEST <= until <= LATEST
    reset = resets_at is None or (type(resets_at) is int and EARLIEST <= resets_at <= LATEST)
    if times and reset and type(used) is float and math.isfinite(used):
        return Run(*row)  # type: ignore[arg-type]
    raise broken("a run is none")


def runs_of(rows: Sequence[tuple[object, ...]]) -> list[Run]:
    """The same of many rows, column by column: a week has thousands, and a call for each would be most of the reading."""
    if not rows:
        return []
    at, until, used, resets_at = zip(*rows, strict=True)
    resets = [reset for reset in resets_at if reset is not None]
    are_runs = (
        all(_are_times(column) for column in (at, until, resets))
        and set(map(type, used)) == {float}
        and all(map(math.isfinite, used))
    )
    if not are_runs:
        raise broken("a run is none")
    return list(map(functools.partial(tuple.__new__, Run), rows))


def _are_times(column: Sequence[Any]) -> bool:
    return not column or (set(map(type, column)) == {int} and min(column) >= EARLIEST and max(column) <= LATEST)


def number_of(value: object) -> int:
    """A number of a row, or a time. Raises `sqlite3.DatabaseError` where it is none."""
    if type(value) is int:
        return value
    raise broken("a number is none")


def word_of(value: object) -> str:
    """The name of an account or of a window. Raises `sqlite3.DatabaseError` where it is none."""
    if type(value) is str:
        return value
    raise broken("a name is none")


def identity_of(value: object) -> dict[str, str]:
    """Whose the figures are. Raises `sqlite3.DatabaseError` where it does not say."""
    try:
        said = json.loads(value) if type(value) is str else None
    except ValueError:
        said = None
    if isinstance(said, dict) and all(type(word) is str for word in said.values()):
        return said
    raise broken("an owner is none")


def look_through(connection: sqlite3.Connection) -> None:
    """Reads all of it. Raises `sqlite3.DatabaseError` at the first row that nobody can have written."""
    if connection.execute(_NO_RUN).fetchone() is not None:
        raise broken("a run is none")
    for number, account, name, kind in connection.execute("SELECT id, account, window_id, kind FROM series"):
        _ = number_of(number), word_of(account), word_of(name), word_of(kind)
    for account, identity, since in connection.execute("SELECT account, identity, since FROM owner"):
        _ = word_of(account), identity_of(identity), number_of(since)
    for name, value in connection.execute("SELECT name, value FROM note"):
        _ = word_of(name), number_of(value)
