"""The figures for scripts, over HTTP on the loopback: the document of `status --json`, for whoever can read a file of ours.

Switched off until a person switches it on. A request causes none to a service: what is on disk is shown. One request a connection,
few at a time, all of them bounded in size and time. Not for the network: there is no way to make it listen elsewhere.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import secrets
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.secret import Secret
from usagebar_qt.engine.atomic_file import write_json
from usagebar_qt.engine.local_request import LARGEST_HEAD, PATH, parse, refusal
from usagebar_qt.wording.local_api import REFUSALS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from usagebar_qt.engine.workers import Workers

log = logging.getLogger(__name__)

SCHEMA_VERSION = 1
ADDRESS = "127.0.0.1"
MOST_CONNECTIONS = 16
"""At once. Another user's program can take all of them, for some seconds each, and reads nothing by it."""
MOST_REFUSALS = 48
"""So many more are told to come again; the next ones are hung up on."""
LAST_WORDS_SECONDS = 0.2
"""So long what is still being sent is thrown away: a close with unread bytes would take the answer with it."""
FILE_SECONDS = 5.0
WHOLE_SECONDS = 5.0
"""For a request and its answer together: a slow client is not waited for."""
TOKEN_BYTES = 32
REASONS = {
    200: "OK",
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    421: "Misdirected Request",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}
MORE_HEADERS = {401: "WWW-Authenticate: Bearer\r\n", 405: "Allow: GET\r\n", 503: "Retry-After: 1\r\n"}


class LocalApi:
    """One server. `start` and `aclose` once each."""

    def __init__(
        self,
        *,
        file: Path,
        document: Callable[[], Awaitable[Mapping[str, Any]]],
        workers: Workers,
        new_token: Callable[[], str] = lambda: secrets.token_urlsafe(TOKEN_BYTES),
        seconds: float = WHOLE_SECONDS,
    ) -> None:
        """`file` is where a script finds address and token; `document` gives what is known, without asking anybody."""
        self._file = file
        self._document = document
        self._workers = workers
        self._token = Secret(new_token())
        self._seconds = seconds
        self._server: asyncio.Server | None = None
        self._busy: set[asyncio.Task[None]] = set()
        self._leaving = 0
        self.port = 0

    @property
    def address(self) -> str:
        """What a script asks."""
        return f"http://{ADDRESS}:{self.port}{PATH}"

    async def start(self, port: int) -> None:
        """Listens; 0: on any port that is free. Raises `OSError` (a `TimeoutError` is one) where the port is taken or the file
        cannot be written."""
        self._server = await asyncio.start_server(self._serve, ADDRESS, port, limit=LARGEST_HEAD)
        self.port = self._server.sockets[0].getsockname()[1]
        # The file comes last: what it names is there. Its token is good for this one server, so that an old file is worth nothing.
        found = {"schema_version": SCHEMA_VERSION, "address": self.address, "token": self._token.reveal()}
        try:
            await self._workers.run(write_json, self._file, found, timeout=FILE_SECONDS)
        except BaseException:
            await self.aclose()
            raise

    async def aclose(self) -> None:
        """Stops listening, hangs up and takes the file away. Never raises."""
        server, self._server = self._server, None
        if server is None:
            return
        server.close()
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)
        busy = tuple(self._busy)
        for task in busy:
            task.cancel()
        if busy:
            await asyncio.wait(busy, timeout=1.0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - asyncio makes one for each connection
        if len(self._busy) >= MOST_CONNECTIONS + MOST_REFUSALS:
            writer.transport.abort()
            return
        is_full = len(self._busy) - self._leaving >= MOST_CONNECTIONS
        self._busy.add(task)
        try:
            try:
                async with asyncio.timeout(self._seconds):
                    status, document = (503, None) if is_full else await self._answer(reader)
                    writer.write(_response(status, document))
                    await writer.drain()
            except TimeoutError:
                writer.write(_response(408, None))
            await self._let_go(reader, writer)
        except (OSError, asyncio.CancelledError):
            pass  # whoever asked has gone, or we go
        finally:
            self._busy.discard(task)
            writer.close()

    async def _let_go(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """The answer is on its way: whoever gets it no longer takes a place."""
        self._leaving += 1
        try:
            writer.write_eof()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS_SECONDS):
                    while await reader.read(LARGEST_HEAD):
                        continue
        finally:
            self._leaving -= 1

    async def _answer(self, reader: asyncio.StreamReader) -> tuple[int, Mapping[str, Any] | None]:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError:
            return 431, None
        except asyncio.IncompleteReadError:
            return 400, None
        request = parse(head[:-4])
        if request is None:
            return 400, None
        hosts = (f"{ADDRESS}:{self.port}", f"localhost:{self.port}")
        status = refusal(request, self._token.reveal(), hosts)
        if status is not None:
            return status, None
        try:
            return 200, await self._document()
        except Exception as error:  # noqa: BLE001 - whoever asks gets an answer, and the log the reason
            log.info("the local interface has nothing to show: %s", type(error).__name__)
            return 503, None


def _response(status: int, document: Mapping[str, Any] | None) -> bytes:
    if document is None:
        code, title = REFUSALS[status]
        document = {"schema_version": SCHEMA_VERSION, "error": {"code": code, "title": title}}
    body = json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False).encode() + b"\n"
    head = (
        f"HTTP/1.1 {status} {REASONS[status]}\r\n"
        "Content-Type: application/json; charset=utf-8\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Cache-Control: no-store\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Cross-Origin-Resource-Policy: same-origin\r\n"
        f"{MORE_HEADERS.get(status, '')}"
        "Connection: close\r\n\r\n"
    )
    return head.encode("ascii") + body
