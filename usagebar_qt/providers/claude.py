"""Claude, through Claude Code's own sign-in. The usage endpoint is unofficial: every part of its answer may be missing."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from usagebar_qt.credentials.claude_store import FILE_NAMES, identity_of
from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import CALLED_EXPIRED, MissingScope, SignInExpired, UsageError
from usagebar_qt.domain.models import UsageSnapshot
from usagebar_qt.providers.base import Fetched, OptionSpec, ProviderInfo, Remedy, StatusPage
from usagebar_qt.providers.claude_code import ClaudeCode
from usagebar_qt.providers.endpoints import base_url, whole_url
from usagebar_qt.providers.transport import imported

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.credentials.claude_store import ClaudeStore
    from usagebar_qt.domain.models import Account
    from usagebar_qt.providers.answer import Answer
    from usagebar_qt.providers.base import Companion, FetchContext
    from usagebar_qt.providers.renewal import Renewer
    from usagebar_qt.providers.survey import Survey

log = logging.getLogger(__name__)

INFO = ProviderInfo(
    id="claude",
    name="Claude",
    floor_seconds=180,
    hourly_requests=24,
    default_max_age=300,
    deadline_seconds=15.0,
    remedy=Remedy.OPEN_CLI,
    setup_url="https://code.claude.com/docs/en/setup",
    options=(OptionSpec("config_dir", is_folder=True),),
    status_page=StatusPage(
        "https://status.claude.com/api/v2/summary.json",
        "status.claude.com",
        frozenset({"k8w3r06qmzrp", "yyzkbfz2thpt"}),  # the API and Claude Code (contracts H)
    ),
    renews_sign_in=True,
)
API = "https://api.anthropic.com"
TOKEN_URL = "https://platform.claude.com/v1/oauth/token"  # noqa: S105 - an address
API_OVERRIDE = "USAGEBAR_CLAUDE_API_URL"
TOKEN_OVERRIDE = "USAGEBAR_CLAUDE_TOKEN_URL"  # noqa: S105 - the name of a variable
USER_AGENT = "claude-code/2.1.295"
"""The usage endpoint gives other programs a much smaller budget (measured by several peers); the newest version that was read."""
NEEDED_SCOPE = "user:profile"
PROFILE_SECONDS = 86_400
"""The plan's name is asked for once a day."""
PROFILE_DEADLINE = 5.0
"""Seconds. The figures are there already and wait for it."""
PLAN_FACTS = {"subscription": "organization_type", "tier": "rate_limit_tier", "seat": "seat_tier"}
_PLAN_WORD = re.compile(r"[A-Za-z0-9_.\-]{1,64}")
"""What is kept of a profile; everything else in it is personal."""


class ClaudeProvider:
    """Reads usage and plan. Writes no credential itself: only its renewer does."""

    info = INFO

    def __init__(self, environ: Mapping[str, str], store: ClaudeStore, renewer: Renewer | None = None) -> None:
        self.renewer = renewer
        self._environ = environ
        self._store = store
        self.companion: Companion | None = ClaudeCode(store)
        self._drift_is_told = False

    def prepare(self) -> None:
        """Raises `Internal` for a refused override."""
        base_url(self._environ, API_OVERRIDE, API)
        token_url(self._environ)

    def identify(self, account: Account) -> Identity | None:
        """Whose sign-in the files hold; None where there is none to be used."""
        return self._store.identify(account.options.get("config_dir") or None)

    def read_credential(self, account: Account) -> Credential:
        """The sign-in, read anew."""
        login = self._store.read(account.options.get("config_dir") or None)
        return Credential(
            secret=login.access,
            identity=identity_of(login),
            gate="\n".join((login.access.reveal(), *sorted(login.scopes or ()))),
            expires_at=login.expires_at,
            origin=login.origin,
            facts={
                "scopes": login.scopes,
                "plan": (login.subscription, login.tier),
                "plan_elsewhere": (login.facts.get("subscription"), login.facts.get("tier")),
                "elsewhere": login.elsewhere,
            },
            renewable=None if login.elsewhere else login.refresh,
        )

    def survey(self, account: Account) -> Survey:
        """The two hosts, the credentials file, and Claude Code's locks (contracts C)."""
        from usagebar_qt.credentials.claude_locks import Places
        from usagebar_qt.providers.survey import Endpoint, Survey

        config_dir = account.options.get("config_dir") or None
        api, token = base_url(self._environ, API_OVERRIDE, API), urlsplit(token_url(self._environ))
        renewal = Endpoint(f"{token.scheme}://{token.netloc}/v1/oauth/hello", is_api=False, only_renews=True)
        endpoints = (Endpoint(f"{api}/api/hello"), renewal)
        if not self._store.may_look(config_dir):
            return Survey(endpoints)
        folder = self._store.secrets_folder(config_dir)
        file = next((folder / name for name in FILE_NAMES if (folder / name).is_file()), folder / FILE_NAMES[0])
        return Survey(
            endpoints=endpoints,
            credential_file=file,
            reads=(file, self._store.facts_file(config_dir)),
            open_mode=self._store.open_to_others(config_dir),
            locks=Places.of(folder).all(),
        )

    def check(self, credential: Credential, now: datetime) -> None:
        """Raises where a request would be refused anyway."""
        if credential.secret.reveal().startswith("sk-ant-api"):
            raise MissingScope("console_key")
        scopes = credential.facts.get("scopes")
        if scopes and NEEDED_SCOPE not in scopes:
            raise MissingScope("scope")
        if credential.expires_at is not None and credential.expires_at <= now:
            raise SignInExpired("elsewhere" if credential.facts.get("elsewhere") else "expired")

    async def fetch(self, context: FetchContext) -> Fetched:
        """Usage, and once a day the profile for the plan's name."""
        mapping = imported("usagebar_qt.providers.claude_payload")
        answer = await self._get(context, "/api/oauth/usage")
        answer.raise_for_common()
        if answer.status in (401, 403):
            raise refusal(answer)
        payload = answer.json_object()
        await mapping
        from usagebar_qt.providers import claude_payload

        windows, credits_ = claude_payload.map_windows(payload), claude_payload.map_credits(payload)
        if not windows and not credits_ and not self._drift_is_told and (keys := claude_payload.unknown_numbers(payload)):
            self._drift_is_told = True
            log.info("usage without known rows; unknown keys with numbers: %s", ", ".join(keys)[:200])
        memo = await self._profile(context)
        plan = next(filter(None, (claude_payload.plan_label(*source) for source in _plan_sources(memo, context.credential))), None)
        snapshot = UsageSnapshot(fetched_at=context.now, windows=windows, credits=credits_, plan=plan)
        return Fetched(snapshot, memo)

    async def _get(self, context: FetchContext, path: str, within: float | None = None) -> Answer:
        headers = {
            "Authorization": f"Bearer {context.credential.secret.reveal()}",
            "anthropic-beta": "oauth-2025-04-20",
            "Accept": "application/json",
            "User-Agent": USER_AGENT,
        }
        return await context.exchange.get(base_url(self._environ, API_OVERRIDE, API) + path, headers, within=within)

    async def _profile(self, context: FetchContext) -> Mapping[str, Any]:
        """The plan as the service names it. It never harms: its failure is noted, and asked again tomorrow."""
        memo = dict(context.memo)
        if context.spare_requests < 1 or not _is_due(memo.get("profile_at"), context.now):
            return memo
        memo["profile_at"] = context.now.isoformat()
        try:
            answer = await self._get(context, "/api/oauth/profile", PROFILE_DEADLINE)
            organization = answer.json_object().get("organization") if answer.status == 200 else None
        except UsageError:
            return memo
        if isinstance(organization, dict):
            for name, key in PLAN_FACTS.items():
                value = organization.get(key)
                memo.pop(name, None)  # of the former plan
                if isinstance(value, str) and _PLAN_WORD.fullmatch(value):
                    memo[name] = value
        return memo


def token_url(environ: Mapping[str, str]) -> str:
    """Where a sign-in is renewed. Raises `Internal("override", variable)`."""
    return whole_url(environ, TOKEN_OVERRIDE, TOKEN_URL)


def _plan_sources(memo: Mapping[str, Any], credential: Credential) -> tuple[tuple[Any, ...], ...]:
    live = (memo.get("subscription"), memo.get("tier"), memo.get("seat"))
    return live, credential.facts.get("plan", (None, None)), credential.facts.get("plan_elsewhere", (None, None))


def _is_due(noted: object, now: datetime) -> bool:
    try:
        before = datetime.fromisoformat(str(noted)).astimezone(UTC)
    except (ValueError, OverflowError, OSError):  # at the calendar's ends there is no such moment in UTC
        return True
    return not 0 <= (now - before).total_seconds() < PROFILE_SECONDS


def refusal(answer: Answer) -> UsageError:
    """What a 401 or a JSON 403 means (contracts A8)."""
    body = answer.error_object() or {}
    error = body.get("error")
    fields = error if isinstance(error, dict) else {}
    details = fields.get("details")
    code = details.get("error_code") if isinstance(details, dict) else None
    message = str(fields.get("message", "")).lower()
    if answer.status == 401:
        expired = code == "token_expired" or "has expired" in message
        return SignInExpired(CALLED_EXPIRED if expired else "refused")
    return SignInExpired("revoked") if "revoked" in message else MissingScope("forbidden")
