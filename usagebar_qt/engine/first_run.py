"""Before the first request: what is there, found in files and keyring alone, and whether a person has seen the page of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from usagebar_qt.domain.errors import Internal
from usagebar_qt.engine.atomic_file import write_json

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from usagebar_qt.domain.models import Account
    from usagebar_qt.engine.keys import Keys
    from usagebar_qt.engine.workers import Workers
    from usagebar_qt.providers.base import Provider
    from usagebar_qt.providers.survey import Survey

log = logging.getLogger(__name__)

SCHEMA_VERSION = 1
LOOK_SECONDS = 5.0


class FirstRunMark:
    """A small file in the state folder. Blocking."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def is_set(self) -> bool:
        """Whether somebody has seen the page."""
        return self._path.exists()

    def set(self) -> None:
        """Never raises: where the disk refuses, the page comes once more at the next start."""
        try:
            write_json(self._path, {"schema_version": SCHEMA_VERSION})
        except OSError as error:
            log.info("that the first page was seen cannot be noted: %s", error.strerror)


class Presence(StrEnum):
    """What there is of an account."""

    SIGN_IN = "sign_in"
    KEY_STORED = "key_stored"
    KEY_IN_ENVIRONMENT = "key_in_environment"
    LOCKED = "locked"
    """The keyring is: nobody was asked to open it."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class FirstFinding:
    """One account, before anything is asked for it."""

    account: Account
    presence: Presence
    files: tuple[str, ...] = ()
    """Those of other programs that will be read, there or not."""
    hosts: tuple[str, ...] = ()
    """Those that will be talked to."""
    renewal_hosts: tuple[str, ...] = ()
    """Those that are needed only to renew an expired sign-in."""


class FirstLook:
    """Looks without a request and without a prompt."""

    def __init__(self, providers: Mapping[str, Provider], keys: Keys, workers: Workers) -> None:
        self._providers = providers
        self._keys = keys
        self._workers = workers

    async def look(self, accounts: Sequence[Account]) -> tuple[FirstFinding, ...]:
        """In the order of the accounts; those that are switched off are left out. Never raises."""
        return tuple([await self._look(account) for account in accounts if account.enabled])

    async def _look(self, account: Account) -> FirstFinding:
        provider = self._providers[account.id.provider]
        presence = await (self._sign_in(account, provider) if provider.info.key is None else self._key(account))
        try:
            survey: Survey = await self._workers.run(provider.survey, account, timeout=LOOK_SECONDS)
        except (Internal, TimeoutError):  # a refused override: its card will say so
            return FirstFinding(account, presence)
        hosts = [(urlsplit(endpoint.url).hostname or "", endpoint.only_renews) for endpoint in survey.endpoints]
        return FirstFinding(
            account,
            presence,
            tuple(map(str, survey.reads)),
            tuple(dict.fromkeys(host for host, only_renews in hosts if not only_renews)),
            tuple(dict.fromkeys(host for host, only_renews in hosts if only_renews)),
        )

    async def _sign_in(self, account: Account, provider: Provider) -> Presence:
        try:
            identity = await self._workers.run(provider.identify, account, timeout=LOOK_SECONDS)
        except TimeoutError:
            return Presence.NOTHING
        return Presence.NOTHING if identity is None else Presence.SIGN_IN

    async def _key(self, account: Account) -> Presence:
        found = await self._keys.presence(account)
        if found.locked:
            return Presence.LOCKED
        if found.from_environment:
            return Presence.KEY_IN_ENVIRONMENT
        return Presence.KEY_STORED if found.stored or found.for_session else Presence.NOTHING
