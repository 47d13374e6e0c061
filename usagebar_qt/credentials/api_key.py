"""An API key of ours: stored, or from the environment; a stored one may be a reference to a variable."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.errors import CredentialLocked, InvalidKey, NotConfigured
from usagebar_qt.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.credentials.key_store import KeyStore

SHORTEST = 10
"""Characters; the app that this grew from refuses shorter ones too."""
LONGEST = 512
NO_COLLECTION = "no_collection"
"""Reason of `CredentialLocked` where nothing can be stored yet, so that nothing is."""
_REFERENCE = re.compile(r"(?:\{env:([A-Za-z_][A-Za-z0-9_]*)\}|\$env:([A-Za-z_][A-Za-z0-9_]*))", re.IGNORECASE)

_REFERENCE_STARTS = ("{env:", "$env:")
"""What begins like this and is no reference is a reference mistyped; sent as a key it would only be refused."""


class KeyPlace(Protocol):
    """Where a key lives; a provider's `KeySpec` is one."""

    @property
    def service(self) -> str:
        """The entry's name."""

    @property
    def username(self) -> str:
        """The entry's user, where a store has one."""

    @property
    def env_names(self) -> tuple[str, ...]:
        """Variables that may hold a key, the first that is set counts."""


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A key that may be used."""

    key: Secret
    origin: str
    """`session` (held until the program ends), `keyring`, `reference` (a stored reference to a variable) or `environment`."""
    reference: str | None = None
    """The variable that a stored reference names."""


def referenced(text: str) -> str | None:
    """The variable that `{env:NAME}` or `$env:NAME` names; None where the text is no reference."""
    match = _REFERENCE.fullmatch(text.strip())
    return (match[1] or match[2]) if match else None


def checked_text(text: str) -> str:
    """A typed key as it may be stored. Raises `InvalidKey`: `empty`, `short`, `malformed`."""
    text = text.strip()
    if not text:
        raise InvalidKey("empty")
    if referenced(text) is not None:
        return text
    if text.lower().startswith(_REFERENCE_STARTS):
        raise InvalidKey("malformed")
    if len(text) < SHORTEST:
        raise InvalidKey("short")
    if len(text) > LONGEST or not all("!" <= character <= "~" for character in text):
        raise InvalidKey("malformed")
    return text


def _literal(text: str) -> Secret:
    """A key itself. A reference that a variable holds is not followed: it could go round in a circle."""
    text = checked_text(text)
    if referenced(text) is not None:
        raise InvalidKey("malformed")
    return Secret(text)


class ApiKeySource:
    """Reads a key; never prompts."""

    def __init__(self, place: KeyPlace, environ: Mapping[str, str], key_store: KeyStore, session: KeyStore | None = None) -> None:
        """`session` holds keys in memory, for where there is no store that could: it is asked first."""
        self._place = place
        self._environ = environ
        self._store = key_store
        self._session = session if session is not None else MemoryKeyStore()

    def username(self, slug: str) -> str:
        """The entry's user for a further account."""
        return f"{self._place.username}:{slug}" if slug else self._place.username

    def service(self, slug: str) -> str:
        """The entry's name: Windows' store has no users beside it, so a further account has a name of its own."""
        return f"{self._place.service}:{slug}" if slug else self._place.service

    def read(self, slug: str = "") -> ApiKey:
        """The key: one for this session wins, then a stored one. Raises `NotConfigured`, `InvalidKey`, `CredentialLocked`,
        `CredentialUnreadable`."""
        held = self.session_key(slug)
        if held is not None:
            return ApiKey(held, "session")
        key = self.env_key() if not slug else None
        try:
            stored = self._store.read(self.service(slug), self.username(slug))
        except CredentialLocked as error:
            if key is None or error.reason != NO_COLLECTION:
                raise  # what is locked may hold a key, and a stored one wins
            stored = None
        if stored is not None and stored.strip():
            name = referenced(stored)
            return ApiKey(self.resolve(stored), "reference" if name else "keyring", name)
        if key is None:
            raise NotConfigured("no_key")
        return ApiKey(_literal(key.reveal()), "environment")

    def session_key(self, slug: str = "") -> Secret | None:
        """The key that is held until the program ends, without opening any store."""
        text = self._session.read(self.service(slug), self.username(slug))
        return None if text is None else self.resolve(text)

    def env_key(self) -> Secret | None:
        """The environment's key, without opening any store."""
        for name in self._place.env_names:
            value = self._environ.get(name, "").strip()
            if value:
                return Secret(value)
        return None

    def resolve(self, text: str) -> Secret:
        """What a stored or typed text stands for. Raises `InvalidKey`, `env_missing` with the variable's name as detail."""
        text = text.strip()
        name = referenced(text)
        if name is None:
            return _literal(text)
        value = self._environ.get(name, "").strip()
        if not value:
            raise InvalidKey("env_missing", name)
        return _literal(value)

    def write(self, text: str, slug: str = "") -> None:
        """Stores a key or a reference: a user's act, which may unlock the store. Raises `CredentialError`."""
        self._store.write(self.service(slug), self.username(slug), checked_text(text))
        self._session.delete(self.service(slug), self.username(slug))

    def hold(self, text: str, slug: str = "") -> None:
        """Keeps a key in memory alone, until the program ends."""
        text = checked_text(text)
        self.resolve(text)
        self._session.write(self.service(slug), self.username(slug), text)

    def delete(self, slug: str = "") -> bool:
        """Forgets the key of this session where there is one, else the stored one. False where there was none. A user's act."""
        held = self._session.delete(self.service(slug), self.username(slug))
        return held or self._store.delete(self.service(slug), self.username(slug))
