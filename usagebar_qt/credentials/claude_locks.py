"""Claude Code's lock directories, taken in its order and by its rules (contracts C). Nothing of ours is ever put inside one.

| lock                      | guards                                       | stale after |
|---------------------------|----------------------------------------------|-------------|
| `S/.oauth_refresh.lock`   | renewal                                      | 60 s        |
| `realpath(S).lock`        | renewal, for older versions of Claude Code   | 60 s        |
| `S/.storage-write.lock`   | every change of the stored sign-in, innermost | 15 s       |

`S` is the folder of the secrets. A lock is a directory; whoever holds it touches it every few seconds.
"""

from __future__ import annotations

import contextlib
import os
import stat
import threading
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import CredentialLocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

RENEWAL_STALE_SECONDS = 60.0
WRITE_STALE_SECONDS = 15.0
WATCH_SECONDS = 10.0
"""A stale lock counts as left behind once it stayed unchanged for so long: after a suspend a live one looks stale too."""
HEARTBEAT_SECONDS = 3.0
LONGEST_GAP_SECONDS = 10.0
"""Wall clock against monotonic clock: more between taking the locks and using them means that the machine slept meanwhile."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a lock is, and after how many seconds without a touch its holder counts as dead."""

    path: Path
    stale_seconds: float


@dataclass(frozen=True, slots=True)
class Places:
    """The three locks of a folder of secrets."""

    renewal: Place
    legacy: Place
    write: Place

    @classmethod
    def of(cls, secrets_folder: Path) -> Places:
        """As Claude Code names them."""
        real = Path(os.path.realpath(secrets_folder))
        return cls(
            Place(secrets_folder / ".oauth_refresh.lock", RENEWAL_STALE_SECONDS),
            Place(real.with_name(real.name + ".lock"), RENEWAL_STALE_SECONDS),
            Place(secrets_folder / ".storage-write.lock", WRITE_STALE_SECONDS),
        )

    def all(self) -> tuple[Place, ...]:
        """In their order."""
        return (self.renewal, self.legacy, self.write)


class Sight(Enum):
    """What a look at a lock shows."""

    FREE = "free"
    HELD = "held"
    LEFT_BEHIND = "left_behind"
    NO_FOLDER = "no_folder"
    """A file, or something else that is no directory, has the lock's name. It is left alone, and nothing is renewed."""


@dataclass(frozen=True, slots=True)
class Times:
    """The clocks that staleness is judged by, injected."""

    wall: Callable[[], float]
    """Seconds since 1970."""
    monotonic: Callable[[], float]
    """Stands still while the machine sleeps, on Linux."""
    sleep: Callable[[float], None] = time.sleep


class Watch:
    """Remembers since when each lock has looked as it does. Look at all of them from the start of a wait: a killed Claude Code
    leaves two behind, and watching one after the other would take longer than anybody waits."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._seen: dict[Path, tuple[int, int, float]] = {}

    def look(self, place: Place) -> Sight:
        """What is there now. Raises `OSError` where that cannot be told."""
        try:
            found = place.path.lstat()
        except FileNotFoundError:
            self._seen.pop(place.path, None)
            return Sight.FREE
        if not stat.S_ISDIR(found.st_mode):
            return Sight.NO_FOLDER
        now = self._times.monotonic()
        inode, mtime, since = self._seen.get(place.path, (0, 0, now))
        if (inode, mtime) != (found.st_ino, found.st_mtime_ns):
            since = now
        self._seen[place.path] = (found.st_ino, found.st_mtime_ns, since)
        # Also where its time lies ahead: a holder that is alive would have set it anew during the watching.
        is_old = abs(self._times.wall() - found.st_mtime) > place.stale_seconds
        return Sight.LEFT_BEHIND if is_old and now - since >= WATCH_SECONDS else Sight.HELD

    def is_unchanged(self, place: Place) -> bool:
        """Whether it is still the very directory that the last look saw."""
        try:
            found = place.path.lstat()
        except OSError:
            return False
        return self._seen.get(place.path, (0, 0, 0.0))[:2] == (found.st_ino, found.st_mtime_ns)


class Lock:
    """One lock that is ours."""

    def __init__(self, place: Place, times: Times) -> None:
        self.place = place
        self._times = times
        self._inode = 0
        self._mtime = 0
        self._guard = threading.Lock()
        self.touch(first=True)

    def touch(self, *, first: bool = False) -> bool:
        """Shows that we live. False where the directory is no longer ours."""
        with self._guard:
            if not first and not self._is_ours():
                return False
            try:
                moment = self._times.wall()
                os.utime(self.place.path, (moment, moment))
                found = self.place.path.lstat()
            except OSError:
                return False
            self._inode, self._mtime = found.st_ino, found.st_mtime_ns
            return True

    def is_ours(self) -> bool:
        """The same directory, with the time that we gave it."""
        with self._guard:
            return self._is_ours()

    def _is_ours(self) -> bool:
        try:
            found = self.place.path.lstat()
        except OSError:
            return False
        return (found.st_ino, found.st_mtime_ns) == (self._inode, self._mtime)

    def release(self) -> None:
        """Removes it if it is still ours; somebody else's stays."""
        with self._guard:
            if self._is_ours():
                with contextlib.suppress(OSError):
                    self.place.path.rmdir()


def try_take(place: Place, watch: Watch, times: Times) -> Lock | None:
    """The lock, or None while somebody holds it. One that was left behind is removed first.

    Raises `CredentialLocked("lock_is_no_folder")`, and `OSError` where the directory cannot be made.
    """
    sight = watch.look(place)
    if sight is Sight.NO_FOLDER:
        raise CredentialLocked("lock_is_no_folder", place.path.name)
    if sight is Sight.LEFT_BEHIND and watch.is_unchanged(place):
        try:
            place.path.rmdir()
        except FileNotFoundError:
            pass
        except OSError:
            return None  # not empty: whoever put something there is none of those whom we know
    try:
        place.path.mkdir(mode=0o755)
    except FileExistsError:
        return None
    return Lock(place, times)


class Held:
    """The two locks of a renewal, kept alive by a thread of their own."""

    def __init__(self, locks: Sequence[Lock], times: Times, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        self._locks = tuple(locks)
        self._times = times
        self._taken = (times.wall(), times.monotonic())
        self._ended = threading.Event()
        self._lost = False
        self._seconds = heartbeat_seconds
        self._thread = threading.Thread(target=self._beat, name="claude-locks", daemon=True)
        self._thread.start()

    def _beat(self) -> None:
        while not self._ended.wait(self._seconds):
            for lock in self._locks:
                self._lost = not lock.touch() or self._lost

    def are_ours(self) -> bool:
        """Both are still ours, and the machine has not slept since they were taken."""
        slept = (self._times.wall() - self._taken[0]) - (self._times.monotonic() - self._taken[1])
        return not self._lost and abs(slept) <= LONGEST_GAP_SECONDS and all(lock.is_ours() for lock in self._locks)

    def release(self) -> None:
        """In the reverse order. Only what is ours is removed."""
        self._ended.set()
        self._thread.join()
        for lock in reversed(self._locks):
            lock.release()


def take_for_renewal(places: Places, watch: Watch, times: Times) -> Held | None:
    """Both locks of a renewal, in Claude Code's order; None while one is held. Of two the first is given back before waiting.

    Raises as `try_take` does.
    """
    for place in places.all():
        watch.look(place)
    first = try_take(places.renewal, watch, times)
    if first is None:
        return None
    second: Lock | None = None
    try:
        second = try_take(places.legacy, watch, times)
    finally:
        if second is None:
            first.release()
    return Held((first, second), times) if second is not None else None


@contextlib.contextmanager
def write_lock(places: Places, watch: Watch, times: Times) -> Iterator[bool]:
    """The innermost lock, for a moment; False where somebody holds it. Raises as `try_take` does."""
    lock = try_take(places.write, watch, times)
    try:
        yield lock is not None
    finally:
        if lock is not None:
            lock.release()
