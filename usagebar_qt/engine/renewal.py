"""Renewals of sign-ins run to their end: on threads that nothing cancels, one an account, with what was tried kept on disk.

A deadline round a renewal, or a daemon thread, loses tokens that are spent already (measured: 138 of 300; shielded, 0).
"""

from __future__ import annotations

import contextlib
import logging
import threading
from dataclasses import asdict
from datetime import datetime
from typing import TYPE_CHECKING, Any

from usagebar_qt.domain import renewal_policy as policy
from usagebar_qt.domain.errors import Internal, NotRenewed, Remaining, SignInExpired, UsageError
from usagebar_qt.domain.renewal_policy import Renew, RenewalMemo
from usagebar_qt.engine.identity import digest, hashed
from usagebar_qt.engine.reporting import places_of
from usagebar_qt.providers.renewal import Renewed

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, AccountId
    from usagebar_qt.engine.state_store import StateStore
    from usagebar_qt.providers.base import Credential, Provider

log = logging.getLogger(__name__)

LEAVING_SECONDS = 20.0
"""The program waits so long for a renewal whose token is spent; before that it leaves at once."""
HURRY_SECONDS = 0.2
COMMAND_SECONDS = 60.0
"""A command waits so long for a disk that refuses: a slow answer is better than a lost sign-in."""


class _Run:
    """One renewal on its thread, and the `Line` to it."""

    def __init__(self, owner: Renewals, account_id: AccountId, memo: RenewalMemo) -> None:
        import asyncio

        self._owner = owner
        self._account_id = account_id
        self._memo = memo
        self.loop = asyncio.get_running_loop()
        self.result: asyncio.Future[None] = self.loop.create_future()
        self.ended = asyncio.Event()
        self.holds = False
        self._troubled_since: float | None = None

    # -- what the renewal says ----------------------------------------------------------------------------------------
    def is_leaving(self) -> bool:
        return self._owner.leaving_since is not None

    def must_end(self) -> bool:
        now = self._owner.clock.monotonic()
        left = self._owner.leaving_since is not None and now - self._owner.leaving_since >= LEAVING_SECONDS
        if self._owner.on_trouble is None or self._troubled_since is None:
            return left
        return left or now - self._troubled_since >= COMMAND_SECONDS

    def hold(self) -> None:
        self.holds = True

    def let_go(self) -> None:
        self.holds = False
        self._owner.tell_free()

    def asks(self, try_later: NotRenewed) -> None:
        self._owner.note(self._account_id, policy.not_renewed(self._memo, try_later, self._owner.clock.now()))

    def trouble(self, error: UsageError) -> None:
        self._troubled_since = self._owner.clock.monotonic()
        if self._owner.on_trouble is not None:
            self._owner.on_trouble()  # a command waits on, and says why
        else:
            self.finish(error)

    def pause(self, seconds: float) -> None:
        if self.is_leaving():
            threading.Event().wait(min(seconds, HURRY_SECONDS))
        else:
            self._owner.left.wait(seconds)

    def has_ended(self) -> None:
        """The thread's last word."""
        with contextlib.suppress(RuntimeError):
            self.loop.call_soon_threadsafe(self.ended.set)

    def finish(self, error: UsageError | None) -> None:
        """Tells whoever waits; the first word counts."""

        def deliver() -> None:
            if not self.result.done():
                if error is not None:
                    self.result.set_exception(error)
                    self.result.exception()  # seen, here and not in a callback: this may be the loop's last turn
                else:
                    self.result.set_result(None)

        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
            self.loop.call_soon_threadsafe(deliver)


class Renewals:
    """Of all accounts of one process."""

    def __init__(self, clock: Clock, states: StateStore) -> None:
        self.clock = clock
        self._states = states
        self._runs: dict[AccountId, tuple[_Run, threading.Thread]] = {}
        self.left = threading.Event()
        self.leaving_since: float | None = None
        self.on_trouble: Callable[[], None] | None = None
        """Set by a command: it waits while a renewed sign-in cannot be saved, and says so here. None: whoever waits is told at
        once, and the saving goes on."""
        self.on_free: Callable[[], None] | None = None
        """Called (on a thread) when the last lock was let go."""

    async def renew(self, account: Account, provider: Provider, credential: Credential, *, refused: bool = False) -> None:
        """Returns when another sign-in is there to be read. `refused`: the service calls this one expired, whatever its date says.

        Raises `UsageError`. Cancelling the wait does not end the renewal.
        """
        import asyncio

        renewer = provider.renewer
        if renewer is None or credential.renewable is None:
            raise SignInExpired("expired" if renewer is None else "no_refresh_token")
        running = self._runs.get(account.id)
        if running is None or not running[1].is_alive():
            now = self.clock.now()
            gate = digest(credential.renewable.reveal(), self._states.salt())
            memo = policy.settled(self._memo(account.id), gate, now)
            verdict = policy.may_renew(memo, now, credential.expires_at, refused=refused)
            if verdict.renew is Renew.NEVER:
                raise SignInExpired(verdict.reason)
            if verdict.renew is Renew.WAIT:
                raise NotRenewed(_why_waiting(memo, verdict.until), Remaining.LATER, until=verdict.until)
            running = self._start(account, provider, credential, memo, refused=refused)
        await asyncio.shield(running[0].result)

    def _start(
        self, account: Account, provider: Provider, credential: Credential, memo: RenewalMemo, *, refused: bool
    ) -> tuple[_Run, threading.Thread]:
        run = _Run(self, account.id, memo)

        def work() -> None:
            error: UsageError | None = None
            try:
                self._renew(run, account, provider, credential, memo, refused=refused)
            except UsageError as known:
                error = known
            except Exception as fault:  # noqa: BLE001 - said as an error of ours; its text may hold a secret
                log.warning("renewing %s failed inside: %s at %s", account.id, type(fault).__name__, places_of(fault))
                error = Internal("bug", type(fault).__name__)
            finally:
                run.holds = False
                self.tell_free()
            run.finish(error)
            run.has_ended()

        # No daemon: the interpreter waits for it, whatever else ends.
        thread = threading.Thread(target=work, name=f"renewal-{account.id}", daemon=False)
        self._runs[account.id] = (run, thread)
        thread.start()
        return run, thread

    def _renew(
        self, run: _Run, account: Account, provider: Provider, credential: Credential, memo: RenewalMemo, *, refused: bool
    ) -> None:
        assert provider.renewer is not None  # noqa: S101 - for the type checker: `renew` has looked
        try:
            how = provider.renewer.renew(account, credential, run)
        except NotRenewed as error:
            after = policy.not_renewed(memo, error, self.clock.now())
            self.note(account.id, after)
            error.until = after.not_before
            raise
        if how is Renewed.BY_US:
            salt = self._states.salt()
            former, current = hashed(credential.identity, salt), hashed(provider.read_credential(account).identity, salt)
            note = policy.renewed(memo, self.clock.now(), former.get("secret"), current.get("secret"), refused=refused)
            self.note(account.id, note)
            log.info("%s: sign-in renewed", account.id)

    # -- what is remembered ------------------------------------------------------------------------------------------
    def carried(self, account_id: AccountId, noted: Mapping[str, str], found: Mapping[str, str]) -> bool:
        """Whether `found` is what our own renewal made of `noted`: then the figures are the same account's."""
        memo = self._memo(account_id)
        former, current = noted.get("secret"), found.get("secret")
        return former is not None and current is not None and (former, current) == (memo.former, memo.current)

    def _memo(self, account_id: AccountId) -> RenewalMemo:
        data = self._states.read_beside(account_id, "renewal")
        try:
            return _memo_of(data) if data is not None else RenewalMemo()
        except (KeyError, TypeError, ValueError):
            return RenewalMemo()

    def note(self, account_id: AccountId, memo: RenewalMemo) -> None:
        """For all our processes, and after this one."""
        plain = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(memo).items()}
        self._states.write_beside(account_id, "renewal", plain)

    # -- the end of the program --------------------------------------------------------------------------------------
    @property
    def is_busy(self) -> bool:
        """A renewal is under way."""
        return any(thread.is_alive() for _, thread in self._runs.values())

    @property
    def holds_locks(self) -> bool:
        """The process must not be ended now."""
        return any(run.holds and thread.is_alive() for run, thread in self._runs.values())

    def tell_free(self) -> None:
        """From a renewal's thread."""
        if self.on_free is not None and not any(run.holds for run, _ in self._runs.values()):
            self.on_free()

    def leave(self) -> None:
        """The program is to end: what has sent nothing gives back its locks at once, what has is given 20 s."""
        if self.leaving_since is None:
            self.leaving_since = self.clock.monotonic()
            self.left.set()

    def stay(self) -> None:
        """The end was called off: renewals may begin again."""
        self.leaving_since = None
        self.left.clear()

    def wait(self, seconds: float = LEAVING_SECONDS + 5.0) -> None:
        """Blocks until all have ended: for an end of the session that leaves no time for an event loop."""
        self.leave()
        ends = self.clock.monotonic() + seconds
        for _, thread in list(self._runs.values()):
            thread.join(max(0.0, ends - self.clock.monotonic()))

    async def finished(self) -> None:
        """Until all have ended; they do so by themselves within 20 s of `leave`."""
        for run, thread in list(self._runs.values()):
            await run.ended.wait()
            thread.join(1.0)  # it has said its last word: this takes no time


def _why_waiting(memo: RenewalMemo, until: datetime | None) -> str:
    if memo.not_before is None or memo.not_before != until:
        return "waiting"  # for the moment after its expiry alone
    return memo.why or ("unanswered" if memo.unanswered else "service")


def _memo_of(data: Mapping[str, Any]) -> RenewalMemo:
    def moment(name: str) -> datetime | None:
        found = datetime.fromisoformat(data[name]) if data[name] is not None else None
        if found is not None and found.tzinfo is None:
            raise ValueError(name)
        return found

    def text(name: str) -> str | None:
        return None if data[name] is None else str(data[name])

    return RenewalMemo(
        gate=text("gate"),
        refused=data["refused"] is True,
        unanswered=int(data["unanswered"]),
        failures=int(data["failures"]),
        not_before=moment("not_before"),
        why=str(data.get("why", "")),  # older versions kept none
        refusal_at=moment("refusal_at"),
        former=text("former"),
        current=text("current"),
    )
