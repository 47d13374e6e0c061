"""`usagebar`: the console command. Standard output holds the document only; everything else goes to standard error."""

from __future__ import annotations

import gc
import os
import sys
from typing import TYPE_CHECKING

from usagebar_qt.cli.commands import DEFAULT, EXIT_INTERRUPTED, EXIT_USAGE, build_parser, command_named

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code."""
    if arguments is None:
        gc.disable()  # a process of a moment: collecting what its imports leave takes a tenth of its time (measured)
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, DEFAULT)
    try:
        options = build_parser(words[:1]).parse_args(words)
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else EXIT_USAGE
    command = command_named(options.command)
    if command is None:
        return EXIT_USAGE
    try:
        return command.load().run(options)
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone (`usagebar | head -1`): nothing to say, and Python must not say it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main())
