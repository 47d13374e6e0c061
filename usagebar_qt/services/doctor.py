"""Doctor for a window: the same checks as the command's, none of them on the event loop's time."""

from __future__ import annotations

import logging
import os
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from usagebar_qt.domain.findings import Finding
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.engine.settings_file import Loaded
    from usagebar_qt.services.ports import Spawner

log = logging.getLogger(__name__)

VERSIONS_SECONDS = 10.0


def _desktop_of_this_session() -> Sequence[Finding]:
    from usagebar_qt.engine.desktop_facts import desktop_findings

    return desktop_findings(os.environ)


class DoctorService(QObject):
    """One examination at a time; everything that it needs is loaded with the first."""

    found = Signal(object)
    """Findings, a tuple."""

    def __init__(
        self,
        *,
        runtime: Runtime,
        tasks: Spawner,
        desktop: Callable[[], Sequence[Finding]] = _desktop_of_this_session,
        parent: QObject | None = None,
    ) -> None:
        """`desktop` is blocking."""
        super().__init__(parent)
        self._runtime = runtime
        self._tasks = tasks
        self._desktop = desktop
        self.is_busy = False

    def examine(self, loaded: Loaded) -> None:
        """`found` brings what there is. Asked while it looks already, it looks no second time."""
        if not self.is_busy:
            self.is_busy = True
            self._tasks.spawn(self._examine(loaded), name="doctor")

    async def _examine(self, loaded: Loaded) -> None:
        from usagebar_qt.engine.desktop_facts import versions
        from usagebar_qt.engine.doctor import Doctor

        try:
            facts = await self._runtime.workers.run(versions, timeout=VERSIONS_SECONDS)
            doctor = Doctor(self._runtime, loaded, self._runtime.client.environ, desktop=self._desktop, versions=lambda: facts)
            findings = await doctor.examine()
        finally:
            self.is_busy = False
        self.found.emit(findings)
