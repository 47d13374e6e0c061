"""What every provider must do, whatever its service does to it. Subclass `ProviderContract`: five things to fill in.

One request a look, whatever comes back; a `UsageError` and nothing else; the secret in the request's head and nowhere else.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import traceback
import tracemalloc
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.providers import faulty
from tests.providers.faulty import Script, Seen, answer, exactly, raw, serving, stalled
from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import (
    BadResponse,
    CredentialError,
    Internal,
    NetworkBlocked,
    NotConfigured,
    Offline,
    RateLimited,
    ServerError,
    TimedOut,
    TransportError,
    UsageError,
)
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.domain.secret import Secret
from usagebar_qt.providers.base import FetchContext, Fetched
from usagebar_qt.providers.transport import HttpClient

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from usagebar_qt.providers.base import Provider

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
HTML = b"<!DOCTYPE html><html><title>Just a moment...</title></html>"
JSON_TYPE = "Content-Type: application/json"
FULL_DEADLINE = 10.0
"""Seconds; nothing here waits for it but a test that has gone wrong."""


class ProviderContract:
    """The suite."""

    # -- to be filled in --------------------------------------------------------------------------------------------
    override: str
    """The variable that leads the provider to the test's server."""
    secret: str
    """A canary of the form that the service's secrets have."""
    good: ClassVar[Mapping[str, Any]]
    """An answer with figures."""
    refused: type[CredentialError]
    """What a 401 with JSON is."""
    forbidden: type[CredentialError]
    """What a 403 with JSON is."""

    def make(self, environ: Mapping[str, str], home: Path) -> Provider:
        """The provider, with no credential anywhere."""
        raise NotImplementedError

    # -- what the tests use -----------------------------------------------------------------------------------------
    home: Path
    logged: pytest.LogCaptureFixture

    @pytest.fixture(autouse=True)
    def _room(self, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
        self.home = tmp_path
        self.logged = caplog
        caplog.set_level(logging.DEBUG)

    async def _look(self, url: str, deadline: float, environ: Mapping[str, str]) -> tuple[Fetched | UsageError, int]:
        settings = {self.override: url, **environ}
        provider = self.make(settings, self.home)
        client = HttpClient(settings)
        exchange = client.exchange(deadline)
        account = Account(AccountId(provider.info.id), provider.info.name)
        credential = Credential(Secret(self.secret), Identity(), gate="")
        try:
            return await provider.fetch(FetchContext(account, credential, NOW, exchange)), exchange.requests
        except UsageError as error:
            self._holds_no_secret(error)
            return error, exchange.requests
        finally:
            await client.aclose()

    def _holds_no_secret(self, error: BaseException) -> None:
        seen: BaseException | None = error
        while seen is not None:
            shown = [repr(seen), str(seen), repr(vars(seen)), *traceback.format_exception(seen)]
            assert not any(self.secret in text for text in shown), "a secret hangs on an error"
            assert not hasattr(seen, "request"), "a request, and with it the secret, hangs on an error"
            seen = seen.__cause__ or seen.__context__

    def look(
        self, script: Script, *, deadline: float = FULL_DEADLINE, environ: Mapping[str, str] | None = None
    ) -> tuple[Fetched | UsageError, int, Seen]:
        """What one look brought, how many requests it says it sent, and what the server saw."""

        async def run() -> tuple[Fetched | UsageError, int, Seen]:
            async with serving(script) as seen:
                outcome, requests = await self._look(seen.url, deadline, environ or {})
                return outcome, requests, seen

        found = asyncio.run(run())
        assert self.secret not in self.logged.text, "a secret is in the log"
        return found

    def failed(self, script: Script, kind: type[UsageError], reason: str | None = None, **options: Any) -> UsageError:
        """The look fails so, after exactly one request that was counted and arrived."""
        outcome, requests, seen = self.look(script, **options)
        assert isinstance(outcome, kind), outcome
        assert reason is None or outcome.reason == reason
        assert (requests, len(seen.heads)) == (1, 1)
        return outcome

    # -- the good case ----------------------------------------------------------------------------------------------
    def test_figures_come_with_one_request_that_alone_holds_the_secret(self) -> None:
        outcome, requests, seen = self.look(answer(200, self.good))
        assert isinstance(outcome, Fetched)
        assert outcome.snapshot.has_limits
        assert outcome.snapshot.fetched_at == NOW
        assert (requests, len(seen.heads)) == (1, 1)
        assert self.secret in seen.heads[0]
        assert self.secret not in repr(outcome)
        assert self.secret not in seen.heads[0].splitlines()[0], "a secret is in the address"

    def test_squeezed_figures_are_figures(self) -> None:
        import gzip

        body = gzip.compress(json.dumps(self.good).encode())
        outcome, _, _ = self.look(answer(200, body, JSON_TYPE, "Content-Encoding: gzip"))
        assert isinstance(outcome, Fetched)
        assert outcome.snapshot.has_limits

    def test_figures_behind_a_byte_order_mark_are_figures(self) -> None:
        outcome, _, _ = self.look(answer(200, b"\xef\xbb\xbf" + json.dumps(self.good).encode(), JSON_TYPE))
        assert isinstance(outcome, Fetched)

    def test_an_answer_without_any_row_is_an_account_without_plan_not_an_error(self) -> None:
        outcome, _, _ = self.look(answer(200, {}))
        assert isinstance(outcome, Fetched)
        assert not outcome.snapshot.has_limits

    # -- before a request -------------------------------------------------------------------------------------------
    def test_nothing_set_up_is_not_configured(self) -> None:
        provider = self.make({}, self.home)
        with pytest.raises(NotConfigured):
            provider.read_credential(Account(AccountId(provider.info.id), provider.info.name))

    @pytest.mark.parametrize(
        "url",
        [
            "https://evil.example",
            "http://127.0.0.1@evil.example",
            "http://evil.example#@127.0.0.1",
            "http://127.0.0.1:80\\@evil.example",
            "http://127.0.0.1.evil.example",
            "http://2130706433",
            "http://10.0.0.1:8080",
            "http://[::ffff:10.0.0.1]",
            "ftp://127.0.0.1",
            "//127.0.0.1",
            "127.0.0.1:8080",
            "http://user:password@127.0.0.1",
            "http://127.0.0.1:0",
            "http://127.0.0.1:99999",
            "http://127.0.0.1/elsewhere",
            "http://127.0.0.1?to=evil.example",
            " http://127.0.0.1",
            "http://127.0.0.1\r\nHost: evil.example",
            "http://[::1",
        ],
    )
    def test_an_override_that_leads_away_from_this_machine_is_refused_by_name(self, url: str) -> None:
        with pytest.raises(Internal) as caught:
            self.make({self.override: url}, self.home).prepare()
        assert (caught.value.reason, caught.value.detail) == ("override", self.override)

    @pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "https://localhost/", "http://[::1]:9", "http://127.8.9.10", ""])
    def test_an_override_to_this_machine_is_taken(self, url: str) -> None:
        self.make({self.override: url}, self.home).prepare()

    # -- what a status means ----------------------------------------------------------------------------------------
    def test_a_401_means_that_the_credential_is_refused(self) -> None:
        body = {"type": "error", "error": {"type": "authentication_error", "message": "Invalid authentication credentials"}}
        self.failed(answer(401, body), self.refused, "refused")

    def test_a_403_means_that_the_credential_does_not_suffice(self) -> None:
        self.failed(answer(403, {"error": {"type": "permission_error", "message": "Not for you"}}), self.forbidden)

    @pytest.mark.parametrize("status", [401, 403])
    def test_a_refusal_without_json_is_nobodys_word_on_the_credential(self, status: int) -> None:
        self.failed(answer(status, b"denied", "Content-Type: text/plain"), BadResponse, "status")

    @pytest.mark.parametrize("value", ["0", "120", "Tue, 24 Nov 2026 10:00:00 GMT", "abc", "-5", "1e14"])
    def test_a_429_hands_on_what_it_was_told(self, value: str) -> None:
        error = self.failed(answer(429, {"error": {"type": "rate_limit_error"}}, f"Retry-After: {value}"), RateLimited)
        assert isinstance(error, RateLimited)
        assert error.retry_after == value

    def test_a_429_without_retry_after_says_so(self) -> None:
        error = self.failed(answer(429, HTML, "Content-Type: text/html"), RateLimited)
        assert isinstance(error, RateLimited)
        assert error.retry_after is None

    @pytest.mark.parametrize("status", [500, 502, 503, 504, 520, 529])
    @pytest.mark.parametrize("body", [{"error": "busy"}, HTML])
    def test_every_5xx_is_trouble_of_the_server_whatever_its_body(self, status: int, body: object) -> None:
        self.failed(answer(status, body), ServerError, str(status))

    @pytest.mark.parametrize(
        "head", [b"HTTP/1.1 503 Busy\r\nContent-Length: 99999999\r\n\r\nx", b"HTTP/1.1 429 Slow down\r\nContent-Length: 9\r\n\r\n"]
    )
    def test_a_status_that_says_enough_does_not_wait_for_a_body(self, head: bytes) -> None:
        outcome, _, _ = self.look(stalled(head))
        assert isinstance(outcome, ServerError | RateLimited)

    @pytest.mark.parametrize("status", [400, 404, 410, 418, 422])
    def test_another_4xx_is_not_understood(self, status: int) -> None:
        self.failed(answer(status, {"error": "?"}), BadResponse, "status")

    @pytest.mark.parametrize("status", [200, 401, 403, 404])
    @pytest.mark.parametrize("header", ["Content-Type: text/html; charset=utf-8", JSON_TYPE])
    def test_a_page_in_place_of_an_answer_is_the_networks_doing(self, status: int, header: str) -> None:
        self.failed(answer(status, HTML, header), NetworkBlocked, "portal")

    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_a_redirect_is_not_followed(self, status: int) -> None:
        async def run() -> None:
            async with serving(answer(200, self.good)) as other, serving(answer(status, b"", f"Location: {other.url}/")) as seen:
                outcome, requests = await self._look(seen.url, FULL_DEADLINE, {})
                assert isinstance(outcome, NetworkBlocked)
                assert (outcome.reason, requests, len(seen.heads), other.heads) == ("redirect", 1, 1, [])

        asyncio.run(run())

    def test_proxies_and_portals_that_say_so_are_told_apart_from_the_service(self) -> None:
        self.failed(answer(407, HTML), NetworkBlocked, "proxy")
        self.failed(answer(511, HTML), NetworkBlocked, "portal")

    # -- what is no answer ------------------------------------------------------------------------------------------
    @pytest.mark.parametrize(
        "body",
        [
            b"",
            b"{",
            b'{"limits": [',
            b"null",
            b"[]",
            b'"text"',
            b"12",
            b"\xff\xfe{}",
            b'{"a": "\xe9"}',
            b"[" * 100_000,
            b'{"a":' * 100_000,
            b'{"a": ' + b"9" * 5_000 + b"}",
            b"\x00\x01\x02",
        ],
        ids=lambda body: repr(body[:12]),
    )
    def test_what_is_no_json_object_is_not_understood(self, body: bytes) -> None:
        self.failed(answer(200, body, JSON_TYPE), BadResponse)

    def test_numbers_that_are_none_and_keys_that_come_twice_cost_nothing_else(self) -> None:
        good = json.dumps(self.good)[1:]
        for odd in ('{"odd": NaN, "more": -Infinity, "big": 1e999, "limits": 1,', '{"odd": 1, "odd": 2,'):
            outcome, _, _ = self.look(answer(200, (odd + good).encode(), JSON_TYPE))
            assert isinstance(outcome, Fetched)
            assert outcome.snapshot.has_limits

    @pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, br", "gzip", "deflate"])
    def test_an_encoding_that_nobody_asked_for_or_that_lies_is_not_understood(self, encoding: str) -> None:
        self.failed(answer(200, b'{"limits": []}', JSON_TYPE, f"Content-Encoding: {encoding}"), BadResponse, "encoding")

    def test_a_body_that_ends_early_was_cut(self) -> None:
        self.failed(exactly(raw(200, json.dumps(self.good).encode(), JSON_TYPE)[:-20]), Offline, "cut")

    def test_a_squeezed_body_that_ends_early_was_cut(self) -> None:
        body = faulty.bomb(10_000)[:-8]
        self.failed(answer(200, body, JSON_TYPE, "Content-Encoding: gzip"), Offline, "cut")

    @pytest.mark.parametrize("data", [b"", b"HTTP/1.1 200 OK\r\nContent-Le", b"SSH-2.0-OpenSSH_9.2\r\n"])
    def test_a_head_that_is_none_was_cut(self, data: bytes) -> None:
        self.failed(exactly(data), Offline, "cut")

    def test_a_reset_is_a_lost_connection(self) -> None:
        self.failed(faulty.reset, Offline, "reset")

    def test_nobody_there_is_offline_and_counts_as_no_request(self) -> None:
        outcome, requests = asyncio.run(self._look(f"http://127.0.0.1:{faulty.refusing_port()}", FULL_DEADLINE, {}))
        assert isinstance(outcome, Offline)
        assert (outcome.reason, outcome.reached, requests) == ("unreachable", False, 0)

    # -- what has no end --------------------------------------------------------------------------------------------
    @pytest.mark.parametrize("script", [faulty.silence, stalled(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"), stalled(b"HT")])
    def test_whoever_stalls_is_left_at_the_deadline(self, script: Script) -> None:
        error = self.failed(script, TimedOut, "deadline", deadline=0.3)
        assert isinstance(error, TransportError)
        assert error.reached

    def test_a_body_that_drips_is_left_at_the_deadline(self) -> None:
        async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 99999\r\n\r\n{")
            while not reader.at_eof():
                writer.write(b" ")
                await writer.drain()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(1), 0.02)
            raise EOFError

        self.failed(drip, TimedOut, "deadline", deadline=0.3)

    def test_forty_megabytes_are_left_after_the_first(self) -> None:
        self._stays_small(40_000_000, b" " * 65_536, JSON_TYPE)

    def test_a_bomb_is_left_after_its_first_megabyte(self) -> None:
        body = faulty.bomb(40_000_000)
        self._stays_small(len(body), body, JSON_TYPE, "Content-Encoding: gzip")

    def test_what_follows_the_end_of_a_squeezed_body_is_not_kept(self) -> None:
        self._stays_small(40_000_000, faulty.bomb(100) + b"\0" * 65_000, JSON_TYPE, "Content-Encoding: gzip")

    def _stays_small(self, size: int, chunk: bytes, *headers: str) -> None:
        async def run() -> tuple[Fetched | UsageError, int, int]:
            holder: list[Seen] = []
            async with serving(faulty.flood(lambda: holder[0], size, chunk, *headers)) as seen:
                holder.append(seen)
                await self._look("http://127.0.0.1:1", FULL_DEADLINE, {})  # imports are no growth
                tracemalloc.start()
                try:
                    outcome, _ = await self._look(seen.url, FULL_DEADLINE, {})
                    return outcome, tracemalloc.get_traced_memory()[1], seen.sent
                finally:
                    tracemalloc.stop()

        outcome, peak, sent = asyncio.run(run())
        assert isinstance(outcome, BadResponse)
        assert outcome.reason == "too_large"
        assert peak < 4_500_000 + len(chunk)
        assert sent < 20_000_000

    def test_a_cancelled_look_stays_cancelled_and_leaves_no_connection(self) -> None:
        async def run() -> None:
            async with serving(faulty.silence) as seen:
                look = asyncio.create_task(self._look(seen.url, FULL_DEADLINE, {}))
                await asyncio.wait_for(seen.asked.wait(), FULL_DEADLINE)
                look.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await look
                await asyncio.wait_for(seen.hung_up.wait(), FULL_DEADLINE)

        asyncio.run(run())

    # -- secrets ----------------------------------------------------------------------------------------------------
    @pytest.mark.parametrize("ending", ["\r\nX-Forged: 1", "é", "\x00", "\ud800"])
    def test_a_secret_that_fits_into_no_header_is_not_sent_and_not_shown(self, ending: str) -> None:
        self.secret += ending
        outcome, requests, seen = self.look(answer(200, self.good))
        assert isinstance(outcome, Internal)
        assert (requests, seen.heads) == (0, [])

    def test_a_service_that_repeats_the_secret_does_not_get_it_into_an_error(self) -> None:
        echo = {"code": 1234, "success": False, "msg": f"bad {self.secret}", "error": {"message": self.secret}}
        for status in (200, 400, 401, 403, 500):
            outcome, _, _ = self.look(answer(status, echo))
            assert self.secret not in repr(outcome)
            if isinstance(outcome, UsageError):
                assert self.secret not in repr(outcome.failure())

    def test_no_proxy_stands_between_this_machine_and_itself(self) -> None:
        proxy = f"http://127.0.0.1:{faulty.refusing_port()}"
        outcome, _, _ = self.look(answer(200, self.good), environ={"HTTP_PROXY": proxy, "HTTPS_PROXY": proxy, "ALL_PROXY": proxy})
        assert isinstance(outcome, Fetched)

    def test_a_hostile_label_becomes_one_short_printable_line(self) -> None:
        for hostile in ("<b>x</b>" * 10_000, "‮evil", "a\x00b\x1b[31m\nc", "\ud800", "   ", "x" * 1_000_000):
            outcome, _, _ = self.look(answer(200, self.with_label(hostile)))
            if isinstance(outcome, UsageError):
                assert outcome.reason == "too_large"
                continue
            for text in (outcome.snapshot.plan, *(window.scope for window in outcome.snapshot.windows)):
                assert text is None or (text.isprintable() and 0 < len(text) <= 64)
            assert all(len(window.id) <= 140 and window.id.isprintable() for window in outcome.snapshot.windows)

    def with_label(self, text: str) -> Mapping[str, Any]:
        """A good answer with this text wherever the service puts words."""
        raise NotImplementedError
