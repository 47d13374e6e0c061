"""`usagebar`: the console command. Standard output holds the document only; everything else goes to standard error."""

from __future__ import annotations

import gc
import io
import os
import sys
from typing import TYPE_CHECKING

from usagebar_qt.cli.commands import (
    DEFAULT,
    EXIT_INTERNAL,
    EXIT_INTERRUPTED,
    EXIT_OUTPUT,
    EXIT_USAGE,
    build_parser,
    command_named,
)
from usagebar_qt.engine.crash_dumps import leave_none

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command and gives its exit code. Never shows a traceback: its frames may hold what must not be seen."""
    if arguments is None:
        gc.disable()  # a process of a moment: collecting what its imports leave takes a tenth of its time (measured)
    _give_streams()
    leave_none()
    try:
        return _run(list(sys.argv[1:] if arguments is None else arguments))
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read us has gone (`usagebar | head -1`): nothing to say, and Python must not say it at exit either.
        _silence()
        return 0
    except OSError as error:
        _silence()
        print(f"usagebar: the output could not be written: {error.strerror}. Check the disk it goes to.", file=sys.stderr)
        return EXIT_OUTPUT
    except Exception as error:  # noqa: BLE001 - see above
        kind = type(error).__name__
        print(f"usagebar: something went wrong inside ({kind}). Try again; if it stays so, please report it.", file=sys.stderr)
        return EXIT_INTERNAL


def _run(words: list[str]) -> int:
    if not words or (words[0].startswith("-") and words[0] not in ("-h", "--help", "--version")):
        words.insert(0, DEFAULT)
    try:
        options = build_parser(words[:1]).parse_args(words)
    except SystemExit as leaving:
        sys.stdout.flush()
        return leaving.code if isinstance(leaving.code, int) else EXIT_USAGE
    command = command_named(options.command)
    if command is None:
        return EXIT_USAGE
    code = command.load().run(options)
    sys.stdout.flush()  # here, where a full disk can still be said
    return code


def _give_streams() -> None:
    """A parent may have closed them (`>&-`); Python then has None in their place. And no terminal's old code page is an error."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - for as long as we run
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="replace")


def _silence() -> None:
    """What is left in the buffer goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
