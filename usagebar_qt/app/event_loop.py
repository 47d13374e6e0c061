"""The only file that knows qasync: asyncio on Qt's event loop."""

from __future__ import annotations

import concurrent.futures
import os
import threading
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from PySide6.QtCore import QCoreApplication


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


def new_loop(application: QCoreApplication) -> asyncio.AbstractEventLoop:
    """A loop that has not begun. Use it through `asyncio.Runner` with `with`: an unclosed one aborts the process."""
    os.environ["QT_API"] = "pyside6"  # qasync would take the first binding that it finds
    import qasync

    loop = cast("asyncio.AbstractEventLoop", qasync.QEventLoop(application, already_running=False))
    loop.set_default_executor(DaemonExecutor())
    return loop
