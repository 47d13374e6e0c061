"""A whole answer of a service, bounded in size, and what its status means wherever it comes from."""

from __future__ import annotations

import json
import math
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain.errors import BadResponse, NetworkBlocked, Offline, RateLimited, ServerError, UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

LARGEST_BODY = 1024 * 1024
"""Bytes, as sent and after decoding. Real answers are below 20 kB."""
_MARK = b"\xef\xbb\xbf"
_GZIP_OR_ZLIB = zlib.MAX_WBITS | 32
"""zlib then looks at the header itself."""


def is_html_type(headers: Mapping[str, str]) -> bool:
    """Whether the answer calls itself a page."""
    return "html" in headers.get("content-type", "").lower()


def says_enough(status: int) -> bool:
    """True: the status alone decides, whatever the body is; it need not be read."""
    return status in (407, 429) or 300 <= status < 400 or 500 <= status < 600


@dataclass(frozen=True, slots=True)
class Answer:
    """A status and all that came with it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    """Lower-case names."""
    body: bytes = field(repr=False)
    """Decoded, at most `LARGEST_BODY` long; empty where the status or the content type said enough."""

    @property
    def is_html(self) -> bool:
        """A proxy's, portal's or challenge's page, whatever it calls itself."""
        return is_html_type(self.headers) or self.body.removeprefix(_MARK).lstrip()[:1] == b"<"

    def json_object(self) -> dict[str, Any]:
        """The body as a JSON object, numbers finite. Raises `BadResponse`, or `NetworkBlocked` for HTML."""
        if self.is_html:
            raise NetworkBlocked("portal")
        data: object = None
        is_json = True
        try:
            data = json.loads(self.body.decode("utf-8-sig"), parse_constant=_nothing, parse_float=_finite)
        except (ValueError, RecursionError):
            is_json = False  # raised below: a JSON error carries the whole body with it
        if not is_json:
            raise BadResponse("not_json")
        if not isinstance(data, dict):
            raise BadResponse("not_object")
        return data

    def error_object(self) -> dict[str, Any] | None:
        """The JSON object of an error's body; None where it is something else."""
        try:
            return self.json_object()
        except UsageError:
            return None

    def raise_for_common(self) -> None:
        """Raises what a status means everywhere; returns for 2xx, and for a 401 or 403 with JSON, which services tell apart."""
        if self.status == 429:
            raise RateLimited(self.headers.get("retry-after"))
        if self.status == 511:  # "network authentication required": a captive portal that says so
            raise NetworkBlocked("portal")
        if 500 <= self.status < 600:
            raise ServerError(str(self.status))
        if 300 <= self.status < 400:
            raise NetworkBlocked("redirect")
        if self.status == 407:
            raise NetworkBlocked("proxy")
        if self.is_html:
            raise NetworkBlocked("portal")
        if self.status in (401, 403) and self.error_object() is not None:
            return
        if not 200 <= self.status < 300:
            raise BadResponse("status", str(self.status))


def _nothing(_: str) -> None:
    """NaN and Infinity are no JSON and no figure."""


def _finite(text: str) -> float | None:
    number = float(text)
    return number if math.isfinite(number) else None


async def bounded(chunks: AsyncIterator[bytes], encoding: str) -> bytes:
    """The decoded body, never much more than the limit in memory (httpx's own decoding inflates a bomb before its size is seen:
    measured). Raises `BadResponse` (`encoding`, `too_large`) and `Offline("cut")`."""
    encoding = encoding.strip().lower()
    if encoding not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise BadResponse("encoding")
    inflater = None if encoding in ("", "identity") else zlib.decompressobj(_GZIP_OR_ZLIB)
    body = bytearray()
    received = 0
    async for chunk in chunks:
        received += len(chunk)
        if received > LARGEST_BODY:
            raise BadResponse("too_large")
        if inflater is None:
            body += chunk
        elif not inflater.eof:  # what follows the end would be kept in the inflater for ever
            _inflate(inflater, chunk, body)
    if inflater is not None and received and not inflater.eof:
        raise Offline("cut")
    return bytes(body)


def _inflate(inflater: zlib._Decompress, chunk: bytes, body: bytearray) -> None:
    is_sound = True
    try:
        body += inflater.decompress(chunk, LARGEST_BODY + 1 - len(body))
    except zlib.error:
        is_sound = False
    if not is_sound:
        raise BadResponse("encoding")
    if len(body) > LARGEST_BODY or inflater.unconsumed_tail:
        raise BadResponse("too_large")
