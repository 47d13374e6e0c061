"""When may an account be asked again? The table of the policy's docstring, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain import refresh_policy as policy
from usagebar_qt.domain.errors import ErrorCode, Failure
from usagebar_qt.domain.models import (
    Account,
    AccountId,
    AccountState,
    AccountStatus,
    QuotaWindow,
    UsageSnapshot,
    Wait,
    WaitReason,
    WindowKind,
)

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LIMITS = policy.Limits(floor_seconds=180, hourly_requests=24)


def after(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def asked(memo: policy.Memo = policy.Memo(), at: datetime = NOW, *, explicit: bool = False) -> policy.Memo:  # noqa: B008
    return policy.tried(memo, at, 1, explicit=explicit)


def test_a_first_request_is_permitted() -> None:
    assert policy.permit(policy.Memo(), NOW, LIMITS).allowed


def test_an_automatic_request_keeps_the_floor_and_says_until_when() -> None:
    verdict = policy.permit(asked(), after(179), LIMITS)
    assert verdict == policy.Permit(False, Wait(WaitReason.FLOOR, after(180)))
    assert policy.permit(asked(), after(180), LIMITS).allowed


def test_an_explicit_wish_passes_the_floor_but_not_the_thirty_seconds_of_an_answer() -> None:
    assert not policy.permit(asked(), after(29), LIMITS, explicit=True).allowed
    assert policy.permit(asked(), after(30), LIMITS, explicit=True).allowed
    assert policy.permit(asked(), after(1), LIMITS, explicit=True, past_cache=True).allowed


def test_three_explicit_wishes_in_five_minutes_empty_the_bucket() -> None:
    memo = policy.Memo()
    for second in range(3):
        assert policy.permit(memo, after(second), LIMITS, explicit=True, past_cache=True).allowed
        memo = asked(memo, after(second), explicit=True)
    verdict = policy.permit(memo, after(3), LIMITS, explicit=True, past_cache=True)
    assert verdict.wait is not None
    assert verdict.wait.reason is WaitReason.BUDGET
    assert verdict.wait.until == after(182)  # the floor ends before the bucket fills


def test_an_hour_holds_no_more_than_its_requests_and_nothing_passes_it() -> None:
    memo = policy.Memo()
    for minute in range(24):
        memo = asked(memo, after(minute * 60))
    verdict = policy.permit(memo, after(1500), LIMITS, explicit=True, past_cache=True)
    assert verdict == policy.Permit(False, Wait(WaitReason.BUDGET, after(3600)))


def test_a_try_that_reached_no_server_counts_for_neither_floor_nor_hour() -> None:
    memo = policy.tried(policy.Memo(), NOW, 0, explicit=True)
    assert memo.requests == memo.explicit == ()
    assert not policy.permit(memo, after(29), LIMITS).allowed
    assert policy.permit(memo, after(30), LIMITS).allowed


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("1", 360),
        ("300", 360),
        ("990", 1050),
        ("3600", 3660),
        ("4444", 4500),
        ("1e14", 4500),
        ("Mon, 23 Nov 2026 08:10:00 GMT", 660),
    ],
)
def test_a_positive_retry_after_is_honoured_with_a_margin_and_a_cap(header: str, seconds: int) -> None:
    memo = policy.rate_limited(policy.Memo(), NOW, header, "gate")
    assert memo.limited_until == after(seconds)
    assert memo.limited_gate is None


@pytest.mark.parametrize("header", [None, "0", "-5", "abc", "", "nan", "inf", "Mon, 01 Jan 2001 00:00:00 GMT", "1 2 3", "\x00"])
def test_a_429_without_a_usable_time_doubles_from_five_minutes(header: str | None) -> None:
    memo, waits = policy.Memo(), []
    for _ in range(6):
        memo = policy.rate_limited(memo, NOW, header, "gate")
        assert memo.limited_until is not None
        waits.append((memo.limited_until - NOW).total_seconds())
    assert waits == [360, 660, 1260, 2460, 3660, 3660]
    assert memo.limited_gate == "gate"


def test_after_a_429_without_time_the_floor_is_six_minutes_for_an_hour() -> None:
    memo = policy.succeeded(policy.rate_limited(policy.Memo(), NOW, "0", "gate"))
    memo = asked(memo, after(361))
    assert policy.permit(memo, after(361 + 359), LIMITS).wait == Wait(WaitReason.FLOOR, after(361 + 360))


def test_nothing_passes_a_rate_limit() -> None:
    memo = policy.rate_limited(asked(), NOW, "990", "gate")
    verdict = policy.permit(memo, after(900), LIMITS, explicit=True, past_cache=True)
    assert verdict == policy.Permit(False, Wait(WaitReason.RATE_LIMITED, after(1050)))


@given(st.floats(0, 1), st.one_of(st.none(), st.text(max_size=20), st.integers(-10, 10**15).map(str)))
def test_jitter_only_lengthens_and_the_cap_holds(jitter: float, header: str | None) -> None:
    plain = policy.rate_limited(policy.Memo(), NOW, header, "gate").limited_until
    longer = policy.rate_limited(policy.Memo(), NOW, header, "gate", jitter).limited_until
    assert plain is not None
    assert longer is not None
    assert after(300) <= plain <= longer <= after(4500)


def test_transient_errors_back_off_in_steps_and_success_ends_them() -> None:
    memo, waits = policy.Memo(), []
    for _ in range(6):
        memo = policy.failed(memo, NOW, ErrorCode.SERVER_ERROR)
        assert memo.backoff_until is not None
        waits.append((memo.backoff_until - NOW).total_seconds())
    assert waits == [60, 120, 300, 600, 900, 900]
    assert policy.succeeded(memo).backoff_until is None


def test_being_offline_holds_nothing_back() -> None:
    assert policy.failed(policy.Memo(), NOW, ErrorCode.OFFLINE) == policy.Memo()


def test_a_refusal_waits_for_the_user_and_another_credential_ends_it_at_once() -> None:
    memo = policy.refused(asked(), "old")
    assert policy.permit(memo, after(9999), LIMITS, explicit=True).wait == Wait(WaitReason.NEEDS_USER)
    assert policy.permit(policy.changed_by_user(memo), after(1), LIMITS).allowed


def test_the_renewal_of_a_token_called_expired_is_put_off_in_steps_and_another_token_ends_them() -> None:
    memo, waits = policy.called_expired(asked(), "old"), []
    for _ in range(6):
        memo = policy.held(memo, NOW)
        assert memo.backoff_until is not None
        waits.append((memo.backoff_until - NOW).total_seconds())
    assert waits == [60, 120, 300, 600, 900, 900]
    assert policy.permit(memo, after(899), LIMITS).wait == Wait(WaitReason.BACKOFF, after(900))
    ended = policy.changed_by_user(memo)
    assert (ended.expired_gate, ended.failures, policy.permit(ended, after(1), LIMITS).allowed) == (None, 0, True)


def test_a_token_in_the_place_of_none_that_was_called_expired_keeps_the_services_own_backoff() -> None:
    memo = policy.failed(asked(), NOW, ErrorCode.SERVER_ERROR)
    assert policy.renewed(memo) == memo


def test_a_new_token_ends_only_the_waits_that_belonged_to_the_old_one() -> None:
    by_token = policy.rate_limited(policy.Memo(), NOW, "0", "old")
    by_account = policy.rate_limited(policy.Memo(), NOW, "3600", "old")
    assert policy.changed_by_user(by_token).limited_until is None
    assert policy.changed_by_user(by_account).limited_until == by_account.limited_until


def test_another_account_starts_anew_but_keeps_a_positive_retry_after_unless_it_is_surely_another() -> None:
    memo = policy.rate_limited(asked(), NOW, "3600", "gate")
    kept = policy.new_account(memo, surely_other=False)
    assert kept == policy.Memo(limited_until=memo.limited_until)
    assert policy.new_account(memo, surely_other=True) == policy.Memo()


def test_a_clock_set_back_by_a_day_neither_blocks_for_a_day_nor_forgets_a_rate_limit() -> None:
    memo = policy.rate_limited(asked(), NOW, "3600", "gate")
    earlier = NOW - timedelta(days=1)
    settled = policy.settled(memo, earlier)
    assert settled.last_request_at is None
    assert settled.limited_until == earlier + timedelta(seconds=4500)


ACCOUNT = Account(AccountId("claude"), "Claude")


def status(checked: datetime | None, *, resets_at: datetime | None = None, wait: Wait | None = None) -> AccountStatus:
    window = QuotaWindow("session", WindowKind.SESSION, 50.0, resets_at, 18000)
    snapshot = UsageSnapshot(checked, windows=(window,)) if checked else None
    return AccountStatus(ACCOUNT, AccountState.OK, snapshot, None, wait, checked)


def test_the_tray_looks_at_once_and_then_every_interval_with_a_tenth_of_jitter() -> None:
    assert policy.next_refresh(NOW, status(None), 300) == policy.Decision(0.0, "first")
    assert policy.next_refresh(NOW, status(NOW), 300).delay_seconds == 300
    assert policy.next_refresh(NOW, status(NOW), 300, 1.0).delay_seconds == 330
    assert policy.next_refresh(NOW, status(NOW), 300, -1.0).delay_seconds == 270


def test_the_tray_looks_once_a_minute_after_a_reset() -> None:
    due = status(NOW, resets_at=after(100))
    assert policy.next_refresh(NOW, due, 300) == policy.Decision(160.0, "reset")
    looked = status(after(160), resets_at=after(100))  # upstream still says the old reset
    assert policy.next_refresh(after(160), looked, 300) == policy.Decision(300.0, "interval")


def test_the_tray_never_looks_before_a_wait_is_over() -> None:
    limited = status(NOW, wait=Wait(WaitReason.RATE_LIMITED, after(3660)))
    assert policy.next_refresh(NOW, limited, 300) == policy.Decision(3660.0, "rate_limited")


def test_a_transient_error_is_tried_again_when_its_backoff_ends() -> None:
    failing = replace(status(NOW, wait=Wait(WaitReason.FLOOR, after(180))), error=Failure(ErrorCode.SERVER_ERROR, "503"))
    assert policy.next_refresh(NOW, failing, 300).delay_seconds == 180


def test_a_clock_set_back_makes_the_tray_look_at_once() -> None:
    assert policy.next_refresh(NOW - timedelta(hours=1), status(NOW), 300).delay_seconds == 0


def test_a_locked_keyring_is_looked_at_again_after_half_a_minute() -> None:
    locked = replace(status(NOW), error=Failure(ErrorCode.CREDENTIAL_LOCKED, "silent"))
    assert policy.next_refresh(NOW, locked, 300) == policy.Decision(30.0, "locked")
