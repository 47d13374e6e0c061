"""Z.ai, held to the contract of all providers, and what is its own: errors that come as HTTP 200, two hosts, a raw key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.providers.contract import ProviderContract
from tests.providers.faulty import answer
from usagebar_qt.credentials.api_key import ApiKeySource
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.errors import BadResponse, InvalidKey, ServerError, UsageError
from usagebar_qt.domain.models import Account, AccountId
from usagebar_qt.providers.base import Fetched
from usagebar_qt.providers.zai import KEY, ZaiProvider

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from usagebar_qt.providers.base import Provider

ROW = {"type": "CREDIT_LIMIT", "unit": 3, "number": 5, "percentage": 16, "usage": 2000, "currentValue": 336}
CANARY = "0123456789abcdef0123456789abcdef.Canary4Canary4Ca"
ENV_KEY = "fedcba9876543210fedcba9876543210.Canary5Canary5Ca"


def failing(code: object, message: object = "no") -> dict[str, Any]:
    return {"code": code, "msg": message, "success": False}


class TestZai(ProviderContract):
    override = "USAGEBAR_ZAI_API_URL"
    secret = CANARY
    good: ClassVar[Mapping[str, Any]] = {"code": 200, "msg": "ok", "success": True, "data": {"level": "pro", "limits": [ROW]}}
    refused = InvalidKey
    forbidden = InvalidKey

    def make(self, environ: Mapping[str, str], home: Path) -> Provider:
        return ZaiProvider(environ, ApiKeySource(KEY, environ, MemoryKeyStore()))

    def with_label(self, text: str) -> Mapping[str, Any]:
        return {"data": {"level": text, "limits": [ROW, ROW | {"type": text}]}}

    def test_the_key_is_sent_as_it_is(self) -> None:
        _, _, seen = self.look(answer(200, self.good))
        assert seen.heads[0].startswith("GET /api/monitor/usage/quota/limit HTTP/1.1\r\n")
        assert f"\r\nauthorization: {CANARY}\r\n".lower() in seen.heads[0].lower()

    @pytest.mark.parametrize(
        ("body", "kind"),
        [
            (failing(401, "token expired or incorrect"), InvalidKey),
            (failing(1001, "Authentication parameter not received in Header"), InvalidKey),
            (failing(503, "busy"), ServerError),
            (failing(500, "The coding plan service is busy"), ServerError),
            (failing(1234), BadResponse),
            (failing(None), BadResponse),
            (failing("--5"), BadResponse),
            (failing("²"), BadResponse),
            (failing([1], {"not": "text"}), BadResponse),
            (failing(True), BadResponse),
        ],
    )
    def test_errors_that_come_as_http_200_are_errors(self, body: dict[str, Any], kind: type[UsageError]) -> None:
        self.failed(answer(200, body), kind)

    @pytest.mark.parametrize("message", ["当前用户不存在coding plan", "The current user does not have a coding plan"])
    def test_an_account_without_a_plan_is_no_error(self, message: str) -> None:
        outcome, _, _ = self.look(answer(200, failing(500, message)))
        assert isinstance(outcome, Fetched)
        assert not outcome.snapshot.has_limits

    @pytest.mark.parametrize("data", [None, {}, [], "text", {"limits": None}, {"limits": "text"}])
    def test_a_free_account_is_no_error(self, data: object) -> None:
        outcome, _, _ = self.look(answer(200, {"code": 200, "success": True, "data": data}))
        assert isinstance(outcome, Fetched)
        assert not outcome.snapshot.has_limits

    def test_the_services_own_words_are_kept_as_one_short_line(self) -> None:
        error = self.failed(answer(200, failing(1234, "first\nsecond\x1b[2J " + "x" * 5000)), BadResponse, "code")
        assert error.detail.startswith("first second[2J x")
        assert len(error.detail) <= 200


ACCOUNT = Account(AccountId("zai"), "Z.ai")


def stored(environ: Mapping[str, str], *entries: tuple[str, str]) -> ZaiProvider:
    """The provider over a store and an environment."""
    store = MemoryKeyStore({(KEY.service, name): text for name, text in entries})
    return ZaiProvider(environ, ApiKeySource(KEY, environ, store))


def test_a_stored_key_wins_over_the_environments() -> None:
    both = stored({"ZAI_API_KEY": ENV_KEY}, ("zai", CANARY)).read_credential(ACCOUNT)
    alone = stored({"ZAI_API_KEY": ENV_KEY}).read_credential(ACCOUNT)
    assert (both.secret.reveal(), both.origin) == (CANARY, "keyring")
    assert (alone.secret.reveal(), alone.origin) == (ENV_KEY, "environment")
    assert CANARY not in repr(both)


def test_another_region_is_worth_another_try_after_a_refusal() -> None:
    provider = stored({}, ("zai", CANARY))
    there = Account(AccountId("zai"), "Z.ai", options={"region": "china"})
    assert provider.read_credential(ACCOUNT).gate != provider.read_credential(there).gate


def test_a_stored_key_is_not_opened_to_tell_whose_it_is() -> None:
    assert stored({}, ("zai", CANARY)).identify(ACCOUNT) is None
    found = stored({"Z_AI_API_KEY": ENV_KEY}).identify(ACCOUNT)
    assert found is not None
    assert found.origin == "environment"
