"""Does a click on the icon open the popup, or did the same click just close it? Pure."""

from __future__ import annotations

from dataclasses import dataclass

SAME_CLICK_SECONDS = 0.4
SLOW_PRESS_SECONDS = 2.0
"""People who press slowly: the popup loses the focus when the button goes down, the click arrives when it comes up."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """How the popup was last hidden; `at` in monotonic seconds."""

    by_deactivation: bool
    at: float


def opens(hidden: Hidden | None, now: float, *, cursor_on_icon: bool) -> bool:
    """False: this click is the one that closed the popup by taking its focus away."""
    if hidden is None or not hidden.by_deactivation:
        return True
    passed = now - hidden.at
    return passed >= (SLOW_PRESS_SECONDS if cursor_on_icon else SAME_CLICK_SECONDS)
