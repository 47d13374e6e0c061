"""Manual pages, made of what the programs say of themselves with --help: there is no second text that could be wrong. Pure."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

WIDTH = "78"  # columns of a manual page


def page(name: str, summary: str, version: str, made_at: int, helps: Mapping[str, str]) -> str:
    """One page of section 1; `helps` are what --help prints, by the words of the command, the program itself first."""
    day = datetime.fromtimestamp(made_at, UTC).date().isoformat()
    lines = [f'.TH {name.upper()} 1 {day} "Usage Bar {escaped(version)}"', ".SH NAME", f"{escaped(name)} \\- {escaped(summary)}"]
    for words, text in helps.items():
        title = "DESCRIPTION" if words == name else escaped(words).upper()
        lines += [f".SH {title}", ".nf", *(escaped(line) for line in text.rstrip().splitlines()), ".fi"]
    return "\n".join(lines) + "\n"


def escaped(line: str) -> str:
    """Text as it is: troff has a meaning for backslashes, hyphens, and a point or an apostrophe at the beginning."""
    text = line.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{text}" if text.startswith((".", "'")) else text
