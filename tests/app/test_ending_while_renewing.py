"""The real tray program is told to end while it renews a sign-in: a spent token is saved first, and nothing is left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.signed_in import HOUR, sign_in
from tests.upstream import Upstream
from tests.welcomed import welcomed

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="SIGTERM ends a process of Windows at once; there it is WM_ENDSESSION"
)

ROOT = Path(__file__).parents[2]


class Bed:
    """A home with an expired sign-in, and the program on it."""

    def __init__(self, folder: Path, upstream: Upstream) -> None:
        self.folder = folder
        self.claude = folder / "home" / ".claude"
        self.file = sign_in(self.claude, seconds=-HOUR, refreshToken="sk-ant-ort01-first")
        home = str(folder / "home")
        folders = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in ("CONFIG", "STATE", "DATA", "CACHE")}
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("USAGEBAR_", "CLAUDE_", "XDG_"))},
            **folders,
            **upstream.environment(),
            "HOME": home,
            "PYTHONPATH": str(ROOT),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={folder}/nobody",
        }

    def start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-m", "usagebar_qt"], env=welcomed(self.environment), stderr=subprocess.PIPE)

    def token(self) -> str:
        token: str = json.loads(self.file.read_text())["claudeAiOauth"]["refreshToken"]
        return token

    def locks(self) -> list[str]:
        return [path.name for path in (*self.claude.iterdir(), *self.claude.parent.iterdir()) if path.name.endswith(".lock")]


def wait_for(what: Callable[[], bool]) -> None:
    """Looks every 20 ms, for 30 s at most."""
    pause = threading.Event()
    for _ in range(1500):
        if what():
            return
        pause.wait(0.02)
    raise AssertionError("timed out")


@pytest.mark.parametrize("number", [signal.SIGTERM, getattr(signal, "SIGHUP", None)], ids=["SIGTERM", "SIGHUP"])
def test_a_spent_token_is_saved_before_the_program_ends(tmp_path: Path, number: signal.Signals) -> None:
    with Upstream() as upstream:
        upstream.token.delay = 1.5
        bed = Bed(tmp_path, upstream)
        process = bed.start()
        wait_for(lambda: upstream.token.spent == ["sk-ant-ort01-first"])
        assert bed.token() == "sk-ant-ort01-first"
        process.send_signal(number)
        _, said = process.communicate(timeout=30)
    assert (process.returncode, said.decode(), bed.token(), bed.locks()) == (0, "", "sk-ant-ort01-1", [])


def test_a_program_that_waits_for_claude_codes_lock_ends_at_once_and_leaves_the_lock_alone(tmp_path: Path) -> None:
    with Upstream() as upstream:
        bed = Bed(tmp_path, upstream)
        lock = bed.claude.with_name(".claude.lock")
        lock.mkdir()
        process = bed.start()
        notes = tmp_path / "state" / "usagebar" / "claude-locks"
        wait_for(lambda: any(notes.glob("*.json")))
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
    assert (process.returncode, said.decode(), upstream.token.count, bed.token()) == (0, "", 0, "sk-ant-ort01-first")
    assert (bed.locks(), list(notes.glob("*.json"))) == ([".claude.lock"], [])


def test_a_program_that_ignores_the_end_of_its_terminal_goes_on(tmp_path: Path) -> None:
    with Upstream() as upstream:
        bed = Bed(tmp_path, upstream)
        former = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what `nohup` does to its child
        try:
            process = bed.start()
        finally:
            signal.signal(signal.SIGHUP, former)
        wait_for(lambda: upstream.claude.count > 0)
        process.send_signal(signal.SIGHUP)
        with pytest.raises(subprocess.TimeoutExpired):
            process.wait(1)
        process.send_signal(signal.SIGTERM)
        _, said = process.communicate(timeout=10)
    assert (process.returncode, said.decode()) == (0, "")
