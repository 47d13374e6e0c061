"""Asks the release feed, and keeps on disk when that was and what came of it."""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.updates import UpdateMemory, checked_feed, release_of
from usagebar_qt.engine.atomic_file import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from usagebar_qt.domain.updates import Release
    from usagebar_qt.providers.transport import HttpClient


class UpdateWatch:
    """`look` is a coroutine on the shared client; the rest reads and writes one small file and never raises."""

    def __init__(self, client: HttpClient, path: Path) -> None:
        self._client = client
        self._path = path

    async def look(self, feed: str) -> Release:
        """What the feed names. Raises `UsageError`."""
        from usagebar_qt.providers.release_feed import DEADLINE_SECONDS, release_at

        return await release_at(self._client.exchange(DEADLINE_SECONDS), feed)

    def recall(self) -> UpdateMemory:
        """Nothing where nobody has looked yet. The file is judged as strictly as an answer: its address is opened in a browser."""
        try:
            data = read_json(self._path)
        except (OSError, ValueError):
            data = None
        return _parsed(data) if data is not None else UpdateMemory()

    def remember(self, memory: UpdateMemory) -> None:
        """Where the disk refuses, a restart asks again."""
        release = memory.release
        with contextlib.suppress(OSError):
            write_json(
                self._path,
                {
                    "feed": memory.feed,
                    "looked_at": memory.looked_at.astimezone(UTC).isoformat() if memory.looked_at else None,
                    "release": {"version": release.version, "url": release.url} if release else None,
                    "trouble": memory.trouble,
                    "told": memory.told,
                },
            )


def _parsed(data: Mapping[str, Any]) -> UpdateMemory:
    feed, told, trouble, release = (data.get(key) for key in ("feed", "told", "trouble", "release"))
    feed = checked_feed(feed) or "" if isinstance(feed, str) else ""
    return UpdateMemory(
        feed,
        _moment(data.get("looked_at")),
        release_of(release, feed) if isinstance(release, dict) else None,
        trouble if trouble in set(ErrorCode) else "",
        told if isinstance(told, str) else "",
    )


def _moment(text: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
    return moment if moment is not None and moment.tzinfo is not None else None
