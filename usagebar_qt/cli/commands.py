"""Every command of `usagebar`, a row each. Its module is imported only when it runs, or when its options are asked for.

To add one: a row here, and a module in this folder with `configure(parser)` (options and examples) and `run(options)`
(the exit code). Nothing else names it: help, shell completion and the man page are made from these rows.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, cast

from usagebar_qt import __version__
from usagebar_qt.domain.redaction import redact

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_OK = 0
EXIT_REFUSED = 1
"""The answer is no: too little left, a key refused, something to mend."""
EXIT_USAGE = 64
EXIT_UNCHECKED = 69
EXIT_NOTHING_SET_UP = 78
EXIT_INTERNAL = 70
EXIT_OUTPUT = 74
EXIT_INTERRUPTED = 130


class CommandModule(Protocol):
    """What a command's module offers."""

    def configure(self, parser: Parser) -> None:
        """Adds options, a description and examples. Imports nothing heavy: completion and man page call it for all commands."""

    def run(self, options: argparse.Namespace) -> int:
        """Does it and gives the exit code."""


@dataclass(frozen=True, slots=True)
class Command:
    """One row."""

    name: str
    summary: str
    module: str
    """Below `usagebar_qt.cli`."""

    def load(self) -> CommandModule:
        """Imports it."""
        return cast("CommandModule", importlib.import_module(f"usagebar_qt.cli.{self.module}"))


COMMANDS = (
    Command("status", "the figures, once (also without any command)", "status"),
    Command("guard", "for scripts: is enough left?", "guard"),
    Command("key", "set, check or delete an API key", "key"),
    Command("doctor", "what was found on this computer, and what to do", "doctor"),
    Command("history", "print the figures of the past", "history"),
    Command("statusline", "take figures from Claude Code's own status line", "statusline"),
    Command("events", "run a command of yours when something happens", "events"),
    Command("completion", "print the completion script of a shell", "completion"),
)
DEFAULT = "status"

EXAMPLES = """\
examples:
  usagebar                              the figures of every provider, once
  usagebar status --json                the same for scripts
  usagebar status --max-age 0           ask now (at most three times in five minutes)
  usagebar COMMAND --help               a command's options, with examples
"""


class _Help(argparse.RawDescriptionHelpFormatter):
    """Examples and tables stay as they are; running text is wrapped."""

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        from textwrap import fill

        return super()._fill_text(text, width, indent) if "\n" in text else fill(text, width)


class Parser(argparse.ArgumentParser):
    """Says what was wrong and exits with 64, as sysexits has it."""

    refusal: str | None = None
    """Said in place of the words that were wrong, where those may hold a secret."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(formatter_class=_Help, allow_abbrev=False, **kwargs)  # type: ignore[arg-type]

    def error(self, message: str) -> NoReturn:
        """Never returns."""
        self.print_usage(sys.stderr)
        print(f"usagebar: {self.refusal or f'{redact(message)}. See {self.prog} --help.'}", file=sys.stderr)
        raise SystemExit(EXIT_USAGE)

    @property
    def actions(self) -> list[argparse.Action]:
        """Options and arguments, in order: completion and man page are made of them."""
        return [action for action in self._actions if action.help != argparse.SUPPRESS]

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> tuple[Any, list[str]]:
        """A command refuses what it does not know itself, so that it is the one to say so."""
        found, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unknown: {' '.join(unknown)}")
        return found, unknown


def build_parser(names: Sequence[str] | None = None) -> Parser:
    """The parser. Only the commands in `names` get their options (None: all); each has its row in the help anyway."""
    parser = Parser(prog="usagebar", description="How much of your coding plans is left.", epilog=EXAMPLES)
    parser.add_argument("--version", action="version", version=f"usagebar {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands", parser_class=Parser)
    for command in COMMANDS:
        sub = commands.add_parser(command.name, help=command.summary)
        if names is None or command.name in names:
            command.load().configure(sub)
    return parser


def command_named(name: str) -> Command | None:
    """Its row; None where there is none."""
    return next((command for command in COMMANDS if command.name == name), None)
