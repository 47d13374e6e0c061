"""How figures and times are written here: the country's way and the person's own. One for the process, like Qt's default locale;
the command leaves it as it is, so that scripts read the same everywhere."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class LocaleFacts:
    """What differs between countries; the program fills it from the system."""

    weekdays: tuple[str, ...] = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
    months: tuple[str, ...] = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    twenty_four_hour: bool = True
    decimal_point: str = "."
    group_separator: str = ","


ENGLISH = LocaleFacts()


@dataclass(frozen=True, slots=True)
class Manner:
    """What the preferences and the system say together."""

    facts: LocaleFacts = field(default=ENGLISH)
    shows_remaining: bool = False
    """`38 % left` instead of `62 % used`."""
    shows_clock: bool = False
    """A reset as a time of day even where it is near."""


class _InForce:
    manner = Manner()


def manner() -> Manner:
    """What holds now."""
    return _InForce.manner


def put_in_force(wanted: Manner) -> None:
    """From now on everything is written like this."""
    _InForce.manner = wanted
