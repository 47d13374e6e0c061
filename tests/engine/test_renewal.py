"""Renewals seen from the one road: when they are tried, what is remembered, and that nothing ends them."""

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.renewal_bed import ACCOUNT, EXPLICIT, Bed, code_of, login
from tests.fakes import START
from usagebar_qt.domain.errors import CredentialLocked, ErrorCode, NotRenewed, Offline, Remaining, SignInExpired
from usagebar_qt.domain.models import AccountState, AccountStatus, WaitReason
from usagebar_qt.engine.fetching import Wish
from usagebar_qt.engine.paths import Paths
from usagebar_qt.providers.renewal import Line, Renewed


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed(tmp_path)


def test_an_expired_sign_in_is_renewed_and_then_asked_with(bed: Bed) -> None:
    status = bed.fetch()
    assert (status.state, bed.provider.asked, bed.renewer.count) == (AccountState.OK, ["access-2"], 1)


def test_what_a_killed_renewal_left_is_cleared_at_a_look_that_renews_nothing(bed: Bed) -> None:
    bed.sign_in(2)
    bed.fetch()
    assert (bed.renewer.count, bed.renewer.tidied) == (0, 1)


def test_our_own_renewal_keeps_the_figures_of_an_account_without_uuid(bed: Bed) -> None:
    bed.sign_in(1)
    bed.fetch()
    bed.clock.forward(3600)
    bed.sign_in(1, expired=True)
    bed.provider.answers = [Offline("unreachable")]
    bed.provider.reaches_server = False
    status = bed.fetch()
    assert status.snapshot is not None
    assert (status.state, status.snapshot.windows[0].used_percent) == (AccountState.STALE, 10.0)


def test_a_renewal_elsewhere_without_uuid_may_be_another_account_and_starts_anew(bed: Bed) -> None:
    bed.sign_in(1)
    bed.fetch()
    bed.clock.forward(3600)
    bed.sign_in(1, expired=True)

    def elsewhere(_line: Line) -> Renewed:
        bed.sign_in(3)
        return Renewed.ELSEWHERE

    bed.renewer.acts = [elsewhere]
    bed.provider.answers = [Offline("unreachable")]
    assert bed.fetch().snapshot is None


def test_within_half_a_minute_of_the_expiry_claude_code_goes_first(bed: Bed) -> None:
    bed.provider.login = replace(login(1), expires_at=START - timedelta(seconds=10))
    status = bed.fetch()
    assert (code_of(status), bed.renewer.count, bed.provider.asked) == ((ErrorCode.SIGN_IN_EXPIRED, "waiting"), 0, [])
    assert status.error is not None
    assert status.error.retry_at == START + timedelta(seconds=20)
    assert status.wait is not None
    assert status.wait.reason is WaitReason.BACKOFF
    bed.clock.forward(21)
    assert bed.fetch().state is AccountState.OK


def test_a_status_bar_never_renews(bed: Bed) -> None:
    assert code_of(bed.fetch(Wish(may_wait=False))) == (ErrorCode.SIGN_IN_EXPIRED, "expired")
    assert bed.renewer.count == 0
    fetcher, _ = bed.again()
    assert fetcher.last_known(ACCOUNT).checked_at is None  # else the tray program would think that it had looked just now


def test_a_refused_refresh_token_is_never_tried_again_by_any_process_until_another_is_there(bed: Bed) -> None:
    bed.renewer.acts = [NotRenewed("refused", Remaining.REFUSED)]
    assert code_of(bed.fetch()) == (ErrorCode.SIGN_IN_EXPIRED, "refused")
    for _ in range(5):
        bed.clock.forward(4000)
        assert code_of(bed.fetch()) == (ErrorCode.SIGN_IN_EXPIRED, "refused")
    assert bed.renewer.count == 1
    bed.sign_in(5)
    bed.clock.forward(4000)
    assert bed.fetch().state is AccountState.OK


def test_a_lost_answer_is_tried_once_more_and_then_never(bed: Bed) -> None:
    bed.renewer.acts = [NotRenewed("unanswered", Remaining.UNANSWERED)]
    bed.fetch()
    bed.fetch()
    assert bed.renewer.count == 1
    for _ in range(5):
        bed.clock.forward(61)
        bed.fetch()
    assert bed.renewer.count == 2


def test_a_service_in_trouble_is_asked_with_growing_pauses_and_the_moment_is_shown(bed: Bed) -> None:
    bed.renewer.acts = [NotRenewed("service", Remaining.LATER)]
    waits = []
    for _ in range(6):
        status = bed.fetch()
        assert status.error is not None
        assert status.error.retry_at is not None
        waits.append((status.error.retry_at - bed.clock.now()).total_seconds())
        bed.clock.forward(waits[-1] + 1)
    assert waits == [60, 120, 300, 600, 900, 900]
    assert bed.renewer.count == 6


def test_held_locks_are_a_state_of_their_own_and_wait_for_nobody(bed: Bed) -> None:
    bed.renewer.acts = [CredentialLocked("lock_held"), bed.by_us]
    status = bed.fetch()
    assert (code_of(status), status.wait) == ((ErrorCode.CREDENTIAL_LOCKED, "lock_held"), None)
    assert bed.fetch().state is AccountState.OK


def test_no_network_while_renewing_is_said_as_that_and_not_as_an_expired_sign_in(bed: Bed) -> None:
    bed.renewer.acts = [Offline("unreachable", reached=False), bed.by_us]
    assert code_of(bed.fetch()) == (ErrorCode.OFFLINE, "unreachable")
    bed.clock.forward(31)
    assert bed.fetch().state is AccountState.OK


def test_a_token_that_the_service_calls_expired_is_renewed_once_and_asked_with_again(bed: Bed) -> None:
    bed.sign_in(1)
    bed.provider.answers = [SignInExpired("token_expired"), 30.0]
    status = bed.fetch()
    assert (status.state, bed.provider.asked, bed.renewer.count) == (AccountState.OK, ["access-1", "access-2"], 1)


def test_a_service_that_calls_every_token_expired_costs_one_renewal_an_hour(bed: Bed) -> None:
    bed.sign_in(1)
    bed.provider.answers = [SignInExpired("token_expired")]
    number = iter(range(2, 99))

    def anew(_line: Line) -> Renewed:
        bed.sign_in(next(number))
        return Renewed.BY_US

    bed.renewer.acts = [anew]
    for _ in range(20):
        bed.fetch()
        bed.clock.forward(170)
    assert bed.renewer.count == 1


def test_a_refused_token_that_has_expired_since_is_renewed_all_the_same(bed: Bed) -> None:
    bed.sign_in(1)
    bed.provider.answers = [SignInExpired("refused"), 40.0]
    assert code_of(bed.fetch()) == (ErrorCode.SIGN_IN_EXPIRED, "refused")
    bed.sign_in(1, expired=True)
    bed.clock.forward(400)
    assert bed.fetch().state is AccountState.OK


def test_a_fault_inside_is_an_error_of_ours_without_its_text(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    def broken(_line: Line) -> Renewed:
        raise RuntimeError("sk-ant-ort01-canary")

    bed.renewer.acts = [broken]
    assert code_of(bed.fetch()) == (ErrorCode.INTERNAL, "bug")
    assert "canary" not in caplog.text
    assert "RuntimeError at" in caplog.text
    caplog.clear()


def test_cancelling_the_wait_does_not_end_the_renewal_and_its_result_is_kept(bed: Bed) -> None:
    begun, may_end = threading.Event(), threading.Event()

    def slow(line: Line) -> Renewed:
        line.hold()
        begun.set()
        assert may_end.wait(10)
        line.let_go()
        return bed.by_us(line)

    bed.renewer.acts = [slow]

    async def program() -> tuple[bool, bool, bool]:
        fetcher, renewals = bed.again()
        flight = asyncio.create_task(fetcher.fetch_account(ACCOUNT, EXPLICIT))
        await asyncio.to_thread(begun.wait, 10)
        flight.cancel()
        with pytest.raises(asyncio.CancelledError):
            await flight
        seen = (renewals.is_busy, renewals.holds_locks)
        renewals.leave()
        may_end.set()
        await renewals.finished()
        return (*seen, renewals.is_busy)

    assert asyncio.run(program()) == (True, True, False)
    bed.clock.forward(40)
    assert bed.fetch().state is AccountState.OK
    assert bed.renewer.count == 1


def test_trouble_is_told_at_once_while_the_renewal_goes_on_and_no_second_one_begins(bed: Bed) -> None:
    may_end = threading.Event()

    def troubled(line: Line) -> Renewed:
        line.trouble(SignInExpired("unsaved"))
        assert may_end.wait(10)
        return bed.by_us(line)

    bed.renewer.acts = [troubled]

    async def program() -> list[object]:
        fetcher, renewals = bed.again()
        seen = [code_of(await fetcher.fetch_account(ACCOUNT, EXPLICIT)) for _ in range(2)]
        may_end.set()
        await renewals.finished()
        return [*seen, (await fetcher.fetch_account(ACCOUNT, EXPLICIT)).state]

    unsaved = (ErrorCode.SIGN_IN_EXPIRED, "unsaved")
    assert asyncio.run(program()) == [unsaved, unsaved, AccountState.OK]
    assert bed.renewer.count == 1


def test_a_command_waits_while_it_cannot_be_saved_says_why_and_gives_up_after_a_minute(bed: Bed) -> None:
    told: list[str] = []

    def troubled(line: Line) -> Renewed:
        line.trouble(SignInExpired("unsaved"))
        assert not line.must_end()
        bed.clock.forward(61)
        assert line.must_end()
        raise NotRenewed("lost_write", Remaining.REFUSED)

    bed.renewer.acts = [troubled]

    async def command() -> AccountStatus:
        fetcher, renewals = bed.again()
        renewals.on_trouble = lambda: told.append("said")
        return await fetcher.fetch_account(ACCOUNT, EXPLICIT)

    assert code_of(asyncio.run(command())) == (ErrorCode.SIGN_IN_EXPIRED, "lost_write")
    assert told == ["said"]


def test_the_program_that_ends_gives_a_spent_token_twenty_seconds(bed: Bed) -> None:
    seen: list[tuple[bool, bool]] = []
    begun, left = threading.Event(), threading.Event()

    def saving(line: Line) -> Renewed:
        begun.set()
        assert left.wait(10)
        seen.append((line.is_leaving(), line.must_end()))
        bed.clock.forward(19)
        seen.append((line.is_leaving(), line.must_end()))
        bed.clock.forward(2)
        seen.append((line.is_leaving(), line.must_end()))
        return bed.by_us(line)

    bed.renewer.acts = [saving]

    async def program() -> None:
        fetcher, renewals = bed.again()
        flight = asyncio.create_task(fetcher.fetch_account(ACCOUNT, EXPLICIT))
        assert await asyncio.to_thread(begun.wait, 10)
        renewals.leave()
        left.set()
        renewals.wait()
        await flight

    asyncio.run(program())
    assert seen == [(True, False), (True, False), (True, True)]


def test_what_is_remembered_holds_no_token(bed: Bed) -> None:
    bed.renewer.acts = [NotRenewed("service", Remaining.LATER), bed.by_us]
    bed.fetch()
    bed.clock.forward(61)
    bed.fetch()
    text = "".join(path.read_text() for path in bed.folder.rglob("*.json"))
    assert not any(word in text for word in ("refresh-1", "refresh-2", "access-1", "access-2"))


@pytest.mark.parametrize("spoilt", ["{", "[]", "{}", '{"gate": 1, "not_before": "yesterday"}'])
def test_a_spoilt_note_is_as_none(bed: Bed, spoilt: str) -> None:
    note = Paths.under(bed.folder).accounts / "signs-in.renewal.json"
    note.parent.mkdir(parents=True)
    note.write_text(spoilt)
    assert bed.fetch().state is AccountState.OK
