"""Doctor on a real desktop: it finds the tray of either kind and the notification server by asking bus and X server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.desktop import Desktop

pytestmark = pytest.mark.desktop


def test_the_tray_and_the_notification_server_of_this_desktop_are_found(desktop: Desktop) -> None:
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", ""))))
    done = subprocess.run(
        [sys.executable, "-m", "usagebar_qt.cli", "doctor", "--json"],
        env={**desktop.env, "PYTHONPATH": path},
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    found = {row["code"]: row["facts"] for row in json.loads(done.stdout)["findings"]}
    assert found["tray_host"]["by"] == {"xembed": "xembed", "sni": "status_notifier"}[desktop.mode]
    assert "notifications" in found
