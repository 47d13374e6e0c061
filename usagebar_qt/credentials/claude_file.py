"""Claude Code's credentials file, changed: compared first, replaced atomically, its mode and every key that is not ours kept."""

from __future__ import annotations

import contextlib
import json
import os
import stat
import sys
import time
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.lock_notes import TEMPORARY_SUFFIX
from usagebar_qt.credentials.safe_file import read_bytes
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


@dataclass(frozen=True, slots=True)
class RenewedLogin:
    """What a renewal brought."""

    access: Secret
    refresh: Secret
    expires_at: datetime
    scopes: tuple[str, ...] | None = None
    """None: the answer names none, the old ones stay."""
    refresh_expires_at: datetime | None = None


class Replaced(Enum):
    """What became of the file."""

    SAVED = "saved"
    LEFT_ALONE = "left_alone"
    """It no longer holds the token that was spent: somebody signed in or out meanwhile, and theirs counts."""


class CredentialsFile:
    """The file behind a path, symbolic links followed."""

    def __init__(self, path: Path, sleep: Callable[[float], None] = time.sleep) -> None:
        self.real = Path(os.path.realpath(path))
        self._sleep = sleep
        self._folder = _identity(self.real.parent)

    @property
    def temporary(self) -> Path:
        """Where the new content is put together: one name, so that a killed process's can be found."""
        return self.real.with_name(f"{self.real.name}.{os.getpid()}{TEMPORARY_SUFFIX}")

    def is_gone(self) -> bool:
        """Whether somebody removed the file, as signing out may do; a disk that was taken away is no such thing."""
        return not self.real.exists() and self._folder is not None and _identity(self.real.parent) == self._folder

    def refresh_token(self) -> str | None:
        """The refresh token that the file holds now; None where it holds none. Raises `CredentialUnreadable`."""
        block = self._read()[1].get(BLOCK)
        token = block.get("refreshToken") if isinstance(block, dict) else None
        return token if isinstance(token, str) else None

    def check_writable(self) -> None:
        """Raises `NotRenewed("cannot_write")` where the file could not be replaced. Asked before a token is spent."""
        try:
            found = self.real.stat()
            possible = stat.S_ISREG(found.st_mode) and os.access(self.real, os.W_OK) and not _is_mount_point(self.real)
            if possible:
                raw, data = self._read()
                try:
                    self._fill(_encoded(data, raw) + b" " * SPARE_BYTES, found)
                finally:
                    self._drop()
        except (OSError, CredentialUnreadable, ValueError):
            possible = False
        if not possible:
            raise NotRenewed("cannot_write", Remaining.LATER, wait_seconds=CANNOT_WRITE_SECONDS)

    def replace(self, spent: Secret, renewed: RenewedLogin) -> Replaced:
        """Puts the new tokens in the place of the spent one. The caller holds Claude Code's write lock.

        Raises `OSError` where the disk refuses; the old file is then untouched. Raises `CredentialUnreadable` as reading does.
        """
        raw, data = self._read()
        block = data.get(BLOCK)
        if not isinstance(block, dict) or block.get("refreshToken") != spent.reveal():
            return Replaced.LEFT_ALONE
        content = _encoded({**data, BLOCK: {**block, **_changes(renewed, block)}}, raw)
        try:
            self._fill(content, self.real.stat())
            self._put_in_place()
        finally:
            self._drop()
        _sync_folder(self.real.parent)
        return Replaced.SAVED

    def _read(self) -> tuple[bytes, dict[str, Any]]:
        raw = read_bytes(self.real, sleep=self._sleep)
        data: object = None
        with contextlib.suppress(ValueError, RecursionError):
            data = json.loads((raw or b"").decode("utf-8-sig"))
        if raw is None or not isinstance(data, dict):
            raise CredentialUnreadable("not_object" if data is not None else "not_json")
        return raw, data

    def _fill(self, content: bytes, like: os.stat_result) -> None:
        """Writes the temporary file as `like`'s owner and mode have it, and reads it back."""
        flags = os.O_RDWR | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(self.temporary, flags, 0o600)
        try:
            written = 0
            while written < len(content):
                written += os.write(handle, content[written:])
            os.fsync(handle)
            os.lseek(handle, 0, os.SEEK_SET)
            if _all_of(handle, len(content) + 1) != content:
                raise OSError("read back differently")
            if sys.platform != "win32":
                made = os.fstat(handle)
                if (made.st_uid, made.st_gid) != (like.st_uid, like.st_gid):
                    os.fchown(handle, like.st_uid, like.st_gid)  # started by root for somebody else: the file stays theirs
                os.fchmod(handle, stat.S_IMODE(like.st_mode))
        finally:
            os.close(handle)
        if sys.platform == "linux":
            _copy_attributes(self.real, self.temporary)

    def _put_in_place(self) -> None:
        for attempt in range(SHARING_ATTEMPTS):
            try:
                self.temporary.replace(self.real)
            except PermissionError:
                if os.name != "nt" or attempt + 1 == SHARING_ATTEMPTS:
                    raise
                self._sleep(SHARING_PAUSE_SECONDS)
            else:
                return

    def _drop(self) -> None:
        with contextlib.suppress(OSError):
            self.temporary.unlink(missing_ok=True)


def _identity(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _changes(renewed: RenewedLogin, block: Mapping[str, Any]) -> dict[str, Any]:
    in_seconds = isinstance(block.get("expiresAt"), int | float) and 0 < block["expiresAt"] < 1e11
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
    """JSON in the manner of what was there: on one line, or indented by two; numbers and order as they were."""
    indented = b"\n" in raw.strip()
    end = b"\n" if raw.endswith(b"\n") else b""
    separators = None if indented else (",", ":")
    text = json.dumps(data, ensure_ascii=False, indent=2 if indented else None, separators=separators)
    try:
        return text.encode() + end
    except UnicodeEncodeError:  # half a surrogate pair somewhere: JSON can say it only in escapes
        return json.dumps(data, ensure_ascii=True, indent=2 if indented else None, separators=separators).encode() + end


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
