"""PySide's hook on Python's imports is taken off before anything of ours is imported on a thread."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

from usagebar_qt.app.import_hook import take_off


def test_the_former_import_function_is_put_back() -> None:
    former, hook = object.__new__, object.__init__
    names = SimpleNamespace(__import__=hook, __orig_import__=former)
    assert take_off(names)
    assert names.__import__ is former


def test_a_python_without_the_hook_is_left_alone() -> None:
    names = SimpleNamespace(__import__=object.__init__)
    assert not take_off(names)
    assert names.__import__ is object.__init__


WITHOUT = """
from PySide6 import QtCore
from usagebar_qt.app.import_hook import take_off
import builtins, linecache
hooked = builtins.__import__
print(take_off(), builtins.__import__ is not hooked, len(linecache.cache))
from PySide6 import QtGui, QtWidgets
import usagebar_qt.providers.claude_payload
application = QtWidgets.QApplication([])
print(QtWidgets.QLabel("works").text(), sum(name.endswith("claude_payload.py") for name in linecache.cache))
"""


def test_with_the_real_pyside_windows_work_and_no_source_is_kept_in_memory() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.split() == ["True", "True", "0", "works", "0"]
