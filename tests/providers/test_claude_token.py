"""The token endpoint: every form of answer, and what it means for a refresh token that counts once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.credentials.logins import CANARY, shown
from tests.providers.faulty import answer as answering
from tests.providers.faulty import exactly, reset, serving
from tests.upstream import Upstream
from usagebar_qt.credentials.claude_file import RenewedLogin
from usagebar_qt.domain.errors import BadResponse, Internal, NotRenewed, Offline, Remaining, TimedOut, UsageError
from usagebar_qt.domain.secret import Secret
from usagebar_qt.providers.answer import Answer
from usagebar_qt.providers.claude_token import CLIENT_ID, login_in, renewed
from usagebar_qt.providers.transport import HttpClient

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SPENT = Secret("sk-ant-ort01-canary-spent")
NEW = {"access_token": "sk-ant-oat01-canary-new", "refresh_token": "sk-ant-ort01-canary-new", "expires_in": 28800}


def answer(status: int, body: object, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return Answer(status, {"content-type": "application/json"} | {k.replace("_", "-"): v for k, v in headers.items()}, raw)


def login(**changes: object) -> RenewedLogin:
    return login_in(answer(200, NEW | changes), SPENT, NOW)


def refusal(given: Answer) -> NotRenewed:
    with pytest.raises(NotRenewed) as caught:
        login_in(given, SPENT, NOW)
    assert CANARY not in shown(caught.value)
    return caught.value


# -- 200 --------------------------------------------------------------------------------------------------------------
def test_a_good_answer_gives_both_tokens_and_their_times() -> None:
    found = login(scope="user:inference  user:profile", refresh_token_expires_in=2_419_200)
    assert (found.access.reveal(), found.refresh.reveal()) == (NEW["access_token"], NEW["refresh_token"])
    assert found.expires_at == NOW + timedelta(hours=8)
    assert found.refresh_expires_at == NOW + timedelta(days=28)
    assert found.scopes == ("user:inference", "user:profile")


@pytest.mark.parametrize("scope", [None, "", "  ", 7, ["user:profile"], "a\ud800b", "ü", "x" * 2000, {}])
def test_scopes_that_are_none_leave_those_of_the_file(scope: object) -> None:
    assert login(scope=scope).scopes is None


@pytest.mark.parametrize("life", [None, 0, -1, "28800", True, [], {}])
def test_a_lifetime_that_is_none_counts_as_eight_hours(life: object) -> None:
    assert login(expires_in=life).expires_at == NOW + timedelta(hours=8)


def test_a_lifetime_beyond_all_numbers_does_not_lose_the_new_tokens() -> None:
    raw = json.dumps(NEW).replace("28800", "9" * 400).encode()
    assert login_in(answer(200, raw), SPENT, NOW).expires_at == NOW + timedelta(days=366)
    raw = json.dumps(NEW | {"refresh_token_expires_in": 0}).replace("28800", "1e999").encode()
    found = login_in(answer(200, raw), SPENT, NOW)
    assert (found.expires_at, found.refresh_expires_at) == (NOW + timedelta(hours=8), None)


@pytest.mark.parametrize("refresh", [None, "", "with space", "line\nbreak", "ümlaut", 5, "x" * 5000])
def test_without_a_new_refresh_token_the_old_one_stays(refresh: object) -> None:
    assert login(refresh_token=refresh).refresh == SPENT


@pytest.mark.parametrize("access", [None, "", " ", "a b", f"{CANARY}\r\nX: 1", "\ud800", 1, ["t"], "x" * 5000])
def test_an_answer_without_a_usable_access_token_counts_as_none(access: object) -> None:
    assert refusal(answer(200, NEW | {"access_token": access})).remaining is Remaining.UNANSWERED


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"null", b"<html>blocked</html>", b"\xff\xfe", b"[" * 100_000, f'{{"{CANARY}'.encode()]
)
def test_a_200_that_cannot_be_read_may_have_spent_the_token(body: bytes) -> None:
    assert refusal(answer(200, body)).remaining is Remaining.UNANSWERED


# -- refusals ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": "invalid_grant", "error_description": f"{CANARY}"}),
        (401, {"error": "invalid_grant"}),
        (403, {"error": {"type": "invalid_grant", "message": "Refresh token not found or invalid"}}),
        (400, {"error": "invalid_client"}),
        (401, {"error": "unauthorized_client"}),
        (404, {"type": "error", "error": {"type": "not_found_error", "message": "Not found"}}),
        (404, {"error": "not_found"}),
        (404, {"error": {"message": "no such token"}}),
    ],
)
def test_a_refused_refresh_token_is_final(status: int, body: object) -> None:
    found = refusal(answer(status, body))
    assert (found.reason, found.remaining) == ("refused", Remaining.REFUSED)


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, {"error": "invalid_request"}),
        (400, {"error": {"type": "invalid_request_error"}}),
        (400, {"error": ["invalid_grant"]}),
        (400, {"error": {"type": ["invalid_grant"]}}),
        (400, {}),
        (401, b"<html>sign in to the guest network</html>"),
        (403, b"Just a moment..."),
        (404, b"<html>404 Not Found</html>"),
        (404, b""),
        (404, {"message": "no Route matched with those values"}),
        (405, {"error": "method_not_allowed"}),
        (302, b""),
        (407, b""),
        (500, {"type": "error", "error": {"type": "api_error", "message": "Internal server error"}}),
        (503, b""),
        (511, b"<html>"),
        (529, {"error": {"type": "overloaded_error"}}),
        (500, {"error": "invalid_grant"}),
    ],
)
def test_what_a_proxy_or_a_service_in_trouble_says_costs_no_sign_in(status: int, body: object) -> None:
    found = refusal(answer(status, body))
    assert (found.reason, found.remaining, found.wait_seconds) == ("service", Remaining.LATER, None)


@pytest.mark.parametrize(
    ("status", "header", "seconds"),
    [
        (429, "120", 120.0),
        (429, "0", 0.0),
        (429, "-7", 0.0),
        (429, "soon", 0.0),
        (429, "1e14", 4500.0),
        (429, "Tue, 24 Nov 2026 12:05:00 GMT", 300.0),
        (503, "30", 30.0),
    ],
)
def test_a_wait_that_the_service_asks_for_is_passed_on(status: int, header: str, seconds: float) -> None:
    found = refusal(answer(status, {"error": {"type": "rate_limit_error"}}, retry_after=header))
    assert (found.remaining, found.wait_seconds) == (Remaining.LATER, seconds)


# -- what is sent, and what is known when nothing comes back ----------------------------------------------------------
class FakeExchange:
    """Answers or raises, after sending or before."""

    def __init__(self, outcome: Answer | UsageError, sends: int = 1) -> None:
        self.outcome = outcome
        self.sends = sends
        self.requests = 0
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []

    async def post_json(self, url: str, headers: Mapping[str, str], body: Mapping[str, str]) -> Answer:
        self.asked.append((url, dict(headers), dict(body)))
        self.requests += self.sends
        if isinstance(self.outcome, UsageError):
            raise self.outcome
        return self.outcome


def asked_of(exchange: Any) -> RenewedLogin:
    return asyncio.run(renewed(exchange, "https://token.example/", SPENT, NOW))


def test_the_request_names_us_and_carries_what_is_needed_and_no_more() -> None:
    exchange = FakeExchange(answer(200, NEW))
    asked_of(exchange)
    ((url, headers, body),) = exchange.asked
    assert url == "https://token.example/"
    assert body == {"grant_type": "refresh_token", "refresh_token": SPENT.reveal(), "client_id": CLIENT_ID}
    assert headers["User-Agent"].startswith("usagebar-qt/")
    assert "claude" not in headers["User-Agent"].lower()
    assert "Authorization" not in headers


@pytest.mark.parametrize("error", [Offline("unreachable", reached=False), TimedOut("connect", reached=False), Internal("bug")])
def test_what_was_never_sent_is_passed_on_as_it_is(error: UsageError) -> None:
    with pytest.raises(type(error)) as caught:
        asked_of(FakeExchange(error, sends=0))
    assert caught.value is error


@pytest.mark.parametrize("error", [Offline("cut"), TimedOut("deadline"), BadResponse("too_large"), Internal("bug", "KeyError")])
def test_whatever_goes_wrong_after_sending_counts_as_a_lost_answer(error: UsageError) -> None:
    with pytest.raises(NotRenewed) as caught:
        asked_of(FakeExchange(error))
    assert (caught.value.reason, caught.value.remaining) == ("unanswered", Remaining.UNANSWERED)


# -- over a real connection -------------------------------------------------------------------------------------------
async def over_network(url: str, refresh: Secret = SPENT, deadline: float = 10.0) -> RenewedLogin:
    client = HttpClient({})
    try:
        return await renewed(client.exchange(deadline), url, refresh, NOW)
    finally:
        await client.aclose()


def test_a_refresh_token_counts_once_at_the_endpoint_and_the_second_time_is_final() -> None:
    with Upstream() as upstream:
        url, first = f"{upstream.url}/v1/oauth/token", Secret("sk-ant-ort01-first")
        assert asyncio.run(over_network(url, first)).refresh.reveal() == "sk-ant-ort01-1"
        with pytest.raises(NotRenewed) as caught:
            asyncio.run(over_network(url, first))
        assert caught.value.remaining is Remaining.REFUSED
        assert upstream.token.count == 2


@pytest.mark.parametrize(
    "script",
    [
        reset,
        exactly(b""),
        exactly(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\nContent-Type: application/json\r\n\r\n{"),
        exactly(b"no http at all\r\n\r\n"),
        answering(200, b"[" * 2_000_000),
    ],
    ids=["reset", "hung-up", "cut", "no-http", "too-large"],
)
def test_an_answer_that_breaks_on_its_way_is_a_lost_one_and_is_not_asked_for_again(script: Any) -> None:
    async def case() -> None:
        async with serving(script) as seen:
            with pytest.raises(NotRenewed) as caught:
                await over_network(seen.url)
            assert caught.value.remaining is Remaining.UNANSWERED
            assert CANARY not in shown(caught.value)
            assert len(seen.heads) == 1

    asyncio.run(case())


def test_a_redirect_is_not_followed_and_the_token_goes_nowhere_else() -> None:
    async def case() -> None:
        async with serving(answering(200, NEW)) as elsewhere:
            async with serving(answering(307, b"", f"Location: {elsewhere.url}/")) as seen:
                with pytest.raises(NotRenewed) as caught:
                    await over_network(seen.url)
            assert (caught.value.remaining, elsewhere.heads) == (Remaining.LATER, [])

    asyncio.run(case())
