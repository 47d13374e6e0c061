"""What is loaded before the icon is on the screen: a list, so that a new feature does not creep into the start unseen.

Nothing is timed here; `tests/bench/weight.py` does that. A module that is missing from the list and is really needed for the first
icon belongs into it, with a look at what it imports in turn.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.test_program_process import environment
from tests.welcomed import welcomed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the environment is one of Unix")

MAY_COME_FIRST = {
    "usagebar_qt",
    "usagebar_qt.app",
    "usagebar_qt.app.application",
    "usagebar_qt.app.early_words",
    "usagebar_qt.app.first_icon",
    "usagebar_qt.app.import_hook",
    "usagebar_qt.app.main",
    "usagebar_qt.app.single_instance",
    "usagebar_qt.credentials",
    "usagebar_qt.credentials.own_folder",
    "usagebar_qt.domain",
    "usagebar_qt.domain.clock",
    "usagebar_qt.engine",
    "usagebar_qt.engine.paths",
    "usagebar_qt.widgets",
    "usagebar_qt.widgets.placement",
    "usagebar_qt.widgets.theme",
    "usagebar_qt.widgets.translate",
    "usagebar_qt.widgets.tray",
    "usagebar_qt.widgets.tray_icon",
    "usagebar_qt.wording",
    "usagebar_qt.wording.manner",
    "usagebar_qt.wording.marks",
    "usagebar_qt.wording.sentence",
}
HEAVY = ("PySide6.QtNetwork", "httpx", "pydantic_core", "keyring", "sqlite3", "qasync", "logging.handlers")
PROGRAM = """
from PySide6 import QtCore, QtWidgets
from usagebar_qt.app.import_hook import take_off
take_off()
from usagebar_qt.app.main import run_for_user

async def stop(program):
    program.lifecycle.request_stop()

run_for_user(is_debug=False, beside=[stop])
"""


def loaded_before_the_icon(home: Path) -> list[str]:
    """Python names each module as its import ends; the first thing after the icon's paint is asyncio."""
    env = dict(welcomed(environment(home)))
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-c", PROGRAM], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    names = [line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if line.startswith("import time:")]
    return names[: next(place for place, name in enumerate(names) if name.startswith("asyncio"))]


def test_only_what_the_icon_needs_is_loaded_before_it(tmp_path: Path) -> None:
    names = loaded_before_the_icon(tmp_path)
    assert "usagebar_qt.widgets.tray" in names, "the event loop's library was loaded before the icon"
    assert {name for name in names if name.startswith("usagebar_qt")} - MAY_COME_FIRST == set()
    assert set(names) & set(HEAVY) == set()
