"""A secret that may be used, and whose it is. Values only: reading them is the credentials' room."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from usagebar_qt.domain.secret import Secret


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose figures these are. Parts that both sides have are compared; all are salted hashes before they reach a disk."""

    uuids: Mapping[str, str] = field(default_factory=dict)
    """For example `account` and `organization`: they survive a renewed token."""
    secret: Secret | None = None
    """A refresh token or key, for where no uuid is known."""
    origin: str = ""
    """`file`, `keyring`, `environment`: shown, and compared only where a key may come from either."""


@dataclass(frozen=True, slots=True)
class Credential:
    """A secret that may be used, and what is known of it."""

    secret: Secret
    identity: Identity
    gate: str = field(repr=False)
    """Changes when the user has done something about a refusal (token or key, and scopes). Salted and hashed before it is kept."""
    expires_at: datetime | None = None
    origin: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    """For the provider itself, for example the plan that a file names. No secrets."""
    renewable: Secret | None = None
