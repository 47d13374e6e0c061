"""What stands in a renewal's way harms no file, spends no token in vain, and is said. The short form of `faults`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

if sys.platform != "linux":
    pytest.skip("mounts, limits and users as on Linux", allow_module_level=True)

from tests.crash.faults import FAULTS, LONG_SECONDS, UNPRIVILEGED, Fault, Row, play_all


def _why_not_as_nobody() -> str:
    """Why nobody cannot run this Python, so that root would play the part, whom no mode keeps from writing."""
    if os.geteuid() != 0:
        return ""
    if shutil.which("setpriv") is None:
        return "there is no setpriv to become somebody whom modes bind"
    tried = subprocess.run([*UNPRIVILEGED, sys.executable, "-c", "import usagebar_qt.cli"], capture_output=True, check=False)
    return "" if tried.returncode == 0 else "this Python or this folder cannot be read by anybody but root"


WITHOUT_NOBODY = _why_not_as_nobody()
QUICK = [fault for fault in FAULTS if fault.seconds < LONG_SECONDS and not (fault.unprivileged and WITHOUT_NOBODY)]


@pytest.fixture(scope="module")
def rows() -> dict[str, Row]:
    """All at once: most of the time is waiting."""
    return {row.fault.name: row for row in play_all(QUICK, 6)}


@pytest.mark.parametrize("fault", [fault for fault in FAULTS if fault.seconds < LONG_SECONDS], ids=lambda fault: fault.name)
def test_a_fault_ends_as_it_should(rows: dict[str, Row], fault: Fault) -> None:
    if fault not in QUICK:
        pytest.skip(WITHOUT_NOBODY)
    assert rows[fault.name].problems == ()
