"""The real command renews through Claude Code, for which a script stands: judged by the file, asked once, never killed."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.bed import Bed
from tests.upstream import Upstream

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a shell script, and signals")

EXPIRES = 's/"expiresAt": [0-9]*/"expiresAt": 9999999999999/'
RENEWS = f"sed -i -e s/-first/-second/ -e s/-old/-new/ -e '{EXPIRES}' \"$CLAUDE_CONFIG_DIR/.credentials.json\""
LASTS = "sleep 20"
LOOK_SECONDS = 0.02


class Home(Bed):
    """With a Claude Code that notes when it begins and ends."""

    def install(self, act: str) -> None:
        script = self.home / "bin" / "claude"
        script.parent.mkdir()
        script.write_text(f'#!/bin/sh\necho began $$ >> "$HOME/runs"\n{act}\necho ended >> "$HOME/runs"\n')
        script.chmod(0o755)
        self.env["PATH"] = f"{script.parent}{os.pathsep}{self.env['PATH']}"
        settings = self.home / "config" / "usagebar" / "settings.json"
        settings.parent.mkdir(parents=True)
        settings.write_text(json.dumps({"version": 1, "renewal": "through_cli"}))

    def runs(self) -> list[str]:
        """What it noted."""
        path = self.home / "runs"
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with Upstream() as upstream:
        yield Home(tmp_path / "home", upstream)


def test_what_claude_code_renewed_is_asked_with(home: Home) -> None:
    home.install(RENEWS)
    answer = home.run()
    assert (answer.code, answer.claude["state"], home.upstream.token.count) == (0, "ok", 0)
    assert home.upstream.claude.authorizations == ["Bearer sk-ant-oat01-new"]


def test_one_that_renews_nothing_is_run_once_and_is_said_until_it_is_asked_again(home: Home) -> None:
    home.install("true")
    answers = [home.run() for _ in range(2)]
    assert [line.split()[0] for line in home.runs()] == ["began", "ended"]
    titles = [answer.claude["error"]["title"] for answer in answers]
    assert titles == ["Claude Code was asked to renew the sign-in of Claude, and did not."] * 2
    assert home.upstream.token.count == 0


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
def test_an_interrupted_command_ends_at_once_and_claude_code_goes_on_and_is_not_started_twice(
    home: Home, number: signal.Signals
) -> None:
    home.install(LASTS)
    former = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs ignore it
    try:
        process = home.start()
    finally:
        signal.signal(signal.SIGINT, former)
    pause = threading.Event()
    for _ in range(1500):
        if home.runs():
            break
        pause.wait(LOOK_SECONDS)
    began = time.monotonic()
    process.send_signal(number)
    process.communicate(timeout=60)
    print(f"ended {time.monotonic() - began:.2f} s after {number.name}")
    child = int(home.runs()[0].split()[1])
    try:
        os.kill(child, 0)  # raises where it was killed or has ended: then we have waited for it
        answer = home.run()
        assert answer.claude["error"]["title"] == "Claude Code was asked to renew the sign-in of Claude, and did not."
        assert len(home.runs()) == 1
    finally:
        os.killpg(child, signal.SIGKILL)  # our own stand-in and its `sleep`: they are a session of their own
