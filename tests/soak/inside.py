"""The real program with a clock that runs fast, told by its standard input what a person does to it, and asked what it holds.

usage: python -m tests.soak.inside SPEED      (the environment says where everything is)

One command a line: `open`, `close`, `theme NAME`, `preferences`, `history`, `refresh`, `report`, `stop`. `report` prints a line of
JSON, and so does the start: when the clock began.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import sys
import threading
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from usagebar_qt.app import main as program_main
from usagebar_qt.app.composition import build
from usagebar_qt.app.early_words import EarlyWords
from usagebar_qt.app.first_icon import FirstIcon
from usagebar_qt.app.garbage import take_over
from usagebar_qt.app.import_hook import take_off
from usagebar_qt.app.measure import memory_kib
from usagebar_qt.domain.clock import FastClock, SystemClock
from usagebar_qt.domain.settings import Theme
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.services.ports import MemoryAutostart

if TYPE_CHECKING:
    from usagebar_qt.app.composition import Program


class Person:
    """Does what is told, on the event loop."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._loop = asyncio.get_running_loop()
        self.refreshes = 0
        self.opened = 0
        program.refresh.looked.connect(self._on_looked)
        program.windows.opened.connect(self._on_opened)

    def _on_looked(self) -> None:
        self.refreshes += 1

    def _on_opened(self) -> None:
        self.opened += 1

    def listen(self) -> None:
        """On a thread of its own: standard input blocks."""
        for line in sys.stdin:
            self._loop.call_soon_threadsafe(self._do, *line.split())
        self._loop.call_soon_threadsafe(self._do, "stop")

    def _do(self, word: str, *more: str) -> None:
        windows = self._program.windows
        if word == "open":
            self._program.tray.open_requested.emit()
        elif word == "close":
            windows.popup.hide()
        elif word == "theme":
            store = self._program.store
            store.change(replace(store.settings, theme=Theme(more[0])))
        elif word == "preferences":
            windows.open_preferences()
            self._loop.call_later(0.2, self._close_all_but_popup)
        elif word == "history":
            status = next((status for status in self._program.model.statuses() if status.snapshot is not None), None)
            if status is not None and status.snapshot is not None:
                windows.open_history(status.id, status.snapshot.windows[0].id)
                self._loop.call_later(0.2, self._close_all_but_popup)
        elif word == "refresh":
            self._program.refresh.request_refresh()
        elif word == "report":
            print(json.dumps(self._report()), flush=True)
        elif word == "stop":
            self._program.lifecycle.request_stop()

    def _close_all_but_popup(self) -> None:
        for widget in QApplication.topLevelWidgets():
            if widget.isVisible() and widget is not self._program.windows.popup and widget.windowTitle():
                widget.close()

    def _report(self) -> dict[str, Any]:
        gc.collect()
        rss, pss = memory_kib()
        wrappers = [wrapper for wrapper in shiboken6.getAllValidWrappers() if isinstance(wrapper, QObject)]
        timers = sum(1 for wrapper in wrappers if isinstance(wrapper, QTimer) and wrapper.isActive())
        kinds = Counter(type(found).__qualname__ for found in gc.get_objects())
        return {
            "refreshes": self.refreshes,
            "opened": self.opened,
            "rss_kib": rss,
            "pss_kib": pss,
            "own_kib": _own_kib(),
            "fds": _descriptors(),
            "threads": _entries("task"),
            "python_threads": threading.active_count(),
            "timers": timers,
            "loop_timers": _waiting(self._loop),
            "tasks": len(asyncio.all_tasks(self._loop)),
            "widgets": len(QApplication.allWidgets()),
            "qobjects": len(wrappers),
            "objects": sum(kinds.values()),
            "kinds": dict(kinds.most_common(40)),
            "states": {
                str(status.id): status.error.code.value if status.error else status.state.value
                for status in self._program.model.statuses()
            },
        }


def _own_kib() -> int:
    """Memory that is nobody else's and no file's: proportional figures change with what other programs run."""
    lines = Path("/proc/self/smaps_rollup").read_text("ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Anonymous:"))


def _descriptors() -> int:
    """Open files, the history's as one each. What SQLite has open twice it gives back only once no connection of the process has a
    lock, and takes for its next connection before: at most as many as there were at once (two became three, and stayed)."""
    targets = list[str]()
    for entry in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the one by which this looks
            targets.append(str(entry.readlink()))
    history = {target for target in targets if Path(target).name.startswith("history.db")}
    return len(history) + sum(target not in history for target in targets)


def _entries(name: str) -> int:
    return sum(1 for _ in Path("/proc/self", name).iterdir())


def _waiting(loop: asyncio.AbstractEventLoop) -> int:
    """Calls that have a time, those that were taken back among them."""
    return len(vars(vars(loop)["_turns"])["_later"])


def run(speed: float) -> None:
    """Until told to stop."""
    take_off()
    take_over()
    sys.setswitchinterval(program_main.SWITCH_SECONDS)
    application = program_main._application()
    clock = FastClock(SystemClock().now(), speed)
    icon = FirstIcon(clock)
    icon.tray.show()
    paths = Paths.of_user()

    def make() -> Program:
        program_main._set_up_logging(paths.log, EarlyWords(), is_debug=False)
        return build(build_runtime(paths=paths, environ=os.environ, clock=clock), None, MemoryAutostart, icon)

    async def person(program: Program) -> None:
        listener = Person(program)
        threading.Thread(target=listener.listen, daemon=True, name="person").start()
        print(json.dumps({"began": clock.now().isoformat()}), flush=True)

    program_main._run(application, make, [person])


if __name__ == "__main__":
    run(float(sys.argv[1]))
