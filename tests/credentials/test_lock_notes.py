"""What a killed process may have left in Claude Code's folder: noted before it is made, cleared once nobody can need it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from usagebar_qt.credentials.claude_locks import Places
from usagebar_qt.credentials.lock_notes import LONE_SECONDS, LONGEST_RENEWAL_SECONDS, TEMPORARY_SUFFIX, LockNotes

ROOT = Path(__file__).parents[2]


class Left:
    """Claude Code's folder, our notes, and a process that dies while it holds one."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "home" / ".claude"
        self.folder.mkdir(parents=True)
        self.places = Places.of(self.folder)
        self.temporary = self.folder / f".credentials.json.1-ab{TEMPORARY_SUFFIX}"
        self.state = root / "state" / "claude-locks"
        self.notes = LockNotes(self.state)

    def beside(self) -> list[str]:
        return sorted(place.path.name for place in self.places.all() if os.path.lexists(place.path))

    def noted(self) -> list[Path]:
        return sorted(self.state.glob("*.json")) if self.state.exists() else []

    def now(self) -> float:
        """The wall clock, as the notes' own file shows it."""
        return self.noted()[0].stat().st_mtime

    def age(self, seconds: float) -> None:
        """As if the process had been killed so long ago."""
        for path in (*self.state.iterdir(), *(place.path for place in self.places.all() if place.path.exists())):
            found = path.stat().st_mtime - seconds
            os.utime(path, (found, found))


@pytest.fixture
def left(tmp_path: Path) -> Left:
    return Left(tmp_path)


HOLDER = """
import sys
from pathlib import Path
from usagebar_qt.credentials.claude_locks import Places
from usagebar_qt.credentials.lock_notes import LockNotes
folder, state, temporary = map(Path, sys.argv[1:])
places = Places.of(folder)
with LockNotes(state).noted(places.all(), temporary):
    for place in places.all():
        place.path.mkdir()
    temporary.write_text("tokens")
    print("held", flush=True)
    sys.stdin.read()
"""


def holder(left: Left) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(left.folder), str(left.state), str(left.temporary)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait(30)
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            stream.close()


@pytest.fixture
def killed(left: Left) -> Left:
    process = holder(left)
    kill(process)
    assert process.returncode == (-signal.SIGKILL if sys.platform != "win32" else 1)
    return left


@pytest.fixture
def running(left: Left) -> Iterator[Left]:
    process = holder(left)
    yield left
    kill(process)


def test_a_note_is_there_while_it_is_needed_and_nothing_is_left_of_it_afterwards(left: Left) -> None:
    with left.notes.noted(left.places.all(), left.temporary):
        (note,) = left.noted()
        said = json.loads(note.read_text(encoding="utf-8"))
        assert said["pid"] == os.getpid()
        assert [row["path"] for row in said["locks"]] == [str(place.path) for place in left.places.all()]
        assert left.notes.are_there()
    assert list(left.state.iterdir()) == []
    assert not left.notes.are_there()


def test_a_note_goes_even_where_the_renewal_fails(left: Left) -> None:
    def renewal() -> None:
        with left.notes.noted(left.places.all(), left.temporary):
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        renewal()
    assert list(left.state.iterdir()) == []


def test_nothing_is_begun_where_no_note_can_be_kept(left: Left) -> None:
    left.state.parent.mkdir(parents=True)
    left.state.write_text("a file has the folder's name")
    begun = False

    def renewal() -> None:
        nonlocal begun
        with left.notes.noted(left.places.all(), left.temporary):
            begun = True

    with pytest.raises(OSError):
        renewal()
    assert not begun
    left.notes.clean_up(0.0)  # and that never raises
    assert not left.notes.are_there()


def test_what_a_living_process_holds_is_left_alone_however_old_it_looks(running: Left) -> None:
    now = running.now()
    running.age(3600)
    running.notes.clean_up(now)
    assert (len(running.beside()), running.temporary.exists(), len(running.noted())) == (3, True, 1)


def test_the_temporary_file_of_a_killed_process_goes_at_once_and_its_locks_once_they_are_stale(killed: Left) -> None:
    now = killed.now()
    killed.notes.clean_up(now + 14)
    assert not killed.temporary.exists()
    assert (len(killed.beside()), len(killed.noted())) == (3, 1)
    killed.notes.clean_up(now + 30)
    assert killed.beside() == [".claude.lock", ".oauth_refresh.lock"]
    killed.notes.clean_up(now + 70)
    assert (killed.beside(), list(killed.state.iterdir())) == ([], [])


def test_a_lock_that_somebody_took_over_since_is_not_removed_although_a_suspend_made_it_look_stale(killed: Left) -> None:
    killed.age(7200)
    theirs = killed.places.renewal.path
    now = theirs.stat().st_mtime + 7200
    theirs.rmdir()
    theirs.mkdir()
    os.utime(theirs, (now - 3600, now - 3600))
    killed.notes.clean_up(now)
    assert (killed.beside(), killed.noted()) == ([".oauth_refresh.lock"], [])


def test_a_lock_that_the_killed_process_kept_touching_to_its_end_is_still_its_own(killed: Left) -> None:
    path, now = killed.places.renewal.path, killed.now()
    os.utime(path, (now + LONGEST_RENEWAL_SECONDS - 1, now + LONGEST_RENEWAL_SECONDS - 1))
    killed.notes.clean_up(now + 600)
    assert killed.beside() == []


def test_a_file_or_a_full_directory_with_a_locks_name_stays(killed: Left) -> None:
    now = killed.now()
    killed.places.legacy.path.rmdir()
    killed.places.legacy.path.write_text("somebody's")
    inside = killed.places.write.path / "something"
    inside.write_text("x")
    for path in (killed.places.legacy.path, killed.places.write.path):
        os.utime(path, (now, now))
    killed.notes.clean_up(now + 600)
    assert (inside.read_text(), killed.places.legacy.path.read_text()) == ("x", "somebody's")
    assert killed.noted() == []


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"locks": 5, "temporary": "x"}',
        '{"locks": [], "temporary": 5}',
        '{"locks": [{"path": 1, "stale_seconds": 2}], "temporary": "x"}',
        '{"locks": [{"path": "a", "stale_seconds": "b"}], "temporary": "x"}',
        "[" * 60_000,
    ],
)
def test_half_a_note_is_removed_for_nothing_was_made_yet(left: Left, text: str) -> None:
    left.state.mkdir(parents=True)
    (left.state / "1-a.json").write_text(text)
    left.notes.clean_up(0.0)
    assert list(left.state.iterdir()) == []


@pytest.mark.parametrize(
    "row", [{"path": "nul\0", "stale_seconds": 1}, {"path": "a", "stale_seconds": 10**400}], ids=["null byte", "huge"]
)
def test_a_note_that_nobody_of_us_wrote_never_raises(left: Left, row: dict[str, object]) -> None:
    left.state.mkdir(parents=True)
    (left.state / "1-a.json").write_text(json.dumps({"locks": [row], "temporary": "x"}))
    left.notes.clean_up(0.0)


def test_only_a_file_with_our_own_ending_is_ever_removed(left: Left, tmp_path: Path) -> None:
    left.state.mkdir(parents=True)
    precious = tmp_path / "precious.json"
    precious.write_text("x")
    (left.state / "1-a.json").write_text(json.dumps({"locks": [], "temporary": str(precious)}))
    left.notes.clean_up(0.0)
    assert precious.exists()
    assert left.noted() == []


def test_a_lock_file_without_its_note_goes_once_nobody_is_about_to_write_one(left: Left) -> None:
    left.state.mkdir(parents=True)
    lone = left.state / "1-a.lock"
    lone.touch()
    made = lone.stat().st_mtime
    left.notes.clean_up(made + LONE_SECONDS - 1)
    assert lone.exists()
    left.notes.clean_up(made + LONE_SECONDS + 1)
    assert not lone.exists()


def test_looking_after_a_renewal_that_ends_in_this_moment_leaves_no_lock_file_behind(left: Left) -> None:
    left.state.mkdir(parents=True, exist_ok=True)
    gone = left.state / "1-aabbccdd.json"  # seen in the folder, and removed by its owner before it was read
    left.notes._clean_up_after(gone, 0.0)
    assert list(left.state.iterdir()) == []
