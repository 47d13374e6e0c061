"""Claude Desktop as a source of figures: the samples of its own chart, session and week, without resets (contracts A9)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.safe_file import FileMemory
from usagebar_qt.domain.errors import CredentialError
from usagebar_qt.domain.models import SESSION_SECONDS, WEEK_SECONDS, QuotaWindow, Source, UsageSnapshot, WindowKind
from usagebar_qt.providers.values import LARGEST_PERCENT

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "plan-usage-history.json"
LARGEST = 8 * 1024 * 1024
"""Bytes: a sample of some 100 bytes every 15 minutes is 3.5 MB in a year."""
LAST_MOMENT = 253_402_300_799_000
"""Milliseconds: the end of the year 9999."""
WINDOWS = {
    "fh": ("session", WindowKind.SESSION, SESSION_SECONDS),
    "sd": ("weekly", WindowKind.WEEKLY, WEEK_SECONDS),
}
"""`xu`, the extra usage, is a share without an amount: no figure of ours."""


def samples_file(home: Path, platform: str) -> Path | None:
    """Known on macOS alone."""
    return home / "Library" / "Application Support" / "Claude" / FILE_NAME if platform == "darwin" else None


class ClaudeDesktop:
    """Reads the samples; of each organisation only the newest is kept."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._memory = FileMemory(_newest_samples, largest=LARGEST)

    def newest(self, organization: str | None) -> UsageSnapshot | None:
        """The newest sample of this organisation; None where there is none, or the file is not to be read. Never raises."""
        if self._file is None or not organization:
            return None
        try:
            return (self._memory.read(self._file) or {}).get(organization)
        except CredentialError:
            return None


def _newest_samples(data: Mapping[str, Any], path: Path) -> dict[str, UsageSnapshot]:  # noqa: ARG001 - FileMemory gives both
    rows = data.get("samples")
    found: dict[str, UsageSnapshot] = {}
    for row in rows if isinstance(rows, list) else ():
        snapshot, organization = _sample(row), row.get("org") if isinstance(row, Mapping) else None
        if snapshot is None or not isinstance(organization, str):
            continue
        if organization not in found or snapshot.fetched_at > found[organization].fetched_at:
            found[organization] = snapshot
    return found


def _sample(row: object) -> UsageSnapshot | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("u"), Mapping):
        return None
    taken = _number(row.get("t"))
    if taken is None or not 0 < taken <= LAST_MOMENT:
        return None
    windows = []
    for key, (name, kind, seconds) in WINDOWS.items():
        used = _number(row["u"].get(key))
        if used is not None and 0 <= used <= LARGEST_PERCENT:
            windows.append(QuotaWindow(name, kind, used, None, seconds))
    if not windows:
        return None
    return UsageSnapshot(datetime.fromtimestamp(taken / 1000, UTC), Source.CLAUDE_DESKTOP, tuple(windows))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if abs(value) < 1e15 and math.isfinite(value) else None
