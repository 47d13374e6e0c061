"""What services write, read with care: times and labels. Pure, without pydantic."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

LONGEST_LABEL = 64
"""Characters that are shown of anybody's text."""
LARGEST_PERCENT = 100_000.0
"""Above it a percentage is noise, not an overrun."""
MILLISECONDS_FROM = 1e11
"""An epoch below this is in seconds: in milliseconds it would lie in 1973."""
_YEARS = range(2000, 3000)
"""Any other year is noise, and near the calendar's ends adding a minute fails."""


def moment(value: object) -> datetime | None:
    """A time to the nearest second in UTC, of ISO 8601 (no zone means UTC), epoch seconds or milliseconds; else None."""
    found: datetime | None = None
    try:
        if isinstance(value, str):
            found = datetime.fromisoformat(value.strip())
        elif isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            found = datetime.fromtimestamp(value / 1000 if value >= MILLISECONDS_FROM else value, UTC)
        if found is None or found.year not in _YEARS:
            return None
        found = found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None
    return (found + timedelta(microseconds=500_000)).replace(microsecond=0)


def label(value: object, longest: int = LONGEST_LABEL) -> str | None:
    """Text of upstream's as one short printable line: no control characters, no marks that turn the direction of writing."""
    if not isinstance(value, str):
        return None
    words = " ".join(value[: 16 * longest].split())
    return "".join(character for character in words if character.isprintable())[:longest].strip() or None
