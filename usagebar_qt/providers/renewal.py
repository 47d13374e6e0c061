"""What a provider's renewal is, seen from outside: a blocking function that must run to its end, and its line to who waits."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from usagebar_qt.domain.credential import Credential
    from usagebar_qt.domain.errors import NotRenewed, UsageError
    from usagebar_qt.domain.models import Account


class Renewed(Enum):
    """How a renewal ended well."""

    BY_US = "by_us"
    ELSEWHERE = "elsewhere"
    """Another program had renewed it, or another sign-in is there now: read it again."""


class Line(Protocol):
    """Between a renewal on its thread and those who wait for it."""

    def is_leaving(self) -> bool:
        """The program ends. Before the token is sent: give everything back. Afterwards: finish."""

    def must_end(self) -> bool:
        """The patience with saving is over: 20 s after the program was asked to end, or 60 s after a command's answer came."""

    def hold(self) -> None:
        """From now on somebody else's locks are held: no signal may end the process before `let_go`."""

    def let_go(self) -> None:
        """Nothing of ours is left behind any more."""

    def asks(self, try_later: NotRenewed) -> None:
        """Another program is asked now, which goes on without us: whatever becomes of us, this is what the next try is told."""

    def trouble(self, error: UsageError) -> None:
        """Tells whoever waits at once, while the renewal goes on."""

    def pause(self, seconds: float) -> None:
        """Sleeps; shorter once the program ends."""


class Renewer(Protocol):
    """Renews one provider's sign-ins, on a thread that nothing cancels."""

    def renew(self, account: Account, credential: Credential, line: Line) -> Renewed:
        """Raises `NotRenewed`, `CredentialLocked`, `CredentialUnreadable`, and `TransportError` where nothing was sent."""

    def tidy(self) -> None:
        """Clears what a killed process of ours has left behind; quick where nothing was. Blocking; never raises."""
