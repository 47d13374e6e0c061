"""Looks at status pages, and remembers on disk which incidents were told."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from usagebar_qt.domain.incidents import relevant
from usagebar_qt.engine.atomic_file import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from usagebar_qt.domain.incidents import Incident
    from usagebar_qt.providers.base import StatusPage
    from usagebar_qt.providers.transport import HttpClient

log = logging.getLogger(__name__)

MOST_TOLD = 200
"""Ids that are remembered, the newest; pages list a handful."""


class IncidentWatch:
    """`look` is a coroutine on the shared client; the rest reads and writes one small file and never raises."""

    def __init__(self, client: HttpClient, path: Path) -> None:
        self._client = client
        self._path = path

    async def look(self, page: StatusPage) -> tuple[Incident, ...]:
        """Unresolved incidents of the parts that matter. Raises `UsageError`."""
        from usagebar_qt.providers.status_page import DEADLINE_SECONDS, incidents_at

        return relevant(await incidents_at(self._client.exchange(DEADLINE_SECONDS), page.url), page.parts)

    def told(self) -> tuple[str, ...]:
        """Ids, the oldest first; none where nothing was told or the file is not ours."""
        try:
            data = read_json(self._path)
            return tuple(str(name) for name in data["told"]) if data is not None else ()
        except (OSError, ValueError, KeyError, TypeError):
            return ()

    def remember(self, told: Collection[str]) -> None:
        """Where the disk refuses, a restart tells an incident again."""
        with contextlib.suppress(OSError):
            write_json(self._path, {"told": list(told)[-MOST_TOLD:]})
