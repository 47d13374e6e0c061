"""Takes what could be a secret out of a text before anybody writes it down."""

from __future__ import annotations

import re

MASK = "[redacted]"

_PATTERNS = (
    # Anthropic's tokens and keys, also in percent-encoding, where "-" may stay and "_" too.
    re.compile(r"sk-ant-[A-Za-z0-9_%.\-]+"),
    re.compile(r"\b(?:sk|pk|rk)-[A-Za-z0-9_\-]{12,}"),
    # Z.ai: 32 hexadecimal digits, a dot, 16 letters and digits; the dot may be percent-encoded.
    re.compile(r"\b[0-9a-fA-F]{32}(?:\.|%2[eE])[A-Za-z0-9]{8,}"),
    re.compile(r"\beyJ[A-Za-z0-9_\-]{10,}(?:\.[A-Za-z0-9_\-]+){0,2}"),
    # base64 of "sk-ant-" at each of the three alignments.
    re.compile(r"[A-Za-z0-9+/_\-]*(?:c2stYW50L|NrLWFudC|zay1hbnQt)[A-Za-z0-9+/=_\-]*"),
)
_HEADER = re.compile(r"(?i)\b(authorization|proxy-authorization|x-api-key|cookie|set-cookie)(['\"]?\s*[:=]\s*['\"]?)[^\r\n'\",}]+")
_BEARER = re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9._~+/=%\-]+")
_FIELD = re.compile(
    r"(?i)(['\"]?(?:access|refresh|id|auth|api)?[_-]?(?:token|key|secret|password)['\"]?\s*[:=]\s*['\"]?)[A-Za-z0-9._~+/%\-]{8,}=*"
)
_USERINFO = re.compile(r"(?i)\b([a-z][a-z0-9+.\-]*://)[^\s/@:]+(?::[^\s/@]*)?@")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]+@[A-Za-z0-9.\-]+\.[A-Za-z]{2,}")


def redact(text: str) -> str:
    """The same text without tokens, keys, authorisation headers, user names in addresses and e-mail addresses.

    It would rather take too much: a log that lacks a word is a smaller loss than a token in it.
    """
    text = _HEADER.sub(rf"\1\2{MASK}", text)
    text = _USERINFO.sub(rf"\1{MASK}@", text)
    text = _BEARER.sub(rf"\1 {MASK}", text)
    text = _FIELD.sub(rf"\1{MASK}", text)
    for pattern in _PATTERNS:
        text = pattern.sub(MASK, text)
    return _EMAIL.sub(MASK, text)
