"""Where windows were and what they showed: one small file in the state folder."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.engine.atomic_file import read_json, write_json

if TYPE_CHECKING:
    from pathlib import Path

log = logging.getLogger(__name__)

SCHEMA_VERSION = 1
LONGEST = 2_000
"""Characters of a geometry; Qt's has a hundred."""


@dataclass(frozen=True, slots=True)
class Place:
    """Of one window."""

    geometry: str
    """Qt's own words, base64: it knows what to do where a screen has gone."""
    page: int = 0
    pinned: bool = False
    """It stays on the screen, and is there again after the next start."""


class WindowPlaces:
    """Blocking; never raises: a window then opens where it would the first time."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def load(self, name: str) -> Place | None:
        """None where nothing usable is known."""
        try:
            data = (read_json(self._path) or {}).get(name)
        except (OSError, ValueError):
            return None
        if not isinstance(data, dict):
            return None
        geometry, page, pinned = data.get("geometry"), data.get("page", 0), data.get("pinned", False)
        if not isinstance(geometry, str) or len(geometry) > LONGEST or isinstance(page, bool) or not isinstance(page, int):
            return None
        return Place(geometry, page, pinned is True)

    def save(self, name: str, place: Place) -> None:
        """Beside the other windows'."""
        try:
            data = read_json(self._path) or {}
        except (OSError, ValueError):
            data = {}
        entry = {"geometry": place.geometry, "page": place.page} | ({"pinned": True} if place.pinned else {})
        data |= {"schema_version": SCHEMA_VERSION, name: entry}
        try:
            write_json(self._path, data)
        except OSError as error:
            log.info("the place of a window cannot be noted: %s", error.strerror)
