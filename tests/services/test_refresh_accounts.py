"""Accounts that are named, added or given another key while they are watched."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.services.test_refresh import DEFAULTS, ONE, TWO, bed, good, play, until
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import AccountId, AccountState, Renewal
from usagebar_qt.domain.settings import AccountSettings
from usagebar_qt.engine.fetching import WishKind
from usagebar_qt.services.turnstile import AT_ONCE


def test_a_new_name_keeps_the_figures_on_the_screen_and_asks_for_nothing() -> None:
    async def script() -> None:
        made = bed(100)
        made.service.start()
        await until(lambda: bool(made.told))
        made.service.apply_settings(DEFAULTS.with_account(AccountSettings(ONE, "Mine")))
        (status,) = made.service.statuses
        assert (status.account.name, status.state) == ("Mine", AccountState.OK)
        assert status.snapshot is not None
        made.fetcher.stamps[ONE] = 7
        made.fetcher.on_disk[ONE] = good(status.account, made.clock)
        await made.until_over()
        assert len(made.fetcher.asked) == 1

    play(script)


def test_an_answer_that_was_under_way_while_the_name_changed_is_told_under_the_new_one() -> None:
    async def script() -> None:
        made = bed(100)
        made.fetcher.gate = asyncio.Event()
        made.service.start()
        await until(lambda: bool(made.fetcher.asked))
        made.service.apply_settings(DEFAULTS.with_account(AccountSettings(ONE, "Mine")))
        made.fetcher.gate.set()
        await until(lambda: bool(made.told))
        assert made.told[0][1].account.name == "Mine"
        await made.until_over()

    play(script)


def test_figures_of_a_key_that_is_gone_leave_the_screen_at_once() -> None:
    async def script() -> None:
        made = bed(100)
        made.service.start()
        await until(lambda: bool(made.told))
        made.service.start_anew(ONE)
        assert made.told[-1][1].snapshot is None
        before = len(made.told)
        made.service.start_anew(ONE)
        made.service.start_anew(TWO)
        assert len(made.told) == before
        await made.until_over()

    play(script)


def test_two_accounts_of_one_provider_are_watched_and_told_apart() -> None:
    async def script() -> None:
        second = AccountId("signs-in", "work")
        made = bed(400, settings=DEFAULTS.with_account(AccountSettings(second, "Work")))
        made.service.start()
        await made.until_over()
        assert made.fetcher.times(ONE)
        assert made.fetcher.times(second)
        assert all(name == status.id for name, status in made.told)
        made.service.apply_settings(DEFAULTS)
        assert [str(account.id) for account in made.service.accounts] == ["signs-in"]

    play(script)


@pytest.mark.parametrize("expired", [True, False])
def test_another_mode_of_renewal_keeps_the_figures_and_tries_an_expired_sign_in_at_once(expired: bool) -> None:
    async def script() -> None:
        made = bed(100)
        failure = Failure(ErrorCode.SIGN_IN_EXPIRED if expired else ErrorCode.SERVER_ERROR)
        made.fetcher.answer = lambda account: replace(good(account, made.clock), state=AccountState.STALE, error=failure)
        made.service.start()
        await until(lambda: bool(made.told))
        made.service.apply_settings(replace(DEFAULTS, renewal=Renewal.NEVER))
        (status,) = made.service.statuses
        assert status.snapshot is not None
        assert status.account.renewal is Renewal.NEVER
        made.fetcher.stamps[ONE], made.fetcher.on_disk[ONE] = 7, status
        await made.until_over()
        explicit = [wish for _, _, wish in made.fetcher.asked if wish.kind is WishKind.EXPLICIT]
        assert len(explicit) == expired

    play(script)


def test_of_many_accounts_a_few_are_asked_at_once_and_the_others_one_after_another() -> None:
    async def script() -> None:
        settings = DEFAULTS
        for number in range(12):
            settings = settings.with_account(AccountSettings(AccountId("signs-in", f"number-{number}"), f"Number {number}"))
        made = bed(100, settings=settings)
        made.fetcher.gate = asyncio.Event()
        made.service.request_refresh()
        await until(lambda: len(made.fetcher.asked) == 13)
        times = sorted(at for at, _, _ in made.fetcher.asked)
        assert times[AT_ONCE - 1] == times[0]
        assert times[-1] > times[0]
        made.fetcher.gate.set()
        await until(lambda: len(made.told) == 13)
        assert len({name for name, _ in made.told}) == 13
        await made.service.aclose()

    play(script)
