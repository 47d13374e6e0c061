"""An API key: stored, referenced or in the environment; and what a typed one must look like."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass

import pytest

from tests.credentials.logins import CANARY, shown
from usagebar_qt.credentials.api_key import ApiKeySource, checked_text, referenced
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.errors import CredentialLocked, InvalidKey, NotConfigured
from usagebar_qt.domain.secret import Secret

KEY = "0123456789abcdef.canary-key"
OTHER = "fedcba9876543210.canary-other"


@dataclass(frozen=True)
class Place:
    service: str = "usage-bar-test-credentials"
    username: str = "test"
    env_names: tuple[str, ...] = ("FIRST_KEY", "SECOND_KEY")


class Shut(MemoryKeyStore):
    """A store that may not be read now."""

    def __init__(self, reason: str) -> None:
        super().__init__()
        self.reason = reason

    def read(self, service: str, username: str) -> str | None:
        raise CredentialLocked(self.reason)


def source(stored: str | None = None, **environ: str) -> ApiKeySource:
    place = Place()
    return ApiKeySource(place, environ, MemoryKeyStore({(place.service, place.username): stored} if stored is not None else {}))


def refusal(found: ApiKeySource) -> tuple[str, str]:
    with pytest.raises(InvalidKey) as caught:
        found.read()
    assert CANARY not in shown(caught.value)
    return caught.value.reason, caught.value.detail


def test_a_stored_key_wins_over_the_environment() -> None:
    found = source(KEY, FIRST_KEY=OTHER).read()
    assert (found.key, found.origin, found.reference) == (Secret(KEY), "keyring", None)


def test_the_first_variable_that_holds_anything_counts() -> None:
    found = source(None, FIRST_KEY=" \t", SECOND_KEY=f" {KEY}\n").read()
    assert (found.key, found.origin) == (Secret(KEY), "environment")


@pytest.mark.parametrize("stored", [None, "", " \r\n"])
def test_no_key_or_a_blank_one_is_not_configured(stored: str | None) -> None:
    with pytest.raises(NotConfigured):
        source(stored, FIRST_KEY="").read()


@pytest.mark.parametrize("text", ["{env:MY_KEY}", "$env:MY_KEY", "{ENV:MY_KEY}", "$Env:MY_KEY", "{eNv:MY_KEY}", " {env:MY_KEY}\n"])
def test_a_stored_reference_is_followed_at_every_read_in_any_case_of_its_prefix(text: str) -> None:
    found = source(text, MY_KEY=KEY).read()
    assert (found.key, found.origin, found.reference) == (Secret(KEY), "reference", "MY_KEY")


@pytest.mark.parametrize("value", [{}, {"MY_KEY": " "}, {"my_key": KEY}])
def test_a_reference_to_a_missing_variable_names_it(value: dict[str, str]) -> None:
    assert refusal(source("{env:MY_KEY}", **value)) == ("env_missing", "MY_KEY")


def test_a_reference_is_never_sent_as_a_key() -> None:
    assert refusal(source("{env:MY_KEY}", MY_KEY="{env:MY_KEY}")) == ("malformed", "")
    assert refusal(source(None, FIRST_KEY="$env:OTHER_KEY")) == ("malformed", "")
    assert refusal(source("{env:MY-KEY-NAME}")) == ("malformed", "")


@pytest.mark.parametrize("middle", ["\r\n", "\n", "\x00", "\x7f", " ", "ü", "\u200b", "\ud800"])
def test_a_key_that_cannot_stand_in_a_header_is_malformed_wherever_it_comes_from(middle: str) -> None:
    key = f"0123456789{middle}{CANARY}"
    assert refusal(source(key)) == ("malformed", "")
    assert refusal(source(None, FIRST_KEY=key)) == ("malformed", "")
    assert refusal(source("{env:MY_KEY}", MY_KEY=key)) == ("malformed", "")


@pytest.mark.parametrize(
    ("text", "reason"), [("", "empty"), ("  \n", "empty"), ("123456789", "short"), ("a" * 10_000, "malformed")]
)
def test_a_typed_key_that_cannot_be_one_is_refused_with_a_word(text: str, reason: str) -> None:
    with pytest.raises(InvalidKey) as caught:
        checked_text(text)
    assert caught.value.reason == reason


def test_ten_characters_and_every_reference_are_accepted_and_trimmed() -> None:
    assert checked_text(" 1234567890\n") == "1234567890"
    assert checked_text(" $env:A ") == "$env:A"
    assert referenced("$env:A") == "A"
    assert referenced("{env:}") is None


def test_a_reference_is_stored_as_a_reference() -> None:
    place, store = Place(), MemoryKeyStore()
    ApiKeySource(place, {"MY_KEY": KEY}, store).write(" {env:MY_KEY} ")
    assert store.read(place.service, place.username) == "{env:MY_KEY}"


def test_further_accounts_have_entries_of_their_own_and_no_environment() -> None:
    place, store = Place(), MemoryKeyStore()
    keys = ApiKeySource(place, {"FIRST_KEY": KEY}, store)
    with pytest.raises(NotConfigured):
        keys.read("work")
    keys.write(OTHER, "work")
    assert keys.read("work").key == Secret(OTHER)
    assert keys.read().origin == "environment"
    assert keys.delete("work")
    assert not keys.delete("work")


def test_a_locked_store_may_hold_a_key_that_would_win() -> None:
    with pytest.raises(CredentialLocked):
        ApiKeySource(Place(), {"FIRST_KEY": KEY}, Shut("locked")).read()


def test_where_nothing_can_be_stored_yet_the_environments_key_counts() -> None:
    assert ApiKeySource(Place(), {"FIRST_KEY": KEY}, Shut("no_collection")).read().origin == "environment"
    with pytest.raises(CredentialLocked):
        ApiKeySource(Place(), {}, Shut("no_collection")).read()


def test_no_repr_shows_a_key() -> None:
    keys = source(KEY, FIRST_KEY=OTHER)
    assert CANARY not in f"{keys!r} {keys.read()!r} {keys.env_key()!r}"


def test_looking_at_the_environment_imports_no_keyring() -> None:
    program = (
        "import sys; from tests.credentials.test_api_key import Place, ApiKeySource;"
        "from usagebar_qt.credentials.key_store import SystemKeyStore;"
        "assert ApiKeySource(Place(), {'FIRST_KEY': '0123456789'}, SystemKeyStore({}, 'linux')).env_key();"
        "print([name for name in ('keyring', 'secretstorage', 'jeepney') if name in sys.modules])"
    )
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert ended.stdout.strip() == "[]"
