"""Desktop tests: the fixtures, and the marker that the set-up script selects them by."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.desktop import Desktop, desktop  # noqa: F401 - the fixture
from tests.welcomed import welcomed

ROOT = Path(__file__).parents[2]
PROGRAM = (sys.executable, "-m", "usagebar_qt")


@pytest.fixture(scope="session")
def screenshots() -> Path:
    """Where pictures go for people to look at."""
    folder = ROOT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@pytest.fixture
def program(desktop: Desktop) -> Iterator[Callable[..., subprocess.Popen[bytes]]]:  # noqa: F811
    """Starts the real program as a process of the session; whatever is left of it is ended."""
    started: list[subprocess.Popen[bytes]] = []

    def start(*arguments: str, **env: str) -> subprocess.Popen[bytes]:
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        if "--demo" not in arguments:
            welcomed(desktop.env | env)
        common: dict[str, Any] = {"PYTHONPATH": path, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1", "PYTHONFAULTHANDLER": "1"}
        child = desktop.launch(*PROGRAM, *arguments, **(common | env))
        started.append(child)
        return child

    yield start
    crashed = [child.returncode for child in started if (child.poll() or 0) < 0]
    for child in started:
        if child.poll() is None:
            desktop.end(child)
    # Python's fault handler has written where it was; a test may have ended a program with these two by itself.
    log = desktop.home / "python.log"
    fatal = [number for number in crashed if number not in (-signal.SIGTERM, -signal.SIGKILL)]
    assert not fatal, f"the program crashed ({fatal}):\n{log.read_text(errors='replace')[-6000:] if log.exists() else ''}"
