"""An address of a proxy as a person writes it into the preferences. Pure."""

from __future__ import annotations

SCHEMES = ("http", "https")
LONGEST = 200
"""Characters."""


def checked_proxy(text: str) -> str | None:
    """`http://host:port` where that can be used, `` for none; None for anything else.

    With a user or a password in it an address is refused: the settings file holds no secrets, the environment may.
    """
    text = text.strip()
    if not text:
        return ""
    from urllib.parse import urlsplit  # most people have none: the command starts without it

    whole = text if "://" in text else f"http://{text}"
    try:
        parts = urlsplit(whole)
        port = parts.port
    except ValueError:
        return None
    good = parts.scheme in SCHEMES and parts.hostname and "@" not in whole and port != 0 and len(whole) <= LONGEST
    if not good or parts.path not in ("", "/") or parts.query or parts.fragment or not whole.isascii() or not whole.isprintable():
        return None
    return None if any(mark in whole for mark in " \\<>\"'") else whole.rstrip("/")
