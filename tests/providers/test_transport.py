"""The transport alone: TLS that is never weakened, proxies, the one client, and what foreign exceptions become."""

from __future__ import annotations

import asyncio
import json
import logging
import ssl
import subprocess
import sys
import threading
import warnings
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.providers.faulty import Script, Seen, answer, raw, refusing_port, serving, silence
from usagebar_qt.domain.errors import Internal, NetworkBlocked, Offline, TimedOut, UsageError
from usagebar_qt.providers.answer import Answer
from usagebar_qt.providers.routes import proxy_for
from usagebar_qt.providers.transport import HttpClient, translated

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path

SECRET = "sk-ant-oat01-Canary9Canary9"
HEADERS = {"Authorization": f"Bearer {SECRET}"}
LONG = 10.0
YEAR = timedelta(days=365)


async def asked(url: str, environ: Mapping[str, str], deadline: float = LONG) -> tuple[Answer | UsageError, int]:
    """The answer or the error, and how many requests are counted."""
    client = HttpClient(environ)
    exchange = client.exchange(deadline)
    outcome: Answer | UsageError
    try:
        outcome = await exchange.get(url, HEADERS)
    except UsageError as error:
        outcome = error
    await client.aclose()
    if isinstance(outcome, UsageError):
        assert outcome.__context__ is None, "a foreign exception, and with it the request, hangs on an error"
    return outcome, exchange.requests


# -- TLS -----------------------------------------------------------------------------------------------------------------
def certificate(folder: Path, *names: str, ends: timedelta = YEAR) -> tuple[Path, Path]:
    """A self-signed certificate and its key. It was valid for two years before it ends."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test of usagebar")])
    end = datetime.now(UTC) + ends
    alternatives = x509.SubjectAlternativeName([x509.DNSName(name) for name in names])
    signed = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number(), end - 2 * YEAR, end)
        .add_extension(alternatives, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = folder / "certificate.pem", folder / "key.pem"
    files[0].write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    secret = serialization.NoEncryption()
    files[1].write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, secret))
    return files


def server_side(files: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*files)
    return context


def over_tls(context: ssl.SSLContext, environ: Mapping[str, str]) -> tuple[Answer | UsageError, int, Seen]:
    async def run() -> tuple[Answer | UsageError, int, Seen]:
        asyncio.get_running_loop().set_exception_handler(lambda *_: None)  # the server's side of a refused handshake
        async with serving(answer(200, {}), tls=context) as seen:
            outcome, requests = await asked(seen.url.replace("127.0.0.1", "localhost"), environ)
            return outcome, requests, seen

    return asyncio.run(run())


def refused_over_tls(context: ssl.SSLContext, environ: Mapping[str, str]) -> None:
    outcome, requests, seen = over_tls(context, environ)
    assert isinstance(outcome, NetworkBlocked), outcome
    assert (outcome.reason, outcome.reached, requests, seen.heads) == ("tls", False, 0, [])


@pytest.mark.parametrize("variable", ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"])
def test_a_companys_own_root_is_trusted_where_the_environment_names_it(tmp_path: Path, variable: str) -> None:
    files = certificate(tmp_path, "localhost")
    outcome, requests, seen = over_tls(server_side(files), {variable: str(files[0])})
    assert isinstance(outcome, Answer), outcome
    assert (requests, len(seen.heads)) == (1, 1)


def test_nothing_is_sent_to_a_certificate_that_nobody_vouches_for(tmp_path: Path) -> None:
    refused_over_tls(server_side(certificate(tmp_path, "localhost")), {})


def test_nothing_is_sent_to_a_certificate_of_another_name(tmp_path: Path) -> None:
    files = certificate(tmp_path, "other.example")
    refused_over_tls(server_side(files), {"NODE_EXTRA_CA_CERTS": str(files[0])})


def test_nothing_is_sent_to_an_expired_certificate(tmp_path: Path) -> None:
    files = certificate(tmp_path, "localhost", ends=-timedelta(days=1))
    refused_over_tls(server_side(files), {"NODE_EXTRA_CA_CERTS": str(files[0])})


def test_nothing_is_sent_over_an_old_tls(tmp_path: Path) -> None:
    files = certificate(tmp_path, "localhost")
    context = server_side(files)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version = ssl.TLSVersion.TLSv1
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    refused_over_tls(context, {"NODE_EXTRA_CA_CERTS": str(files[0])})


def test_an_answer_in_the_clear_where_tls_belongs_is_no_tls() -> None:
    async def run() -> None:
        async def speaks_first(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read(1)
            writer.write(raw(400, b"<html>The plain request was sent to the TLS port</html>"))
            writer.close()

        async with await asyncio.start_server(speaks_first, "127.0.0.1", 0) as server:
            outcome, requests = await asked(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}", {})
        assert isinstance(outcome, NetworkBlocked)
        assert (outcome.reason, requests) == ("tls", 0)

    asyncio.run(run())


def test_a_certificate_file_that_is_none_is_said_and_does_not_stop_the_rest(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    (tmp_path / "broken.pem").write_text("no certificate")
    environ = {"NODE_EXTRA_CA_CERTS": str(tmp_path / "missing.pem"), "SSL_CERT_FILE": str(tmp_path / "broken.pem")}

    async def run() -> None:
        async with serving(answer(200, {})) as seen:
            assert isinstance((await asked(seen.url, environ))[0], Answer)

    asyncio.run(run())
    assert sum("cannot be used" in record.getMessage() for record in caplog.records) == 2


# -- proxies -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"https_proxy": "http://low:1", "HTTPS_PROXY": "http://high:1"}, "http://low:1"),
        ({"HTTPS_PROXY": "proxy:3128"}, "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://user:pass@proxy:3128"}, "http://user:pass@proxy:3128"),
        ({"ALL_PROXY": "http://all:1"}, "http://all:1"),
        ({"HTTP_PROXY": "http://only-for-http:1"}, None),
        ({"HTTPS_PROXY": "  "}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "other.example, service.example"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "example"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": ".Example"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "*.example"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "service.example:443"}, None),
        ({"HTTPS_PROXY": "http://p:1", "NO_PROXY": "vice.example,,api.service.example"}, "http://p:1"),
    ],
)
def test_the_environment_says_which_proxy(environ: dict[str, str], proxy: str | None) -> None:
    assert proxy_for(environ, "https://service.example/path") == proxy


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/", "http://127.9.9.9/", "https://localhost/", "http://[::1]:9/"])
def test_nothing_of_this_machine_goes_through_a_proxy(url: str) -> None:
    assert proxy_for({"ALL_PROXY": "http://p:1", "HTTP_PROXY": "http://p:1"}, url) is None


@pytest.mark.parametrize("value", ["socks5://p:1", "http://", "http://p:99999", "http://p:x", "http://[::1"])
def test_a_proxy_that_cannot_be_used_is_not_passed_by(value: str) -> None:
    with pytest.raises(NetworkBlocked) as caught:
        proxy_for({"HTTPS_PROXY": value}, "https://service.example/")
    assert (caught.value.reason, caught.value.reached) == ("proxy", False)
    assert value not in repr(vars(caught.value))


def through_proxy(script: Script, **environ: str) -> tuple[Answer | UsageError, int, Seen]:
    async def run() -> tuple[Answer | UsageError, int, Seen]:
        async with serving(script) as seen:
            outcome, requests = await asked("https://service.example/usage", {"HTTPS_PROXY": seen.url, **environ})
            return outcome, requests, seen

    return asyncio.run(run())


@pytest.mark.parametrize("status", [302, 403, 407, 502, 511])
def test_a_proxy_that_refuses_gets_no_secret_and_is_named(status: int) -> None:
    outcome, requests, seen = through_proxy(answer(status, b"<html>"))
    assert isinstance(outcome, NetworkBlocked)
    assert (outcome.reason, outcome.reached, requests) == ("proxy", False, 0)
    assert seen.heads[0].startswith("CONNECT service.example:443 ")
    assert SECRET not in "".join(seen.heads)


def test_a_proxy_that_tunnels_sees_no_secret_and_one_request_is_counted(tmp_path: Path) -> None:
    files = certificate(tmp_path, "service.example")
    inside: list[str] = []

    async def tunnel(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.start_tls(server_side(files))
        inside.append((await reader.readuntil(b"\r\n\r\n")).decode())
        writer.write(raw(200, b"{}"))

    outcome, requests, seen = through_proxy(tunnel, NODE_EXTRA_CA_CERTS=str(files[0]))
    assert isinstance(outcome, Answer), outcome
    assert (requests, len(inside)) == (1, 1)
    assert SECRET in inside[0]
    assert SECRET not in "".join(seen.heads)


def test_a_proxy_that_is_not_there_is_offline() -> None:
    outcome, requests = asyncio.run(asked("https://service.example/", {"HTTPS_PROXY": f"http://127.0.0.1:{refusing_port()}"}))
    assert isinstance(outcome, Offline)
    assert (outcome.reached, requests) == (False, 0)


# -- the boundary --------------------------------------------------------------------------------------------------------
def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind", "reason", "reached"),
    [
        (httpx.ConnectTimeout(""), TimedOut, "connect", False),
        (httpx.ReadTimeout(""), TimedOut, "deadline", True),
        (httpx.PoolTimeout(""), TimedOut, "deadline", True),
        (httpx.ConnectError("Name or service not known"), Offline, "unreachable", False),
        (caused(httpx.ConnectError(""), ssl.SSLCertVerificationError("bad")), NetworkBlocked, "tls", False),
        (caused(httpx.ConnectError(""), OSError(111, "refused")), Offline, "unreachable", False),
        (httpx.ProxyError("407 Proxy Authentication Required"), NetworkBlocked, "proxy", False),
        (httpx.ReadError(""), Offline, "reset", True),
        (httpx.WriteError(""), Offline, "reset", True),
        (ConnectionResetError(), Offline, "reset", True),
        (httpx.RemoteProtocolError(""), Offline, "cut", True),
        (httpx.DecodingError(""), Offline, "cut", True),
    ],
)
def test_foreign_exceptions_become_ours(error: Exception, kind: type[UsageError], reason: str, reached: bool) -> None:
    ours = translated(error, reached=True)
    assert isinstance(ours, kind)
    assert (ours.reason, getattr(ours, "reached", None)) == (reason, reached)


@pytest.mark.parametrize("error", [RuntimeError(SECRET), KeyError(SECRET), UnicodeEncodeError("ascii", SECRET, 0, 1, SECRET)])
def test_of_what_nobody_expected_only_its_kind_is_kept(error: Exception) -> None:
    ours = translated(error, reached=True)
    assert isinstance(ours, Internal)
    assert (ours.reason, ours.detail) == ("bug", type(error).__name__)


# -- the one client ------------------------------------------------------------------------------------------------------
def echoing() -> httpx.AsyncClient:
    """Answers with the path that it was asked for, in a stream as a network would."""

    def handler(request: httpx.Request) -> httpx.Response:
        async def body() -> AsyncIterator[bytes]:
            yield json.dumps({"path": request.url.path}).encode()

        return httpx.Response(200, content=body())

    return httpx.AsyncClient(transport=httpx.MockTransport(handler), trust_env=False)


def test_many_looks_at_once_share_one_client_made_off_the_loop() -> None:
    made: list[str] = []

    def make(_: str | None) -> httpx.AsyncClient:
        made.append(threading.current_thread().name)
        return echoing()

    async def run() -> list[Answer]:
        client = HttpClient({}, make)
        looks = [client.exchange(LONG).get(f"https://service.example/{number}", HEADERS) for number in range(5)]
        answers = await asyncio.gather(*looks)
        await client.aclose()
        return answers

    assert [found.json_object()["path"] for found in asyncio.run(run())] == [f"/{number}" for number in range(5)]
    assert made == ["http-client"]


def test_a_client_that_cannot_be_made_is_said_and_tried_again() -> None:
    tries: list[int] = []

    def make(_: str | None) -> httpx.AsyncClient:
        tries.append(1)
        if len(tries) == 1:
            raise ssl.SSLError(f"odd certificates, {SECRET}")
        return echoing()

    async def run() -> None:
        client = HttpClient({}, make)
        with pytest.raises(Internal) as caught:
            await client.exchange(LONG).get("https://service.example/", HEADERS)
        assert caught.value.detail == "SSLError"
        assert (await client.exchange(LONG).get("https://service.example/", HEADERS)).status == 200
        await client.aclose()

    asyncio.run(run())


def test_a_client_that_takes_for_ever_is_left_at_the_deadline_and_nothing_was_sent() -> None:
    never = threading.Event()

    def make(_: str | None) -> httpx.AsyncClient:
        never.wait(LONG)
        raise OSError

    async def run() -> None:
        exchange = HttpClient({}, make).exchange(0.1)
        with pytest.raises(TimedOut) as caught:
            await exchange.get("https://service.example/", HEADERS)
        assert (caught.value.reached, exchange.requests) == (False, 0)
        never.set()

    asyncio.run(run())


def test_one_deadline_lies_round_all_requests_of_a_look() -> None:
    async def run() -> None:
        async with serving(silence) as seen:
            exchange = HttpClient({}).exchange(0.2)
            for _ in range(2):
                with pytest.raises(TimedOut):
                    await exchange.get(seen.url, HEADERS)
            assert len(seen.heads) == 1, "the second began after the deadline"

    asyncio.run(run())


def test_cookies_of_an_answer_are_not_sent_back() -> None:
    async def run() -> None:
        async with serving(answer(200, {}, "Set-Cookie: portal=1; Path=/")) as seen:
            client = HttpClient({})
            for _ in range(2):
                await client.exchange(LONG).get(seen.url, HEADERS)
            await client.aclose()
            assert not any("cookie" in head.lower() for head in seen.heads)

    asyncio.run(run())


def test_an_answer_shows_nothing_of_its_body() -> None:
    assert SECRET not in repr(Answer(200, {"x": SECRET}, SECRET.encode()))


def test_building_the_program_imports_nothing_that_is_slow() -> None:
    slow = ("httpx", "pydantic", "keyring", "truststore", "http.client", "urllib.request")
    code = (
        "import sys, usagebar_qt.engine.runtime, usagebar_qt.providers.registry;"
        f"print([name for name in {slow} if name in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.strip() == "[]"


def test_with_the_client_all_is_loaded_that_its_first_request_needs() -> None:
    code = """
import asyncio, sys
from usagebar_qt.providers.transport import HttpClient

async def main():
    client = await asyncio.to_thread(HttpClient({})._build, None)
    before = set(sys.modules)
    try:
        await client.get("http://127.0.0.1:9/")  # nobody is there
    except OSError as error:
        sys.exit(repr(error))
    except Exception as error:
        print(type(error).__name__, sorted(set(sys.modules) - before))

asyncio.run(main())
"""
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert found.stdout.strip() == "ConnectError []"
