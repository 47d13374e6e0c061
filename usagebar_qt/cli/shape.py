"""What may be typed after `usagebar`, as data: read from the parsers, for completion scripts and the man page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.cli.commands import COMMANDS, build_parser
from usagebar_qt.providers.registry import INFOS

if TYPE_CHECKING:
    import argparse

    from usagebar_qt.cli.commands import Parser

WINDOWS = ("session", "weekly", "mcp")
"""Ids of windows that most accounts have."""


@dataclass(frozen=True, slots=True)
class Option:
    """`--format FORM`, or a flag."""

    names: tuple[str, ...]
    help: str
    metavar: str | None = None
    """None: a flag."""
    values: tuple[str, ...] = ()
    """What may follow, where that is known."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A word without a dash."""

    metavar: str
    help: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """A command, or the program itself."""

    path: tuple[str, ...]
    summary: str
    description: str
    epilog: str
    options: tuple[Option, ...]
    arguments: tuple[Argument, ...]
    children: tuple[Shape, ...]

    def walk(self) -> Iterator[Shape]:
        """Itself and everything below."""
        yield self
        for child in self.children:
            yield from child.walk()


def shape_of_program() -> Shape:
    """All commands."""
    summaries = {command.name: command.summary for command in COMMANDS}
    return _shape(build_parser(), (), "", summaries)


def _shape(parser: Parser, path: tuple[str, ...], summary: str, summaries: Mapping[str, str]) -> Shape:
    options, arguments, children = [], [], []
    for action in parser.actions:
        choices = action.choices
        if isinstance(choices, Mapping):
            children += [_shape(child, (*path, name), summaries.get(name, ""), {}) for name, child in choices.items()]
        elif action.option_strings:
            metavar = None if action.nargs == 0 else _metavar(action)
            options.append(Option(tuple(action.option_strings), action.help or "", metavar, _values(action)))
        else:
            arguments.append(Argument(_metavar(action), action.help or "", _values(action)))
    description, epilog = parser.description or "", parser.epilog or ""
    return Shape(path, summary, description, epilog, tuple(options), tuple(arguments), tuple(children))


def _metavar(action: argparse.Action) -> str:
    return action.metavar if isinstance(action.metavar, str) else action.dest.upper()


def _values(action: argparse.Action) -> tuple[str, ...]:
    if action.choices is not None:
        return tuple(str(choice) for choice in action.choices)
    if action.dest == "provider":
        return tuple(info.id for info in INFOS if action.option_strings or info.key is not None)
    return WINDOWS if action.dest == "window" else ()
