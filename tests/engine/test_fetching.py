"""The one road to a provider: what a person at the screen or a script would be told, and how often the service is asked."""

from __future__ import annotations

import asyncio
import os
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from tests.fakes import CLAUDE_LIKE, KEY_LIKE, START, FakeClient, FakeClock, FakeProvider, credential
from usagebar_qt.domain.errors import (
    BadResponse,
    CredentialLocked,
    ErrorCode,
    NotConfigured,
    Offline,
    RateLimited,
    ServerError,
    SignedOut,
    SignInExpired,
    UsageError,
)
from usagebar_qt.domain.models import Account, AccountId, AccountState, AccountStatus, Wait, WaitReason
from usagebar_qt.engine.fetching import Fetcher, Wish, WishKind
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.renewal import Renewals
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from usagebar_qt.domain.models import UsageSnapshot

ACCOUNT = Account(AccountId(CLAUDE_LIKE.id), "Signs In")
KEYED = Account(AccountId(KEY_LIKE.id), "Has Key")
NOW_PLEASE = Wish(max_age=0)
EXPLICIT = Wish(WishKind.EXPLICIT)


class Bed:
    """A fetcher over a temporary state folder; `again()` makes another process of it."""

    def __init__(self, folder: Path, workers: Workers | None = None) -> None:
        self.folder = folder
        self.workers = workers
        self.clock = FakeClock()
        self.provider = FakeProvider(self.clock)
        self.keyed = FakeProvider(self.clock, KEY_LIKE, credential("key-1", uuid=None, origin="keyring"), None)
        self.provider.answers = [10.0]
        self.shelf: Shelf | None = None
        self.keyed.answers = [20.0]
        self.fetcher = self.again()

    def again(self) -> Fetcher:
        states = StateStore(Paths.under(self.folder))
        return Fetcher(
            clock=self.clock,
            states=states,
            renewals=Renewals(self.clock, states),
            providers={CLAUDE_LIKE.id: self.provider, KEY_LIKE.id: self.keyed},
            client=FakeClient(),  # type: ignore[arg-type]  # speaks to nobody
            workers=self.workers or Workers(),
            jitter=lambda: 0.0,
            history=self.shelf,
        )

    def fetch(self, wish: Wish = Wish(), account: Account = ACCOUNT) -> AccountStatus:  # noqa: B008
        return asyncio.run(self.again().fetch_account(account, wish))


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path)


def test_figures_come_and_say_when_the_next_request_is_permitted(bed: Bed) -> None:
    status = bed.fetch()
    assert status.state is AccountState.OK
    assert status.wait == Wait(WaitReason.FLOOR, START + timedelta(seconds=180))


def test_a_second_process_takes_the_figures_of_the_first(bed: Bed) -> None:
    bed.fetch()
    bed.clock.forward(299)
    assert bed.fetch().state is AccountState.OK
    assert len(bed.provider.asked) == 1


def test_old_figures_are_fetched_anew_after_the_default_age(bed: Bed) -> None:
    bed.fetch()
    bed.clock.forward(301)
    bed.fetch()
    assert len(bed.provider.asked) == 2


def test_an_explicit_wish_within_thirty_seconds_is_answered_from_the_cache(bed: Bed) -> None:
    bed.fetch()
    bed.clock.forward(29)
    bed.fetch(EXPLICIT)
    bed.fetch(Wish(max_age=5))
    assert len(bed.provider.asked) == 1
    bed.clock.forward(2)
    bed.fetch(EXPLICIT)
    assert len(bed.provider.asked) == 2


def test_max_age_zero_passes_the_cache_three_times_and_then_names_the_budget(bed: Bed) -> None:
    states = [bed.fetch(NOW_PLEASE) for _ in range(5)]
    assert len(bed.provider.asked) == 3
    assert states[-1].state is AccountState.OK
    assert states[-1].wait is not None
    assert states[-1].wait.reason is WaitReason.BUDGET


def test_twenty_at_once_make_one_request(bed: Bed) -> None:
    async def all_at_once() -> list[AccountStatus]:
        return await asyncio.gather(*(bed.again().fetch_account(ACCOUNT) for _ in range(20)))

    assert {status.state for status in asyncio.run(all_at_once())} == {AccountState.OK}
    assert len(bed.provider.asked) == 1


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Offline("unreachable", reached=False), ErrorCode.OFFLINE),
        (ServerError("503"), ErrorCode.SERVER_ERROR),
        (BadResponse("not_json"), ErrorCode.BAD_RESPONSE),
        (RateLimited("0"), ErrorCode.RATE_LIMITED),
        (SignInExpired("refused"), ErrorCode.SIGN_IN_EXPIRED),
    ],
)
def test_an_error_keeps_the_last_figures_and_marks_them_stale(bed: Bed, error: UsageError, code: ErrorCode) -> None:
    bed.fetch()
    bed.provider.answers = [error]
    bed.clock.forward(400)
    status = bed.fetch()
    assert status.state is AccountState.STALE
    assert status.snapshot is not None
    assert status.snapshot.windows[0].used_percent == 10.0
    assert status.error is not None
    assert status.error.code is code


def test_an_error_without_figures_is_an_error(bed: Bed) -> None:
    bed.provider.answers = [ServerError("500")]
    status = bed.fetch()
    assert (status.state, status.snapshot) == (AccountState.ERROR, None)
    assert status.error is not None
    assert status.error.retry_at == START + timedelta(seconds=180)


def test_an_error_is_not_asked_for_again_before_the_floor_even_by_many_processes(bed: Bed) -> None:
    bed.provider.answers = [ServerError("500")]
    for _ in range(20):
        bed.fetch()
        bed.clock.forward(8)
    assert len(bed.provider.asked) == 1


def test_a_rate_limit_holds_across_restarts_for_every_wish_and_always_names_its_end(bed: Bed) -> None:
    bed.provider.answers = [RateLimited("990"), 50.0]
    bed.fetch()
    for seconds in (0, 300, 700, 49):
        bed.clock.forward(seconds)
        status = bed.fetch(NOW_PLEASE)
        assert status.error is not None
        assert status.error.retry_at == START + timedelta(seconds=1050)
    assert len(bed.provider.asked) == 1
    bed.clock.forward(2)
    assert bed.fetch().state is AccountState.OK


def test_a_refused_token_is_never_sent_twice_and_a_new_one_is_sent_at_once(bed: Bed) -> None:
    bed.provider.answers = [SignInExpired("refused"), 30.0]
    bed.fetch()
    for _ in range(5):
        bed.clock.forward(3_000)
        status = bed.fetch(NOW_PLEASE)
        assert status.wait == Wait(WaitReason.NEEDS_USER)
    assert bed.provider.asked == ["token-1"]
    bed.provider.login = credential("token-2")
    assert bed.fetch().state is AccountState.OK
    assert bed.provider.asked == ["token-1", "token-2"]


def test_a_token_that_was_replaced_while_we_asked_gets_one_more_request(bed: Bed) -> None:
    bed.provider.answers = [SignInExpired("refused"), 30.0]
    bed.provider.on_fetch = lambda: setattr(bed.provider, "login", credential("token-2"))
    assert bed.fetch().state is AccountState.OK
    assert bed.provider.asked == ["token-1", "token-2"]


def test_a_renewed_token_of_the_same_account_keeps_its_figures(bed: Bed) -> None:
    bed.fetch()
    bed.provider.login = credential("token-2")
    bed.fetch()
    assert bed.provider.asked == ["token-1"]


@pytest.mark.parametrize("other", [credential("token-2", uuid="u-2"), credential("token-2", uuid=None)])
def test_another_accounts_figures_are_never_shown(bed: Bed, other: object) -> None:
    if other.identity.uuids == {}:  # type: ignore[attr-defined]
        bed.provider.login = credential("token-1", uuid=None)
    bed.fetch()
    bed.provider.login = other  # type: ignore[assignment]
    bed.provider.answers = [ServerError("500")]
    status = bed.fetch()
    assert status.snapshot is None
    assert len(bed.provider.asked) == 2


def test_a_signed_out_file_is_said_at_once_although_the_figures_are_fresh(bed: Bed) -> None:
    bed.fetch()
    bed.provider.login = SignedOut("blank_tokens")
    status = bed.fetch()
    assert status.state is AccountState.STALE
    assert status.error is not None
    assert status.error.code is ErrorCode.SIGNED_OUT
    assert status.wait == Wait(WaitReason.NEEDS_USER)


def test_nothing_set_up_is_a_state_and_a_login_that_is_gone_is_signed_out(bed: Bed) -> None:
    bed.provider.login = NotConfigured()
    assert bed.fetch().state is AccountState.NOT_CONFIGURED
    bed.provider.login = credential()
    bed.fetch()
    bed.provider.login = NotConfigured()
    status = bed.fetch()
    assert status.error is not None
    assert (status.error.code, status.error.reason) == (ErrorCode.SIGNED_OUT, "gone")


def test_signed_in_without_plan_limits_is_no_error(bed: Bed) -> None:
    bed.provider.answers = [-1.0]
    status = bed.fetch()
    assert (status.state, status.error) == (AccountState.NO_PLAN, None)


def test_a_disabled_account_is_never_looked_at(bed: Bed) -> None:
    status = bed.fetch(account=replace(ACCOUNT, enabled=False))
    assert status.state is AccountState.DISABLED
    assert bed.provider.asked == []


def test_a_stored_key_is_not_opened_while_figures_are_fresh(bed: Bed) -> None:
    bed.fetch(account=KEYED)
    bed.keyed.login = CredentialLocked("locked")
    bed.clock.forward(29)
    assert bed.fetch(account=KEYED).state is AccountState.OK
    bed.clock.forward(2)
    status = bed.fetch(account=KEYED)
    assert status.error is not None
    assert status.error.code is ErrorCode.CREDENTIAL_LOCKED
    assert status.state is AccountState.STALE


def test_a_key_that_is_gone_takes_its_figures_with_it(bed: Bed) -> None:
    bed.fetch(account=KEYED)
    bed.keyed.login = NotConfigured()
    bed.clock.forward(31)
    status = bed.fetch(account=KEYED)
    assert (status.state, status.snapshot) == (AccountState.NOT_CONFIGURED, None)


def test_an_unreached_server_is_tried_again_after_thirty_seconds_without_budget(bed: Bed) -> None:
    bed.provider.answers = [Offline("unreachable", reached=False)]
    bed.provider.reaches_server = False
    for _ in range(30):
        bed.fetch()
        bed.clock.forward(10)
    assert len(bed.provider.asked) == 10


def test_a_fault_of_our_own_is_an_internal_error_and_no_traceback(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    def explode() -> None:
        raise ZeroDivisionError("token-1")

    bed.provider.on_fetch = explode
    status = bed.fetch()
    assert status.error is not None
    assert status.error.code is ErrorCode.INTERNAL
    assert "token-1" not in caplog.text
    caplog.clear()


def test_the_state_files_hold_neither_token_nor_uuid_and_are_private(bed: Bed, tmp_path: Path) -> None:
    bed.fetch()
    bed.fetch(account=KEYED)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) >= 3
    for path in files:
        content = path.read_bytes()
        assert b"token-1" not in content
        assert b"u-1" not in content
        assert b"key-1" not in content
    for path in tmp_path.rglob("*.json"):
        assert path.stat().st_mode & 0o077 == 0


def test_a_state_file_that_is_not_ours_is_set_aside(bed: Bed, tmp_path: Path) -> None:
    bed.fetch()
    path = next(tmp_path.rglob(f"{CLAUDE_LIKE.id}.json"))
    path.write_text('{"schema_version": 1, "identity": []}')
    assert bed.fetch().state is AccountState.OK
    assert path.with_name(path.name + ".bad").exists()


def test_who_may_not_wait_gets_what_is_there_while_another_fetches(bed: Bed) -> None:
    async def both() -> AccountStatus:
        async with StateStore(Paths.under(bed.folder)).locked(ACCOUNT.id):
            return await bed.again().fetch_account(ACCOUNT, Wish(may_wait=False))

    assert asyncio.run(both()).snapshot is None
    assert bed.provider.asked == []


def test_figures_older_than_asked_for_are_stale_while_no_try_is_permitted(bed: Bed) -> None:
    bed.fetch()
    bed.provider.answers = [RateLimited("3600")]
    bed.clock.forward(400)
    bed.fetch()
    bed.clock.forward(10)
    assert bed.fetch(Wish(max_age=200)).state is AccountState.STALE


def test_a_slow_answer_makes_nothing_stale_before_another_try_is_permitted(bed: Bed) -> None:
    bed.provider.on_fetch = lambda: bed.clock.forward(12)
    bed.fetch()
    bed.clock.forward(179)  # of the 180 s from its end; its beginning is 191 s ago
    status = bed.fetch(Wish(max_age=180))
    assert (status.state, len(bed.provider.asked)) == (AccountState.OK, 1)


def test_what_another_process_writes_after_our_look_is_seen_as_news(bed: Bed) -> None:
    fetcher = bed.fetcher
    assert fetcher.stamp_seen(ACCOUNT) is None, "nothing was looked at yet"
    asyncio.run(fetcher.fetch_account(ACCOUNT))
    assert fetcher.stamp_seen(ACCOUNT) == fetcher.stamp(ACCOUNT) != 0
    file = next(bed.folder.rglob(f"{CLAUDE_LIKE.id}.json"))
    os.utime(file, ns=(0, file.stat().st_mtime_ns + 10**9))  # within one tick of the file system's clock two writes look alike
    assert fetcher.stamp_seen(ACCOUNT) != fetcher.stamp(ACCOUNT)
    fetcher.last_known(ACCOUNT)
    assert fetcher.stamp_seen(ACCOUNT) == fetcher.stamp(ACCOUNT)


class Shelf:
    """A history that notes what it is given, or behaves as a test wants."""

    def __init__(self, problem: Exception | None = None) -> None:
        self.kept: list[tuple[AccountId, UsageSnapshot, Mapping[str, str]]] = []
        self.threads: set[str] = set()
        self._problem = problem

    def record(self, account_id: AccountId, snapshot: UsageSnapshot, identity: Mapping[str, str]) -> bool:
        self.threads.add(threading.current_thread().name)
        if self._problem is not None:
            raise self._problem
        self.kept.append((account_id, snapshot, identity))
        return True


def test_a_sample_is_kept_of_every_success_and_of_nothing_else(bed: Bed) -> None:
    bed.shelf = Shelf()
    bed.fetch()
    bed.fetch()
    bed.clock.forward(400)
    bed.provider.answers = [Offline("unreachable")]
    bed.fetch()
    ((account_id, snapshot, identity),) = bed.shelf.kept
    assert (account_id, snapshot.windows[0].used_percent, snapshot.fetched_at) == (ACCOUNT.id, 10.0, START)
    assert "u-1" not in str(identity)
    assert "token-1" not in str(identity)
    assert bed.shelf.threads == {"worker"}, "the event loop must not wait for a disk"


def test_a_history_that_fails_costs_no_figures(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    bed.shelf = Shelf(TimeoutError("stuck"))
    assert bed.fetch().state is AccountState.OK
    assert bed.fetch().state is AccountState.OK
