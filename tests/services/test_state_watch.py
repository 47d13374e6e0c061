"""What another process writes is heard of, with the real system; and who hears looks no more by himself."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from tests.fakes import CLAUDE_LIKE, START, Direct, FakeClock
from tests.services.test_refresh import DEFAULTS, FakeFetcher, Sleeper, Spawned, good
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import AccountSettings
from usagebar_qt.services.refresh import RefreshService
from usagebar_qt.services.state_watch import StateWatch


def heard(watch: StateWatch, milliseconds: int = 5_000) -> bool:
    """Whether it tells within that time."""
    loop, told = QEventLoop(), list[bool]()

    def on_change() -> None:
        told.append(True)
        loop.quit()

    watch.changed.connect(on_change)
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
    watch.changed.disconnect(on_change)
    return bool(told)


def replaced(file: Path) -> None:
    """As the state store writes."""
    new = file.with_suffix(".new")
    new.write_text("{}")
    new.replace(file)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path, Path]:
    return tmp_path / "state", tmp_path / "state" / "accounts", tmp_path / "state" / "local"


def test_a_file_that_another_process_replaced_is_told_once(qapp: QCoreApplication, folders: tuple[Path, Path, Path]) -> None:
    state, accounts, _ = folders
    accounts.mkdir(parents=True)
    watch = StateWatch(folders)
    hears = [watch.hears]
    watch.begin()
    assert [*hears, watch.hears] == [False, True]
    replaced(accounts / "claude.json")
    assert heard(watch)
    assert not heard(watch, 500)
    assert state.exists()


def test_a_folder_that_comes_later_is_watched_from_then_on(qapp: QCoreApplication, folders: tuple[Path, Path, Path]) -> None:
    state, accounts, local = folders
    state.mkdir()
    watch = StateWatch(folders)
    watch.begin()
    hears = [watch.hears]
    accounts.mkdir()
    assert heard(watch)
    assert [*hears, watch.hears] == [False, True]
    local.mkdir()
    assert heard(watch)
    replaced(local / "figures.json")
    assert heard(watch)


def test_news_before_the_first_look_or_after_the_end_start_nothing(
    qapp: QCoreApplication, folders: tuple[Path, Path, Path]
) -> None:
    async def script() -> None:
        clock = FakeClock(START)
        sleeper, fetcher, tasks, watch = Sleeper(clock, 100), FakeFetcher(clock), Spawned(), StateWatch(folders)
        service = RefreshService(
            fetcher=fetcher,
            infos=(CLAUDE_LIKE,),
            workers=Direct(),
            clock=clock,
            tasks=tasks,
            settings=DEFAULTS,
            watch=watch,
            sleep=sleeper,
        )
        watch.changed.emit()
        assert tasks.tasks == []
        service.start()
        await sleeper.over.wait()
        await service.aclose()
        begun = len(tasks.tasks)
        watch.changed.emit()
        assert len(tasks.tasks) == begun

    asyncio.run(asyncio.wait_for(script(), 10))


class Counted(Direct):
    """Counts what was done at once."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        self.calls.append(getattr(function, "__name__", ""))
        return await super().run(function, *arguments, timeout=timeout)


def test_a_change_is_one_look_for_all_accounts_and_only_what_has_changed_is_read(
    qapp: QCoreApplication, folders: tuple[Path, Path, Path]
) -> None:
    async def script() -> None:
        clock, workers = FakeClock(START), Counted()
        settings = DEFAULTS
        for number in range(20):
            settings = settings.with_account(AccountSettings(AccountId("signs-in", f"number-{number}"), f"Number {number}"))
        sleeper, fetcher, tasks, watch = Sleeper(clock, 100), FakeFetcher(clock), Spawned(), StateWatch(folders)
        service = RefreshService(
            fetcher=fetcher,
            infos=(CLAUDE_LIKE,),
            workers=workers,
            clock=clock,
            tasks=tasks,
            settings=settings,
            watch=watch,
            sleep=sleeper,
        )
        other = service.accounts[7].id
        service._stamps = {account.id: 1 for account in service.accounts}
        fetcher.stamps = {**service._stamps, other: 2}
        fetcher.on_disk[other] = good(service.accounts[7], clock)
        told: list[AccountId] = []
        service.status_changed.connect(lambda account_id, _status: told.append(account_id))
        await service._follow_others(service.accounts)
        assert workers.calls.count("_stamps_of") == 1
        assert workers.calls.count("last_known") == 1
        assert told == [other]

    asyncio.run(asyncio.wait_for(script(), 10))
