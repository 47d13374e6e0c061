"""What a request to the local interface may look like, and whether it is let in. Pure: bytes in, a decision out."""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

PATH = "/v1/status"
LARGEST_HEAD = 8 * 1024
"""Bytes of request line and headers; a script's are a few hundred."""
MOST_HEADERS = 64
_LINE = re.compile(rb"([A-Z]{1,16}) ([!-~]{1,2048}) HTTP/1\.[01]")
_HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \t]*([\t\x20-\x7e]*?)[ \t]*")
_ONCE = ("host", "authorization", "origin", "content-length", "transfer-encoding", "sec-fetch-site")
_OWN_SITE = ("none",)
"""What a browser says where a person typed the address. Such a request has no token, so it ends at 401."""


@dataclass(frozen=True, slots=True)
class Request:
    """A head that is well formed."""

    method: str
    target: str
    headers: Mapping[str, str] = field(repr=False)
    """Names in lower case. One of them may hold the token."""


def parse(head: bytes) -> Request | None:
    """The request, without its last empty line; None where it is not what HTTP/1.1 allows, or says more than a GET needs."""
    first, *rest = head.split(b"\r\n")
    line = _LINE.fullmatch(first)
    if line is None or len(rest) > MOST_HEADERS:
        return None
    headers: dict[str, str] = {}
    for row in rest:
        found = _HEADER.fullmatch(row)  # a line that goes on (it begins with a space) is none
        if found is None:
            return None
        name, value = found[1].decode("ascii").lower(), found[2].decode("ascii")
        if name in headers and name in _ONCE:
            return None
        headers[name] = value
    if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
        return None
    return Request(line[1].decode("ascii"), line[2].decode("ascii"), headers)


def refusal(request: Request, token: str, hosts: Collection[str]) -> int | None:
    """The status to refuse it with; None: it gets the document.

    First who was meant and who asks, then whether they may, and only then what they want: a stranger learns nothing else.
    """
    headers = request.headers
    if headers.get("host", "").lower() not in hosts:
        return 421  # a page whose name was made to point here (DNS rebinding) sends that name
    if "origin" in headers or headers.get("sec-fetch-site", "none") not in _OWN_SITE:
        return 403
    if not _is_let_in(headers.get("authorization", ""), token):
        return 401
    if request.target != PATH:
        return 404
    return None if request.method == "GET" else 405


def _is_let_in(header: str, token: str) -> bool:
    scheme, _, given = header.partition(" ")
    return scheme.lower() == "bearer" and hmac.compare_digest(given.strip().encode(), token.encode())
