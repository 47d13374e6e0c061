"""The command that somebody wants to be run when something happens: started without a shell, with JSON on its standard input.

It gets no variable that looks as if it held a secret, ten seconds, and nobody reads what it prints. Opt-in: there is none until
`usagebar events set` has named one.
"""

from __future__ import annotations

import logging
import re
import sys
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.redaction import redact
from usagebar_qt.engine.atomic_file import read_json, write_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from usagebar_qt.domain.thresholds import Alert

log = logging.getLogger(__name__)

SCHEMA_VERSION = 1
RUN_SECONDS = 10.0
"""A script that plays a sound or writes a line is done long before; one that hangs must not pile up."""
MOST_WORDS = 64
SECRET_NAME = re.compile(
    r"(?:^|_)(?:(?:API|ACCESS)?KEYS?|TOKENS?|SECRETS?|PASSW(?:OR)?D|PASS|CREDENTIALS?|AUTH(?!_SOCK)|COOKIE|PAT)(?:_|$)|_PWD$",
    re.IGNORECASE,
)
"""Variables that are not handed on; nor is one whose value the redactor would change."""


class EventOutcome(StrEnum):
    """What became of one run."""

    DONE = "done"
    FAILED = "failed"
    """Its exit code was not 0."""
    MISSING = "missing"
    """There is no such program, or it may not be started."""
    TIMED_OUT = "timed_out"


class EventCommand:
    """Reads, keeps and runs it. Blocking."""

    def __init__(self, path: Path, environ: Mapping[str, str], *, seconds: float = RUN_SECONDS) -> None:
        self._path = path
        self._environ = environ
        self._seconds = seconds

    def command(self) -> tuple[str, ...]:
        """Program and arguments; empty where none is wanted, or the file is not ours. Read anew each time: it is rarely needed."""
        try:
            data = read_json(self._path)
        except (OSError, ValueError):
            log.info("the file that names the command for events cannot be read")
            return ()
        words = data.get("command") if data else None
        if not isinstance(words, list) or not 0 < len(words) <= MOST_WORDS or not all(isinstance(word, str) for word in words):
            return ()
        return tuple(words) if words[0] and not any("\0" in word for word in words) else ()

    def save(self, command: tuple[str, ...]) -> None:
        """Raises `OSError`."""
        write_json(self._path, {"schema_version": SCHEMA_VERSION, "command": list(command)})

    def clear(self) -> bool:
        """False where none was set. Raises `OSError`."""
        was_set = self._path.exists()
        self._path.unlink(missing_ok=True)
        return was_set

    def run(self, command: tuple[str, ...], document: Mapping[str, Any]) -> EventOutcome:
        """Waits for its end, ten seconds at the most. Never raises."""
        import json
        import subprocess

        flags = 0
        if sys.platform == "win32":
            flags = subprocess.CREATE_NO_WINDOW
        try:
            done = subprocess.run(  # noqa: S603 - a person's own command, named by them; no shell looks at it
                command,
                input=(json.dumps(document, ensure_ascii=False, allow_nan=False) + "\n").encode(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=without_secrets(self._environ),
                timeout=self._seconds,
                creationflags=flags,
                check=False,
            )
        except subprocess.TimeoutExpired:
            return EventOutcome.TIMED_OUT
        except (OSError, ValueError):
            return EventOutcome.MISSING
        return EventOutcome.DONE if done.returncode == 0 else EventOutcome.FAILED


def without_secrets(environ: Mapping[str, str]) -> dict[str, str]:
    """What a child may know."""
    return {name: value for name, value in environ.items() if not SECRET_NAME.search(name) and redact(value) == value}


def event_document(alert: Alert, name: str, at: datetime) -> dict[str, Any]:
    """Stable: scripts depend on it. `event` is `level`, `exhausted`, `available`, `runs_out`, `sign_in` or `incident`."""
    window, forecast = alert.window, alert.forecast
    return {
        "schema_version": SCHEMA_VERSION,
        "event": alert.kind.value,
        "at": _instant(at),
        "account": {"id": str(alert.account), "name": name},
        "level": alert.level,
        "window": None
        if window is None
        else {"id": window.id, "used_percent": window.used_percent, "resets_at": _instant(window.resets_at)},
        "runs_out_at": _instant(forecast.runs_out_at) if forecast is not None else None,
        "expected": alert.expected,
        "error": alert.failure.code.value if alert.failure is not None else None,
        "incident": alert.incident.name if alert.incident is not None else None,
    }


def _instant(moment: datetime | None) -> str | None:
    return None if moment is None else f"{moment:%Y-%m-%dT%H:%M:%SZ}"
