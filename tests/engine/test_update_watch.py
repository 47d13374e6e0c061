"""The release feed over a real connection, and the small file that remembers it."""

from __future__ import annotations

import asyncio
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import START
from usagebar_qt.domain.errors import BadResponse, NetworkBlocked, Offline, ServerError, UsageError
from usagebar_qt.domain.ledger import LEDGER, Act
from usagebar_qt.domain.updates import Release, UpdateMemory
from usagebar_qt.engine.update_watch import UpdateWatch
from usagebar_qt.providers.transport import HttpClient

FEED, PAGE = "https://updates.example/feed.json", "https://updates.example/0.2.0"


class Feed:
    def __init__(self) -> None:
        self.status, self.body, self.headers = 200, b"", {"Content-Type": "application/json"}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.url = ""


@contextmanager
def feed() -> Iterator[Feed]:
    found = Feed()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            self.send_response(found.status)
            for name, value in {**found.headers, "Content-Length": str(len(found.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(found.body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's name
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        found.url = f"http://127.0.0.1:{server.server_port}/feed.json"
        found.body = json.dumps({"version": "0.2.0", "url": found.url.replace("feed.json", "0.2.0")}).encode()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()


def look(url: str, path: Path) -> Release:
    async def script() -> Release:
        client = HttpClient({"Z_AI_API_KEY": "canary-0123456789"})
        try:
            return await asyncio.wait_for(UpdateWatch(client, path).look(url), 20)
        finally:
            await client.aclose()

    return asyncio.run(script())


def test_the_feed_is_asked_plainly_and_noted_for_the_privacy_list(tmp_path: Path) -> None:
    with feed() as found:
        assert look(found.url, tmp_path / "x").version == "0.2.0"
        ((path, headers),) = found.asked
        host = found.url.split("/")[2]
    assert path == "/feed.json"
    assert set(headers) <= {"host", "accept", "accept-encoding", "connection", "user-agent"}
    assert "canary" not in str(headers)
    assert any(entry.act is Act.HOST and entry.name == host for entry in LEDGER.entries())
    assert list(tmp_path.iterdir()) == []  # nothing is kept but by `remember`


@pytest.mark.parametrize(
    ("status", "body", "headers", "error"),
    [
        (302, b"", {"Location": "http://127.0.0.1:9/"}, NetworkBlocked),
        (404, b"<html>not here</html>", {"Content-Type": "text/html"}, BadResponse),
        (200, b"<html>sign in</html>", {"Content-Type": "text/html"}, NetworkBlocked),
        (200, b"[]", {}, BadResponse),
        (200, b'{"version": "0.2.0", "url": "https://evil.example/"}', {}, BadResponse),
        (200, b'{"a": "' + b"x" * 1_100_000 + b'"}', {}, BadResponse),
        (503, b"", {}, ServerError),
    ],
)
def test_any_other_answer_is_an_error_after_one_request(
    tmp_path: Path, status: int, body: bytes, headers: dict[str, str], error: type[UsageError]
) -> None:
    with feed() as found:
        found.status, found.body, found.headers = status, body, headers
        with pytest.raises(error):
            look(found.url, tmp_path / "x")
        assert len(found.asked) == 1


def test_nobody_there_is_an_error_too(tmp_path: Path) -> None:
    with feed() as found:
        url = found.url
    with pytest.raises(Offline):
        look(url, tmp_path / "x")


def watch(path: Path) -> UpdateWatch:
    return UpdateWatch(HttpClient({}), path)


def test_what_is_remembered_is_recalled(tmp_path: Path) -> None:
    room = watch(tmp_path / "state" / "updates.json")
    assert room.recall() == UpdateMemory()
    for memory in (
        UpdateMemory(FEED, START, Release("0.2.0", PAGE), told="0.1.9"),
        UpdateMemory(FEED, START + timedelta(microseconds=5), trouble="timed_out"),
        UpdateMemory(),
    ):
        room.remember(memory)
        assert room.recall() == memory


GOOD = {"feed": FEED, "looked_at": START.isoformat(), "release": {"version": "0.2.0", "url": PAGE}, "trouble": "", "told": ""}


@pytest.mark.parametrize(
    ("change", "memory"),
    [
        ({"release": {"version": "0.2.0", "url": "https://evil.example/"}}, UpdateMemory(FEED, START)),
        ({"release": "0.2.0"}, UpdateMemory(FEED, START)),
        ({"feed": "file:///etc/passwd"}, UpdateMemory("", START)),
        ({"looked_at": "yesterday"}, UpdateMemory(FEED, None, Release("0.2.0", PAGE))),
        ({"looked_at": "2026-01-01T00:00:00"}, UpdateMemory(FEED, None, Release("0.2.0", PAGE))),
        ({"trouble": "<b>"}, UpdateMemory(FEED, START, Release("0.2.0", PAGE))),
        ({"told": 3}, UpdateMemory(FEED, START, Release("0.2.0", PAGE))),
    ],
)
def test_a_file_that_somebody_changed_opens_no_other_page(tmp_path: Path, change: dict[str, Any], memory: UpdateMemory) -> None:
    (tmp_path / "updates.json").write_text(json.dumps({**GOOD, **change}))
    assert watch(tmp_path / "updates.json").recall() == memory


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{"])
def test_a_file_that_is_none_of_ours_is_nothing(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "updates.json").write_bytes(content)
    assert watch(tmp_path / "updates.json").recall() == UpdateMemory()


def test_a_disk_that_refuses_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    watch(tmp_path / "state" / "updates.json").remember(UpdateMemory(FEED, START))
