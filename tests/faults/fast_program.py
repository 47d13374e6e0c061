"""The tray program with its own parts, on a clock that runs fast; what its windows show is written down as it changes.

    python -m tests.faults.fast_program NOTES [SPEED ORIGIN]

NOTES is a file of JSON lines. SPEED is how many of its seconds pass in a real one, from the reading ORIGIN of the machine's
monotonic clock on, so that others can tell its time; without them it runs on the system's own clock. All that differs from
`usagebar-qt` is the clock that is handed to the constructor: deadlines, sockets, TLS and files stay real.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usagebar_qt.app import main as program_main
from usagebar_qt.app.garbage import take_over
from usagebar_qt.app.import_hook import take_off
from usagebar_qt.domain.clock import Clock, SystemClock

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.app.composition import Program
    from usagebar_qt.domain.models import AccountId, AccountStatus

LOOK_SECONDS = 0.2
NEVER_SHOWN = re.compile(r"(?:^|[\s(])[-−]\s?\d|\bnan\b|\binf\b|Traceback|\{\w+\}", re.IGNORECASE)
"""No countdown below zero, no figure that is none, no forgotten placeholder."""


class TellableClock:
    """Goes on from `origin` (a reading of the machine's monotonic clock) at `speed`: whoever knows both knows its time."""

    def __init__(self, speed: float, origin: float) -> None:
        self.speed = speed
        self._origin = origin
        self._start = datetime.now(UTC) - timedelta(seconds=time.monotonic() - origin)

    def now(self) -> datetime:
        """Wall time, in UTC."""
        return self._start + timedelta(seconds=self.monotonic())

    def monotonic(self) -> float:
        """Seconds since `origin`."""
        return (time.monotonic() - self._origin) * self.speed


class Notes:
    """Writes down what a person sees: of each account its card and its gauges, and the icon's words."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a", encoding="utf-8", buffering=1)
        self._odd: set[str] = set()
        self._tooltip = ""

    async def look(self, program: Program) -> None:
        """For as long as the program runs; also for whatever is on the screen that never should be."""

        def on_status(account_id: AccountId, status: AccountStatus) -> None:
            # The card has heard of it: it was connected before.
            self._write_card(program, account_id, status)

        program.refresh.status_changed.connect(on_status)
        program.windows.open_popup()
        while True:
            for text in _texts(program.windows.popup):
                if NEVER_SHOWN.search(text) and text not in self._odd:
                    self._odd.add(text)
                    self._write(odd=text)
            icon = program.tray._icon
            if icon is not None and icon.toolTip() != self._tooltip:
                self._tooltip = icon.toolTip()
                self._write(tooltip=self._tooltip)
            await asyncio.sleep(LOOK_SECONDS)

    def _write_card(self, program: Program, account_id: AccountId, status: AccountStatus) -> None:
        card = program.windows.popup._scroll.cards.get(account_id)
        self._write(
            account=str(account_id),
            state=status.state.value,
            code=status.error.code.value if status.error else None,
            reason=status.error.reason if status.error else None,
            fetched_at=status.snapshot.fetched_at.isoformat() if status.snapshot else None,
            figures=[gauge.value() for gauge in card._gauges] if card else [],
            title=card._message.text() if card else "",
        )

    def _write(self, **facts: Any) -> None:
        self._file.write(json.dumps({"at": time.monotonic(), **facts}) + "\n")


def _texts(window: QWidget) -> list[str]:
    """Every word on a window, and what a screen reader is told of its gauges."""
    from PySide6.QtWidgets import QLabel

    from usagebar_qt.widgets.gauge import Gauge

    words = [label.text() for label in window.findChildren(QLabel)]
    return words + [gauge.accessibleDescription() for gauge in window.findChildren(Gauge)]


def run(notes: Path, clock: Clock) -> int:
    """As `usagebar-qt` does, until it is told to end."""
    from PySide6 import QtCore  # noqa: F401 - brings the hook that is taken off

    take_off()
    take_over()
    return program_main.run_for_user(is_debug=False, beside=[Notes(notes).look], clock=clock)


if __name__ == "__main__":
    fast = [float(word) for word in sys.argv[2:]]
    sys.exit(run(Path(sys.argv[1]), TellableClock(*fast) if fast else SystemClock()))
