"""What a gauge says of its window: figure, pace, reset and colour, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usagebar_qt.domain.pace import even_percent, known_pace, pace_of
from usagebar_qt.widgets.gauge import GaugeText
from usagebar_qt.widgets.translate import say, short, tr
from usagebar_qt.wording import formatting
from usagebar_qt.wording.levels import Level, is_grey, level_of
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP, Sentence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.domain.models import AccountStatus, QuotaWindow
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.widgets.look import Look

MORE = QT_TRANSLATE_NOOP("wording", "Click or press Enter to see its past")
AS_OF = QT_TRANSLATE_NOOP("wording", "as of {time}")
RESETS = QT_TRANSLATE_NOOP("wording", "Resets {time}")


def gauge_text(
    status: AccountStatus, window: QuotaWindow, now: datetime, look: Look, outlooks: Mapping[str, Outlook], told: str
) -> GaugeText:
    """The words of one window of a status, as of now; `told` is the id of the window that the card's own sentence is about."""
    assert status.snapshot is not None  # noqa: S101 - only called for its windows
    pace = known_pace(window, status.snapshot.fetched_at, outlooks)
    level = level_of(window, pace, look.warning, look.danger)
    grey = is_grey(status, now, look.interval_seconds)
    colour = look.colours.grey if grey else look.colours.of_level(level)
    # The card's sentence says when this one runs out: once is enough.
    shown = replace(pace, runs_out_at=None) if pace is not None and window.id == told else pace
    left = formatting.pace_text(window, shown, now)
    if grey:
        left = say(Sentence(AS_OF, {"time": formatting.clock_time(status.snapshot.fetched_at, now)}))
    even = even_percent(window, now, look.work_days) if pace_of(window, now) is not None else None
    return GaugeText(
        label=short(formatting.window_label(window)),
        figure=formatting.figure_text(window),
        left=left,
        right=formatting.reset_text(window, now),
        percent=formatting.shown_percent(window.used_percent),
        expected=formatting.shown_percent(even) if even is not None else None,
        colour=colour,
        left_is_warning=level is not Level.FINE and not grey,
        spoken=formatting.window_sentence(window, pace, now),
        hint="\n".join(
            ([say(Sentence(RESETS, {"time": formatting.clock_time(window.resets_at, now)}))] if window.resets_at else [])
            + [tr(MORE)]
        ),
    )
