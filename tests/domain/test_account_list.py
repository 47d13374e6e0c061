"""The list of accounts as a person changes it: no two are ever mistaken for each other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.domain.account_list import (
    LONGEST_SLUG,
    free_id,
    free_name,
    moved,
    ordered,
    placed,
    without,
    without_new_shares,
)
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import LONGEST_NAME, AccountSettings, Settings

CLAUDE, WORK, ZAI = AccountId("claude"), AccountId("claude", "work"), AccountId("zai")


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Work", "work"), ("My 2nd account!", "my-2nd-account"), ("Büro", "büro"), ("***", "2"), ("", "2"), ("x" * 99, "x" * 32)],
)
def test_an_id_is_the_slug_of_the_name(name: str, slug: str) -> None:
    assert free_id("claude", name, [CLAUDE]) == AccountId("claude", slug)


def test_an_id_that_is_taken_gets_a_number() -> None:
    taken = [CLAUDE, WORK, AccountId("claude", "work-2"), AccountId("zai", "work-3")]
    assert free_id("claude", "WORK", taken) == AccountId("claude", "work-3")


@given(st.text(max_size=80), st.lists(st.text(max_size=6), max_size=4))
def test_every_id_survives_the_settings_file_and_is_nobody_elses(name: str, others: list[str]) -> None:
    taken: list[AccountId] = [CLAUDE]
    for other in [*others, name]:
        taken.append(free_id("claude", other, taken))
    assert len(set(taken)) == len(taken)
    settings = Settings(accounts=tuple(AccountSettings(account_id) for account_id in taken))
    assert Settings.parse(settings.to_mapping()) == (settings, ())
    assert all(len(account_id.slug) <= LONGEST_SLUG + 4 for account_id in taken)


@pytest.mark.parametrize(
    ("wanted", "name"),
    [(" Home \n office\t", "Home office"), ("work", "work 2"), ("Z.AI", "Z.AI 3"), ("", ""), ("n" * 99, "n" * LONGEST_NAME)],
)
def test_a_name_is_one_line_and_nobody_elses(wanted: str, name: str) -> None:
    assert free_name(wanted, ["Work", "z.ai", "Z.ai 2"]) == name


def test_a_name_stays_within_its_length_with_a_number_too() -> None:
    long = "n" * LONGEST_NAME
    assert free_name(long, [long]) == "n" * (LONGEST_NAME - 2) + " 2"


def test_an_account_goes_up_and_down_and_stops_at_the_ends() -> None:
    ids = (CLAUDE, WORK, ZAI)
    assert moved(ids, ZAI, -1) == (CLAUDE, ZAI, WORK)
    assert moved(ids, CLAUDE, 1) == (WORK, CLAUDE, ZAI)
    assert moved(ids, CLAUDE, -1) == ids
    assert moved(ids, ZAI, 1) == ids


def test_an_order_keeps_what_was_set_and_what_a_newer_version_has_added() -> None:
    newer = AccountSettings(AccountId("newer"), "Newer")
    settings = Settings(accounts=(newer, AccountSettings(CLAUDE, "Mine", False, {"config_dir": "/x"})))
    after = ordered(settings, (ZAI, CLAUDE))
    assert [entry.id for entry in after.accounts] == [ZAI, CLAUDE, newer.id]
    assert after.account(CLAUDE) == settings.account(CLAUDE)
    assert after.account(newer.id) == newer


def test_a_removed_account_leaves_the_icon_too_and_a_first_account_cannot_be_removed() -> None:
    settings = Settings(accounts=(AccountSettings(CLAUDE), AccountSettings(WORK)), icon_account=WORK)
    after = without(settings, WORK)
    assert [entry.id for entry in after.accounts] == [CLAUDE]
    assert after.icon_account is None
    assert without(settings, CLAUDE) == settings
    assert without(Settings(icon_account=ZAI, accounts=settings.accounts), WORK).icon_account == ZAI


def test_what_is_set_of_one_account_moves_none_and_a_new_one_comes_last() -> None:
    after = placed(Settings(), (CLAUDE, ZAI), AccountSettings(ZAI, enabled=False))
    assert [(entry.id, entry.enabled) for entry in after.accounts] == [(CLAUDE, True), (ZAI, False)]
    newer = AccountSettings(AccountId("newer"))
    after = placed(replace(after, accounts=(newer, *after.accounts)), (CLAUDE, ZAI), AccountSettings(WORK, "Work"))
    assert [entry.id for entry in after.accounts] == [CLAUDE, ZAI, WORK, newer.id]


@pytest.mark.parametrize(
    ("folder", "stays"),
    [
        ("C:\\Users\\me\\.claude", True),
        ("/home/me/.claude", True),
        ("\\\\wsl.localhost\\Debian\\home\\me\\.claude", True),
        ("//WSL$/Debian/home/me/.claude", True),
        ("\\\\evil.example\\share", False),
        ("//evil.example/share", False),
        ("\\\\?\\UNC\\evil.example\\share", False),
        ("\\/evil.example\\share", False),
    ],
)
def test_an_account_on_another_computer_comes_with_no_file_unless_it_is_there_already(folder: str, stays: bool) -> None:
    found = Settings(accounts=(AccountSettings(AccountId("claude", "x"), options={"config_dir": folder}),))
    assert (without_new_shares(found, Settings()).accounts != ()) is stays
    assert without_new_shares(found, found) == found
