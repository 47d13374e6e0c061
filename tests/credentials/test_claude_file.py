"""Claude Code's credentials file, changed: whole at every moment, and nothing in it lost that is not ours."""

from __future__ import annotations

import errno
import json
import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.credentials.file_bed import EXPIRES, NEW, SPENT, as_root, at, block, posix, renew, yes
from tests.credentials.logins import EXPIRES_MS, REFRESH, login, write
from usagebar_qt.credentials.claude_file import RenewedLogin, Replaced
from usagebar_qt.domain.errors import NotRenewed


# -- what is kept -----------------------------------------------------------------------------------------------------
def test_the_three_values_change_and_every_other_stays_in_its_order(file: Path) -> None:
    odd = {"zeta": {"b": 1, "a": [1.5, None, True, "ü 日本 😀"]}, **login(unknown={"x": [2, 1]}), "alpha": 12345678901234567890}
    write(file, odd)
    at(file).check_writable()
    assert renew(file) is Replaced.SAVED
    after = json.loads(file.read_text(encoding="utf-8"))
    changed = {
        "accessToken": NEW.access.reveal(),
        "refreshToken": NEW.refresh.reveal(),
        "expiresAt": int(EXPIRES.timestamp() * 1000),
    }
    assert after == {**odd, "claudeAiOauth": {**odd["claudeAiOauth"], **changed}}
    assert list(after) == list(odd)
    assert list(after["claudeAiOauth"]) == list(odd["claudeAiOauth"])
    assert "日本" in file.read_text(encoding="utf-8")


def test_scopes_and_the_refresh_tokens_own_expiry_follow_where_the_answer_names_them(file: Path) -> None:
    renew(file, RenewedLogin(NEW.access, NEW.refresh, EXPIRES, ("a", "b"), EXPIRES + timedelta(days=28)))
    assert (block(file)["scopes"], block(file)["refreshTokenExpiresAt"]) == (["a", "b"], 1_798_531_200_000)
    renew(write(file, login()))
    assert block(file)["scopes"] == ["user:inference", "user:profile"]
    assert block(file)["refreshTokenExpiresAt"] == EXPIRES_MS + 2_000_000_000


@pytest.mark.parametrize(
    ("before", "factor"), [(EXPIRES_MS, 1000), (EXPIRES_MS // 1000, 1), (True, 1000), ("x", 1000), (0, 1000), (None, 1000)]
)
def test_an_expiry_in_seconds_stays_in_seconds(file: Path, before: object, factor: int) -> None:
    renew(write(file, login(expiresAt=before)))
    assert block(file)["expiresAt"] == int(EXPIRES.timestamp()) * factor


@pytest.mark.parametrize("indent", [None, 2, 4, "\t"], ids=["one line", "two", "four", "tab"])
@pytest.mark.parametrize("end", ["", "\n"])
def test_the_file_keeps_its_manner_of_writing(file: Path, indent: int | str | None, end: str) -> None:
    def said(data: object) -> bytes:
        return (json.dumps(data, indent=indent, separators=(",", ": " if indent else ":")) + end).encode()

    file.write_bytes(said(login()))
    renew(file)
    after = file.read_bytes()
    assert after == said(json.loads(after))


def test_a_byte_order_mark_is_understood(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert renew(file) is Replaced.SAVED
    assert block(file)["refreshToken"] == NEW.refresh.reveal()


def test_half_a_surrogate_pair_in_another_key_is_kept(file: Path) -> None:
    renew(write(file, login() | {"name": "half \ud83d pair"}))
    assert json.loads(file.read_bytes())["name"] == "half \ud83d pair"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o644])
def test_the_mode_is_kept(file: Path, mode: int) -> None:
    file.chmod(mode)
    at(file).check_writable()
    renew(file)
    assert file.stat().st_mode & 0o7777 == mode


@posix
def test_the_new_content_is_never_open_to_more_people_than_the_old(file: Path) -> None:
    modes: list[int] = []

    def look(handle: int, data: bytes) -> int:
        modes.append(os.fstat(handle).st_mode & 0o777)
        return os.write(handle, data)

    before = os.umask(0)
    try:
        renew(file, write=look)
    finally:
        os.umask(before)
    assert modes == [0o600]


@posix
def test_a_link_stays_and_the_file_behind_it_changes(tmp_path: Path, file: Path) -> None:
    (tmp_path / "link").symlink_to(file)
    at(tmp_path / "link").check_writable()
    assert renew(tmp_path / "link") is Replaced.SAVED
    assert (tmp_path / "link").is_symlink()
    assert block(file)["refreshToken"] == NEW.refresh.reveal()


@posix
def test_a_file_that_took_the_place_of_the_link_meanwhile_is_the_one_that_counts(tmp_path: Path, file: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    found = at(link)
    found.check_writable()
    link.unlink()
    write(link, login())
    assert found.replace(SPENT, NEW, yes) is Replaced.SAVED
    assert (block(link)["refreshToken"], block(file)["refreshToken"]) == (NEW.refresh.reveal(), REFRESH)


@as_root
def test_the_owner_is_kept_when_root_renews_for_somebody(file: Path) -> None:
    os.chown(file, 1234, 4321)
    renew(file)
    assert (file.stat().st_uid, file.stat().st_gid) == (1234, 4321)


def refuse(handle: int, user: int, group: int) -> None:
    raise PermissionError(errno.EPERM, "not permitted")


@as_root
def test_a_group_that_we_are_not_in_does_not_stop_the_renewal_and_ours_gets_no_access(file: Path) -> None:
    os.chown(file, os.geteuid(), 4321)
    file.chmod(0o660)
    assert renew(file, chown=refuse) is Replaced.SAVED
    assert file.stat().st_mode & 0o777 == 0o600


@as_root
def test_a_file_that_would_become_ours_is_not_replaced(file: Path) -> None:
    os.chown(file, 1234, 4321)
    with pytest.raises(NotRenewed, match="cannot_write"):
        at(file, chown=refuse).check_writable()
    with pytest.raises(PermissionError):
        renew(file, chown=refuse)
    assert block(file)["refreshToken"] == REFRESH


# -- whose file it is -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "data",
    [
        login(refreshToken="sk-ant-ort01-another"),
        login(accessToken="", refreshToken="", expiresAt=0),
        login(refreshToken=None),
        {"mcpOAuth": {}},
        {"claudeAiOauth": None},
        {},
    ],
    ids=["another", "stub", "none", "no block", "null", "empty"],
)
def test_another_sign_in_or_none_is_left_alone(file: Path, data: object) -> None:
    before = write(file, data).read_bytes()
    assert renew(file) is Replaced.LEFT_ALONE
    assert file.read_bytes() == before


def test_what_claude_code_saved_of_other_servers_meanwhile_is_kept(file: Path) -> None:
    found = at(file)
    found.check_writable()
    write(file, login() | {"mcpOAuth": {"server": {"accessToken": "new"}}, "more": 1})
    assert found.replace(SPENT, NEW, yes) is Replaced.SAVED
    after = json.loads(file.read_text(encoding="utf-8"))
    assert (after["mcpOAuth"], after["more"]) == ({"server": {"accessToken": "new"}}, 1)


def test_what_is_saved_without_any_lock_at_the_last_moment_is_not_overwritten(file: Path) -> None:
    def late(handle: int) -> None:
        write(file, login() | {"mcpOAuth": {"server": "signed in just now"}})

    with pytest.raises(OSError, match="changed meanwhile"):
        renew(file, fsync=late)
    assert renew(file) is Replaced.SAVED
    assert json.loads(file.read_text(encoding="utf-8"))["mcpOAuth"] == {"server": "signed in just now"}


def test_nothing_is_replaced_once_the_lock_is_lost(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(OSError, match="changed meanwhile"):
        at(file).replace(SPENT, NEW, lambda: False)
    assert file.read_bytes() == before


def test_blanks_round_a_refresh_token_count_as_little_as_when_it_was_read(file: Path) -> None:
    write(file, login(refreshToken=f" {REFRESH} "))
    assert at(file).refresh_token() == REFRESH
    assert renew(file) is Replaced.SAVED


@pytest.mark.parametrize(("data", "token"), [(login(), REFRESH), (login(refreshToken=5), None), ({"claudeAiOauth": []}, None)])
def test_the_refresh_token_is_read_or_there_is_none(file: Path, data: object, token: str | None) -> None:
    assert at(write(file, data)).refresh_token() == token
