"""The settings on disk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.atomic_file import read_json, set_aside, write_json

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Loaded:
    """What was found."""

    settings: Settings
    problems: tuple[str, ...] = ()
    """Keys whose values were not usable; `unreadable` where the whole file could not be opened."""
    set_aside: Path | None = None
    """Where a corrupt file was put."""


class SettingsFile:
    """Reads and writes `settings.json`. A corrupt file is set aside, never overwritten."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> Loaded:
        """Never raises: defaults are usable."""
        try:
            data = read_json(self.path)
        except ValueError:
            try:
                return Loaded(Settings(), ("unreadable",), set_aside(self.path))
            except OSError:
                return Loaded(Settings(), ("unreadable",))
        except OSError:
            return Loaded(Settings(), ("unreadable",))
        if data is None:
            return Loaded(Settings())
        return Loaded(*Settings.parse(data))

    def save(self, settings: Settings) -> None:
        """Raises `OSError` where the disk refuses."""
        write_json(self.path, settings.to_mapping())
