"""A service's public status page (Atlassian Statuspage's summary). No secret is sent; it is asked only where a person wants it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.incidents import LONGEST_NAME, Incident

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.providers.transport import Exchange

DEADLINE_SECONDS = 15.0
OVER = ("resolved", "postmortem", "completed")


async def incidents_at(exchange: Exchange, url: str) -> tuple[Incident, ...]:
    """What the page names now. Raises `UsageError`."""
    answer = await exchange.get(url, {"Accept": "application/json"})
    answer.raise_for_common()
    return map_incidents(answer.json_object())


def map_incidents(payload: Mapping[str, Any]) -> tuple[Incident, ...]:
    """Entries that make no sense are left out, each for itself."""
    rows = payload.get("incidents")
    found = [_incident(row) for row in rows] if isinstance(rows, list) else []
    return tuple(incident for incident in found if incident is not None)


def _incident(row: object) -> Incident | None:
    if not isinstance(row, dict) or not isinstance(row.get("id"), str) or not isinstance(row.get("name"), str):
        return None
    name = "".join(character if character.isprintable() else " " for character in row["name"]).strip()
    if not name or not 0 < len(row["id"]) <= LONGEST_NAME:
        return None
    parts = row.get("components")
    ids = [part.get("id") for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    components = frozenset(part for part in ids if isinstance(part, str))
    return Incident(row["id"], name[:LONGEST_NAME], components, row.get("status") in OVER)
