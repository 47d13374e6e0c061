"""The program as a process, offscreen: what a user's shell sees."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.upstream import Upstream
from tests.welcomed import welcomed

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and offscreen sockets as on Unix")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Nothing of this user's; a keyring that holds nothing."""
    kept = {
        name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "LD_LIBRARY_PATH", "COVERAGE_PROCESS_START")
    }
    (home / "run").mkdir(mode=0o700, exist_ok=True)
    return {
        **kept,
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "PYTHONPATH": str(ROOT),
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        **more,
    }


def run(*arguments: str, env: dict[str, str], deadline: float = 40.0) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "usagebar_qt", *arguments], env=env, capture_output=True, text=True, timeout=deadline, check=False
    )


def test_the_smoke_test_prints_one_line_of_json_and_touches_nothing_of_the_user(tmp_path: Path) -> None:
    (tmp_path / "tmp").mkdir()
    done = run("--smoke-test", env=environment(tmp_path, TMPDIR=str(tmp_path / "tmp"), Z_AI_API_KEY="the-users-own-key"))
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    report = json.loads(line)
    assert list(report) == [
        "ok", "tray_ms", "first_figures_ms", "popup_ms", "rss_kib", "pss_kib", "python", "qt", "platform",
    ]  # fmt: skip
    assert report["ok"] is True
    assert 0 < report["tray_ms"] < report["first_figures_ms"]
    assert report["popup_ms"] > 0
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["run", "tmp"]


def test_without_a_display_it_says_what_to_do_and_does_not_abort(tmp_path: Path) -> None:
    env = environment(tmp_path)
    del env["QT_QPA_PLATFORM"]
    done = run(env=env)
    assert done.returncode == 69
    assert done.stdout == ""
    assert "--smoke-test" in done.stderr
    assert "Traceback" not in done.stderr


def start(env: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "usagebar_qt"], env=welcomed(env), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def wait_for(what: Callable[[], object], alive: subprocess.Popen[bytes], deadline: float = 20.0) -> None:
    """Until another process has done something; fails as soon as it ends instead."""
    ends = time.monotonic() + deadline
    while not what():
        assert time.monotonic() < ends, "it did not happen"
        with contextlib.suppress(subprocess.TimeoutExpired):
            alive.wait(0.05)
            raise AssertionError(alive.communicate())


def holds_the_place(home: Path, process: subprocess.Popen[bytes]) -> bool:
    """The lock names the process that holds it."""
    return any(path.read_text().startswith(f"{process.pid}\n") for path in home.rglob("instance.lock"))


def our_log(home: Path) -> str:
    """Without what Qt says about the offscreen screen."""
    lines = [line for path in home.rglob("usagebar.log") for line in path.read_text().splitlines()]
    return "\n".join(line for line in lines if " qt: " not in line)


def test_a_second_start_shows_the_first_ones_popup_and_ends_with_0(tmp_path: Path) -> None:
    with Upstream() as upstream:
        env = environment(tmp_path, Z_AI_API_KEY="0123456789abcdef", **upstream.environment())
        first = start(env)
        try:
            wait_for(lambda: upstream.zai.count > 0, first)
            second = run(env=env)
            assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
            first.send_signal(signal.SIGTERM)
            assert first.communicate(timeout=5) == (b"", b"")
            assert first.returncode == 0
        finally:
            first.kill()
            first.communicate()
    log = our_log(tmp_path)
    assert "0123456789abcdef" not in log
    assert "Traceback" not in log
    assert " WARNING " not in log


def test_quit_ends_the_running_program_and_returns_when_it_has_gone(tmp_path: Path) -> None:
    with Upstream() as upstream:
        env = environment(tmp_path, Z_AI_API_KEY="0123456789abcdef", **upstream.environment())
        first = start(env)
        try:
            wait_for(lambda: upstream.zai.count > 0, first)
            without_screen = {name: value for name, value in env.items() if name != "QT_QPA_PLATFORM"}
            asked = run("--quit", env=without_screen)
            assert (asked.returncode, asked.stdout, asked.stderr) == (0, "", "")
            assert first.communicate(timeout=20) == (b"", b"")
            assert first.returncode == 0
        finally:
            first.kill()
            first.communicate()


def test_quit_is_done_at_once_where_nothing_runs_and_leaves_nothing(tmp_path: Path) -> None:
    done = run("--quit", env=environment(tmp_path))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert [path.name for path in tmp_path.rglob("*")] == ["run"]


def test_what_a_killed_process_leaves_behind_does_not_keep_the_next_from_starting(tmp_path: Path) -> None:
    with Upstream() as upstream:
        env = environment(tmp_path, Z_AI_API_KEY="0123456789abcdef", **upstream.environment())
        killed = start(env)
        wait_for(lambda: upstream.zai.count > 0, killed)
        killed.kill()
        killed.communicate()
        assert list((tmp_path / "run").glob("usagebar-*"))
        following = start(env)
        try:
            wait_for(lambda: holds_the_place(tmp_path, following), following)
            assert run(env=env).returncode == 0  # it answers: it listens although the socket of the dead was there
        finally:
            following.send_signal(signal.SIGTERM)
            assert following.communicate(timeout=5) == (b"", b"")


def test_a_figure_that_a_command_fetched_is_not_asked_for_again(tmp_path: Path) -> None:
    with Upstream() as upstream:
        env = environment(tmp_path, Z_AI_API_KEY="0123456789abcdef", **upstream.environment())
        command = subprocess.run(
            [sys.executable, "-m", "usagebar_qt.cli", "status", "--json"], env=env, capture_output=True, check=False
        )
        assert json.loads(command.stdout)["providers"][1]["state"] == "ok"
        program = start(env)
        try:
            wait_for(lambda: holds_the_place(tmp_path, program), program)
            assert run(env=env).returncode == 0
        finally:
            program.send_signal(signal.SIGTERM)
            program.communicate(timeout=5)
        assert upstream.zai.count == 1
