"""Whatever lies where a credentials file belongs: it is read whole or refused with a word, and never waited for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.credentials.logins import ACCESS, CANARY, login, shown, write
from usagebar_qt.credentials import safe_file
from usagebar_qt.credentials.safe_file import ATTEMPTS, LARGEST, SETTLED_SECONDS, FileMemory, read_bytes, read_object
from usagebar_qt.domain.errors import CredentialUnreadable

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files")


def never(seconds: float) -> None:
    pytest.fail("nothing to wait for")


class Naps:
    """Instead of sleeping, does something."""

    def __init__(self, act: Any = None) -> None:
        self.count = 0
        self.act = act

    def __call__(self, seconds: float) -> None:
        self.count += 1
        if self.act is not None:
            self.act()


def refusal(path: Path) -> str:
    with pytest.raises(CredentialUnreadable) as caught:
        read_object(path, sleep=Naps())
    return caught.value.reason


def test_no_file_is_none_and_not_an_error(tmp_path: Path) -> None:
    assert read_object(tmp_path / "absent", sleep=never) is None
    assert read_bytes(tmp_path / "absent" / "deeper") is None
    assert read_object(write(tmp_path / "file", {}) / "below", sleep=never) is None


def test_a_byte_order_mark_is_no_obstacle(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b'\xef\xbb\xbf{"a": 1}')
    assert read_object(file, sleep=never) == {"a": 1}


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe{}", b"[" * 100_000, b'{"a": ' + b"9" * 5_000 + b"}", b"<html>", b"{} {}"],
    ids=["empty", "half", "utf-16", "deep", "huge-number", "html", "two"],
)
def test_what_is_no_json_is_tried_a_few_times_and_refused(tmp_path: Path, content: bytes) -> None:
    file, naps = tmp_path / "f", Naps()
    file.write_bytes(content)
    with pytest.raises(CredentialUnreadable) as caught:
        read_object(file, sleep=naps)
    assert (caught.value.reason, naps.count) == ("not_json", ATTEMPTS - 1)


@pytest.mark.parametrize("content", [b"[]", b"null", b'"text"', b"1", b"NaN"])
def test_json_that_is_no_object_is_refused_at_once(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "f"
    file.write_bytes(content)
    with pytest.raises(CredentialUnreadable) as caught:
        read_object(file, sleep=never)
    assert caught.value.reason == "not_object"


def test_a_half_written_file_is_whole_at_the_second_look(tmp_path: Path) -> None:
    file = tmp_path / "f"
    whole = json.dumps(login())
    file.write_text(whole[:50])
    naps = Naps(lambda: file.write_text(whole))
    assert read_object(file, sleep=naps) == login()
    assert naps.count == 1


def test_what_was_half_read_does_not_hang_on_the_error(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_text(json.dumps(login())[:-1])
    with pytest.raises(CredentialUnreadable) as caught:
        read_object(file, sleep=Naps())
    assert CANARY not in shown(caught.value)


def test_the_limit_itself_is_read_and_one_byte_more_is_not(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b" " * (LARGEST - 2) + b"{}")
    assert read_object(file, sleep=never) == {}
    file.write_bytes(b" " * (LARGEST - 1) + b"{}")
    assert refusal(file) == "too_large"


def test_ten_megabytes_are_refused_without_being_read(tmp_path: Path) -> None:
    file = tmp_path / "f"
    file.write_bytes(b"{" * 10_000_000)
    assert refusal(file) == "too_large"


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "not_a_file"


@posix
def test_a_pipe_without_a_writer_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    done: list[str] = []
    thread = threading.Thread(target=lambda: done.append(refusal(tmp_path / "pipe")), daemon=True)
    thread.start()
    thread.join(10)
    assert done == ["not_a_file"]


@posix
def test_a_device_is_refused(tmp_path: Path) -> None:
    assert refusal(Path("/dev/zero")) == "not_a_file"


@posix
def test_a_link_is_followed_and_a_link_to_nowhere_or_to_itself_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "dotfiles" / "real", {"a": 1})
    (tmp_path / "link").symlink_to(tmp_path / "dotfiles" / "real")
    assert read_object(tmp_path / "link", sleep=never) == {"a": 1}
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert refusal(tmp_path / "dangling") == "not_a_file"
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    assert refusal(tmp_path / "loop") == "not_a_file"


AS_NOBODY = """
import os, sys
from pathlib import Path
from usagebar_qt.credentials.safe_file import read_object
from usagebar_qt.domain.errors import CredentialUnreadable
if os.geteuid() == 0:
    os.setgroups([]); os.setgid(65534); os.setuid(65534)
for name in sys.argv[1:]:
    try:
        read_object(Path(name))
    except CredentialUnreadable as error:
        print(error.reason)
"""


@posix
def test_no_permission_has_its_own_word_for_file_and_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    for parent in tmp_path.parents[:2]:
        parent.chmod(parent.stat().st_mode | 0o011)
    closed = write(tmp_path / "closed", login())
    inside = write(tmp_path / "folder" / "file", login())
    closed.chmod(0)
    inside.parent.chmod(0)
    root = Path(safe_file.__file__).parents[2]
    ended = subprocess.run(
        [sys.executable, "-c", AS_NOBODY, str(closed), str(inside)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    inside.parent.chmod(0o700)
    assert ended.stdout.split() == ["no_permission", "no_permission"], ended.stderr


def test_a_file_that_is_replaced_a_thousand_times_is_never_read_torn_or_backwards(tmp_path: Path) -> None:
    file = write(tmp_path / "f", login(accessToken="a-0"))

    def rotate() -> None:
        for number in range(1, 1_001):
            write(tmp_path / "new", login(accessToken=f"a-{number}", padding="x" * (number * 37 % 9_000))).replace(file)

    def number_in_file() -> int:
        data = read_object(file, sleep=never)
        assert data is not None
        return int(data["claudeAiOauth"]["accessToken"][2:])

    thread = threading.Thread(target=rotate, daemon=True)
    numbers = [number_in_file()]
    thread.start()
    while thread.is_alive():
        numbers.append(number_in_file())
    numbers.append(number_in_file())
    assert numbers == sorted(numbers)
    assert numbers[-1] == 1_000


class Remembering:
    """A memory whose every real read is counted, and whose time goes only when told to."""

    def __init__(self) -> None:
        self.now = 0.0
        self.reads = 0
        self.memory = FileMemory(self.parse, sleep=never, monotonic=lambda: self.now)

    def parse(self, data: dict[str, Any], path: Path) -> dict[str, Any]:
        self.reads += 1
        return data


def test_an_unchanged_file_is_not_opened_again_once_it_has_settled(tmp_path: Path) -> None:
    file, seen = write(tmp_path / "f", {"a": 1}), Remembering()
    for moment in (0.0, SETTLED_SECONDS / 2, SETTLED_SECONDS + 1, 300.0, 600.0):
        seen.now = moment
        assert seen.memory.read(file) == {"a": 1}
    assert seen.reads == 3  # the first two came too soon to be sure of the file's clock


def test_a_changed_or_replaced_or_removed_file_is_seen_at_once(tmp_path: Path) -> None:
    file, seen = write(tmp_path / "f", {"a": 1}), Remembering()
    seen.memory.read(file)
    seen.now = 300.0
    seen.memory.read(file)
    write(tmp_path / "new", {"a": 2}).replace(file)
    assert seen.memory.read(file) == {"a": 2}
    file.unlink()
    assert seen.memory.read(file) is None
    write(file, {"a": 3})
    assert seen.memory.read(file) == {"a": 3}


def test_a_same_sized_write_within_one_tick_of_the_clock_is_seen_at_the_next_look(tmp_path: Path) -> None:
    file, seen = write(tmp_path / "f", {"a": 1}), Remembering()
    before = file.stat()
    assert seen.memory.read(file) == {"a": 1}
    write(file, {"a": 2})
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert seen.memory.read(file) == {"a": 2}


def test_a_file_that_went_bad_and_well_again_is_read_anew(tmp_path: Path) -> None:
    file = write(tmp_path / "f", {"a": 1})
    memory: FileMemory[dict[str, Any]] = FileMemory(lambda data, path: data, sleep=Naps(), monotonic=lambda: 0.0)
    memory.read(file)
    file.write_text("{")
    with pytest.raises(CredentialUnreadable):
        memory.read(file)
    write(file, {"a": 1})
    assert memory.read(file) == {"a": 1}


def test_a_memory_shows_no_token(tmp_path: Path) -> None:
    file, seen = write(tmp_path / "f", login()), Remembering()
    seen.memory.read(file)
    assert ACCESS not in repr(seen.memory)
