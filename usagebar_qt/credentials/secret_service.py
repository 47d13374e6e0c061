"""Secret Service without a prompt: keyring's own read unlocks the collection and creates a missing one, each with a dialog.

secretstorage is what keyring uses itself; both find each other's entries by `service` and `username`.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any, cast

from usagebar_qt.domain.errors import CredentialLocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jeepney.io.blocking import DBusConnection
    from secretstorage import Collection

DEFAULT_PATH = "/org/freedesktop/secrets/aliases/default"
QUIET_SECONDS = 5.0
"""For one answer to a question that shows no dialog: a daemon that hangs must not cost a thread at every poll."""


class _Hurried:
    """A connection that does not wait for ever: secretstorage gives its calls no deadline."""

    def __init__(self, connection: DBusConnection) -> None:
        self._connection = connection

    def send_and_get_reply(self, message: Any, *, timeout: float | None = None) -> Any:
        """As jeepney's. Raises `TimeoutError`."""
        return self._connection.send_and_get_reply(message, timeout=timeout or QUIET_SECONDS)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)


@contextlib.contextmanager
def _quiet() -> Iterator[DBusConnection]:
    with _patient() as connection:
        yield cast("DBusConnection", _Hurried(connection))


@contextlib.contextmanager
def _patient() -> Iterator[DBusConnection]:
    import secretstorage

    connection = secretstorage.dbus_init()
    try:
        yield connection
    finally:
        connection.close()


def is_there() -> bool:
    """A session bus, and somebody on it who offers secrets or can be started to. Raises `TimeoutError` where the bus is silent."""
    try:
        import secretstorage
        from secretstorage.exceptions import SecretServiceNotAvailableException
    except ImportError:
        return False
    try:
        with _quiet() as connection:
            return bool(secretstorage.check_service_availability(connection))
    except TimeoutError:
        raise
    except (SecretServiceNotAvailableException, OSError, KeyError):
        return False


def _default(connection: DBusConnection) -> Collection:
    """The default collection as it is. Raises `CredentialLocked("no_collection")`; none is created."""
    from secretstorage import Collection
    from secretstorage.exceptions import ItemNotFoundException

    try:
        return Collection(connection, DEFAULT_PATH)
    except ItemNotFoundException:
        raise CredentialLocked("no_collection") from None


def read_quietly(service: str, username: str) -> str | None:
    """The stored text; None where none is. Raises `CredentialLocked`: `locked`, `no_collection`."""
    from secretstorage.exceptions import ItemNotFoundException

    with _quiet() as connection:
        collection = _default(connection)
        if collection.is_locked():
            raise CredentialLocked("locked")
        try:
            for item in collection.search_items({"service": service, "username": username}):
                if item.is_locked():
                    raise CredentialLocked("locked")
                return str(item.get_secret().decode("utf-8"))
        except ItemNotFoundException:
            return None  # deleted between the search and the look
    return None


def unlock() -> None:
    """A user's act: shows the system's prompt where the collection is locked or where there is none yet.

    Raises `CredentialLocked("dismissed")`.
    """
    from secretstorage import get_default_collection

    _open(get_default_collection)


def unlock_existing() -> None:
    """The same, but makes no collection. Raises `CredentialLocked`: `dismissed`, `no_collection`."""
    _open(_default)


def _open(find: Callable[[DBusConnection], Collection]) -> None:
    from secretstorage.exceptions import PromptDismissedException

    with _patient() as connection:
        try:
            collection = find(connection)
            is_open = not (collection.is_locked() and collection.unlock()) and not collection.is_locked()
        except PromptDismissedException:
            is_open = False
        if not is_open:
            raise CredentialLocked("dismissed")
