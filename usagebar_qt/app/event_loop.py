"""The only file that knows qasync: asyncio on Qt's event loop."""

from __future__ import annotations

import concurrent.futures
import importlib
import os
import sys
import threading
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from PySide6.QtCore import QCoreApplication

_PLATFORM: str = sys.platform


class DaemonExecutor(concurrent.futures.Executor):
    """Looks up names for asyncio. A daemon thread a call: a resolver that hangs must not delay the exit."""

    def submit(self, function: Callable[..., Any], /, *arguments: Any, **named: Any) -> concurrent.futures.Future[Any]:
        """Runs the call on a thread of its own."""
        future: concurrent.futures.Future[Any] = concurrent.futures.Future()

        def work() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                result = function(*arguments, **named)
            except BaseException as error:  # noqa: BLE001 - it is raised again where it was asked for
                future.set_exception(error)
            else:
                future.set_result(result)

        threading.Thread(target=work, name="executor", daemon=True).start()
        return future


NOBODY = 1
"""An address at which no operation can lie, so that qasync passes over the event. With 0 Python reports a failure (measured)."""


class PatientPolling:
    """Lets qasync's thread on Windows sleep until something has happened (docs/decisions/040).

    It asks Windows with a limit of 10 ms, a hundred times a second for as long as the program runs, only to see whether it should
    end. Here it asks without a limit; who wants it to end posts an empty event first, and then its own limit counts again."""

    def __init__(self, proactor: Any, post: Callable[[], object]) -> None:
        self._ask = proactor.select
        self._post = post
        self._is_ending = False
        proactor.select = self._select  # on this object alone

    def _select(self, seconds: float | None = None) -> list[Any]:
        found: list[Any] = self._ask(seconds if self._is_ending else None)
        return found

    def begin(self) -> None:
        """Before the thread starts."""
        self._is_ending = False

    def end(self) -> None:
        """Before the thread is told to end, and waited for."""
        self._is_ending = True
        self._post()


def new_loop(application: QCoreApplication) -> asyncio.AbstractEventLoop:
    """A loop that has not begun. Use it through `asyncio.Runner` with `with`: an unclosed one aborts the process."""
    os.environ["QT_API"] = "pyside6"  # qasync would take the first binding that it finds
    base = _thrifty_loop()
    make = _patient_loop(base) if _PLATFORM == "win32" else base
    loop = cast("asyncio.AbstractEventLoop", make(application, already_running=False))
    loop.set_default_executor(DaemonExecutor())
    return loop


def _thrifty_loop() -> Any:
    import asyncio

    import qasync

    from usagebar_qt.app.turns import Turns

    class ThriftyLoop(qasync.QEventLoop):  # type: ignore[misc]  # qasync has no types
        """qasync's loop with one timer for all calls."""

        def __init__(self, application: QCoreApplication, *, already_running: bool) -> None:
            self._turns = Turns(self.time)  # first: whoever makes the rest may want something soon
            super().__init__(application, already_running=already_running)

        def call_soon(self, callback: Any, *arguments: Any, context: Any = None) -> asyncio.Handle:
            handle = asyncio.Handle(callback, arguments, self, context)
            self._turns.add(handle)
            return handle

        def call_soon_threadsafe(self, callback: Any, *arguments: Any, context: Any = None) -> asyncio.Handle:
            handle = asyncio.Handle(callback, arguments, self, context)
            self._turns.add_from_thread(handle)
            return handle

        def call_later(self, delay: float, callback: Any, *arguments: Any, context: Any = None) -> asyncio.TimerHandle:
            return self.call_at(self.time() + delay, callback, *arguments, context=context)

        def call_at(self, when: float, callback: Any, *arguments: Any, context: Any = None) -> asyncio.TimerHandle:
            handle = asyncio.TimerHandle(when, callback, arguments, self, context)
            self._turns.add_later(handle)
            return handle

        def close(self) -> None:
            super().close()
            self._turns.end()

    return ThriftyLoop


def _patient_loop(base: Any) -> Any:
    _overlapped = importlib.import_module("_overlapped")  # there on Windows alone

    class PatientLoop(base):  # type: ignore[misc]  # qasync has no types
        """Windows' loop, whose thread sleeps."""

        def __init__(self, application: QCoreApplication, *, already_running: bool) -> None:
            super().__init__(application, already_running=already_running)
            self._polling = PatientPolling(self._proactor, self._wake)

        def _wake(self) -> None:
            _overlapped.PostQueuedCompletionStatus(self._proactor._iocp, 0, 0, NOBODY)  # noqa: SLF001

        def _before_run_forever(self) -> None:
            self._polling.begin()
            super()._before_run_forever()

        def _after_run_forever(self) -> None:
            self._polling.end()
            super()._after_run_forever()

    return PatientLoop
