"""Two accounts of one provider: figures, waits, budgets, cached answers and keys of one never reach the other."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.engine.accounts_bed import FIRST_KEY, HOME, NOW_PLEASE, ONE, SECOND_KEY, THIRD_KEY, TWO, WORK, Bed, used
from tests.fakes import KEY_LIKE
from usagebar_qt.domain.errors import InvalidKey, RateLimited, ServerError
from usagebar_qt.domain.models import AccountState, AccountStatus, WaitReason
from usagebar_qt.engine.fetching import Wish, WishKind


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed.with_keys(tmp_path)


# -- figures, waits and budgets -----------------------------------------------------------------------------------------
def test_each_account_shows_its_own_figures_also_from_the_cache_and_after_a_restart(bed: Bed) -> None:
    both = [(ONE, 10.0), (TWO, 20.0), (HOME, 40.0), (WORK, 50.0)]
    for _ in range(2):
        assert [used(bed.fetch(account)) for account, _ in both] == [figure for _, figure in both]
        assert [used(bed.fetcher.last_known(account)) for account, _ in both] == [figure for _, figure in both]
        bed.begin()
    assert bed.keyed.asked == []
    assert bed.signed.asked == []


def test_each_account_is_asked_for_with_its_own_secret(bed: Bed) -> None:
    for account in (TWO, ONE, WORK, HOME):
        bed.fetch(account)
    assert bed.keyed.asked == [("has-key:two", SECOND_KEY), ("has-key", FIRST_KEY)]
    assert bed.signed.asked == [("signs-in:work", "token-w"), ("signs-in", "token-h")]


def test_a_rate_limit_of_one_account_is_not_the_others(bed: Bed) -> None:
    bed.keyed.answers[FIRST_KEY] = RateLimited("990")
    first, second = bed.fetch(ONE), bed.fetch(TWO)
    assert first.wait is not None
    assert first.wait.reason is WaitReason.RATE_LIMITED
    assert (second.state, used(second)) == (AccountState.OK, 20.0)
    assert second.wait is not None
    assert second.wait.reason is WaitReason.FLOOR
    bed.clock.forward(40)
    assert bed.fetch(TWO).wait != bed.fetch(ONE).wait
    assert [account for account, _ in bed.keyed.asked] == ["has-key", "has-key:two", "has-key:two"]


def test_a_refused_key_of_one_account_leaves_the_other_alone(bed: Bed) -> None:
    bed.keyed.answers[SECOND_KEY] = InvalidKey("refused")
    second, first = bed.fetch(TWO), bed.fetch(ONE)
    assert second.wait is not None
    assert second.wait.reason is WaitReason.NEEDS_USER
    assert first.error is None


def test_the_budget_of_one_account_is_not_spent_by_the_other(bed: Bed) -> None:
    last = [bed.fetch(ONE, NOW_PLEASE) for _ in range(5)][-1]
    assert last.wait is not None
    assert last.wait.reason is WaitReason.BUDGET
    other = bed.fetch(TWO, Wish(WishKind.EXPLICIT, max_age=0))
    assert (used(other), len([account for account, _ in bed.keyed.asked if account == "has-key:two"])) == (20.0, 1)


def test_backoff_of_one_account_is_not_the_others(bed: Bed) -> None:
    bed.signed.answers["token-w"] = ServerError("503")
    for _ in range(3):
        bed.fetch(WORK)
        bed.fetch(HOME)
        bed.clock.forward(400)
    assert bed.fetch(HOME).error is None
    assert bed.fetch(WORK).snapshot is None


def test_two_folders_that_swap_their_logins_take_no_figures_along(bed: Bed) -> None:
    bed.fetch(HOME)
    bed.fetch(WORK)
    bed.logins["/home"], bed.logins["/work"] = bed.logins["/work"], bed.logins["/home"]
    bed.signed.answers = {"token-h": ServerError("500"), "token-w": ServerError("500")}
    assert bed.fetch(HOME).snapshot is None
    assert bed.fetch(WORK).snapshot is None


def test_at_once_they_do_not_wait_for_each_other(bed: Bed) -> None:
    async def both() -> list[AccountStatus]:
        bed.keyed.on_fetch = asyncio.Event()
        tasks = [asyncio.create_task(bed.fetcher.fetch_account(account)) for account in (ONE, TWO)]
        while len(bed.keyed.asked) < 2:
            await asyncio.wait(tasks, timeout=0.01)
        bed.keyed.on_fetch.set()
        return await asyncio.gather(*tasks)

    assert [used(status) for status in asyncio.run(both())] == [10.0, 20.0]


# -- keys ---------------------------------------------------------------------------------------------------------------
def test_a_further_account_has_an_entry_of_its_own_and_the_first_stays_as_it_was(bed: Bed) -> None:
    spec = KEY_LIKE.key
    assert spec is not None
    assert bed.store.read(spec.service, spec.username) == FIRST_KEY
    assert bed.store.read(f"{spec.service}:two", f"{spec.username}:two") == SECOND_KEY
    asyncio.run(bed.keys.delete(TWO))
    assert bed.store.read(spec.service, spec.username) == FIRST_KEY
    assert bed.fetch(TWO).state is AccountState.NOT_CONFIGURED
    assert used(bed.fetch(ONE)) == 10.0


def test_the_environments_key_belongs_to_the_first_account_alone(bed: Bed) -> None:
    asyncio.run(bed.keys.delete(ONE))
    asyncio.run(bed.keys.delete(TWO))
    bed.environ["SOME_KEY"] = THIRD_KEY
    assert used(bed.fetch(ONE)) == 30.0
    assert bed.fetch(TWO).state is AccountState.NOT_CONFIGURED


def test_a_new_key_of_one_account_starts_that_account_anew_and_no_other(bed: Bed) -> None:
    bed.fetch(ONE)
    bed.fetch(TWO)
    bed.save(TWO, THIRD_KEY)
    assert bed.fetcher.last_known(TWO).snapshot is None
    assert used(bed.fetcher.last_known(ONE)) == 10.0
    assert used(bed.fetch(TWO)) == 30.0


def test_a_key_that_is_saved_while_the_old_one_is_asked_for_gets_none_of_its_figures(bed: Bed) -> None:
    async def script() -> None:
        bed.keyed.on_fetch = asyncio.Event()
        flight = asyncio.create_task(bed.fetcher.fetch_account(TWO))
        while not bed.keyed.asked:
            await asyncio.wait([flight], timeout=0.01)
        saving = asyncio.create_task(bed.keys.save(TWO, THIRD_KEY, checked=False))
        await asyncio.wait([saving], timeout=0.1)
        bed.keyed.on_fetch.set()
        await asyncio.gather(flight, saving)

    asyncio.run(script())
    assert bed.fetcher.last_known(TWO).snapshot is None
    assert used(bed.fetch(TWO)) == 30.0
