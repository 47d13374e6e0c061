"""Our program with somebody looking at it from inside; other scripts start it, each way prints lines of a word and figures.

python -m tests.bench.inside start          # `figures`, `all`, `shown`: nanoseconds of the monotonic clock
python -m tests.bench.inside idle SECONDS   # `idle`: wake-ups and processor ms a minute, and paints, with the popup hidden
python -m tests.bench.inside click TIMES    # `click`: ms until the popup is painted, processor ms; warm
"""

from __future__ import annotations

import asyncio
import resource
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


SETTLE_SECONDS = 3.0
CALM_SECONDS = 40.0
"""After these, what a look at the accounts and at the popup leaves behind is over: between polls is what is asked for."""


def say(word: str, *figures: float) -> None:
    """One line, at once."""
    print(word, *(figures or (time.monotonic_ns(),)), flush=True)


class Watcher:
    """Hears of the figures of both accounts, and of the popup."""

    def __init__(self) -> None:
        self.known: set[AccountId] = set()
        self.both = asyncio.Event()

    def on_status(self, account_id: AccountId, status: AccountStatus) -> None:
        """The first figures, and those of the last account."""
        if status.snapshot is None or account_id in self.known:
            return
        self.known.add(account_id)
        if len(self.known) == 1:
            say("figures")
        if len(self.known) == 2:
            say("all")
            self.both.set()

    def on_opened(self) -> None:
        """Not painted yet."""
        say("shown")

    async def run(self, program: Program) -> None:
        """Only listens."""
        self.listen(program)
        await asyncio.Event().wait()

    def listen(self, program: Program) -> None:
        """From before the first look."""
        program.refresh.status_changed.connect(self.on_status)
        program.windows.opened.connect(self.on_opened)

    async def known_both(self, program: Program) -> None:
        """Until both accounts have figures, and what that set off is done."""
        self.listen(program)
        await self.both.wait()
        await asyncio.sleep(SETTLE_SECONDS)


def woken() -> int:
    """How often a thread of this process went to sleep of its own will; threads that have ended count too."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_nvcsw


class Idler(Watcher):
    """Looks once at the popup, hides it, and counts what happens then."""

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds
        self.painted = 0

    def on_painted(self) -> None:
        """The popup."""
        self.painted += 1

    async def run(self, program: Program) -> None:
        """One stretch."""
        await self.known_both(program)
        program.windows.open_popup()
        await asyncio.sleep(SETTLE_SECONDS)
        program.windows.popup.hide()
        await asyncio.sleep(CALM_SECONDS)
        program.windows.popup.painted.connect(self.on_painted)
        before, spent = woken(), time.process_time()
        await asyncio.sleep(self.seconds)
        minutes = self.seconds / 60
        say("idle", round((woken() - before) / minutes, 1), round((time.process_time() - spent) * 1000 / minutes, 1), self.painted)
        program.lifecycle.request_stop()


class Clicker(Watcher):
    """Clicks on the icon, again and again."""

    def __init__(self, times: float) -> None:
        super().__init__()
        self.times = int(times)
        self.painted = asyncio.Event()

    def on_painted(self) -> None:
        """The first after the click counts."""
        self.painted.set()

    async def run(self, program: Program) -> None:
        """The first two are thrown away: they make the windows."""
        await self.known_both(program)
        program.windows.popup.painted.connect(self.on_painted)
        for number in range(self.times + 2):
            self.painted.clear()
            begun, spent = time.perf_counter(), time.process_time()
            program.windows.open_popup()
            await self.painted.wait()
            found = (time.perf_counter() - begun) * 1000, (time.process_time() - spent) * 1000
            if number > 1:
                say("click", *(round(value, 1) for value in found))
            await asyncio.sleep(0.5)
            program.windows.popup.hide()
            await asyncio.sleep(0.2)
        program.lifecycle.request_stop()


def main() -> int:
    """As `usagebar-qt` without options."""
    take_off()
    take_over()
    sys.setswitchinterval(program_main.SWITCH_SECONDS)
    word, *numbers = sys.argv[1:]
    watcher = {"start": Watcher, "idle": Idler, "click": Clicker}[word](*map(float, numbers))
    return program_main.run_for_user(is_debug=False, beside=[watcher.run])


if __name__ == "__main__":
    sys.exit(main())
