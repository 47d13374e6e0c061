"""A process that crashes amid a renewal, where core files are wished, leaves none: it would hold old and new tokens."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.crash.bed import STATUS, Bed
from tests.upstream import Upstream
from tests.welcomed import welcomed

PATTERN = Path("/proc/sys/kernel/core_pattern")
pytestmark = pytest.mark.skipif(
    not PATTERN.exists() or PATTERN.read_text()[:1] in ("|", "/"), reason="core files lie elsewhere on this system"
)
WISHED = ("sh", "-c", 'ulimit -S -c "$(ulimit -H -c)"; exec "$@"', "sh")
"""As many developers have it in their shell."""
SECRET = "sk-ant-ort01-in-memory"
HOLDS = f"import os; secret = '{SECRET}'; os.abort()"
COMMAND, PROGRAM = ("-m", "usagebar_qt.cli", *STATUS), ("-m", "usagebar_qt")


def cores(folder: Path) -> list[Path]:
    return [path for path in folder.iterdir() if path.name.startswith("core")]


def test_such_a_file_is_seen_where_nothing_is_done_against_it(tmp_path: Path) -> None:
    done = subprocess.run([*WISHED, sys.executable, "-c", HOLDS], cwd=tmp_path, capture_output=True, check=False)
    if done.returncode != -signal.SIGABRT or not cores(tmp_path):
        pytest.skip("this session's hard limit forbids core files")
    assert SECRET.encode() in cores(tmp_path)[0].read_bytes()


@pytest.mark.parametrize("words", [COMMAND, PROGRAM], ids=["command", "tray program"])
def test_a_crash_amid_a_renewal_leaves_no_core(tmp_path: Path, words: Sequence[str]) -> None:
    with Upstream() as upstream:
        upstream.token.delay = 2.0
        bed = Bed(tmp_path / "home", upstream)
        env = welcomed({**bed.env, "QT_QPA_PLATFORM": "offscreen", "DBUS_SESSION_BUS_ADDRESS": f"unix:path={tmp_path}/nobody"})
        quiet = subprocess.DEVNULL
        process = subprocess.Popen([*WISHED, sys.executable, *words], cwd=bed.home, env=env, stdout=quiet, stderr=quiet)
        assert upstream.token.rotated.wait(30)
        process.send_signal(signal.SIGSEGV)
        assert process.wait(30) == -signal.SIGSEGV
    assert cores(bed.home) == []
