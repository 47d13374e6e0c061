"""Everything that can go wrong while asking for figures.

    UsageError
    ├── NotConfigured           no file, no entry, no key: a state, not a failure
    ├── CredentialError         before any request
    │   ├── SignedOut           signed_out
    │   ├── SignInExpired       sign_in_expired
    │   │   └── NotRenewed      with what is left to do
    │   ├── MissingScope        missing_scope
    │   ├── InvalidKey          invalid_key
    │   ├── CredentialLocked    credential_locked
    │   └── CredentialUnreadable credential_unreadable
    ├── TransportError          the network between
    │   ├── Offline             offline
    │   ├── TimedOut            timed_out
    │   └── NetworkBlocked      network_blocked
    ├── AnswerError             the server answered, but not with figures
    │   ├── RateLimited         rate_limited
    │   ├── ServerError         server_error
    │   └── BadResponse         bad_response
    └── Internal                internal

`code` is stable (it is in the JSON); `reason` is a machine word that refines it for the wording; `detail` is at most 200
characters of redacted free text and never carries meaning alone. No sentence for people is written here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from datetime import datetime


class ErrorCode(StrEnum):
    """As in `status --json`."""

    SIGNED_OUT = "signed_out"
    SIGN_IN_EXPIRED = "sign_in_expired"
    MISSING_SCOPE = "missing_scope"
    INVALID_KEY = "invalid_key"
    RATE_LIMITED = "rate_limited"
    OFFLINE = "offline"
    TIMED_OUT = "timed_out"
    NETWORK_BLOCKED = "network_blocked"
    SERVER_ERROR = "server_error"
    BAD_RESPONSE = "bad_response"
    CREDENTIAL_LOCKED = "credential_locked"
    CREDENTIAL_UNREADABLE = "credential_unreadable"
    INTERNAL = "internal"


BEING_RENEWED = frozenset({"waiting", "service", "unanswered"})
"""Reasons of `SignInExpired`."""
CALLED_EXPIRED = "token_expired"
"""The reason of a `SignInExpired` in which the service says so itself, whatever the token's own date."""
RENEWAL_HELD = "renewal_held"
"""A reason of `CredentialLocked`."""


@dataclass(frozen=True, slots=True)
class Failure:
    """An error as data: what is kept on disk, shown on a card and printed as JSON."""

    code: ErrorCode
    reason: str = ""
    detail: str = ""
    retry_at: datetime | None = None

    @property
    def is_being_renewed(self) -> bool:
        """An expired sign-in that is tried again without anybody's help: normal after a night, and not signed out. What is lost for
        good has another reason at the next try."""
        return self.code is ErrorCode.SIGN_IN_EXPIRED and self.reason in BEING_RENEWED

    @property
    def waits_for_another(self) -> bool:
        """Another program keeps us from renewing a sign-in that was called expired, and may renew it itself at any moment."""
        return self.code is ErrorCode.CREDENTIAL_LOCKED and self.reason == RENEWAL_HELD


class UsageError(Exception):
    """The root. `reason` is a machine word, `detail` redacted free text; neither may hold a secret."""

    code: ClassVar[ErrorCode] = ErrorCode.INTERNAL

    def __init__(self, reason: str = "", detail: str = "") -> None:
        super().__init__(reason or self.code.value)
        self.reason = reason
        self.detail = detail[:200]

    def failure(self, retry_at: datetime | None = None) -> Failure:
        """The same as data."""
        return Failure(self.code, self.reason, self.detail, retry_at)


class NotConfigured(UsageError):  # noqa: N818 - a state, not a failure
    """Nothing is set up for this account: no file, no entry, no key."""


class CredentialError(UsageError):
    """The secret is absent, unusable or refused."""


class SignedOut(CredentialError):  # noqa: N818
    """`blank_tokens`, `no_login` (a file without the login), `gone` (it was there before)."""

    code = ErrorCode.SIGNED_OUT


class SignInExpired(CredentialError):  # noqa: N818
    """`expired` (by its own date), `token_expired` (the server says so), `refused`, `revoked`, `no_refresh_token`, `renewal_off`,
    `cannot_write`, `lost_write`, `unsaved` (renewed, and being saved again and again), `service` (it did not renew it now),
    `waiting` (it is renewed in a moment), `unanswered`, `no_cli` (Claude Code was not found), `cli` (it was asked, and did not),
    `elsewhere` (it lies where it is not renewed from here)."""

    code = ErrorCode.SIGN_IN_EXPIRED


class Remaining(StrEnum):
    """What is left to do about a sign-in that was not renewed."""

    LATER = "later"
    """Try again after a while; the refresh token is as good as before."""
    UNANSWERED = "unanswered"
    """It was sent, and no answer came: it may be spent. Once more at most."""
    REFUSED = "refused"
    """The service takes this refresh token no more."""
    USER = "user"
    """Nothing was tried, and only the user can change that."""


class NotRenewed(SignInExpired):
    """The sign-in has expired and was not renewed: `reason` says why, `remaining` what is left to do."""

    def __init__(
        self, reason: str, remaining: Remaining, *, wait_seconds: float | None = None, until: datetime | None = None
    ) -> None:
        """`wait_seconds`: before the next try; None leaves it to the policy. `until`: the moment of it, once it is known."""
        super().__init__(reason)
        self.remaining = remaining
        self.wait_seconds = wait_seconds
        self.until = until


class MissingScope(CredentialError):  # noqa: N818
    """`scope` (user:profile is not among the scopes), `console_key`, `forbidden` (the server says so)."""

    code = ErrorCode.MISSING_SCOPE


class InvalidKey(CredentialError):  # noqa: N818
    """`refused`, `env_missing` (the reference names a variable that is not set), `malformed`."""

    code = ErrorCode.INVALID_KEY


class CredentialLocked(CredentialError):  # noqa: N818
    """`locked`, `no_collection`, `silent` (no answer in time), `dismissed`, `lock_held` (Claude Code holds its locks),
    `renewal_held` (it does, and the service has called the sign-in expired: nothing is asked until it is renewed),
    `lock_is_no_folder` (a file has a lock's name)."""

    code = ErrorCode.CREDENTIAL_LOCKED


class CredentialUnreadable(CredentialError):  # noqa: N818
    """`not_json`, `not_object`, `not_a_file`, `too_large`, `control_characters`, `no_permission`, `undecodable`, `wsl_stopped`."""

    code = ErrorCode.CREDENTIAL_UNREADABLE


class TransportError(UsageError):
    """No whole answer came. `reached` is False where no server was reached: such a try counts for neither floor nor hour."""

    def __init__(self, reason: str = "", detail: str = "", *, reached: bool = True) -> None:
        super().__init__(reason, detail)
        self.reached = reached


class Offline(TransportError):  # noqa: N818
    """`unreachable` (name not found, refused), `reset`, `cut` (before the answer was whole)."""

    code = ErrorCode.OFFLINE


class TimedOut(TransportError):  # noqa: N818
    """`connect`, `deadline`."""

    code = ErrorCode.TIMED_OUT


class NetworkBlocked(TransportError):  # noqa: N818
    """`redirect`, `tls`, `proxy`, `portal` (HTML where figures belong)."""

    code = ErrorCode.NETWORK_BLOCKED


class AnswerError(UsageError):
    """The server answered with something else than figures."""


class RateLimited(AnswerError):  # noqa: N818
    """HTTP 429. `retry_after` is the header's raw text, None where absent: the policy reads it (contracts A4)."""

    code = ErrorCode.RATE_LIMITED

    def __init__(self, retry_after: str | None = None) -> None:
        super().__init__("429")
        self.retry_after = retry_after


class ServerError(AnswerError):
    """Any 5xx, `reason` is the status."""

    code = ErrorCode.SERVER_ERROR


class BadResponse(AnswerError):  # noqa: N818
    """`not_json`, `not_object`, `too_large`, `status` (another 4xx), `code` (Z.ai's envelope), `encoding`."""

    code = ErrorCode.BAD_RESPONSE


class Internal(UsageError):  # noqa: N818
    """Our own fault, or a refused override: `override` (detail names the variable), `bug`, `disk`."""

    code = ErrorCode.INTERNAL
