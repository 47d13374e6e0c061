"""The beginning of a look in one visit: every step has its own time, and the lock is never left behind."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import CLAUDE_LIKE, KEY_LIKE, START, FakeClock, FakeProvider
from usagebar_qt.domain.errors import SignedOut
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.engine.entrance import Entrance
from usagebar_qt.engine.known import Known
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.record import Record
from usagebar_qt.engine.renewal import Renewals
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from usagebar_qt.domain.credential import Credential, Identity

ACCOUNT = Account(AccountId(CLAUDE_LIKE.id), "Signs In")
PATIENCE = 30.0
SHORT = 0.05


class SlowProvider(FakeProvider):
    """Hangs where a test wants it to."""

    identifying: threading.Event | None = None
    reading: threading.Event | None = None

    def identify(self, account: Account) -> Identity | None:
        if self.identifying is not None:
            assert self.identifying.wait(PATIENCE)
        return super().identify(account)

    def read_credential(self, account: Account) -> Credential:
        if self.reading is not None:
            assert self.reading.wait(PATIENCE)
        return super().read_credential(account)


class Bed:
    """One account and the way in."""

    def __init__(self, folder: Path) -> None:
        self.states = StateStore(Paths.under(folder))
        clock = FakeClock()
        self.provider = SlowProvider(clock)
        providers: dict[str, Any] = {CLAUDE_LIKE.id: self.provider, KEY_LIKE.id: self.provider}
        self.known = Known(clock, self.states, providers, Renewals(clock, self.states), None)
        self.workers = Workers(0.0)

    def entrance(self, *, is_fresh: bool = False, asks: bool = True, seconds: float = PATIENCE) -> Entrance:
        return Entrance(
            ACCOUNT,
            self.provider,
            known=self.known,
            states=self.states,
            is_fresh=lambda _: is_fresh,
            asks=lambda _: asks,
            step_seconds=seconds,
        )

    def is_free(self) -> bool:
        held = self.states.lock_at_once(ACCOUNT.id)
        if held is not None:
            held.release()
        return held is not None


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path)


def test_what_is_fresh_needs_neither_lock_nor_credential(bed: Bed) -> None:
    entrance = bed.entrance(is_fresh=True)
    asyncio.run(bed.workers.follow(entrance.steps(), timeout=PATIENCE))
    assert entrance.taken_in is not None
    assert (entrance.holds_lock, entrance.credential) == (False, None)


def test_all_of_it_is_there_after_one_visit_and_the_lock_is_ours_until_we_leave(bed: Bed) -> None:
    bed.states.write(ACCOUNT.id, Record(checked_at=START))
    entrance = bed.entrance()
    asyncio.run(bed.workers.follow(entrance.steps(), timeout=PATIENCE))
    assert entrance.record is not None
    assert entrance.record.checked_at == START
    assert entrance.credential == bed.provider.login
    assert not bed.is_free()
    entrance.leave()
    assert bed.is_free()


def test_a_keyring_is_not_opened_where_nothing_may_be_asked(bed: Bed) -> None:
    entrance = bed.entrance(asks=False)
    asyncio.run(bed.workers.follow(entrance.steps(), timeout=PATIENCE))
    assert entrance.holds_lock
    assert (entrance.is_asking, entrance.credential) == (False, None)
    entrance.leave()


def test_why_there_is_no_credential_is_kept_for_whoever_asks_for_it(bed: Bed) -> None:
    bed.provider.login = SignedOut("gone")
    entrance = bed.entrance()
    asyncio.run(bed.workers.follow(entrance.steps(), timeout=PATIENCE))
    assert isinstance(entrance.credential, SignedOut)
    entrance.leave()


def test_anothers_lock_is_not_waited_for_here(bed: Bed) -> None:
    held = bed.states.lock_at_once(ACCOUNT.id)
    assert held is not None
    entrance = bed.entrance()
    asyncio.run(bed.workers.follow(entrance.steps(), timeout=PATIENCE))
    assert entrance.was_taken
    assert not entrance.holds_lock
    entrance.leave()
    assert not bed.is_free(), "it is still the other's"
    held.release()


def test_a_keyring_that_hangs_is_given_up_after_its_own_time_with_the_lock_in_our_hands(bed: Bed) -> None:
    bed.provider.reading = threading.Event()
    entrance = bed.entrance(seconds=SHORT)
    try:
        with pytest.raises(TimeoutError):
            asyncio.run(bed.workers.follow(entrance.steps(), timeout=SHORT))
        assert entrance.record is not None
        assert entrance.is_asking
        assert not bed.is_free()
        entrance.leave()
        assert bed.is_free()
    finally:
        bed.provider.reading.set()


def test_whoever_has_left_before_the_lock_was_taken_does_not_get_it_any_more(bed: Bed) -> None:
    bed.provider.identifying = threading.Event()
    entrance, is_over = bed.entrance(), threading.Event()

    def steps() -> Generator[float]:
        try:
            yield from entrance.steps()
        finally:
            is_over.set()

    with pytest.raises(TimeoutError):
        asyncio.run(bed.workers.follow(steps(), timeout=SHORT))
    entrance.leave()
    bed.provider.identifying.set()
    assert is_over.wait(PATIENCE)
    assert entrance.credential is None
    assert bed.is_free()
