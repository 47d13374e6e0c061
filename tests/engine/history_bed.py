"""A history in a temporary folder, and looks at windows to keep in it."""

from __future__ import annotations

import contextlib
import sqlite3
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from tests.fakes import START
from usagebar_qt.domain.history import Run, seconds_of
from usagebar_qt.domain.models import AccountId, QuotaWindow, UsageSnapshot, WindowKind
from usagebar_qt.engine.history_store import HistoryStore, Series

if TYPE_CHECKING:
    from pathlib import Path
CLAUDE = AccountId("claude")
OWNER = {"uuid:account": "aa", "secret": "s1"}
RESET = START + timedelta(hours=3)
MINUTE = timedelta(minutes=1)


def look(minutes: float, used: float, resets_at: datetime | None = RESET, name: str = "session") -> UsageSnapshot:
    kind = WindowKind.SESSION if name == "session" else WindowKind.WEEKLY_SCOPED
    scope = None if name == "session" else "Fable"
    return UsageSnapshot(START + minutes * MINUTE, windows=(QuotaWindow(name, kind, used, resets_at, 18_000, scope),))


class Bed:
    def __init__(self, folder: Path) -> None:
        self.path = folder / "data" / "history.db"
        self.store = HistoryStore(self.path, busy_seconds=0.05)

    def keep(self, minutes: float, used: float, **more: object) -> bool:
        return self.store.record(CLAUDE, look(minutes, used, **more), OWNER)  # type: ignore[arg-type]

    def fill(self, count: int) -> None:
        """Looks a minute apart, the last of them at the start."""
        end = seconds_of(START)
        self.keep(0, 1.0)
        runs = tuple(Run(end - 60 * number, end - 60 * number, float(number % 90), None) for number in range(count, 0, -1))
        self.store.fill({Series(CLAUDE, "session", WindowKind.SESSION, None): runs})

    def runs(self) -> tuple[Run, ...]:
        return self.store.runs(CLAUDE, "session", START - timedelta(days=500))

    def raw(self, statement: str, *values: object) -> list[tuple[object, ...]]:
        with contextlib.closing(sqlite3.connect(self.path)) as connection, connection:
            return connection.execute(statement, values).fetchall()
