"""`usagebar key` as a person uses it: at a terminal, with a real gnome-keyring, against a real server on loopback."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.secret_service import SecretService, secret_service  # noqa: F401 - the fixture
from tests.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.secret_service
KEY = "0123456789abcdef0123456789abcdef.CanaryCanaryCana"
COMMAND = (sys.executable, "-m", "usagebar_qt.cli")


class Shell:
    """Runs the command in the bus's environment and keeps all that was said."""

    def __init__(self, environ: dict[str, str], home: Path, upstream: Upstream) -> None:
        path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", ""))))
        self.env = {**environ, **upstream.environment(), "HOME": str(home), "PYTHONPATH": path}

    def run(self, *words: str, typed: str = "", **env: str) -> tuple[int, str]:
        done = subprocess.run(
            (*COMMAND, *words), env=self.env | env, input=typed, capture_output=True, text=True, timeout=60, check=False
        )
        said = done.stdout + done.stderr
        assert "Canary" not in said
        assert "Traceback" not in said
        return done.returncode, said

    def type_at_a_terminal(self, *words: str, typed: str) -> tuple[int, str]:
        """A terminal of its own; what is typed goes in once the prompt is there. Gives all that the screen showed."""
        pid, screen = pty.fork()
        if pid == 0:
            os.execve(COMMAND[0], [*COMMAND, *words], self.env)
        shown = b""
        while b": " not in shown:
            shown += os.read(screen, 1024)
        os.write(screen, typed.encode() + b"\n")
        try:
            while part := os.read(screen, 1024):
                shown += part
        except OSError:  # the terminal's other end was closed: the command has ended
            pass
        _, status = os.waitpid(pid, 0)
        os.close(screen)
        return os.waitstatus_to_exitcode(status), shown.decode()


@pytest.fixture
def upstream() -> Iterator[Upstream]:
    with Upstream() as server:
        yield server


@pytest.fixture
def shell(secret_service: SecretService, tmp_path: Path, upstream: Upstream) -> Shell:  # noqa: F811
    return Shell(secret_service.environ, tmp_path, upstream)


def test_a_key_goes_through_its_whole_life(secret_service: SecretService, shell: Shell, upstream: Upstream) -> None:  # noqa: F811
    secret_service.start()
    assert shell.run("key", "check", "zai")[0] == 78
    assert shell.run("key", "set", "zai", typed=KEY + "\n")[0] == 0
    code, said = shell.run("status", "--json", "--provider", "zai")
    assert (code, json.loads(said)["providers"][0]["state"]) == (0, "ok")
    assert shell.run("key", "check", "zai") == (0, "The service takes this key (stored).\n")
    assert set(upstream.zai.authorizations) == {KEY}
    assert shell.run("key", "delete", "zai")[0] == 0
    assert shell.run("status", "--provider", "zai")[0] == 78


def test_a_reference_is_stored_as_such_and_read_from_the_variable_at_each_use(
    secret_service: SecretService,  # noqa: F811
    shell: Shell,
    upstream: Upstream,
) -> None:
    secret_service.start()
    assert shell.run("key", "set", "zai", typed="{env:MY_KEY}")[0] == 0
    assert upstream.zai.count == 0
    assert shell.run("key", "check", "zai", MY_KEY=KEY)[0] == 0
    assert shell.run("status", "--provider", "zai", MY_KEY=KEY)[0] == 0
    assert shell.run("status", "--provider", "zai", "--max-age", "0")[0] == 69


def test_at_a_terminal_the_key_is_asked_for_and_not_shown(secret_service: SecretService, shell: Shell) -> None:  # noqa: F811
    secret_service.start()
    code, shown = shell.type_at_a_terminal("key", "set", "zai", typed=KEY)
    assert code == 0, shown
    assert "Key of Z.ai" in shown
    assert "The key is saved." in shown
    assert "Canary" not in shown
    assert shell.run("key", "check", "zai")[0] == 0


def test_a_locked_keyring_is_said_without_a_dialog(secret_service: SecretService, shell: Shell) -> None:  # noqa: F811
    secret_service.start()
    shell.run("key", "set", "zai", typed=KEY)
    secret_service.lock()
    code, said = shell.run("key", "check", "zai")
    assert code == 69
    assert "locked" in said
    assert shell.run("status", "--provider", "zai", "--max-age", "0")[0] == 69
