"""What other users of the computer could meet: every file and folder that we make, the socket, and what a fall leaves behind."""

from __future__ import annotations

import os
import resource
import signal
import socket
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.app.test_program_process import environment, holds_the_place, run, start, wait_for
from tests.signed_in import HOUR, sign_in
from tests.upstream import Upstream
from usagebar_qt.app.second_start import is_own_peer
from usagebar_qt.app.single_instance import SingleInstance, meeting_place
from usagebar_qt.credentials.own_folder import close_to_others, make_own_folder
from usagebar_qt.engine.crash_dumps import leave_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="modes, limits and peers as Linux has them")
OURS = (".config", ".local", "run")
CORE_LIMIT = 64 * 1024 * 1024


def open_to_others(root: Path) -> dict[str, str]:
    """Everything below the root that anybody but its owner may do anything with."""
    paths = [path for name in OURS for path in (root / name, *(root / name).rglob("*"))]
    modes = {str(path.relative_to(root)): stat.S_IMODE(path.lstat().st_mode) for path in paths}
    return {name: oct(mode) for name, mode in modes.items() if mode & 0o077}


@pytest.fixture
def no_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.mark.usefixtures("no_umask")
def test_without_a_umask_no_file_folder_lock_or_socket_is_open_to_others(tmp_path: Path) -> None:
    with Upstream() as upstream:
        env = environment(tmp_path, Z_AI_API_KEY="0123456789abcdef", **upstream.environment())
        sign_in(tmp_path / ".claude", seconds=-HOUR, refreshToken="sk-ant-ort01-first")
        upstream.token.valid.add("sk-ant-ort01-first")
        command = (sys.executable, "-m", "usagebar_qt.cli")
        for words in (("statusline", "tee"), ("events", "set", sys.executable), ("status",), ("--format", "statusline")):
            subprocess.run([*command, *words], env=env, input=b"{}", capture_output=True, timeout=40, check=False)
        before = {path.name for name in OURS for path in (tmp_path / name).rglob("*")}
        program = start(env)
        try:
            wait_for(lambda: holds_the_place(tmp_path, program), program)
            wait_for(lambda: list(tmp_path.rglob("usagebar.log")), program)
            assert run(env=env).returncode == 0  # it listens
            (tmp_path / ".local/state/usagebar/first-run.json").chmod(0o600)  # the one file that the test itself has made
            open_ones = open_to_others(tmp_path)
        finally:
            program.send_signal(signal.SIGTERM)
            program.communicate(timeout=10)
    assert {"history.db", "events.json", "claude.json", "zai.json"} <= before, before
    assert open_ones == {}


@pytest.mark.usefixtures("no_umask")
def test_a_folder_of_ours_is_closed_from_the_first_one_that_was_missing(tmp_path: Path) -> None:
    make_own_folder(tmp_path / "a" / "b" / "c")
    make_own_folder(tmp_path / "a" / "b" / "c")
    assert {stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b", "a/b/c")} == {0o700}
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        make_own_folder(tmp_path / "file" / "below")


def test_the_meeting_place_is_in_a_folder_of_ours_wherever_there_is_one(tmp_path: Path) -> None:
    short = Path("/tmp") / f"usagebar-test-{os.getpid()}"  # a socket's path may have 108 bytes
    make_own_folder(short)
    try:
        assert meeting_place(short, {"XDG_RUNTIME_DIR": str(tmp_path)[:60]}, "linux").startswith((str(tmp_path), str(short)))
        assert meeting_place(short, {}, "linux").startswith(f"{short}/")
        assert meeting_place(short / "missing", {}, "linux").startswith("/tmp/usagebar-")
    finally:
        short.rmdir()


def test_the_peer_of_a_socket_is_known_by_its_user() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert is_own_peer(ours)


def test_a_program_of_another_user_at_our_place_is_not_taken_for_the_first(qapp: QApplication, tmp_path: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("needs another user")
    place = f"/tmp/usagebar-squat-{os.getpid()}"
    squatter = (
        "import os, socket, sys\n"
        "os.setuid(65534)\n"
        "ear = socket.socket(socket.AF_UNIX)\n"
        "ear.bind(sys.argv[1]); ear.listen(); print('here', flush=True)\n"
        "while True:\n    ear.accept()[0].sendall(b'ok\\n')\n"
    )
    child = subprocess.Popen([sys.executable, "-c", squatter, place], stdout=subprocess.PIPE)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == b"here\n"
        assert SingleInstance(place, tmp_path).ask_first_to_show() is False
    finally:
        child.kill()
        child.communicate()
        Path(place).unlink()


def core_limit_allowed() -> None:
    """In the child: as a desktop that keeps pictures of memory sets it."""
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (CORE_LIMIT if most == resource.RLIM_INFINITY else most, most))


@pytest.mark.parametrize("module", ["usagebar_qt.cli.__main__", "usagebar_qt.app.main"])
def test_a_process_that_falls_leaves_no_picture_of_its_memory(tmp_path: Path, module: str) -> None:
    if resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("nothing may leave one here")
    script = (
        f"import atexit, resource; from {module} import main\n"
        "print('before', resource.getrlimit(resource.RLIMIT_CORE)[0] != 0)\n"
        "atexit.register(lambda: print('after', resource.getrlimit(resource.RLIMIT_CORE)[0]))\n"
        "main(['--version'])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(tmp_path),
        preexec_fn=core_limit_allowed,
        capture_output=True,
        text=True,
        timeout=40,
        check=False,
    )
    assert (done.stdout.splitlines()[0], done.stdout.splitlines()[-1]) == ("before True", "after 0"), done


def test_a_drive_that_is_not_there_is_an_error_and_no_endless_search() -> None:
    class Gone(type(Path())):  # type: ignore[misc]
        def mkdir(self, *_: object, **__: object) -> None:
            raise FileNotFoundError(str(self))

    with pytest.raises(FileNotFoundError):
        make_own_folder(Gone("/a/b"))


@pytest.mark.usefixtures("no_umask")
def test_a_librarys_file_is_closed_and_one_that_has_gone_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "lock").touch()
    close_to_others(tmp_path / "lock")
    close_to_others(tmp_path / "none")
    assert stat.S_IMODE((tmp_path / "lock").stat().st_mode) == 0o600


def test_only_the_soft_limit_falls_so_that_a_child_may_raise_its_own_again() -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE)
    try:
        leave_none()
        assert resource.getrlimit(resource.RLIMIT_CORE) == (0, before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_CORE, before)
