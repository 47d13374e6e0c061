"""Which store is used, what it may never do, and how foreign errors become ours."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pytest

from tests.credentials.key_store_contract import SERVICE, KeyStoreContract
from tests.credentials.logins import CANARY, shown
from usagebar_qt.credentials import keychain, kwallet
from usagebar_qt.credentials.key_store import FAIL, NULL, SECRET_SERVICE, KeyStore, MemoryKeyStore, SystemKeyStore, _in_our_words
from usagebar_qt.domain.errors import CredentialError, CredentialLocked, CredentialUnreadable


class TestMemory(KeyStoreContract):
    @pytest.fixture
    def key_store(self) -> KeyStore:
        return MemoryKeyStore()


# -- choosing -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
@pytest.mark.parametrize(("backend", "word"), [(NULL, "null"), (FAIL, "none")])
def test_keyrings_null_and_fail_mean_that_nothing_is_stored(platform: str, backend: str, word: str) -> None:
    chosen = SystemKeyStore({"PYTHON_KEYRING_BACKEND": backend}, platform)
    assert chosen.read(SERVICE, "one") is None
    assert not chosen.delete(SERVICE, "one")
    with pytest.raises(CredentialLocked) as caught:
        chosen.write(SERVICE, "one", "key-canary-0123456789")
    assert caught.value.reason == "no_store"
    chosen.unlock()
    assert (chosen.describe(), chosen.refused_backend) == (word, None)


@pytest.mark.parametrize(
    "backend", ["keyrings.alt.file.PlaintextKeyring", "keyring.backends.chainer.ChainerBackend", "tests.no.Such"]
)
def test_another_backend_is_not_let_in_and_doctor_can_say_so(monkeypatch: pytest.MonkeyPatch, backend: str) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    refused = SystemKeyStore({"PYTHON_KEYRING_BACKEND": backend}, "linux")
    assert refused.refused_backend == backend
    with pytest.raises(CredentialLocked):
        refused.write(SERVICE, "one", "text")


@pytest.mark.skipif(sys.platform != "linux", reason="buses are Linux's")
@pytest.mark.parametrize("address", [None, "", "unix:path=/nonexistent/bus", "nonsense"])
@pytest.mark.parametrize("environ", [{}, {"PYTHON_KEYRING_BACKEND": SECRET_SERVICE}])
def test_without_a_bus_nothing_is_stored_and_writing_says_that_there_is_no_store(
    monkeypatch: pytest.MonkeyPatch, address: str | None, environ: Mapping[str, str]
) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    if address is not None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    absent = SystemKeyStore(environ, "linux")
    assert absent.read(SERVICE, "one") is None
    assert not absent.delete(SERVICE, "one")
    assert absent.describe() == "none"
    with pytest.raises(CredentialLocked) as caught:
        absent.write(SERVICE, "one", "text")
    assert caught.value.reason == "no_store"


def test_making_a_key_store_and_reading_none_imports_no_keyring() -> None:
    program = (
        "import sys; from usagebar_qt.credentials.key_store import FAIL, SystemKeyStore;"
        "SystemKeyStore({'PYTHON_KEYRING_BACKEND': FAIL}, 'linux').read('s', 'u');"
        "print([name for name in ('keyring', 'secretstorage', 'jeepney', 'cryptography') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"


# -- foreign errors -----------------------------------------------------------------------------------------------------
def foreign(name: str, base: type[Exception] = Exception, **attributes: object) -> Exception:
    error: Exception = type(name, (base,), attributes)(f"{CANARY} in a foreign text")
    return error


@pytest.mark.parametrize(
    ("error", "kind", "reason"),
    [
        (foreign("KeyringLocked"), CredentialLocked, "dismissed"),
        (foreign("PromptDismissedException"), CredentialLocked, "dismissed"),
        (foreign("InitError"), CredentialLocked, "dismissed"),
        (foreign("LockedException"), CredentialLocked, "locked"),
        (foreign("DBusErrorResponse"), CredentialLocked, "silent"),
        (foreign("RuntimeError", RuntimeError), CredentialLocked, "silent"),
        (TimeoutError(CANARY), CredentialLocked, "silent"),
        (ConnectionResetError(CANARY), CredentialLocked, "silent"),
        (foreign("VaultError", word="no_logon_session"), CredentialLocked, "no_logon_session"),
        (foreign("VaultError", word="undecodable"), CredentialUnreadable, "undecodable"),
        (foreign("VaultError", word="too_large"), CredentialUnreadable, "too_large"),
        (UnicodeDecodeError("utf-8", CANARY.encode(), 0, 1, "x"), CredentialUnreadable, "undecodable"),
        (CredentialLocked("no_collection"), CredentialLocked, "no_collection"),
    ],
)
def test_every_foreign_error_becomes_ours_and_loses_its_text(error: Exception, kind: type[CredentialError], reason: str) -> None:
    def fail(text: str) -> None:
        raise error

    with pytest.raises(kind) as caught:
        _in_our_words(fail, CANARY)
    assert caught.value.reason == reason
    assert CANARY not in shown(caught.value)


# -- macOS --------------------------------------------------------------------------------------------------------------
Run = Callable[[Sequence[str]], tuple[int, str]]


def answers(**by_account: tuple[int, str]) -> tuple[Run, list[str]]:
    asked: list[str] = []

    def run(arguments: Sequence[str]) -> tuple[int, str]:
        account = arguments[arguments.index("-a") + 1]
        asked.append(account)
        assert CANARY not in " ".join(arguments)
        return by_account.get(account, (keychain.MISSING, ""))

    return run, asked


def test_the_keychains_text_comes_without_the_tools_newline() -> None:
    run, asked = answers(me=(0, '{"a": 1}\n'))
    assert keychain.read_entry("Claude Code-credentials", {"USER": "me"}, run) == '{"a": 1}'
    assert asked == ["me"]


def test_hexadecimal_output_is_text_that_was_not_ascii() -> None:
    run, _ = answers(me=(0, '{"a": "ü"}'.encode().hex() + "\n"))
    assert keychain.read_entry("s", {"USER": "me"}, run) == '{"a": "ü"}'


def test_a_missing_entry_is_looked_for_under_the_next_account_and_is_none_in_the_end() -> None:
    run, asked = answers()
    assert keychain.read_entry("s", {"USER": "me", "LOGNAME": "other"}, run) is None
    assert asked == ["me", "other", keychain.LAST_ACCOUNT]


@pytest.mark.parametrize("code", [36, 51, 128, 1])
def test_a_keychain_that_refuses_is_locked(code: int) -> None:
    run, _ = answers(me=(code, ""))
    with pytest.raises(CredentialLocked):
        keychain.read_entry("s", {"USER": "me"}, run)


def test_a_keychain_that_is_silent_is_named_and_one_that_is_not_there_is_none() -> None:
    def silent(arguments: Sequence[str]) -> tuple[int, str]:
        raise subprocess.TimeoutExpired(list(arguments), 1, output=CANARY.encode())

    def absent(arguments: Sequence[str]) -> tuple[int, str]:
        raise FileNotFoundError

    with pytest.raises(CredentialLocked) as caught:
        keychain.read_entry("s", {}, silent)
    assert caught.value.reason == "silent"
    assert CANARY not in shown(caught.value)
    assert keychain.read_entry("s", {}, absent) is None


def test_hexadecimal_that_is_no_text_is_unreadable() -> None:
    run, _ = answers(me=(0, "ff00ff"))
    with pytest.raises(CredentialUnreadable):
        keychain.read_entry("s", {"USER": "me"}, run)


# -- KWallet ------------------------------------------------------------------------------------------------------------
class Wallet:
    """Answers KWallet's questions; opening it, which shows a dialog, is not among them."""

    def __init__(self, *, has_entry: bool, is_open: bool) -> None:
        self.answers: dict[str, Any] = {"networkWallet": "kdewallet", "keyDoesNotExist": not has_entry, "isOpen": is_open}
        self.asked: list[str] = []

    def __call__(self, method: str, signature: str, arguments: tuple[str, ...]) -> Any:
        assert len(signature) == len(arguments)
        self.asked.append(method)
        return self.answers[method]


def test_a_wallet_is_only_read_where_that_shows_no_dialog() -> None:
    assert kwallet.has_open_entry(SERVICE, "one", Wallet(has_entry=True, is_open=True))
    with pytest.raises(CredentialLocked) as caught:
        kwallet.has_open_entry(SERVICE, "one", Wallet(has_entry=True, is_open=False))
    assert caught.value.reason == "locked"


def test_a_closed_wallet_without_our_entry_is_nothing_stored() -> None:
    assert not kwallet.has_open_entry(SERVICE, "one", Wallet(has_entry=False, is_open=False))
