"""What a try that brought no figures leaves in an account's record. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usagebar_qt.domain import refresh_policy as policy
from usagebar_qt.domain.errors import (
    RENEWAL_HELD,
    CredentialError,
    CredentialLocked,
    NotRenewed,
    RateLimited,
    SignInExpired,
    TransportError,
)
from usagebar_qt.domain.redaction import redact

if TYPE_CHECKING:
    from datetime import datetime

    from usagebar_qt.domain.errors import UsageError
    from usagebar_qt.domain.refresh_policy import Memo
    from usagebar_qt.engine.record import Record


def after_answer(
    record: Record, error: UsageError, now: datetime, *, gate: str, expires_at: datetime | None, jitter: float, may_wait: bool
) -> Record:
    """After a credential was asked with: `gate` and `expires_at` are its. `may_wait`: whether we were to renew it ourselves."""
    if isinstance(error, RateLimited):
        has_expired = expires_at is not None and expires_at <= now  # contracts A5: a 429 for a token that has expired meanwhile
        limited = policy.rate_limited(record.memo, now, error.retry_after, gate, jitter)
        return _with(record, SignInExpired("expired") if has_expired else error, limited)
    if isinstance(error, CredentialError):
        return _with(record, _as_held(record.memo, error), _after_refusal(record.memo, error, now, gate, may_wait=may_wait))
    if isinstance(error, TransportError) and not error.reached and error.code not in policy.TRANSIENT:
        return _with(record, error, record.memo)
    return _with(record, error, policy.failed(record.memo, now, error.code))


def before_asking(record: Record, error: UsageError, now: datetime) -> Record:
    """After a try that ended before anything was asked."""
    memo = record.memo
    if isinstance(error, TransportError):  # while renewing, and before anything was sent
        memo = policy.failed(policy.tried(memo, now, 0, explicit=False), now, error.code)
    elif isinstance(error, CredentialLocked) and memo.expired_gate is not None:
        memo = policy.held(memo, now)
    return replace(_with(record, _as_held(record.memo, error), memo), checked_at=now)


def _after_refusal(memo: Memo, error: CredentialError, now: datetime, gate: str, *, may_wait: bool) -> Memo:
    if isinstance(error, NotRenewed) and error.until is not None:
        return policy.put_off(memo, error.until)
    if isinstance(error, CredentialLocked):
        return policy.held(memo, now) if memo.expired_gate is not None else memo
    if memo.expired_gate == gate and not may_wait:
        return memo  # the tray program may renew it yet
    return policy.refused(memo, gate)


def _as_held(memo: Memo, error: UsageError) -> UsageError:
    """Held locks are no more than a moment's wait, unless nothing can be asked before the renewal."""
    is_held = isinstance(error, CredentialLocked) and error.reason == "lock_held" and memo.expired_gate is not None
    return CredentialLocked(RENEWAL_HELD) if is_held else error


def _with(record: Record, error: UsageError, memo: Memo) -> Record:
    return replace(record, failure=replace(error.failure(), detail=redact(error.detail)), memo=memo)
