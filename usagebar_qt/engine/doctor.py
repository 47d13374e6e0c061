"""Looks at everything that figures depend on, and says what was found as codes and facts. Reads; writes and mends nothing.

Nothing here asks a service for usage: an endpoint is tried on a path that answers without a secret, and none is sent.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from usagebar_qt.domain.errors import (
    AnswerError,
    CredentialError,
    CredentialLocked,
    ErrorCode,
    Failure,
    Internal,
    NetworkBlocked,
    NotConfigured,
    ServerError,
    SignInExpired,
    UsageError,
)
from usagebar_qt.domain.findings import Finding, FindingCode, Weight
from usagebar_qt.domain.settings import Renewal, usual_renewal
from usagebar_qt.providers.routes import proxy_for
from usagebar_qt.providers.transport import EXTRA_CERTIFICATES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from pathlib import Path

    from usagebar_qt.credentials.claude_locks import Place
    from usagebar_qt.domain.findings import Fact
    from usagebar_qt.domain.models import Account
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.engine.settings_file import Loaded
    from usagebar_qt.providers.answer import Answer
    from usagebar_qt.providers.base import Credential, Provider
    from usagebar_qt.providers.survey import Endpoint, Survey

CREDENTIAL_SECONDS = 3.0
ENDPOINT_SECONDS = 10.0
DESKTOP_SECONDS = 4.0
CLOCK_SECONDS = 60.0
"""A sign-in is said to have expired by our own clock with 30 s to spare (contracts C); beyond a minute that goes wrong."""
USER_CODES = frozenset(
    {
        ErrorCode.SIGNED_OUT,
        ErrorCode.SIGN_IN_EXPIRED,
        ErrorCode.MISSING_SCOPE,
        ErrorCode.INVALID_KEY,
        ErrorCode.CREDENTIAL_LOCKED,
        ErrorCode.CREDENTIAL_UNREADABLE,
        ErrorCode.INTERNAL,
    }
)
"""Last failures that stay until somebody does something; the others pass by themselves."""


class Doctor:
    """Examines one machine."""

    def __init__(
        self,
        runtime: Runtime,
        loaded: Loaded,
        environ: Mapping[str, str],
        *,
        desktop: Callable[[], Sequence[Finding]],
        versions: Callable[[], Mapping[str, Fact]],
        platform: str = sys.platform,
    ) -> None:
        """`desktop` looks for tray host and notification server (blocking); `versions` gives names and versions."""
        self._runtime = runtime
        self._settings: Settings = loaded.settings
        self._loaded = loaded
        self._environ = environ
        self._desktop = desktop
        self._versions = versions
        mode = loaded.settings.renewal
        self._renews = (usual_renewal(platform) if mode is Renewal.PLATFORM else mode) is Renewal.AUTOMATIC

    async def examine(self) -> tuple[Finding, ...]:
        """All findings, in the order in which one would ask. Never raises, cancellation excepted."""
        found = [Finding(FindingCode.VERSIONS, facts=self._versions())]
        found += self._own_files()
        accounts = self._runtime.accounts(self._settings)
        endpoints: dict[str, Endpoint] = {}
        configured = 0
        for account in accounts:
            findings, survey = await self._account(account)
            found += findings
            configured += survey is not None
            needed = [endpoint for endpoint in survey.endpoints if self._renews or not endpoint.only_renews] if survey else []
            endpoints |= {endpoint.url: endpoint for endpoint in needed}
        if not configured:
            found.append(Finding(FindingCode.NOTHING_SET_UP, Weight.MEND))
        found += self._certificates()
        found += await self._network(tuple(endpoints.values()))
        found += await self._keyring()
        try:
            found += await self._runtime.workers.run(self._desktop, timeout=DESKTOP_SECONDS)
        except TimeoutError:
            found.append(Finding(FindingCode.NO_DESKTOP, Weight.NOTE, {"reason": "silent"}))
        return tuple(found)

    # -- our own files ----------------------------------------------------------------------------------------------
    def _own_files(self) -> list[Finding]:
        found = []
        if self._loaded.set_aside is not None or "unreadable" in self._loaded.problems:
            kept = str(self._loaded.set_aside) if self._loaded.set_aside is not None else None
            facts: dict[str, Fact] = {"path": str(self._runtime.settings_file.path), "kept_as": kept}
            found.append(Finding(FindingCode.SETTINGS_UNREADABLE, Weight.MEND, facts))
        elif self._loaded.problems:
            facts = {"path": str(self._runtime.settings_file.path), "keys": self._loaded.problems}
            found.append(Finding(FindingCode.SETTINGS_PROBLEM, Weight.MEND, facts))
        paths = self._runtime.paths
        folders = dict.fromkeys((paths.config, paths.data, paths.state))
        refusing = [folder for folder in folders if not _may_write(folder)]
        found += [Finding(FindingCode.FOLDER_UNWRITABLE, Weight.MEND, {"path": str(folder)}) for folder in refusing]
        return found

    # -- accounts ---------------------------------------------------------------------------------------------------
    async def _account(self, account: Account) -> tuple[list[Finding], Survey | None]:
        """Its findings; the survey where it is switched on and set up."""
        if not account.enabled:
            return [Finding(FindingCode.SWITCHED_OFF, name=account.name)], None
        provider = self._runtime.providers[account.id.provider]
        try:
            survey = provider.survey(account)
        except Internal as error:
            return [Finding(FindingCode.OVERRIDE_REFUSED, Weight.MEND, {"variable": error.detail}, account.name)], None
        found: list[Finding] = []
        try:
            credential = await self._runtime.workers.run(provider.read_credential, account, timeout=CREDENTIAL_SECONDS)
            found += self._credential(account, provider, credential, survey)
        except NotConfigured:
            facts: dict[str, Fact] = {"remedy": provider.info.remedy.value, "provider": provider.info.name}
            return [Finding(FindingCode.NOT_CONFIGURED, Weight.NOTE, facts, account.name)], None
        except TimeoutError:
            found.append(_trouble(account, CredentialLocked("silent"), Weight.MEND))
        except CredentialError as error:
            found.append(_trouble(account, error, Weight.MEND))
        if survey.open_mode is not None:
            facts = {"path": str(survey.credential_file), "mode": survey.open_mode}
            found.append(Finding(FindingCode.CREDENTIAL_OPEN, Weight.MEND, facts, account.name))
        found += [finding for lock in survey.locks if (finding := self._lock(account, lock)) is not None]
        known = {finding.failure.code for finding in found if finding.failure is not None}
        last = self._runtime.fetcher.shown(account).error
        if last is not None and last.code not in known:
            weight = Weight.MEND if last.code in USER_CODES else Weight.NOTE
            found.append(Finding(FindingCode.LAST_TRY, weight, name=account.name, failure=last))
        return found, survey

    def _credential(self, account: Account, provider: Provider, credential: Credential, survey: Survey) -> list[Finding]:
        now = self._runtime.clock.now()
        scopes = credential.facts.get("scopes")
        facts: dict[str, Fact] = {"origin": credential.origin}
        if credential.origin == "file":
            facts["path"] = str(survey.credential_file)
        if provider.info.key is not None and credential.origin == "environment":
            facts["variables"] = tuple(name for name in provider.info.key.env_names if self._environ.get(name))
        if scopes:
            facts["scopes"] = tuple(scopes)
        if credential.expires_at is not None:
            facts["expires_at"] = credential.expires_at.isoformat(timespec="seconds")
        found = [Finding(FindingCode.CREDENTIAL, facts=facts, name=account.name)]
        try:
            provider.check(credential, now)
        except UsageError as error:
            # Normal after a night: Claude Code, or we where that is wished, renew it with the next request.
            passes = isinstance(error, SignInExpired) and credential.renewable and self._settings.renewal is not Renewal.NEVER
            found.append(_trouble(account, error, Weight.NOTE if passes else Weight.MEND))
        return found

    def _lock(self, account: Account, lock: Place) -> Finding | None:
        try:
            there = lock.path.lstat()
        except OSError:
            return None
        facts: dict[str, Fact] = {"path": str(lock.path)}
        if not stat.S_ISDIR(there.st_mode):
            return Finding(FindingCode.LOCK_IS_FILE, Weight.MEND, facts, account.name)
        age = self._runtime.clock.now().timestamp() - there.st_mtime
        if -lock.stale_seconds <= age <= lock.stale_seconds:
            return None  # somebody holds it at this moment
        return Finding(FindingCode.LOCK_LEFT, Weight.MEND, facts | {"age_seconds": round(age)}, account.name)

    # -- network ----------------------------------------------------------------------------------------------------
    def _certificates(self) -> list[Finding]:
        found = []
        for variable in EXTRA_CERTIFICATES:
            if path := self._environ.get(variable):
                is_good = _holds_certificates(path)
                code = FindingCode.CERTIFICATES if is_good else FindingCode.CERTIFICATES_UNUSABLE
                found.append(Finding(code, Weight.FINE if is_good else Weight.MEND, {"variable": variable, "path": path}))
        return found

    async def _network(self, endpoints: Sequence[Endpoint]) -> list[Finding]:
        results = await asyncio.gather(*(self._endpoint(endpoint) for endpoint in endpoints))
        found, skews = [], []
        for findings, skew in results:
            found += findings
            skews += [skew] if skew is not None else []
        if skews:
            # A proxy's cache can answer with an old date: the server that agrees best with our clock is believed.
            seconds = min(skews, key=abs)
            is_wrong = abs(seconds) > CLOCK_SECONDS
            code = FindingCode.CLOCK_WRONG if is_wrong else FindingCode.CLOCK
            found.append(Finding(code, Weight.MEND if is_wrong else Weight.FINE, {"seconds_ahead": round(seconds)}))
        return found

    async def _endpoint(self, endpoint: Endpoint) -> tuple[list[Finding], float | None]:
        host = urlsplit(endpoint.url).hostname or ""
        found: list[Finding] = []
        try:
            proxy = proxy_for(self._environ, endpoint.url)
        except NetworkBlocked:
            return [Finding(FindingCode.PROXY_UNUSABLE, Weight.MEND, {"host": host})], None
        if proxy is not None:
            parts = urlsplit(proxy)  # without user and password
            found.append(Finding(FindingCode.PROXY, facts={"host": host, "proxy": f"{parts.hostname}:{parts.port or 80}"}))
        before = self._runtime.clock.now()
        try:
            answer = await self._runtime.client.exchange(ENDPOINT_SECONDS).get(endpoint.url, {"Accept": "application/json"})
        except UsageError as error:
            return [*found, _endpoint_trouble(host, error.failure(), Weight.MEND)], None
        failure = obstacle(answer, endpoint)
        if failure is not None:
            weight = Weight.NOTE if isinstance(failure, ServerError) else Weight.MEND
            found.append(_endpoint_trouble(host, failure.failure(), weight))
        else:
            found.append(Finding(FindingCode.ENDPOINT, facts={"host": host, "status": answer.status}))
        return found, _skew(answer, before, self._runtime.clock.now())

    # -- the computer -----------------------------------------------------------------------------------------------
    async def _keyring(self) -> list[Finding]:
        found = []
        refused = getattr(self._runtime.key_store, "refused_backend", None)
        if refused:
            found.append(Finding(FindingCode.KEYRING_REFUSED, Weight.MEND, {"backend": refused[:100]}))
        try:
            name = await self._runtime.workers.run(self._runtime.key_store.describe, timeout=DESKTOP_SECONDS)
        except TimeoutError:
            name = "none"
        if name in ("none", "null"):
            # Only a note: the environment may hold the key, and Claude needs no keyring of ours.
            found.append(Finding(FindingCode.KEYRING_NONE, Weight.NOTE, {"backend": name}))
        else:
            found.append(Finding(FindingCode.KEYRING, facts={"backend": name}))
        return found


def _trouble(account: Account, error: UsageError, weight: Weight) -> Finding:
    return Finding(FindingCode.CREDENTIAL_TROUBLE, weight, name=account.name, failure=error.failure())


def _endpoint_trouble(host: str, failure: Failure, weight: Weight) -> Finding:
    return Finding(FindingCode.ENDPOINT_TROUBLE, weight, {"host": host}, failure=failure)


def obstacle(answer: Answer, endpoint: Endpoint) -> UsageError | None:
    """What stands between us and the service; None where the service itself answered, whatever it said."""
    if answer.status in (404, 405):
        return None  # the path is a guess: nobody between us and the service says so
    try:
        answer.raise_for_common()
    except NetworkBlocked as error:
        return error if endpoint.is_api or answer.status in (407, 511) else None
    except ServerError as error:
        return error
    except AnswerError:
        return None
    return None


def _skew(answer: Answer, before: datetime, after: datetime) -> float | None:
    """Seconds that our clock is ahead of the server's; None where it does not say. Its `Date` has whole seconds."""
    try:
        theirs = parsedate_to_datetime(answer.headers["date"])
        return (before + (after - before) / 2 - theirs).total_seconds()
    except (KeyError, ValueError, TypeError, IndexError, OverflowError):
        return None


def _may_write(folder: Path) -> bool:
    """The folder, or the nearest one above it that is there."""
    for place in (folder, *folder.parents):
        if place.exists():
            return place.is_dir() and os.access(place, os.W_OK | os.X_OK)
    return False


def _holds_certificates(path: str) -> bool:
    import ssl

    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cafile=path)
    except (OSError, ValueError):  # an `SSLError` is one
        return False
    return True
