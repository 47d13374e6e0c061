"""Claude, held to the contract of all providers, and what is its own: kinds of refusal, the daily profile, headers."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.providers.contract import FULL_DEADLINE, NOW, ProviderContract
from tests.providers.faulty import answer, raw, serving, silence
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.domain.credential import Credential, Identity
from usagebar_qt.domain.errors import Internal, MissingScope, SignInExpired, UsageError
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.domain.secret import Secret
from usagebar_qt.providers.base import FetchContext, Fetched
from usagebar_qt.providers.claude import ClaudeProvider, token_url
from usagebar_qt.providers.transport import HttpClient

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.providers.faulty import Script
    from usagebar_qt.providers.base import Provider

USAGE = {"limits": [{"kind": "session", "percent": 34, "resets_at": "2026-11-24T11:00:00Z"}]}
PROFILE = {
    "account": {"uuid": "u-canary", "email": "someone@canary.example", "full_name": "Some Canary"},
    "organization": {
        "uuid": "o-canary",
        "name": "Canary Ltd",
        "organization_type": "claude_max",
        "rate_limit_tier": "default_claude_max_20x",
        "seat_tier": None,
    },
}


class TestClaude(ProviderContract):
    override = "USAGEBAR_CLAUDE_API_URL"
    secret = "sk-ant-oat01-Canary7Canary7-_Canary7"
    good: ClassVar[Mapping[str, Any]] = USAGE
    refused = SignInExpired
    forbidden = MissingScope

    def make(self, environ: Mapping[str, str], home: Path) -> Provider:
        return ClaudeProvider(environ, ClaudeStore(environ, home, "linux"))

    def with_label(self, text: str) -> Mapping[str, Any]:
        row = {"kind": "weekly_scoped", "percent": 1, "scope": {"model": {"display_name": text}}}
        return {"limits": [row, row | {"kind": text}], f"seven_day_{text}": {"utilization": 2}, text: {"utilization": 3}}

    def test_the_request_says_what_the_usage_endpoint_wants_to_hear(self) -> None:
        _, _, seen = self.look(answer(200, USAGE))
        head = seen.heads[0].lower()
        assert head.startswith("get /api/oauth/usage http/1.1\r\n")
        for line in ("anthropic-beta: oauth-2025-04-20", "user-agent: claude-code/2.1.295", "accept-encoding: gzip"):
            assert f"\r\n{line}\r\n" in head

    def test_the_other_override_is_refused_too_before_anything_is_read(self) -> None:
        with pytest.raises(Internal) as caught:
            self.make({"USAGEBAR_CLAUDE_TOKEN_URL": "https://evil.example/v1/oauth/token"}, self.home).prepare()
        assert caught.value.detail == "USAGEBAR_CLAUDE_TOKEN_URL"

    def test_the_whole_address_for_tokens_may_be_a_path_on_this_machine(self) -> None:
        assert token_url({}) == "https://platform.claude.com/v1/oauth/token"
        assert token_url({"USAGEBAR_CLAUDE_TOKEN_URL": "http://localhost:9/a/b?c=d"}) == "http://localhost:9/a/b?c=d"

    @pytest.mark.parametrize(
        ("status", "error", "reason"),
        [
            (401, {"message": "OAuth token has expired. Obtain another."}, "token_expired"),
            (401, {"message": "No", "details": {"error_code": "token_expired"}}, "token_expired"),
            (401, {"message": "Invalid authentication credentials"}, "refused"),
            (401, {"message": None, "details": "text"}, "refused"),
            (401, "text", "refused"),
            (403, {"message": "OAuth token has been revoked. Please obtain a new token."}, "revoked"),
        ],
    )
    def test_refusals_of_the_sign_in_are_told_apart(self, status: int, error: object, reason: str) -> None:
        self.failed(answer(status, {"type": "error", "error": error}), SignInExpired, reason)


class UsageThenProfile:
    """Answers usage, and the profile as told."""

    def __init__(self, profile: Script | object) -> None:
        self.profile = profile
        self.paths: list[str] = []

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The heads are the server's; the order is enough here: usage first.
        self.paths.append("profile" if len(self.paths) % 2 else "usage")
        if self.paths[-1] == "usage":
            writer.write(raw(200, json.dumps(USAGE).encode(), "Content-Type: application/json"))
        elif callable(self.profile):
            await self.profile(reader, writer)
        else:
            writer.write(raw(200, json.dumps(self.profile).encode(), "Content-Type: application/json"))


def fetched(
    script: Script,
    *,
    memo: Mapping[str, Any] | None = None,
    spare: int = 5,
    facts: Mapping[str, Any] | None = None,
    deadline: float = FULL_DEADLINE,
) -> tuple[Fetched, list[str]]:
    """One look that has figures, and the paths it asked for."""

    async def run() -> tuple[Fetched, list[str]]:
        async with serving(script) as seen:
            environ = {"USAGEBAR_CLAUDE_API_URL": seen.url}
            client = HttpClient(environ)
            exchange = client.exchange(deadline)
            credential = Credential(Secret("sk-ant-oat01-x"), Identity(), gate="", facts=facts or {})
            account = Account(AccountId("claude"), "Claude")
            provider = ClaudeProvider(environ, None)  # type: ignore[arg-type]  # no credential is read here
            found = await provider.fetch(FetchContext(account, credential, NOW, exchange, memo or {}, spare))
            await client.aclose()
            assert exchange.requests == len(seen.heads)
            return found, [head.split()[1] for head in seen.heads]

    return asyncio.run(run())


def test_the_plan_is_asked_for_and_nothing_personal_is_kept() -> None:
    found, paths = fetched(UsageThenProfile(PROFILE))
    assert paths == ["/api/oauth/usage", "/api/oauth/profile"]
    assert found.snapshot.plan == "Max 20x"
    assert "canary" not in json.dumps(dict(found.memo)).lower()


def test_the_plan_is_asked_for_once_a_day() -> None:
    yesterday = {"profile_at": (NOW - timedelta(hours=23)).isoformat(), "subscription": "claude_pro"}
    found, paths = fetched(UsageThenProfile(PROFILE), memo=yesterday)
    assert (paths, found.snapshot.plan) == (["/api/oauth/usage"], "Pro")
    later = yesterday | {"profile_at": (NOW - timedelta(hours=25)).isoformat()}
    assert fetched(UsageThenProfile(PROFILE), memo=later)[0].snapshot.plan == "Max 20x"


@pytest.mark.parametrize("noted", [None, "yesterday", 5, "2031-01-01T00:00:00+00:00", "2026-11-23T09:00:00"])
def test_a_note_that_makes_no_sense_means_that_nobody_has_asked(noted: object) -> None:
    assert len(fetched(UsageThenProfile(PROFILE), memo={"profile_at": noted})[1]) == 2


def test_an_hour_without_room_leaves_the_plan_for_later() -> None:
    found, paths = fetched(UsageThenProfile(PROFILE), spare=0, facts={"plan": ("pro", None)})
    assert (len(paths), found.snapshot.plan, dict(found.memo)) == (1, "Pro", {})


@pytest.mark.parametrize(
    "profile",
    [
        answer(429, {}, "Retry-After: 3600"),
        answer(500, b"<html>"),
        answer(401, {"error": {}}),
        answer(200, b"{"),
        [],
        {"organization": 5},
    ],
)
def test_a_profile_that_fails_harms_nothing_and_is_not_asked_for_again_today(profile: Any) -> None:
    found, _ = fetched(UsageThenProfile(profile), facts={"plan": ("team", "default_claude_max_5x")})
    assert found.snapshot.has_limits
    assert found.snapshot.plan == "Team Premium"
    assert fetched(UsageThenProfile(profile), memo=found.memo)[1] == ["/api/oauth/usage"]


def test_a_profile_that_never_ends_harms_nothing() -> None:
    found, paths = fetched(UsageThenProfile(silence), deadline=0.5)
    assert found.snapshot.has_limits
    assert len(paths) == 2


def test_a_changed_plan_leaves_nothing_of_the_former_one() -> None:
    memo = {"subscription": "claude_team", "tier": "default_raven", "seat": "team_tier_1"}
    organization = {"organization_type": "claude_team", "rate_limit_tier": "evil <someone@canary.example>"}
    found, _ = fetched(UsageThenProfile({"organization": organization}), memo=memo)
    assert found.snapshot.plan == "Team"
    assert set(found.memo) == {"profile_at", "subscription"}


def test_profile_credential_and_claude_codes_notes_count_in_this_order() -> None:
    facts = {"plan": (None, None), "plan_elsewhere": ("claude_enterprise", "default_claude_zero")}
    assert fetched(UsageThenProfile({}), spare=0, facts=facts)[0].snapshot.plan == "Enterprise"
    assert fetched(UsageThenProfile({}), spare=0, facts=facts | {"plan": ("pro", None)})[0].snapshot.plan == "Pro"
    assert fetched(UsageThenProfile(PROFILE), facts=facts | {"plan": ("pro", None)})[0].snapshot.plan == "Max 20x"


def test_figures_of_an_unknown_form_are_named_in_the_log_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    body = {"new_quota": {"share": 4.2}, "evil\nkey": {"share": 1}, "extra_usage": {"monthly_limit": 5}}

    async def run() -> None:
        async with serving(answer(200, body)) as seen:
            environ = {"USAGEBAR_CLAUDE_API_URL": seen.url}
            client, provider = HttpClient(environ), ClaudeProvider(environ, None)  # type: ignore[arg-type]
            credential = Credential(Secret("sk-ant-oat01-x"), Identity(), gate="")
            for _ in range(2):
                context = FetchContext(Account(AccountId("claude"), "Claude"), credential, NOW, client.exchange(FULL_DEADLINE))
                assert not (await provider.fetch(context)).snapshot.has_limits
            await client.aclose()

    asyncio.run(run())
    assert [record.getMessage() for record in caplog.records if "unknown keys" in record.getMessage()] == [
        "usage without known rows; unknown keys with numbers: new_quota"
    ]


# -- what is refused without a request ----------------------------------------------------------------------------------
def checked(token: str = "sk-ant-oat01-x", *, expires_in: float | None = 3600, scopes: tuple[str, ...] | None = None) -> None:
    expires_at = None if expires_in is None else NOW + timedelta(seconds=expires_in)
    credential = Credential(Secret(token), Identity(), gate="", expires_at=expires_at, facts={"scopes": scopes})
    ClaudeProvider({}, None).check(credential, NOW)  # type: ignore[arg-type]  # no credential is read here


def test_a_sign_in_that_may_read_usage_passes() -> None:
    checked(scopes=("user:inference", "user:profile"))


def test_scopes_or_an_expiry_that_nobody_wrote_down_are_tried() -> None:
    checked(scopes=None, expires_in=None)
    checked(scopes=())


@pytest.mark.parametrize(
    ("arguments", "kind", "reason"),
    [
        ({"token": "sk-ant-api03-x"}, MissingScope, "console_key"),
        ({"scopes": ("user:inference",)}, MissingScope, "scope"),
        ({"expires_in": 0}, SignInExpired, "expired"),
        ({"expires_in": -1, "scopes": ("user:profile",)}, SignInExpired, "expired"),
    ],
)
def test_what_would_be_refused_anyway_is_not_sent(arguments: dict[str, Any], kind: type[UsageError], reason: str) -> None:
    with pytest.raises(kind) as caught:
        checked(**arguments)
    assert caught.value.reason == reason
