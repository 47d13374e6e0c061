"""Servers of the made-up network: each does with a request what it is told, and keeps a book of all that reached it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import ssl
import struct
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.faults.network import ADDRESSES
from tests.providers.faulty import raw
from tests.upstream import claude_body, zai_body

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.providers.faulty import Script

USAGE = ("/api/oauth/usage", "/api/monitor/usage/quota/limit")
PROFILE = {"organization": {"organization_type": "claude_max", "rate_limit_tier": "default_claude_max_20x"}}
LINGER = struct.pack("ii", 1, 0)


@dataclass(frozen=True)
class Ask:
    """A request's head, as it arrived."""

    at: float
    """By the machine's monotonic clock."""
    head: str

    @property
    def is_usage(self) -> bool:
        """Of the kind that the budget is about."""
        return self.head.split(" ", 2)[1].split("?")[0] in USAGE


def good_answer(name: str, number: int) -> Callable[[str], bytes]:
    """What a healthy service says; its figures move with every request, so that old ones are told from new ones."""
    figure = number % 50

    def answer(head: str) -> bytes:
        path = head.split(" ", 2)[1]
        body: Any = PROFILE
        if path == USAGE[0]:
            body = claude_body(10.0 + figure, 61.0)
        elif path.startswith(USAGE[1]):
            body = zai_body(10 + figure, 22)
        return raw(200, json.dumps(body).encode(), "Content-Type: application/json", f"Server: {name}")

    return answer


@dataclass
class Site:
    """One name of the network, on port 443. `script` is what it does instead of answering well."""

    name: str
    well_shown: ssl.SSLContext | None
    """What it shows when TLS begins; None: it speaks in the clear."""
    port: int = 443
    script: Script | None = None
    greeting: bytes = b""
    """Said to whoever knocks, before a word was heard."""
    book: list[Ask] = field(default_factory=list)
    knocks: list[float] = field(default_factory=list)
    """When a connection was accepted, whatever came of it."""
    sent_bytes: int = 0
    on_close: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()
        self._hole: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_shut(self) -> bool:
        """Nobody listens."""
        return self._server is None

    @property
    def usage(self) -> list[Ask]:
        """Requests for figures."""
        return [ask for ask in self.book if ask.is_usage]

    async def open(self, shown: ssl.SSLContext | None = None, *, in_the_clear: bool = False) -> None:
        """Listens anew; every connection of before is closed, as by a server that starts again."""
        await self.shut()
        tls = None if in_the_clear else shown or self.well_shown
        self._server = await asyncio.start_server(self._connected, ADDRESSES[self.name], self.port, ssl=tls)

    async def shut(self) -> None:
        """Nobody listens: who knocks is refused."""
        for hole in self._hole:
            hole.close()
        self._hole.clear()
        if self._server is not None:
            self._server.close()
            self._server = None
        for writer in list(self._open):
            writer.transport.abort()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def swallow(self) -> None:
        """A black hole: a listener whose queue is full, so that the kernel drops every further knock."""
        await self.shut()
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESSES[self.name], self.port))
        listener.listen(0)
        self._hole = [listener]
        for _ in range(3):
            knock = socket.socket()
            knock.setblocking(False)
            with contextlib.suppress(BlockingIOError):
                knock.connect((ADDRESSES[self.name], self.port))
            self._hole.append(knock)

    async def say(self, script: Script | None) -> None:
        """From the next request on; None: as a healthy service. Connections of before are closed."""
        self.script = script
        for writer in list(self._open):
            writer.close()

    async def well(self) -> None:
        """As if nothing had ever been."""
        self.script, self.greeting = None, b""
        await self.open()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self._open.add(writer)
        self.knocks.append(time.monotonic())
        try:
            await self._serve(reader, writer)
        except (OSError, EOFError, asyncio.IncompleteReadError, asyncio.LimitOverrunError, asyncio.CancelledError):
            self.on_close.set()  # the other side has gone, or the fault says so
        finally:
            writer.close()
            self._open.discard(writer)
            self._tasks.discard(task)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, to its end."""
        if self.greeting:
            writer.write(self.greeting)
            await writer.drain()
        while True:
            head = await self._asked(reader)
            if self.script is None:
                writer.write(good_answer(self.name, len(self.book))(head))
            else:
                await self.script(reader, writer)
            await writer.drain()

    async def _asked(self, reader: asyncio.StreamReader) -> str:
        """The head of the next request, which is noted."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        self.book.append(Ask(time.monotonic(), head))
        return head


class Proxy(Site):
    """A company's proxy: leads through where it is allowed to, and reads what it is asked."""

    def __init__(self, name: str) -> None:
        super().__init__(name, None, port=3128)
        self.refusals: dict[str, Script] = {}
        """Hosts that are not led through, and what is done instead."""

    async def well(self) -> None:
        """Leads everywhere."""
        self.refusals.clear()
        await super().well()

    async def refuse(self, host: str, script: Script) -> None:
        """From now on, for this host; tunnels of before are cut."""
        self.refusals[host] = script
        for writer in list(self._open):
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await self._asked(reader)
        host, _, port = head.split(" ", 2)[1].partition(":")
        if (script := self.refusals.get(host)) is not None:
            await script(reader, writer)
            await writer.drain()
            return
        there = await asyncio.open_connection(ADDRESSES[host], int(port))
        self._open.add(there[1])
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pour(reader, there[1]), _pour(there[0], writer))


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            into.write(data)
            await into.drain()
    finally:
        into.close()


def cut_hard(writer: asyncio.StreamWriter) -> None:
    """A reset in place of an end."""
    peer: socket.socket = writer.get_extra_info("socket")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, LINGER)
    writer.transport.abort()
