"""What forms for keys wish, of whichever window, handed to the service for the account as it is now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.services.credentials import CredentialService
    from usagebar_qt.services.refresh import RefreshService


class KeyWishes(QObject):
    """Slots. An account that has gone meanwhile has no wishes."""

    def __init__(self, refresh: RefreshService, credentials: CredentialService, parent: QObject) -> None:
        super().__init__(parent)
        self._refresh = refresh
        self._credentials = credentials

    def look(self, account_id: AccountId) -> None:
        """Whether there is a key."""
        if (account := self._refresh.account(account_id)) is not None:
            self._credentials.look(account)

    def check(self, account_id: AccountId, text: str) -> None:
        """What was typed is tried."""
        if (account := self._refresh.account(account_id)) is not None:
            self._credentials.check(account, text)

    def save(self, account_id: AccountId, text: str) -> None:
        """It is tried and stored."""
        if (account := self._refresh.account(account_id)) is not None:
            self._credentials.save(account, text)

    def hold(self, account_id: AccountId, text: str) -> None:
        """It is tried, and used until the program ends."""
        if (account := self._refresh.account(account_id)) is not None:
            self._credentials.hold(account, text)

    def delete(self, account_id: AccountId) -> None:
        """The stored one goes."""
        if (account := self._refresh.account(account_id)) is not None:
            self._credentials.delete(account)
