"""The one road to a provider: lock, identity, state, budget and policy, credentials, provider, state. Nobody else asks."""

from __future__ import annotations

import contextlib
import logging
import random
from dataclasses import replace
from typing import TYPE_CHECKING

from usagebar_qt.domain import refresh_policy as policy
from usagebar_qt.domain.errors import (
    CALLED_EXPIRED,
    CredentialError,
    CredentialLocked,
    Internal,
    NotConfigured,
    NotRenewed,
    SignedOut,
    SignInExpired,
    TransportError,
    UsageError,
)
from usagebar_qt.domain.models import AccountState, AccountStatus, Wait, WaitReason
from usagebar_qt.engine import aftermath, wishes
from usagebar_qt.engine.entrance import Entrance
from usagebar_qt.engine.history_store import NoSamples, Samples
from usagebar_qt.engine.identity import digest
from usagebar_qt.engine.keeping import Keeper
from usagebar_qt.engine.known import Known, TakenIn
from usagebar_qt.engine.record import Record, as_of
from usagebar_qt.engine.reporting import places_of, status_of
from usagebar_qt.engine.wish import ANY
from usagebar_qt.engine.wish import Wish as Wish
from usagebar_qt.engine.wish import WishKind as WishKind
from usagebar_qt.providers.base import FetchContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, Source
    from usagebar_qt.engine.local_figures import LocalFigures
    from usagebar_qt.engine.renewal import Renewals
    from usagebar_qt.engine.state_store import StateStore
    from usagebar_qt.engine.workers import Workers
    from usagebar_qt.providers.base import Credential, Fetched, Identity, Provider
    from usagebar_qt.providers.transport import HttpClient

log = logging.getLogger(__name__)

SESSION_SECONDS = 3_600.0
"""How long figures of a key that only the tray program holds are shown by others: longer than its longest interval."""
CREDENTIAL_SECONDS = 3.0
"""A keyring that does not answer by then is said to be silent; a file is read in a millisecond."""


class Fetcher:
    """Fetches accounts. Holds no figures: the state on disk does, for all our processes."""

    def __init__(
        self,
        *,
        clock: Clock,
        states: StateStore,
        providers: Mapping[str, Provider],
        client: HttpClient,
        workers: Workers,
        renewals: Renewals,
        source: Source | None = None,
        jitter: Callable[[], float] = random.random,
        history: Samples | None = None,
        local: LocalFigures | None = None,
    ) -> None:
        self._clock = clock
        self._states = states
        self._providers = providers
        self._client = client
        self._workers = workers
        self._renewals = renewals
        self._source = source
        self._jitter = jitter
        self._keeper = Keeper(states, workers, history if history is not None else NoSamples())
        self._known = Known(clock, states, providers, renewals, local)

    async def fetch_account(self, account: Account, wish: Wish = ANY) -> AccountStatus:
        """The account's status after at most one request for usage. Never raises, cancellation excepted."""
        if not account.enabled:
            return AccountStatus(account, AccountState.DISABLED)
        try:
            return await self._fetch(account, wish)
        except UsageError as error:
            return self._reported(account, replace(self._states.read(account.id), failure=error.failure()), wish)
        except Exception as error:  # noqa: BLE001 - a fault of ours must not take the program down, nor show a traceback
            # Its frames and its text may hold a secret: only its kind and the places in the code are kept.
            log.warning("fetching %s failed inside: %s at %s", account.id, type(error).__name__, places_of(error))
            failure = Internal("bug", type(error).__name__).failure()
            return self._reported(account, replace(self._states.read(account.id), failure=failure), wish)

    def at_once(self, account: Account, wish: Wish = ANY) -> AccountStatus | None:
        """The status where nothing need be asked or opened but small files: fresh figures, or nothing set up just now. Else None,
        and `fetch_account` must be asked. Blocking; spares a command the event loop and every library."""
        if not account.enabled:
            return AccountStatus(account, AccountState.DISABLED)
        provider, now = self._providers[account.id.provider], self._clock.now()
        try:
            provider.prepare()
        except UsageError:
            return None
        record, viewed, found = taken_in = self._known.taken_in(account)
        if found is None and wish.max_age != 0 and record.absent_at is not None:
            age = (now - record.absent_at).total_seconds()
            if -policy.CLOCK_TOLERANCE_SECONDS <= age <= policy.CACHE_SECONDS:
                return AccountStatus(account, AccountState.NOT_CONFIGURED, checked_at=record.absent_at)
        return self._reported(account, record, wish, viewed=viewed) if wishes.is_fresh(provider, taken_in, wish, now) else None

    def shown(self, account: Account) -> AccountStatus:
        """What is there, of whatever age, without a request; figures of another account than the one now signed in are not shown.
        Blocking: small files, no keyring."""
        if not account.enabled:
            return AccountStatus(account, AccountState.DISABLED)
        return self._reported(account, self._known.seen(account)[0], Wish(), shown_only=True)

    def last_known(self, account: Account) -> AccountStatus:
        """What the state says, without a request and without opening a credential. Blocking: one small file."""
        if not account.enabled:
            return AccountStatus(account, AccountState.DISABLED)
        return self._reported(account, self._states.read(account.id), Wish(), shown_only=True)

    def stamp(self, account: Account) -> int:
        """Changes whenever any process has written this account's state, or was handed figures; 0 where there is no state."""
        return self._known.stamp(account)

    def stamp_seen(self, account: Account) -> int | None:
        """What `stamp` says of what was read or written here last; None: nothing was. Asks no disk."""
        return self._known.stamp_seen(account)

    # -- the road ---------------------------------------------------------------------------------------------------
    async def _fetch(self, account: Account, wish: Wish) -> AccountStatus:
        provider = self._providers[account.id.provider]
        provider.prepare()
        started = self._clock.now()
        entrance = Entrance(
            account,
            provider,
            known=self._known,
            states=self._states,
            is_fresh=lambda taken_in: wishes.is_fresh(provider, taken_in, wish, started),
            asks=lambda record: wishes.asks(provider, record, wish, self._clock.now()),
            step_seconds=CREDENTIAL_SECONDS,
        )
        try:
            with contextlib.suppress(TimeoutError):  # what it has not come to is asked for once more, or said to be silent
                await self._workers.follow(entrance.steps(), timeout=CREDENTIAL_SECONDS)
            taken_in = entrance.taken_in or await self._taken_in_slowly(account, provider)
            record, viewed, found = taken_in
            await self._keeper.local_sample(account, record, viewed)
            if wishes.is_fresh(provider, taken_in, wish, started):
                return self._reported(account, record, wish, viewed=viewed)
            if entrance.holds_lock:
                record = entrance.record or self._known.of(account, found)
                early = entrance.credential or (CredentialLocked("silent") if entrance.is_asking else None)
                return await self._fetch_locked(account, provider, record, wish, early)
        finally:
            entrance.leave()
        return await self._fetch_later(account, provider, taken_in, wish, started, was_taken=entrance.was_taken)

    async def _fetch_later(
        self, account: Account, provider: Provider, taken_in: TakenIn, wish: Wish, started: datetime, *, was_taken: bool
    ) -> AccountStatus:
        """Somebody has the account's lock, or had it a moment ago (`was_taken`): their figures are as good as ours."""
        try:
            async with self._states.locked(account.id, may_wait=wish.may_wait) as is_free:
                free_at_once = is_free and not was_taken
                found = taken_in.found
                if not free_at_once and found is not None:  # another process may have renewed the sign-in meanwhile
                    found = await self._workers.run(provider.identify, account, timeout=CREDENTIAL_SECONDS)
                record = await self._read_locked(account, found)
                if not free_at_once and record.checked_at is not None and record.checked_at >= started:
                    return self._reported(account, record, wish)
                return await self._fetch_locked(account, provider, record, wish)
        except TimeoutError:
            return self._reported(account, taken_in.record, wish, shown_only=True)

    async def _taken_in_slowly(self, account: Account, provider: Provider) -> TakenIn:
        """Where a file system hangs: reading the credential will say so."""
        found: Identity | None = None
        with contextlib.suppress(TimeoutError):
            found = await self._workers.run(provider.identify, account, timeout=CREDENTIAL_SECONDS)
        record = self._known.of(account, found)
        return TakenIn(record, record, found)

    async def _read_locked(self, account: Account, found: Identity | None) -> Record:
        try:
            return await self._workers.run(self._known.locked, account, found, timeout=CREDENTIAL_SECONDS)
        except TimeoutError:  # a folder that does not answer: the next look finds out more
            return self._known.of(account, found)

    async def _fetch_locked(
        self, account: Account, provider: Provider, record: Record, wish: Wish, early: Credential | UsageError | None = None
    ) -> AccountStatus:
        """`early`: the credential where it has been read already, or why it could not be."""
        now = self._clock.now()
        checked_at, record = record.checked_at, as_of(record, now)
        if record.absent_at is not None:
            record = replace(record, absent_at=None)
        if record.checked_at != checked_at:  # the clock was set back: cut anew at each look, a wait would never end
            await self._keeper.state(account, record)
        credential: Credential | None = None
        if wishes.is_needed_anyway(provider, record):
            try:
                credential, record = await self._credential(account, provider, record, early)
            except UsageError as error:
                return await self._without_credential(account, provider, record, error, wish)
            gate = self._gate(credential)
            gates = (record.memo.refused_gate, record.memo.limited_gate, record.memo.expired_gate)
            if any(old not in (None, gate) for old in gates):
                record = replace(record, memo=policy.changed_by_user(record.memo), failure=None)
        # A token that has expired is renewed although it was refused: the refusal may have been the expiry, seen by a better clock.
        has_expired = credential is not None and credential.expires_at is not None and credential.expires_at <= now
        memo = replace(record.memo, refused_gate=None) if has_expired else record.memo
        verdict = wishes.permit(provider, memo, wish, now)
        if not verdict.allowed:
            return self._reported(account, record, wish, denied=verdict.wait)
        try:
            if credential is None:
                credential, record = await self._credential(account, provider, record, early)
            try:
                provider.check(credential, now)
                if record.memo.expired_gate is not None:  # this very token's, or it would have ended above
                    raise SignInExpired(CALLED_EXPIRED)
            except SignInExpired as error:
                if credential.renewable is None:
                    raise
                if not wish.may_wait:  # who never renews must not write that it failed either: the tray program would wait for that
                    failed = replace(record, failure=record.failure or error.failure())
                    return self._reported(account, failed, wish, denied=Wait(WaitReason.NEEDS_USER))
                await self._renewals.renew(account, provider, credential, refused=error.reason == CALLED_EXPIRED)
                credential, record = await self._another(account, provider, record)
        except UsageError as error:
            return await self._without_credential(account, provider, record, error, wish)
        return await self._ask(account, provider, record, credential, wish)

    async def _credential(
        self, account: Account, provider: Provider, record: Record, early: Credential | UsageError | None = None
    ) -> tuple[Credential, Record]:
        if isinstance(early, UsageError):
            raise early
        try:
            credential = early
            if credential is None:
                credential = await self._workers.run(provider.read_credential, account, timeout=CREDENTIAL_SECONDS)
        except TimeoutError:
            raise CredentialLocked("silent") from None
        return credential, self._known.matched(account, record, credential.identity)

    async def _another(self, account: Account, provider: Provider, record: Record) -> tuple[Credential, Record]:
        """The credential that has come into the place of an expired one."""
        credential, record = await self._credential(account, provider, record)
        provider.check(credential, self._clock.now())
        return credential, replace(record, memo=policy.renewed(record.memo))

    async def _without_credential(
        self, account: Account, provider: Provider, record: Record, error: UsageError, wish: Wish
    ) -> AccountStatus:
        if isinstance(error, NotConfigured):
            if self._is_anothers_session(record):
                return self._reported(account, record, wish, shown_only=True)
            if provider.info.key is not None or not record.identity:
                now = self._clock.now()
                await self._keeper.state(account, Record(absent_at=now))
                return AccountStatus(account, AccountState.NOT_CONFIGURED, checked_at=now)
            error = SignedOut("gone")
        before, record = record, aftermath.before_asking(record, error, self._clock.now())
        self._note_transition(account, before, record)
        wait: Wait | None = None
        if isinstance(error, NotRenewed) and error.until is not None:
            wait = Wait(WaitReason.BACKOFF, error.until)
        elif not isinstance(error, TransportError | CredentialLocked):
            wait = Wait(WaitReason.NEEDS_USER)
        await self._keeper.state(account, record)
        return self._reported(account, record, wish, denied=wait)

    def _is_anothers_session(self, record: Record) -> bool:
        """The tray program holds a key in its memory: its figures are its own to forget, or two processes undo each other's."""
        if record.identity.get("origin") != "session" or record.checked_at is None:
            return False
        return 0 <= (self._clock.now() - record.checked_at).total_seconds() < SESSION_SECONDS

    async def _ask(self, account: Account, provider: Provider, record: Record, credential: Credential, wish: Wish) -> AccountStatus:
        before, explicit = record, wishes.is_explicit(provider, wish)
        exchange = self._client.exchange(provider.info.deadline_seconds)
        spare = provider.info.hourly_requests - len(record.memo.requests) - 1
        fetched: Fetched | None = None
        failure: UsageError | None = None
        try:
            for second in (False, True):
                context = FetchContext(account, credential, self._clock.now(), exchange, record.provider_memo, max(0, spare))
                try:
                    fetched, failure = await provider.fetch(context), None
                    break
                except CredentialError as error:
                    failure = error
                    if second:
                        break
                    if not await self._holds_another(account, provider, credential):
                        if error.reason != CALLED_EXPIRED:
                            break
                        record = replace(record, memo=policy.called_expired(record.memo, self._gate(credential)))
                        if not wish.may_wait:
                            break
                        await self._renewals.renew(account, provider, credential, refused=True)
                    credential, record = await self._another(account, provider, record)
        except UsageError as error:
            failure = error
        finally:
            # Also when cancelled: what was sent counts.
            now = self._clock.now()
            record = replace(record, memo=policy.tried(record.memo, now, exchange.requests, explicit=explicit), checked_at=now)
            if fetched is None and failure is None:
                self._states.write(account.id, record)
        if fetched is not None:
            snapshot = fetched.snapshot if self._source is None else replace(fetched.snapshot, source=self._source)
            record = replace(
                record, snapshot=snapshot, failure=None, provider_memo=fetched.memo, memo=policy.succeeded(record.memo)
            )
        elif failure is not None:
            record = aftermath.after_answer(
                record,
                failure,
                now,
                gate=self._gate(credential),
                expires_at=credential.expires_at,
                jitter=self._jitter(),
                may_wait=wish.may_wait,
            )
        self._note_transition(account, before, record)
        viewed: Record | None = None
        if fetched is not None:
            viewed = await self._keeper.figures(account, record, self._known.viewed)
        else:
            await self._keeper.state(account, record)
        return self._reported(account, record, wish, viewed=viewed)

    async def _holds_another(self, account: Account, provider: Provider, credential: Credential) -> bool:
        """A refused token may have been replaced while we asked: Claude Code renews its own."""
        try:
            again = await self._workers.run(provider.read_credential, account, timeout=CREDENTIAL_SECONDS)
        except (UsageError, TimeoutError):
            return False
        return again.secret != credential.secret

    def _gate(self, credential: Credential) -> str:
        return digest(credential.gate, self._states.salt())

    @staticmethod
    def _note_transition(account: Account, before: Record, after: Record) -> None:
        was, is_now = (record.failure.code.value if record.failure else "ok" for record in (before, after))
        if was != is_now:
            log.info("%s: %s -> %s", account.id, was, is_now)

    # -- what is said of it -----------------------------------------------------------------------------------------
    def _reported(
        self,
        account: Account,
        record: Record,
        wish: Wish,
        *,
        denied: Wait | None = None,
        shown_only: bool = False,
        viewed: Record | None = None,
    ) -> AccountStatus:
        """`viewed`: the record with the newest figures of all sources, where they are known already; else the disk is asked."""
        provider = self._providers[account.id.provider]
        limits = policy.Limits(provider.info.floor_seconds, provider.info.hourly_requests)
        now, record = self._clock.now(), viewed or self._known.viewed(account, record)
        wait = denied or policy.permit(policy.settled(record.memo, now), now, limits).wait
        max_age = None if shown_only else max(wishes.max_age(provider, wish), float(provider.info.floor_seconds))
        if max_age is not None and wait is not None and wait.reason is WaitReason.FLOOR:
            max_age += provider.info.deadline_seconds  # the floor counts from a request's end, the age from its beginning
        return status_of(account, record, now, wait, max_age=max_age)
