"""When an account may be asked again, and when the tray program asks. Pure: memo and time in, decision with its reason out.

| what came back                                   | next automatic request                                        |
|--------------------------------------------------|---------------------------------------------------------------|
| figures                                          | after the provider's floor                                    |
| 429, Retry-After above 0                         | max(N, 300) + 60 s, at most 4,500 s; belongs to the account   |
| 429, Retry-After 0, past, unreadable or absent   | 300, 600, 1,200, 2,400, 3,600 s, + 60 s; belongs to the token |
| 5xx, deadline, portal, proxy, TLS, no JSON       | 60, 120, 300, 600, 900 s, and not before the floor            |
| no server reached                                | no wait, but one try in 30 s                                  |
| 401, 403                                         | when the user has changed sign-in, key or scopes              |
| 401 "expired", the renewal could not be tried    | renewed first, after 60, 120, 300, 600, 900 s; looked at the  |
|                                                  | file each 30 s: another sign-in there ends the wait           |
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountStatus, Wait, WaitReason

CACHE_SECONDS = 30
"""Every answer is good for this long, whoever asks; a try that reached no server is repeated no sooner either."""
HOUR_SECONDS = 3_600
BUCKET_SIZE = 3
BUCKET_SECONDS = 300
"""Explicit wishes: three in five minutes. The strictest published budget of the endpoint is five requests in this window."""
BACKOFF_SECONDS = (60, 120, 300, 600, 900)
LIMITED_SECONDS = (300, 600, 1_200, 2_400, 3_600)
LIMITED_SHORTEST = 300
LIMITED_MARGIN = 60
LIMITED_LONGEST = 4_500
SLOW_FLOOR_SECONDS = 360
"""The floor in the hour after a 429 that named no time (contracts A4)."""
SLOW_SECONDS = 3_600
LIMITED_JITTER_SECONDS = 10
RESET_GRACE_SECONDS = 60
NEEDS_USER_SECONDS = 60
"""How often credentials are looked at again (without a request) while only the user can help."""
LOCKED_SECONDS = 30
"""How often a locked or silent keyring is looked at again (without a request): it opens a moment after login, unasked. So is the
file of a sign-in that was called expired while Claude Code holds its locks: most likely Claude Code is about to renew it."""
CLOCK_TOLERANCE_SECONDS = 5
TRANSIENT = frozenset({ErrorCode.SERVER_ERROR, ErrorCode.TIMED_OUT, ErrorCode.NETWORK_BLOCKED, ErrorCode.BAD_RESPONSE})


@dataclass(frozen=True, slots=True)
class Limits:
    """A provider's own numbers."""

    floor_seconds: int
    hourly_requests: int


@dataclass(frozen=True, slots=True)
class Memo:
    """What must be remembered of an account's requests, across restarts and between processes."""

    last_request_at: datetime | None = None
    """The last request that reached a server, whatever came back."""
    last_try_at: datetime | None = None
    """The last try at all."""
    requests: tuple[datetime, ...] = ()
    """Those of the last hour, oldest first."""
    explicit: tuple[datetime, ...] = ()
    """Explicit wishes that were granted in the last 300 s, oldest first."""
    failures: int = 0
    """Transient ones in a row."""
    backoff_until: datetime | None = None
    limited_until: datetime | None = None
    limited_gate: str | None = None
    """Set where the wait belongs to one token (no positive Retry-After): a new token ends it."""
    limited_count: int = 0
    slow_until: datetime | None = None
    refused_gate: str | None = None
    """The credential that was refused: nothing is asked until another is there."""
    expired_gate: str | None = None
    """The credential that the service called expired, and that could not be renewed yet: its renewal comes before any question."""


@dataclass(frozen=True, slots=True)
class Permit:
    """May a request be sent now? If not, `wait` says why and until when."""

    allowed: bool
    wait: Wait | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """When the tray program looks again."""

    delay_seconds: float
    """0 or more, of the clock's seconds."""
    reason: str
    """`first`, `interval`, `reset`, `needs_user`, `locked`, `renewal`, or a `WaitReason`."""


def settled(memo: Memo, now: datetime) -> Memo:
    """The memo as it can be used after the clock was set back: only waits lie ahead, and none is longer than its kind may be."""
    latest = now + timedelta(seconds=CLOCK_TOLERANCE_SECONDS)

    def past(moment: datetime | None) -> datetime | None:
        return moment if moment is not None and moment <= latest else None

    def ahead(moment: datetime | None, seconds: float) -> datetime | None:
        return None if moment is None else min(moment, now + timedelta(seconds=seconds))

    news: dict[str, Any] = {
        "last_request_at": past(memo.last_request_at),
        "last_try_at": past(memo.last_try_at),
        "requests": _within(memo.requests, now, HOUR_SECONDS),
        "explicit": _within(memo.explicit, now, BUCKET_SECONDS),
        "backoff_until": ahead(memo.backoff_until, BACKOFF_SECONDS[-1]),
        "limited_until": ahead(memo.limited_until, LIMITED_LONGEST),
        "slow_until": ahead(memo.slow_until, LIMITED_LONGEST + SLOW_SECONDS),
    }
    return memo if all(getattr(memo, name) is value for name, value in news.items()) else replace(memo, **news)


def _within(moments: tuple[datetime, ...], now: datetime, seconds: float) -> tuple[datetime, ...]:
    oldest, latest = now - timedelta(seconds=seconds), now + timedelta(seconds=CLOCK_TOLERANCE_SECONDS)
    if not moments or (oldest < min(moments) and max(moments) <= latest):
        return moments
    return tuple(moment for moment in moments if oldest < moment <= latest)


def permit(memo: Memo, now: datetime, limits: Limits, *, explicit: bool = False, past_cache: bool = False) -> Permit:
    """May a request be sent? `explicit`: a person asks; `past_cache`: `--max-age 0`, which alone passes the 30 s of an answer."""
    if memo.refused_gate is not None:
        return Permit(False, Wait(WaitReason.NEEDS_USER))
    waits = [_soft_wait(memo, now, limits, explicit=explicit)]
    if memo.limited_until is not None:
        waits.append(Wait(WaitReason.RATE_LIMITED, memo.limited_until))
    recent = _within(memo.requests, now, HOUR_SECONDS)
    if len(recent) >= limits.hourly_requests:
        waits.append(Wait(WaitReason.BUDGET, recent[len(recent) - limits.hourly_requests] + timedelta(seconds=HOUR_SECONDS)))
    if memo.last_try_at is not None and not past_cache:
        waits.append(Wait(WaitReason.FLOOR, memo.last_try_at + timedelta(seconds=CACHE_SECONDS)))
    pending = [wait for wait in waits if wait is not None and wait.until is not None and wait.until > now]
    if not pending:
        return Permit(True)
    return Permit(False, max(pending, key=_until))


def _until(wait: Wait) -> datetime:
    return wait.until or datetime.max.replace(tzinfo=UTC)


def _soft_wait(memo: Memo, now: datetime, limits: Limits, *, explicit: bool) -> Wait | None:
    """Floor and backoff, which an explicit wish passes while its bucket holds."""
    slow = memo.slow_until is not None and now < memo.slow_until
    waits = []
    if memo.last_request_at is not None:
        floor = max(limits.floor_seconds, SLOW_FLOOR_SECONDS) if slow else limits.floor_seconds
        waits.append(Wait(WaitReason.FLOOR, memo.last_request_at + timedelta(seconds=floor)))
    if memo.backoff_until is not None:
        waits.append(Wait(WaitReason.BACKOFF, memo.backoff_until))
    wait = max(waits, key=_until, default=None)
    if wait is None or _until(wait) <= now or not explicit:
        return wait
    recent = _within(memo.explicit, now, BUCKET_SECONDS)
    if len(recent) < BUCKET_SIZE:
        return None
    return Wait(WaitReason.BUDGET, min(_until(wait), recent[-BUCKET_SIZE] + timedelta(seconds=BUCKET_SECONDS)))


def tried(memo: Memo, now: datetime, requests: int, *, explicit: bool) -> Memo:
    """After a try that sent so many requests to a server that was reached; an explicit one is drawn from the bucket."""
    drawn = (*memo.explicit, now) if explicit and requests else memo.explicit
    return replace(
        memo,
        last_try_at=now,
        last_request_at=now if requests else memo.last_request_at,
        requests=(*memo.requests, *([now] * requests)),
        explicit=drawn,
    )


def succeeded(memo: Memo) -> Memo:
    """After figures came: nothing is held against the account but its floor (and the slow hour after a 429)."""
    return replace(
        memo,
        failures=0,
        backoff_until=None,
        limited_until=None,
        limited_gate=None,
        limited_count=0,
        refused_gate=None,
        expired_gate=None,
    )


def failed(memo: Memo, now: datetime, code: ErrorCode) -> Memo:
    """After an error that is no 429 and no refusal."""
    return _backed_off(memo, now) if code in TRANSIENT else memo


def _backed_off(memo: Memo, now: datetime) -> Memo:
    seconds = BACKOFF_SECONDS[min(memo.failures, len(BACKOFF_SECONDS) - 1)]
    return replace(memo, failures=memo.failures + 1, backoff_until=now + timedelta(seconds=seconds))


def called_expired(memo: Memo, gate: str) -> Memo:
    """After a 401 that says the token has expired: this one is not asked with again. Its renewal says how it goes on."""
    return replace(memo, expired_gate=gate)


def held(memo: Memo, now: datetime) -> Memo:
    """After a renewal that could not be tried, because somebody holds the locks."""
    return _backed_off(memo, now)


def put_off(memo: Memo, until: datetime) -> Memo:
    """After a refusal that a renewal may still mend: not before the moment at which it may be tried."""
    return replace(memo, backoff_until=until)


def refused(memo: Memo, gate: str) -> Memo:
    """After a 401 or 403: nothing more with this credential."""
    return replace(memo, refused_gate=gate, expired_gate=None, failures=0, backoff_until=None)


def renewed(memo: Memo) -> Memo:
    """Another token is in the place of the one that was called expired, and the pauses of its renewal end with it."""
    return memo if memo.expired_gate is None else replace(memo, expired_gate=None, failures=0, backoff_until=None)


def changed_by_user(memo: Memo) -> Memo:
    """Another credential of the same account is there: the refusal and what belonged to the token end; its hour does not."""
    memo, kept = renewed(memo), memo.limited_gate is None
    return replace(
        memo,
        refused_gate=None,
        last_request_at=None,
        last_try_at=None,
        limited_until=memo.limited_until if kept else None,
        limited_gate=None,
        limited_count=memo.limited_count if kept else 0,
        slow_until=memo.slow_until if kept else None,
    )


def new_account(memo: Memo, *, surely_other: bool) -> Memo:
    """Floor, budget and waits start anew; a positive Retry-After stays unless it is surely another account's."""
    if surely_other or memo.limited_gate is not None:
        return Memo()
    return Memo(limited_until=memo.limited_until)


def rate_limited(memo: Memo, now: datetime, retry_after: str | None, gate: str, jitter: float = 0.0) -> Memo:
    """After a 429 (contracts A4). `jitter` is 0 to 1 and only lengthens."""
    seconds = retry_after_seconds(retry_after, now)
    extra = LIMITED_MARGIN + jitter * LIMITED_JITTER_SECONDS
    if seconds > 0:
        until = now + timedelta(seconds=min(max(seconds, LIMITED_SHORTEST) + extra, LIMITED_LONGEST))
        return replace(memo, limited_until=until, limited_gate=None, limited_count=0)
    step = LIMITED_SECONDS[min(memo.limited_count, len(LIMITED_SECONDS) - 1)]
    until = now + timedelta(seconds=step + extra)
    return replace(
        memo,
        limited_until=until,
        limited_gate=gate,
        limited_count=memo.limited_count + 1,
        slow_until=until + timedelta(seconds=SLOW_SECONDS),
    )


def retry_after_seconds(text: str | None, now: datetime) -> float:
    """Seconds that a Retry-After header asks for; 0 where it is absent, unreadable, past or not above zero."""
    if text is None:
        return 0.0
    text = text.strip()
    try:
        seconds = float(text)
    except ValueError:
        from email.utils import parsedate_to_datetime  # here: it is slow to import, and a date is rare

        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            return 0.0
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=UTC)
        seconds = (moment - now).total_seconds()
    if not math.isfinite(seconds):
        return 0.0
    return min(max(seconds, 0.0), float(LIMITED_LONGEST))


def next_refresh(now: datetime, status: AccountStatus, interval_seconds: float, jitter: float = 0.0) -> Decision:
    """When the tray program looks at this account again. `jitter` is -1 to 1, a tenth of the interval at most."""
    checked = status.checked_at
    if checked is None or checked > now + timedelta(seconds=CLOCK_TOLERANCE_SECONDS):
        return Decision(0.0, "first")
    due, reason = checked + timedelta(seconds=interval_seconds * (1 + 0.1 * jitter)), "interval"
    wait = status.wait
    if wait is not None and wait.reason is WaitReason.NEEDS_USER:
        due, reason = min(due, checked + timedelta(seconds=NEEDS_USER_SECONDS)), "needs_user"
    elif status.error is not None and status.error.code is ErrorCode.SIGN_IN_EXPIRED and status.error.retry_at is not None:
        due, reason = min(due, max(status.error.retry_at, checked)), "renewal"  # when the sign-in may be renewed
    elif status.error is not None and status.error.waits_for_another:
        due, wait, reason = min(due, checked + timedelta(seconds=LOCKED_SECONDS)), None, "locked"  # the wait is the renewal's alone
    elif status.error is not None and status.error.code is ErrorCode.CREDENTIAL_LOCKED:
        due, reason = min(due, checked + timedelta(seconds=LOCKED_SECONDS)), "locked"
    elif status.snapshot is not None:
        resets = [window.resets_at for window in status.snapshot.windows if window.resets_at is not None]
        polls = [moment + timedelta(seconds=RESET_GRACE_SECONDS) for moment in resets]
        first = min((moment for moment in polls if moment > checked), default=None)
        if first is not None and first < due:
            due, reason = first, "reset"
    if (
        wait is not None
        and wait.until is not None
        and ((status.error is not None and status.error.code in TRANSIENT) or wait.until > due)
    ):
        due, reason = wait.until, wait.reason.value
    return Decision(max(0.0, (due - now).total_seconds()), reason)
