"""Claude Code asked to renew: found where it is, started apart from us, judged by the file alone, and never killed."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import cast

import pytest

from usagebar_qt.providers import zai
from usagebar_qt.providers.claude_cli import OUR_KEYS, WAIT_SECONDS, ClaudeCli, start_detached

WINDOWS = sys.platform == "win32"
posix = pytest.mark.skipif(WINDOWS, reason="POSIX: a name without a suffix, and permission to run")
NAME = "claude.exe" if WINDOWS else "claude"


def program(folder: Path, name: str = NAME, mode: int = 0o755) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(mode)
    return path


def found(home: Path, *path: Path | str) -> str | None:
    return ClaudeCli({"PATH": os.pathsep.join(map(str, path))}, home).find()


# -- where it is ------------------------------------------------------------------------------------------------------
def test_the_first_on_the_path_counts(tmp_path: Path) -> None:
    first, second = program(tmp_path / "a b"), program(tmp_path / "c")
    program(tmp_path / "home" / ".local" / "bin")
    assert found(tmp_path / "home", tmp_path / "empty", tmp_path / "a b", tmp_path / "c") == str(first)
    assert found(tmp_path / "home", f'"{tmp_path / "c"}"') == str(second)


@pytest.mark.parametrize(
    "place", [".local/bin", ".claude/local", ".npm-global/bin", ".bun/bin", ".volta/bin"], ids=lambda place: place.strip(".")
)
def test_beyond_the_path_it_is_found_where_its_installers_put_it(tmp_path: Path, place: str) -> None:
    path = program(tmp_path / place)
    assert found(tmp_path, tmp_path / "empty") is not None
    assert Path(str(found(tmp_path))) == path


@pytest.mark.parametrize("entry", ["", ".", "sub", "./sub"])
def test_what_lies_in_the_current_folder_is_never_started(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    program(tmp_path / "project")
    program(tmp_path / "project" / "sub")
    monkeypatch.chdir(tmp_path / "project")
    program(tmp_path / "home" / ".local" / "bin")
    assert Path(str(found(tmp_path / "home", entry))) == tmp_path / "home" / ".local" / "bin" / NAME


@posix
def test_a_folder_or_a_file_that_may_not_be_run_is_none(tmp_path: Path) -> None:
    program(tmp_path / "plain", mode=0o644)
    (tmp_path / "folder" / "claude").mkdir(parents=True)
    good = program(tmp_path / "good")
    assert found(tmp_path / "home", tmp_path / "plain", tmp_path / "folder", tmp_path / "good") == str(good)


AS_NOBODY = """
import os, sys
from pathlib import Path
from usagebar_qt.providers.claude_cli import ClaudeCli
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
print(ClaudeCli({"PATH": sys.argv[1]}, Path("/nonexistent")).find())
"""


@posix
def test_a_folder_on_the_path_that_may_not_be_looked_into_is_passed_over(tmp_path: Path) -> None:
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(parent.stat().st_mode | 0o011)
    program(tmp_path / "closed").parent.chmod(0)
    good = program(tmp_path / "good")
    good.parent.chmod(0o755)
    ended = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, f"{tmp_path / 'closed'}:{tmp_path / 'good'}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    (tmp_path / "closed").chmod(0o700)
    assert ended.stdout.strip() == str(good), ended.stderr


@pytest.mark.skipif(not WINDOWS, reason="npm's way on Windows")
def test_windows_finds_what_npm_made_and_not_its_shell_script(tmp_path: Path) -> None:
    program(tmp_path, "claude")
    command = program(tmp_path, "claude.cmd")
    assert Path(str(found(tmp_path / "home", tmp_path))) == command


# -- how it is run ----------------------------------------------------------------------------------------------------
class Child:
    """Ends after so many looks; it has no way to be killed, so nobody can."""

    def __init__(self, looks: float) -> None:
        self.looks = looks

    def poll(self) -> int | None:
        self.looks -= 1
        return 0 if self.looks < 0 else None


class Run:
    """One run with a clock of its own."""

    def __init__(self, folder: Path, ends_after: float = 3, environ: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.ticks = 0.0
        self.child = Child(ends_after)
        self.started: list[tuple[list[str], Path, dict[str, str]]] = []
        self.cli = ClaudeCli(environ or {"PATH": "x"}, folder, self.start, self.sleep, lambda: self.ticks)

    def start(self, command: Sequence[str], folder: Path, environment: Mapping[str, str]) -> Child:
        self.started.append((list(command), folder, dict(environment)))
        return self.child

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.ticks += seconds

    def __call__(
        self,
        has_changed: Callable[[], bool] = lambda: False,
        goes_on: Callable[[], bool] = lambda: True,
        config_dir: str | None = None,
    ) -> bool:
        return self.cli.run("/bin/claude", self.folder / "empty", config_dir, has_changed=has_changed, goes_on=goes_on)


def test_it_is_started_once_with_fixed_arguments_in_an_empty_folder(tmp_path: Path) -> None:
    run = Run(tmp_path)
    run()
    ((command, folder, _),) = run.started
    assert command == ["/bin/claude", "-p", "/usage", "--output-format", "json"]
    assert (folder, list(folder.iterdir())) == (tmp_path / "empty", [])
    assert WINDOWS or folder.stat().st_mode & 0o777 == 0o700


def test_it_gets_neither_our_keys_nor_what_would_keep_it_from_its_own_sign_in(tmp_path: Path) -> None:
    unwanted = (
        "CLAUDECODE",
        "CLAUDE_CODE_ENTRYPOINT",
        "CLAUDE_CODE_SSE_PORT",
        "CLAUDE_CODE_OAUTH_TOKEN",
        "ANTHROPIC_API_KEY",
        "ANTHROPIC_AUTH_TOKEN",
        "ANTHROPIC_BASE_URL",
        *zai.KEY.env_names,
    )
    kept = {"PATH": "x", "HTTPS_PROXY": "http://proxy", "CLAUDE_CONFIG_DIR": "/c", "CLAUDE_SECURESTORAGE_CONFIG_DIR": "/s"}
    run = Run(tmp_path, environ={**kept, **dict.fromkeys(unwanted, "canary")})
    run()
    assert run.started[0][2] == kept
    assert set(zai.KEY.env_names) <= set(OUR_KEYS)


def test_a_chosen_account_gets_its_own_folder_and_no_other_place_for_secrets(tmp_path: Path) -> None:
    run = Run(tmp_path, environ={"CLAUDE_CONFIG_DIR": "/other", "CLAUDE_SECURESTORAGE_CONFIG_DIR": "/s"})
    run(config_dir="/work")
    assert run.started[0][2] == {"CLAUDE_CONFIG_DIR": "/work"}


def test_a_change_of_the_credentials_is_success_as_soon_as_it_is_seen(tmp_path: Path) -> None:
    run = Run(tmp_path, ends_after=float("inf"))
    assert run(has_changed=lambda: run.ticks >= 2)
    assert run.ticks == 2


def test_a_change_in_its_last_moment_counts_although_it_has_ended(tmp_path: Path) -> None:
    run = Run(tmp_path, ends_after=0)
    assert run(has_changed=lambda: run.child.looks < 0)


def test_a_child_that_ends_without_a_change_is_a_failure_at_once(tmp_path: Path) -> None:
    run = Run(tmp_path, ends_after=4)
    assert not run()
    assert run.ticks == 1


def test_a_child_that_hangs_is_waited_for_a_minute_and_then_left_to_itself(tmp_path: Path) -> None:
    run = Run(tmp_path, ends_after=float("inf"))
    assert not run()
    assert run.ticks == WAIT_SECONDS == 60


def test_a_change_seen_at_the_very_end_of_the_minute_counts(tmp_path: Path) -> None:
    run = Run(tmp_path, ends_after=float("inf"))
    assert run(has_changed=lambda: run.ticks >= WAIT_SECONDS)


def test_a_program_that_ends_does_not_wait_for_it(tmp_path: Path) -> None:
    run = Run(tmp_path, ends_after=float("inf"))
    assert not run(goes_on=lambda: run.ticks < 1)
    assert run.ticks == 1


def test_what_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    cli = ClaudeCli({}, tmp_path)
    with pytest.raises(OSError):
        cli.run(str(tmp_path / "absent"), tmp_path / "e", None, has_changed=lambda: False, goes_on=lambda: True)


SHOW = """
import os, sys
session = os.getsid(0) == os.getpid() if hasattr(os, "getsid") else True
open(sys.argv[1], "w").write(f"{session} {sys.stdin.read()!r} {os.getcwd()} {sorted(os.environ)}")
print("x" * 1_000_000)
"""


def test_a_real_child_has_a_session_of_its_own_and_nothing_to_read_or_to_fill(tmp_path: Path) -> None:
    (tmp_path / "neutral").mkdir()
    needed = {name: os.environ[name] for name in ("SYSTEMROOT", "PATH") if name in os.environ}
    child = start_detached([sys.executable, "-c", SHOW, str(tmp_path / "said")], tmp_path / "neutral", needed)
    assert cast("subprocess.Popen[bytes]", child).wait(60) == 0
    session, read, rest = (tmp_path / "said").read_text().split(" ", 2)
    assert (session, read) == ("True", "''")
    assert os.path.realpath(tmp_path / "neutral") in rest or WINDOWS
