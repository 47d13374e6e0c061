"""The catalogue: who is in it, and that what is needed three times a day is not made before."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from tests.fakes import FakeClock
from tests.providers.renewal_bed import Line
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.credentials.lock_notes import NOTES_FOLDER
from usagebar_qt.domain.errors import NotRenewed
from usagebar_qt.domain.models import Account, AccountId, Renewal
from usagebar_qt.providers.registry import LateRenewer, build_providers, folder_finders
from usagebar_qt.providers.renewal import Renewer

ACCOUNT = Account(AccountId("claude"), "Claude", renewal=Renewal.NEVER)


def signed_in(home: Path) -> None:
    folder = home / ".claude"
    folder.mkdir(parents=True)
    login = {"accessToken": "a", "refreshToken": "r", "expiresAt": 1}
    (folder / ".credentials.json").write_text(json.dumps({"claudeAiOauth": login}))


def test_the_catalogue_is_in_the_order_of_the_cards(tmp_path: Path) -> None:
    providers = build_providers({}, tmp_path, "linux", MemoryKeyStore(), None, FakeClock(), tmp_path)
    assert list(providers) == ["claude", "zai"]
    assert (providers["claude"].renewer is not None, providers["zai"].renewer) == (True, None)


def test_the_renewer_is_made_from_its_real_parts_when_a_sign_in_is_to_be_renewed(tmp_path: Path) -> None:
    signed_in(tmp_path)
    claude = build_providers({}, tmp_path, "linux", MemoryKeyStore(), None, FakeClock(), tmp_path / "state")["claude"]
    assert claude.renewer is not None
    with pytest.raises(NotRenewed, match="renewal_off"):
        claude.renewer.renew(ACCOUNT, claude.read_credential(ACCOUNT), Line())


def test_there_is_nothing_to_tidy_and_nothing_made_where_nothing_was_left(tmp_path: Path) -> None:
    def make() -> Renewer:
        raise AssertionError("nobody needs it")

    LateRenewer(make, lambda: False).tidy()


def test_what_a_killed_process_left_is_tidied_through_the_real_renewer(tmp_path: Path) -> None:
    notes = tmp_path / NOTES_FOLDER
    notes.mkdir()
    (notes / "1-dead.json").write_text("{")  # it was killed while it wrote this
    claude = build_providers({}, tmp_path, "linux", MemoryKeyStore(), None, FakeClock(), tmp_path)["claude"]
    assert claude.renewer is not None
    claude.renewer.tidy()
    assert list(notes.glob("*.json")) == []


def test_macos_reads_claudes_entry_under_the_users_name(tmp_path: Path) -> None:
    store = MemoryKeyStore()
    login = {"claudeAiOauth": {"accessToken": "from-the-keychain"}}
    store.write("Claude Code-credentials", "anna", json.dumps(login))
    claude = build_providers({"USER": "anna"}, tmp_path, "darwin", store, None, FakeClock(), tmp_path)["claude"]
    assert claude.read_credential(ACCOUNT).secret.reveal() == "from-the-keychain"


@pytest.mark.skipif(sys.platform == "win32", reason="a WSL may be there; tests/credentials/test_wsl.py has it with a fake one")
def test_without_wsl_nobody_finds_further_folders() -> None:
    assert folder_finders({}, "linux") == {}
    assert folder_finders({"PATH": "/nowhere"}, "win32") == {}
