"""`--smoke-test`: waits until tray, first figures and popup have been painted, then reports and ends the program."""

from __future__ import annotations

import asyncio
import platform
from typing import TYPE_CHECKING, Any

import PySide6
from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from usagebar_qt.app.measure import age_ms, memory_kib
from usagebar_qt.domain.models import AccountState

if TYPE_CHECKING:
    from usagebar_qt.app.composition import Program
    from usagebar_qt.domain.models import AccountId, AccountStatus
    from usagebar_qt.widgets.tray import TrayController

DEADLINE_SECONDS = 30.0
XEMBED_CLASS = "QSystemTrayIconSys"
"""Qt's own window inside an XEmbed panel: the only icon whose painting can be seen from here."""


class SmokeTest(QObject):
    """Watches real signals and paint events; `report` is the JSON document."""

    def __init__(self, tray: TrayController) -> None:
        super().__init__()
        self._icon = tray
        self._program: Program | None = None
        self._tray_ms: float | None = None
        self._first_figures_ms: float | None = None
        self._popup_at: float | None = None
        self._tray = asyncio.Event()
        self._figures = asyncio.Event()
        self._painted = asyncio.Event()
        self._popup_ms: float | None = None
        self._failed = ""
        self._waiting_for = "tray"

    def watch(self) -> None:
        """Right after the icon was handed to the panel, before the loop runs."""
        handed_over_ms = age_ms()
        window = next((w for w in QApplication.topLevelWidgets() if w.metaObject().className() == XEMBED_CLASS), None)
        if window is None or not self._icon.has_host:
            # Offscreen, or a panel in another process that draws by itself.
            self._tray_ms = handed_over_ms
            self._tray.set()
        else:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Sees the icon's first paint."""
        if event.type() == QEvent.Type.Paint and self._tray_ms is None:
            self._tray_ms = age_ms()
            self._tray.set()
        return False

    def _on_status(self, _account_id: AccountId, status: AccountStatus) -> None:
        if status.snapshot is not None and self._first_figures_ms is None:
            self._first_figures_ms = age_ms()
        if self._program is not None and all(known.state is AccountState.OK for known in self._program.model.statuses()):
            self._figures.set()

    def _on_painted(self) -> None:
        if self._popup_at is not None and self._popup_ms is None:
            self._popup_ms = age_ms() - self._popup_at
            self._painted.set()

    async def run(self, program: Program) -> None:
        """Plays the user, from before the first look at an account; asks the program to end, whatever came of it."""
        self._program = program
        program.refresh.status_changed.connect(self._on_status)
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                await self._tray.wait()
                self._waiting_for = "first figures"
                await self._figures.wait()
                self._waiting_for = "popup"
                self._popup_at = age_ms()
                program.tray.toggle_requested.emit()  # makes the popup too, as the user's first click does
                program.windows.popup.painted.connect(self._on_painted)  # painted by a later turn of the loop
                await self._painted.wait()
        except TimeoutError:
            self._failed = f"{self._waiting_for}: not within {DEADLINE_SECONDS:.0f} s{_states(program)}"
        finally:
            self._report = self._made_report()
            program.lifecycle.request_stop()

    def _made_report(self) -> dict[str, Any]:
        rss, pss = memory_kib()
        report: dict[str, Any] = {
            "ok": not self._failed,
            "tray_ms": _rounded(self._tray_ms),
            "first_figures_ms": _rounded(self._first_figures_ms),
            "popup_ms": _rounded(self._popup_ms),
            "rss_kib": rss,
            "pss_kib": pss,
            "python": platform.python_version(),
            "qt": PySide6.__version__,
            "platform": QGuiApplication.platformName(),
        }
        return report if not self._failed else {**report, "failed": self._failed}

    @property
    def report(self) -> dict[str, Any]:
        """One line of JSON's worth."""
        return self._report


def _states(program: Program) -> str:
    """Which account is not well, in machine words."""
    found = [
        f"{status.id} {status.state.value}{' ' + status.error.code.value if status.error else ''}"
        for status in program.model.statuses()
        if status.state is not AccountState.OK
    ]
    return f" ({', '.join(found)})" if found else ""


def _rounded(milliseconds: float | None) -> float | None:
    return None if milliseconds is None else round(milliseconds, 1)
