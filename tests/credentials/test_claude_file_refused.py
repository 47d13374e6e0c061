"""What stands against a change of Claude Code's credentials file: seen before a token is spent, or survived."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.credentials.file_bed import NEW, SPENT, as_root, at, block, nap, posix, renew, yes
from tests.credentials.logins import CANARY, REFRESH, login, shown, write
from usagebar_qt.credentials.claude_file import CredentialsFile, Replaced, System
from usagebar_qt.domain.errors import CredentialUnreadable, NotRenewed


# -- what must be seen before a token is spent ------------------------------------------------------------------------
def test_a_look_leaves_the_file_and_its_folder_as_they_were(file: Path) -> None:
    before = (file.read_bytes(), file.stat().st_ino, file.stat().st_mtime_ns)
    at(file).check_writable()
    assert (file.read_bytes(), file.stat().st_ino, file.stat().st_mtime_ns) == before
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def cannot_write(file: CredentialsFile) -> None:
    with pytest.raises(NotRenewed) as caught:
        file.check_writable()
    assert (caught.value.reason, caught.value.wait_seconds) == ("cannot_write", 600.0)
    assert CANARY not in shown(caught.value)


@pytest.mark.parametrize(
    "text",
    ["{", "", "[]", "null", '{"a": 1e999}', '{"a": NaN}', '{"a": -Infinity}', '{"a": ' + "[" * 5000 + "]" * 5000 + "}"],
    ids=["half", "empty", "list", "null", "1e999", "NaN", "Infinity", "deep"],
)
def test_a_file_that_could_not_be_said_again_is_not_renewed(file: Path, text: str) -> None:
    file.write_text(text.replace("{", f'{{"{CANARY}": 1, ', 1) if text.startswith('{"') else text)
    cannot_write(at(file))
    with pytest.raises(CredentialUnreadable) as caught:
        renew(file)
    assert CANARY not in shown(caught.value)


@pytest.mark.parametrize("depth", [200, 400, 600, 900])
@pytest.mark.parametrize("indent", [None, 2])
def test_deep_nesting_is_either_kept_or_seen_before_the_token_is_spent(file: Path, depth: int, indent: int | None) -> None:
    whole = json.dumps(login(), indent=indent)
    file.write_text(whole[:-1] + ', "deep": ' + "[" * depth + "]" * depth + "}", encoding="utf-8")
    try:
        at(file).check_writable()
    except NotRenewed:
        return
    assert renew(file) is Replaced.SAVED
    assert file.read_text(encoding="utf-8").count("[") >= depth


def test_no_file_a_folder_and_a_file_that_is_read_only_cannot_be_written(file: Path, tmp_path: Path) -> None:
    cannot_write(at(tmp_path / "absent"))
    cannot_write(at(tmp_path))
    if sys.platform == "win32" or os.geteuid() != 0:
        file.chmod(0o400)
        cannot_write(at(file))
        file.chmod(0o600)


AS_NOBODY = """
import encodings.utf_8_sig, json, os, sys
from pathlib import Path
from usagebar_qt.credentials.claude_file import CredentialsFile
from usagebar_qt.domain.errors import NotRenewed
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for name in sys.argv[1:]:
    try:
        CredentialsFile(Path(name)).check_writable()
        print("writable")
    except NotRenewed as error:
        print(error.reason)
"""


@posix
def test_a_folder_or_a_file_that_is_read_only_is_seen_by_whoever_is_not_root(tmp_path: Path) -> None:
    paths = [write(tmp_path / name / ".credentials.json", login()) for name in ("folder", "file", "good")]
    for parent in (tmp_path, *tmp_path.parents[:2]):
        parent.chmod(parent.stat().st_mode | 0o011)
    if os.geteuid() == 0:
        for path in paths:
            os.chown(path, 65534, 65534)
            os.chown(path.parent, 65534, 65534)
    paths[0].parent.chmod(0o500)
    paths[1].chmod(0o400)
    root = Path(__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, *map(str, paths)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    paths[0].parent.chmod(0o700)
    assert ended.stdout.split() == ["cannot_write", "cannot_write", "writable"], ended.stderr
    assert [entry.name for entry in paths[0].parent.iterdir()] == [".credentials.json"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """16 KiB, a real one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", str(folder)], capture_output=True, check=False)
    if done.returncode:
        pytest.skip("nothing may be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@as_root
def test_a_full_disk_is_seen_before_the_token_is_spent_and_leaves_the_file_whole(small_disk: Path) -> None:
    path = write(small_disk / ".credentials.json", login())
    (small_disk / "filler").write_bytes(b"x" * 4096)
    cannot_write(at(path))  # the file fits once more, but not with longer tokens in it
    before = path.read_bytes()
    with pytest.raises(OSError) as caught:
        renew(write(path, login() | {"more": "x" * 6000}))
    assert caught.value.errno == errno.ENOSPC
    assert path.read_bytes() != before
    assert block(path)["refreshToken"] == REFRESH
    assert sorted(entry.name for entry in small_disk.iterdir()) == [".credentials.json", "filler"]
    (small_disk / "filler").unlink()
    assert renew(write(path, login())) is Replaced.SAVED


@as_root
def test_a_file_that_is_mounted_by_itself_cannot_be_replaced(tmp_path: Path, file: Path) -> None:
    target = write(tmp_path / "in a container" / ".credentials.json", {})
    if subprocess.run(["mount", "--bind", str(file), str(target)], capture_output=True, check=False).returncode:
        pytest.skip("nothing may be mounted here")
    try:
        cannot_write(at(target))
    finally:
        subprocess.run(["umount", str(target)], check=True)


# -- a disk that refuses or lies --------------------------------------------------------------------------------------
def failing(number: int) -> Callable[..., Any]:
    def fail(*arguments: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("call", ["write", "fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EROFS])
def test_whatever_the_disk_refuses_the_old_file_is_whole_and_no_token_lies_beside_it(file: Path, call: str, number: int) -> None:
    before = file.read_bytes()
    with pytest.raises(OSError) as caught:
        CredentialsFile(file, nap, replace(System(), **{call: failing(number)})).replace(SPENT, NEW, yes)
    assert (caught.value.errno, file.read_bytes()) == (number, before)
    assert CANARY not in shown(caught.value)
    assert [entry.name for entry in file.parent.iterdir()] == [file.name]


def test_a_short_write_is_gone_on_with_and_one_that_lies_is_not_put_in_place(file: Path) -> None:
    assert renew(file, write=lambda handle, data: os.write(handle, data[:7])) is Replaced.SAVED
    before = write(file, login()).read_bytes()

    def lie(handle: int, data: bytes) -> int:
        os.write(handle, data[: len(data) // 2])
        return len(data)

    with pytest.raises(OSError, match="read back"):
        renew(file, write=lie)
    assert file.read_bytes() == before


@pytest.mark.skipif(sys.platform != "win32", reason="only Windows refuses to replace a file that somebody reads")
def test_windows_is_asked_again_while_somebody_reads_the_file(file: Path) -> None:
    calls: list[Path] = []

    def busy(source: Path, target: Path) -> None:
        calls.append(target)
        if len(calls) < 5:
            raise PermissionError(13, "in use")
        source.replace(target)

    assert renew(file, replace=busy) is Replaced.SAVED
    assert len(calls) == 5


def test_a_file_somebody_put_in_the_temporary_ones_place_is_not_written_into(file: Path) -> None:
    found = at(file)
    found.temporary.write_text("somebody's")
    with pytest.raises(FileExistsError):
        found.replace(SPENT, NEW, yes)
    assert block(file)["refreshToken"] == REFRESH


@posix
def test_access_lists_and_labels_of_the_users_are_kept(file: Path) -> None:
    if sys.platform == "linux":
        try:
            os.setxattr(file, "user.note", b"mine")
        except OSError:
            pytest.skip("a file system without such attributes")
        renew(file)
        assert os.getxattr(file, "user.note") == b"mine"
