"""What a failed test leaves behind does not meet those that follow."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

SCENE = """
import weakref
from PySide6.QtWidgets import QWidget

seen = []

def test_fails(qapp):
    window = QWidget()
    window.itself = window
    seen.append(weakref.ref(window))
    raise ValueError(window)

def test_follows():
    assert seen[0]() is None
"""


def test_a_failed_tests_window_is_gone_before_the_next_begins(tmp_path: Path) -> None:
    scene = tmp_path / "test_scene.py"
    scene.write_text(SCENE)
    options = ("-q", "-p", "tests.conftest", "-p", "no:cacheprovider", f"--rootdir={tmp_path}", "-c", os.devnull)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(scene)], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
