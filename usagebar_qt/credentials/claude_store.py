"""Claude Code's own sign-in, read where Claude Code keeps it. Never prompts, never writes, never logs a value."""

from __future__ import annotations

import math
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usagebar_qt.credentials.safe_file import FileMemory, inside
from usagebar_qt.credentials.wsl import distribution_of
from usagebar_qt.domain.credential import Identity
from usagebar_qt.domain.errors import CredentialError, CredentialUnreadable, NotConfigured, SignedOut
from usagebar_qt.domain.ledger import LEDGER, Act
from usagebar_qt.domain.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from usagebar_qt.credentials.wsl import Wsl

ENTRY = "Claude Code-credentials"
FILE_NAMES = (".credentials.json", "credentials.json")
"""The dot file wins; the plain name is what the app that this grew from looked for as well."""
LARGEST_FACTS = 16 * 1024 * 1024
"""Bytes. `.claude.json` keeps a history of projects beside what is needed of it and grows to some megabytes."""
LONGEST_TEXT = 256
MILLISECONDS_FROM = 1e11
"""An expiry below this is in seconds: in milliseconds it would lie in 1973."""
SHARED_ORGANIZATIONS = ("claude_team", "claude_enterprise")
"""Organisations of many people, each with quotas of their own (contracts B)."""


@dataclass(frozen=True, slots=True)
class ClaudeLogin:
    """What Claude Code keeps of a sign-in."""

    access: Secret
    refresh: Secret | None = None
    expires_at: datetime | None = None
    """None: not known, to be taken as valid."""
    refresh_expires_at: datetime | None = None
    scopes: tuple[str, ...] | None = None
    """None: not known, to be tried."""
    subscription: str | None = None
    tier: str | None = None
    uuids: Mapping[str, str] = field(default_factory=dict)
    """`account`, `organization`."""
    origin: str = "file"
    facts: Mapping[str, str] = field(default_factory=dict)
    """Of `.claude.json`: `subscription`, `tier`. Nothing personal."""
    path: Path | None = None
    """The file that it was read from."""
    contested: bool = False
    """File and entry both hold a login: nobody knows which of them Claude Code renews."""
    elsewhere: bool = False
    """In a WSL distribution: its processes are not seen from here, so that its locks are not ours to take."""

    @property
    def may_be_renewed(self) -> bool:
        """Only a login in a file, and only where it is the only one: no lock is known that would guard an entry."""
        return self.refresh is not None and self.origin == "file" and not self.contested and not self.elsewhere


@dataclass(frozen=True, slots=True)
class CachedUsage:
    """What Claude Code noted of its own look at the usage (contracts A9)."""

    fetched_at: datetime
    body: Mapping[str, Any] = field(repr=False)
    """As the usage endpoint sent it."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """What is kept of `.claude.json`."""

    uuids: Mapping[str, str] = field(default_factory=dict)
    plan: Mapping[str, str] = field(default_factory=dict)
    entry_first: bool = False
    """Claude Code's switch for Windows' Credential Manager."""
    usage: CachedUsage | None = None


class ClaudeStore:
    """Finds and reads the sign-in. `config_dir` is an account's own folder; None means Claude Code's default."""

    def __init__(
        self,
        environ: Mapping[str, str],
        home: Path,
        platform: str,
        read_entry: Callable[[str], str | None] | None = None,
        *,
        wsl: Wsl | None = None,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        """`read_entry` gives the text of an entry of the system's credential store, without a prompt (Windows, macOS). `wsl` says
        which distributions run (Windows)."""
        self._wsl = wsl
        self._logins = FileMemory(_login_in_file, sleep=sleep, monotonic=monotonic)
        self._facts_files = FileMemory(_facts_in_file, largest=LARGEST_FACTS, sleep=sleep, monotonic=monotonic)
        self._environ = environ
        self.home = home
        self.platform = platform
        self._read_entry = read_entry if platform in ("win32", "darwin") else None

    # -- places -----------------------------------------------------------------------------------------------------
    def config_folder(self, config_dir: str | None) -> Path:
        """Claude Code's folder."""
        chosen = config_dir or self._environ.get("CLAUDE_CONFIG_DIR")
        return self._folder(chosen) if chosen else inside(self.home, ".claude")

    def secrets_folder(self, config_dir: str | None) -> Path:
        """Where secrets and locks are: `CLAUDE_SECURESTORAGE_CONFIG_DIR` where defined (empty means `~/.claude`)."""
        if not config_dir and (moved := self._environ.get("CLAUDE_SECURESTORAGE_CONFIG_DIR")) is not None:
            return self._folder(moved) if moved else inside(self.home, ".claude")
        return self.config_folder(config_dir)

    def facts_file(self, config_dir: str | None) -> Path:
        """`.claude.json`: inside the folder where that was chosen, else in the home directory itself."""
        if not config_dir and not self._environ.get("CLAUDE_CONFIG_DIR"):
            return inside(self.home, ".claude.json")
        chosen = self.config_folder(config_dir) / ".claude.json"
        if config_dir and chosen.parent.name == ".claude" and not chosen.exists():
            return chosen.parent.parent / ".claude.json"  # somebody's usual folder, named: theirs lies in their home
        return chosen

    def _folder(self, text: str) -> Path:
        """`~` is written by people who know shells; Claude Code itself never sees it."""
        if self._wsl is not None and distribution_of(text):
            return self._wsl.path_of(text)
        return self.home / text[2:] if text.startswith(("~/", "~\\")) else self.home if text == "~" else Path(text)

    # -- reading ----------------------------------------------------------------------------------------------------
    def read(self, config_dir: str | None) -> ClaudeLogin:
        """The sign-in. Raises `NotConfigured`, `SignedOut`, `CredentialUnreadable`, `CredentialLocked`."""
        if not self.may_look(config_dir):
            raise CredentialUnreadable("wsl_stopped")
        if self._is_elsewhere(config_dir):
            found = self._from_file(config_dir)
            if found is None:
                raise NotConfigured("no_login")
            return replace(_with_facts(found, self._facts(config_dir)), elsewhere=True)
        facts = self._facts(config_dir)
        if self._read_entry is None:
            found = self._from_file(config_dir)
        elif self.platform == "darwin":
            found = self._first(config_dir, (self._from_entry, self._from_file))
        elif self._entry_first(facts):
            found = self._later(config_dir)
        else:
            found = self._file_unless_absent(config_dir)
        if found is None:
            raise NotConfigured("no_login")
        return _with_facts(found, facts)

    def identify(self, config_dir: str | None) -> Identity | None:
        """Whose sign-in it is; None where there is none that could be used. Opens files alone, never raises for their content."""
        if not self.may_look(config_dir):
            return None
        facts = self._facts(config_dir)
        if self._entry_first(facts) and not self._is_elsewhere(config_dir):
            return None  # the store must be asked, and that is not cheap everywhere
        try:
            login = self._from_file(config_dir)
        except CredentialError:
            return None
        return None if login is None else identity_of(_with_facts(login, facts))

    def cached_usage(self, config_dir: str | None) -> CachedUsage | None:
        """Only where it names the account that is signed in."""
        return self._facts(config_dir).usage if self.may_look(config_dir) else None

    def own_organization(self, config_dir: str | None) -> str | None:
        """The uuid of the organisation that is signed in; None where others share it, whose use is not this person's."""
        facts = self._facts(config_dir) if self.may_look(config_dir) else _Facts()
        is_shared = facts.plan.get("subscription") in SHARED_ORGANIZATIONS
        return None if is_shared else facts.uuids.get("organization")

    def _is_elsewhere(self, config_dir: str | None) -> bool:
        return self._distribution(config_dir) is not None

    def _distribution(self, config_dir: str | None) -> str | None:
        if self._wsl is None:
            return None
        moved = self._environ.get("CLAUDE_SECURESTORAGE_CONFIG_DIR") or self._environ.get("CLAUDE_CONFIG_DIR")
        return distribution_of(config_dir or moved or "")

    def may_look(self, config_dir: str | None) -> bool:
        """False where a look into the folder would start a WSL distribution."""
        name = self._distribution(config_dir)
        return self._wsl is None or name is None or self._wsl.is_running(name)

    def open_to_others(self, config_dir: str | None) -> str | None:
        """The mode, in octal digits, of a credentials file that other people of this computer may read; else None. For doctor."""
        if self.platform == "win32":
            return None
        for name in FILE_NAMES:
            try:
                mode = (self.secrets_folder(config_dir) / name).stat().st_mode & 0o777
            except (OSError, ValueError):
                continue
            return f"{mode:03o}" if mode & 0o077 else None
        return None

    def _first(self, config_dir: str | None, sources: tuple[Callable[[str | None], ClaudeLogin | None], ...]) -> ClaudeLogin | None:
        """The first login. Where there is none: the first problem, if any."""
        problem: CredentialError | None = None
        for source in sources:
            try:
                found = source(config_dir)
            except CredentialError as error:
                problem = problem or error
                continue
            if found is not None:
                return found
        if problem is not None:
            raise problem
        return None

    def _file_unless_absent(self, config_dir: str | None) -> ClaudeLogin | None:
        """Windows, switch off: the entry counts only where the file is missing or holds no login. A file that cannot be read
        now holds one perhaps."""
        try:
            found = self._from_file(config_dir)
        except SignedOut as error:
            signed_out = error
        else:
            return self._from_entry(config_dir) if found is None else found
        try:
            entry = self._from_entry(config_dir)
        except CredentialError:
            entry = None
        if entry is None:
            raise signed_out
        return entry

    def _later(self, config_dir: str | None) -> ClaudeLogin | None:
        """Windows, switch on: entry first, file as fallback; where both hold a login, the one that expires later."""
        entry = self._first(config_dir, (self._from_entry, self._from_file))
        if entry is None or entry.origin == "file":
            return entry
        try:
            file = self._from_file(config_dir)
        except CredentialError:
            file = None
        if file is None:
            return entry
        is_later = file.expires_at is not None and entry.expires_at is not None and file.expires_at > entry.expires_at
        return replace(file if is_later else entry, contested=True)

    def _entry_first(self, facts: _Facts) -> bool:
        if self._read_entry is None:
            return False
        forced = self._environ.get("CLAUDE_CODE_FORCE_WINDOWS_CREDMAN") == "1"
        return self.platform == "darwin" or facts.entry_first or forced

    def _from_file(self, config_dir: str | None) -> ClaudeLogin | None:
        folder = self.secrets_folder(config_dir)
        for name in FILE_NAMES:
            login = self._logins.read(inside(folder, name))
            if login is not None:
                return login
        return None

    def _from_entry(self, config_dir: str | None) -> ClaudeLogin | None:
        import json

        if self._read_entry is None:
            return None
        LEDGER.note(Act.KEYRING, name := self.entry_name(config_dir))
        text = self._read_entry(name)
        if text is None:
            return None
        data: object = None
        is_json = True
        try:
            data = json.loads(text)
        except (ValueError, RecursionError):
            is_json = False  # raised below: a JSON error carries the whole text with it
        if not is_json:
            raise CredentialUnreadable("not_json")
        if not isinstance(data, dict):
            raise CredentialUnreadable("not_object")
        return login_of(data, "keyring", None)

    def entry_name(self, config_dir: str | None) -> str:
        """macOS adds the first 8 hexadecimal digits of the folder's SHA-256 (NFC) where a folder is chosen."""
        chosen = config_dir or self._environ.get("CLAUDE_CONFIG_DIR")
        if self.platform != "darwin" or not chosen:
            return ENTRY
        import hashlib
        import unicodedata

        return f"{ENTRY}-{hashlib.sha256(unicodedata.normalize('NFC', chosen).encode()).hexdigest()[:8]}"

    def _facts(self, config_dir: str | None) -> _Facts:
        try:
            return self._facts_files.read(self.facts_file(config_dir)) or _Facts()
        except CredentialUnreadable:
            return _Facts()


def _login_in_file(data: Mapping[str, Any], path: Path) -> ClaudeLogin:
    return login_of(data, "file", path)


def _facts_in_file(data: Mapping[str, Any], path: Path) -> _Facts:  # noqa: ARG001 - FileMemory gives both
    features = data.get("cachedGrowthBookFeatures")
    entry_first = isinstance(features, Mapping) and features.get("tengu_windows_credman") is True
    account = data.get("oauthAccount")
    if not isinstance(account, Mapping):
        return _Facts(entry_first=entry_first)
    uuids = _texts(account, {"account": "accountUuid", "organization": "organizationUuid"})
    plan = _texts(account, {"subscription": "organizationType", "tier": "organizationRateLimitTier"})
    return _Facts(uuids, plan, entry_first, _cached_usage(data.get("cachedUsageUtilization"), uuids.get("account")))


def _cached_usage(block: object, account: str | None) -> CachedUsage | None:
    if not isinstance(block, Mapping) or account is None or block.get("accountUuid") != account:
        return None
    fetched_at, body = _moment(block.get("fetchedAtMs")), block.get("utilization")
    return CachedUsage(fetched_at, body) if fetched_at is not None and isinstance(body, Mapping) else None


def _with_facts(login: ClaudeLogin, facts: _Facts) -> ClaudeLogin:
    return replace(login, uuids={**login.uuids, **facts.uuids}, facts=facts.plan)


def identity_of(login: ClaudeLogin) -> Identity:
    """The uuids, and the refresh token's fingerprint for where there are none."""
    return Identity(login.uuids, login.refresh or login.access, login.origin)


def login_of(data: Mapping[str, Any], origin: str, path: Path | None) -> ClaudeLogin:
    """The login in a decoded credentials file. Raises `SignedOut` and `CredentialUnreadable`; odd types of other keys never do."""
    block = data.get("claudeAiOauth")
    if not isinstance(block, Mapping):
        raise SignedOut("no_login")
    access, refresh = _token(block.get("accessToken")), _token(block.get("refreshToken"))
    if access is None:
        raise SignedOut("blank_tokens")
    scopes = block.get("scopes")
    named = tuple(scope for scope in scopes if isinstance(scope, str)) if isinstance(scopes, list) else ()
    return ClaudeLogin(
        access=access,
        refresh=refresh,
        expires_at=_moment(block.get("expiresAt")),
        refresh_expires_at=_moment(block.get("refreshTokenExpiresAt")),
        scopes=named or None,
        subscription=_text(block.get("subscriptionType")),
        tier=_text(block.get("rateLimitTier")),
        uuids=_texts(data, {"organization": "organizationUuid"}),
        origin=origin,
        path=path,
    )


def _text(value: object) -> str | None:
    """Printable text of sane length; else None."""
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST_TEXT or not value.isprintable():
        return None
    return value.strip()


def _texts(data: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, str]:
    return {name: text for name, key in keys.items() if (text := _text(data.get(key))) is not None}


def _token(value: object) -> Secret | None:
    """A token as it may stand in a header; None where it is blank. CR and LF in one could forge a header."""
    if not isinstance(value, str) or not value.strip():
        return None
    token = value.strip(" ")
    if not all(" " < character <= "~" for character in token):
        raise CredentialUnreadable("control_characters")
    return Secret(token)


def _moment(value: object) -> datetime | None:
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    try:
        seconds = float(value) if value < MILLISECONDS_FROM else float(value) / 1000.0
        return datetime.fromtimestamp(seconds, UTC) if math.isfinite(seconds) else None
    except (OverflowError, ValueError, OSError):
        return None
