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
import sys
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
"""Between two signs of life of ours: more, by either clock, and the machine slept. (Windows' monotonic clock goes on then.)"""
LONGEST_BLINK_SECONDS = 5.0
"""Between two looks of a watch: more, by either clock, and nobody watched. A holder must get its whole time after a suspend."""
RELEASE_ATTEMPTS = 40
RELEASE_PAUSE_SECONDS = 0.05
"""Windows removes no directory that a virus scanner has open at that moment. One left behind would stop Claude Code there."""


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
        """As Claude Code names them. Absolute: a note of them is read from elsewhere."""
        folder = Path(os.path.abspath(secrets_folder))  # noqa: PTH100 - `absolute` keeps `..`
        return cls(
            Place(folder / ".oauth_refresh.lock", RENEWAL_STALE_SECONDS),
            Place(Path(os.path.realpath(folder) + ".lock"), RENEWAL_STALE_SECONDS),
            Place(folder / ".storage-write.lock", WRITE_STALE_SECONDS),
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
    """Stands still while the machine sleeps, except on Windows."""
    sleep: Callable[[float], None] = time.sleep


class Watch:
    """Remembers since when each lock has looked as it does. Look at all of them from the start of a wait: a killed Claude Code
    leaves two behind, and watching one after the other would take longer than anybody waits."""

    def __init__(self, times: Times) -> None:
        self._times = times
        self._seen: dict[Path, tuple[int, int, float]] = {}
        self._last: tuple[float, float] | None = None

    def _forget_if_nobody_watched(self) -> None:
        now = (self._times.wall(), self._times.monotonic())
        if self._last is not None and _apart(now, self._last) > LONGEST_BLINK_SECONDS:
            self._seen.clear()
        self._last = now

    def look(self, place: Place) -> Sight:
        """What is there now. Raises `OSError` where that cannot be told."""
        self._forget_if_nobody_watched()
        try:
            found = place.path.lstat()
        except FileNotFoundError:
            self._seen.pop(place.path, None)
            return Sight.FREE
        if not stat.S_ISDIR(found.st_mode):
            return Sight.NO_FOLDER
        wall, now = self._last or (0.0, 0.0)
        inode, mtime, since = self._seen.get(place.path, (0, 0, now))
        if (inode, mtime) != (found.st_ino, found.st_mtime_ns):
            since = now
        self._seen[place.path] = (found.st_ino, found.st_mtime_ns, since)
        # Also where its time lies ahead: a holder that is alive would have set it anew during the watching.
        is_old = abs(wall - found.st_mtime) > place.stale_seconds
        return Sight.LEFT_BEHIND if is_old and now - since >= WATCH_SECONDS else Sight.HELD

    def is_unchanged(self, place: Place) -> bool:
        """Whether it is still the very directory that the last look saw."""
        try:
            found = place.path.lstat()
        except OSError:
            return False
        return self._seen.get(place.path, (0, 0, 0.0))[:2] == (found.st_ino, found.st_mtime_ns)


class Lock:
    """One lock that is ours: the directory that we have just made."""

    def __init__(self, place: Place, times: Times) -> None:
        """Raises `OSError` where it cannot be looked after; it is removed again then."""
        self.place = place
        self._times = times
        self._guard = threading.Lock()
        self._handle = -1
        self._is_released = False
        try:
            if sys.platform != "win32":
                # While it is open its inode cannot become somebody else's, and its time is set whatever bears its name meanwhile.
                self._handle = os.open(place.path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            self._inode, self._mtime = self._touched()
        except OSError:
            self._close()
            with contextlib.suppress(OSError):
                place.path.rmdir()
            raise

    def _touched(self) -> tuple[int, int]:
        """Its inode and its new time."""
        target = self._handle if self._handle >= 0 else self.place.path
        moment = self._times.wall()
        os.utime(target, (moment, moment))
        found = os.stat(target)  # noqa: PTH116 - a descriptor, where there are any
        return found.st_ino, found.st_mtime_ns

    def touch(self) -> bool:
        """Shows that we live. False where the directory is no longer ours."""
        with self._guard:
            if not self._is_ours():
                return False
            try:
                inode, mtime = self._touched()
            except OSError:
                return False
            if inode != self._inode:
                return False  # taken over at this very moment: theirs now, and never to be removed by us
            self._mtime = mtime
            return True

    def is_ours(self) -> bool:
        """The same directory, with the time that we gave it."""
        with self._guard:
            return self._is_ours()

    def _is_ours(self) -> bool:
        return self._found() == (self._inode, self._mtime)

    def _found(self) -> tuple[int, int] | None:
        if self._is_released:
            return None
        try:
            found = self.place.path.lstat()
        except OSError:
            return None
        return (found.st_ino, found.st_mtime_ns) if stat.S_ISDIR(found.st_mode) else None

    def _may_be_removed(self) -> bool:
        """With a descriptor the inode is proof enough, also where a file system rounds the time that we set."""
        found = self._found()
        return found is not None and found[0] == self._inode and (self._handle >= 0 or found[1] == self._mtime)

    def release(self) -> None:
        """Removes it if it is still ours; somebody else's stays."""
        with self._guard:
            for _ in range(RELEASE_ATTEMPTS):
                if not self._may_be_removed() or _is_removed(self.place.path):
                    break
                self._times.sleep(RELEASE_PAUSE_SECONDS)
            self._is_released = True
            self._close()

    def _close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


def _is_removed(path: Path) -> bool:
    """False where Windows may allow it in a moment."""
    try:
        path.rmdir()
    except PermissionError:
        return sys.platform != "win32"
    except OSError:
        return True  # somebody put something into it: nothing that we could mend
    return True


def _apart(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Seconds between two moments (wall, monotonic), by whichever clock says more."""
    return max(abs(one[0] - other[0]), abs(one[1] - other[1]))


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
    except PermissionError:
        if os.name != "nt":
            raise
        return None  # Windows: the former one is being removed while somebody still looks at it
    return Lock(place, times)


class Held:
    """Locks that are kept alive by a thread of their own."""

    def __init__(self, locks: Sequence[Lock], times: Times, heartbeat_seconds: float = HEARTBEAT_SECONDS) -> None:
        """Raises `OSError` where no thread can be started; the locks are released then."""
        self._locks = tuple(locks)
        self._times = times
        self._alive = (times.wall(), times.monotonic())
        self._ended = threading.Event()
        self._lost = False
        self._seconds = heartbeat_seconds
        self._thread = threading.Thread(target=self._beat, name="claude-locks", daemon=True)
        try:
            self._thread.start()
        except RuntimeError:
            self._give_back()
            raise OSError("no thread can be started") from None

    def _beat(self) -> None:
        while not self._ended.wait(self._seconds):
            self._note_sleep()
            for lock in self._locks:
                self._lost = not lock.touch() or self._lost

    def _note_sleep(self) -> None:
        now = (self._times.wall(), self._times.monotonic())
        self._lost = self._lost or _apart(now, self._alive) > LONGEST_GAP_SECONDS
        self._alive = now

    def are_ours(self) -> bool:
        """All are still ours, and the machine has not slept since they were taken."""
        self._note_sleep()
        return not self._lost and all(lock.is_ours() for lock in self._locks)

    def release(self) -> None:
        """In the reverse order. Only what is ours is removed."""
        self._ended.set()
        self._thread.join()
        self._give_back()

    def _give_back(self) -> None:
        for lock in reversed(self._locks):
            lock.release()


def take_for_renewal(places: Places, watch: Watch, times: Times) -> Held | None:
    """Both locks of a renewal, in Claude Code's order; None while one is held. Of two the first is given back before waiting.

    The innermost is tried too, and let go at once: where it can never be had, the answer to a spent token could never be saved.
    Raises as `try_take` does.
    """
    sights = {watch.look(place) for place in places.all()}
    if Sight.NO_FOLDER in sights:
        raise CredentialLocked("lock_is_no_folder")
    if Sight.HELD in sights:
        return None
    taken: list[Lock] = []
    try:
        for place in places.all():
            lock = try_take(place, watch, times)
            if lock is None:
                return None
            taken.append(lock)
        taken.pop().release()
        held, taken = Held(taken, times), []
        return held
    finally:
        for lock in reversed(taken):
            lock.release()


@contextlib.contextmanager
def write_lock(places: Places, watch: Watch, times: Times) -> Iterator[Held | None]:
    """The innermost lock, for a moment; None where somebody holds it. Raises as `try_take` does."""
    lock = try_take(places.write, watch, times)
    held = None if lock is None else Held((lock,), times)
    try:
        yield held
    finally:
        if held is not None:
            held.release()
