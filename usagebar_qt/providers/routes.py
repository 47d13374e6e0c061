"""Which proxy leads to a service, by the variables that Claude Code honours too. Pure: the environment is passed in."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from usagebar_qt.domain.errors import NetworkBlocked
from usagebar_qt.providers.endpoints import is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

USABLE = ("http", "https")
"""Schemes of proxies that work without a further package."""


def proxy_for(environ: Mapping[str, str], url: str) -> str | None:
    """The proxy's address; None: straight there. Loopback addresses never go through one.

    Raises `NetworkBlocked("proxy")` where one is set that cannot be used: to pass it by would break the rules of the network.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host):
        return None
    value = (_variable(environ, f"{parts.scheme}_proxy") or _variable(environ, "all_proxy")).strip()
    excluded = _variable(environ, "no_proxy")
    if not value or any(_covers(entry, host) for entry in excluded.split(",")):
        return None
    if "://" not in value:
        value = f"http://{value}"
    is_usable = False
    try:
        proxy = urlsplit(value)
        is_usable = proxy.scheme in USABLE and bool(proxy.hostname) and (proxy.port is None or proxy.port > 0)
    except ValueError:
        is_usable = False
    if not is_usable:
        raise NetworkBlocked("proxy", "unusable", reached=False)  # without the address: it may hold a password
    return value


def with_proxy(environ: Mapping[str, str], proxy: str) -> Mapping[str, str]:
    """The same, with the proxy of the preferences in the place of the environment's; an empty one changes nothing."""
    return {**environ, "http_proxy": proxy, "https_proxy": proxy} if proxy else environ


def _variable(environ: Mapping[str, str], name: str) -> str:
    """The lower-case name wins, as everywhere."""
    return environ.get(name) or environ.get(name.upper()) or ""


def _covers(entry: str, host: str) -> bool:
    """An entry of NO_PROXY names a host with all below it (`.corp.example` and `*.corp.example` too), or everything with `*`.
    urllib has the same, but takes 30 ms to import."""
    name = entry.strip().lower().rsplit(":443", 1)[0]
    if name == "*":
        return True
    name = name.lstrip("*").lstrip(".")
    return bool(name) and (host == name or host.endswith(f".{name}"))
