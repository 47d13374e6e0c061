"""Windows' Credential Manager, through the four calls of advapi32, byte for byte as the Tauri app used it.

Stock keyring cannot be used for these entries. It reads an even number of UTF-8 bytes as UTF-16 (rubbish), writes UTF-16 that
the Tauri app cannot read, and keeps a second copy of what it overwrites under `<user>@<target>`. So: type GENERIC, no user
name, kept on this machine, no comment, UTF-8 without NUL.

Entries of other programs are read and never touched: only targets that begin with `OUR_PREFIX` can be written or deleted.
"""

from __future__ import annotations

import ctypes
import sys
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from usagebar_qt.credentials.windows_vault_codec import (
    BLOB_LIMIT,
    ERROR_NOT_FOUND,
    AccessDenied,
    NoLogonSession,
    NotOurs,
    TooLarge,
    Undecodable,
    VaultError,
    decode_blob,
    encode_text,
    error_from,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyring.backend import KeyringBackend

__all__ = [
    "BLOB_LIMIT",
    "AccessDenied",
    "Advapi",
    "CredentialRecord",
    "NoLogonSession",
    "NotOurs",
    "TooLarge",
    "Undecodable",
    "VaultError",
    "delete_entry",
    "make_backend",
    "read_entry",
    "write_entry",
]

OUR_PREFIX = "usage-bar-"
GENERIC = 1  # CRED_TYPE_GENERIC
LOCAL_MACHINE = 2  # CRED_PERSIST_LOCAL_MACHINE
STOCK_COMMENT = "Stored using python-keyring"  # keyring.backends.Windows writes it into each of its entries


class FileTime(ctypes.Structure):
    """FILETIME. Never looked at; it keeps the next fields in their place."""

    _fields_ = [("low", ctypes.c_uint32), ("high", ctypes.c_uint32)]


class CredentialRecord(ctypes.Structure):
    """CREDENTIALW of wincred.h, with its field names in our spelling. DWORD is 32 bits: `c_ulong` is not, on Linux."""

    flags: int
    kind: int
    target: str | None
    comment: str | None
    blob_size: int
    blob: Any
    persist: int
    user: str | None

    _fields_ = [
        ("flags", ctypes.c_uint32),
        ("kind", ctypes.c_uint32),
        ("target", ctypes.c_wchar_p),
        ("comment", ctypes.c_wchar_p),
        ("last_written", FileTime),
        ("blob_size", ctypes.c_uint32),
        ("blob", ctypes.POINTER(ctypes.c_ubyte)),
        ("persist", ctypes.c_uint32),
        ("attribute_count", ctypes.c_uint32),
        ("attributes", ctypes.c_void_p),
        ("target_alias", ctypes.c_wchar_p),
        ("user", ctypes.c_wchar_p),
    ]


class Advapi(Protocol):
    """What is used of advapi32.dll. Pointers are `ctypes.pointer(...)`; a call returns 0 where it failed."""

    def cred_read(self, target: str, kind: int, flags: int, found: Any) -> int:
        """CredReadW: `found` points to a pointer to a CredentialRecord, which `cred_free` gives back."""

    def cred_write(self, credential: Any, flags: int) -> int:
        """CredWriteW: `credential` points to a CredentialRecord."""

    def cred_delete(self, target: str, kind: int, flags: int) -> int:
        """CredDeleteW."""

    def cred_free(self, found: Any) -> None:
        """CredFree."""

    def last_error(self) -> int:
        """GetLastError of this thread, right after a call that failed."""


if sys.platform == "win32":

    class SystemAdvapi:
        """The real one."""

        def __init__(self) -> None:
            library = ctypes.WinDLL("advapi32", use_last_error=True)
            uint32, text, pointer = ctypes.c_uint32, ctypes.c_wchar_p, ctypes.POINTER(CredentialRecord)
            self.cred_read = library.CredReadW
            self.cred_read.argtypes = [text, uint32, uint32, ctypes.POINTER(pointer)]
            self.cred_write = library.CredWriteW
            self.cred_write.argtypes = [pointer, uint32]
            self.cred_delete = library.CredDeleteW
            self.cred_delete.argtypes = [text, uint32, uint32]
            self.cred_free = library.CredFree
            self.cred_free.argtypes = [pointer]
            self.cred_free.restype = None

        def last_error(self) -> int:
            return ctypes.get_last_error()


@cache
def _system_advapi() -> Advapi:
    if sys.platform == "win32":
        return SystemAdvapi()
    raise VaultError("not_windows")


def read_entry(target: str, api: Advapi | None = None) -> str | None:
    """The text of an entry, ours or another program's; None where there is no such entry.

    Raises:
        NoLogonSession, AccessDenied: where the vault cannot be used.
        Undecodable: where the entry is no text.
    """
    with _found(api or _system_advapi(), target) as record:
        if record is None:
            return None
        size = record.blob_size
        copy = bytearray(record.blob[:size]) if size else bytearray()
        try:
            return decode_blob(copy)
        finally:
            copy[:] = bytes(size)


def write_entry(target: str, text: str, usernames: tuple[str, ...] = (), api: Advapi | None = None) -> None:
    """Write an entry of ours, over whatever is there; then remove the copies that stock keyring made of it (`_remove_copies`).

    Raises:
        NotOurs, TooLarge, Undecodable: before Windows is asked.
        NoLogonSession, AccessDenied: where the vault cannot be used.
    """
    _refuse_foreign(target)
    blob = encode_text(text)
    used = api or _system_advapi()
    buffer = (ctypes.c_ubyte * len(blob)).from_buffer(blob)
    try:
        users = (_user_of(used, target), *usernames)
        record = CredentialRecord(kind=GENERIC, target=target, blob_size=len(blob), blob=buffer, persist=LOCAL_MACHINE, user=None)
        _write(used, record)
        if not _is_bare(used, target):
            _delete(used, target)
            _write(used, record)
    finally:
        ctypes.memset(buffer, 0, len(blob))
    with suppress(VaultError):  # the text is safely kept; that a copy of the old one resists must not look like a failed save
        _remove_copies(used, target, users)


def delete_entry(target: str, usernames: tuple[str, ...] = (), api: Advapi | None = None) -> bool:
    """Delete an entry of ours and the copies that stock keyring made of it; whether there was anything.

    Raises:
        NotOurs: before Windows is asked.
        NoLogonSession, AccessDenied: where the vault cannot be used. Then it may be called again.
    """
    _refuse_foreign(target)
    used = api or _system_advapi()
    copies = _remove_copies(used, target, (_user_of(used, target), *usernames))
    return _delete(used, target) or copies


def _write(api: Advapi, record: CredentialRecord) -> None:
    if not api.cred_write(ctypes.pointer(record), 0):
        raise error_from(api.last_error())


def _is_bare(api: Advapi, target: str) -> bool:
    """Whether an entry has neither user nor comment. Wine keeps those of the entry that was overwritten; what each Windows does
    with a NULL there is nowhere promised. So it is looked at afterwards: until then the old entry had better stay."""
    with _found(api, target) as record:
        return record is None or not (record.user or record.comment)


def _refuse_foreign(target: str) -> None:
    if not target.startswith(OUR_PREFIX):
        raise NotOurs


@contextmanager
def _found(api: Advapi, target: str) -> Iterator[CredentialRecord | None]:
    """The record as Windows allocated it, its secret overwritten before it is given back; None where there is none."""
    pointer = ctypes.POINTER(CredentialRecord)()
    if not api.cred_read(target, GENERIC, 0, ctypes.pointer(pointer)):
        number = api.last_error()
        if number != ERROR_NOT_FOUND:
            raise error_from(number)
        yield None
        return
    try:
        yield pointer.contents
    finally:
        record = pointer.contents
        if record.blob_size:
            ctypes.memset(record.blob, 0, record.blob_size)
        api.cred_free(pointer)


def _user_of(api: Advapi, target: str) -> str | None:
    with _found(api, target) as record:
        return None if record is None else record.user or None


def _delete(api: Advapi, target: str) -> bool:
    if api.cred_delete(target, GENERIC, 0):
        return True
    number = api.last_error()
    if number != ERROR_NOT_FOUND:
        raise error_from(number)
    return False


def _remove_copies(api: Advapi, target: str, users: tuple[str | None, ...]) -> bool:
    """Remove `<user>@<target>` where stock keyring made it of ours; whether there was one.

    When stock keyring overwrites an entry, it first saves the old one under that name ("None@…" for ours, which has no user).
    Proof that it did: its comment, and a user field that says what the name says. Anything else is left alone.
    """
    removed = False
    for user in dict.fromkeys((None, *users)):
        name = f"{user}@{target}"
        with _found(api, name) as record:
            is_copy = record is not None and record.comment == STOCK_COMMENT and (record.user or None) == user
        if is_copy:
            removed = _delete(api, name) or removed
    return removed


def make_backend(api: Advapi | None = None) -> KeyringBackend:
    """A keyring backend over these functions: service is the target; the user name only helps to find stock keyring's copies.

    Where something fails it raises what keyring documents (`KeyringError`, `PasswordSetError`, `PasswordDeleteError`), with the
    `VaultError` as `__cause__` and its word as the text.
    """
    backend: KeyringBackend = _backend_class()(api)
    return backend


@cache
def _backend_class() -> type[Any]:
    """Made once, and only when asked for: keyring costs a tenth of a second, and it registers every subclass it sees."""
    from keyring.backend import KeyringBackend
    from keyring.compat import properties
    from keyring.errors import KeyringError, PasswordDeleteError, PasswordSetError

    class WindowsVault(KeyringBackend):
        """Not calling `super().__init__`: it would take properties from environment variables."""

        def __init__(self, api: Advapi | None = None) -> None:
            self._api = api

        @properties.classproperty
        def priority(self) -> float:
            if sys.platform == "win32":
                return 9  # above stock keyring's 5
            raise RuntimeError("not_windows")

        def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002 - the interface
            try:
                return read_entry(service, self._api)
            except VaultError as error:
                raise KeyringError(error.word) from error

        def set_password(self, service: str, username: str, password: str) -> None:
            try:
                write_entry(service, password, (username,), self._api)
            except VaultError as error:
                raise PasswordSetError(error.word) from error

        def delete_password(self, service: str, username: str) -> None:
            try:
                was_there = delete_entry(service, (username,), self._api)
            except VaultError as error:
                raise PasswordDeleteError(error.word) from error
            if not was_there:
                raise PasswordDeleteError("not_found")

    return WindowsVault
