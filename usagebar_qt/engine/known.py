"""What is known of an account, and whether it is still the same one's. Blocking: small files, no keyring."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from usagebar_qt.domain import refresh_policy as policy
from usagebar_qt.engine.identity import Match, compare, hashed
from usagebar_qt.engine.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account, AccountId
    from usagebar_qt.engine.local_figures import LocalFigures
    from usagebar_qt.engine.renewal import Renewals
    from usagebar_qt.engine.state_store import StateStore
    from usagebar_qt.providers.base import Identity, Provider


class TakenIn(NamedTuple):
    """What a look begins with."""

    record: Record
    viewed: Record
    """The same with what the service's own program left here since."""
    found: Identity | None
    """Who is signed in."""


class Known:
    """Of all accounts. Keeps no figures of its own: the state on disk does."""

    def __init__(
        self,
        clock: Clock,
        states: StateStore,
        providers: Mapping[str, Provider],
        renewals: Renewals,
        local: LocalFigures | None,
    ) -> None:
        self._clock = clock
        self._states = states
        self._providers = providers
        self._renewals = renewals
        self._local = local
        self._local_stamps: dict[AccountId, int] = {}

    def taken_in(self, account: Account) -> TakenIn:
        """All that can be known without asking the service."""
        record, found = self.seen(account)
        if self._local is None:
            return TakenIn(record, record, found)
        self._local_stamps[account.id] = self._local.stamp()  # first: what is noted from here on is news
        viewed = self._local.gathered(self._providers[account.id.provider], account, record, self._clock.now())
        return TakenIn(record, viewed, found)

    def seen(self, account: Account) -> tuple[Record, Identity | None]:
        """The state, and who is signed in."""
        found = self._providers[account.id.provider].identify(account)
        return self.of(account, found), found

    def of(self, account: Account, found: Identity | None) -> Record:
        """The state, or an empty one where its figures are another account's than the one that is signed in."""
        record, provider = self._states.read(account.id), self._providers[account.id.provider]
        if found is None:
            # A key that came from the environment is no longer there; a stored key is trusted until it is read.
            gone = record.identity.get("origin") == "environment" and provider.info.key is not None
            return _anew(record, surely_other=False) if gone else record
        if provider.info.key is not None and record.identity.get("origin") != "environment":
            return record
        return self.matched(account, record, found)

    def locked(self, account: Account, found: Identity | None) -> Record:
        """The state of now, after the renewals' leftovers were cleared away."""
        renewer = self._providers[account.id.provider].renewer
        if renewer is not None:
            renewer.tidy()
        return self.of(account, found)

    def matched(self, account: Account, record: Record, identity: Identity) -> Record:
        """The record as this one's, or an empty one."""
        found = hashed(identity, self._states.salt())
        match = compare(record.identity, found)
        if match is Match.CHANGED and self._renewals.carried(account.id, record.identity, found):
            match = Match.SAME
        if match in (Match.CHANGED, Match.OTHER_ACCOUNT):
            return replace(_anew(record, surely_other=match is Match.OTHER_ACCOUNT), identity=found)
        if found.items() <= record.identity.items():
            return record
        return replace(record, identity={**record.identity, **found})

    def viewed(self, account: Account, record: Record) -> Record:
        """With the newest figures of all sources."""
        if self._local is None:
            return record
        self._local_stamps[account.id] = self._local.stamp()
        return self._local.view(record, self._clock.now())

    def stamp(self, account: Account) -> int:
        """Changes whenever any process has written this account's state, or was handed figures; 0 where there is no state."""
        stamp = self._states.stamp(account.id)
        return stamp + self._local.stamp() if stamp and self._local is not None else stamp

    def stamp_seen(self, account: Account) -> int | None:
        """What `stamp` says of what was read or written here last; None: nothing was. Asks no disk."""
        stamp = self._states.known_stamp(account.id)
        return stamp + self._local_stamps.get(account.id, 0) if stamp else stamp


def _anew(record: Record, *, surely_other: bool) -> Record:
    return Record(memo=policy.new_account(record.memo, surely_other=surely_other))
