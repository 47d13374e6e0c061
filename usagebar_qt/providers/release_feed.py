"""The feed that names the newest version. No secret is sent; it is asked only where a person has named one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import BadResponse
from usagebar_qt.domain.updates import release_of

if TYPE_CHECKING:
    from usagebar_qt.domain.updates import Release
    from usagebar_qt.providers.transport import Exchange

DEADLINE_SECONDS = 15.0


async def release_at(exchange: Exchange, feed: str) -> Release:
    """What the feed names now. Raises `UsageError`; `BadResponse` for a page on another host, too."""
    answer = await exchange.get(feed, {"Accept": "application/json"})
    if 400 <= answer.status < 500 and answer.status not in (407, 429):  # no such file: its page says so, and is no portal's
        raise BadResponse("status", str(answer.status))
    answer.raise_for_common()
    release = release_of(answer.json_object(), feed)
    if release is None:
        raise BadResponse("no_release")
    return release
