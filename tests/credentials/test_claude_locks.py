"""Claude Code's locks: waited for, taken over only from the dead, and never anybody else's removed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from tests.credentials.lock_bench import LOOK, NOW, Bench
from usagebar_qt.credentials import claude_locks
from usagebar_qt.credentials.claude_locks import Held, Places, Sight, Times, Watch, take_for_renewal, try_take
from usagebar_qt.domain.errors import CredentialLocked

posix = pytest.mark.skipif(sys.platform == "win32", reason="POSIX files: links without a privilege, descriptors of directories")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)


# -- where they are ---------------------------------------------------------------------------------------------------
def test_the_locks_are_where_claude_code_has_them(bench: Bench) -> None:
    renewal, legacy, write = (place.path for place in bench.places.all())
    real = Path(os.path.realpath(bench.folder))
    assert (renewal, write) == (bench.folder / ".oauth_refresh.lock", bench.folder / ".storage-write.lock")
    assert legacy == real.parent / ".claude.lock"
    assert [place.stale_seconds for place in bench.places.all()] == [60.0, 60.0, 15.0]


@posix
def test_the_legacy_lock_lies_beside_the_real_folder_where_that_is_a_link(tmp_path: Path) -> None:
    (tmp_path / "dotfiles" / "claude").mkdir(parents=True)
    (tmp_path / ".claude").symlink_to(tmp_path / "dotfiles" / "claude")
    places = Places.of(tmp_path / ".claude")
    assert places.renewal.path == tmp_path / ".claude" / ".oauth_refresh.lock"
    assert places.legacy.path == Path(os.path.realpath(tmp_path)) / "dotfiles" / "claude.lock"


def test_a_relative_folder_gives_absolute_places_for_a_note_is_read_from_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert all(place.path.is_absolute() for place in Places.of(Path("work/.claude")).all())
    assert Places.of(Path(tmp_path.anchor)).legacy.path.name == ".lock"


# -- what a look shows ------------------------------------------------------------------------------------------------
def test_nothing_there_is_free_and_a_fresh_directory_is_held(bench: Bench) -> None:
    place = bench.places.renewal
    assert bench.watch.look(place) is Sight.FREE
    bench.somebody_takes(place.path)
    assert bench.watch.look(place) is Sight.HELD


def test_a_lock_that_looks_stale_is_watched_for_ten_seconds_first(bench: Bench) -> None:
    place = bench.places.renewal
    bench.somebody_takes(place.path, age=100)
    sights = []
    for _ in range(11):
        sights.append(bench.watch.look(place))
        bench.forward(1)
    assert sights == [Sight.HELD] * 10 + [Sight.LEFT_BEHIND]


def test_a_live_holder_that_a_suspend_made_look_stale_keeps_its_lock(bench: Bench) -> None:
    place = bench.places.renewal
    bench.somebody_takes(place.path, age=3600)
    for second in range(30):
        if second in (4, 12, 20, 28):  # it is awake again, and touches
            bench.somebody_touches(place.path)
        assert try_take(place, bench.watch, bench.times) is None
        bench.forward(1)
    assert place.path.is_dir()


@pytest.mark.parametrize("monotonic", [0.3, 3600.0], ids=["Linux stands still", "Windows goes on"])
def test_a_suspend_amid_the_watching_starts_it_anew(bench: Bench, monotonic: float) -> None:
    place = bench.places.write
    bench.somebody_takes(place.path)
    for _ in range(9):
        bench.watch.look(place)
        bench.forward(1)
    bench.forward(3600, monotonic)
    for _ in range(10):
        assert bench.watch.look(place) is Sight.HELD
        bench.forward(1)
    assert bench.watch.look(place) is Sight.LEFT_BEHIND


@pytest.mark.parametrize(("ahead", "is_taken"), [(86_400.0, True), (30.0, False)])
def test_a_time_far_ahead_is_stale_too_and_a_little_ahead_is_not(bench: Bench, ahead: float, is_taken: bool) -> None:
    bench.somebody_takes(bench.places.renewal.path, age=-ahead)
    waited = bench.wait_for(lambda: try_take(bench.places.renewal, bench.watch, bench.times))
    assert (waited is not None) is is_taken


def test_a_live_holder_with_a_clock_ahead_keeps_its_lock(bench: Bench) -> None:
    place = bench.places.renewal
    bench.somebody_takes(place.path, age=-86_400)
    for second in range(30):
        if second % 5 == 4:
            bench.somebody_touches(place.path, age=-86_400)
        assert try_take(place, bench.watch, bench.times) is None
        bench.forward(1)


def test_another_directory_under_the_same_name_is_watched_anew(bench: Bench) -> None:
    place = bench.places.renewal
    bench.somebody_takes(place.path, age=100)
    for _ in range(9):
        bench.watch.look(place)
        bench.forward(1)
    place.path.rmdir()
    bench.somebody_takes(place.path, age=200)
    bench.forward(2)
    assert bench.watch.look(place) is Sight.HELD


def test_what_cannot_be_looked_at_is_an_error_and_not_a_free_lock(bench: Bench) -> None:
    (bench.folder / "file").write_text("x")
    places = Places.of(bench.folder / "file" / "below")
    if sys.platform == "win32":
        assert bench.watch.look(places.renewal) is Sight.FREE  # Windows says that there is none; making it fails
    with pytest.raises(OSError):
        try_take(places.renewal, bench.watch, bench.times)


# -- taking -----------------------------------------------------------------------------------------------------------
def test_both_locks_and_the_innermost_of_a_killed_claude_code_are_taken_over_within_fifteen_seconds(bench: Bench) -> None:
    for place in bench.places.all():
        bench.somebody_takes(place.path, age=70)
    taken: list[Held] = []

    def take() -> bool:
        held = take_for_renewal(bench.places, bench.watch, bench.times)
        taken.extend([held] if held else [])
        return bool(held)

    waited = bench.wait_for(take)
    assert waited is not None
    assert 10.0 <= waited < 11.0
    assert bench.there() == [".claude.lock", ".oauth_refresh.lock"]
    taken[0].release()
    assert bench.there() == []


@pytest.mark.parametrize("number", [0, 1, 2])
def test_while_one_is_held_none_is_kept(bench: Bench, number: int) -> None:
    path = bench.somebody_takes(bench.places.all()[number].path)
    assert take_for_renewal(bench.places, bench.watch, bench.times) is None
    assert bench.there() == [path.name]


@pytest.mark.parametrize("number", [1, 2])
def test_one_that_is_taken_between_the_look_and_the_mkdir_gives_the_others_back(bench: Bench, number: int) -> None:
    path, looks = bench.places.all()[number].path, 0

    def wall() -> float:
        nonlocal looks
        looks += 1
        if looks == 4:  # after the three looks, while the first is being made
            bench.somebody_takes(path)
        return bench.wall

    times = Times(wall, bench.times.monotonic, bench.nap)
    assert take_for_renewal(bench.places, Watch(times), times) is None
    assert bench.there() == [path.name]


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_plain_file_with_a_locks_name_stays_and_nothing_is_taken(bench: Bench, number: int) -> None:
    path = bench.places.all()[number].path
    path.write_text("somebody's")
    os.utime(path, (NOW - 9000, NOW - 9000))
    for _ in range(60):
        with pytest.raises(CredentialLocked, match="lock_is_no_folder"):
            take_for_renewal(bench.places, bench.watch, bench.times)
        bench.forward(LOOK)
    assert (bench.there(), path.read_text()) == ([path.name], "somebody's")


@posix
def test_a_link_with_a_locks_name_is_not_followed(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    os.utime(tmp_path / "elsewhere", (1, 1))
    bench.places.renewal.path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CredentialLocked, match="lock_is_no_folder"):
        try_take(bench.places.renewal, bench.watch, bench.times)
    assert (tmp_path / "elsewhere").stat().st_mtime == 1


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_full_directory_is_never_emptied_and_nothing_is_renewed_for_the_answer_could_not_be_saved(
    bench: Bench, number: int
) -> None:
    path = bench.places.all()[number].path
    path.mkdir()
    (path / "something").write_text("x")
    os.utime(path, (NOW - 9000, NOW - 9000))
    assert bench.wait_for(lambda: take_for_renewal(bench.places, bench.watch, bench.times)) is None
    assert ((path / "something").read_text(), bench.there()) == ("x", [path.name])


def test_a_stale_lock_that_its_holder_touches_at_the_last_moment_stays(bench: Bench) -> None:
    place = bench.places.renewal
    bench.somebody_takes(place.path, age=100)
    looks = 0

    class LastMoment(Watch):
        def look(self, place: claude_locks.Place) -> Sight:
            nonlocal looks
            looks += 1
            found = super().look(place)
            if found is Sight.LEFT_BEHIND:
                bench.somebody_touches(place.path)
            return found

    watch = LastMoment(bench.times)
    assert bench.wait_for(lambda: try_take(place, watch, bench.times)) is None
    assert place.path.is_dir()
    assert looks > 30
