"""The local interface over real sockets of the loopback: answers, bounds, and its end."""

from __future__ import annotations

import asyncio
import contextlib
import json
import stat
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from usagebar_qt.engine.local_api import MOST_CONNECTIONS, LocalApi
from usagebar_qt.engine.local_request import LARGEST_HEAD
from usagebar_qt.engine.workers import Workers

DOCUMENT = {"schema_version": 1, "providers": [{"id": "claude", "name": "Clauðe"}]}


class Bed:
    """A server, and clients that speak by hand."""

    def __init__(self, folder: Path, *, seconds: float = 5.0, error: Exception | None = None) -> None:
        self.file = folder / "state" / "local-api.json"
        self.error = error
        self.asked = 0
        self.api = LocalApi(file=self.file, document=self.document, workers=Workers(), seconds=seconds)

    async def document(self) -> dict[str, Any]:
        self.asked += 1
        if self.error is not None:
            raise self.error
        return DOCUMENT

    def head(self, **headers: str) -> bytes:
        found = json.loads(self.file.read_text())
        whole = {"Host": f"127.0.0.1:{self.api.port}", "Authorization": f"Bearer {found['token']}", **headers}
        return ("GET /v1/status HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in whole.items()) + "\r\n").encode()

    async def opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        return await asyncio.open_connection("127.0.0.1", self.api.port)

    async def ask(self, raw: bytes) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body of the answer to these bytes."""
        reader, writer = await self.opened()
        writer.write(raw)
        try:
            head, _, body = (await reader.read()).partition(b"\r\n\r\n")
        finally:
            writer.close()
        first, *rows = head.decode("ascii").split("\r\n")
        headers = dict(row.split(": ", 1) for row in rows)
        assert int(headers["Content-Length"]) == len(body)
        return int(first.split(" ")[1]), headers, json.loads(body)


def play(bed: Bed, script: Callable[[Bed], Awaitable[None]], port: int = 0) -> None:
    async def whole() -> None:
        await bed.api.start(port)
        try:
            await asyncio.wait_for(script(bed), 20)
        finally:
            await bed.api.aclose()

    asyncio.run(whole())


def test_whoever_reads_the_file_gets_the_document(tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        found = json.loads(bed.file.read_text())
        assert found["address"] == f"http://127.0.0.1:{bed.api.port}/v1/status"
        assert len(found["token"]) >= 43
        assert sys.platform == "win32" or stat.S_IMODE(bed.file.stat().st_mode) == 0o600
        status, headers, body = await bed.ask(bed.head())
        assert (status, body) == (200, DOCUMENT)
        assert headers["Cache-Control"] == "no-store"
        assert headers["Content-Type"] == "application/json; charset=utf-8"
        assert headers["Connection"] == "close"
        assert not any(name.lower().startswith("access-control") for name in headers)

    play(Bed(tmp_path), script)


@pytest.mark.parametrize(
    ("headers", "status", "code"),
    [
        ({"Host": "rebound.example"}, 421, "misdirected"),
        ({"Origin": "https://evil.example"}, 403, "forbidden"),
        ({"Authorization": "Bearer guessed"}, 401, "unauthorized"),
        ({"Content-Length": "3"}, 400, "bad_request"),
    ],
)
def test_a_refusal_says_why_in_json_and_looks_at_nothing(tmp_path: Path, headers: dict[str, str], status: int, code: str) -> None:
    async def script(bed: Bed) -> None:
        found, _, body = await bed.ask(bed.head(**headers))
        assert (found, body["error"]["code"]) == (status, code)
        assert body["error"]["title"].endswith((".", "'.", "start."))
        assert bed.asked == 0

    play(Bed(tmp_path), script)


def test_another_start_has_another_token(tmp_path: Path) -> None:
    tokens = []

    async def script(bed: Bed) -> None:
        tokens.append(json.loads(bed.file.read_text())["token"])

    play(Bed(tmp_path), script)
    play(Bed(tmp_path), script)
    assert tokens[0] != tokens[1]


def test_a_head_without_end_is_cut_off(tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        status, _, body = await bed.ask(bed.head()[:-2] + b"X: " + b"y" * LARGEST_HEAD + b"\r\n\r\n")
        assert (status, body["error"]["code"]) == (431, "too_large")
        assert bed.asked == 0

    play(Bed(tmp_path), script)


def test_a_slow_client_is_not_waited_for(tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        status, _, _ = await bed.ask(bed.head()[:-2])
        assert status == 408

    play(Bed(tmp_path, seconds=0.1), script)


def test_one_that_hangs_up_early_does_no_harm(tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        for raw in (b"", b"GET /v1", bed.head()):
            _, writer = await bed.opened()
            writer.write(raw)
            writer.transport.abort()
        assert (await bed.ask(bed.head()))[0] == 200

    play(Bed(tmp_path), script)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        status, headers, body = await bed.ask(bed.head())
        assert (status, headers["Retry-After"], body["error"]["code"]) == (503, "1", "unavailable")

    play(Bed(tmp_path, error=TimeoutError()), script)


def test_two_hundred_connections_that_say_nothing_take_sixteen_places_and_give_them_back(tmp_path: Path) -> None:
    async def status(bed: Bed) -> int:
        try:
            return (await bed.ask(bed.head()))[0]
        except (ConnectionError, LookupError, ValueError):
            return 0  # hung up on, without a word

    async def script(bed: Bed) -> None:
        silent = [await bed.opened() for _ in range(200)]
        waiting = {asyncio.ensure_future(reader.read()) for reader, _ in silent}
        answers: list[bytes] = []
        try:
            while len(waiting) > MOST_CONNECTIONS:
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                answers += [task.result() for task in done if task.exception() is None]
            assert {answer.split(b"\r\n")[0] for answer in answers} <= {b"HTTP/1.1 503 Service Unavailable", b""}
            assert await status(bed) in (0, 503)
        finally:
            for _, writer in silent:
                writer.close()
            await asyncio.gather(*waiting, return_exceptions=True)
        while await status(bed) != 200:
            continue

    play(Bed(tmp_path, seconds=60.0), script)


def test_at_its_end_it_hangs_up_and_takes_the_token_away(tmp_path: Path) -> None:
    bed = Bed(tmp_path, seconds=30.0)

    async def script() -> None:
        await bed.api.start(0)
        reader, writer = await bed.opened()
        writer.write(b"GET ")
        async with asyncio.timeout(5):
            while not bed.api._busy:  # noqa: ASYNC110 - a turn of the loop, no wait
                await asyncio.sleep(0)
        await bed.api.aclose()
        await bed.api.aclose()
        with pytest.raises(OSError):
            await bed.opened()
        with contextlib.suppress(ConnectionError):
            assert await reader.read() == b""
        writer.close()

    asyncio.run(asyncio.wait_for(script(), 5))
    assert not bed.file.exists()


def test_where_the_file_cannot_be_written_nothing_listens(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("no folder")
    bed = Bed(tmp_path)

    async def script() -> None:
        with pytest.raises(OSError):
            await bed.api.start(0)
        with pytest.raises(OSError):
            await bed.opened()

    asyncio.run(script())


def test_a_port_that_is_taken_is_no_end_of_the_world(tmp_path: Path) -> None:
    async def script(bed: Bed) -> None:
        other = Bed(tmp_path / "other")
        with pytest.raises(OSError):
            await other.api.start(bed.api.port)
        assert not other.file.exists()

    play(Bed(tmp_path), script)
