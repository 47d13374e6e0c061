"""The boundary to the network, without a network: overrides, proxies, statuses, and bodies that are not what they should be."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import AsyncIterator

import pytest

from usagebar_qt.domain.errors import BadResponse, Internal, NetworkBlocked, Offline, RateLimited, ServerError, UsageError
from usagebar_qt.providers.answer import LARGEST_BODY, Answer, bounded
from usagebar_qt.providers.endpoints import base_url, is_loopback, whole_url
from usagebar_qt.providers.routes import proxy_for

NAME = "SOME_URL"
REAL = "https://api.example"


@pytest.mark.parametrize("value", ["http://127.0.0.1:8080", "https://localhost", "http://[::1]:9", "http://127.9.9.9/"])
def test_a_loopback_override_is_taken(value: str) -> None:
    assert base_url({NAME: value}, NAME, REAL) == value.rstrip("/")


@pytest.mark.parametrize(
    "value",
    [
        "https://evil.example",
        "http://127.0.0.1@evil.example",
        "http://user:pw@127.0.0.1",
        "http://127.0.0.1/path",
        "http://127.0.0.1?x=1",
        "http://127.0.0.1#x",
        "http://127.0.0.1\\@evil.example",
        "ftp://127.0.0.1",
        "http://localhost.evil.example",
        "http://2130706433",
        "http://127.0.0.1:99999",
        "http://127.0.0.1:0",
        "//127.0.0.1",
        "http://",
        "http://[::ffff:8.8.8.8]",
        " http://127.0.0.1",
    ],
)
def test_any_other_override_is_refused_and_its_variable_named(value: str) -> None:
    with pytest.raises(Internal) as caught:
        base_url({NAME: value}, NAME, REAL)
    assert (caught.value.reason, caught.value.detail) == ("override", NAME)


def test_without_an_override_the_real_address_is_used_and_a_whole_one_keeps_its_path() -> None:
    assert base_url({}, NAME, REAL) == REAL
    assert whole_url({}, NAME, REAL) == REAL
    assert whole_url({NAME: "http://127.0.0.1:7/v1/token?a=1"}, NAME, REAL) == "http://127.0.0.1:7/v1/token?a=1"
    with pytest.raises(Internal):
        whole_url({NAME: "https://evil.example/v1"}, NAME, REAL)


def test_only_loopback_is_loopback() -> None:
    assert not any(is_loopback(host) for host in (None, "", "10.0.0.1", "0.0.0.0", "::", "example"))


@pytest.mark.parametrize(
    ("environ", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy:3128"}, "http://proxy:3128"),
        ({"all_proxy": "proxy:3128"}, "http://proxy:3128"),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "other, api.example"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": ".example"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "no_proxy": "*"}, None),
        ({"HTTPS_PROXY": "http://proxy:3128", "NO_PROXY": "pi.example"}, "http://proxy:3128"),
    ],
)
def test_the_proxy_that_the_environment_names_is_used(environ: dict[str, str], proxy: str | None) -> None:
    assert proxy_for(environ, f"{REAL}/usage") == proxy
    assert proxy_for(environ, "http://127.0.0.1:8080/usage") is None


@pytest.mark.parametrize("value", ["socks5://proxy:1", "http://", "http://proxy:99999"])
def test_a_proxy_that_cannot_be_used_is_never_passed_by(value: str) -> None:
    with pytest.raises(NetworkBlocked):
        proxy_for({"HTTPS_PROXY": value}, REAL)


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (429, b"<html>", RateLimited),
        (500, b"", ServerError),
        (529, b"<html>", ServerError),
        (511, b"", NetworkBlocked),
        (302, b"", NetworkBlocked),
        (407, b"", NetworkBlocked),
        (200, b"\xef\xbb\xbf <html>", NetworkBlocked),
        (403, b"<html>", NetworkBlocked),
        (403, b"no json", BadResponse),
        (404, b"{}", BadResponse),
    ],
)
def test_a_status_means_the_same_everywhere(status: int, body: bytes, error: type[UsageError]) -> None:
    with pytest.raises(error):
        Answer(status, {}, body).raise_for_common()


def test_good_answers_and_json_refusals_pass() -> None:
    for status in (200, 204, 401, 403):
        Answer(status, {}, b"{}").raise_for_common()
    assert Answer(200, {}, b'\xef\xbb\xbf{"a": 1}').json_object() == {"a": 1}


@pytest.mark.parametrize("body", [b"", b"[1]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"a": ' + b"9" * 5_000 + b"}", b'{"a"'])
def test_no_body_gets_past_but_a_json_object(body: bytes) -> None:
    with pytest.raises(BadResponse) as caught:
        Answer(200, {}, body).json_object()
    assert caught.value.__context__ is None


def test_what_is_no_finite_number_is_no_figure() -> None:
    assert Answer(200, {}, b'{"a": NaN, "b": -Infinity, "c": 1e999, "d": 1.5}').json_object() == {
        "a": None,
        "b": None,
        "c": None,
        "d": 1.5,
    }


async def chunks(data: bytes, size: int = 4_096) -> AsyncIterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def read(data: bytes, encoding: str) -> bytes:
    return asyncio.run(bounded(chunks(data), encoding))


def test_bodies_are_inflated() -> None:
    raw = json.dumps({"a": "x" * 10_000}).encode()
    assert read(raw, "") == read(gzip.compress(raw), "GZIP") == read(zlib.compress(raw), "deflate") == raw


@pytest.mark.parametrize(
    ("data", "encoding", "error"),
    [
        (b"x" * (LARGEST_BODY + 1), "", BadResponse),
        (gzip.compress(b"\0" * (40 << 20)), "gzip", BadResponse),
        (b"no gzip at all", "gzip", BadResponse),
        (b"x", "br", BadResponse),
        (gzip.compress(b"x" * 9_000)[:-9], "gzip", Offline),
    ],
    ids=["too large", "bomb", "garbage", "brotli", "cut"],
)
def test_a_body_that_is_not_what_it_should_be_is_a_named_error(data: bytes, encoding: str, error: type[UsageError]) -> None:
    with pytest.raises(error):
        read(data, encoding)
