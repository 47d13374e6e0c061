"""Which figures the tray icon shows. Pure: statuses in, an icon's state out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.models import AccountState, WindowKind
from usagebar_qt.domain.pace import NO_OUTLOOKS, even_percent, pace_of
from usagebar_qt.domain.settings import IconStyle
from usagebar_qt.domain.standing import standing_of
from usagebar_qt.widgets.tray_icon import Bar, IconState
from usagebar_qt.wording.formatting import shown_percent
from usagebar_qt.wording.headline import NOTHING_KNOWN
from usagebar_qt.wording.levels import Level, Mark, level_of, level_of_status, mark_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from usagebar_qt.domain.models import AccountId, AccountStatus, QuotaWindow
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.domain.settings import Settings


def shown_status(
    statuses: Sequence[AccountStatus], settings: Settings, outlooks: Mapping[AccountId, Mapping[str, Outlook]] = NOTHING_KNOWN
) -> AccountStatus | None:
    """The chosen account, else the one that is nearest to a limit, else the first that is set up."""
    usable = [status for status in statuses if status.state not in (AccountState.DISABLED, AccountState.NOT_CONFIGURED)]
    chosen = next((status for status in usable if status.id == settings.icon_account), None)
    if chosen is not None:
        return chosen

    def nearness(status: AccountStatus) -> tuple[int, float]:
        if status.snapshot is None:
            return (-1, 0.0)
        known = outlooks.get(status.id, NO_OUTLOOKS)
        window = standing_of(status.snapshot, known).binding
        level = level_of_status(status, settings.warning_percent, settings.danger_percent, known)
        return (level, window.used_percent if window else 0.0)

    return max(usable, key=nearness, default=None)


def icon_state(
    statuses: Sequence[AccountStatus],
    settings: Settings,
    now: datetime,
    *,
    dark_panel: bool,
    outlooks: Mapping[AccountId, Mapping[str, Outlook]] = NOTHING_KNOWN,
) -> IconState:
    """Session and week of the shown account, or the one that is nearer to its limit; a mark of its state."""
    style = settings.icon_style if settings.icon_style is not IconStyle.BARS else None
    status = shown_status(statuses, settings, outlooks)
    if status is None:
        return IconState(Mark.NOT_CONFIGURED, (), dark_panel, style)
    mark = mark_of(status, settings.warning_percent, settings.danger_percent, outlooks.get(status.id, NO_OUTLOOKS))
    if mark is Mark.WAITING:
        # Waiting with figures at hand is nothing to worry about in the panel.
        mark = Mark.STALE if status.snapshot is not None else Mark.ERROR
    if status.snapshot is None:
        return IconState(mark, (), dark_panel, style)
    windows = _two(status.snapshot.windows)
    if style is not None:
        windows = sorted(windows, key=lambda window: window.used_percent, reverse=True)[:1]
    return IconState(mark, tuple(_bar(window, now, settings) for window in windows), dark_panel, style)


def _two(windows: Sequence[QuotaWindow]) -> list[QuotaWindow]:
    session = next((window for window in windows if window.kind is WindowKind.SESSION), None)
    weekly = [window for window in windows if window.kind in (WindowKind.WEEKLY, WindowKind.WEEKLY_SCOPED)]
    week = max(weekly, key=lambda window: window.used_percent, default=None)
    found = [window for window in (session, week) if window is not None]
    return found or list(windows[:2])


def _bar(window: QuotaWindow, now: datetime, settings: Settings) -> Bar:
    even = even_percent(window, now, settings.work_days) if pace_of(window, now) is not None else None
    # Whole percent: an icon is not painted anew for what nobody can see.
    level = level_of(window, None, settings.warning_percent, settings.danger_percent)
    filled = shown_percent(min(100.0, window.used_percent))
    return Bar(float(round(filled)), float(round(shown_percent(even))) if even is not None else None, Level(level))
