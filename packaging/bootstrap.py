"""One script that does all the set-up and then starts the program or the tests.

    python3 packaging/bootstrap.py run [what usagebar-qt takes: --demo, --smoke-test, ...]
    python3 packaging/bootstrap.py test [--all] [--raise-floors] [-- arguments for pytest]

Standard library only; Python 3.11 or later on Linux, Windows and macOS.
"""

from __future__ import annotations

import sys
from pathlib import Path

USAGE = """\
usage: bootstrap.py run [--demo | --smoke-test | other arguments of usagebar-qt]
       bootstrap.py test [--all] [--raise-floors] [-- arguments for pytest]

run   makes .venv in this checkout, installs what the program needs and starts it
      --demo          moving example figures: no account, no network, nothing of yours is read
      --smoke-test    the demo, which ends by itself and prints one line of JSON; works without a display
test  installs the development tools too and runs every check
      --all           also the slow parts: tests on Windows Python under Wine, and the packages
      --raise-floors  run the unit tests and raise the coverage floors to what they reach
      -- ARGUMENTS    only pytest, with these arguments"""
WRONG_USAGE = 64


def main(arguments: list[str]) -> int:
    """Exit code: 0 done, 1 something failed (said on the way), 64 wrong usage; of `run`, the program's own."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older Python must get a sentence, not a traceback
        print("Usage Bar needs Python 3.11 or later; this is Python %d.%d." % sys.version_info[:2], file=sys.stderr)  # noqa: UP031
        print(
            "Install a newer Python and start this script with it, for example: python3.12 " + " ".join(sys.argv), file=sys.stderr
        )
        return 1
    from setup_steps import running, testing
    from setup_steps.environment import Checkout, SetupError

    checkout = Checkout(Path(__file__).resolve().parents[1])
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    try:
        if command == "run":
            return running.run(checkout, rest)
        if command == "test":
            wish = testing.parse(rest)
            if wish is not None:
                return testing.test(checkout, wish)
    except SetupError as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    asked = command in {"-h", "--help", "help"}
    print(USAGE, file=sys.stdout if asked else sys.stderr)
    return 0 if asked else WRONG_USAGE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
