"""One account's lock: the same one for everybody, and gone with whoever had it."""

from __future__ import annotations

import errno
import os
import sys
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock, Timeout

from usagebar_qt.engine.account_lock import NoLock, taken_at_once

if TYPE_CHECKING:
    from pathlib import Path


def test_who_has_it_keeps_everybody_else_out_until_it_is_let_go(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    held = taken_at_once(file)
    assert held is not None
    assert taken_at_once(file) is None
    held.release()
    again = taken_at_once(file)
    assert again is not None
    held.release()  # a second time: another's is not let go
    assert taken_at_once(file) is None
    again.release()


def test_older_versions_which_know_filelock_alone_are_kept_out_and_keep_out(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    held = taken_at_once(file)
    assert held is not None
    with pytest.raises(Timeout):
        FileLock(file, timeout=0, thread_local=False).acquire()
    held.release()
    with FileLock(file, timeout=0, thread_local=False):
        assert taken_at_once(file) is None


def test_its_folder_is_made_and_closed_to_others(tmp_path: Path) -> None:
    file = tmp_path / "state" / "accounts" / "one.lock"
    held = taken_at_once(file)
    assert held is not None
    held.release()
    if sys.platform != "win32":
        assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)


def test_where_no_file_can_be_made_nothing_need_be_locked(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file where the folder should be")
    held = taken_at_once(tmp_path / "state" / "one.lock")
    assert isinstance(held, NoLock)
    held.release()


@pytest.mark.skipif(sys.platform == "win32", reason="no links without a right")
def test_a_link_that_somebody_put_in_its_place_is_not_followed(tmp_path: Path) -> None:
    other = tmp_path / "other"
    (tmp_path / "one.lock").symlink_to(other)
    assert isinstance(taken_at_once(tmp_path / "one.lock"), NoLock)
    assert not other.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="an open file cannot be taken away")
def test_a_file_that_was_taken_away_guards_nothing(tmp_path: Path) -> None:
    file = tmp_path / "one.lock"
    held = taken_at_once(file)
    assert held is not None
    os.replace(file, tmp_path / "elsewhere")  # noqa: PTH105
    another = taken_at_once(file)
    assert another is not None, "of another file: whoever takes such files away wants that"
    held.release()
    assert taken_at_once(file) is None
    another.release()


@pytest.mark.skipif(sys.platform == "win32", reason="there it is always the library's")
def test_on_a_file_system_without_such_locks_the_library_decides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    file, asked = tmp_path / "one.lock", list[int]()
    flock = fcntl.flock

    def refuses_once(handle: int, operation: int) -> None:
        asked.append(operation)
        if len(asked) == 1:
            raise OSError(errno.ENOSYS, os.strerror(errno.ENOSYS))
        flock(handle, operation)

    monkeypatch.setattr(fcntl, "flock", refuses_once)
    held = taken_at_once(file)
    assert isinstance(held, FileLock)
    asked.clear()
    assert taken_at_once(file) is None, "somebody has it, says the library too"
    held.release()
    free = taken_at_once(file)
    assert free is not None
    free.release()
