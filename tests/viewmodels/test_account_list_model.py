"""The model tells exactly what changed, and nothing when nothing did."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QApplication

from tests.statuses import CLAUDE, SESSION, ZAI, failing, ok
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, Wait, WaitReason
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.viewmodels.account_list_model import AccountListModel, AccountRole


class Ear:
    """Hears what views would hear."""

    def __init__(self, model: AccountListModel) -> None:
        self.changes: list[tuple[int, set[int]]] = []
        self.resets = 0
        model.dataChanged.connect(self._on_change)
        model.modelReset.connect(self._on_reset)

    def _on_change(self, first: QModelIndex, last: QModelIndex, roles: list[int]) -> None:
        self.changes.append((first.row(), {int(role) for role in roles}))

    def _on_reset(self) -> None:
        self.resets += 1


@pytest.fixture
def model(qapp: QApplication) -> AccountListModel:
    model = AccountListModel(INFOS)
    model.set_statuses([ok(SESSION), ok(SESSION, account=ZAI)])
    return model


def test_an_equal_status_is_no_news(model: AccountListModel) -> None:
    ear = Ear(model)
    model.update(ok(SESSION))
    model.set_statuses([ok(SESSION), ok(SESSION, account=ZAI)])
    assert (ear.changes, ear.resets) == ([], 0)


def test_only_the_roles_that_changed_are_named(model: AccountListModel) -> None:
    ear = Ear(model)
    model.update(ok(SESSION, account=ZAI, wait=Wait(WaitReason.NEEDS_USER)))
    assert ear.changes == [(1, {AccountRole.STATUS, AccountRole.WAIT})]


def test_new_figures_leave_the_other_rows_alone_and_reset_nothing(model: AccountListModel) -> None:
    ear = Ear(model)
    model.set_statuses([ok(replace(SESSION, used_percent=50.0)), ok(SESSION, account=ZAI)])
    assert [row for row, _ in ear.changes] == [0]
    assert ear.resets == 0


def test_another_order_of_accounts_resets_the_rows(model: AccountListModel) -> None:
    ear = Ear(model)
    model.set_statuses([ok(SESSION, account=ZAI), ok(SESSION)])
    assert ear.resets == 1
    assert [model.data(model.index(row)) for row in range(model.rowCount())] == ["Z.ai", "Claude"]


def test_news_of_an_account_that_is_gone_are_left_out(model: AccountListModel) -> None:
    ear = Ear(model)
    model.update(ok(SESSION, account=replace(CLAUDE, id=replace(CLAUDE.id, slug="gone"))))
    assert ear.changes == []
    assert model.rowCount() == 2


def test_each_role_tells_its_fact(model: AccountListModel) -> None:
    status = failing(ErrorCode.OFFLINE, figures=True)
    model.update(status)
    index = model.index(0)
    assert model.data(index, AccountRole.STATUS) == status
    assert model.data(index, AccountRole.STATE) is AccountState.STALE
    assert model.data(index, AccountRole.SNAPSHOT) == status.snapshot
    assert model.data(index, AccountRole.ERROR) == status.error
    assert model.data(index, AccountRole.INFO).id == "claude"
    assert model.data(QModelIndex(), AccountRole.STATUS) is None
    assert model.row_of(ZAI.id) == 1
    assert isinstance(model.statuses()[0], AccountStatus)


def test_what_is_edited_in_a_view_is_told_and_changes_nothing_by_itself() -> None:
    model = AccountListModel(INFOS)
    model.set_statuses([ok(SESSION), AccountStatus(replace(ZAI, enabled=False), AccountState.DISABLED)])
    told: list[tuple[object, ...]] = []
    model.enable_requested.connect(lambda *what: told.append(what))
    model.rename_requested.connect(lambda *what: told.append(what))
    second = model.index(1)
    assert model.data(second, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert model.setData(second, Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert model.setData(model.index(0), "Mine", Qt.ItemDataRole.EditRole)
    assert told == [(ZAI.id, True), (CLAUDE.id, "Mine")]
    assert model.data(second, Qt.ItemDataRole.CheckStateRole) == Qt.CheckState.Unchecked
    assert model.data(model.index(0)) == "Claude"
    assert not model.setData(second, "x", Qt.ItemDataRole.ToolTipRole)
    assert not model.setData(model.index(7), "x", Qt.ItemDataRole.EditRole)
    assert model.flags(second) & Qt.ItemFlag.ItemIsUserCheckable
    assert not model.flags(model.index(7)) & Qt.ItemFlag.ItemIsEditable


def test_a_dragged_row_is_told_with_its_new_place_and_stays_where_it_is() -> None:
    model = AccountListModel(INFOS)
    model.set_statuses([ok(SESSION), ok(SESSION, account=ZAI)])
    told: list[tuple[object, ...]] = []
    model.place_requested.connect(lambda *what: told.append(what))
    assert model.moveRow(QModelIndex(), 1, QModelIndex(), 0)
    assert told == [(ZAI.id, 0)]
    assert [status.id for status in model] == [CLAUDE.id, ZAI.id]
    assert not model.moveRow(QModelIndex(), 7, QModelIndex(), 0)
    assert not model.moveRow(model.index(0), 0, QModelIndex(), 1)
    assert not model.moveRows(QModelIndex(), 0, 2, QModelIndex(), 0)
    assert model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDragEnabled
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsDropEnabled
    assert model.flags(QModelIndex()) & Qt.ItemFlag.ItemIsDropEnabled
