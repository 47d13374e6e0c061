"""How figures and times are written, from the preferences and the system's locale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from usagebar_qt.domain.settings import Figures, Hours, Resets
from usagebar_qt.widgets.translate import translate
from usagebar_qt.wording.manner import LocaleFacts, Manner

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings


def writes_twelve_hours(time_format: str) -> bool:
    """Whether a locale's short format of times has a place for am and pm; quoted text is no format."""
    return "a" in re.sub(r"'[^']*'", "", time_format).lower()


def manner_of(settings: Settings, system: QLocale, spoken: QLocale | None = None) -> Manner:
    """The preferences, and where they leave it to the system, that. `spoken`: the locale of the language, if that is another."""
    if settings.hours is Hours.LOCALE:
        twelve = writes_twelve_hours(system.timeFormat(QLocale.FormatType.ShortFormat))
    else:
        twelve = settings.hours is Hours.TWELVE
    return Manner(
        _facts(spoken if spoken is not None else system, twenty_four_hour=not twelve),
        shows_remaining=settings.figures is Figures.REMAINING,
        shows_clock=settings.resets is Resets.CLOCK,
        translate=translate,
    )


def _facts(locale: QLocale, *, twenty_four_hour: bool) -> LocaleFacts:
    brief = QLocale.FormatType.ShortFormat
    return LocaleFacts(
        weekdays=tuple(locale.dayName(day, brief) for day in range(1, 8)),
        months=tuple(locale.monthName(month, brief) for month in range(1, 13)),
        twenty_four_hour=twenty_four_hour,
        decimal_point=locale.decimalPoint(),
        group_separator=locale.groupSeparator(),
    )
