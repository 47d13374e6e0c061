"""What a wish means with a provider's own numbers: whether figures are fresh, a request is permitted, a credential needed. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain import refresh_policy as policy
from usagebar_qt.engine.record import as_of
from usagebar_qt.engine.wish import WishKind

if TYPE_CHECKING:
    from datetime import datetime

    from usagebar_qt.engine.known import TakenIn
    from usagebar_qt.engine.record import Record
    from usagebar_qt.engine.wish import Wish
    from usagebar_qt.providers.base import Provider


def is_fresh(provider: Provider, taken_in: TakenIn, wish: Wish, now: datetime) -> bool:
    """Whether what is known is new enough."""
    snapshot = taken_in.viewed.snapshot
    if snapshot is None or wish.max_age == 0:
        return False
    if taken_in.found is None and provider.info.key is None:
        return False  # the sign-in cannot be recognised: it must be looked at
    age = (now - snapshot.fetched_at).total_seconds()
    return -policy.CLOCK_TOLERANCE_SECONDS <= age <= max(policy.CACHE_SECONDS, max_age(provider, wish))


def max_age(provider: Provider, wish: Wish) -> float:
    """Seconds that figures may be old."""
    if wish.max_age is not None:
        return wish.max_age
    # A person who asks for a refresh wants more than the cache holds.
    return policy.CACHE_SECONDS if wish.kind is WishKind.EXPLICIT else provider.info.default_max_age


def is_explicit(provider: Provider, wish: Wish) -> bool:
    """Whether it is drawn from the bucket of explicit ones."""
    return wish.kind is WishKind.EXPLICIT or (wish.max_age is not None and wish.max_age < provider.info.floor_seconds)


def permit(provider: Provider, memo: policy.Memo, wish: Wish, now: datetime) -> policy.Permit:
    """May a request be sent for it?"""
    limits = policy.Limits(provider.info.floor_seconds, provider.info.hourly_requests)
    return policy.permit(memo, now, limits, explicit=is_explicit(provider, wish), past_cache=wish.max_age == 0)


def is_needed_anyway(provider: Provider, record: Record) -> bool:
    """Whether the credential is: only these waits end with another one, and a sign-in that is gone must be said even while we
    wait."""
    return provider.info.key is None or bool(record.memo.refused_gate or record.memo.limited_gate)


def asks(provider: Provider, record: Record, wish: Wish, now: datetime) -> bool:
    """Whether the credential will be read: a keyring is not opened for nothing."""
    return is_needed_anyway(provider, record) or permit(provider, as_of(record, now).memo, wish, now).allowed
