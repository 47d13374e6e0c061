"""A string that must not be seen: no repr, no str, no pickle, no equality by accident in a traceback."""

from __future__ import annotations

import hashlib
import hmac
from typing import NoReturn


class Secret:
    """Wraps a token or key. Only `reveal()` gives it, so that every use can be found by searching for that word."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself: for a request header or a credential store, nothing else."""
        return self._value

    def fingerprint(self, salt: bytes) -> str:
        """A salted hash (blake2b, 16 bytes, hex) that recognises the secret and cannot be turned back."""
        return hashlib.blake2b(self._value.encode("utf-8", "surrogatepass"), key=salt[:64], digest_size=16).hexdigest()

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and hmac.compare_digest(
            self._value.encode("utf-8", "surrogatepass"), other._value.encode("utf-8", "surrogatepass")
        )

    def __hash__(self) -> int:
        return hash((Secret, self._value))

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never pickled")
