"""A renewal from end to end: a real file, real locks, a real endpoint on this machine where a refresh token counts once."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.providers.renewal_bed import FIRST, Bed, Line
from tests.upstream import Upstream
from usagebar_qt.credentials.claude_locks import Times
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.errors import CredentialLocked, NotRenewed, Offline, Remaining, UsageError
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.providers.claude_renewal import build_renewer
from usagebar_qt.providers.renewal import Renewed


@pytest.fixture
def bed(tmp_path: Path) -> Iterator[Bed]:
    with Upstream() as upstream:
        yield Bed(tmp_path, upstream)


def test_an_expired_sign_in_is_renewed_and_nothing_else_in_the_file_changes(bed: Bed) -> None:
    before = bed.read()
    began = datetime.now(UTC).timestamp()
    assert bed.renew() is Renewed.BY_US
    after = bed.read()
    login = after["claudeAiOauth"]
    assert (login["accessToken"], login["refreshToken"]) == ("sk-ant-oat01-1", "sk-ant-ort01-1")
    assert 28_790 <= login["expiresAt"] / 1000 - began <= 28_830
    assert login["scopes"] == ["user:inference", "user:profile"]
    assert (login["subscriptionType"], login["odd"], after["mcpOAuth"]) == ("max", [1.5], before["mcpOAuth"])
    assert (bed.left_behind(), bed.line.held, bed.line.most_held, bed.line.troubles) == ([], 0, 1, [])
    assert sys.platform == "win32" or bed.file.stat().st_mode & 0o777 == 0o600


def test_the_request_is_json_with_our_own_name_and_nothing_but_what_is_needed(bed: Bed) -> None:
    bed.renew()
    assert bed.upstream.token.bodies == [
        {"grant_type": "refresh_token", "refresh_token": FIRST, "client_id": "9d1c250a-e61b-44d9-88ed-5944d1962f5e"}
    ]
    assert bed.upstream.token.agents[0].startswith("usagebar-qt/")


def test_what_another_program_renewed_meanwhile_is_used_and_nothing_is_sent(bed: Bed) -> None:
    old = bed.credential()
    bed.write("sk-ant-ort01-theirs", "sk-ant-oat01-theirs")
    assert bed.renewer().renew(Account(AccountId("claude"), "Claude"), old, bed.line) is Renewed.ELSEWHERE
    assert (bed.upstream.token.count, bed.read()["claudeAiOauth"]["refreshToken"]) == (0, "sk-ant-ort01-theirs")


def test_it_is_read_again_once_the_locks_are_ours(bed: Bed) -> None:
    """Claude Code holds the first lock, renews and lets go while we wait."""
    lock = bed.claude / ".oauth_refresh.lock"
    lock.mkdir()

    def claude_code_is_done() -> None:
        bed.write("sk-ant-ort01-theirs", "sk-ant-oat01-theirs")
        lock.rmdir()

    bed.line.on_pause = {2: claude_code_is_done}
    assert bed.renew(times=bed.times()) is Renewed.ELSEWHERE
    assert (bed.upstream.token.count, bed.left_behind(), len(bed.line.pauses)) == (0, [], 2)


@pytest.mark.parametrize("name", [".oauth_refresh.lock", "../.claude.lock"])
def test_locks_that_somebody_holds_are_waited_for_and_then_left_alone(bed: Bed, name: str) -> None:
    lock = bed.claude / name
    lock.mkdir()
    with pytest.raises(CredentialLocked, match="lock_held"):
        bed.renew(times=bed.times())
    assert (bed.upstream.token.count, lock.is_dir(), bed.line.held) == (0, True, 0)
    assert sum(path.exists() for path in (bed.claude / ".oauth_refresh.lock", bed.home / ".claude.lock")) == 1
    assert 2 <= bed.ticks <= 60


def test_both_locks_that_a_killed_claude_code_left_are_taken_over_within_one_wait(bed: Bed) -> None:
    for lock in (bed.claude / ".oauth_refresh.lock", bed.home / ".claude.lock"):
        lock.mkdir()
        os.utime(lock, (time.time() - 100, time.time() - 100))
    assert bed.renew(times=bed.times()) is Renewed.BY_US
    assert bed.left_behind() == []


def test_a_plain_file_with_a_locks_name_stays_and_nothing_is_renewed(bed: Bed) -> None:
    lock = bed.claude / ".oauth_refresh.lock"
    lock.write_text("somebody's")
    with pytest.raises(CredentialLocked, match="lock_is_no_folder"):
        bed.renew()
    assert (bed.upstream.token.count, lock.read_text()) == (0, "somebody's")


def test_a_refused_refresh_token_is_final_and_the_file_stays_as_it_was(bed: Bed) -> None:
    bed.upstream.token.valid.clear()
    before = bed.file.read_bytes()
    with pytest.raises(NotRenewed) as caught:
        bed.renew()
    assert (caught.value.reason, caught.value.remaining) == ("refused", Remaining.REFUSED)
    assert (bed.file.read_bytes(), bed.left_behind()) == (before, [])


def test_a_lost_answer_is_told_from_a_connection_that_was_never_made(bed: Bed) -> None:
    bed.upstream.token.cut = True
    with pytest.raises(NotRenewed) as caught:
        bed.renew()
    assert caught.value.remaining is Remaining.UNANSWERED
    bed.write()
    dead = build_renewer(
        {"USAGEBAR_CLAUDE_TOKEN_URL": "http://127.0.0.1:1/v1/oauth/token"}, bed.home, "linux", bed.store, SystemClock(), bed.state
    )
    with pytest.raises(Offline):
        dead.renew(Account(AccountId("claude"), "Claude"), bed.credential(), bed.line)
    assert bed.left_behind() == []


@pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="root may write everywhere, as may Windows; tests/crash does it"
)
def test_a_folder_that_cannot_be_written_is_seen_before_the_token_is_spent(bed: Bed) -> None:
    bed.claude.chmod(0o500)
    try:
        with pytest.raises(NotRenewed, match="cannot_write"):
            bed.renew()
    finally:
        bed.claude.chmod(0o700)
    assert bed.upstream.token.count == 0


def test_whoever_signs_in_while_the_answer_is_on_its_way_is_left_alone(bed: Bed) -> None:
    post = bed.renewer().post

    def slow(refresh: Any) -> Any:
        renewed = post(refresh)
        bed.write("sk-ant-ort01-login", "sk-ant-oat01-login")
        return renewed

    assert bed.renew(post=slow) is Renewed.ELSEWHERE
    assert bed.read()["claudeAiOauth"]["refreshToken"] == "sk-ant-ort01-login"


def test_a_write_lock_that_is_held_delays_the_saving_and_what_its_holder_saved_is_kept(bed: Bed) -> None:
    lock = bed.claude / ".storage-write.lock"
    post = bed.renewer().post

    def then_an_mcp_sign_in(refresh: Any) -> Any:
        renewed = post(refresh)
        lock.mkdir()
        return renewed

    def it_is_saved() -> None:
        bed.write(mcpOAuth={"server": {"token": "new"}})
        lock.rmdir()

    bed.line.on_pause = {3: it_is_saved}
    assert bed.renew(post=then_an_mcp_sign_in) is Renewed.BY_US
    data = bed.read()
    assert (data["mcpOAuth"]["server"]["token"], data["claudeAiOauth"]["accessToken"]) == ("new", "sk-ant-oat01-1")
    assert bed.left_behind() == []


def test_what_cannot_be_saved_is_told_once_and_tried_until_the_program_ends(bed: Bed, caplog: pytest.LogCaptureFixture) -> None:
    post = bed.renewer().post

    def then_the_file_is_spoilt(refresh: Any) -> Any:
        renewed = post(refresh)
        bed.file.write_text("{")
        return renewed

    def the_end() -> None:
        bed.line.ending = True

    bed.line.on_pause = {12: the_end}
    with pytest.raises(NotRenewed, match="lost_write"):
        bed.renew(post=then_the_file_is_spoilt, times=bed.times())
    assert [error.reason for error in bed.line.troubles] == ["unsaved"]
    assert (len(bed.line.pauses), bed.left_behind(), bed.file.read_text()) == (12, [], "{")
    assert [record.message for record in caplog.records if record.levelname == "WARNING"] == [
        "the renewed sign-in cannot be saved yet; it is tried again and again"
    ]
    caplog.clear()


def test_a_file_that_comes_back_gets_the_answer_that_was_held(bed: Bed) -> None:
    post = bed.renewer().post

    def then_the_file_is_gone(refresh: Any) -> Any:
        renewed = post(refresh)
        bed.file.rename(bed.home / "aside")
        return renewed

    bed.line.on_pause = {5: lambda: (bed.home / "aside").rename(bed.file)}
    assert bed.renew(post=then_the_file_is_gone) is Renewed.BY_US
    assert bed.read()["claudeAiOauth"]["accessToken"] == "sk-ant-oat01-1"


def test_a_program_that_ends_before_the_token_is_sent_sends_nothing(bed: Bed) -> None:
    bed.line.leaving = True
    with pytest.raises(CredentialLocked):
        bed.renew()
    assert (bed.upstream.token.count, bed.left_behind()) == (0, [])


def test_locks_that_were_lost_before_the_token_is_sent_are_taken_anew(bed: Bed) -> None:
    """As after a suspend: somebody thought us dead and removed our lock."""
    lock = bed.claude / ".oauth_refresh.lock"
    taken: list[float] = []

    def wall() -> float:
        taken.append(time.time())
        # The machine sleeps for an hour between the taking of the first pair and the look before the POST.
        return time.time() + (3600 if len(taken) > 3 else 0)

    renewed = bed.renew(times=Times(wall, time.monotonic, lambda seconds: None))
    assert (renewed, bed.upstream.token.count, lock.exists()) == (Renewed.BY_US, 1, False)
    assert bed.left_behind() == []


def test_twenty_threads_with_stores_of_their_own_make_one_request(bed: Bed) -> None:
    results: list[object] = []
    credential = bed.credential()

    def one() -> None:
        store = ClaudeStore({}, bed.home, "linux")
        made = build_renewer(bed.upstream.environment(), bed.home, "linux", store, SystemClock(), bed.state)
        line = Line()
        line.pause = threading.Event().wait  # type: ignore[assignment, method-assign]
        try:
            results.append(made.renew(Account(AccountId("claude"), "Claude"), credential, line))
        except UsageError as error:
            results.append(error.reason)

    threads = [threading.Thread(target=one) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (results.count(Renewed.BY_US), results.count(Renewed.ELSEWHERE), bed.upstream.token.count) == (1, 19, 1)
    assert bed.left_behind() == []
