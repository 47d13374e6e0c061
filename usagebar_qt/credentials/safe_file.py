"""Reading another program's file without harming it: bounded, never blocking, never held open."""

from __future__ import annotations

import errno
import json
import os
import stat
import sys
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from usagebar_qt.domain.errors import CredentialUnreadable
from usagebar_qt.domain.ledger import LEDGER, Act

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LARGEST = 1024 * 1024
"""Bytes. A credentials file is a few kilobytes; more is something else."""
ATTEMPTS = 4
PAUSE_SECONDS = 0.05
"""Claude Code replaces its file: a reader may meet the moment between, for some milliseconds."""
SETTLED_SECONDS = 2.0
"""A second change within one tick of the file system's clock leaves the same time; the coarsest (FAT's) ticks every 2 s."""
_SHARING = (5, 32, 33)
"""Windows: access denied, sharing violation, lock violation, all of them passing while another program replaces the file."""
T = TypeVar("T")


class _Busy(Exception):  # noqa: N818 - a moment, not an error
    """Somebody is replacing the file right now."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What changes when a file does."""

    device: int
    inode: int
    size: int
    mtime_ns: int
    ctime_ns: int


if sys.platform == "win32":
    import ctypes
    import msvcrt

    def _open(path: Path) -> int:
        """A descriptor that lets others read, write, rename and delete meanwhile, which Python's own `open` does not. Replacing the
        file may still fail for them while it is open (Wine 8 refuses always), so it is closed before anything is parsed."""
        create = ctypes.WinDLL("kernel32", use_last_error=True).CreateFileW
        uint32, pointer = ctypes.c_uint32, ctypes.c_void_p
        create.argtypes = [ctypes.c_wchar_p, uint32, uint32, pointer, uint32, uint32, pointer]
        create.restype = pointer
        generic_read, share_all, open_existing = 0x80000000, 0x1 | 0x2 | 0x4, 3
        handle = create(str(path), generic_read, share_all, None, open_existing, 0, None)
        if handle in (None, pointer(-1).value):
            raise ctypes.WinError(ctypes.get_last_error())
        return msvcrt.open_osfhandle(handle, os.O_RDONLY | os.O_BINARY)

else:

    def _open(path: Path) -> int:
        """A descriptor; a pipe that took the file's place meanwhile does not block."""
        return os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC)


def stamp_of(path: Path, largest: int = LARGEST) -> Stamp | None:
    """The file's stamp, symbolic links followed, without opening it; None where there is none.

    Raises `CredentialUnreadable`: `not_a_file` (a folder, a pipe, a link to nowhere or to itself), `too_large`, `no_permission`.
    """
    return _patiently(lambda: _stamp(path, largest), time.sleep)


def read_bytes(path: Path, largest: int = LARGEST, sleep: Callable[[float], None] = time.sleep) -> bytes | None:
    """The file's content; None where there is none. Raises as `stamp_of` does."""
    return _patiently(lambda: _bytes(path, largest), sleep)


def read_object(path: Path, sleep: Callable[[float], None] = time.sleep, largest: int = LARGEST) -> dict[str, Any] | None:
    """The JSON object in a file; None where there is none. A half-written file is tried again a few times.

    Raises `CredentialUnreadable`: `not_json`, `not_object`, and as `stamp_of` does.
    """

    def look() -> object:
        raw = _bytes(path, largest)
        return None if raw is None else (json.loads(raw.decode("utf-8-sig")),)

    found = _patiently(look, sleep)
    if not isinstance(found, tuple):
        return None
    if not isinstance(found[0], dict):
        raise CredentialUnreadable("not_object")
    return found[0]


class FileMemory(Generic[T]):
    """What was last read of a file: an unchanged file is not opened again.

    A stamp is trusted only once the file was read `SETTLED_SECONDS` after that stamp was first seen.
    """

    def __init__(
        self,
        parse: Callable[[dict[str, Any], Path], T],
        *,
        largest: int = LARGEST,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`parse` makes of the JSON object what shall be kept; what it raises passes, and nothing is kept then."""
        self._parse = parse
        self._largest = largest
        self._sleep = sleep
        self._monotonic = monotonic
        self._known: dict[Path, tuple[Stamp, float, bool, T]] = {}

    def read(self, path: Path) -> T | None:
        """The parsed file; None where there is none. Raises `CredentialUnreadable` and what `parse` raises."""
        now = self._monotonic()
        known = self._known.pop(path, None)
        stamp = _patiently(lambda: _stamp(path, self._largest), self._sleep)
        if stamp is None:
            return None
        first_seen = now
        if known is not None and known[0] == stamp:
            first_seen = known[1]
            if known[2]:
                self._known[path] = known
                return known[3]
        data = read_object(path, self._sleep, self._largest)
        if data is None:
            return None
        value = self._parse(data, path)
        self._known[path] = (stamp, first_seen, now - first_seen >= SETTLED_SECONDS, value)
        return value


def _patiently(look: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """`look()`, again where the file is just being replaced. What was read never hangs on the exception that leaves here."""
    reason = "not_json"
    for attempt in range(ATTEMPTS):
        if attempt:
            sleep(PAUSE_SECONDS)
        try:
            return look()
        except _Busy:
            reason = "no_permission"
        except (ValueError, RecursionError):
            reason = "not_json"
    raise CredentialUnreadable(reason)


@lru_cache(maxsize=64)
def inside(folder: Path, name: str) -> Path:
    """To put a path together takes as long as to look at its file, and each look at an account needs six."""
    return folder / name


def place_of(path: Path) -> tuple[int, int] | None:
    """Which file or folder that is, whatever its name; None where there is none, or it cannot be told."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _stamp(path: Path, largest: int) -> Stamp | None:
    try:
        found = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        if path.is_symlink():
            raise CredentialUnreadable("not_a_file") from None
        return None
    except OSError as error:
        raise _refusal(error) from None
    if not stat.S_ISREG(found.st_mode):
        raise CredentialUnreadable("not_a_file")
    if found.st_size > largest:
        raise CredentialUnreadable("too_large")
    return Stamp(found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _bytes(path: Path, largest: int) -> bytes | None:
    if _stamp(path, largest) is None:
        return None
    try:
        handle = _open(path)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise _refusal(error) from None
    LEDGER.note(Act.FILE, str(path))
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise CredentialUnreadable("not_a_file")
        parts: list[bytes] = []
        size = 0
        while part := os.read(handle, largest + 1 - size):
            parts.append(part)
            size += len(part)
            if size > largest:
                raise CredentialUnreadable("too_large")
        return b"".join(parts)
    except OSError as error:
        raise _refusal(error) from None
    finally:
        os.close(handle)


def _refusal(error: OSError) -> Exception:
    if error.errno == errno.ELOOP:
        return CredentialUnreadable("not_a_file")
    if sys.platform == "win32" and error.winerror in _SHARING:
        return _Busy()
    return CredentialUnreadable("no_permission")
