"""A way through a proxy that failed many times is as good as new once the proxy is well: httpcore keeps a place for every tunnel in
which TLS failed (measured), and a program that runs for weeks would run out of them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from tests.providers.faulty import Script, raw, serving
from tests.providers.test_transport import HEADERS, certificate, server_side
from usagebar_qt.domain.errors import UsageError
from usagebar_qt.providers.answer import Answer
from usagebar_qt.providers.transport import HttpClient

MANY = 12
"""More than there are places."""
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"
SHORT = 0.3


def after_many(bad: Script, folder: Path, *, deadline: float) -> tuple[list[str], Answer | UsageError]:
    """The reasons of many failures, and what came of the first try with a proxy that is well."""
    files = certificate(folder, "service.example")
    is_well = False

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if not is_well:
            await bad(reader, writer)
            raise EOFError
        writer.write(TUNNEL)
        await writer.start_tls(server_side(files))
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw(200, b"{}"))

    async def run() -> tuple[list[str], Answer | UsageError]:
        nonlocal is_well
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the proxy's side of a handshake that failed
        reasons: list[str] = []
        async with serving(proxy) as seen:
            client = HttpClient({"HTTPS_PROXY": seen.url, "NODE_EXTRA_CA_CERTS": str(files[0])})

            async def look(seconds: float) -> Answer | UsageError:
                try:
                    return await client.exchange(seconds).get("https://service.example/usage", HEADERS)
                except UsageError as error:
                    return error

            for _ in range(MANY):
                outcome = await look(deadline)
                assert isinstance(outcome, UsageError)
                reasons.append(outcome.reason)
            is_well = True
            outcome = await look(10.0)
            await client.aclose()
            return reasons, outcome

    return asyncio.run(run())


async def page(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(TUNNEL + b"<html>Sign in to this network</html>")
    await writer.drain()


async def mute(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(TUNNEL)
    await reader.read()
    await reader.read()


@pytest.mark.parametrize(("bad", "deadline", "reason"), [(page, 10.0, "tls"), (mute, SHORT, "deadline")])
def test_many_failures_in_a_tunnel_do_not_wear_the_way_out(bad: Script, deadline: float, reason: str, tmp_path: Path) -> None:
    reasons, outcome = after_many(bad, tmp_path, deadline=deadline)
    assert reasons == [reason] * MANY
    assert isinstance(outcome, Answer), outcome
