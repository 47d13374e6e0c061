"""Whether there is a newer version, and whether it is time to ask: a feed that a person names, once a day at most. Pure.

The feed is one JSON object: `{"version": "1.2.3", "url": "https://…"}`. Its page must be on the feed's own host: whoever may write
the one may write the other, and nobody else may send a person anywhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

CHECK_SECONDS = 86_400.0
LONGEST = 300
"""Characters of an address."""
LOOPBACK = ("127.0.0.1", "localhost", "::1")
"""Here `http` will do: tests, and a mirror on this computer."""
_VERSION = r"(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?:\.?(dev|a|b|rc)(\d{1,6}))?"
_STAGES = ("dev", "a", "b", "rc", None)
"""From the earliest to the finished one."""


@dataclass(frozen=True, slots=True)
class Release:
    """What the feed names."""

    version: str
    url: str
    """Its page: https, on the feed's host."""


@dataclass(frozen=True, slots=True)
class UpdateMemory:
    """What is known of a feed, over restarts."""

    feed: str = ""
    looked_at: datetime | None = None
    """When it was last asked, whatever came back."""
    release: Release | None = None
    """What it named when it last answered."""
    trouble: str = ""
    """The error's code where the last look failed."""
    told: str = ""
    """The version that a person has been told of and has looked at."""


def checked_feed(text: str) -> str | None:
    """The address of a feed where it can be used, `` for none; None for anything else."""
    text = text.strip()
    return "" if not text else text if _origin(text) is not None else None


def release_of(payload: Mapping[str, Any], feed: str) -> Release | None:
    """What a feed's answer names; None where it makes no sense, or would lead to another host."""
    version, url = payload.get("version"), payload.get("url")
    if not isinstance(version, str) or not isinstance(url, str) or _key(version) is None:
        return None
    origin = _origin(url)
    return Release(version, url) if origin is not None and origin == _origin(feed) else None


def newer(release: Release | None, own: str) -> Release | None:
    """The release where it comes after our own version. Who runs a finished version hears of finished ones alone."""
    if release is None:
        return None
    theirs, ours = _key(release.version), _key(own)
    if theirs is None or ours is None or theirs <= ours:
        return None
    finished = len(_STAGES) - 1
    return None if theirs[3] < finished <= ours[3] else release


def is_due(memory: UpdateMemory, feed: str, now: datetime) -> bool:
    """Whether the feed may be asked: a day has passed, another one is named, or the clock was set back."""
    if not feed:
        return False
    if memory.feed != feed or memory.looked_at is None:
        return True
    return not 0 <= (now - memory.looked_at).total_seconds() < CHECK_SECONDS


def _key(version: str) -> tuple[int, int, int, int, int] | None:
    found = re.fullmatch(_VERSION, version, re.ASCII)  # not compiled at the start: most people name no feed
    if found is None:
        return None
    return int(found[1]), int(found[2]), int(found[3]), _STAGES.index(found[4]), int(found[5] or 0)


def _origin(url: str) -> tuple[str, str, int | None] | None:
    """Scheme, host and port of an address that may be asked or opened; None for any other."""
    from urllib.parse import urlsplit  # most people name no feed

    if len(url) > LONGEST or not all("!" <= character <= "~" for character in url) or any(mark in url for mark in '\\@"<>#'):
        return None
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = parts.hostname
    if not host or port == 0 or parts.scheme not in ("https", "http") or (parts.scheme == "http" and host not in LOOPBACK):
        return None
    return parts.scheme, host, port if port != 443 else None
