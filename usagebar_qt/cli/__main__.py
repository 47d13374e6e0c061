"""`usagebar`: the console command. Standard output holds the document only; everything else goes to standard error."""

from __future__ import annotations

import argparse
import math
import os
import sys
from typing import TYPE_CHECKING, NoReturn

from usagebar_qt import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence

EXIT_USAGE = 64
EXIT_INTERRUPTED = 130

EXAMPLES = """examples:
  usagebar                              the figures of every provider, once
  usagebar status --json                the same for scripts
  usagebar status --provider claude     one provider, and its exit code
  usagebar status --max-age 0           ask now (at most three times in five minutes)

exit codes of status: 0 good figures, 69 something could not be checked, 78 nothing is set up, 64 wrong usage
"""


class _Parser(argparse.ArgumentParser):
    """Says what was wrong and exits with 64, as sysexits has it."""

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        print(f"usagebar: {message}. See usagebar --help.", file=sys.stderr)
        raise SystemExit(EXIT_USAGE)


def _age(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds >= 0):
        raise argparse.ArgumentTypeError("give the age in seconds, 0 or more")
    return seconds


def build_parser() -> argparse.ArgumentParser:
    """All commands with their options."""
    parser = _Parser(
        prog="usagebar",
        description="How much of your coding plans is left.",
        epilog=EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"usagebar {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="command")
    status = commands.add_parser("status", help="the figures, once (also without any command)", allow_abbrev=False)
    form = status.add_mutually_exclusive_group()
    form.add_argument("--json", dest="format", action="store_const", const="json", help="the document, for scripts")
    form.add_argument("--format", choices=("text", "json"), default="text", help="text for people (default) or json")
    status.add_argument("--provider", action="append", default=[], metavar="ID", help="only this one; may be given again")
    status.add_argument("--max-age", type=_age, default=None, metavar="S", help="accept figures up to S seconds old")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, "status")
    try:
        options = build_parser().parse_args(words)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else EXIT_USAGE
    from usagebar_qt.cli.status import run_status

    try:
        return run_status(options.format, tuple(options.provider), options.max_age)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone (`usagebar | head -1`): nothing to say, and Python must not say it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
