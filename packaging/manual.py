"""Writes the man page of `usagebar` from the command's own options and examples.

    .venv/bin/python packaging/manual.py > packaging/man/usagebar.1

A test compares the two, so that the page never says less than `--help`.
"""

from __future__ import annotations

import sys
from textwrap import wrap
from typing import TYPE_CHECKING

from usagebar_qt import __version__
from usagebar_qt.cli.commands import EXAMPLES
from usagebar_qt.cli.shape import shape_of_program

if TYPE_CHECKING:
    from collections.abc import Iterator

    from usagebar_qt.cli.shape import Option, Shape

DATE = "2026-11-24"
"""Of the page's last change."""
WIDEST = 76
"""Columns of its source."""
FILES = (
    ("~/.config/usagebar/settings.json", "the preferences"),
    ("~/.local/state/usagebar/accounts/", "the last figures and waiting times, shared with the tray program; no secret is in them"),
    ("~/.local/share/usagebar/", "the history"),
    ("~/.claude/.credentials.json", "Claude Code's sign-in"),
)
ENVIRONMENT = (
    ("CLAUDE_CONFIG_DIR", "Claude Code's folder, where it is not ~/.claude"),
    ("Z_AI_API_KEY, ZAI_API_KEY", "a key of Z.ai; a stored one wins"),
    ("HTTPS_PROXY, NO_PROXY", "how the services are reached"),
    ("NODE_EXTRA_CA_CERTS, SSL_CERT_FILE", "further root certificates, as Claude Code honours them"),
    ("NO_COLOR", "any value: no colours"),
)


def page() -> str:
    """The whole page, in the man macros that every reader has."""
    program = shape_of_program()
    lines = [
        ".\\\" Made by packaging/manual.py from the command's own help; change it there.",
        f'.TH USAGEBAR 1 {DATE} "Usage Bar {__version__}" "User Commands"',
        ".SH NAME",
        "usagebar \\- how much of your coding plans is left",
        ".SH SYNOPSIS",
        ".B usagebar",
        "[\\fICOMMAND\\fR] [\\fIOPTION\\fR]...",
        ".SH DESCRIPTION",
        *_text("Prints how much of your coding plans (Claude, Z.ai) is left, and keeps the keys that are needed for it."),
        ".PP",
        *_text(
            "Without a command it does what status does. Figures and waiting times are shared with the tray program, usagebar-qt."
        ),
        ".SH COMMANDS",
    ]
    for shape in program.walk():
        if shape.path and (shape.options or not shape.children):
            lines += _command(shape)
    lines += [".SH EXAMPLES", *_block(EXAMPLES.split("\n", 1)[1])]
    lines += [".SH FILES", *(line for row in FILES for line in _row(*row))]
    lines += [".SH ENVIRONMENT", *(line for row in ENVIRONMENT for line in _row(*row))]
    lines += [".SH SEE ALSO", ".BR claude (1)"]
    return "\n".join(lines) + "\n"


def _command(shape: Shape) -> Iterator[str]:
    yield f".SS usagebar {' '.join(shape.path)}"
    yield from _text(shape.description)
    for argument in shape.arguments:
        values = f" One of: {', '.join(argument.values)}." if argument.values else ""
        yield from _row(argument.metavar, _sentence(argument.help) + values, "I")
    for option in shape.options:
        if option.names != ("-h", "--help"):
            yield from _option(option)
    if shape.epilog:
        yield ".PP"
        yield from _block(shape.epilog)


def _option(option: Option) -> Iterator[str]:
    value = "" if option.metavar is None else f" \\fI{_escaped(option.metavar)}\\fR"
    yield ".TP"
    yield ", ".join(f"\\fB{_escaped(name)}\\fR{value}" for name in option.names)
    values = f" One of: {', '.join(option.values)}." if option.values and option.metavar is None else ""
    yield from _text(_sentence(option.help) + values)


def _row(name: str, text: str, font: str = "B") -> Iterator[str]:
    yield ".TP"
    yield f".{font} {_escaped(name)}"
    yield from _text(_sentence(text))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:].removesuffix(".") + "."


def _block(text: str) -> Iterator[str]:
    """As it stands."""
    yield ".nf"
    yield from (_escaped(line) if line.strip() else ".sp" for line in text.rstrip().split("\n"))
    yield ".fi"


def _text(text: str) -> Iterator[str]:
    """Filled text, a sentence a line, as man pages have it."""
    for sentence in text.replace(". ", ".\n").split("\n"):
        yield from (_escaped(line) for line in wrap(sentence, WIDEST, break_long_words=False, break_on_hyphens=False))


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\e").replace("-", "\\-").replace("…", "...").replace("’", "'").replace("~", "\\(ti")
    return f"\\&{plain}" if plain.startswith((".", "'")) else plain


if __name__ == "__main__":
    sys.stdout.write(page())
