"""The system's credential store behind four verbs. Background reads never prompt; only a user's act may unlock."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from usagebar_qt.domain.errors import CredentialError, CredentialLocked, CredentialUnreadable
from usagebar_qt.domain.ledger import LEDGER, Act

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SECRET_SERVICE = "keyring.backends.SecretService.Keyring"  # noqa: S105 - the name of a class
KWALLET = "keyring.backends.kwallet.DBusKeyring"
KEYCHAIN = "keyring.backends.macOS.Keyring"
NULL = "keyring.backends.null.Keyring"
FAIL = "keyring.backends.fail.Keyring"
NOTHING = frozenset({NULL, FAIL})
HONOURED = frozenset({SECRET_SERVICE, KWALLET, KEYCHAIN}) | NOTHING
"""What `PYTHON_KEYRING_BACKEND` may name: nothing that keeps a secret in plain text comes in by the back door."""
NO_STORE_WORDS = frozenset({"none", "null"})
"""What `describe` says where nothing can be kept."""
OUR_PREFIX = "usage-bar-"
"""Entries of ours begin with it; on macOS those of other programs are read through the tool that they use."""
_WORDS = {SECRET_SERVICE: "secret_service", KWALLET: "kwallet", KEYCHAIN: "keychain"}
T = TypeVar("T")


class KeyStore(Protocol):
    """A place for secrets."""

    def read(self, service: str, username: str) -> str | None:
        """The text; None where none is stored, or where there is no store at all. Never prompts.

        Raises `CredentialLocked` or `CredentialUnreadable`."""

    def write(self, service: str, username: str, text: str) -> None:
        """Stores the text: a user's act. Raises `CredentialLocked` (`no_store`, `dismissed`, …) or `CredentialUnreadable`."""

    def delete(self, service: str, username: str) -> bool:
        """Forgets it: a user's act. False where none was stored."""

    def unlock(self) -> None:
        """A user's act: may show the system's own prompt. Raises `CredentialLocked("dismissed")`."""

    def describe(self) -> str:
        """Where secrets go, as a word for doctor and settings: `memory`, `credential_manager`, `keychain`, `secret_service`,
        `kwallet`, `null`, or `none` where there is no store. May wait a few seconds for a bus."""


class MemoryKeyStore:
    """Keeps secrets until the program ends: the demo, and a session-only key where there is no store."""

    def __init__(self, entries: Mapping[tuple[str, str], str] | None = None) -> None:
        self._entries = dict(entries or {})

    def read(self, service: str, username: str) -> str | None:
        """The text, if any."""
        return self._entries.get((service, username))

    def write(self, service: str, username: str, text: str) -> None:
        """Keeps it."""
        self._entries[service, username] = text

    def delete(self, service: str, username: str) -> bool:
        """Forgets it."""
        return self._entries.pop((service, username), None) is not None

    def unlock(self) -> None:
        """Nothing is ever locked here."""

    def describe(self) -> str:
        """As the protocol says."""
        return "memory"


class SystemKeyStore:
    """Credential Manager, Secret Service, KWallet or Keychain, chosen at the first use. keyring is imported then, not before."""

    def __init__(self, environ: Mapping[str, str], platform: str) -> None:
        self._environ = environ
        self._platform = platform

    @property
    def refused_backend(self) -> str | None:
        """What `PYTHON_KEYRING_BACKEND` names in vain, for doctor to say; else None."""
        name = self._environ.get("PYTHON_KEYRING_BACKEND", "")
        return name if name and name not in HONOURED else None

    def read(self, service: str, username: str) -> str | None:
        """As the protocol says."""
        LEDGER.note(Act.KEYRING, service)
        return _in_our_words(self._read, service, username)

    def write(self, service: str, username: str, text: str) -> None:
        """As the protocol says."""
        _in_our_words(self._write, service, username, text)

    def delete(self, service: str, username: str) -> bool:
        """As the protocol says."""
        return _in_our_words(self._delete, service, username)

    def unlock(self) -> None:
        """As the protocol says."""
        _in_our_words(self._unlock)

    def describe(self) -> str:
        """As the protocol says."""
        try:
            return _in_our_words(self._describe)
        except CredentialError:
            return "none"

    def _chosen(self) -> str:
        name = self._environ.get("PYTHON_KEYRING_BACKEND", "")
        return name if name in HONOURED else ""

    def _may_be(self, name: str, platform: str) -> bool:
        return self._platform == platform and self._chosen() in ("", name)

    def _is_vault(self) -> bool:
        return self._platform == "win32" and self._chosen() not in NOTHING

    def _is_secret_service(self) -> bool:
        if not self._may_be(SECRET_SERVICE, "linux"):
            return False
        from usagebar_qt.credentials import secret_service

        return secret_service.is_there()

    def _read(self, service: str, username: str) -> str | None:
        if self._chosen() in NOTHING:
            return None
        if self._is_vault():
            from usagebar_qt.credentials import windows_vault

            return windows_vault.read_entry(service)
        if self._may_be(KEYCHAIN, "darwin") and not service.startswith(OUR_PREFIX):
            from usagebar_qt.credentials import keychain

            return keychain.read_entry(service, self._environ)
        if self._is_secret_service():
            from usagebar_qt.credentials import secret_service

            return secret_service.read_quietly(service, username)
        found = self._backend()
        if found is None:
            return None
        name, backend = found
        if name == KWALLET:
            from usagebar_qt.credentials import kwallet

            if not kwallet.has_open_entry(service, username):
                return None
        text = backend.get_password(service, username)
        return None if text is None else str(text)

    def _write(self, service: str, username: str, text: str) -> None:
        if self._is_vault():
            from usagebar_qt.credentials import windows_vault

            windows_vault.write_entry(service, text, (username,))
            return
        found = self._backend()
        if found is None:
            raise CredentialLocked("no_store")
        if found[0] == SECRET_SERVICE:
            from usagebar_qt.credentials import secret_service

            secret_service.unlock()  # keyring would ask as well, but leaves its connection open where the person declines
        found[1].set_password(service, username, text)

    def _delete(self, service: str, username: str) -> bool:
        if self._is_vault():
            from usagebar_qt.credentials import windows_vault

            return windows_vault.delete_entry(service, (username,))
        found = self._backend()
        if found is None:
            return False
        if found[0] == SECRET_SERVICE:
            from usagebar_qt.credentials import secret_service

            try:
                secret_service.unlock_existing()
            except CredentialLocked as error:
                if error.reason != "no_collection":
                    raise
                return False
        if found[1].get_password(service, username) is None:
            return False
        found[1].delete_password(service, username)
        return True

    def _unlock(self) -> None:
        found = self._backend() if self._platform == "linux" else None
        if found is not None and found[0] == SECRET_SERVICE:
            from usagebar_qt.credentials import secret_service

            secret_service.unlock()
        elif found is not None and found[0] == KWALLET:
            found[1].get_password(OUR_PREFIX, "")  # opening the wallet is the point: it asks for its password

    def _describe(self) -> str:
        if self._chosen() in NOTHING:
            return "null" if "null" in self._chosen() else "none"
        if self._is_vault():
            return "credential_manager"
        found = self._backend()
        return "none" if found is None else _WORDS[found[0]]

    def _backend(self) -> tuple[str, Any] | None:
        """The first of our list that works here: its name and a keyring backend; None where there is no store."""
        if self._chosen() in NOTHING:
            return None
        from importlib import import_module

        usual = {"darwin": (KEYCHAIN,), "linux": (SECRET_SERVICE, KWALLET)}.get(self._platform, ())
        for name in (self._chosen(),) if self._chosen() else usual:
            module, _, attribute = name.rpartition(".")
            try:
                kind = getattr(import_module(module), attribute)
                if kind.viable:
                    return name, kind()
            except Exception:  # noqa: BLE001, S112 - a backend that cannot even be looked at is none
                continue
        return None


_DISMISSED = ("KeyringLocked", "PromptDismissedException", "InitError")
"""By name, so that none of their modules is imported for this: what a prompt that was closed becomes on its way up."""
_LOCKED = ("LockedException", "ItemNotFoundException")
_UNREADABLE = ("undecodable", "too_large", "access_denied")


def _in_our_words(call: Callable[..., T], *arguments: object) -> T:
    """The one place where the stores' foreign exceptions become ours. Their texts are dropped: some hold what was stored."""
    failure: CredentialError
    try:
        return call(*arguments)
    except CredentialError as error:
        failure = error
    except Exception as error:  # noqa: BLE001 - DBus, keyring, secretstorage and Windows each have trees of their own
        name, word = type(error).__name__, str(getattr(error, "word", ""))
        if name in _DISMISSED:
            failure = CredentialLocked("dismissed")
        elif name in _LOCKED:
            failure = CredentialLocked("locked")
        elif isinstance(error, UnicodeError | ValueError) or word in _UNREADABLE:
            failure = CredentialUnreadable(word or "undecodable")
        else:
            failure = CredentialLocked(word or "silent")
    raise failure
