"""What a service, a network or somebody in between does in place of an answer. Each is a `Script` of tests/providers/faulty.py."""

from __future__ import annotations

import asyncio
import functools
import json
import zlib
from typing import TYPE_CHECKING

from tests.faults.sites import cut_hard
from tests.providers.faulty import answer, exactly, raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.providers.faulty import Script

CHUNK = 64 * 1024
MEGABYTE = 1024 * 1024
ENDLESS = 6_400
"""Chunks, 400 MB: who takes so much takes anything."""
HTML = b"<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>Please sign in to this network.</body></html>"
PAGE = "Content-Type: text/html; charset=utf-8"
JSON = "Content-Type: application/json"


def html(status: int, *headers: str) -> Script:
    """A page."""
    return answer(status, HTML, PAGE, *headers)


def text(status: int, body: bytes, *headers: str) -> Script:
    """Bytes that call themselves JSON."""
    return answer(status, body, JSON, *headers)


def dripping(first: bytes, drop: bytes, seconds: float = 0.5) -> Script:
    """A little at a time, without an end: each read succeeds, the whole never does."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(first)
        while True:
            await writer.drain()
            await asyncio.sleep(seconds)
            if writer.is_closing():
                raise EOFError
            writer.write(drop)

    return script


def reset_after(data: bytes) -> Script:
    """So far, then a hard reset."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()
        await asyncio.sleep(0.02)  # let it arrive
        cut_hard(writer)
        raise EOFError

    return script


async def _write(writer: asyncio.StreamWriter, data: bytes) -> None:
    """As long as somebody takes it: into a closed connection asyncio would write for ever."""
    if writer.is_closing():
        raise EOFError
    writer.write(data)
    await writer.drain()


def large(size: int, *headers: str) -> Script:
    """A body of so many bytes, as long as somebody takes them."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write("\r\n".join(("HTTP/1.1 200 OK", f"Content-Length: {size}", JSON, *headers, "", "")).encode())
        for _sent in range(size // CHUNK):
            await _write(writer, b" " * CHUNK)

    return script


def endless_chunks() -> Script:
    """Chunked, and never the last one."""
    chunk = f"{CHUNK:x}\r\n".encode() + b" " * CHUNK + b"\r\n"

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(f"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n{JSON}\r\n\r\n".encode())
        for _sent in range(ENDLESS):
            await _write(writer, chunk)

    return script


@functools.cache
def squeezed(size: int) -> bytes:
    """So many spaces, a thousandth of that as gzip; made piece by piece."""
    packer = zlib.compressobj(9, wbits=zlib.MAX_WBITS | 16)
    pieces = [packer.compress(b" " * MEGABYTE) for _ in range(size // MEGABYTE)]
    return b"".join(pieces) + packer.flush()


def gzip_bomb(size: int) -> Script:
    """Small on the wire, `size` bytes when inflated."""

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        data = await asyncio.get_running_loop().run_in_executor(None, squeezed, size)  # 400 MB take seconds
        writer.write(raw(200, data, JSON, "Content-Encoding: gzip"))

    return script


def redirect(status: int, target: str) -> Script:
    """Somewhere else, where the secret must not go."""
    return answer(status, {}, f"Location: {target}", "Set-Cookie: track=1; Path=/")


def in_turn(*scripts: Script) -> Script:
    """Another one at each request, from the beginning again after the last."""
    turn: list[Iterator[Script]] = [iter(scripts)]

    async def script(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        following = next(turn[0], None)
        if following is None:
            turn[0] = iter(scripts)
            following = next(turn[0])
        await following(reader, writer)

    return script


def cut_short(body: object) -> Script:
    """The head promises more than comes."""
    data = json.dumps(body).encode()
    return exactly(f"HTTP/1.1 200 OK\r\nContent-Length: {len(data) + 500}\r\n{JSON}\r\n\r\n".encode() + data)
