"""What all cards have in common: colours, levels, spacing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.domain.work_week import EVERY_DAY
from usagebar_qt.widgets.spacing import COMFORTABLE, spacing_for
from usagebar_qt.widgets.theme import colours_for

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.widgets.spacing import Spacing
    from usagebar_qt.widgets.theme import Colours


@dataclass(frozen=True, slots=True)
class Look:
    """What a card needs beside its account."""

    colours: Colours
    warning: float
    danger: float
    interval_seconds: float
    work_days: int = EVERY_DAY
    spacing: Spacing = COMFORTABLE

    @classmethod
    def of(cls, settings: Settings) -> Look:
        """As the preferences say."""
        return cls(
            colours_for(settings.theme, settings.accent),
            settings.warning_percent,
            settings.danger_percent,
            settings.longest_interval,
            settings.work_days,
            spacing_for(settings.density),
        )
