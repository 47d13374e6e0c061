"""The one shared HTTP client, and the only place where httpx's exceptions become `UsageError`s.

httpx and truststore are imported on a thread when the first request is made: the tray icon does not wait for them. asyncio and ssl
are imported when used, too: a command that finds fresh figures needs neither (60 ms, measured).
"""

from __future__ import annotations

import contextlib
import importlib
import logging
import sys
import threading
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from usagebar_qt import __version__
from usagebar_qt.domain.errors import Internal, NetworkBlocked, Offline, TimedOut, UsageError
from usagebar_qt.domain.ledger import LEDGER, Act
from usagebar_qt.providers.answer import Answer, bounded, is_html_type, says_enough
from usagebar_qt.providers.routes import proxy_for, with_proxy

if TYPE_CHECKING:
    import asyncio
    import ssl
    from collections.abc import AsyncIterator, Callable, Mapping
    from types import ModuleType

    import httpx

log = logging.getLogger(__name__)
T = TypeVar("T")

CONNECT_SECONDS = 10.0
EXTRA_CERTIFICATES = ("NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE")
"""Variables that name a file of further roots; Claude Code honours them too."""
AT_THE_FIRST_REQUEST = ("anyio._backends._asyncio", "anyio._core._synchronization")
"""What httpcore loads with the first request, on the event loop's thread, where it took 14 ms of a turn (measured)."""


class Exchange:
    """One look at a provider: requests counted, one deadline round all of it, from the connection to the last byte."""

    def __init__(self, owner: HttpClient, deadline_seconds: float) -> None:
        self._owner = owner
        self._deadline = deadline_seconds
        self._ends: float | None = None
        self.requests = 0
        """How many were sent to a server (a proxy's own tunnel is none)."""

    async def get(self, url: str, headers: Mapping[str, str], *, within: float | None = None) -> Answer:
        """One GET; redirects are not followed. `within`: seconds for this one, where the whole deadline would be too long.

        Raises `TransportError` (with `reached`), `BadResponse` and `Internal`, cancellation excepted.
        """
        return await self._within("GET", url, headers, None, within)

    async def post_json(self, url: str, headers: Mapping[str, str], body: Mapping[str, str]) -> Answer:
        """One POST of a JSON object; raises as `get` does. Nothing sends it a second time by itself."""
        return await self._within("POST", url, {**headers, "Content-Type": "application/json"}, body, None)

    async def _within(
        self, method: str, url: str, headers: Mapping[str, str], body: Mapping[str, str] | None, within: float | None
    ) -> Answer:
        import asyncio

        now = asyncio.get_running_loop().time()
        if self._ends is None:
            self._ends = now + self._deadline
        ends = self._ends if within is None else min(self._ends, now + within)
        before = self.requests
        failure: UsageError
        try:
            async with asyncio.timeout_at(ends):
                return await self._send(method, url, headers, body)
        except TimeoutError:
            failure = TimedOut("deadline", reached=self.requests > before)
        except UsageError as error:
            failure = error
        # Raised outside of the handlers: no exception of httpx, whose request holds the secret, hangs on to it as its context.
        raise failure

    async def _send(self, method: str, url: str, headers: Mapping[str, str], body: Mapping[str, str] | None) -> Answer:
        if not all(value.isascii() and value.isprintable() for value in headers.values()):
            raise Internal("bug", "header")  # before a connection: what does not fit must not forge a second header either
        proxy = proxy_for(self._owner.environ, url)
        before = self.requests
        failure: UsageError
        try:
            async with self._owner.lent(proxy) as client:
                # Building it may raise too, and such an exception may hold a header's value.
                whole = {**headers, "Accept-Encoding": "gzip"}
                LEDGER.note(Act.HOST, urlsplit(url).netloc.rpartition("@")[2])
                request = client.build_request(method, url, headers=whole, json=body, extensions={"trace": self._count})
                async with _opened(client, request) as response:
                    self.requests = before + 1
                    return await _whole(response)
        except UsageError as error:
            failure = error
        except Exception as error:  # noqa: BLE001 - the boundary: nothing foreign passes, whatever it holds
            failure = translated(error, reached=self.requests > before)
        raise failure

    async def _count(self, event: str, info: Mapping[str, Any]) -> None:
        """httpcore tells what it does. Once a request's head is on its way the server has been reached."""
        if event == "http11.send_request_headers.started" and getattr(info.get("request"), "method", b"") != b"CONNECT":
            self.requests += 1


def translated(error: Exception, *, reached: bool) -> UsageError:
    """What a foreign exception means. Never raises, keeps nothing of it but its class's name."""
    import ssl

    import httpx

    match error:
        case httpx.ConnectTimeout():
            return TimedOut("connect", reached=False)
        case httpx.ConnectError() if any(isinstance(cause, ssl.SSLError) for cause in _causes(error)):
            return NetworkBlocked("tls", reached=False)
        case httpx.ConnectError():
            return Offline("unreachable", reached=False)
        case httpx.ProxyError():
            return NetworkBlocked("proxy", reached=False)
        case httpx.TimeoutException():
            return TimedOut("deadline", reached=reached)
        case httpx.RemoteProtocolError() | httpx.DecodingError():
            return Offline("cut", reached=reached)
        case httpx.NetworkError() | OSError():
            return Offline("reset", reached=reached)
    if type(error).__module__.startswith("anyio"):  # a stream that ended where httpcore did not expect it
        return Offline("cut", reached=reached)
    return Internal("bug", type(error).__name__)


@contextlib.asynccontextmanager
async def _opened(client: httpx.AsyncClient, request: httpx.Request) -> AsyncIterator[httpx.Response]:
    response = await client.send(request, stream=True, follow_redirects=False)
    try:
        yield response
    finally:
        await response.aclose()


async def _whole(response: httpx.Response) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if says_enough(response.status_code) or is_html_type(headers):
        return Answer(response.status_code, headers, b"")
    chunks = response.aiter_raw()
    try:
        return Answer(response.status_code, headers, await bounded(chunks, headers.get("content-encoding", "")))
    except UsageError:
        await _leave(response, chunks)
        raise


async def _leave(response: httpx.Response, chunks: AsyncIterator[bytes]) -> None:
    """Ends a body of which no more is wanted. Generators of httpx and httpcore that are dropped half-way are closed by the
    interpreter outside of any task, under Qt's loop with an exception that nobody catches (measured); asked once more after the
    connection was closed, they end by themselves."""
    import httpx

    await response.aclose()
    with contextlib.suppress(httpx.HTTPError, httpx.StreamError):
        async for _ in chunks:
            pass


def _causes(error: BaseException | None) -> list[BaseException]:
    found: list[BaseException] = []
    while error is not None and error not in found:
        found.append(error)
        error = error.__cause__ or error.__context__
    return found


def on_thread(function: Callable[[], T]) -> asyncio.Future[T]:
    """Begins at once on a daemon thread, so that it never delays an exit; the future may be left alone."""
    import asyncio

    loop = asyncio.get_running_loop()
    future: asyncio.Future[T] = loop.create_future()

    def deliver(result: T | None, error: Exception | None) -> None:
        if future.done():
            return
        if error is not None:
            future.set_exception(error)
            future.exception()  # seen, here and not in a callback: this may be the loop's last turn
        else:
            future.set_result(result)  # type: ignore[arg-type]  # None only where T allows it

    def work() -> None:
        result: T | None = None
        failure: Exception | None = None
        try:
            result = function()
        except Exception as error:  # noqa: BLE001 - raised again where it is awaited
            failure = error
        with contextlib.suppress(RuntimeError):  # the loop closed meanwhile: nobody waits any more
            loop.call_soon_threadsafe(deliver, result, failure)

    threading.Thread(target=work, name="http-client", daemon=True).start()
    return future


def imported(name: str) -> asyncio.Future[ModuleType]:
    """A module that is slow to import (pydantic takes 0.1 s), while an answer is on its way."""
    if (module := sys.modules.get(name)) is None:
        return on_thread(lambda: importlib.import_module(name))
    import asyncio

    future: asyncio.Future[ModuleType] = asyncio.get_running_loop().create_future()
    future.set_result(module)
    return future


class HttpClient:
    """Owns the shared `httpx.AsyncClient`: made once a route, when first needed, off the event loop (it takes 0.2 s: measured)."""

    def __init__(self, environ: Mapping[str, str], make: Callable[[str | None], httpx.AsyncClient] | None = None) -> None:
        """`make` builds a client for a proxy's address, or for None."""
        self.environ = self._given = environ
        self._make = make or self._build
        self._clients: dict[str | None, asyncio.Future[httpx.AsyncClient]] = {}
        self._users: Counter[httpx.AsyncClient] = Counter()
        self._worn: set[httpx.AsyncClient] = set()

    def use_proxy(self, proxy: str) -> None:
        """From the next request on; empty: what the environment says."""
        self.environ = with_proxy(self._given, proxy)

    def exchange(self, deadline_seconds: float) -> Exchange:
        """A new look with its own deadline, in seconds."""
        return Exchange(self, deadline_seconds)

    @contextlib.asynccontextmanager
    async def lent(self, proxy: str | None) -> AsyncIterator[httpx.AsyncClient]:
        """The shared client of a route, for one request. Where that fails in a proxy the client is given up, and closed once nobody
        uses it: httpcore keeps a place for every tunnel in which TLS failed, and after eight nothing would go out (measured)."""
        client = await self.client(proxy)
        self._users[client] += 1
        is_well = False
        try:
            yield client
            is_well = True
        finally:
            self._users[client] -= 1
            if proxy is not None and not is_well:
                self._give_up(proxy, client)
            if client in self._worn and not self._users[client]:
                self._worn.discard(client)
                del self._users[client]
                await client.aclose()

    def _give_up(self, proxy: str, client: httpx.AsyncClient) -> None:
        self._worn.add(client)
        if proxy in self._clients and _made(self._clients[proxy]) is client:
            del self._clients[proxy]

    async def client(self, proxy: str | None) -> httpx.AsyncClient:
        """The shared client of a route. Raises `Internal("bug")` where none can be made."""
        import asyncio

        if proxy not in self._clients:
            self._clients[proxy] = on_thread(lambda: self._make(proxy))
        making = self._clients[proxy]
        failure: UsageError
        # Not `shield`: its own future keeps an exception that nobody looks at, where the waiting ends at the same moment.
        await asyncio.wait([making])
        try:
            return making.result()
        except Exception as error:  # noqa: BLE001 - whatever the system's certificates hold: said as an error of ours
            failure = Internal("bug", type(error).__name__)
        self._clients.pop(proxy, None)
        raise failure

    def _build(self, proxy: str | None) -> httpx.AsyncClient:
        from http.cookiejar import CookieJar, DefaultCookiePolicy

        import httpx

        for name in AT_THE_FIRST_REQUEST:
            with contextlib.suppress(ImportError):  # another version has other parts: then the first request loads them
                importlib.import_module(name)
        return httpx.AsyncClient(
            verify=self._tls(),
            proxy=proxy,
            limits=httpx.Limits(max_connections=8, max_keepalive_connections=2, keepalive_expiry=30.0),
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            trust_env=False,
            follow_redirects=False,
            cookies=CookieJar(DefaultCookiePolicy(allowed_domains=[])),  # each request stands alone
            headers={"User-Agent": f"usagebar-qt/{__version__}"},
        )

    def _tls(self) -> ssl.SSLContext:
        """The system's own trust store (companies put their proxy's root there), and the files that Claude Code honours too."""
        import ssl

        import truststore

        context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        for variable in EXTRA_CERTIFICATES:
            if path := self.environ.get(variable):
                try:
                    context.load_verify_locations(cafile=path)
                except OSError:  # an `SSLError` is one
                    log.info("the certificate file that %s names cannot be used", variable)
        return context

    async def aclose(self) -> None:
        """Closes the connections."""
        clients, self._clients = self._clients, {}
        for worn in tuple(self._worn):
            await worn.aclose()
        for making in clients.values():
            if (client := _made(making)) is not None:
                await client.aclose()


def _made(making: asyncio.Future[httpx.AsyncClient]) -> httpx.AsyncClient | None:
    return making.result() if making.done() and not making.cancelled() and making.exception() is None else None
