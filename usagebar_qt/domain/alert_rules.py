"""What one may be told about, and at which levels: small, because every command reads it with the settings."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.domain.models import WindowKind

DEFAULT_LEVELS = (70, 90)


class AlertKind(StrEnum):
    """What a notification is about."""

    LEVEL = "level"
    EXHAUSTED = "exhausted"
    AVAILABLE = "available"
    RUNS_OUT = "runs_out"
    SIGN_IN = "sign_in"
    INCIDENT = "incident"
    """The service itself reports trouble on its status page. Opt-in: the page is asked for nothing else."""


USUAL_KINDS = frozenset(AlertKind) - {AlertKind.INCIDENT}
"""Told unless switched off."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one provider's accounts are watched for."""

    kinds: frozenset[AlertKind] = USUAL_KINDS
    """Others happen silently: they count as told."""
    levels: tuple[int, ...] = DEFAULT_LEVELS
    by_kind: Mapping[WindowKind, tuple[int, ...]] = field(default_factory=dict)

    def levels_of(self, kind: WindowKind) -> tuple[int, ...]:
        """Percent used, of this kind of window."""
        return self.by_kind.get(kind, self.levels)
