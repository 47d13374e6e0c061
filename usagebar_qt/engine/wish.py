"""What is asked of the one road to a provider: by whom, and how old the figures may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class WishKind(StrEnum):
    """Who wants figures."""

    AUTOMATIC = "automatic"
    EXPLICIT = "explicit"
    """A person asks now: passes floor and backoff while the bucket of explicit wishes holds."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for."""

    kind: WishKind = WishKind.AUTOMATIC
    max_age: float | None = None
    """Seconds that figures may be old, 0 or more; None: the provider's default. Below the floor it is an explicit wish."""
    may_wait: bool = True
    """False: never wait for another process's fetch and never renew a sign-in (status bars kill what they start)."""


ANY = Wish()
"""Figures as good as they are by default."""
