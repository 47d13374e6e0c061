"""How figures and times are written, from the preferences and the system's locale."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from usagebar_qt.domain.settings import Figures, Hours, Resets
from usagebar_qt.wording.manner import LocaleFacts, Manner

if TYPE_CHECKING:
    from usagebar_qt.domain.settings import Settings


def writes_twelve_hours(time_format: str) -> bool:
    """Whether a locale's short format of times has a place for am and pm; quoted text is no format."""
    return "a" in re.sub(r"'[^']*'", "", time_format).lower()


def manner_of(settings: Settings, locale: QLocale) -> Manner:
    """The preferences, and where they leave it to the locale, that."""
    if settings.hours is Hours.LOCALE:
        twelve = writes_twelve_hours(locale.timeFormat(QLocale.FormatType.ShortFormat))
    else:
        twelve = settings.hours is Hours.TWELVE
    return Manner(
        LocaleFacts(twenty_four_hour=not twelve),
        shows_remaining=settings.figures is Figures.REMAINING,
        shows_clock=settings.resets is Resets.CLOCK,
    )
