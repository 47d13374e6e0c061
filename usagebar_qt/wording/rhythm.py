"""Why figures are looked for as often as they are, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.wording.formatting import span_text
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.domain.adaptive_refresh import Interval

MANUAL = QT_TRANSLATE_NOOP("wording", "Updates only when you ask")
_TEXTS: Mapping[str, str] = {
    "fixed": QT_TRANSLATE_NOOP("wording", "Looks every {span}, as the preferences say."),
    "watched": QT_TRANSLATE_NOOP("wording", "Looks every {span}: somebody watches."),
    "near_limit": QT_TRANSLATE_NOOP("wording", "Looks every {span}: a limit is near."),
    "near_reset": QT_TRANSLATE_NOOP("wording", "Looks every {span}: a reset is near."),
    "moving": QT_TRANSLATE_NOOP("wording", "Looks every {span}: the figures move."),
    "used_up": QT_TRANSLATE_NOOP("wording", "Looks every {span}: a window is used up, and nothing moves before it resets."),
    "quiet": QT_TRANSLATE_NOOP("wording", "Looks every {span}: little has moved lately."),
    "idle": QT_TRANSLATE_NOOP("wording", "Looks every {span}: nothing has moved for an hour."),
    "on_battery": QT_TRANSLATE_NOOP("wording", "Looks every {span}: the computer runs on its battery."),
}
_SHORT: Mapping[str, str] = {
    "watched": QT_TRANSLATE_NOOP("wording", "you look"),
    "near_limit": QT_TRANSLATE_NOOP("wording", "limit near"),
    "near_reset": QT_TRANSLATE_NOOP("wording", "reset near"),
    "moving": QT_TRANSLATE_NOOP("wording", "figures move"),
    "used_up": QT_TRANSLATE_NOOP("wording", "used up"),
    "quiet": QT_TRANSLATE_NOOP("wording", "quiet"),
    "idle": QT_TRANSLATE_NOOP("wording", "idle"),
    "on_battery": QT_TRANSLATE_NOOP("wording", "on battery"),
}


def in_short(interval: Interval | None) -> str:
    """The reason beside the countdown; empty where a person has set the interval."""
    return _SHORT.get(interval.reason, "") if interval is not None else ""


def why(interval: Interval | None) -> Sentence:
    """One sentence; None: only a person asks."""
    return Sentence(MANUAL) if interval is None else Sentence(_TEXTS[interval.reason], {"span": span_text(interval.seconds)})
