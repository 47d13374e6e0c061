"""The end of the desktop's session: what must not be lost is saved while the desktop waits for our answer."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject, QTimer

from usagebar_qt.widgets.translate import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from usagebar_qt.app.application import Application

CALLED_OFF_MILLISECONDS = 60_000
"""Who still runs so long after the question, runs on: another program, or the person, stopped the end. Nothing tells us."""


class Renewing(Protocol):
    """What the end of a session asks of `Renewals`."""

    @property
    def is_busy(self) -> bool:
        """A renewal is under way."""

    def wait(self) -> None:
        """Blocks until none is; from then on none begins."""

    def stay(self) -> None:
        """They may begin again."""


class SessionEnd(QObject):
    """`settle` is what the application calls, once or several times."""

    def __init__(
        self,
        renewals: Renewing,
        save_settings: Callable[[], None],
        reason_shown: Callable[[str], Any],
        parent: QObject | None = None,
    ) -> None:
        """`reason_shown`: gives a context in which the desktop shows a text to whoever waits for us."""
        super().__init__(parent)
        self._renewals = renewals
        self._save_settings = save_settings
        self._reason_shown = reason_shown
        self._is_over = False
        self._called_off = QTimer(self, interval=CALLED_OFF_MILLISECONDS, singleShot=True)
        self._called_off.timeout.connect(self._renewals.stay)

    def settle(self) -> None:
        """Blocks until settings and sign-ins are on the disk, at most some 25 s."""
        self._save_settings()
        if self._renewals.is_busy:
            with self._reason_shown(tr("Usage Bar: saving the sign-in…")):
                self._renewals.wait()
        else:
            self._renewals.wait()
        if not self._is_over:
            self._called_off.start()

    def close(self) -> None:
        """The program ends by itself: nothing is called off any more."""
        self._is_over = True
        self._called_off.stop()


@contextmanager
def reason_for_windows(user32: Any, window: int, text: str) -> Iterator[None]:
    """Windows ends a program without a visible window after five seconds, unless it says why it needs longer."""
    import ctypes

    handle = ctypes.c_void_p(window)
    user32.ShutdownBlockReasonCreate(handle, ctypes.c_wchar_p(text))
    try:
        yield
    finally:
        user32.ShutdownBlockReasonDestroy(handle)


@contextmanager
def _no_reason() -> Iterator[None]:
    yield


def reason_shown_by(application: Application) -> Callable[[str], Any]:
    """How this desktop is told why it has to wait; only Windows shows it."""

    def shown(text: str) -> Any:
        if sys.platform == "win32" and application.ear is not None:
            import ctypes

            return reason_for_windows(ctypes.windll.user32, int(application.ear.winId()), text)
        return _no_reason()

    return shown
