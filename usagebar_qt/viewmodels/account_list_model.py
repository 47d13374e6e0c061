"""The truth behind popup, tray and preferences: one row an account, in the order of the cards."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from usagebar_qt.domain.history import same_reset, seconds_of
from usagebar_qt.domain.pace import NO_OUTLOOKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from usagebar_qt.domain.models import AccountId, AccountStatus, QuotaWindow, UsageSnapshot
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.domain.peak import PeakHours
    from usagebar_qt.providers.base import ProviderInfo

NO_PARENT = QModelIndex()


class AccountRole(IntEnum):
    """What a row tells."""

    STATUS = Qt.ItemDataRole.UserRole + 1
    INFO = Qt.ItemDataRole.UserRole + 2
    STATE = Qt.ItemDataRole.UserRole + 3
    SNAPSHOT = Qt.ItemDataRole.UserRole + 4
    ERROR = Qt.ItemDataRole.UserRole + 5
    WAIT = Qt.ItemDataRole.UserRole + 6
    OUTLOOK = Qt.ItemDataRole.UserRole + 7


_FIELDS = {AccountRole.STATE: "state", AccountRole.SNAPSHOT: "snapshot", AccountRole.ERROR: "error", AccountRole.WAIT: "wait"}


@dataclass(frozen=True, slots=True)
class Outlooks:
    """Outlooks and the figures that they belong to."""

    snapshot: UsageSnapshot | None
    by_window: Mapping[str, Outlook]


class AccountListModel(QAbstractListModel):
    """Rows by `AccountId`. A change names the roles that really changed, so that nothing else is painted anew.

    What a person edits in a view is told and comes back as settings: the model changes nothing by itself."""

    enable_requested = Signal(object, bool)
    """AccountId, and whether it is to be shown."""
    rename_requested = Signal(object, str)
    """AccountId and the typed name."""
    place_requested = Signal(object, int)
    """AccountId, and the row before which it was dropped."""

    def __init__(self, infos: Sequence[ProviderInfo]) -> None:
        super().__init__()
        self._infos = {info.id: info for info in infos}
        self._rows: list[AccountStatus] = []
        self._outlooks: dict[AccountId, Outlooks] = {}

    # -- for Qt -----------------------------------------------------------------------------------------------------
    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = NO_PARENT) -> int:
        """How many accounts."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """One fact of one account."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return None
        status = self._rows[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return status.account.name
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if status.account.enabled else Qt.CheckState.Unchecked
        if role == AccountRole.STATUS:
            return status
        if role == AccountRole.INFO:
            return self._infos[status.id.provider]
        if role == AccountRole.OUTLOOK:
            return self.outlooks_of(status)
        name = _FIELDS.get(role)  # type: ignore[call-overload]  # an int that may be a role of ours
        return getattr(status, name) if name else None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        """Rows can be switched on and off, named, and dragged between others."""
        if not index.isValid():
            return super().flags(index) | Qt.ItemFlag.ItemIsDropEnabled
        more = Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemNeverHasChildren
        return super().flags(index) | more | Qt.ItemFlag.ItemIsDragEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Within the list alone."""
        return Qt.DropAction.MoveAction

    def moveRows(
        self,
        sourceParent: QModelIndex | QPersistentModelIndex,  # noqa: N803 - Qt's name
        sourceRow: int,  # noqa: N803 - Qt's name
        count: int,
        destinationParent: QModelIndex | QPersistentModelIndex,  # noqa: N803 - Qt's name
        destinationChild: int,  # noqa: N803 - Qt's name
    ) -> bool:
        """Tells what a person has dragged where."""
        inside = not sourceParent.isValid() and not destinationParent.isValid()
        if not inside or count != 1 or not 0 <= sourceRow < len(self._rows) or not 0 <= destinationChild <= len(self._rows):
            return False
        self.place_requested.emit(self._rows[sourceRow].id, destinationChild)
        return True

    def setData(self, index: QModelIndex | QPersistentModelIndex, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Tells what a person wants. False where it is nothing that a row can be asked for."""
        if not index.isValid() or not 0 <= index.row() < len(self._rows):
            return False
        account_id = self._rows[index.row()].id
        if role == Qt.ItemDataRole.CheckStateRole:
            self.enable_requested.emit(account_id, Qt.CheckState(value) is Qt.CheckState.Checked)
            return True
        if role == Qt.ItemDataRole.EditRole:
            self.rename_requested.emit(account_id, str(value))
            return True
        return False

    # -- for us -----------------------------------------------------------------------------------------------------
    def statuses(self) -> tuple[AccountStatus, ...]:
        """All rows."""
        return tuple(self._rows)

    def outlooks_of(self, status: AccountStatus) -> Mapping[str, Outlook]:
        """Where this account's windows are going, by their ids. For the moment until new figures have theirs, the last ones hold,
        so that no sentence comes and goes; not beyond a reset."""
        known = self._outlooks.get(status.id)
        if known is None or status.snapshot is None or known.snapshot is None:
            return NO_OUTLOOKS
        if status.snapshot is known.snapshot:
            return known.by_window
        then = {window.id: _reset_of(window) for window in known.snapshot.windows}
        return {
            window.id: known.by_window[window.id]
            for window in status.snapshot.windows
            if window.id in known.by_window and same_reset(then.get(window.id), _reset_of(window))
        }

    @property
    def outlooks(self) -> Mapping[AccountId, Mapping[str, Outlook]]:
        """Of all accounts."""
        return {status.id: self.outlooks_of(status) for status in self._rows}

    def set_outlooks(self, status: AccountStatus, by_window: Mapping[str, Outlook]) -> None:
        """What the past of these figures says of their future."""
        self._outlooks[status.id] = Outlooks(status.snapshot, by_window)
        row = self.row_of(status.id)
        if row >= 0:
            index = self.index(row)
            self.dataChanged.emit(index, index, [AccountRole.OUTLOOK])

    def __iter__(self) -> Iterator[AccountStatus]:
        return iter(self._rows)

    def peaks(self) -> dict[str, PeakHours]:
        """Peak hours by provider, of those that have any."""
        return {name: info.peak for name, info in self._infos.items() if info.peak is not None}

    def info_of(self, account_id: AccountId) -> ProviderInfo:
        """The provider's facts."""
        return self._infos[account_id.provider]

    def row_of(self, account_id: AccountId) -> int:
        """The row, or -1."""
        return next((row for row, status in enumerate(self._rows) if status.id == account_id), -1)

    def set_statuses(self, statuses: Sequence[AccountStatus]) -> None:
        """Replaces all rows: accounts were added, removed or ordered anew."""
        if [status.account for status in statuses] == [status.account for status in self._rows]:
            for status in statuses:
                self.update(status)
            return
        self.beginResetModel()
        self._rows = list(statuses)
        self.endResetModel()

    def update(self, status: AccountStatus) -> None:
        """One account's news; an unknown account is left out."""
        row = self.row_of(status.id)
        if row < 0 or self._rows[row] == status:
            return
        old, self._rows[row] = self._rows[row], status
        roles = [role for role, name in _FIELDS.items() if getattr(old, name) != getattr(status, name)]
        index = self.index(row)
        self.dataChanged.emit(index, index, [AccountRole.STATUS, *roles])


def _reset_of(window: QuotaWindow) -> int | None:
    return None if window.resets_at is None else seconds_of(window.resets_at)
