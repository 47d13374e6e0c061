"""Signals that come while a sign-in is being renewed are put off, then obeyed: status bars and prompts kill what they start."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType, TracebackType
    from typing import Any

    from usagebar_qt.engine.renewal import Renewals

NAMES = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
"""Those that a platform has of them. SIGKILL cannot be put off; the notes of the locks are for that."""


class PutOff:
    """While entered. A signal that was ignored before (`nohup`) stays ignored."""

    def __init__(self, renewals: Renewals, say: Callable[[str], None]) -> None:
        self._renewals = renewals
        self._say = say
        self._former: dict[int, Any] = {}
        self._pending: int | None = None

    def __enter__(self) -> PutOff:
        for name in NAMES:
            number = getattr(signal, name, None)
            if number is not None and signal.getsignal(number) not in (signal.SIG_IGN, None):
                self._former[number] = signal.signal(number, self._on_signal)
        self._renewals.on_free = self._on_free
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        # A thread that still holds locks is waited for by the interpreter; its signals stay put off until then.
        if not self._renewals.holds_locks:
            self._restore()

    def _restore(self) -> None:
        while self._former:
            number, handler = self._former.popitem()
            signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        if self._must_wait():
            if self._pending is None:
                self._say("a sign-in is being renewed; ending as soon as it is safe")
            self._pending = number
            self._renewals.leave()
            if self._must_wait():
                return
            self._pending = None  # the last lock went in between, when there was nothing yet to be told of
        self._renewals.leave()  # its thread is no daemon: one that waits for Claude Code would keep us for a minute
        self._restore()
        signal.raise_signal(number)

    def _must_wait(self) -> bool:
        return self._renewals.holds_locks

    def _on_free(self) -> None:
        """On the renewal's thread; the handler itself runs on the main thread."""
        if self._pending is not None:
            signal.raise_signal(self._pending)
