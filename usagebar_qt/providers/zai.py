"""Z.ai and its Chinese twin, through an API key. Errors arrive as HTTP 200 with a code of their own."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING

from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import BadResponse, InvalidKey, ServerError
from usagebar_qt.domain.models import Unit, UsageSnapshot
from usagebar_qt.domain.peak import PeakHours
from usagebar_qt.domain.redaction import redact
from usagebar_qt.providers.base import Fetched, KeySpec, OptionSpec, ProviderInfo, Remedy
from usagebar_qt.providers.endpoints import base_url
from usagebar_qt.providers.transport import imported
from usagebar_qt.providers.values import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from typing import Any

    from usagebar_qt.credentials.api_key import ApiKeySource
    from usagebar_qt.domain.models import Account
    from usagebar_qt.providers.base import Companion, FetchContext
    from usagebar_qt.providers.renewal import Renewer
    from usagebar_qt.providers.survey import Survey

KEY = KeySpec(
    service="usage-bar-zai-credentials",
    username="zai",
    env_names=("Z_AI_API_KEY", "ZAI_API_KEY"),
    manage_url="https://z.ai/manage-apikey/apikey-list",
)
HOSTS = {"global": "https://api.z.ai", "china": "https://open.bigmodel.cn"}
"""A key belongs to one of them and is never sent to the other unasked."""
INFO = ProviderInfo(
    id="zai",
    name="Z.ai",
    floor_seconds=30,
    hourly_requests=120,
    default_max_age=30,
    deadline_seconds=20.0,
    remedy=Remedy.ENTER_KEY,
    setup_url=KEY.manage_url,
    key=KEY,
    options=(OptionSpec("region", tuple(HOSTS), "global"),),
    # Its documentation, autumn 2026: plans that count in credits; Monday to Friday, 06 to 10 UTC at 1, else at 0.5.
    peak=PeakHours(Unit.CREDITS, start_hour=6, end_hour=10, outside_percent=50),
)
API_OVERRIDE = "USAGEBAR_ZAI_API_URL"
BAD_KEY_CODES = frozenset({401, 1000, 1001, 1002, 1003, 1004})
LONGEST_MESSAGE = 2_000
"""Characters of the service's own words that are looked at."""
_NO_PLAN = re.compile(
    r"(?:不存在|没有|未订阅|未开通).{0,20}coding plan"
    r"|\b(?:no|without|not have|not has|n't have) (?:an? |any |active |glm )*coding plan",
    re.IGNORECASE,
)
"""The Chinese words were seen; the English ones are a guess. A coding plan that is only mentioned is none that is missing."""


class ZaiProvider:
    """Reads quota and plan."""

    info = INFO
    renewer: Renewer | None = None
    companion: Companion | None = None

    def __init__(self, environ: Mapping[str, str], keys: ApiKeySource) -> None:
        self._environ = environ
        self._keys = keys

    def prepare(self) -> None:
        """Raises `Internal` for a refused override."""
        base_url(self._environ, API_OVERRIDE, HOSTS["global"])

    def identify(self, account: Account) -> Identity | None:
        """A key of this session or of the environment, which cost nothing to look at; a stored key is not opened for this."""
        with contextlib.suppress(InvalidKey):  # a reference to nothing: reading the key will say so
            if (held := self._keys.session_key(account.id.slug)) is not None:
                return Identity(secret=held, origin="session")
        key = self._keys.env_key() if not account.id.slug else None
        return Identity(secret=key, origin="environment") if key else None

    def read_credential(self, account: Account) -> Credential:
        """The key, read anew."""
        found = self._keys.read(account.id.slug)
        region = account.options.get("region", "global")
        identity = Identity(secret=found.key, origin=found.origin)
        return Credential(found.key, identity, gate=f"{found.key.reveal()}\n{region}", origin=found.origin)

    def survey(self, account: Account) -> Survey:
        """The region's host; the models' list answers without a key (that one is missing)."""
        from usagebar_qt.providers.survey import Endpoint, Survey

        host = HOSTS.get(account.options.get("region", "global"), HOSTS["global"])
        return Survey(endpoints=(Endpoint(base_url(self._environ, API_OVERRIDE, host) + "/api/paas/v4/models"),))

    def check(self, credential: Credential, now: datetime) -> None:
        """A key has no date: only the service knows."""

    async def fetch(self, context: FetchContext) -> Fetched:
        """One request for quota and plan."""
        host = HOSTS.get(context.account.options.get("region", "global"), HOSTS["global"])
        headers = {
            "Authorization": context.credential.secret.reveal(),
            "Accept": "application/json",
            "Accept-Language": "en-US,en",
            "Content-Type": "application/json",
        }
        url = base_url(self._environ, API_OVERRIDE, host) + "/api/monitor/usage/quota/limit"
        mapping = imported("usagebar_qt.providers.zai_payload")
        answer = await context.exchange.get(url, headers)
        answer.raise_for_common()
        if answer.status in (401, 403):
            raise InvalidKey("refused")
        payload = answer.json_object()
        if has_no_plan(payload):
            return Fetched(UsageSnapshot(fetched_at=context.now), dict(context.memo))
        await mapping
        from usagebar_qt.providers import zai_payload

        windows, plan = zai_payload.map_quota(payload)
        return Fetched(UsageSnapshot(fetched_at=context.now, windows=windows, plan=plan), dict(context.memo))


def has_no_plan(payload: Mapping[str, Any]) -> bool:
    """True: the account has no coding plan; False: a good envelope. Raises what another failing envelope means."""
    code = _code(payload.get("code"))
    if payload.get("success") is not False and code in (None, 0, 200):
        return False
    # Redacted first: a cut through a key would leave half of it unrecognised.
    message = payload.get("msg")
    text = label(redact(message[:LONGEST_MESSAGE]), 200) or "" if isinstance(message, str) else ""
    if isinstance(code, int) and code in BAD_KEY_CODES:
        raise InvalidKey("refused", text)
    if isinstance(code, int) and 500 <= code <= 599:
        if _NO_PLAN.search(text):
            return True
        raise ServerError(str(code), text)
    raise BadResponse("code", text)


def _code(value: object) -> object:
    """A code that came as text counts as its number."""
    return int(value) if isinstance(value, str) and re.fullmatch(r"\s*[0-9]{1,9}\s*", value, re.ASCII) else value
