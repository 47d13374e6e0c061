"""How much room there is between and inside the cards, in logical pixels."""

from __future__ import annotations

from dataclasses import dataclass

from usagebar_qt.domain.settings import Density


@dataclass(frozen=True, slots=True)
class Spacing:
    """One density."""

    between: int
    """Two cards."""
    inside: int
    """A card's edge and what is in it."""
    gauges: int
    """Two gauges."""
    lines: int
    """A gauge's bar and the words above and below it."""
    money: int
    """Gauges and money, with a hairline in its middle."""


COMFORTABLE = Spacing(between=10, inside=14, gauges=13, lines=4, money=21)
COMPACT = Spacing(between=6, inside=9, gauges=7, lines=2, money=13)


def spacing_for(density: Density) -> Spacing:
    """As the preferences say."""
    return COMPACT if density is Density.COMPACT else COMFORTABLE
