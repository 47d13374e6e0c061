"""Trouble that a service itself reports: which incidents are worth a word. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

POLL_SECONDS = 600.0
"""Between two looks at a status page; 5 to 15 minutes are usual (contracts H)."""
LONGEST_POLL_SECONDS = 3_600.0
"""After failures in a row the distance doubles up to this."""
LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Incident:
    """One entry of a status page."""

    id: str
    name: str
    """As the service wrote it, printable, at most 100 characters."""
    components: frozenset[str] = frozenset()
    """Ids of the parts that it is about; none: the service does not say."""
    is_resolved: bool = False


def relevant(incidents: Sequence[Incident], parts: Collection[str]) -> tuple[Incident, ...]:
    """Unresolved ones that are about these parts, or about none in particular."""
    return tuple(found for found in incidents if not found.is_resolved and (not found.components or found.components & set(parts)))


def news(incidents: Sequence[Incident], told: Collection[str]) -> tuple[Incident, ...]:
    """Those that were not told yet: each is told once, however often its text changes."""
    return tuple(found for found in incidents if found.id not in told)


def next_look_seconds(failures: int) -> float:
    """After so many failures in a row."""
    return min(POLL_SECONDS * float(2 ** min(failures, 10)), LONGEST_POLL_SECONDS)
