"""Claude's token endpoint: one refresh token in, new tokens out. A refresh token counts once."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from usagebar_qt import __version__
from usagebar_qt.credentials.claude_file import RenewedLogin
from usagebar_qt.domain.errors import NotRenewed, Remaining, UsageError
from usagebar_qt.domain.refresh_policy import retry_after_seconds
from usagebar_qt.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.providers.answer import Answer
    from usagebar_qt.providers.transport import Exchange

CLIENT_ID = "9d1c250a-e61b-44d9-88ed-5944d1962f5e"
"""Claude Code's own, which every sign-in of it belongs to (contracts C). Public."""
DEADLINE_SECONDS = 10.0
DEFAULT_LIFE_SECONDS = 28_800
"""What `expires_in` says today; for an answer without it."""
LONGEST_LIFE_SECONDS = 366 * 86_400
LONGEST_TOKEN = 2048
LONGEST_SCOPES = 1024
"""Characters. Together less than what was seen to fit on the disk before the old token was spent."""
USER_AGENT = f"usagebar-qt/{__version__}"
"""Never Claude Code's: this endpoint answers that with 429 for ever, other programs' names it takes (contracts C)."""
FINAL = ("invalid_grant", "invalid_client", "unauthorized_client", "not_found_error", "not_found")


async def renewed(exchange: Exchange, url: str, refresh: Secret, now: datetime) -> RenewedLogin:
    """The new tokens.

    Raises `TransportError` or `Internal` where nothing was sent, else `NotRenewed`: `REFUSED`, `UNANSWERED` or `LATER`.
    """
    body = {"grant_type": "refresh_token", "refresh_token": refresh.reveal(), "client_id": CLIENT_ID}
    headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
    answer: Answer | None = None
    try:
        answer = await exchange.post_json(url, headers, body)
    except UsageError:
        if not exchange.requests:
            raise
        # Sent, and whatever came back cannot be read, a fault of our own included: the token may be spent.
    if answer is None:
        raise NotRenewed("unanswered", Remaining.UNANSWERED)
    return login_in(answer, refresh, now)


def login_in(answer: Answer, spent: Secret, now: datetime) -> RenewedLogin:
    """The new tokens in a whole answer. Raises `NotRenewed`."""
    body = answer.error_object()
    if answer.status in (400, 401, 403, 404) and body is not None:
        raise _refusal(answer.status, body)
    if not 200 <= answer.status < 300:
        raise _later(answer, now)
    access = _token((body or {}).get("access_token"))
    if body is None or access is None:
        # A 200 that cannot be read, a page of a proxy's making too: the old token may be spent.
        raise NotRenewed("unanswered", Remaining.UNANSWERED)
    # From here on nothing may raise: the only copy of the new tokens is in this function.
    life = _seconds(body, "refresh_token_expires_in")
    return RenewedLogin(
        access=access,
        refresh=_token(body.get("refresh_token")) or spent,
        expires_at=now + timedelta(seconds=_seconds(body, "expires_in") or DEFAULT_LIFE_SECONDS),
        scopes=_scopes(body.get("scope")),
        refresh_expires_at=now + timedelta(seconds=life) if life else None,
    )


def _refusal(status: int, body: Mapping[str, Any]) -> NotRenewed:
    """`invalid_grant` is final for this token, and so is the service's own 404, which a spent one gets. Anything else may pass: a
    page that a portal or a proxy answers with must not cost a sign-in."""
    error = body.get("error")
    kind = error.get("type") if isinstance(error, dict) else error
    if kind in FINAL or (status == 404 and error):
        return NotRenewed("refused", Remaining.REFUSED)
    return NotRenewed("service", Remaining.LATER)


def _later(answer: Answer, now: datetime) -> NotRenewed:
    asked = answer.headers.get("retry-after") if answer.status in (429, 503) else None
    return NotRenewed("service", Remaining.LATER, wait_seconds=retry_after_seconds(asked, now) if asked is not None else None)


def _token(value: object) -> Secret | None:
    """Only what may stand in a header: anything else would be saved and then be unusable for Claude Code too."""
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_TOKEN or not _is_plain(value):
        return None
    return Secret(value)


def _scopes(value: object) -> tuple[str, ...] | None:
    """None where there are none, or where they are no scopes: then those of the file stay."""
    if not isinstance(value, str) or len(value) > LONGEST_SCOPES:
        return None
    found = tuple(value.split())
    return found if found and all(_is_plain(scope) for scope in found) else None


def _is_plain(text: str) -> bool:
    return all("!" <= character <= "~" for character in text)


def _seconds(data: Mapping[str, Any], key: str) -> float | None:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    # Cut before it is made a float: an integer of 400 digits would raise, and with that a spent token would be lost.
    value = min(value, LONGEST_LIFE_SECONDS)
    return float(value) if value > 0 else None
