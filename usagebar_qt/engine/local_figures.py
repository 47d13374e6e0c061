"""Figures that the services' own programs leave on this machine: the newest wins, and only where it is the same account's.

One small file an account and source, replaced atomically and without the account's lock: a status line never waits. Accounts are
recognised by the same salted hashes as in the state. What was asked of the service itself stays in the state, untouched.
"""

from __future__ import annotations

import contextlib
import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.models import Source, UsageSnapshot
from usagebar_qt.engine.atomic_file import read_json, write_json
from usagebar_qt.engine.identity import Match, compare
from usagebar_qt.engine.record import snapshot_from_json, snapshot_to_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from usagebar_qt.domain.models import Account, QuotaWindow
    from usagebar_qt.engine.record import Record
    from usagebar_qt.providers.base import Provider

SCHEMA_VERSION = 1
LOCAL_SOURCES = (Source.STATUSLINE, Source.CLAUDE_CODE_CACHE, Source.CLAUDE_DESKTOP)
CLOCK_TOLERANCE_SECONDS = 5.0
WHOLE_SECONDS = 3_600.0
"""What the status line does not tell (limits of single models, money) is asked for once in this time."""
SAME_RESET_SECONDS = 120.0
"""Upstream's reset times jitter, and are rounded in one source but not in another."""
ROUNDING = 1.0
"""Percent: one source rounds where another does not."""
MOST_SESSIONS = 16


class LocalFigures:
    """Reads and writes them. Blocking, but a matter of a millisecond."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    # -- writing ----------------------------------------------------------------------------------------------------
    def hand_over(
        self, identity: Mapping[str, str], windows: tuple[QuotaWindow, ...], now: datetime, session: str, mark: str
    ) -> bool:
        """Notes what a status line was told. `session` and `mark` tell an answer that just came from one that is drawn again: a
        session that is idle repeats its last figures for hours. False where it was nothing new."""
        path, known = self._known(identity, Source.STATUSLINE)
        sessions = dict(known.get("sessions", {})) if known is not None else {}
        if sessions.get(session) == mark:
            return False
        sessions.pop(session, None)
        sessions = dict([*sessions.items(), (session, mark)][-MOST_SESSIONS:])
        before = _snapshot_of(known)
        snapshot = UsageSnapshot(fetched_at=now, source=Source.STATUSLINE, windows=windows)
        if before is not None and not _is_news(before.windows, windows):
            snapshot = before  # another session, whose last answer is older
        return self._write(path, identity, snapshot, sessions)

    def gathered(self, provider: Provider, account: Account, record: Record, now: datetime) -> Record:
        """`view`, after what the provider's own program left was taken over where it is newer than all that is known of this
        account."""
        if provider.companion is None or not record.identity:
            return self.view(record, now)
        newest, is_new = self._newest(record.identity, now), False
        known = [snapshot.fetched_at for snapshot in (record.snapshot, newest) if snapshot is not None]
        for snapshot in provider.companion.cached_usage(account, max(known, default=None)):
            if (snapshot.fetched_at - now).total_seconds() <= CLOCK_TOLERANCE_SECONDS:
                path, _ = self._known(record.identity, snapshot.source)
                is_new |= self._write(path, record.identity, snapshot, {})
        return self.view(record, now) if is_new else _viewed(record, newest)

    # -- reading ----------------------------------------------------------------------------------------------------
    def view(self, record: Record, now: datetime) -> Record:
        """The record with the newest figures of all sources; the record itself where there are no newer ones."""
        return _viewed(record, self._newest(record.identity, now) if record.identity else None)

    def stamp(self) -> int:
        """Changes whenever something was noted."""
        try:
            return self._folder.stat().st_mtime_ns
        except OSError:
            return 0

    def _newest(self, identity: Mapping[str, str], now: datetime) -> UsageSnapshot | None:
        if not os.path.isdir(self._folder):  # noqa: PTH112 - most people's: one look instead of three
            return None
        found = []
        for source in LOCAL_SOURCES:
            _, known = self._known(identity, source)
            snapshot = _snapshot_of(known)
            if snapshot is not None and (snapshot.fetched_at - now).total_seconds() <= CLOCK_TOLERANCE_SECONDS:
                found.append(snapshot)
        if not found:
            return None
        newest = max(found, key=lambda snapshot: snapshot.fetched_at)
        for other in sorted(found, key=lambda snapshot: snapshot.fetched_at, reverse=True):
            newest = _dated(newest, other)
        return newest

    def _known(self, identity: Mapping[str, str], source: Source) -> tuple[Path, dict[str, Any] | None]:
        path = self._folder / f"{source.value}-{_name_of(identity)}.json"
        try:
            data = read_json(path)
            if data is None or data["schema_version"] != SCHEMA_VERSION:
                return path, None
            return path, data if compare(data["identity"], identity) is Match.SAME else None
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return path, None

    def _write(self, path: Path, identity: Mapping[str, str], snapshot: UsageSnapshot, sessions: Mapping[str, str]) -> bool:
        data = {
            "schema_version": SCHEMA_VERSION,
            "identity": dict(identity),
            "snapshot": snapshot_to_json(snapshot),
            "sessions": dict(sessions),
        }
        with contextlib.suppress(OSError):  # a full disk: the figures of the service itself are still there
            write_json(path, data)
            return True
        return False


def _viewed(record: Record, local: UsageSnapshot | None) -> Record:
    if local is None:
        return record
    merged = combined(record.snapshot, local)
    if merged is record.snapshot:
        return record
    is_answered = record.checked_at is None or local.fetched_at >= record.checked_at
    return replace(
        record,
        snapshot=merged,
        failure=None if is_answered else record.failure,
        checked_at=local.fetched_at if is_answered else record.checked_at,
        absent_at=None,
    )


def _name_of(identity: Mapping[str, str]) -> str:
    """Part of a hash that is in the state too."""
    return next((identity[key] for key in ("uuid:account", "uuid:organization", "secret") if key in identity), "none")[:16]


def _snapshot_of(data: Mapping[str, Any] | None) -> UsageSnapshot | None:
    if data is None:
        return None
    try:
        return snapshot_from_json(data["snapshot"])
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
        return None


def _is_same_period(one: QuotaWindow, other: QuotaWindow) -> bool:
    if one.resets_at is None or other.resets_at is None:
        return False
    return abs((one.resets_at - other.resets_at).total_seconds()) <= SAME_RESET_SECONDS


def _is_behind(window: QuotaWindow, known: QuotaWindow | None, tolerance: float = 0.0) -> bool:
    """It tells less than what is known: use never falls before a reset, and a period that has ended does not come back."""
    if known is None:
        return False
    if _is_same_period(window, known):
        return window.used_percent < known.used_percent - tolerance
    return window.resets_at is not None and known.resets_at is not None and window.resets_at < known.resets_at


def _dated(snapshot: UsageSnapshot, known: UsageSnapshot) -> UsageSnapshot:
    """Resets that a source does not tell, where a known one lay ahead when the sample was taken: that period still ran."""
    resets = {window.id: window.resets_at for window in known.windows}

    def dated(window: QuotaWindow) -> QuotaWindow:
        reset = resets.get(window.id)
        is_open = window.resets_at is None and reset is not None and reset > snapshot.fetched_at
        return replace(window, resets_at=reset) if is_open else window

    return replace(snapshot, windows=tuple(dated(window) for window in snapshot.windows))


def _is_news(before: tuple[QuotaWindow, ...], windows: tuple[QuotaWindow, ...]) -> bool:
    known = {window.id: window for window in before}
    return not any(_is_behind(window, known.get(window.id)) for window in windows)


def combined(asked: UsageSnapshot | None, local: UsageSnapshot) -> UsageSnapshot | None:
    """What was asked of the service, with what came later from its own program; `asked` itself where nothing did.

    Rows that only the service tells stay for an hour; then the whole counts as old as they are, so that they are asked for again.
    """
    if asked is None:
        return local
    if local.fetched_at <= asked.fetched_at:
        return asked
    local = _dated(local, asked)
    known = {window.id: window for window in asked.windows}
    fresh = {window.id: window for window in local.windows if not _is_behind(window, known.get(window.id), ROUNDING)}
    if not fresh:
        return asked
    windows = tuple(fresh.pop(window.id, window) for window in asked.windows) + tuple(fresh.values())
    told = {window.id for window in local.windows}
    is_whole = told >= known.keys() and not (asked.credits and not local.credits)
    is_young = (local.fetched_at - asked.fetched_at).total_seconds() <= WHOLE_SECONDS
    fetched_at = local.fetched_at if is_whole or is_young else asked.fetched_at
    return replace(asked, fetched_at=fetched_at, source=local.source, windows=windows, credits=local.credits or asked.credits)
