"""What is left early, a body or a loop, leaves nothing behind, also under a loop that closes no generators: qasync has no hooks."""

from __future__ import annotations

import asyncio
import gc
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.providers.faulty import exactly, flood, serving
from usagebar_qt.domain.errors import BadResponse, UsageError
from usagebar_qt.providers.answer import LARGEST_BODY
from usagebar_qt.providers.transport import HttpClient, on_thread

if TYPE_CHECKING:
    from tests.providers.faulty import Script, Seen

CHUNK = b" " * 65_536
LONG_SECONDS = 10.0
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Encoding: %s\r\n\r\n10000\r\n" + CHUNK + b"\r\n"


def left(script_of: Any) -> tuple[UsageError, list[str]]:
    """What came of a look, and what the interpreter had to say about it that nobody caught."""
    unraisable: list[str] = []

    async def run() -> UsageError:
        sys.set_asyncgen_hooks(None, None)  # as under Qt; the loop puts its own back when it ends
        holder: list[Seen] = []
        script: Script = script_of(lambda: holder[0])
        async with serving(script) as seen:
            holder.append(seen)
            client = HttpClient({})
            with pytest.raises(BadResponse) as caught:
                await client.exchange(10.0).get(seen.url, {})
            error = caught.value
            del caught
            gc.collect()
            await client.aclose()
            return error

    before, sys.unraisablehook = sys.unraisablehook, lambda found: unraisable.append(repr(found.exc_value))
    try:
        error = asyncio.run(run())
        gc.collect()
    finally:
        sys.unraisablehook = before
    return error, unraisable


@pytest.mark.parametrize(
    ("script_of", "reason"),
    [
        (lambda seen_of: flood(seen_of, 40 * LARGEST_BODY, CHUNK), "too_large"),
        (lambda _: exactly(CHUNKED % b"br", close=False), "encoding"),
        (lambda _: exactly(CHUNKED % b"gzip", close=False), "encoding"),
    ],
)
def test_a_body_that_is_left_early_is_closed_within_the_task(script_of: Any, reason: str) -> None:
    error, unraisable = left(script_of)
    assert (error.reason, unraisable) == (reason, [])


def test_what_fails_in_the_loops_last_turn_leaves_no_word_in_the_log() -> None:
    gate = threading.Event()

    def fail() -> None:
        gate.wait(LONG_SECONDS)
        raise OSError

    async def begin() -> asyncio.Future[None]:
        return on_thread(fail)

    loop = asyncio.new_event_loop()
    future = loop.run_until_complete(begin())
    gate.set()
    for thread in threading.enumerate():
        if thread.name == "http-client":
            thread.join(LONG_SECONDS)
    loop.call_soon(loop.stop)
    loop.run_forever()  # one turn: a callback of the future would have to wait for the next
    assert future.done()
    loop.close()
    del future
    gc.collect()
