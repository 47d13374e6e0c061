"""Runs first in a frozen program. PyInstaller's loader points LD_LIBRARY_PATH at our libraries: what we start must not get them."""

import os

_before = os.environ.pop("LD_LIBRARY_PATH_ORIG", None)
if _before is not None:
    os.environ["LD_LIBRARY_PATH"] = _before
else:
    os.environ.pop("LD_LIBRARY_PATH", None)
