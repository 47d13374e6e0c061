"""KWallet without a prompt. keyring's own read opens the wallet, which shows a dialog; two questions can be asked before.

`keyDoesNotExist` looks into the wallet's index and needs no open wallet; `isOpen` says whether a read would ask for a password.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.errors import CredentialLocked

if TYPE_CHECKING:
    from collections.abc import Callable

BUS_NAME = "org.kde.kwalletd5"
"""The one that keyring's backend speaks to."""
QUIET_SECONDS = 5.0


def has_open_entry(service: str, username: str, ask: Callable[[str, str, tuple[str, ...]], Any] | None = None) -> bool:
    """Whether there is an entry that can be read without a dialog. Raises `CredentialLocked("locked")` where it needs one."""
    asked = ask or _ask
    wallet = str(asked("networkWallet", "", ()))
    if asked("keyDoesNotExist", "sss", (wallet, service, username)):
        return False
    if not asked("isOpen", "s", (wallet,)):
        raise CredentialLocked("locked")
    return True


def _ask(method: str, signature: str, arguments: tuple[str, ...]) -> Any:
    from jeepney import DBusAddress, new_method_call
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    address = DBusAddress("/modules/kwalletd5", BUS_NAME, "org.kde.KWallet")
    with contextlib.closing(open_dbus_connection()) as connection:
        message = new_method_call(address, method, signature or None, arguments)
        return unwrap_msg(connection.send_and_get_reply(message, timeout=QUIET_SECONDS))[0]
