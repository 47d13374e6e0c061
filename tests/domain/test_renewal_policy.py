"""When an expired sign-in may be renewed: the table of the policy's docstring, row by row."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.fakes import START
from usagebar_qt.domain import renewal_policy as policy
from usagebar_qt.domain.errors import NotRenewed, Remaining
from usagebar_qt.domain.renewal_policy import Renew, RenewalMemo, Verdict

GATE = "hash-of-the-refresh-token"
EXPIRED = START - timedelta(hours=1)


def after(*errors: NotRenewed, memo: RenewalMemo | None = None, apart: float = 0.0) -> RenewalMemo:
    """The memo after these, one after the other, `apart` seconds between them."""
    memo = memo or RenewalMemo(GATE)
    for number, error in enumerate(errors):
        memo = policy.not_renewed(memo, error, START + timedelta(seconds=number * apart))
    return memo


def verdict(memo: RenewalMemo, seconds: float = 0.0, *, gate: str = GATE, refused: bool = False) -> Verdict:
    now = START + timedelta(seconds=seconds)
    return policy.may_renew(policy.settled(memo, gate, now), now, EXPIRED, refused=refused)


def later(wait_seconds: float | None = None) -> NotRenewed:
    return NotRenewed("service", Remaining.LATER, wait_seconds=wait_seconds)


UNANSWERED = NotRenewed("unanswered", Remaining.UNANSWERED)
REFUSED = NotRenewed("refused", Remaining.REFUSED)


# -- before anything was tried ----------------------------------------------------------------------------------------
@pytest.mark.parametrize(("seconds", "renew"), [(29, Renew.WAIT), (30.001, Renew.NOW), (31, Renew.NOW), (8 * 3600, Renew.NOW)])
def test_claude_code_goes_first_for_thirty_seconds_after_the_expiry(seconds: float, renew: Renew) -> None:
    found = policy.may_renew(RenewalMemo(GATE), START + timedelta(seconds=seconds), START)
    assert found.renew is renew
    assert found.until == (START + timedelta(seconds=30) if renew is Renew.WAIT else None)


def test_a_sign_in_that_has_not_expired_is_not_renewed() -> None:
    found = policy.may_renew(RenewalMemo(GATE), START, START + timedelta(hours=2))
    assert found == Verdict(Renew.WAIT, START + timedelta(hours=2, seconds=30))


def test_a_sign_in_of_unknown_expiry_counts_as_valid_and_is_only_renewed_once_it_is_refused() -> None:
    assert policy.may_renew(RenewalMemo(GATE), START, None).renew is Renew.NEVER
    assert policy.may_renew(RenewalMemo(GATE), START, None, refused=True).renew is Renew.NOW


def test_a_refused_token_is_renewed_whatever_its_own_date_says() -> None:
    found = policy.may_renew(RenewalMemo(GATE), START, START + timedelta(hours=7), refused=True)
    assert found == Verdict(Renew.NOW)


# -- renewed ----------------------------------------------------------------------------------------------------------
def test_after_a_renewal_the_new_token_starts_with_a_clean_sheet() -> None:
    memo = policy.renewed(after(later(), UNANSWERED), START, "old", "new", refused=False)
    assert memo == RenewalMemo("new", former="old", current="new")
    assert verdict(memo, gate="new") == Verdict(Renew.NOW)


def test_a_token_refused_again_after_its_renewal_is_not_renewed_over_and_over() -> None:
    memo = policy.renewed(RenewalMemo(GATE), START, GATE, "new", refused=True)
    assert verdict(memo, 3599, gate="new", refused=True) == Verdict(Renew.NEVER, reason="token_expired")
    assert verdict(memo, 3601, gate="new", refused=True).renew is Renew.NOW
    assert verdict(memo, 60, gate="new").renew is Renew.NOW  # its own expiry is another matter


def test_the_hour_after_a_refusal_holds_for_the_token_after_next_too() -> None:
    first = policy.renewed(RenewalMemo(GATE), START, GATE, "second", refused=True)
    second = policy.renewed(first, START + timedelta(minutes=5), "second", "third", refused=False)
    assert verdict(second, 600, gate="third", refused=True).renew is Renew.NEVER


def test_a_clock_set_back_does_not_keep_a_refusal_for_ever() -> None:
    memo = policy.renewed(RenewalMemo(GATE), START + timedelta(days=9), GATE, "new", refused=True)
    assert verdict(memo, gate="new", refused=True).renew is Renew.NOW


# -- refused ----------------------------------------------------------------------------------------------------------
def test_a_refused_refresh_token_is_never_sent_again() -> None:
    memo = after(later(), REFUSED)
    for seconds in (0, 86_400, 40 * 86_400):
        assert verdict(memo, seconds) == Verdict(Renew.NEVER, reason="refused")
    assert verdict(memo, 86_400, refused=True) == Verdict(Renew.NEVER, reason="refused")


def test_another_sign_in_starts_anew_whatever_became_of_the_one_before() -> None:
    for memo in (after(REFUSED), after(UNANSWERED, UNANSWERED), after(later(4000))):
        assert verdict(memo, gate="another") == Verdict(Renew.NOW)


# -- unanswered -------------------------------------------------------------------------------------------------------
def test_a_token_whose_answer_was_lost_is_sent_once_more_after_a_minute_and_then_never() -> None:
    once = after(UNANSWERED)
    assert verdict(once, 59) == Verdict(Renew.WAIT, START + timedelta(seconds=60))
    assert verdict(once, 60) == Verdict(Renew.NOW)
    twice = after(UNANSWERED, memo=once)
    assert verdict(twice, 40 * 86_400) == Verdict(Renew.NEVER, reason="refused")
    assert verdict(twice, 40 * 86_400, refused=True).renew is Renew.NEVER


def test_trouble_of_the_service_in_between_does_not_make_a_lost_answer_forgotten() -> None:
    memo = after(UNANSWERED, later(), UNANSWERED, apart=200)
    assert verdict(memo, 40 * 86_400).renew is Renew.NEVER


# -- the service is in trouble ----------------------------------------------------------------------------------------
def test_a_service_in_trouble_is_asked_more_and_more_rarely() -> None:
    memo, waits = RenewalMemo(GATE), []
    for _ in range(7):
        memo = policy.not_renewed(memo, later(), START)
        assert memo.not_before is not None
        waits.append((memo.not_before - START).total_seconds())
    assert waits == [60, 120, 300, 600, 900, 900, 900]
    assert verdict(memo, 899).renew is Renew.WAIT
    assert verdict(memo, 900).renew is Renew.NOW


@pytest.mark.parametrize(("asked", "waited"), [(0.0, 60), (-5.0, 60), (59.0, 60), (3600.0, 3600), (1e9, 4500)])
def test_a_wait_that_the_service_asks_for_is_kept_within_bounds(asked: float, waited: float) -> None:
    assert after(later(asked)).not_before == START + timedelta(seconds=waited)


def test_a_wait_holds_for_a_refused_token_too() -> None:
    assert verdict(after(later(600)), 599, refused=True).renew is Renew.WAIT


@pytest.mark.parametrize("kept", [START + timedelta(days=400), START + timedelta(seconds=4501)])
def test_a_clock_set_back_does_not_lengthen_a_wait_beyond_the_longest(kept: datetime) -> None:
    assert verdict(RenewalMemo(GATE, not_before=kept)).until == START + timedelta(seconds=4500)


# -- nothing was tried ------------------------------------------------------------------------------------------------
def test_what_only_the_user_can_change_is_not_remembered_against_the_token() -> None:
    assert after(NotRenewed("renewal_off", Remaining.USER)) == RenewalMemo(GATE)
