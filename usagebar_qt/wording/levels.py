"""How loud a figure is: fine, warning, danger; and the mark of a whole card. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.pace import NO_OUTLOOKS
from usagebar_qt.domain.standing import standing_of
from usagebar_qt.wording.marks import Level as Level
from usagebar_qt.wording.marks import Mark as Mark
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.domain.models import AccountStatus, QuotaWindow
    from usagebar_qt.domain.pace import Outlook, Pace


MARK_WORDS: Mapping[Mark, str] = {
    Mark.FINE: QT_TRANSLATE_NOOP("wording", "fine"),
    Mark.WARNING: QT_TRANSLATE_NOOP("wording", "warning"),
    Mark.DANGER: QT_TRANSLATE_NOOP("wording", "danger"),
    Mark.STALE: QT_TRANSLATE_NOOP("wording", "stale"),
    Mark.WAITING: QT_TRANSLATE_NOOP("wording", "waiting"),
    Mark.ERROR: QT_TRANSLATE_NOOP("wording", "error"),
    Mark.SIGNED_OUT: QT_TRANSLATE_NOOP("wording", "signed out"),
    Mark.NOT_CONFIGURED: QT_TRANSLATE_NOOP("wording", "not configured"),
}
"""For a screen reader, which sees no shapes."""

USER_CODES = frozenset({ErrorCode.SIGNED_OUT, ErrorCode.SIGN_IN_EXPIRED, ErrorCode.MISSING_SCOPE})
WAITING_CODES = frozenset({ErrorCode.RATE_LIMITED, ErrorCode.CREDENTIAL_LOCKED})


def level_of(window: QuotaWindow, pace: Pace | None, warning_percent: float, danger_percent: float) -> Level:
    """Danger: at or above its level, or full. Warning: at or above its level, or running out before the reset at this pace."""
    runs_out = pace is not None and pace.runs_out_at is not None
    return _level(window.used_percent, warning_percent, danger_percent, runs_out=runs_out)


def _level(used_percent: float, warning_percent: float, danger_percent: float, *, runs_out: bool) -> Level:
    if used_percent >= min(danger_percent, 100):
        return Level.DANGER
    return Level.WARNING if used_percent >= warning_percent or runs_out else Level.FINE


def level_of_status(
    status: AccountStatus, warning_percent: float, danger_percent: float, outlooks: Mapping[str, Outlook] = NO_OUTLOOKS
) -> Level:
    """The highest level of an account's windows, as of the time they were fetched."""
    if status.snapshot is None:
        return Level.FINE
    standing = standing_of(status.snapshot, outlooks)
    return _level(standing.highest_percent, warning_percent, danger_percent, runs_out=standing.runs_out)


def mark_of(
    status: AccountStatus, warning_percent: float, danger_percent: float, outlooks: Mapping[str, Outlook] = NO_OUTLOOKS
) -> Mark:
    """The mark of a card."""
    if status.state in (AccountState.NOT_CONFIGURED, AccountState.DISABLED):
        return Mark.NOT_CONFIGURED
    if status.error is not None:
        if status.error.code in WAITING_CODES or status.error.is_being_renewed:
            return Mark.WAITING
        if status.error.code in USER_CODES:
            return Mark.SIGNED_OUT
        return Mark.STALE if status.snapshot is not None else Mark.ERROR
    if status.state is AccountState.STALE:
        return Mark.STALE
    if status.state is AccountState.ERROR and status.snapshot is None:
        return Mark.NOT_CONFIGURED  # nobody has looked yet: neither good news nor bad
    return (Mark.FINE, Mark.WARNING, Mark.DANGER)[level_of_status(status, warning_percent, danger_percent, outlooks)]


def is_grey(status: AccountStatus, now: datetime, interval_seconds: float) -> bool:
    """Stale and older than two intervals: the bars lose their colour."""
    if status.snapshot is None or status.state is not AccountState.STALE:
        return False
    return (now - status.snapshot.fetched_at).total_seconds() > 2 * interval_seconds
