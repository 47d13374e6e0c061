"""Claude Code's credentials file, changed: compared first, replaced atomically, its mode and every key that is not ours kept."""

from __future__ import annotations

import contextlib
import json
import math
import os
import re
import secrets
import stat
import sys
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.claude_store import MILLISECONDS_FROM
from usagebar_qt.credentials.lock_notes import TEMPORARY_SUFFIX
from usagebar_qt.credentials.safe_file import place_of, read_bytes
from usagebar_qt.domain.errors import CredentialUnreadable, NotRenewed, Remaining

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from usagebar_qt.domain.secret import Secret

SPARE_BYTES = 8192
"""New tokens may be longer than the old ones; the disk must have room for that before the old one is spent."""
CANNOT_WRITE_SECONDS = 600.0
"""Before it is looked at again: each look takes Claude Code's locks."""
BLOCK = "claudeAiOauth"
SHARING_ATTEMPTS = 40
SHARING_PAUSE_SECONDS = 0.05
"""Windows refuses a replace while anybody has the file open; readers hold it for milliseconds."""


KEPT_ATTRIBUTES = ("system.posix_acl_access", "security.selinux")


def _chown(handle: int, user: int, group: int) -> None:
    """Windows has access lists instead, and a new file gets its folder's."""
    if sys.platform != "win32":
        os.fchown(handle, user, group)


@dataclass(frozen=True, slots=True)
class RenewedLogin:
    """What a renewal brought."""

    access: Secret
    refresh: Secret
    expires_at: datetime
    scopes: tuple[str, ...] | None = None
    """None: the answer names none, the old ones stay."""
    refresh_expires_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class System:
    """The calls that a disk may refuse."""

    write: Callable[[int, bytes], int] = os.write
    fsync: Callable[[int], None] = os.fsync
    replace: Callable[[Path, Path], None] = os.replace
    chown: Callable[[int, int, int], None] = _chown


class Replaced(Enum):
    """What became of the file."""

    SAVED = "saved"
    LEFT_ALONE = "left_alone"
    """It no longer holds the token that was spent: somebody signed in or out meanwhile, and theirs counts."""


class CredentialsFile:
    """The file behind a path, symbolic links followed anew each time: somebody may put a file in the place of a link meanwhile."""

    def __init__(self, path: Path, sleep: Callable[[float], None] = time.sleep, system: System | None = None) -> None:
        self._path = path
        self._sleep = sleep
        self._system = system or System()
        self._suffix = f".{os.getpid()}-{secrets.token_hex(4)}{TEMPORARY_SUFFIX}"
        self._folder = place_of(self.real.parent)

    @property
    def real(self) -> Path:
        """The file itself."""
        return Path(os.path.realpath(self._path))

    @property
    def temporary(self) -> Path:
        """Where the new content is put together: a name of our own, noted, so that a killed process's can be found."""
        return _beside(self.real, self._suffix)

    def is_gone(self) -> bool:
        """Whether somebody removed the file, as signing out may do; a disk that was taken away is no such thing."""
        return not self.real.exists() and self._folder is not None and place_of(self.real.parent) == self._folder

    def refresh_token(self) -> str | None:
        """The refresh token that the file holds now; None where it holds none. Raises `CredentialUnreadable`."""
        return _refresh_token(self._read(self.real)[1])

    def check_writable(self) -> None:
        """Raises `NotRenewed("cannot_write")` where the file could not be replaced. Asked before a token is spent."""
        real = self.real
        try:
            found = real.stat()
            possible = stat.S_ISREG(found.st_mode) and os.access(real, os.W_OK) and not _is_mount_point(real)
            if possible:
                raw, data = self._read(real)
                try:
                    self._fill(real, _encoded(data, raw) + b" " * SPARE_BYTES, found)
                finally:
                    self._drop(real)
        except (OSError, CredentialUnreadable):
            possible = False
        if not possible:
            raise NotRenewed("cannot_write", Remaining.LATER, wait_seconds=CANNOT_WRITE_SECONDS)

    def replace(self, spent: Secret, renewed: RenewedLogin, may_go_on: Callable[[], bool]) -> Replaced:
        """Puts the new tokens in the place of the spent one. The caller holds Claude Code's write lock; `may_go_on` says whether
        it still does, and is asked directly before the file is replaced.

        Raises `OSError` where the disk refuses or the file changed meanwhile; the file is then as it was. Raises
        `CredentialUnreadable` as reading does.
        """
        real = self.real
        raw, data = self._read(real)
        block = data.get(BLOCK)
        if not isinstance(block, dict) or _refresh_token(data) != spent.reveal():
            return Replaced.LEFT_ALONE
        content = _encoded({**data, BLOCK: {**block, **_changes(renewed, block)}}, raw)
        try:
            self._fill(real, content, real.stat())
            self._put_in_place(real, raw, may_go_on)
        finally:
            self._drop(real)
        _sync_folder(real.parent)
        return Replaced.SAVED

    def _read(self, real: Path) -> tuple[bytes, dict[str, Any]]:
        raw = read_bytes(real, sleep=self._sleep)
        data: object = None
        with contextlib.suppress(ValueError, RecursionError):
            data = json.loads((raw or b"").decode("utf-8-sig"), parse_float=_finite, parse_constant=_finite)
        if raw is None or not isinstance(data, dict):
            raise CredentialUnreadable("not_object" if data is not None else "not_json")
        return raw, data

    def _fill(self, real: Path, content: bytes, like: os.stat_result) -> None:
        """Writes the temporary file as `like`'s owner and mode have it, and reads it back."""
        temporary = _beside(real, self._suffix)
        # A name that nobody had: nothing is written into a file, or through a link, that somebody put there.
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(temporary, flags, 0o600)
        try:
            written = 0
            while written < len(content):
                written += self._system.write(handle, content[written:])
            self._system.fsync(handle)
            os.lseek(handle, 0, os.SEEK_SET)
            if _all_of(handle, len(content) + 1) != content:
                raise OSError("read back differently")
            if sys.platform != "win32":
                os.fchmod(handle, self._owned_alike(handle, like))
        finally:
            os.close(handle)
        if sys.platform == "linux":
            _copy_attributes(real, temporary)

    def _owned_alike(self, handle: int, like: os.stat_result) -> int:
        """Gives the file the owner that the old one has, and returns the mode for it. Raises `OSError` where somebody else would
        lose the file to us; a group that we are not in gets nothing instead."""
        if sys.platform == "win32":
            raise NotImplementedError
        mode, made = stat.S_IMODE(like.st_mode), os.fstat(handle)
        if (made.st_uid, made.st_gid) == (like.st_uid, like.st_gid):
            return mode
        try:
            self._system.chown(handle, like.st_uid, like.st_gid)
        except PermissionError:
            if made.st_uid != like.st_uid:
                raise
            return mode & ~stat.S_IRWXG & ~stat.S_ISGID
        return mode

    def _put_in_place(self, real: Path, raw: bytes, may_go_on: Callable[[], bool]) -> None:
        temporary = _beside(real, self._suffix)
        for attempt in range(SHARING_ATTEMPTS):
            # Whoever takes no lock (older versions, editors) may have changed it while ours was being written.
            if self.real != real or read_bytes(real, sleep=self._sleep) != raw or not may_go_on():
                raise OSError("changed meanwhile")
            try:
                self._system.replace(temporary, real)
            except PermissionError:
                if os.name != "nt" or attempt + 1 == SHARING_ATTEMPTS:
                    raise
                self._sleep(SHARING_PAUSE_SECONDS)
            else:
                return

    def _drop(self, real: Path) -> None:
        """Windows keeps a file that a virus scanner has open, and this one holds tokens: tried for a while."""
        for _ in range(SHARING_ATTEMPTS):
            try:
                _beside(real, self._suffix).unlink(missing_ok=True)
            except PermissionError:
                self._sleep(SHARING_PAUSE_SECONDS)
            except OSError:
                return
            else:
                return


def _beside(real: Path, suffix: str) -> Path:
    return real.with_name(real.name + suffix)


def _refresh_token(data: Mapping[str, Any]) -> str | None:
    """As `claude_store` reads it: blanks round it do not count."""
    block = data.get(BLOCK)
    token = block.get("refreshToken") if isinstance(block, dict) else None
    return token.strip(" ") if isinstance(token, str) else None


def _finite(text: str) -> float:
    """What JSON cannot say again must not be written: Claude Code would find a broken file."""
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("no number")
    return number


def _changes(renewed: RenewedLogin, block: Mapping[str, Any]) -> dict[str, Any]:
    before = block.get("expiresAt")
    in_seconds = isinstance(before, int | float) and not isinstance(before, bool) and 0 < before < MILLISECONDS_FROM
    factor = 1 if in_seconds else 1000
    changes: dict[str, Any] = {
        "accessToken": renewed.access.reveal(),
        "refreshToken": renewed.refresh.reveal(),
        "expiresAt": int(renewed.expires_at.timestamp() * factor),
    }
    if renewed.scopes is not None:
        changes["scopes"] = list(renewed.scopes)
    if renewed.refresh_expires_at is not None:
        changes["refreshTokenExpiresAt"] = int(renewed.refresh_expires_at.timestamp() * factor)
    return changes


def _encoded(data: Mapping[str, Any], raw: bytes) -> bytes:
    """JSON in the manner of what was there: on one line, or indented as it was; order kept. Raises `CredentialUnreadable`."""
    found = re.match(rb"\s*\{\s*?\n([ \t]*)", raw.removeprefix(b"\xef\xbb\xbf"))
    indent = found[1].decode() if found else None
    end = b"\n" if raw.endswith(b"\n") else b""
    for ascii_only in (False, True):  # half a surrogate pair somewhere: JSON can say that only in escapes
        with contextlib.suppress(ValueError, RecursionError):
            separators = (",", ":") if indent is None else (",", ": ")
            text = json.dumps(data, ensure_ascii=ascii_only, indent=indent, separators=separators, allow_nan=False)
            return text.encode() + end
    raise CredentialUnreadable("not_json")  # here: the errors above hold the whole text


def _all_of(handle: int, most: int) -> bytes:
    parts = []
    while most > 0 and (part := os.read(handle, most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _copy_attributes(source: Path, target: Path) -> None:
    """Access lists and labels that administrators may have set; a file system without them has none to lose."""
    if sys.platform != "linux":
        return
    with contextlib.suppress(OSError):
        for name in os.listxattr(source):
            if name not in KEPT_ATTRIBUTES and not name.startswith("user."):
                continue  # a checksum of the old content, say
            with contextlib.suppress(OSError):
                os.setxattr(target, name, os.getxattr(source, name))


def _is_mount_point(path: Path) -> bool:
    """A file that is mounted by itself (containers do that) cannot be replaced."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return False
    targets = {line.split(" ")[4].encode("utf-8", "surrogateescape") for line in lines if line.count(" ") > 4}
    escaped = os.fsencode(path).replace(b"\\", rb"\134").replace(b" ", rb"\040").replace(b"\t", rb"\011").replace(b"\n", rb"\012")
    return escaped in targets


def _sync_folder(folder: Path) -> None:
    """So that a power cut does not bring the spent token back. Windows has no such call."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
