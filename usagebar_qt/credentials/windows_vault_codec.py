"""What an entry of Windows' Credential Manager holds, as bytes and as text, and what can go wrong with one. Pure.

    VaultError              failed, not_windows; `winerror` is Windows' own number
    ├── TooLarge            too_large: more than `BLOB_LIMIT` bytes
    ├── NoLogonSession      no_logon_session: a service or an SSH session, which has no vault (1312)
    ├── AccessDenied        access_denied: forbidden by policy or by rights (5)
    ├── Undecodable         undecodable: neither of the two known encodings
    └── NotOurs             not_ours: a write or delete of an entry that belongs to another program

None of them ever holds a secret, nor does what Python keeps as their cause: a UnicodeError carries the text it failed on.
"""

from __future__ import annotations

BLOB_LIMIT = 5 * 512
"""Bytes; wincred.h calls it CRED_MAX_CREDENTIAL_BLOB_SIZE."""

ERROR_ACCESS_DENIED = 5
ERROR_NOT_FOUND = 1168
ERROR_NO_SUCH_LOGON_SESSION = 1312
RPC_X_BAD_STUB_DATA = 1783  # what Windows itself says to a blob that is too large


class VaultError(Exception):
    """The root. `word` is for the program, not for people; `winerror` is 0 where Windows was not asked."""

    def __init__(self, word: str, winerror: int = 0) -> None:
        super().__init__(word, winerror)
        self.word = word
        self.winerror = winerror


class TooLarge(VaultError):  # noqa: N818 - a finding, as in the error tree of the domain
    """`size` and `limit` are bytes; `size` is 0 where only Windows knows it."""

    def __init__(self, size: int, winerror: int = 0) -> None:
        super().__init__("too_large", winerror)
        self.size = size
        self.limit = BLOB_LIMIT


class NoLogonSession(VaultError):  # noqa: N818
    """There is no vault in this session."""


class AccessDenied(VaultError):  # noqa: N818
    """The vault is there, but not for this program."""


class Undecodable(VaultError):  # noqa: N818
    """The bytes are no text, or the text no bytes."""

    def __init__(self) -> None:
        super().__init__("undecodable")


class NotOurs(VaultError):  # noqa: N818
    """Refused before Windows was asked."""

    def __init__(self) -> None:
        super().__init__("not_ours")


def error_from(winerror: int) -> VaultError:
    """The exception for a number of GetLastError. "Not found" is none: it is an answer."""
    if winerror == ERROR_NO_SUCH_LOGON_SESSION:
        return NoLogonSession("no_logon_session", winerror)
    if winerror == ERROR_ACCESS_DENIED:
        return AccessDenied("access_denied", winerror)
    if winerror == RPC_X_BAD_STUB_DATA:
        return TooLarge(0, winerror)
    return VaultError("failed", winerror)


def decode_blob(blob: bytes | bytearray) -> str:
    """The text of an entry, whitespace round it removed.

    UTF-16-LE is what stock keyring writes; it is told by every second byte being 0, as in any text up to U+00FF. Everything
    else must be UTF-8, which the Tauri app writes. Decoding by trial would take an even number of ASCII bytes for UTF-16.

    Raises:
        Undecodable: where it is neither, or holds a NUL character.
    """
    is_utf16 = len(blob) > 0 and len(blob) % 2 == 0 and not any(blob[1::2])
    try:
        text = blob.decode("utf-16-le" if is_utf16 else "utf-8")
    except UnicodeDecodeError:
        text = "\0"  # raised below, outside of the handler: as a context the UnicodeError would keep the secret
    if "\0" in text:
        raise Undecodable
    return text.strip()


def encode_text(text: str) -> bytearray:
    """UTF-8 without NUL, at most `BLOB_LIMIT` bytes; the caller overwrites it after use.

    Raises:
        Undecodable: where the text holds a NUL or half a character.
        TooLarge: where it does not fit.
    """
    try:
        blob = bytearray(text, "utf-8")
    except UnicodeEncodeError:
        blob = bytearray(1)
    if 0 in blob:
        raise Undecodable
    if len(blob) > BLOB_LIMIT:
        raise TooLarge(len(blob))
    return blob
