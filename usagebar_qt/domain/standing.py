"""Where an account stands: the window that will stop its user first, and how high its figures are.

Worked out once for the same figures. Icon, headline and cards all ask for it, at every second and at every news of any account;
with fifty accounts of two dozen windows each of these took 2 to 4 ms of a turn of the event loop (measured), and one account at
the most has other figures than the last time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.domain.pace import NO_OUTLOOKS, binding_window, known_pace

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.domain.models import QuotaWindow, UsageSnapshot
    from usagebar_qt.domain.pace import Outlook

MOST = 128
"""So many are remembered: twice as many accounts as anybody has been seen with, before and after an outlook has come."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What follows from figures and outlooks alone, whatever time it is."""

    binding: QuotaWindow | None
    highest_percent: float
    """Of all windows; 0 where there is none."""
    runs_out: bool
    """Whether any of them does before its reset, at its pace."""
    first_reset: datetime | None
    """From then on a window says nothing of now."""

    def holds_at(self, now: datetime) -> bool:
        """Whether every window still counts."""
        return self.first_reset is None or now < self.first_reset


_known: dict[tuple[int, int], tuple[UsageSnapshot, Mapping[str, Outlook], Standing]] = {}
"""By the objects themselves, which are kept with it: to compare two dozen windows would take as long as to look at them."""


def standing_of(snapshot: UsageSnapshot, outlooks: Mapping[str, Outlook] = NO_OUTLOOKS) -> Standing:
    """As of the time at which the figures were fetched."""
    key = id(snapshot), id(outlooks)
    known = _known.get(key)
    if known is not None:
        return known[2]
    if len(_known) >= MOST:
        _known.clear()
    standing = _worked_out(snapshot, outlooks)
    _known[key] = snapshot, outlooks, standing
    return standing


def _worked_out(snapshot: UsageSnapshot, outlooks: Mapping[str, Outlook]) -> Standing:
    at, windows = snapshot.fetched_at, snapshot.windows
    paces = (known_pace(window, at, outlooks) for window in windows)
    return Standing(
        binding_window(windows, at, outlooks),
        max((window.used_percent for window in windows), default=0.0),
        any(pace is not None and pace.runs_out_at is not None for pace in paces),
        min((window.resets_at for window in windows if window.resets_at is not None), default=None),
    )
