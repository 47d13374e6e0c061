"""A loopback server that answers as badly as it is told, in the test's own event loop; and what a test needs to look at it."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import json
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

Script = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class Seen:
    """What reached the server."""

    url: str
    heads: list[str] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    sent: int = 0
    """Bytes that the program took before it hung up, as far as the sockets' buffers let that be seen."""
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)


@contextlib.asynccontextmanager
async def serving(script: Script, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> AsyncIterator[Seen]:
    """Every connection's every request gets the script; left behind, nothing remains of it."""
    seen = Seen("")
    tasks: set[asyncio.Task[None]] = set()

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        tasks.add(task)
        try:
            while True:
                seen.heads.append((await reader.readuntil(b"\r\n\r\n")).decode("latin-1"))
                seen.asked.set()
                await script(reader, writer)
                await writer.drain()
        except (OSError, EOFError, asyncio.IncompleteReadError, asyncio.CancelledError):
            seen.hung_up.set()  # cancelled: the test is over, and asyncio would log it as an error of ours
        finally:
            writer.close()
            tasks.discard(task)

    server = await asyncio.start_server(connected, host, 0, ssl=tls)
    seen.url = f"{'https' if tls else 'http'}://{host}:{server.sockets[0].getsockname()[1]}"
    try:
        yield seen
    finally:
        server.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def raw(status: int, body: bytes, *headers: str) -> bytes:
    """A whole answer as bytes."""
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Length: {len(body)}", *headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def answer(status: int, body: object, *headers: str) -> Script:
    """JSON for anything but bytes, which are sent as they are."""
    is_raw = isinstance(body, bytes)
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = headers if is_raw else ("Content-Type: application/json", *headers)

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(raw(status, content, *named))

    return script


def exactly(data: bytes, *, close: bool = True) -> Script:
    """These bytes, then the end."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        if close:
            raise EOFError

    return script


async def silence(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    """Takes the request and says nothing, until the other side hangs up."""
    await reader.read()
    raise EOFError


def stalled(data: bytes) -> Script:
    """These bytes, then nothing."""

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await silence(reader, writer)

    return script


async def reset(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A hard reset in place of an answer."""
    peer: socket.socket = writer.get_extra_info("socket")
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    raise EOFError


def flood(seen_of: Callable[[], Seen], size: int, chunk: bytes, *headers: str) -> Script:
    """A body of `size` bytes in chunks, as long as somebody takes them."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write("\r\n".join(("HTTP/1.1 200 OK", f"Content-Length: {size}", *headers, "", "")).encode())
        for _sent in range(size // len(chunk)):
            writer.write(chunk)
            await writer.drain()
            seen_of().sent += len(chunk)

    return script


def bomb(size: int) -> bytes:
    """Zeros, squeezed to a thousandth."""
    return gzip.compress(b" " * size, 9)


def refusing_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
