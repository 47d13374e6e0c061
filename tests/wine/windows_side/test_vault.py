"""Our functions against a real advapi32, with the Tauri app and stock keyring on the other side."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from keyring.backends.Windows import WinVaultKeyring

from tests.wine.windows_side.tauri import OF_TAURI, Entry, Tauri
from usagebar_qt.credentials import windows_vault as vault

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

TARGET = "usage-bar-zai-credentials"
CLAUDE = "Claude Code-credentials"
STOCK_COMMENT = "Stored using python-keyring"
USUAL = "fedcba9876543210fedcba9876543210.kLmNoPqRsTuVwXyZ"
VALUES = {
    "key, 49 characters (odd)": USUAL,
    "key, 48 characters (even)": USUAL[:-1],
    "{env:Z_AI_API_KEY} (even)": "{env:Z_AI_API_KEY}",
    "{env:ZAI_API_KEY} (odd)": "{env:ZAI_API_KEY}",
    "$env:ZAI_API_KEY (even)": "$env:ZAI_API_KEY",
    "$env:Z_AI_API_KEY (odd)": "$env:Z_AI_API_KEY",
    "non-ASCII, odd bytes": "schlüssel",
    "non-ASCII, even bytes": "schlüssel-€😀",
    "2,560 bytes": "k" * 2560,
}
COLUMNS = "Tauri writes, we read|we write, Tauri reads bytes|we overwrite, delete|stock keyring writes, we read|we overwrite that"
READ, WRITE, REPLACE, STOCK, OVER_STOCK = COLUMNS.split("|")
Record = Callable[[str, object], None]
each_value = pytest.mark.parametrize(("label", "value"), VALUES.items(), ids=list(VALUES))
# Stock keyring writes UTF-16: half as many characters fit, and it is recognised up to U+00FF (see the codec).
in_stock = pytest.mark.parametrize(
    ("label", "value"), [(label, value) for label, value in VALUES.items() if len(value) <= 1280 and "€" not in value]
)


def stock_keyring() -> KeyringBackend:
    return WinVaultKeyring()  # type: ignore[no-untyped-call]


def as_tauri(value: str) -> Entry:
    return Entry(blob=value.encode("utf-8"), **OF_TAURI)  # type: ignore[arg-type]


@each_value
def test_what_the_tauri_app_writes_we_read(tauri: Tauri, record_property: Record, label: str, value: str) -> None:
    record_property("cell", f"{label}|{READ}")
    tauri.write(TARGET, value.encode("utf-8"))
    assert vault.read_entry(TARGET) == value
    assert vault.make_backend().get_password(TARGET, "zai") == value


@each_value
def test_what_we_write_the_tauri_app_reads_byte_for_byte(tauri: Tauri, record_property: Record, label: str, value: str) -> None:
    record_property("cell", f"{label}|{WRITE}")
    vault.write_entry(TARGET, value)
    assert tauri.read(TARGET) == as_tauri(value)
    assert tauri.targets() == [TARGET]


@each_value
def test_overwriting_and_deleting_leave_no_second_copy(tauri: Tauri, record_property: Record, label: str, value: str) -> None:
    record_property("cell", f"{label}|{REPLACE}")
    tauri.write(TARGET, b"an older and rather longer value of that app")
    vault.write_entry(TARGET, value)
    assert tauri.read(TARGET) == as_tauri(value)
    assert tauri.targets() == [TARGET]
    assert vault.delete_entry(TARGET) is True
    assert tauri.read(TARGET) is None
    assert tauri.targets() == []
    assert vault.delete_entry(TARGET) is False
    assert vault.read_entry(TARGET) is None


@in_stock
def test_what_stock_keyring_writes_we_read(tauri: Tauri, record_property: Record, label: str, value: str) -> None:
    record_property("cell", f"{label}|{STOCK}")
    stock_keyring().set_password(TARGET, "zai", value)
    entry = tauri.read(TARGET)
    assert entry is not None
    assert (entry.blob, entry.user, entry.comment) == (value.encode("utf-16-le"), "zai", STOCK_COMMENT)
    assert vault.read_entry(TARGET) == value


@in_stock
def test_overwriting_what_stock_keyring_wrote_leaves_one_entry(
    tauri: Tauri, record_property: Record, label: str, value: str
) -> None:
    record_property("cell", f"{label}|{OVER_STOCK}")
    vault.write_entry(TARGET, "ours, before")
    stock = stock_keyring()
    stock.set_password(TARGET, "zai", "stock keyring's first")
    stock.set_password(TARGET, "zai", "stock keyring's second")
    assert tauri.targets() == sorted([TARGET, f"None@{TARGET}", f"zai@{TARGET}"])  # the copies it makes
    vault.write_entry(TARGET, value)
    assert tauri.read(TARGET) == as_tauri(value)
    assert tauri.targets() == [TARGET]


def test_deleting_removes_the_copies_that_stock_keyring_made(tauri: Tauri, record_property: Record) -> None:
    record_property("cell", f"copies of stock keyring|{REPLACE}")
    vault.write_entry(TARGET, USUAL)
    stock_keyring().set_password(TARGET, "zai", USUAL)
    assert len(tauri.targets()) == 2
    vault.make_backend().delete_password(TARGET, "zai")
    assert tauri.targets() == []


def test_2561_bytes_are_refused_and_the_old_key_stays(tauri: Tauri, record_property: Record) -> None:
    record_property("cell", f"2,561 bytes: refused, old key kept|{REPLACE}")
    vault.write_entry(TARGET, USUAL)
    with pytest.raises(vault.TooLarge):
        vault.write_entry(TARGET, "ü" * 1280 + "k")
    assert tauri.read(TARGET) == as_tauri(USUAL)


def test_a_reference_is_read_as_it_stands_whoever_wrote_it(tauri: Tauri) -> None:
    """Stock keyring reads the first of these as Chinese characters: it is why there is a backend of our own."""
    tauri.write(TARGET, b"$env:ZAI_API_KEY")
    assert vault.read_entry(TARGET) == "$env:ZAI_API_KEY"
    assert stock_keyring().get_password(TARGET, None) != "$env:ZAI_API_KEY"  # type: ignore[arg-type]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_claudes_entry_is_read_and_never_touched(tauri: Tauri, record_property: Record, encoding: str) -> None:
    record_property("cell", f"Claude Code-credentials, {encoding}|{READ}")
    login = json.dumps({"claudeAiOauth": {"accessToken": "made-up", "expiresAt": 1790000000000, "scopes": ["user:profile"]}})
    tauri.write(CLAUDE, login.encode(encoding))
    before = tauri.read(CLAUDE)
    assert vault.read_entry(CLAUDE) == login
    with pytest.raises(vault.NotOurs):
        vault.write_entry(CLAUDE, "{}")
    with pytest.raises(vault.NotOurs):
        vault.delete_entry(CLAUDE)
    assert tauri.read(CLAUDE) == before


def test_an_entry_that_is_no_text_is_an_error(tauri: Tauri) -> None:
    tauri.write(TARGET, b"\xff\xfe\xfd")
    with pytest.raises(vault.Undecodable):
        vault.read_entry(TARGET)
    assert vault.delete_entry(TARGET) is True


def test_an_empty_entry_is_an_empty_text(tauri: Tauri) -> None:
    tauri.write(TARGET, b"")
    assert vault.read_entry(TARGET) == ""


def test_a_thousand_reads_in_a_row_all_succeed(tauri: Tauri) -> None:
    tauri.write(TARGET, USUAL.encode())
    assert {vault.read_entry(TARGET) for _ in range(1000)} == {USUAL}


def test_keyring_itself_takes_our_backend_on_windows(tauri: Tauri) -> None:
    import keyring

    backend = vault.make_backend()
    assert sys.platform == "win32"
    assert type(backend).viable
    keyring.set_keyring(backend)
    keyring.set_password(TARGET, "zai", USUAL)
    assert keyring.get_password(TARGET, "zai") == USUAL
    assert tauri.read(TARGET) == as_tauri(USUAL)
    keyring.delete_password(TARGET, "zai")
    assert tauri.targets() == []
