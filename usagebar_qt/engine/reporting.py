"""From a record to a status: which state, which error, which wait; and what may be said of a fault of ours. Pure."""

from __future__ import annotations

import traceback
from dataclasses import replace
from pathlib import PurePath
from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, WaitReason

if TYPE_CHECKING:
    from datetime import datetime

    from usagebar_qt.domain.models import Account, Wait
    from usagebar_qt.engine.record import Record


def status_of(account: Account, record: Record, now: datetime, wait: Wait | None, *, max_age: float | None) -> AccountStatus:
    """`max_age`: seconds after which figures are stale while no try was permitted; None: age alone makes nothing stale here."""
    failure = record.failure
    if failure is not None:
        retry_at = wait.until if wait is not None else None
        if failure.code is ErrorCode.RATE_LIMITED:
            retry_at = record.memo.limited_until or retry_at or now
        failure = replace(failure, retry_at=retry_at)
    return AccountStatus(
        account=account,
        state=_state(record, now, wait, max_age),
        snapshot=record.snapshot,
        error=failure,
        wait=wait,
        checked_at=record.checked_at or record.absent_at,
        key_from_environment=record.identity.get("origin") == "environment",
        key_for_session=record.identity.get("origin") == "session",
    )


def _state(record: Record, now: datetime, wait: Wait | None, max_age: float | None) -> AccountState:
    if record.snapshot is None:
        if record.failure is not None:
            return AccountState.ERROR
        # Neither figures nor an error: nothing is set up, or nobody has looked yet.
        return AccountState.NOT_CONFIGURED if record.absent_at is not None else AccountState.STALE
    if record.failure is not None:
        return AccountState.STALE
    age = (now - record.snapshot.fetched_at).total_seconds()
    if max_age is not None and age > max_age and wait is not None and wait.reason is not WaitReason.NEEDS_USER:
        return AccountState.STALE
    return AccountState.OK if record.snapshot.has_limits else AccountState.NO_PLAN


def places_of(error: BaseException, most: int = 6) -> str:
    """Where in the code it happened, the innermost last: `fetching.py:120 transport.py:88`. For an import, what was not found.

    Never its text and never a value: either may hold a secret."""
    frames = traceback.StackSummary.extract(traceback.walk_tb(error.__traceback__), lookup_lines=False)[-most:]
    words = [f"{PurePath(frame.filename).name}:{frame.lineno}" for frame in frames]
    if isinstance(error, ImportError) and error.name:
        words.append(f"({error.name})")
    return " ".join(words)
