"""Windows Python, the project and its tests under Wine, on Linux; one command.

    python3 packaging/windows/harness.py (FOLDER | --default) setup
    python3 packaging/windows/harness.py (FOLDER | --default) run -- -m usagebar_qt --smoke-test
    python3 packaging/windows/harness.py (FOLDER | --default) exec -- 'C:\\folder\\program.exe' arguments
    python3 packaging/windows/harness.py (FOLDER | --default) test [arguments for pytest]

setup   makes FOLDER (1 GB, once; --default: in the user's cache). As root on Debian or Ubuntu it installs Wine, else it says how
run     starts Windows Python with this checkout on its path; the display, if any, and QT_ variables are passed on
exec    starts any other Windows program: an installer, the frozen program
test    runs the Windows part of the tests and prints what was shown as a table

Exit code: that of the program; 1 where the set-up fails, 64 for wrong usage. Standard library only; Python 3.11 or later.
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parents[1])  # `windows` and `setup_steps` lie beside this folder

from setup_steps.problem import SetupError

from windows import suite
from windows.bed import Bed, Session, default_folder
from windows.set_up import set_up

WRONG_USAGE = 64
COMMANDS = ("setup", "run", "exec", "test")


def main(arguments: list[str]) -> int:
    """The exit code, as the module's docstring says."""
    if len(arguments) < 2 or arguments[1] not in COMMANDS:
        asked = bool(arguments) and arguments[0] in {"-h", "--help", "help"}
        print(__doc__, file=sys.stdout if asked else sys.stderr)
        return 0 if asked else WRONG_USAGE
    place, command, *rest = arguments
    bed = Bed(default_folder() if place == "--default" else Path(place).absolute())
    words = rest[1:] if rest[:1] == ["--"] else rest
    try:
        set_up(bed, _say)
        if command == "setup":
            _say(f"Ready: {bed.folder}")
            return 0
        if command == "test":
            return _test(bed, words)
        return _start(bed, words if command == "exec" else [str(bed.python), *words])
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _start(bed: Bed, command: list[str]) -> int:
    if not command:
        return main([])
    with Session(bed) as session:
        return session.run(*command, pass_on=_pass_on).code


def _test(bed: Bed, words: list[str]) -> int:
    with Session(bed) as session:
        outcome = suite.run(session, words, pass_on=_pass_on)
    print()
    print(suite.tables(outcome.cells))
    return outcome.code


def _pass_on(chunk: bytes) -> None:
    sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
