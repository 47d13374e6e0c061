"""The calls to advapi32, with a fake one; tests/wine does the same with a real one."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from typing import Any

import pytest

from tests.credentials.fake_advapi import FakeAdvapi
from usagebar_qt.credentials import windows_vault as vault
from usagebar_qt.credentials.windows_vault import (
    AccessDenied,
    CredentialRecord,
    NoLogonSession,
    NotOurs,
    TooLarge,
    Undecodable,
    VaultError,
)

TARGET = "usage-bar-zai-credentials"
CLAUDE = "Claude Code-credentials"
CANARY = "canary-0123456789abcdef"
STOCK = "Stored using python-keyring"


def utf16(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_the_structure_lies_in_memory_as_in_64_bit_windows() -> None:
    offsets = {name: getattr(CredentialRecord, name).offset for name, *_ in CredentialRecord._fields_}
    assert ctypes.sizeof(CredentialRecord) == 80
    assert offsets == {
        "flags": 0,
        "kind": 4,
        "target": 8,
        "comment": 16,
        "last_written": 24,
        "blob_size": 32,
        "blob": 40,
        "persist": 48,
        "attribute_count": 52,
        "attributes": 56,
        "target_alias": 64,
        "user": 72,
    }


def test_a_key_is_written_as_the_tauri_app_writes_it() -> None:
    api = FakeAdvapi()
    vault.write_entry(TARGET, "schlüssel", api=api)
    stored = api.get(TARGET)
    assert stored is not None
    assert (stored.blob, stored.user, stored.comment, stored.persist) == ("schlüssel".encode(), None, None, 2)
    assert api.targets() == {TARGET}


def test_a_key_that_was_written_is_read() -> None:
    api = FakeAdvapi()
    vault.write_entry(TARGET, "key-1", api=api)
    vault.write_entry(TARGET, "key-2", api=api)
    assert vault.read_entry(TARGET, api) == "key-2"


def test_an_absent_entry_is_none_and_nothing_is_freed() -> None:
    api = FakeAdvapi()
    assert vault.read_entry(TARGET, api) is None
    assert api.freed == []


def test_an_empty_entry_is_an_empty_text() -> None:
    api = FakeAdvapi()
    api.put(TARGET, b"")
    assert vault.read_entry(TARGET, api) == ""


def test_every_record_is_given_back_once_and_overwritten_before() -> None:
    api = FakeAdvapi()
    api.put(TARGET, CANARY.encode(), "zai", STOCK)
    api.put(f"zai@{TARGET}", utf16(CANARY), "zai", STOCK)
    vault.read_entry(TARGET, api)
    vault.delete_entry(TARGET, api=api)
    assert api.lent == {}
    assert len(api.freed) == 3
    assert not any(any(memory) for memory in api.freed)


def test_a_record_is_given_back_and_overwritten_where_it_cannot_be_decoded() -> None:
    api = FakeAdvapi()
    api.put(TARGET, b"canary\xff\xfe")
    with pytest.raises(Undecodable):
        vault.read_entry(TARGET, api)
    assert api.lent == {}
    assert api.freed == [bytes(8)]


def test_the_buffer_that_was_sent_is_overwritten() -> None:
    api = FakeAdvapi()
    vault.write_entry(TARGET, CANARY, api=api)
    (pointer,) = api.sent
    record = pointer.contents
    assert record.blob[: record.blob_size] == [0] * len(CANARY)


def test_a_text_that_is_too_large_is_refused_before_windows_is_asked() -> None:
    api = FakeAdvapi()
    api.put(TARGET, b"old")
    with pytest.raises(TooLarge):
        vault.write_entry(TARGET, "x" * 2561, api=api)
    assert api.calls == []


@pytest.mark.parametrize(("number", "kind"), [(1312, NoLogonSession), (5, AccessDenied), (1004, VaultError)])
def test_what_windows_refuses_is_told_apart_in_each_call(number: int, kind: type[VaultError]) -> None:
    api = FakeAdvapi(refuse={TARGET: number})
    for call in (
        lambda: vault.read_entry(TARGET, api),
        lambda: vault.write_entry(TARGET, CANARY, api=api),
        lambda: vault.delete_entry(TARGET, api=api),
    ):
        with pytest.raises(kind) as caught:
            call()
        assert caught.value.winerror == number
        assert CANARY not in repr(caught.value)


def test_a_write_that_windows_finds_too_large_says_so() -> None:
    class Small(FakeAdvapi):
        def cred_write(self, credential: Any, flags: int) -> int:
            self.error = 1783
            return 0

    with pytest.raises(TooLarge):
        vault.write_entry(TARGET, CANARY, api=Small())


@pytest.mark.parametrize("target", [CLAUDE, "somebody-else", "", f"None@{TARGET}"])
def test_entries_of_other_programs_are_never_written_or_deleted(target: str) -> None:
    api = FakeAdvapi()
    api.put(target, b"theirs")
    with pytest.raises(NotOurs):
        vault.write_entry(target, CANARY, api=api)
    with pytest.raises(NotOurs):
        vault.delete_entry(target, api=api)
    assert api.calls == []


def test_the_entry_of_another_program_is_read() -> None:
    api = FakeAdvapi()
    api.put(CLAUDE, b'{"claudeAiOauth": {}}', "somebody")
    assert vault.read_entry(CLAUDE, api) == '{"claudeAiOauth": {}}'
    assert {call for call, _ in api.calls} == {"read"}


def test_deleting_says_whether_there_was_anything() -> None:
    api = FakeAdvapi()
    api.put(TARGET, b"key")
    assert vault.delete_entry(TARGET, api=api) is True
    assert vault.delete_entry(TARGET, api=api) is False
    assert api.targets() == set()


def stock_overwrote(api: FakeAdvapi) -> None:
    """What the vault holds after stock keyring has overwritten our entry twice, for the user "zai"."""
    api.put(f"None@{TARGET}", utf16("key-1"), None, STOCK)
    api.put(f"zai@{TARGET}", utf16("key-2"), "zai", STOCK)
    api.put(TARGET, utf16("key-3"), "zai", STOCK)


def test_overwriting_what_stock_keyring_wrote_leaves_one_copy_and_no_user() -> None:
    api = FakeAdvapi()
    stock_overwrote(api)
    assert vault.read_entry(TARGET, api) == "key-3"
    vault.write_entry(TARGET, "key-4", api=api)
    assert api.targets() == {TARGET}
    stored = api.get(TARGET)
    assert stored is not None
    assert (stored.blob, stored.user, stored.comment) == (b"key-4", None, None)


def test_overwriting_takes_user_and_comment_away_where_the_system_keeps_those_of_the_old_entry() -> None:
    class Keeps(FakeAdvapi):
        """As Wine's advapi32 does: a NULL leaves alone what is there."""

        def cred_write(self, credential: Any, flags: int) -> int:
            target = credential.contents.target
            old = self.get(target)
            done = super().cred_write(credential, flags)
            new = self.get(target)
            if old is not None and new is not None:
                new.user, new.comment = new.user or old.user, new.comment or old.comment
            return done

    api = Keeps()
    stock_overwrote(api)
    vault.write_entry(TARGET, "key-4", api=api)
    stored = api.get(TARGET)
    assert stored is not None
    assert (stored.blob, stored.user, stored.comment) == (b"key-4", None, None)


def test_an_entry_that_is_already_ours_is_written_once_and_never_deleted_in_between() -> None:
    api = FakeAdvapi()
    vault.write_entry(TARGET, "key-1", api=api)
    vault.write_entry(TARGET, "key-2", api=api)
    assert [call for call, _ in api.calls if call != "read"] == ["write", "write"]


def test_deleting_what_stock_keyring_wrote_leaves_nothing() -> None:
    api = FakeAdvapi()
    stock_overwrote(api)
    assert vault.delete_entry(TARGET, api=api) is True
    assert api.targets() == set()


def test_a_copy_is_found_by_its_user_name_where_the_entry_itself_is_gone() -> None:
    api = FakeAdvapi()
    api.put(f"zai@{TARGET}", utf16("key-1"), "zai", STOCK)
    assert vault.delete_entry(TARGET, ("zai",), api) is True
    assert api.targets() == set()


@pytest.mark.parametrize(
    ("name", "user", "comment"),
    [
        (f"None@{TARGET}", None, None),  # no comment of stock keyring: somebody else's
        (f"None@{TARGET}", "None", STOCK),  # a user who is called None
        (f"zai@{TARGET}", "bob", STOCK),
        (f"bob@{TARGET}", "bob", STOCK),  # nothing says that it has to do with us
    ],
)
def test_what_is_not_provably_a_copy_of_ours_stays(name: str, user: str | None, comment: str | None) -> None:
    api = FakeAdvapi()
    api.put(TARGET, b"key-1")
    api.put(name, utf16("theirs"), user, comment)
    vault.write_entry(TARGET, "key-2", ("zai",), api)
    vault.delete_entry(TARGET, ("zai",), api)
    assert api.targets() == {name.lower()}


def test_a_copy_that_resists_does_not_make_a_save_look_failed() -> None:
    api = FakeAdvapi(refuse={f"None@{TARGET}": 5})
    vault.write_entry(TARGET, "key-1", api=api)
    assert vault.read_entry(TARGET, api) == "key-1"


def test_a_copy_that_resists_makes_deleting_fail_so_that_it_is_tried_again() -> None:
    api = FakeAdvapi(refuse={f"None@{TARGET}": 5})
    api.put(TARGET, b"key-1")
    with pytest.raises(AccessDenied):
        vault.delete_entry(TARGET, api=api)


@pytest.mark.skipif(sys.platform == "win32", reason="there it is the real one")
def test_elsewhere_than_on_windows_the_vault_says_so() -> None:
    with pytest.raises(VaultError, match="not_windows"):
        vault.read_entry(TARGET)


def test_the_backend_saves_reads_and_deletes() -> None:
    api = FakeAdvapi()
    backend = vault.make_backend(api)
    assert backend.get_password(TARGET, "zai") is None
    backend.set_password(TARGET, "zai", "key-1")
    assert backend.get_password(TARGET, "zai") == "key-1"
    stored = api.get(TARGET)
    assert stored is not None
    assert stored.user is None
    backend.delete_password(TARGET, "zai")
    assert api.targets() == set()


def test_the_backend_speaks_keyrings_errors_and_keeps_ours_as_the_cause() -> None:
    from keyring.errors import KeyringError, PasswordDeleteError, PasswordSetError

    backend = vault.make_backend(FakeAdvapi(refuse={TARGET: 1312}))
    with pytest.raises(KeyringError, match="no_logon_session") as reading:
        backend.get_password(TARGET, "zai")
    with pytest.raises(PasswordSetError, match="no_logon_session") as writing:
        backend.set_password(TARGET, "zai", CANARY)
    with pytest.raises(PasswordDeleteError, match="no_logon_session") as deleting:
        backend.delete_password(TARGET, "zai")
    for caught in (reading, writing, deleting):
        assert isinstance(caught.value.__cause__, NoLogonSession)
        assert CANARY not in repr(caught.value)


def test_the_backend_says_when_there_was_nothing_to_delete() -> None:
    from keyring.errors import PasswordDeleteError

    with pytest.raises(PasswordDeleteError, match="not_found"):
        vault.make_backend(FakeAdvapi()).delete_password(TARGET, "zai")


def test_the_environment_has_no_say_in_the_backend(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEYRING_PROPERTY__API", "planted")
    api = FakeAdvapi()
    vault.make_backend(api).set_password(TARGET, "zai", "key-1")
    assert api.get(TARGET) is not None


@pytest.mark.skipif(sys.platform == "win32", reason="there it is chosen")
def test_keyring_never_chooses_the_backend_by_itself_elsewhere() -> None:
    assert not type(vault.make_backend(FakeAdvapi())).viable


def test_importing_the_module_does_not_import_keyring() -> None:
    code = "import sys, usagebar_qt.credentials.windows_vault; sys.exit('keyring' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
