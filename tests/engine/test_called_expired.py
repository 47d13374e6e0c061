"""The service calls a token expired, whatever its date says, and it cannot be renewed at once: it is not asked with again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.renewal_bed import ACCOUNT, Bed, code_of
from tests.fakes import START
from usagebar_qt.domain.errors import CredentialLocked, ErrorCode, NotRenewed, Offline, Remaining, SignInExpired, UsageError
from usagebar_qt.domain.models import AccountState, WaitReason
from usagebar_qt.domain.refresh_policy import next_refresh
from usagebar_qt.engine.fetching import Wish, WishKind

HELD = (ErrorCode.CREDENTIAL_LOCKED, "renewal_held")


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    """A valid sign-in, but the service calls it expired; Claude Code holds its locks. Anything sent later would bring figures."""
    bed = Bed(tmp_path)
    bed.sign_in(1)
    bed.provider.answers = [SignInExpired("token_expired"), 30.0]
    bed.renewer.acts = [CredentialLocked("lock_held")]
    return bed


def test_while_the_locks_are_held_nothing_is_asked_and_the_renewal_is_tried_with_growing_pauses(bed: Bed) -> None:
    tried, count = [], 0
    for _ in range(3600 // 30):
        status = bed.fetch(Wish())
        assert code_of(status) == HELD
        if bed.renewer.count != count:
            tried.append((bed.clock.now() - START).total_seconds())
            count = bed.renewer.count
        bed.clock.forward(30)
    assert bed.provider.asked == ["access-1"]
    assert tried == [0, 180, 300, 600, 1200, 2100, 3000]  # the first waits for the floor, then 120, 300, 600, 900, 900 s


def test_the_locks_are_free_again_and_it_is_renewed_before_anything_is_asked(bed: Bed) -> None:
    bed.fetch(Wish())
    bed.renewer.acts = [bed.by_us]
    bed.clock.forward(181)
    assert bed.fetch(Wish()).state is AccountState.OK
    assert (bed.provider.asked, bed.renewer.count) == (["access-1", "access-2"], 2)


def test_another_sign_in_in_the_file_is_asked_with_at_once(bed: Bed) -> None:
    bed.fetch(Wish())
    bed.sign_in(7)
    bed.clock.forward(31)
    assert bed.fetch(Wish()).state is AccountState.OK
    assert (bed.provider.asked, bed.renewer.count) == (["access-1", "access-7"], 1)


def test_the_file_is_looked_at_each_half_minute_although_the_renewal_waits_longer(bed: Bed) -> None:
    status = bed.fetch(Wish())
    assert status.wait is not None
    assert (status.wait.reason, status.wait.until) == (WaitReason.FLOOR, START + timedelta(seconds=180))
    decision = next_refresh(bed.clock.now(), status, 300)
    assert (decision.delay_seconds, decision.reason) == (30, "locked")


def test_a_persons_wish_tries_the_renewal_sooner_and_asks_no_more_than_that(bed: Bed) -> None:
    bed.fetch(Wish())
    bed.clock.forward(31)
    assert code_of(bed.fetch(Wish(WishKind.EXPLICIT))) == HELD
    assert (bed.provider.asked, bed.renewer.count) == (["access-1"], 2)


def test_a_restart_forgets_neither_the_refusal_nor_the_pause(bed: Bed) -> None:
    bed.fetch(Wish())
    fetcher, _ = bed.again()
    shown = fetcher.last_known(ACCOUNT)
    assert code_of(shown) == HELD
    bed.clock.forward(60)
    bed.fetch(Wish())
    assert (bed.provider.asked, bed.renewer.count) == (["access-1"], 1)


@pytest.mark.parametrize("why", [NotRenewed("service", Remaining.LATER), Offline("unreachable", reached=False)])
def test_whatever_kept_it_from_being_renewed_the_token_is_not_asked_with_again(bed: Bed, why: UsageError) -> None:
    bed.renewer.acts = [why, why, bed.by_us]
    assert bed.looks(4, pause=400)[-1].state is AccountState.OK
    assert bed.provider.asked[:2] == ["access-1", "access-2"]


def test_a_status_bar_that_met_the_refusal_leaves_the_renewal_to_the_tray_program(bed: Bed) -> None:
    bed.renewer.acts = [bed.by_us]
    for _ in range(5):
        assert code_of(bed.fetch(Wish(may_wait=False))) == (ErrorCode.SIGN_IN_EXPIRED, "token_expired")
        bed.clock.forward(200)
    assert (bed.provider.asked, bed.renewer.count) == (["access-1"], 0)
    assert bed.fetch(Wish()).state is AccountState.OK
    assert bed.provider.asked == ["access-1", "access-2"]


def test_a_sign_in_that_cannot_be_renewed_waits_for_a_person_as_ever(bed: Bed) -> None:
    bed.renewer.acts = [NotRenewed("renewal_off", Remaining.USER)]
    status = bed.looks(5, pause=400)[-1]
    assert code_of(status) == (ErrorCode.SIGN_IN_EXPIRED, "renewal_off")
    assert status.wait is not None
    assert status.wait.reason is WaitReason.NEEDS_USER
    assert (bed.provider.asked, bed.renewer.count) == (["access-1"], 1)


def test_a_file_in_a_locks_place_keeps_its_own_words_and_nothing_is_asked(bed: Bed) -> None:
    bed.renewer.acts = [CredentialLocked("lock_is_no_folder")]
    status = bed.looks(5, pause=400)[-1]
    assert code_of(status) == (ErrorCode.CREDENTIAL_LOCKED, "lock_is_no_folder")
    assert bed.provider.asked == ["access-1"]


def test_the_last_figures_stay_while_it_waits(bed: Bed) -> None:
    bed.provider.answers = [55.0, SignInExpired("token_expired"), 30.0]
    bed.fetch(Wish())
    bed.clock.forward(301)
    status = bed.fetch(Wish())
    assert (status.state, code_of(status)) == (AccountState.STALE, HELD)
    assert status.snapshot is not None
    assert status.snapshot.windows[0].used_percent == 55.0


def test_once_it_has_expired_by_its_own_date_too_it_is_renewed_as_any_other(bed: Bed) -> None:
    bed.fetch(Wish())
    login = bed.provider.login
    assert not isinstance(login, UsageError)
    bed.provider.login = replace(login, expires_at=START + timedelta(seconds=100))
    bed.renewer.acts = [bed.by_us]
    bed.clock.forward(400)
    assert bed.fetch(Wish()).state is AccountState.OK
    assert bed.provider.asked == ["access-1", "access-2"]
