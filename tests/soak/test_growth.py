"""Many refreshes leave nothing behind. Counted in what containers hold, not in memory: the same on any machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def test_no_container_of_the_program_grows_with_its_refreshes_but_the_one_that_was_made_to() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.soak.growing"],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])
    assert said["fresh"] == [True, True], "the last round's figures came to the model"
    assert ["control" in found for found in said["grown"]] == [True], said["grown"]
