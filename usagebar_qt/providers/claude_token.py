"""Claude's token endpoint: one refresh token in, new tokens out. A refresh token counts once."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from usagebar_qt import __version__
from usagebar_qt.credentials.claude_file import RenewedLogin
from usagebar_qt.domain.errors import AnswerError, NotRenewed, RateLimited, Remaining, TransportError
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
USER_AGENT = f"usagebar-qt/{__version__}"
"""Never Claude Code's: this endpoint answers that with 429 for ever, other programs' names it takes (contracts C)."""
FINAL = ("invalid_grant", "invalid_client", "unauthorized_client", "not_found_error", "not_found")


async def renewed(exchange: Exchange, url: str, refresh: Secret, now: datetime) -> RenewedLogin:
    """The new tokens.

    Raises `TransportError` where nothing was sent, else `NotRenewed`: `REFUSED`, `UNANSWERED` or `LATER`.
    """
    body = {"grant_type": "refresh_token", "refresh_token": refresh.reveal(), "client_id": CLIENT_ID}
    headers = {"Accept": "application/json", "User-Agent": USER_AGENT}
    answer: Answer | None = None
    try:
        answer = await exchange.post_json(url, headers, body)
    except TransportError:
        if not exchange.requests:
            raise
    except AnswerError:
        answer = None  # it answered, but not so that it could be read
    if answer is None:
        raise NotRenewed("unanswered", Remaining.UNANSWERED)
    return login_in(answer, refresh, now)


def login_in(answer: Answer, spent: Secret, now: datetime) -> RenewedLogin:
    """The new tokens in a whole answer. Raises `NotRenewed`."""
    body = answer.error_object()
    if answer.status == 404 or (answer.status in (400, 401, 403) and body is not None):
        raise _refusal(answer.status, body or {})
    try:
        answer.raise_for_common()
    except RateLimited as error:
        raise NotRenewed("service", Remaining.LATER, wait_seconds=retry_after_seconds(error.retry_after, now)) from None
    except (AnswerError, TransportError):
        raise NotRenewed("service", Remaining.LATER) from None
    access = _token((body or {}).get("access_token"))
    if body is None or access is None:
        raise NotRenewed("unanswered", Remaining.UNANSWERED)  # a 200 that cannot be read: the old token may be spent
    scope, life = body.get("scope"), _seconds(body, "refresh_token_expires_in")
    return RenewedLogin(
        access=access,
        refresh=_token(body.get("refresh_token")) or spent,
        expires_at=now + timedelta(seconds=_seconds(body, "expires_in") or DEFAULT_LIFE_SECONDS),
        scopes=tuple(scope.split()) if isinstance(scope, str) and scope.strip() else None,
        refresh_expires_at=now + timedelta(seconds=life) if life else None,
    )


def _refusal(status: int, body: Mapping[str, Any]) -> NotRenewed:
    """`invalid_grant` is final for this token, and so is a 404, which a spent one gets. Anything else may pass."""
    error = body.get("error")
    kind = error.get("type") if isinstance(error, dict) else error
    if kind in FINAL or status == 404:
        return NotRenewed("refused", Remaining.REFUSED)
    return NotRenewed("service", Remaining.LATER)


def _token(value: object) -> Secret | None:
    """Only what may stand in a header: anything else would be saved and then be unusable for Claude Code too."""
    if not isinstance(value, str) or not value or not all("!" <= character <= "~" for character in value):
        return None
    return Secret(value)


def _seconds(data: Mapping[str, Any], key: str) -> float | None:
    value = data.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value <= 0:
        return None
    return min(float(value), LONGEST_LIFE_SECONDS)
