"""A home in which somebody has seen the first page: without it the tray program asks nobody for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def welcomed(env: Mapping[str, str]) -> Mapping[str, str]:
    """The same environment, after its home was marked (Linux' folders)."""
    state = Path(env.get("XDG_STATE_HOME") or Path(env["HOME"], ".local", "state")) / "usagebar"
    state.mkdir(parents=True, exist_ok=True, mode=0o700)
    (state / "first-run.json").write_text("{}")
    return env
