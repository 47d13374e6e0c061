"""How the program ends: one event, whoever asks; then everything is closed in reverse order, within two seconds."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from usagebar_qt.app.application import Application

log = logging.getLogger(__name__)

LEAVING_SECONDS = 2.0


class Lifecycle:
    """The shutdown event, and what has to be closed."""

    def __init__(self) -> None:
        self._stop = asyncio.Event()
        self._closers: list[tuple[str, Callable[[], Awaitable[object]]]] = []
        self._signals: list[signal.Signals] = []

    def request_stop(self) -> None:
        """From the menu, a signal or the desktop; more than once is once."""
        self._stop.set()

    def listen_to(self, application: Application) -> None:
        """SIGTERM, SIGINT, the end of the terminal that it was started from, and the desktop's wish to end."""
        application.when_asked_to_quit(self.request_stop)
        loop = asyncio.get_running_loop()
        for number in _signals():
            # Windows' loops have no such handlers; there the window messages do.
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, self.request_stop)
                self._signals.append(number)

    def on_close(self, name: str, close: Callable[[], Awaitable[object]]) -> None:
        """Is called when the program ends, the last one first."""
        self._closers.append((name, close))

    async def wait(self) -> None:
        """Until somebody asks to end."""
        await self._stop.wait()

    async def aclose(self) -> None:
        """Closes everything; what does not end in time is left behind, and said so in the log."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + LEAVING_SECONDS
        while self._closers:
            name, close = self._closers.pop()
            try:
                async with asyncio.timeout_at(ends):
                    await close()
            except TimeoutError:
                log.warning("%s did not close in time", name)
            except Exception as error:
                log.error("%s could not be closed", name, exc_info=error)
        for number in self._signals:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(number)


def _signals() -> Sequence[signal.Signals]:
    """SIGHUP too, which would end the process at once, a spent token in its hands; who ignores it (`nohup`) goes on ignoring it."""
    hangs_up = getattr(signal, "SIGHUP", None)
    also = () if hangs_up is None or signal.getsignal(hangs_up) is signal.SIG_IGN else (hangs_up,)
    return (signal.SIGTERM, signal.SIGINT, *also)
