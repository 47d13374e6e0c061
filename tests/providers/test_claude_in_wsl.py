"""Claude's sign-in in a WSL distribution, from Windows: read, never renewed, and nothing of a stopped one is touched."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from tests.credentials.test_wsl import FOLDER, Tool, sign_in, store
from tests.fakes import START
from usagebar_qt.credentials.wsl import FRESH_SECONDS
from usagebar_qt.domain.errors import CredentialUnreadable, SignInExpired
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.providers.claude import ClaudeProvider
from usagebar_qt.providers.registry import folder_finders
from usagebar_qt.wording.messages import describe

ACCOUNT = Account(AccountId("claude", "wsl"), "WSL", options={"config_dir": FOLDER})


def expired(folder: Path) -> Tool:
    place = sign_in(folder, "Ubuntu", "home/me")
    login = {"accessToken": "t", "refreshToken": "r", "expiresAt": int((START - timedelta(hours=1)).timestamp() * 1000)}
    (place / ".credentials.json").write_text(json.dumps({"claudeAiOauth": login}))
    return Tool(folder, "Ubuntu")


def test_an_expired_sign_in_is_not_renewed_and_says_where_to_open_claude_code(tmp_path: Path) -> None:
    provider = ClaudeProvider({}, store(expired(tmp_path)))
    credential = provider.read_credential(ACCOUNT)
    assert credential.renewable is None
    with pytest.raises(SignInExpired) as caught:
        provider.check(credential, START)
    message = describe(caught.value.failure(), provider_name="Claude", now=START)
    assert "Open Claude Code there once" in message.text()


def test_a_stopped_distribution_is_a_state_with_a_remedy_and_doctor_does_not_start_it(tmp_path: Path) -> None:
    tool = expired(tmp_path)
    provider = ClaudeProvider({}, store(tool))
    tool.running = ["Debian"]
    tool.now += FRESH_SECONDS
    with pytest.raises(CredentialUnreadable) as caught:
        provider.read_credential(ACCOUNT)
    message = describe(caught.value.failure(), provider_name="Claude", now=START)
    assert "not running" in message.text()
    assert "never starts one" in message.text()
    survey = provider.survey(ACCOUNT)
    assert (survey.credential_file, survey.locks) == (None, ())
    assert survey.endpoints


def test_other_systems_have_nowhere_else_to_look() -> None:
    assert folder_finders({}, "linux") == {}
    assert folder_finders({"SYSTEMROOT": "/nowhere"}, "win32") == {}


def test_where_the_tool_exists_it_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "System32").mkdir()
    (tmp_path / "System32" / "wsl.exe").touch()
    (find,) = folder_finders({"SYSTEMROOT": str(tmp_path)}, "win32").values()
    assert list(find()) == []  # a file that cannot be executed: none runs
