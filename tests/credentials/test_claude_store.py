"""Claude Code's sign-in: where it lies, which of several counts, and what odd content means."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.logins import ACCESS, CANARY, EXPIRES_MS, REFRESH, login, shown, write
from usagebar_qt.credentials import keychain
from usagebar_qt.credentials.claude_store import ENTRY, ClaudeLogin, ClaudeStore, login_of
from usagebar_qt.domain.errors import CredentialError, CredentialLocked, CredentialUnreadable, NotConfigured, SignedOut
from usagebar_qt.domain.secret import Secret

EXPIRES = datetime.fromtimestamp(EXPIRES_MS / 1000, UTC)


class Entries:
    """The system's credential store, for entries of other programs."""

    def __init__(self, entry: object = None) -> None:
        self.entry = entry
        self.asked: list[str] = []

    def __call__(self, name: str) -> str | None:
        self.asked.append(name)
        if isinstance(self.entry, Exception):
            raise self.entry
        return self.entry if self.entry is None or isinstance(self.entry, str) else json.dumps(self.entry)


def nap(seconds: float) -> None:
    """Time is not what these tests are about."""


def store(
    home: Path, platform: str = "linux", entries: Entries | None = None, environ: Mapping[str, str] | None = None
) -> ClaudeStore:
    return ClaudeStore(environ or {}, home, platform, entries, sleep=nap, monotonic=lambda: 0.0)


def token_of(found: ClaudeLogin) -> str:
    return found.access.reveal()


def usual(home: Path, **changes: Any) -> Path:
    return write(home / ".claude" / ".credentials.json", login(**changes))


# -- places -------------------------------------------------------------------------------------------------------------
def test_the_usual_file_gives_the_whole_login(tmp_path: Path) -> None:
    file = usual(tmp_path)
    found = store(tmp_path).read(None)
    assert (token_of(found), found.refresh, found.expires_at) == (ACCESS, Secret(REFRESH), EXPIRES)
    assert found.scopes == ("user:inference", "user:profile")
    assert (found.subscription, found.tier, found.origin, found.path) == ("max", "default_claude_max_5x", "file", file)
    assert found.refresh_expires_at is not None
    assert found.may_be_renewed


def test_nothing_at_all_is_not_configured_even_where_claude_codes_folder_exists(tmp_path: Path) -> None:
    for _ in range(2):
        with pytest.raises(NotConfigured):
            store(tmp_path).read(None)
        (tmp_path / ".claude").mkdir(exist_ok=True)
    assert store(tmp_path).identify(None) is None


def test_the_folder_variable_moves_both_files(tmp_path: Path) -> None:
    write(tmp_path / "cfg" / ".credentials.json", login(accessToken="moved"))
    write(tmp_path / "cfg" / ".claude.json", {"oauthAccount": {"accountUuid": "u-1"}})
    usual(tmp_path)
    found = store(tmp_path, environ={"CLAUDE_CONFIG_DIR": str(tmp_path / "cfg")}).read(None)
    assert (token_of(found), found.uuids) == ("moved", {"account": "u-1"})


@pytest.mark.parametrize(("value", "token"), [("SECRETS", "elsewhere"), ("", ACCESS)])
def test_the_secrets_variable_moves_secrets_alone_and_empty_means_the_usual_folder(tmp_path: Path, value: str, token: str) -> None:
    usual(tmp_path)
    write(tmp_path / "s" / ".credentials.json", login(accessToken="elsewhere"))
    write(tmp_path / "cfg" / ".credentials.json", login(accessToken="wrong"))
    write(tmp_path / "cfg" / ".claude.json", {"oauthAccount": {"organizationUuid": "o-1"}})
    moved = {"CLAUDE_SECURESTORAGE_CONFIG_DIR": value and str(tmp_path / "s"), "CLAUDE_CONFIG_DIR": str(tmp_path / "cfg")}
    found = store(tmp_path, environ=moved).read(None)
    assert (token_of(found), found.uuids) == (token, {"organization": "o-1"})


def test_an_accounts_own_folder_passes_over_every_variable(tmp_path: Path) -> None:
    write(tmp_path / "work" / ".credentials.json", login(accessToken="work"))
    elsewhere = {"CLAUDE_SECURESTORAGE_CONFIG_DIR": str(tmp_path / "s"), "CLAUDE_CONFIG_DIR": str(tmp_path / "cfg")}
    assert token_of(store(tmp_path, environ=elsewhere).read(str(tmp_path / "work"))) == "work"
    assert token_of(store(tmp_path, environ=elsewhere).read("~/work")) == "work"


def test_the_dot_file_wins_even_where_it_holds_no_login(tmp_path: Path) -> None:
    plain = write(tmp_path / ".claude" / "credentials.json", login(accessToken="plain"))
    assert token_of(store(tmp_path).read(None)) == "plain"
    usual(tmp_path)
    assert token_of(store(tmp_path).read(None)) == ACCESS
    write(plain.with_name(".credentials.json"), {"mcpOAuth": {}})
    with pytest.raises(SignedOut):
        store(tmp_path).read(None)


def test_a_token_in_the_environment_never_shadows_a_login(tmp_path: Path) -> None:
    usual(tmp_path)
    assert token_of(store(tmp_path, environ={"CLAUDE_CODE_OAUTH_TOKEN": "session-only"}).read(None)) == ACCESS


def test_a_token_in_the_environment_alone_is_no_login(tmp_path: Path) -> None:
    with pytest.raises(NotConfigured):
        store(tmp_path, environ={"CLAUDE_CODE_OAUTH_TOKEN": "session-only"}).read(None)


def test_linux_reads_files_and_no_entry(tmp_path: Path) -> None:
    entries = Entries(login())
    with pytest.raises(NotConfigured):
        store(tmp_path, "linux", entries).read(None)
    assert entries.asked == []


# -- content ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        ({"mcpOAuth": {"s": {"accessToken": CANARY}}}, SignedOut, "no_login"),
        ({}, SignedOut, "no_login"),
        ({"claudeAiOauth": None}, SignedOut, "no_login"),
        ({"claudeAiOauth": [1]}, SignedOut, "no_login"),
        (login(accessToken="", refreshToken="", expiresAt=0), SignedOut, "blank_tokens"),
        (login(accessToken=" \t"), SignedOut, "blank_tokens"),
        (login(accessToken=7), SignedOut, "blank_tokens"),
        (login(accessToken=f"{CANARY}\r\nX-Other: 1"), CredentialUnreadable, "control_characters"),
        (login(accessToken=f"{CANARY}\n"), CredentialUnreadable, "control_characters"),
        (login(accessToken=f"{CANARY}\x00"), CredentialUnreadable, "control_characters"),
        (login(accessToken=f"{CANARY}ü"), CredentialUnreadable, "control_characters"),
        (login(accessToken=f"{CANARY}\ud800"), CredentialUnreadable, "control_characters"),
        (login(refreshToken=f"{CANARY}\r"), CredentialUnreadable, "control_characters"),
        ([login()], CredentialUnreadable, "not_object"),
    ],
)
def test_content_without_a_usable_login_has_its_own_word(
    tmp_path: Path, data: object, error: type[CredentialError], reason: str
) -> None:
    write(tmp_path / ".claude" / ".credentials.json", data)
    with pytest.raises(error) as caught:
        store(tmp_path).read(None)
    assert caught.value.reason == reason
    assert CANARY not in shown(caught.value)
    assert store(tmp_path).identify(None) is None


ODD_EXPIRIES: tuple[object, ...] = (None, 0, -5, True, "soon", "", 1e300, float("nan"), float("inf"), [], {}, 10**400)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (EXPIRES_MS, EXPIRES),
        (float(EXPIRES_MS), EXPIRES),
        (str(EXPIRES_MS), EXPIRES),
        (EXPIRES_MS // 1000, EXPIRES),
        (f"{EXPIRES_MS // 1000}", EXPIRES),
        *((odd, None) for odd in ODD_EXPIRIES),
    ],
)
def test_an_expiry_is_understood_in_every_spelling_and_an_odd_one_is_unknown(value: object, expected: datetime | None) -> None:
    assert login_of(login(expiresAt=value), "file", None).expires_at == expected


def test_a_missing_expiry_is_unknown_and_not_expired() -> None:
    data = login()
    del data["claudeAiOauth"]["expiresAt"]
    assert login_of(data, "file", None).expires_at is None


@pytest.mark.parametrize("scopes", [None, [], "user:profile", [1, None], {}])
def test_scopes_that_cannot_be_read_are_unknown(scopes: object) -> None:
    assert login_of(login(scopes=scopes), "file", None).scopes is None


def test_a_login_without_refresh_token_cannot_be_renewed() -> None:
    found = login_of(login(refreshToken=None), "file", None)
    assert found.refresh is None
    assert not found.may_be_renewed


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = sorted(login()["claudeAiOauth"])


@given(st.dictionaries(st.sampled_from(KEYS), json_values), json_values)
def test_odd_types_never_raise_anything_but_our_own_errors(changes: dict[str, Any], organization: object) -> None:
    try:
        found = login_of(login(**changes) | {"organizationUuid": organization}, "file", None)
    except CredentialError:
        return
    assert found.access.reveal().isascii()


# -- identity -----------------------------------------------------------------------------------------------------------
def test_identity_is_the_accounts_uuids_with_the_refresh_token_as_fallback(tmp_path: Path) -> None:
    write(tmp_path / ".claude" / ".credentials.json", login() | {"organizationUuid": "o-file"})
    plain = store(tmp_path).identify(None)
    assert plain is not None
    assert (plain.uuids, plain.secret) == ({"organization": "o-file"}, Secret(REFRESH))
    write(tmp_path / ".claude.json", {"oauthAccount": {"accountUuid": "a-1", "organizationUuid": "o-1", "emailAddress": "x@y.z"}})
    known = store(tmp_path).identify(None)
    assert known is not None
    assert known.uuids == {"account": "a-1", "organization": "o-1"}


def test_identity_without_refresh_token_is_the_access_token(tmp_path: Path) -> None:
    usual(tmp_path, refreshToken="")
    identity = store(tmp_path).identify(None)
    assert identity is not None
    assert identity.secret == Secret(ACCESS)


@pytest.mark.parametrize(
    "facts", ["{", "[]", '{"oauthAccount": 5}', '{"oauthAccount": {"accountUuid": ["x"], "organizationUuid": "\\ud800"}}']
)
def test_facts_that_cannot_be_read_cost_nothing_but_themselves(tmp_path: Path, facts: str) -> None:
    usual(tmp_path)
    (tmp_path / ".claude.json").write_text(facts, encoding="utf-8")
    found = store(tmp_path).read(None)
    assert (found.uuids, found.facts) == ({}, {})


def test_a_claude_json_of_some_megabytes_is_still_read_and_nothing_personal_is_kept(tmp_path: Path) -> None:
    usual(tmp_path)
    account = {"accountUuid": "a-1", "organizationType": "claude_max", "emailAddress": "x@y.z", "displayName": "X Y"}
    write(tmp_path / ".claude.json", {"projects": {"p": "x" * 3_000_000}, "oauthAccount": account})
    reader = store(tmp_path)
    found = reader.read(None)
    assert (found.uuids, found.facts) == ({"account": "a-1"}, {"subscription": "claude_max"})
    assert "x@y.z" not in repr(vars(reader))


# -- Windows ------------------------------------------------------------------------------------------------------------
SWITCH = {"cachedGrowthBookFeatures": {"tengu_windows_credman": True}}
ON = {"CLAUDE_CODE_FORCE_WINDOWS_CREDMAN": "1"}


def test_windows_reads_the_file_and_does_not_ask_for_the_entry(tmp_path: Path) -> None:
    usual(tmp_path)
    entries = Entries(login(accessToken="entry"))
    found = store(tmp_path, "win32", entries).read(None)
    assert (token_of(found), found.may_be_renewed, entries.asked) == (ACCESS, True, [])


@pytest.mark.parametrize("file", [None, {"mcpOAuth": {}}, login(accessToken="", refreshToken="")])
def test_windows_asks_for_the_entry_where_the_file_holds_no_login(tmp_path: Path, file: object) -> None:
    if file is not None:
        write(tmp_path / ".claude" / ".credentials.json", file)
    entries = Entries(login(accessToken="entry"))
    found = store(tmp_path, "win32", entries).read(None)
    assert (token_of(found), found.origin, found.may_be_renewed, entries.asked) == ("entry", "keyring", False, [ENTRY])


def test_windows_does_not_take_another_login_while_the_file_cannot_be_read(tmp_path: Path) -> None:
    usual(tmp_path).write_text("{", encoding="utf-8")
    with pytest.raises(CredentialUnreadable):
        store(tmp_path, "win32", Entries(login(accessToken="entry"))).read(None)


@pytest.mark.parametrize("entry", [None, CredentialLocked("no_logon_session"), "no json"])
def test_windows_says_signed_out_of_the_file_where_the_entry_does_not_help(tmp_path: Path, entry: object) -> None:
    usual(tmp_path, accessToken="")
    with pytest.raises(SignedOut):
        store(tmp_path, "win32", Entries(entry)).read(None)


@pytest.mark.parametrize("by_variable", [True, False])
def test_windows_takes_the_entry_first_where_claude_codes_switch_is_on(tmp_path: Path, by_variable: bool) -> None:
    if not by_variable:
        write(tmp_path / ".claude.json", SWITCH)
    reader = store(tmp_path, "win32", Entries(login(accessToken="entry")), ON if by_variable else {})
    found = reader.read(None)
    assert (token_of(found), found.contested) == ("entry", False)
    assert reader.identify(None) is None


@pytest.mark.parametrize(
    ("file_ms", "token"), [(EXPIRES_MS + 1, ACCESS), (EXPIRES_MS - 1, "entry"), (EXPIRES_MS, "entry"), (None, "entry")]
)
def test_windows_with_two_logins_shows_the_later_and_renews_neither(tmp_path: Path, file_ms: int | None, token: str) -> None:
    usual(tmp_path, expiresAt=file_ms)
    found = store(tmp_path, "win32", Entries(login(accessToken="entry")), ON).read(None)
    assert (token_of(found), found.contested, found.may_be_renewed) == (token, True, False)


@pytest.mark.parametrize("entry", [None, "no json", {"mcpOAuth": {}}, CredentialLocked("no_logon_session"), "[1]"])
def test_windows_falls_back_on_the_file_where_the_entry_does_not_help(tmp_path: Path, entry: object) -> None:
    usual(tmp_path)
    found = store(tmp_path, "win32", Entries(entry), ON).read(None)
    assert (token_of(found), found.contested, found.may_be_renewed) == (ACCESS, False, True)


def test_an_entry_that_is_no_json_is_unreadable_and_not_shown(tmp_path: Path) -> None:
    with pytest.raises(CredentialUnreadable) as caught:
        store(tmp_path, "win32", Entries(f"{CANARY} is no json"), ON).read(None)
    assert CANARY not in shown(caught.value)


# -- macOS --------------------------------------------------------------------------------------------------------------
def test_macos_takes_the_keychain_first_and_the_file_as_fallback(tmp_path: Path) -> None:
    usual(tmp_path)
    found = store(tmp_path, "darwin", Entries(login(accessToken="entry"))).read(None)
    assert (token_of(found), found.origin, found.may_be_renewed) == ("entry", "keyring", False)
    assert token_of(store(tmp_path, "darwin", Entries()).read(None)) == ACCESS


def test_macos_says_locked_where_there_is_no_file_either(tmp_path: Path) -> None:
    with pytest.raises(CredentialLocked):
        store(tmp_path, "darwin", Entries(CredentialLocked("locked"))).read(None)


def test_macos_names_the_entry_of_a_chosen_folder_by_its_composed_spelling(tmp_path: Path) -> None:
    entries = Entries(login())
    composed, decomposed = "/Users/m/\u00fc", "/Users/m/u\u0308"
    store(tmp_path, "darwin", entries, {"CLAUDE_CONFIG_DIR": composed}).read(None)
    store(tmp_path, "darwin", entries, {"CLAUDE_CONFIG_DIR": decomposed}).read(None)
    store(tmp_path, "darwin", entries).read(None)
    assert entries.asked == [f"{ENTRY}-89818196", f"{ENTRY}-89818196", ENTRY]


# -- what must not be seen ----------------------------------------------------------------------------------------------
def test_no_repr_of_anything_shows_a_token(tmp_path: Path) -> None:
    usual(tmp_path)
    reader = store(tmp_path)
    found = reader.read(None)
    assert CANARY not in f"{found!r} {found} {reader.identify(None)!r} {vars(reader)!r}"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_doctor_learns_of_a_file_that_others_may_read(tmp_path: Path) -> None:
    file = usual(tmp_path)
    file.chmod(0o600)
    assert store(tmp_path).open_to_others(None) is None
    file.chmod(0o644)
    assert store(tmp_path).open_to_others(None) == "644"
    assert store(tmp_path).open_to_others(str(tmp_path / "absent")) is None


def test_the_tool_that_reads_the_keychain_gets_no_variable_that_could_hold_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("Z_AI_API_KEY", "a-key")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "a-token")
    code, words = keychain.run([sys.executable, "-c", "import os; print(sorted(os.environ))"])
    assert code == 0
    assert "PATH" in words
    assert "KEY" not in words
    assert "TOKEN" not in words
