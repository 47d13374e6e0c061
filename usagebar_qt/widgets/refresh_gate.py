"""May a person's refresh be granted now, and if not, until when? Pure: statuses in, an answer or words out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.models import AccountState, WaitReason
from usagebar_qt.widgets.translate import say, short
from usagebar_qt.wording.formatting import wait_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from usagebar_qt.domain.models import AccountStatus

HELD = frozenset({WaitReason.BUDGET, WaitReason.RATE_LIMITED})
"""What a person's own wish does not pass; `needs_user` is looked at again, in case the user has done something."""
NEVER_ASKED = frozenset({AccountState.DISABLED, AccountState.NOT_CONFIGURED})


def is_held(statuses: Iterable[AccountStatus], now: datetime) -> bool:
    """True where no account that is set up may be asked, not even by a person."""
    asked = [status for status in statuses if status.state not in NEVER_ASKED]
    return bool(asked) and all(_is_held(status, now) for status in asked)


def _is_held(status: AccountStatus, now: datetime) -> bool:
    wait = status.wait
    return wait is not None and wait.reason in HELD and wait.until is not None and wait.until > now


def waits_in_words(statuses: Iterable[AccountStatus], now: datetime) -> list[str]:
    """A sentence for each account that waits."""
    waiting = [(status.account.name, status.wait) for status in statuses if status.state not in NEVER_ASKED and status.wait]
    return [text for name, wait in waiting if (text := say(wait_text(short(name), wait, now)))]
