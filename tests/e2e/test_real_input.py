"""Without the demo: a real credentials file, a key in a real keyring or the environment, an upstream in another process."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import ROOT
from tests.e2e.desktop import Desktop, wait_for
from tests.e2e.test_demo import TITLE, heard, open_popup
from tests.signed_in import LONG
from tests.signed_in import sign_in as write_login
from tests.upstream import claude_body, zai_body

pytestmark = pytest.mark.desktop

TOKEN = "sk-ant-oat01-CanaryCanaryCanary"
KEY = "0123456789abcdef0123456789abcdef.CanaryCanaryCana"
Start = Callable[..., subprocess.Popen[bytes]]


@dataclass
class Remote:
    """The upstream in its own process."""

    port: int
    process: subprocess.Popen[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def tell(self, service: str, **what: Any) -> None:
        request = urllib.request.Request(f"{self.url}/control/{service}", json.dumps(what).encode(), method="POST")
        urllib.request.urlopen(request, timeout=5).read()

    def counts(self) -> dict[str, int]:
        answer: dict[str, int] = json.loads(urllib.request.urlopen(f"{self.url}/control", timeout=5).read())
        return answer


def start_upstream(port: int = 0) -> Remote:
    command = ["setpriv", "--pdeathsig", "TERM", sys.executable, "-m", "tests.upstream", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert process.stdout is not None
    return Remote(int(process.stdout.readline()), process)


@pytest.fixture
def remote() -> Iterator[list[Remote]]:
    """A list, so that a test may put a second upstream in the place of the first."""
    running = [start_upstream()]
    yield running
    for one in running:
        one.process.terminate()
        one.process.wait(5)
        if one.process.stdout is not None:
            one.process.stdout.close()


def sign_in(desktop: Desktop, tmp_path: Path, url: str) -> dict[str, str]:
    folder = tmp_path / "claude"
    write_login(folder, TOKEN, seconds=LONG, subscriptionType="max", rateLimitTier="default_claude_max_20x")
    own = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    env = {"CLAUDE_CONFIG_DIR": str(folder), "USAGEBAR_CLAUDE_API_URL": url, "USAGEBAR_ZAI_API_URL": url}
    return own | env


def wait_for_words(desktop: Desktop, *wanted: str, seconds: float = 20.0) -> str:
    text = ""

    def probe() -> str | None:
        nonlocal text
        text = heard(desktop)
        return text if all(word in text for word in wanted) else None

    try:
        return wait_for(f"{wanted} in the popup", probe, seconds)
    except AssertionError as error:
        raise AssertionError(f"{error}; heard instead:\n{text}") from None


def test_figures_of_both_services_are_shown_and_follow_the_upstream(
    desktop: Desktop, program: Start, remote: list[Remote], tmp_path: Path, screenshots: Path
) -> None:
    upstream = remote[0]
    upstream.tell("claude", body=claude_body(34.0, 61.0))
    upstream.tell("zai", body=zai_body(39, 22))
    process = program(**sign_in(desktop, tmp_path, upstream.url), Z_AI_API_KEY=KEY)
    open_popup(desktop)
    wait_for_words(desktop, "'Session' value=34", "'Week' value=61", "'Session' value=39")
    desktop.screenshot(screenshots / f"real-{desktop.mode}.png")
    upstream.tell("claude", body=claude_body(77.0, 93.0))
    time.sleep(31)  # an answer is good for 30 s, whoever asks: the one wait that no clock of ours can shorten in another process
    desktop.press("F5")
    wait_for_words(desktop, "'Session' value=77", "'Week' value=93")
    desktop.screenshot(screenshots / f"real-danger-{desktop.mode}.png")
    assert process.poll() is None
    log = (desktop.home / "python.log").read_text(errors="replace") if (desktop.home / "python.log").exists() else ""
    for secret in (TOKEN, KEY, "Traceback"):
        assert secret not in log


def test_a_service_that_is_down_leaves_the_other_alone_and_says_so(
    desktop: Desktop, program: Start, remote: list[Remote], tmp_path: Path, screenshots: Path
) -> None:
    upstream = remote[0]
    upstream.tell("claude", status=503, body={"type": "error", "error": {"type": "api_error", "message": "x"}})
    program(**sign_in(desktop, tmp_path, upstream.url), Z_AI_API_KEY=KEY)
    open_popup(desktop)
    wait_for_words(desktop, "Claude has trouble of its own.", "'Session' value=39")
    desktop.screenshot(screenshots / f"error-{desktop.mode}.png")
    assert upstream.counts()["claude"] == 1
    desktop.press("Escape")
    desktop.wait_until_gone(TITLE)


def unlock_keyring(desktop: Desktop) -> None:
    """A real gnome-keyring on the session's bus, made new and unlocked."""
    command = ["setpriv", "--pdeathsig", "TERM", "gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
    with (desktop.home / "keyring.log").open("ab") as log:
        daemon = subprocess.Popen(command, env=desktop.env, stdin=subprocess.PIPE, stdout=log, stderr=log)
    assert daemon.stdin is not None
    daemon.stdin.write(b"password of the test")
    daemon.stdin.close()
    desktop.children.append(daemon)
    wait_for("the Secret Service", lambda: desktop.owns_name("org.freedesktop.secrets"))


STORE = """
import os, sys
from usagebar_qt.credentials.key_store import SystemKeyStore
SystemKeyStore(os.environ, "linux").write("usage-bar-zai-credentials", "zai", sys.stdin.read())
"""


def test_a_key_in_a_real_keyring_is_used_and_an_upstream_that_dies_comes_back(
    desktop: Desktop, program: Start, remote: list[Remote], tmp_path: Path, screenshots: Path
) -> None:
    if desktop.mode != "xembed":
        pytest.skip("nothing here depends on the kind of panel, and the waits of 30 s are real: once is enough")
    unlock_keyring(desktop)
    real_keyring = {"PYTHON_KEYRING_BACKEND": ""}
    store = [sys.executable, "-c", STORE]
    subprocess.run(store, input=KEY.encode(), env=desktop.env | real_keyring | {"PYTHONPATH": str(ROOT)}, check=True, timeout=20)
    program(**sign_in(desktop, tmp_path, remote[0].url), **real_keyring)
    open_popup(desktop)
    # On a busy machine the first read of a keyring that was made a moment ago is late; it is read again after 30 s.
    wait_for_words(desktop, "'Session' value=34", "'Session' value=39", seconds=50.0)
    port = remote[0].port
    remote[0].process.kill()
    remote[0].process.wait(5)
    time.sleep(31)
    desktop.press("F5")
    wait_for_words(desktop, "No connection to Claude.", "'Session' value=34")
    desktop.screenshot(screenshots / "offline.png")
    remote.append(start_upstream(port))
    remote[1].tell("claude", body=claude_body(55.0, 66.0))
    time.sleep(31)
    desktop.press("F5")
    wait_for_words(desktop, "'Session' value=55", "'Week' value=66")
    wait_for("both services to be back", lambda: "No connection" not in heard(desktop))
