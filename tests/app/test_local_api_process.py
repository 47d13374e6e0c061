"""The local interface of the running program: the command's document, no request to a service, and gone at the end."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.test_program_process import environment, our_log, start, wait_for
from tests.upstream import Upstream

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals and offscreen sockets as on Unix")


def asked(found: dict[str, str], **headers: str) -> tuple[int, Any]:
    request = urllib.request.Request(found["address"], headers={"Authorization": f"Bearer {found['token']}", **headers})
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=20) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)


def switched_on(home: Path) -> Path:
    """A home in which the local interface is wanted; the file that says how to reach it."""
    settings = home / ".config" / "usagebar" / "settings.json"
    settings.parent.mkdir(parents=True)
    settings.write_text(json.dumps({"schema_version": 1, "local_api": True}))
    return home / ".local" / "state" / "usagebar" / "local-api.json"


STRANGER = """
import encodings.idna, http.client, os, sys
os.setuid(65534)
try:
    open(sys.argv[1]).read()
    print("read")
except PermissionError:
    print("refused")
connection = http.client.HTTPConnection("127.0.0.1", int(sys.argv[2]), timeout=10)
connection.request("GET", "/v1/status")
print(connection.getresponse().status)
"""
"""Another user of the computer, who knows the port."""


def test_another_user_can_neither_read_the_token_nor_the_figures(tmp_path: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("needs another user")
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)  # as homes often are: what must hold is our own folder and file
    env = environment(tmp_path)
    file = switched_on(tmp_path)
    program = start(env)
    try:
        wait_for(file.exists, program)
        port = json.loads(file.read_text())["address"].split(":")[2].split("/")[0]
        done = subprocess.run(
            [sys.executable, "-c", STRANGER, str(file), port], capture_output=True, text=True, timeout=30, check=False
        )
        assert done.stdout.split() == ["refused", "401"], done
    finally:
        program.send_signal(signal.SIGTERM)
        program.communicate(timeout=10)


def test_scripts_get_the_commands_document_and_cause_no_request(tmp_path: Path) -> None:
    with Upstream() as upstream:
        env = environment(tmp_path, Z_AI_API_KEY="0123456789abcdef", **upstream.environment())
        file = switched_on(tmp_path)
        program = start(env)
        try:
            wait_for(lambda: upstream.zai.count > 0 and file.exists(), program)
            found = json.loads(file.read_text())
            document: dict[str, Any] = {}

            def has_figures() -> bool:
                document.update(asked(found)[1])
                return "providers" in document and bool(document["providers"][1]["state"] == "ok")

            wait_for(has_figures, program)
            before = upstream.zai.count + upstream.claude.count
            for _ in range(20):
                assert asked(found)[0] == 200
            assert asked(found, Host="rebound.example")[0] == 421
            assert asked({**found, "token": "guessed"})[0] == 401
            command = subprocess.run(
                [sys.executable, "-m", "usagebar_qt.cli", "status", "--json"], env=env, capture_output=True, timeout=40, check=False
            )
            printed = json.loads(command.stdout)
            for either in (document, printed):
                either["generated_at"] = None
            assert upstream.zai.count + upstream.claude.count == before
            assert document == printed
            assert found["token"].encode() not in b"".join(path.read_bytes() for path in tmp_path.rglob("*.log"))
            began = time.monotonic()
            program.send_signal(signal.SIGTERM)
            assert program.communicate(timeout=5) == (b"", b"")
            print(f"ended after {time.monotonic() - began:.2f} s")
        finally:
            program.kill()
            program.communicate()
    assert not file.exists()
    with contextlib.suppress(OSError):
        asked(found)
        raise AssertionError("it still answers")
    assert " WARNING " not in our_log(tmp_path)
