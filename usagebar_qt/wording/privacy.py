"""What was read and asked since the start, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.ledger import Act
from usagebar_qt.wording.formatting import clock_time
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, tzinfo

    from usagebar_qt.domain.ledger import Entry

ABOUT = QT_TRANSLATE_NOOP(
    "wording", "Shows how much of your coding plans is left. It reads Claude Code's sign-in and renews it when it has expired."
)
PRIVACY = QT_TRANSLATE_NOOP("wording", "Privacy")
PRIVACY_TEXT = QT_TRANSLATE_NOOP(
    "wording", "What Usage Bar has read and whom it has asked since it was started. This list is written nowhere."
)
COLUMNS = (
    QT_TRANSLATE_NOOP("wording", "What"),
    QT_TRANSLATE_NOOP("wording", "Name"),
    QT_TRANSLATE_NOOP("wording", "Times"),
    QT_TRANSLATE_NOOP("wording", "Last"),
)
ACTS: Mapping[Act, str] = {
    Act.FILE: QT_TRANSLATE_NOOP("wording", "File read"),
    Act.KEYRING: QT_TRANSLATE_NOOP("wording", "Keyring read"),
    Act.HOST: QT_TRANSLATE_NOOP("wording", "Host asked"),
}


def cells(entry: Entry, now: datetime, tz: tzinfo | None = None) -> tuple[str, str, str, str]:
    """A row: what, name, how often, when last. The first is still to be translated."""
    return ACTS[entry.act], entry.name, str(entry.count), clock_time(entry.last_at, now, tz)
