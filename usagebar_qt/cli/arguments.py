"""Options that several commands share, and what their values may be."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def age(text: str) -> float:
    """Seconds, 0 or more."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds >= 0):
        raise argparse.ArgumentTypeError("give the age in seconds, 0 or more")
    return seconds


def percentage(text: str) -> float:
    """0 to 100."""
    try:
        value = float(text.removesuffix("%"))
    except ValueError:
        value = math.nan
    if not 0 <= value <= 100:
        raise argparse.ArgumentTypeError("give a percentage, 0 to 100")
    return value


def add_max_age(parser: argparse.ArgumentParser) -> None:
    """`--max-age S`."""
    parser.add_argument("--max-age", type=age, default=None, metavar="S", help="accept figures up to S seconds old; 0 asks now")


WIDEST_COLUMN = 40
"""Characters; a longer command stands on a line of its own, what it does below it."""


def examples(*rows: tuple[str, str]) -> str:
    """An epilog: each command and what it is for."""
    width = max(len(command) for command, _ in rows)
    if width > WIDEST_COLUMN:
        return "examples:\n" + "\n".join(f"  {command}\n      {purpose}" for command, purpose in rows)
    return "examples:\n" + "\n".join(f"  {command:<{width}}  {purpose}" for command, purpose in rows)


def rows(title: str, entries: Sequence[tuple[str, str]]) -> str:
    """A further block of an epilog, in columns."""
    width = max(len(name) for name, _ in entries)
    return f"{title}:\n" + "\n".join(f"  {name:<{width}}  {text}" for name, text in entries)
