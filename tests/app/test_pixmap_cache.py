"""Icons that nobody sees again are not kept by Qt."""

from __future__ import annotations

import subprocess
import sys

CODE = """
from PySide6.QtGui import QPixmapCache
from usagebar_qt.app.application import Application
Application(["x"])
print(QPixmapCache.cacheLimit())
"""


def test_the_cache_of_painted_icons_is_small() -> None:
    done = subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, timeout=60, check=True)
    assert 0 < int(done.stdout) <= 1_024, "in KiB; Qt's own limit is ten times as high"
