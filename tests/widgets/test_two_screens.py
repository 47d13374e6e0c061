"""Two screens of different scale, one at negative coordinates: the program asks Qt for the right one, in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SCREENS = [  # in physical pixels; Qt keeps the corner and halves the size of the second
    {"name": "first", "x": 0, "y": 0, "width": 1920, "height": 1080, "logicalDpi": 96, "dpr": 1},
    {"name": "left", "x": -3200, "y": -200, "width": 3200, "height": 1800, "logicalDpi": 192, "logicalBaseDpi": 96, "dpr": 1},
]
SCRIPT = """
import json
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication
from tests.fakes import FakeClock
from tests.statuses import SESSION, ok
from usagebar_qt.domain.settings import Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets.placement import Box, place
from usagebar_qt.widgets.popup import Popup
from usagebar_qt.widgets.tray import TrayController

class Panel(TrayController):
    icon = Box(0, 0, 0, 0)
    def geometry(self):
        return self.icon

application = QApplication([])
tray = Panel(FakeClock(), Settings())
model = AccountListModel(INFOS)
model.set_statuses([ok(SESSION)])
popup = Popup(model, FakeClock(), Settings(theme=Theme.DARK))
told = []
for icon in (Box(1800, 1050, 24, 24), Box(-1700, 660, 24, 24), Box(-3100, -190, 24, 24)):
    tray.icon = icon
    size = popup.sized()
    spot = place((size.width(), size.height()), icon, None, *tray.screen_boxes())
    popup.move(spot.x, spot.y)
    popup.show()
    application.processEvents()
    screen = popup.screen()
    told.append([screen.name(), screen.availableGeometry().contains(popup.geometry()), popup.grab().devicePixelRatio()])
    popup.hide()
print(json.dumps(told))
"""


def test_the_popup_opens_whole_on_the_icons_screen_and_as_sharp_as_that(tmp_path: Path) -> None:
    if sys.platform != "linux":
        pytest.skip("the offscreen platform reads its screens from a file; once is enough")
    (tmp_path / "screens.json").write_text(json.dumps({"screens": SCREENS}))
    env = os.environ | {"QT_QPA_PLATFORM": f"offscreen:configfile={tmp_path / 'screens.json'}", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-c", SCRIPT], env=env, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [["first", True, 1.0], ["left", True, 2.0], ["left", True, 2.0]]
