"""Whose figures are these? Compares what was noted, in salted hashes, with what is there now."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.providers.base import Identity


class Match(StrEnum):
    """What a comparison says."""

    UNKNOWN = "unknown"
    """Nothing to compare."""
    SAME = "same"
    CHANGED = "changed"
    """Another secret, and no uuid that says it is the same account."""
    OTHER_ACCOUNT = "other_account"
    """The uuids show it."""


def hashed(identity: Identity, salt: bytes) -> dict[str, str]:
    """What may be kept on disk."""
    noted = {f"uuid:{key}": digest(value, salt) for key, value in identity.uuids.items()}
    if identity.secret:
        noted["secret"] = identity.secret.fingerprint(salt)
    if identity.origin:
        noted["origin"] = identity.origin
    return noted


def digest(text: str, salt: bytes) -> str:
    """A salted hash of something that is no secret by itself but must not be readable either."""
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), key=salt[:64], digest_size=16).hexdigest()


def compare(noted: Mapping[str, str], found: Mapping[str, str]) -> Match:
    """uuids that both have decide; without any the fingerprint of the secret does."""
    if not noted or not found:
        return Match.UNKNOWN
    shared = [key for key in noted if key.startswith("uuid:") and key in found]
    if shared:
        return Match.SAME if all(noted[key] == found[key] for key in shared) else Match.OTHER_ACCOUNT
    if "secret" in noted and "secret" in found:
        return Match.SAME if noted["secret"] == found["secret"] else Match.CHANGED
    return Match.UNKNOWN
