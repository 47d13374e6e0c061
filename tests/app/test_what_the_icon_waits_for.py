"""What is loaded before the icon is on the screen, and what is not even with the popup shown: lists, so that a new feature does not
creep into start and memory unseen.

Nothing is timed here; `tests/bench/weight.py` does that. A module that is missing from the list and is really needed for the first
icon belongs into it, with a look at what it imports in turn.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.test_program_process import environment
from tests.signed_in import sign_in
from tests.upstream import Upstream
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
HEAVY = ("PySide6.QtNetwork", "httpx", "pydantic", "keyring", "sqlite3", "qasync", "logging.handlers")
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


NOT_FOR_THE_POPUP = (
    "PySide6.QtNetwork", "html", "multiprocessing", "cryptography", "secretstorage",
    "usagebar_qt.app.demo", "usagebar_qt.engine.doctor", "usagebar_qt.engine.local_api", "usagebar_qt.services.autostart.linux",
    "usagebar_qt.widgets.doctor_window", "usagebar_qt.widgets.first_run", "usagebar_qt.widgets.history_window",
    "usagebar_qt.widgets.preferences",
)  # fmt: skip
"""What each takes: docs/performance.md, "Memory"."""
WITH_POPUP = """
import asyncio, json, sys
sys.modules["click"] = None  # a developer's environment has it, and httpx would load its own command line
from PySide6 import QtCore, QtWidgets
from usagebar_qt.app.import_hook import take_off
take_off()
from usagebar_qt.app.main import run_for_user

async def look(program):
    known, painted = asyncio.Event(), asyncio.Event()
    program.refresh.status_changed.connect(lambda _id, status: known.set() if status.snapshot else None)
    await known.wait()
    program.windows.open_popup()
    while program.windows.popup is None:
        await asyncio.sleep(0.01)
    program.windows.popup.painted.connect(painted.set)
    program.windows.popup.update()
    await painted.wait()
    widgets = [kind.__name__ for kind in type.__subclasses__(QtWidgets.QWidget)]
    print(json.dumps({"modules": list(sys.modules), "widgets": widgets}))
    program.lifecycle.request_stop()

run_for_user(is_debug=False, beside=[look])
"""


def test_what_the_shown_popup_does_not_need_is_not_loaded(tmp_path: Path) -> None:
    with Upstream() as upstream:
        sign_in(tmp_path / ".claude")
        env = dict(welcomed(environment(tmp_path, Z_AI_API_KEY="0123456789abcdef", **upstream.environment())))
        done = subprocess.run([sys.executable, "-c", WITH_POPUP], env=env, capture_output=True, text=True, check=True, timeout=60)
    found = json.loads(done.stdout)
    assert {"usagebar_qt.widgets.popup", "pydantic", "httpx"} <= set(found["modules"]), "the popup shows no figures"
    assert set(found["modules"]) & set(NOT_FOR_THE_POPUP) == set()
    assert not {"QSplashScreen", "QMdiSubWindow"} & set(found["widgets"]), "PySide was asked what a widget of Qt's own is"
