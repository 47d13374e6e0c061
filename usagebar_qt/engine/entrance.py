"""How a look at an account begins, in one visit to a worker: what is known; where that is old, the account's lock, what is known
under it, and the credential.

Each of them was a visit of its own once; with two accounts at the same time a visit costs a tenth of a millisecond of processor and
more, which was a quarter of a refresh (measured). Each step still has a time of its own, and whoever waits may give it up at any
moment: then the lock is let go by whoever has it.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from usagebar_qt.domain.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from usagebar_qt.domain.models import Account
    from usagebar_qt.engine.account_lock import Held
    from usagebar_qt.engine.known import Known, TakenIn
    from usagebar_qt.engine.record import Record
    from usagebar_qt.engine.state_store import StateStore
    from usagebar_qt.providers.base import Credential, Provider


class Entrance:
    """What one look has found so far; None for what it has not come to."""

    def __init__(
        self,
        account: Account,
        provider: Provider,
        *,
        known: Known,
        states: StateStore,
        is_fresh: Callable[[TakenIn], bool],
        asks: Callable[[Record], bool],
        step_seconds: float,
    ) -> None:
        """`is_fresh`: nothing more is needed; `asks`: the credential is. Both are called on the worker's thread."""
        self._account = account
        self._provider = provider
        self._known = known
        self._states = states
        self._is_fresh = is_fresh
        self._asks = asks
        self._step_seconds = step_seconds
        self._guard = threading.Lock()
        self._is_given_up = False
        self._lock: Held | None = None
        self.taken_in: TakenIn | None = None
        self.was_taken = False
        """Somebody had the lock."""
        self.record: Record | None = None
        """Of now: the lock is ours."""
        self.is_asking = False
        """The credential is being read, or was."""
        self.credential: Credential | UsageError | None = None

    def steps(self) -> Generator[float]:
        """For a worker."""
        self.taken_in = self._known.taken_in(self._account)
        if self._is_fresh(self.taken_in):
            return
        lock = self._states.lock_at_once(self._account.id)
        if lock is None:
            self.was_taken = True
            return
        if not self._hand_over(lock):
            lock.release()
            return
        yield self._step_seconds
        self.record = record = self._known.locked(self._account, self.taken_in.found)
        if not self._asks(record):
            return
        self.is_asking = True
        yield self._step_seconds
        try:
            self.credential = self._provider.read_credential(self._account)
        except UsageError as error:
            self.credential = error

    def _hand_over(self, lock: Held) -> bool:
        """False where nobody is there any more who would let it go."""
        with self._guard:
            if not self._is_given_up:
                self._lock = lock
            return not self._is_given_up

    @property
    def holds_lock(self) -> bool:
        """It was free at once, and is ours."""
        return self._lock is not None

    def leave(self) -> None:
        """Lets the lock go; where a step still runs, what it takes is let go by itself."""
        with self._guard:
            self._is_given_up = True
            lock, self._lock = self._lock, None
        if lock is not None:
            lock.release()
