"""On a real Wayland compositor: the program starts, shows its window, and ends when it is asked to."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.conftest import PROGRAM, ROOT
from tests.e2e.desktop import FOREIGN, NO_PROMPT, wait_for
from tests.welcomed import welcomed

pytestmark = pytest.mark.desktop

SOCKET = "usagebar-test"


@pytest.fixture
def wayland(tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of a session in weston, which draws nowhere."""
    if not shutil.which("weston"):  # CI must not go green by skipping: it sets E2E=1
        (pytest.fail if os.environ.get("E2E") else pytest.skip)("not installed: weston")
    runtime = tmp_path / "run"
    runtime.mkdir(mode=0o700)
    env = {name: value for name, value in os.environ.items() if name not in FOREIGN | {"DISPLAY"}} | NO_PROMPT
    env |= {"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(runtime), "LC_ALL": "C.UTF-8"}
    env |= {f"XDG_{name}_HOME": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "STATE", "CACHE")}
    command = ["setpriv", "--pdeathsig", "TERM", "weston", "--backend=headless-backend.so", f"--socket={SOCKET}", "--no-config"]
    with (tmp_path / "weston.log").open("wb") as log:
        compositor = subprocess.Popen([*command, "--idle-time=0"], env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:
        wait_for("weston", (runtime / SOCKET).exists)
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
        yield env | {"WAYLAND_DISPLAY": SOCKET, "QT_QPA_PLATFORM": "wayland", "PYTHONPATH": path}
    finally:
        compositor.terminate()
        compositor.wait(10)


def test_the_smoke_test_paints_its_popup_and_ends(wayland: dict[str, str]) -> None:
    done = subprocess.run([*PROGRAM, "--smoke-test"], env=wayland, capture_output=True, text=True, timeout=60, check=False)
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"], report["platform"]) == (0, True, "wayland"), done.stderr
    assert report["popup_ms"] > 0


def test_a_second_start_shows_the_window_of_the_first_which_then_ends_when_asked(wayland: dict[str, str], tmp_path: Path) -> None:
    welcomed(wayland)
    watched = wayland | {"WAYLAND_DEBUG": "client"}  # what is asked of the compositor: the only way to see a window from outside
    with (tmp_path / "asked.log").open("wb") as log:
        first = subprocess.Popen([*PROGRAM], env=watched, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
    try:

        def asked(what: str) -> bool:
            return what in (tmp_path / "asked.log").read_text(errors="replace")

        wait_for("the first", lambda: asked("get_registry"))
        wait_for("the meeting place", lambda: list((tmp_path / "run").glob("usagebar-[0-9]*")))
        second = subprocess.run([*PROGRAM], env=wayland, capture_output=True, text=True, timeout=30, check=False)
        assert second.returncode == 0, second.stderr
        wait_for("its window", lambda: asked('set_title("Usage Bar")'))
        wait_for("what is in it", lambda: asked(".attach("))
        asking = subprocess.run([*PROGRAM, "--quit"], env=wayland, capture_output=True, text=True, timeout=30, check=False)
        assert asking.returncode == 0, asking.stderr
        assert first.wait(10) == 0
    finally:
        if first.poll() is None:
            first.kill()
            first.wait(5)
    assert "Traceback" not in (tmp_path / "asked.log").read_text(errors="replace")
