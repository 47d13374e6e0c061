"""What happens to the command when its streams are not as usual: said in a sentence, with an exit code, never a traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Machine

COMMANDS = [
    "status",
    "status --json",
    "--format waybar",
    "--format statusline",
    "doctor",
    "completion bash",
    "statusline uninstall",
]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="redirections of a POSIX shell")


def shell(machine: Machine, line: str, **env: str) -> subprocess.CompletedProcess[str]:
    script = f'usagebar() {{ "{sys.executable}" -m usagebar_qt.cli "$@"; }}; {line}'
    done = subprocess.run(["bash", "-c", script], env=machine.env | env, capture_output=True, text=True, timeout=40, check=False)
    assert "Traceback" not in done.stderr
    assert "Exception ignored" not in done.stderr
    return done


@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_output_changes_no_exit_code(machine: Machine, command: str) -> None:
    assert shell(machine, f"usagebar {command} >&-").returncode == shell(machine, f"usagebar {command} >/dev/null").returncode


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.parametrize("command", COMMANDS)
def test_a_full_disk_is_said(machine: Machine, command: str) -> None:
    done = shell(machine, f"usagebar {command} >/dev/full")
    assert done.returncode == 74
    assert "could not be written" in done.stderr


def test_a_reader_that_has_gone_is_no_error(machine: Machine) -> None:
    done = shell(machine, "usagebar completion bash | head -1; exit ${PIPESTATUS[0]}")
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("command", ["--help", "guard --help", "key --help", "status", "doctor", "key set zai"])
def test_an_old_locale_is_no_error(machine: Machine, command: str) -> None:
    machine.sign_in()
    old = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = shell(machine, f"usagebar {command} </dev/null", **old)
    assert "went wrong inside" not in done.stderr
    assert done.stdout or done.stderr


def test_a_home_that_may_not_be_written_costs_only_the_memory(machine: Machine) -> None:
    (machine.home / "file").write_text("in the way")
    machine.env |= {"HOME": str(machine.home / "file" / "home")}
    done = machine.run("--format", "waybar")
    assert (done.returncode, done.stdout.count("\n")) == (0, 1)
    assert machine.run("--format", "statusline").returncode == 0
    assert machine.run("status", "--json").returncode == 78
