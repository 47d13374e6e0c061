"""When an expired sign-in may be renewed. Pure: what was tried and the time in, decision with its reason out.

A refresh token counts once: sent twice, the second is refused, and Claude Code then signs everybody out. So what is remembered
belongs to one refresh token (its gate, a salted hash), outlives restarts and is shared by all our processes.

| what came back                        | next try with this refresh token                     |
|---------------------------------------|------------------------------------------------------|
| renewed                               | none: there is a new one                             |
| refused (`invalid_grant`)             | never                                                |
| no answer after it was sent           | after 60 s, once; then never                         |
| the service is in trouble, or limited | after 60, 120, 300, 600, 900 s, or what it asks for  |
| nothing was sent                      | at the next look                                     |
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from usagebar_qt.domain.errors import CALLED_EXPIRED, NotRenewed, Remaining

GRACE_SECONDS = 30
"""A running Claude Code renews before the expiry and so always goes first (contracts C)."""
MOST_UNANSWERED = 2
BACKOFF_SECONDS = (60, 120, 300, 600, 900)
LONGEST_WAIT_SECONDS = 4_500
REFUSAL_SECONDS = 3_600


@dataclass(frozen=True, slots=True)
class RenewalMemo:
    """What was tried with one refresh token."""

    gate: str | None = None
    """The salted hash of that refresh token."""
    refused: bool = False
    unanswered: int = 0
    failures: int = 0
    not_before: datetime | None = None
    why: str = ""
    """Why it waits until then: the reason of the try that brought nothing, since only some of them need nobody's help."""
    refusal_at: datetime | None = None
    """When a sign-in was last renewed because the service called it expired before its own date."""
    former: str | None = None
    current: str | None = None
    """The salted hashes of the refresh tokens before and after our last renewal: the figures of the one are those of the other."""


class Renew(StrEnum):
    """What to do now."""

    NOW = "now"
    WAIT = "wait"
    NEVER = "never"
    """Not with this refresh token."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`until` is set for `WAIT`; `reason` for `NEVER`: `refused`, `token_expired` after a renewal that did not help, or
    `expired` for a sign-in without a date that nobody has refused: it counts as valid."""

    renew: Renew
    until: datetime | None = None
    reason: str = ""


def settled(memo: RenewalMemo, gate: str, now: datetime) -> RenewalMemo:
    """The memo as it holds for this refresh token now; a wait that a clock set back has made too long is cut."""
    if memo.gate != gate:
        memo = RenewalMemo(gate, refusal_at=memo.refusal_at, former=memo.former, current=memo.current)
    if memo.not_before is not None and memo.not_before > now + timedelta(seconds=LONGEST_WAIT_SECONDS):
        return replace(memo, not_before=now + timedelta(seconds=LONGEST_WAIT_SECONDS))
    return memo


def may_renew(memo: RenewalMemo, now: datetime, expires_at: datetime | None, *, refused: bool = False) -> Verdict:
    """`memo` as `settled` gives it. `refused`: the service just called the access token expired; then its own date does not count
    (our clock may be slow), but once an hour is often enough: another renewal would not help."""
    if memo.refused or memo.unanswered >= MOST_UNANSWERED:
        return Verdict(Renew.NEVER, reason="refused")
    if refused and memo.refusal_at is not None and abs((now - memo.refusal_at).total_seconds()) < REFUSAL_SECONDS:
        return Verdict(Renew.NEVER, reason=CALLED_EXPIRED)
    waits = [memo.not_before]
    if not refused:
        if expires_at is None:
            return Verdict(Renew.NEVER, reason="expired")
        waits.append(expires_at + timedelta(seconds=GRACE_SECONDS))
    until = max((moment for moment in waits if moment is not None and moment > now), default=None)
    return Verdict(Renew.WAIT, until) if until is not None else Verdict(Renew.NOW)


def renewed(memo: RenewalMemo, now: datetime, former: str | None, current: str | None, *, refused: bool) -> RenewalMemo:
    """After new tokens were saved by us."""
    return RenewalMemo(current, refusal_at=now if refused else memo.refusal_at, former=former, current=current)


def not_renewed(memo: RenewalMemo, error: NotRenewed, now: datetime) -> RenewalMemo:
    """After a try that brought nothing."""
    match error.remaining:
        case Remaining.USER:
            return memo
        case Remaining.REFUSED:
            return replace(memo, refused=True, not_before=None)
        case Remaining.UNANSWERED:
            wait = timedelta(seconds=BACKOFF_SECONDS[0])
            return replace(memo, unanswered=memo.unanswered + 1, not_before=now + wait, why=error.reason)
        case Remaining.LATER:
            step = BACKOFF_SECONDS[min(memo.failures, len(BACKOFF_SECONDS) - 1)]
            seconds = step if error.wait_seconds is None else min(max(error.wait_seconds, step), LONGEST_WAIT_SECONDS)
            return replace(memo, failures=memo.failures + 1, not_before=now + timedelta(seconds=seconds), why=error.reason)
