"""Whether a known weakness is in a pin: what is asked, and what happens where nobody can be asked."""

from __future__ import annotations

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

import audit
import pytest
from artefacts.project import Project
from setup_steps import testing
from setup_steps.environment import Checkout
from setup_steps.problem import SetupError
from setup_steps.steps import Outcome, Steps

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Refusing(BaseHTTPRequestHandler):
    """As the service does where a question has no words."""

    def do_GET(self) -> None:
        self.send_error(405)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def service() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), Refusing)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def nobody() -> Iterator[str]:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and not listening: whoever connects is refused
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/"


def test_a_service_that_refuses_the_question_is_there(service: str) -> None:
    audit.reach(service)


def test_where_nobody_answers_the_line_to_type_later_is_said(nobody: str) -> None:
    with pytest.raises(SetupError, match=r"cannot be reached(.|\n)*packaging/audit\.py"):
        audit.reach(nobody)


def test_where_nobody_answers_the_run_goes_on(nobody: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    steps = Steps(tmp_path)
    testing.audit_pins(Checkout(tmp_path), steps, {}, lambda: audit.reach(nobody))
    assert [result.outcome for result in steps.results] == [Outcome.LEFT_OUT]
    assert steps.close() == 0
    assert nobody in capfd.readouterr().out


def test_both_sets_of_pins_are_asked_for_and_what_is_known_is_told(tmp_path: Path) -> None:
    said: list[list[str]] = []

    def call(command: list[object], **_: object) -> str:
        said.append([str(word) for word in command])
        if "pip_audit" in said[-1] and "windows" in said[-1][-1]:
            raise SetupError("pydantic 2.14.3: PYSEC-2026-1")
        return "No known vulnerabilities found"

    with pytest.raises(SetupError, match="PYSEC"):
        audit.audit(Project(tmp_path), call)
    asked = [words for words in said if "pip_audit" in words]
    assert [words[-1].removeprefix(str(tmp_path)) for words in asked] == [
        "/packaging/constraints.txt",
        "/packaging/windows/constraints.txt",
    ]
    assert all("--strict" in words for words in asked)
