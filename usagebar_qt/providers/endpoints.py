"""Where the services are, and which overrides a test or demo may make: loopback addresses alone."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from usagebar_qt.domain.errors import Internal

if TYPE_CHECKING:
    from collections.abc import Mapping

_LOOPBACK_4 = ipaddress.IPv4Network("127.0.0.0/8")
_LOOPBACK_6 = ipaddress.IPv6Address("::1")


def is_loopback(host: str | None) -> bool:
    """127.0.0.0/8, ::1 and the name localhost; no other way to write them."""
    if not host:
        return False
    if host.lower() == "localhost":
        return True
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return False
    return address in _LOOPBACK_4 if address.version == 4 else str(address) == str(_LOOPBACK_6)


def base_url(environ: Mapping[str, str], variable: str, default: str) -> str:
    """Scheme and host of a service. An override must be a plain loopback address: an environment file in somebody's project must
    not be able to carry a token away. Raises `Internal("override", variable)`."""
    value = environ.get(variable)
    if not value:
        return default
    parts = _loopback_parts(value)
    if parts is None or parts.path not in ("", "/") or "?" in value or "#" in value:
        raise Internal("override", variable)
    return _origin(parts)


def whole_url(environ: Mapping[str, str], variable: str, default: str) -> str:
    """The same for an override that replaces a whole address, path included."""
    value = environ.get(variable)
    if not value:
        return default
    parts = _loopback_parts(value)
    if parts is None or "#" in value:
        raise Internal("override", variable)
    return _origin(parts) + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _loopback_parts(value: str) -> SplitResult | None:
    """None where it is no plain http(s) address on this machine. It is put together anew from its parts, so that what was looked at
    is what is called, whatever another parser would make of the text."""
    if not all("!" <= character <= "~" for character in value) or any(character in value for character in '\\@"<>'):
        return None
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not is_loopback(parts.hostname) or port == 0:
        return None
    return parts


def _origin(parts: SplitResult) -> str:
    host = parts.hostname or ""
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{name}" + ("" if parts.port is None else f":{parts.port}")
