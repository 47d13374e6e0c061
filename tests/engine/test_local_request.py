"""Who is let in by the local interface: the whole decision, without a socket."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.engine.local_request import MOST_HEADERS, parse, refusal

TOKEN = "right-token"
HOSTS = ("127.0.0.1:4711", "localhost:4711")
GOOD = {"Host": "127.0.0.1:4711", "Authorization": f"Bearer {TOKEN}"}


def head(first: str = "GET /v1/status HTTP/1.1", **headers: str | None) -> bytes:
    """A request's head; None leaves a header out, `_` in a name is a hyphen."""
    whole = {**GOOD, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return "\r\n".join([first, *(f"{name}: {value}" for name, value in whole.items() if value is not None)]).encode("latin-1")


def judged(raw: bytes) -> int | None:
    request = parse(raw)
    return 400 if request is None else refusal(request, TOKEN, HOSTS)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (head(), None),
        (head("GET /v1/status HTTP/1.0"), None),
        (head(Host="LOCALHOST:4711"), None),
        (head(Authorization=f"bearer {TOKEN}"), None),
        (head(Accept="*/*", User_Agent="curl/8"), None),
        (head(Sec_Fetch_Site="none"), None),
        # Whose name? A page that was made to point to this computer says its own.
        (head(Host="evil.example:4711"), 421),
        (head(Host="127.0.0.1"), 421),
        (head(Host="127.0.0.1:4712"), 421),
        (head(Host="127.0.0.1.evil.example:4711"), 421),
        (head(Host="[::1]:4711"), 421),
        (head(Host=None), 421),
        # A page in a browser, whatever it knows.
        (head(Origin="http://127.0.0.1:4711"), 403),
        (head(Origin="null"), 403),
        (head(Sec_Fetch_Site="cross-site"), 403),
        (head(Sec_Fetch_Site="same-origin"), 403),
        # Who cannot read the file.
        (head(Authorization=None), 401),
        (head(Authorization="Bearer"), 401),
        (head(Authorization="Bearer wrong-token"), 401),
        (head(Authorization=f"Basic {TOKEN}"), 401),
        (head(Authorization=f"Bearer {TOKEN}x"), 401),
        (head(f"GET /v1/status?token={TOKEN} HTTP/1.1", Authorization=None), 401),
        (head("POST /v1/other HTTP/1.1", Authorization=None), 401),  # a stranger learns nothing of what there is
        # Who is let in and wants something else.
        (head("GET / HTTP/1.1"), 404),
        (head("GET /v1/status/ HTTP/1.1"), 404),
        (head("GET /v1/status?x=1 HTTP/1.1"), 404),
        (head("GET http://127.0.0.1:4711/v1/status HTTP/1.1"), 404),
        (head("GET /v1/../v1/status HTTP/1.1"), 404),
        (head("POST /v1/status HTTP/1.1"), 405),
        (head("HEAD /v1/status HTTP/1.1"), 405),
        (head("OPTIONS /v1/status HTTP/1.1"), 405),
        # What is no request.
        (head("get /v1/status HTTP/1.1"), 400),
        (head("GET  /v1/status HTTP/1.1"), 400),
        (head("GET /v1/status HTTP/2"), 400),
        (head("GET /v1/status"), 400),
        (head(Content_Length="5"), 400),
        (head(Transfer_Encoding="chunked"), 400),
        (head() + b"\r\nHost: 127.0.0.1:4711", 400),
        (head() + b"\r\nauthorization: Bearer other", 400),
        (head() + b"\r\n folded: yes", 400),
        (head() + b"\r\nno colon", 400),
        (head() + b"\r\nspace : before", 400),
        (head() + b"\r\nX: \xff", 400),
        (head() + b"\nX: lone line feed", 400),
        (head() + b"\r\nX: y" * (MOST_HEADERS + 1), 400),
        (b"", 400),
    ],
)
def test_a_request_is_let_in_or_refused(raw: bytes, status: int | None) -> None:
    assert judged(raw) == status


def test_a_request_never_shows_its_headers() -> None:
    assert TOKEN not in repr(parse(head()))


@given(st.binary(max_size=400))
def test_no_bytes_make_it_fall_or_let_them_in(raw: bytes) -> None:
    assert judged(raw) is not None


@given(st.text(st.characters(min_codepoint=32, max_codepoint=255), max_size=60))
def test_no_other_token_is_the_right_one(text: str) -> None:
    assert judged(head(Authorization=f"Bearer {text}")) in ((None,) if text.strip() == TOKEN else (400, 401))
