"""WSL from Windows: what `wsl.exe` prints is read as it really is, and no distribution is ever started."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.credentials.logins import CANARY
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.credentials.wsl import FRESH_SECONDS, Wsl, WslFolder, distribution_of, names_in, run
from usagebar_qt.domain.errors import CredentialUnreadable

TWO = "Ubuntu-22.04\r\nDebian\r\n"
NONE_RUN = "There are no running distributions.\r\n"
NONE_RUN_ELSEWHERE = (
    "Es werden keine Distributionen ausgeführt.\r\n",
    "Aucune distribution n’est en cours d’exécution.\r\n",
    "実行中のディストリビューションはありません。\r\n",
    "没有正在运行的分发。\r\n",
    "Нет работающих дистрибутивов.\r\n",
)
NOT_INSTALLED = (
    "Windows Subsystem for Linux has no installed distributions.\r\n\r\nDistributions can be installed by visiting the Store:\r\n"
    "https://aka.ms/wslstore\r\n"
)
HELP_PAGE = "Copyright (c) Microsoft Corporation. All rights reserved.\r\n\r\nUsage: wsl.exe [Argument]\r\n\r\nArguments:\r\n"


# -- what the tool prints -----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "raw",
    [
        TWO.encode("utf-16-le"),
        b"\xff\xfe" + TWO.encode("utf-16-le"),
        TWO.replace("\r\n", "\r\r\n").encode("utf-16-le"),
        TWO.replace("\r\n", "\n").encode("utf-16-le"),
        TWO.encode(),
        b"\xef\xbb\xbf" + TWO.encode(),
        TWO.rstrip().encode("utf-16-le"),
        (TWO + "\x00").encode("utf-16-le"),
        ("\r\n" + TWO + "\r\n").encode("utf-16-le"),
    ],
    ids=["utf-16", "with mark", "text mode", "bare newline", "WSL_UTF8", "utf-8 mark", "no end", "NUL", "blank lines"],
)
def test_the_list_is_read_in_every_encoding_it_comes_in(raw: bytes) -> None:
    assert names_in(raw) == ("Ubuntu-22.04", "Debian")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-8"])
@pytest.mark.parametrize("text", ["", NONE_RUN, *NONE_RUN_ELSEWHERE, NOT_INSTALLED, HELP_PAGE, f"{TWO}{NONE_RUN}"])
def test_a_message_is_no_list_in_any_language(text: str, encoding: str) -> None:
    assert names_in(text.encode(encoding)) == ()


def test_dockers_own_distributions_are_left_out() -> None:
    raw = "docker-desktop\r\nUbuntu\r\nDocker-Desktop-Data\r\nrancher-desktop\r\n".encode("utf-16-le")
    assert names_in(raw) == ("Ubuntu",)


@given(st.binary(max_size=200))
def test_no_output_makes_it_raise_or_invent_a_path(raw: bytes) -> None:
    for name in names_in(raw):
        assert not set(name) & set("\\/: ")


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        (r"\\wsl.localhost\Ubuntu\home\me\.claude", "Ubuntu"),
        (r"\\wsl$\Ubuntu-22.04\root\.claude", "Ubuntu-22.04"),
        ("//WSL.localhost/Debian/home/me", "Debian"),
        (r" \\wsl.localhost\Ubuntu ", "Ubuntu"),
        (r"\\server\share\.claude", None),
        (r"C:\Users\me\.claude", None),
        (r"\\wsl.localhost.evil\x\y", None),
        ("/home/me/.claude", None),
        ("", None),
    ],
)
def test_a_folder_says_which_distribution_it_lies_in(folder: str, name: str | None) -> None:
    assert distribution_of(folder) == name


# -- which run ----------------------------------------------------------------------------------------------------------
class Tool:
    """A fake wsl.exe, and a fake `\\\\wsl.localhost`: looking into a distribution that does not run would start it."""

    def __init__(self, folder: Path, *running: str) -> None:
        self.folder = folder
        self.running = list(running)
        self.code = 0
        self.error: Exception | None = None
        self.calls: list[tuple[str, ...]] = []
        self.environments: list[Mapping[str, str]] = []
        self.now = 100.0
        environ = {"SYSTEMROOT": r"C:\Windows", "Z_AI_API_KEY": CANARY, "PATH": "x"}
        self.wsl = Wsl(environ, run=self.run, place=self.place, monotonic=lambda: self.now)

    def run(self, arguments: Sequence[str], environ: Mapping[str, str]) -> tuple[int, bytes]:
        self.calls.append(tuple(arguments))
        self.environments.append(environ)
        if self.error is not None:
            raise self.error
        return self.code, ("\r\n".join(self.running) + "\r\n" if self.running else NONE_RUN).encode("utf-16-le")

    def place(self, folder: str) -> Path:
        name = distribution_of(folder)
        assert name is not None
        assert name in self.running, f"{name} would have been started"
        return self.folder.joinpath(*folder.strip("\\").split("\\")[1:])


def sign_in(folder: Path, distribution: str, home: str, token: str = "token") -> Path:
    place = folder / distribution / home / ".claude"
    place.mkdir(parents=True)
    (place / ".credentials.json").write_text(json.dumps({"claudeAiOauth": {"accessToken": token, "refreshToken": "r"}}))
    return place


def test_the_running_ones_are_asked_for_by_the_full_path_and_without_our_environment(tmp_path: Path) -> None:
    tool = Tool(tmp_path, "Ubuntu")
    assert tool.wsl.running() == ("Ubuntu",)
    ((program, *arguments),) = tool.calls
    assert program.replace("/", "\\") == r"C:\Windows\System32\wsl.exe"
    assert arguments == ["--list", "--quiet", "--running"]
    assert tool.environments == [{"SYSTEMROOT": r"C:\Windows"}]


def test_one_fetch_lists_once_and_the_next_one_anew(tmp_path: Path) -> None:
    tool = Tool(tmp_path, "Ubuntu")
    assert tool.wsl.is_running("UBUNTU")
    tool.running.clear()
    assert tool.wsl.is_running("Ubuntu")
    tool.now += FRESH_SECONDS
    assert not tool.wsl.is_running("Ubuntu")
    assert len(tool.calls) == 2


@pytest.mark.parametrize("error", [FileNotFoundError(), PermissionError(), TimeoutError()])
def test_a_tool_that_is_missing_or_silent_means_that_none_runs(tmp_path: Path, error: Exception) -> None:
    tool = Tool(tmp_path, "Ubuntu")
    tool.error = error
    assert tool.wsl.running() == ()


def test_a_list_with_an_error_code_is_not_believed(tmp_path: Path) -> None:
    tool = Tool(tmp_path, "Ubuntu")
    tool.code = -1
    assert tool.wsl.running() == ()


def test_folders_are_found_in_running_distributions_alone(tmp_path: Path) -> None:
    for distribution, home in (("Ubuntu", "home/me"), ("Ubuntu", "root"), ("Stopped", "home/me")):
        sign_in(tmp_path, distribution, home)
    (tmp_path / "Ubuntu" / "home" / "other").mkdir()
    tool = Tool(tmp_path, "Ubuntu", "Debian")
    assert tool.wsl.claude_folders() == (
        WslFolder("Ubuntu", "me", r"\\wsl.localhost\Ubuntu\home\me\.claude"),
        WslFolder("Ubuntu", "root", r"\\wsl.localhost\Ubuntu\root\.claude"),
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the tool")
def test_a_real_child_gets_nothing_of_ours_and_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    tool = tmp_path / "wsl.exe"
    tool.write_text("#!/bin/sh\nexec /usr/bin/env\n")
    tool.chmod(0o755)
    code, seen = run((str(tool),), {"SYSTEMROOT": "x"})
    assert code == 0
    assert {line.partition(b"=")[0] for line in seen.splitlines()} <= {b"SYSTEMROOT", b"PWD", b"SHLVL", b"_", b"OLDPWD"}
    tool.write_text("#!/bin/sh\nexec sleep 30\n")
    with pytest.raises(TimeoutError):
        run((str(tool),), {"PATH": "/usr/bin:/bin"})
    with pytest.raises(OSError):
        run((str(tmp_path / "absent"),), {})


# -- the sign-in --------------------------------------------------------------------------------------------------------
FOLDER = r"\\wsl.localhost\Ubuntu\home\me\.claude"


def store(tool: Tool) -> ClaudeStore:
    return ClaudeStore({}, tool.folder, "win32", lambda name: None, wsl=tool.wsl)


def test_the_sign_in_of_a_running_distribution_is_read_and_never_renewed_from_here(tmp_path: Path) -> None:
    sign_in(tmp_path, "Ubuntu", "home/me")
    (tmp_path / "Ubuntu" / "home" / "me" / ".claude.json").write_text(json.dumps({"oauthAccount": {"accountUuid": "u-1"}}))
    login = store(Tool(tmp_path, "Ubuntu")).read(FOLDER)
    assert login.access.reveal() == "token"
    assert login.uuids == {"account": "u-1"}  # a renewed token keeps its figures
    assert not login.may_be_renewed
    assert login.elsewhere


def test_a_distribution_that_stopped_is_said_and_not_started(tmp_path: Path) -> None:
    sign_in(tmp_path, "Ubuntu", "home/me")
    tool = Tool(tmp_path, "Ubuntu")
    signed = store(tool)
    assert signed.identify(FOLDER) is not None
    tool.running.clear()
    tool.now += FRESH_SECONDS
    assert signed.identify(FOLDER) is None
    with pytest.raises(CredentialUnreadable) as caught:
        signed.read(FOLDER)
    assert caught.value.reason == "wsl_stopped"
    assert not signed.may_look(FOLDER)


def test_claude_codes_own_variable_may_name_such_a_folder_too(tmp_path: Path) -> None:
    sign_in(tmp_path, "Ubuntu", "home/me")
    tool = Tool(tmp_path)
    named = ClaudeStore({"CLAUDE_CONFIG_DIR": FOLDER}, tool.folder, "win32", lambda name: None, wsl=tool.wsl)
    with pytest.raises(CredentialUnreadable):
        named.read(None)
    assert named.identify(None) is None


def test_an_ordinary_folder_asks_nothing_of_wsl(tmp_path: Path) -> None:
    place = sign_in(tmp_path, "x", "me")
    tool = Tool(tmp_path)
    login = store(tool).read(str(place))
    assert login.may_be_renewed
    assert not login.elsewhere
    assert tool.calls == []
