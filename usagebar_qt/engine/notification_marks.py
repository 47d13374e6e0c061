"""What has been told, on disk: so that a restart tells nothing twice. One small file in the state folder."""

from __future__ import annotations

import contextlib
import logging
from typing import TYPE_CHECKING

from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.thresholds import memo_from_mapping, memo_to_mapping
from usagebar_qt.engine.atomic_file import read_json, set_aside, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from usagebar_qt.domain.thresholds import Memo

log = logging.getLogger(__name__)

SCHEMA_VERSION = 1


class NotificationMarks:
    """Reads and writes the memos of all accounts. Blocking; never raises: lost marks cost a silent start, nothing more."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def load(self) -> dict[AccountId, Memo]:
        """Empty where nothing was ever told. A file that we did not write is set aside."""
        try:
            data = read_json(self.path)
            if data is None:
                return {}
            if data["schema_version"] != SCHEMA_VERSION:
                raise ValueError("another version")
            return {AccountId.parse(name): memo_from_mapping(memo) for name, memo in data["accounts"].items()}
        except OSError as error:
            log.info("the notification marks cannot be read: %s", error.strerror)
        except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError):
            with contextlib.suppress(OSError):
                log.info("the notification marks were not ours; set aside as %s", set_aside(self.path).name)
        return {}

    def save(self, memos: Mapping[AccountId, Memo]) -> bool:
        """False where the disk refuses; the marks then live in this process alone."""
        data = {"schema_version": SCHEMA_VERSION, "accounts": {str(name): memo_to_mapping(memo) for name, memo in memos.items()}}
        try:
            write_json(self.path, data, indent=None)
        except OSError as error:
            log.info("the notification marks cannot be written: %s", error.strerror)
            return False
        return True
