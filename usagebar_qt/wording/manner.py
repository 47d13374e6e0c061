"""How figures and times are written here: the language, the country's way and the person's own. One for the process, like Qt's
default locale; the command leaves it as it is, so that scripts read the same everywhere."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NO_NUMBER = -1
"""What a translation is asked with where nothing is counted."""


def as_it_stands(text: str, number: int = NO_NUMBER) -> str:  # noqa: ARG001 - English chooses its form before it asks
    """English, the language of the sources."""
    return text


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
    translate: Callable[[str, int], str] = as_it_stands
    """A text in the person's language; a text that was not translated comes back as it is. The number chooses among the forms of
    one that counts."""


class _InForce:
    manner = Manner()


_USUAL = Manner()
_in_english: ContextVar[bool] = ContextVar("in_english", default=False)
"""Of one thread and one task: a window that is painted meanwhile is not touched."""


def manner() -> Manner:
    """What holds now."""
    return _USUAL if _in_english.get() else _InForce.manner


def put_in_force(wanted: Manner) -> None:
    """From now on everything is written like this."""
    _InForce.manner = wanted


@contextmanager
def in_english() -> Iterator[None]:
    """For what scripts read, and what is pasted into questions and searched for: as the command writes it, whatever the windows
    speak. Nothing may be awaited in it."""
    token = _in_english.set(True)
    try:
        yield
    finally:
        _in_english.reset(token)
