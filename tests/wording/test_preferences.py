"""How an account stands, in one sentence that fits its row."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.fakes import START
from tests.statuses import CLAUDE, SESSION, ZAI, failing, ok
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus, Renewal
from usagebar_qt.wording.preferences import RENEWAL_NAMES, RENEWAL_TEXTS, standing

GOOD = ok(SESSION)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (GOOD, "Works. Plan: Max 20x."),
        (replace(GOOD, key_for_session=True), "Works until you quit: its key is held in memory alone."),
        (AccountStatus(CLAUDE, AccountState.DISABLED), "Switched off: nothing is read and nothing is asked."),
        (AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED), "Not set up."),
        (AccountStatus(ZAI, AccountState.STALE), "Not looked at yet."),
        (failing(ErrorCode.SIGN_IN_EXPIRED, figures=True), "The sign-in of Claude has expired."),
        (replace(GOOD, state=AccountState.NO_PLAN), "This account has no plan limits."),
    ],
)
def test_an_account_says_how_it_stands(status: AccountStatus, words: str) -> None:
    assert standing(status, "open_cli", "Claude", START).english() == words


def test_a_plan_without_a_name_is_not_named() -> None:
    assert GOOD.snapshot is not None
    nameless = replace(GOOD, snapshot=replace(GOOD.snapshot, plan=None))
    assert standing(nameless, "open_cli", "Claude", START).english() == "Works."


def test_each_mode_of_renewal_has_a_name_and_says_what_it_does() -> None:
    modes = set(Renewal) - {Renewal.PLATFORM}
    assert set(RENEWAL_NAMES) == set(RENEWAL_TEXTS) == modes
