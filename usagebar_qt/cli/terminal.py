"""What the terminal can show: colours, width, block characters. Everything is plain where it is none."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

NARROWEST = 40
WIDEST = 110
"""Columns. A line that is longer is harder to read, however wide the screen is."""
PIPE_COLUMNS = 80


class Tone(StrEnum):
    """By meaning; the terminal's own palette gives the colour. Never the only sign of anything."""

    PLAIN = ""
    STRONG = "1"
    QUIET = "2"
    FINE = "32"
    WARNING = "33"
    DANGER = "31"


@dataclass(frozen=True, slots=True)
class Terminal:
    """How to print."""

    is_coloured: bool = False
    columns: int | None = None
    """None: a pipe; lines stay whole, whatever their length."""
    has_blocks: bool = False
    """Bars may be drawn; False for a pipe, and where the encoding has no block characters."""

    def wrapped(self, text: str, indent: str = "") -> list[str]:
        """Lines that fit, those after the first one indented."""
        if self.columns is None or len(text) <= self.columns:
            return [text]
        from textwrap import wrap

        return wrap(text, self.columns, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)

    def toned(self, text: str, tone: Tone) -> str:
        """The text in its tone, or as it is."""
        return f"\x1b[{tone.value}m{text}\x1b[0m" if self.is_coloured and tone.value and text else text


def has_colour(stream: TextIO, environ: Mapping[str, str]) -> bool:
    """A terminal, neither `NO_COLOR` (any value but the empty one) nor `TERM=dumb`."""
    if environ.get("NO_COLOR") or environ.get("TERM") == "dumb" or not stream.isatty():
        return False
    return sys.platform != "win32" or _understands_escapes()


def terminal_of(stream: TextIO, environ: Mapping[str, str]) -> Terminal:
    """Of standard output."""
    if not stream.isatty():
        return Terminal()
    from shutil import get_terminal_size

    columns = max(NARROWEST, min(get_terminal_size((PIPE_COLUMNS, 24)).columns, WIDEST))
    return Terminal(has_colour(stream, environ), columns, environ.get("TERM") != "dumb" and _has_blocks(stream))


def _has_blocks(stream: TextIO) -> bool:
    try:
        "█▌░".encode(stream.encoding or "ascii")
    except (UnicodeError, LookupError):
        return False
    return True


if sys.platform == "win32":

    def _understands_escapes() -> bool:
        """Consoles since Windows 10 do once they are told to."""
        import ctypes

        kernel = ctypes.WinDLL("kernel32")
        handle, mode = kernel.GetStdHandle(-11), ctypes.c_uint32()
        virtual_terminal = 0x4
        return bool(
            kernel.GetConsoleMode(handle, ctypes.byref(mode)) and kernel.SetConsoleMode(handle, mode.value | virtual_terminal)
        )

else:

    def _understands_escapes() -> bool:
        return True
