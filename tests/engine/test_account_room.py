"""A key until the program ends; folders that are looked at; accounts that are added and removed."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from tests.engine.accounts_bed import HOME, ONE, SECOND_KEY, THIRD_KEY, TWO, WORK, Bed, Shut, used
from tests.fakes import CLAUDE_LIKE, KEY_LIKE, START
from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import CredentialLocked, CredentialUnreadable, InvalidKey
from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.secret import Secret
from usagebar_qt.engine.account_room import AccountRoom, Finding, FolderLook
from usagebar_qt.engine.keys import KeyPresence
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.state_store import StateStore
from usagebar_qt.engine.workers import Workers
from usagebar_qt.providers.base import FoundFolder


@pytest.fixture
def bed(tmp_path: Path) -> Bed:
    return Bed.with_keys(tmp_path)


# -- a key until the program ends ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("word", ["none", "secret_service"])
def test_without_a_usable_keyring_a_key_is_used_until_the_end_and_written_nowhere(tmp_path: Path, word: str) -> None:
    bed = Bed(tmp_path, Shut(word))
    assert bed.presence(TWO) == (KeyPresence(storable=False) if word == "none" else KeyPresence(locked=True))
    with pytest.raises(CredentialLocked):
        bed.save(TWO, SECOND_KEY)
    asyncio.run(bed.keys.hold(TWO, SECOND_KEY))
    assert bed.presence(TWO) == KeyPresence(for_session=True)
    status = bed.fetch(TWO)
    assert (used(status), status.key_for_session) == (20.0, True)
    assert bed.fetch(ONE).snapshot is None
    for path in tmp_path.rglob("*"):
        assert path.is_dir() or SECOND_KEY.encode() not in path.read_bytes()
    bed.begin()
    bed.keys.end_session([ONE, TWO])
    assert bed.fetcher.last_known(TWO).snapshot is None
    assert bed.fetch(TWO).snapshot is None


def test_a_key_that_is_held_is_checked_like_one_that_is_stored(tmp_path: Path) -> None:
    bed = Bed(tmp_path, Shut())
    bed.keyed.answers[SECOND_KEY] = InvalidKey("refused")
    with pytest.raises(InvalidKey):
        asyncio.run(bed.keys.hold(TWO, SECOND_KEY))
    with pytest.raises(InvalidKey):
        asyncio.run(bed.keys.hold(TWO, "short"))
    with pytest.raises(InvalidKey):
        asyncio.run(bed.keys.hold(TWO, "{env:NOT_THERE}"))
    assert bed.presence(TWO) == KeyPresence(locked=True)


def test_delete_forgets_the_key_of_the_session_without_opening_the_keyring(tmp_path: Path) -> None:
    bed = Bed(tmp_path, Shut())
    asyncio.run(bed.keys.hold(TWO, SECOND_KEY))
    assert asyncio.run(bed.keys.delete(TWO))
    assert bed.presence(TWO) == KeyPresence(locked=True)


def test_a_key_that_is_saved_takes_the_place_of_the_one_that_was_held(bed: Bed) -> None:
    asyncio.run(bed.keys.hold(TWO, THIRD_KEY))
    assert used(bed.fetch(TWO)) == 30.0
    bed.save(TWO, SECOND_KEY)
    assert bed.presence(TWO) == KeyPresence(stored=True)
    assert used(bed.fetch(TWO)) == 20.0


def test_another_process_shows_the_figures_of_a_held_key_and_does_not_forget_them(tmp_path: Path) -> None:
    bed = Bed(tmp_path, Shut("none"))
    asyncio.run(bed.keys.hold(TWO, SECOND_KEY))
    bed.fetch(TWO)
    bed.begin()
    bed.clock.forward(600)
    assert used(bed.fetch(TWO)) == 20.0
    assert bed.fetcher.stamp(TWO) != 0
    bed.clock.forward(3_600)
    assert bed.fetch(TWO).state is AccountState.NOT_CONFIGURED


# -- folders, adding and removing ---------------------------------------------------------------------------------------
def test_a_folder_is_looked_at_without_a_request(bed: Bed) -> None:
    def look(folder: str) -> FolderLook:
        return asyncio.run(bed.room.look(CLAUDE_LIKE.id, "folder", folder, [ONE, HOME, WORK]))

    bed.logins["/third"] = Credential(Secret("t"), Identity({"account": "u-3"}, Secret("t"), "file"), "t")
    bed.logins["/copy"] = Credential(Secret("t"), Identity({"account": "u-w"}, Secret("renewed"), "file"), "t")
    assert look("/third") == FolderLook("/third", Finding.SIGNED_IN)
    assert look("/copy") == FolderLook("/copy", Finding.SAME_ACCOUNT, "Work")
    assert look("/empty") == FolderLook("/empty", Finding.NO_LOGIN)
    assert bed.signed.asked == []


def test_a_folder_that_cannot_be_read_is_said(bed: Bed) -> None:
    look = asyncio.run(Bed(bed.folder, Shut()).room.look(KEY_LIKE.id, "folder", "/x", []))
    assert look.finding is Finding.UNREADABLE


def test_an_added_account_shows_nothing_of_an_earlier_one_with_its_id(bed: Bed) -> None:
    bed.fetch(WORK)
    assert used(bed.fetcher.last_known(WORK)) == 50.0
    asyncio.run(bed.room.start_anew(WORK))
    assert bed.fetcher.last_known(WORK).snapshot is None


def test_a_removed_account_leaves_neither_figures_nor_entry_and_no_file_of_claudes_is_touched(bed: Bed) -> None:
    before = dict(bed.logins)
    for account in (TWO, WORK):
        bed.fetch(account)
        asyncio.run(bed.room.remove(account))
        assert bed.fetcher.stamp(account) == 0
    assert bed.presence(TWO) == KeyPresence()
    assert bed.presence(ONE) == KeyPresence(stored=True)
    assert bed.logins == before


def test_a_removed_account_takes_along_what_is_kept_beside_it_and_nothing_of_anothers(bed: Bed) -> None:
    states = StateStore(Paths.under(bed.folder))
    for account in (HOME, WORK):
        bed.fetch(account)
        states.write_beside(account.id, "renewal", {"gate": "x"})
    asyncio.run(bed.room.remove(WORK))
    assert states.read_beside(WORK.id, "renewal") is None
    assert states.read_beside(HOME.id, "renewal") == {"gate": "x"}
    assert used(bed.fetcher.shown(HOME)) == 40.0
    assert {sample.account for sample in bed.history.samples()} == {str(HOME.id)}


def test_a_removed_account_leaves_no_stored_key_behind_the_one_that_was_held(bed: Bed) -> None:
    asyncio.run(bed.keys.hold(TWO, THIRD_KEY))
    asyncio.run(bed.room.remove(TWO))
    assert bed.presence(TWO) == KeyPresence()


def test_an_account_whose_keyring_refuses_is_not_removed(tmp_path: Path) -> None:
    with pytest.raises(CredentialLocked):
        asyncio.run(Bed(tmp_path, Shut()).room.remove(TWO))


def test_the_wait_of_a_held_key_starts_at_its_own_request(tmp_path: Path) -> None:
    bed = Bed(tmp_path, Shut("none"))
    asyncio.run(bed.keys.hold(TWO, SECOND_KEY))
    status = bed.fetch(TWO)
    assert status.wait is not None
    assert status.wait.until == START + timedelta(seconds=KEY_LIKE.floor_seconds)


def test_folders_are_searched_for_where_there_is_somewhere_to_search(bed: Bed) -> None:
    def fails() -> list[FoundFolder]:
        raise OSError

    found = FoundFolder("Ubuntu: me", "/x")
    room = AccountRoom(
        providers={}, keys=bed.keys, workers=Workers(), history=bed.history, finders={"one": lambda: [found], "two": fails}
    )
    assert room.searchable == {"one", "two"}
    assert asyncio.run(room.search("one")) == (found,)
    assert asyncio.run(room.search("two")) == ()
    assert bed.room.searchable == frozenset()


def test_a_folder_in_a_distribution_that_does_not_run_is_named(bed: Bed) -> None:
    class Stopped(Shut):
        def read(self, service: str, username: str) -> str | None:
            raise CredentialUnreadable("wsl_stopped")

    look = asyncio.run(Bed(bed.folder, Stopped()).room.look(KEY_LIKE.id, "folder", "/x", []))
    assert look.finding is Finding.STOPPED
