"""A LaunchAgent in the user's library: launchd reads it at the next login."""

from __future__ import annotations

import plistlib
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.engine.atomic_file import write_text
from usagebar_qt.services.ports import AutostartState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LABEL = "usagebar-qt"


def launch_agent(command: Sequence[str]) -> dict[str, Any]:
    """What launchd is told: once a login, in the session that has a screen, and not again when the user quits."""
    return {
        "Label": LABEL,
        "ProgramArguments": list(command),
        "RunAtLoad": True,
        "KeepAlive": False,
        "LimitLoadToSessionType": "Aqua",
        "ProcessType": "Interactive",
    }


class LaunchAgentAutostart:
    """The file is the switch."""

    def __init__(self, command: Sequence[str], folder: Path) -> None:
        self._command = tuple(command)
        self._file = folder / f"{LABEL}.plist"

    def state(self) -> AutostartState:
        """Blocking: a small file."""
        agent = self._agent()
        starts = agent is not None and agent.get("RunAtLoad") is True and agent.get("Disabled") is not True
        return AutostartState.ON if starts else AutostartState.OFF

    def switch_on(self) -> None:
        """What somebody has added to the file stays. Raises `OSError`."""
        agent = launch_agent(self._command) | (self._agent() or {}) | {"RunAtLoad": True}
        agent.pop("Disabled", None)
        agent["ProgramArguments"] = list(self._command)
        make_own_folder(self._file.parent)
        write_text(self._file, plistlib.dumps(agent).decode("utf-8"), 0o644)

    def switch_off(self) -> None:
        """Raises `OSError`."""
        self._file.unlink(missing_ok=True)

    def _agent(self) -> dict[str, Any] | None:
        from xml.parsers.expat import ExpatError  # loaded with the first file

        try:
            found = plistlib.loads(self._file.read_bytes())
        except (OSError, ValueError, ExpatError):
            return None
        return found if isinstance(found, dict) else None
