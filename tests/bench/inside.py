"""Our program with somebody looking at it from inside; other scripts start it. `start` says when the first figures were there.

python -m tests.bench.inside start      # prints `figures`, `all` and `shown`, each with nanoseconds of the monotonic clock
"""

from __future__ import annotations

import asyncio
import sys
import time
from typing import TYPE_CHECKING

from PySide6 import QtCore  # noqa: F401 - as the program's own main does it

from usagebar_qt.app import main as program_main
from usagebar_qt.app.garbage import take_over
from usagebar_qt.app.import_hook import take_off

if TYPE_CHECKING:
    from usagebar_qt.app.composition import Program
    from usagebar_qt.domain.models import AccountId, AccountStatus


def say(word: str, *figures: float) -> None:
    """One line, at once."""
    print(word, *(figures or (time.monotonic_ns(),)), flush=True)


class Watcher:
    """Hears of the figures of both accounts, and of the popup."""

    def __init__(self) -> None:
        self.known: set[AccountId] = set()

    def on_status(self, account_id: AccountId, status: AccountStatus) -> None:
        """The first figures, and those of the last account."""
        if status.snapshot is None or account_id in self.known:
            return
        self.known.add(account_id)
        if len(self.known) == 1:
            say("figures")
        if len(self.known) == 2:
            say("all")

    def on_opened(self) -> None:
        """Not painted yet."""
        say("shown")

    async def run(self, program: Program) -> None:
        """Only listens."""
        program.refresh.status_changed.connect(self.on_status)
        program.windows.opened.connect(self.on_opened)
        await asyncio.Event().wait()


def main() -> int:
    """As `usagebar-qt` without options."""
    take_off()
    take_over()
    return program_main.run_for_user(is_debug=False, beside=[Watcher().run])


if __name__ == "__main__":
    sys.exit(main())
