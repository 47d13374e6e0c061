"""How loud a figure is, and what marks a card and the tray icon: the names alone, for whoever only draws them."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Level(IntEnum):
    """Ordered: the highest of several counts."""

    FINE = 0
    WARNING = 1
    DANGER = 2


class Mark(StrEnum):
    """The state mark of a card and of the tray icon; each has a shape of its own."""

    FINE = "fine"
    WARNING = "warning"
    DANGER = "danger"
    STALE = "stale"
    WAITING = "waiting"
    ERROR = "error"
    SIGNED_OUT = "signed_out"
    NOT_CONFIGURED = "not_configured"
