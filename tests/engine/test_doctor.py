"""Doctor over a real engine, real files and a loopback server: what it finds, what it weighs, what it never says."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.fakes import FakeClock
from tests.signed_in import HOUR, sign_in
from tests.upstream import Upstream
from usagebar_qt.credentials.key_store import MemoryKeyStore, SystemKeyStore
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.findings import Finding, FindingCode, Weight
from usagebar_qt.domain.settings import AccountSettings, Renewal, Settings
from usagebar_qt.engine.doctor import Doctor, obstacle
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.engine.settings_file import Loaded
from usagebar_qt.providers.answer import Answer
from usagebar_qt.providers.survey import Endpoint

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from usagebar_qt.credentials.key_store import KeyStore

TOKEN = "sk-ant-oat01-CanaryCanaryCanary"
KEY = "0123456789abcdef0123456789abcdef.CanaryCanaryCana"
FINE, NOTE, MEND = Weight.FINE, Weight.NOTE, Weight.MEND


@dataclass
class Machine:
    """A home with its server; the clock goes with this computer's, but for what a test adds."""

    home: Path
    upstream: Upstream
    environ: dict[str, str] = field(default_factory=dict)
    loaded: Loaded = field(default_factory=lambda: Loaded(Settings()))
    store: KeyStore = field(default_factory=MemoryKeyStore)
    ahead: timedelta = timedelta(0)
    desktop: tuple[Finding, ...] = ()

    def sign_in(self, **fields: Any) -> Path:
        return sign_in(self.home / ".claude", TOKEN, seconds=8 * HOUR, **({"refreshToken": "sk-ant-ort01-Canary"} | fields))

    def examine(self) -> dict[FindingCode, Finding]:
        """The findings by their codes, the heaviest of each; with a look that no secret is in any of them."""
        environ = self.upstream.environment() | {"USAGEBAR_CLAUDE_TOKEN_URL": f"{self.upstream.url}/v1/oauth/token"} | self.environ
        clock = FakeClock(datetime.now(UTC) + self.ahead)  # files carry the system's dates, and doctor compares them with its clock
        runtime = build_runtime(
            paths=Paths.under(self.home / "ours"), environ=environ, clock=clock, key_store=self.store, home=self.home
        )
        doctor = Doctor(runtime, self.loaded, environ, desktop=lambda: self.desktop, versions=lambda: {"usagebar": "1"})

        async def look() -> tuple[Finding, ...]:
            try:
                return await doctor.examine()
            finally:
                await runtime.aclose()

        found = asyncio.run(look())
        assert "Canary" not in repr(found)
        return {finding.code: finding for finding in sorted(found, key=lambda finding: finding.weight)}


@pytest.fixture
def machine(tmp_path: Path) -> Iterator[Machine]:
    with Upstream() as upstream:
        yield Machine(tmp_path, upstream)


def weights(found: dict[FindingCode, Finding]) -> dict[FindingCode, Weight]:
    return {code: finding.weight for code, finding in found.items() if finding.weight is not FINE}


@pytest.mark.parametrize(
    ("status", "headers", "body", "api", "page"),
    [
        (200, {}, b"{}", None, None),
        (401, {}, b'{"error": {}}', None, None),
        (404, {"content-type": "text/html"}, b"<html>", None, None),
        (405, {}, b"", None, None),
        (418, {}, b"tea", None, None),
        (429, {}, b"", None, None),
        (503, {}, b"", ErrorCode.SERVER_ERROR, ErrorCode.SERVER_ERROR),
        (200, {"content-type": "text/html"}, b"<html>", ErrorCode.NETWORK_BLOCKED, None),
        (302, {"location": "https://portal.example/"}, b"", ErrorCode.NETWORK_BLOCKED, None),
        (407, {}, b"", ErrorCode.NETWORK_BLOCKED, ErrorCode.NETWORK_BLOCKED),
        (511, {}, b"", ErrorCode.NETWORK_BLOCKED, ErrorCode.NETWORK_BLOCKED),
    ],
)
def test_only_what_stands_between_us_and_the_service_is_an_obstacle(
    status: int, headers: dict[str, str], body: bytes, api: ErrorCode | None, page: ErrorCode | None
) -> None:
    for is_api, expected in ((True, api), (False, page)):
        found = obstacle(Answer(status, headers, body), Endpoint("https://service.example/", is_api))
        assert (found.code if found else None) == expected


def test_a_machine_in_good_order_has_nothing_to_mend(machine: Machine) -> None:
    file = machine.sign_in()
    machine.environ["Z_AI_API_KEY"] = KEY
    found = machine.examine()
    assert weights(found) == {}
    assert {FindingCode.ENDPOINT, FindingCode.CLOCK, FindingCode.KEYRING} <= found.keys()
    assert machine.upstream.claude.count + machine.upstream.zai.count == 0
    assert len(machine.upstream.other) == 3
    assert file.read_text()


def test_it_says_where_a_credential_is_its_scopes_and_its_expiry_but_not_its_value(machine: Machine) -> None:
    file = machine.sign_in()
    facts = machine.examine()[FindingCode.CREDENTIAL].facts
    assert (facts["origin"], facts["path"]) == ("file", str(file))
    assert facts["scopes"] == ("user:inference", "user:profile")
    assert str(facts["expires_at"]).startswith("20")


def test_a_key_of_the_environment_is_named_by_its_variable(machine: Machine) -> None:
    machine.environ["ZAI_API_KEY"] = KEY
    found = machine.examine()
    assert found[FindingCode.CREDENTIAL].facts["variables"] == ("ZAI_API_KEY",)
    assert found[FindingCode.NOT_CONFIGURED].weight is NOTE


def test_nothing_set_up_is_to_be_mended_and_asks_nobody(machine: Machine) -> None:
    assert weights(machine.examine())[FindingCode.NOTHING_SET_UP] is MEND
    assert machine.upstream.other == []


@pytest.mark.parametrize(
    ("fields", "code", "weight"),
    [
        ({"scopes": ["user:inference"]}, ErrorCode.MISSING_SCOPE, MEND),
        ({"accessToken": "", "expiresAt": 0}, ErrorCode.SIGNED_OUT, MEND),
        ({"accessToken": "sk-ant-api03-CanaryConsole"}, ErrorCode.MISSING_SCOPE, MEND),
        ({"expiresAt": 1_700_000_000_000}, ErrorCode.SIGN_IN_EXPIRED, NOTE),
        ({"expiresAt": 1_700_000_000_000, "refreshToken": ""}, ErrorCode.SIGN_IN_EXPIRED, MEND),
    ],
)
def test_a_sign_in_that_cannot_be_used_is_named(machine: Machine, fields: dict[str, Any], code: ErrorCode, weight: Weight) -> None:
    machine.sign_in(**fields)
    trouble = machine.examine()[FindingCode.CREDENTIAL_TROUBLE]
    assert trouble.failure is not None
    assert (trouble.failure.code, trouble.weight) == (code, weight)


@pytest.mark.parametrize(("renewal", "hosts"), [(Renewal.AUTOMATIC, 2), (Renewal.THROUGH_CLI, 1), (Renewal.NEVER, 1)])
def test_the_host_that_renews_is_tried_only_where_we_renew(machine: Machine, renewal: Renewal, hosts: int) -> None:
    machine.sign_in()
    machine.loaded = Loaded(Settings(renewal=renewal))
    machine.examine()
    assert len(machine.upstream.other) == hosts


def test_an_expired_sign_in_is_to_be_mended_where_renewal_is_off(machine: Machine) -> None:
    machine.sign_in(expiresAt=1_700_000_000_000)
    machine.loaded = Loaded(Settings(renewal=Renewal.NEVER))
    assert machine.examine()[FindingCode.CREDENTIAL_TROUBLE].weight is MEND


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such modes")
def test_a_credentials_file_that_others_may_read_is_named_with_its_mode(machine: Machine) -> None:
    machine.sign_in().chmod(0o644)
    assert machine.examine()[FindingCode.CREDENTIAL_OPEN].facts["mode"] == "644"


@pytest.mark.parametrize("name", [".claude/.oauth_refresh.lock", ".claude.lock", ".claude/.storage-write.lock"])
@pytest.mark.parametrize("age", [7200, -7200])
def test_a_lock_left_behind_is_found_also_with_a_date_in_the_future(machine: Machine, name: str, age: int) -> None:
    machine.sign_in()
    lock = machine.home / name
    lock.mkdir()
    moment = datetime.now(UTC).timestamp()  # the date that the folder has, as seen from the bed's clock
    os.utime(lock, (moment - age, moment - age))
    found = machine.examine()
    assert found[FindingCode.LOCK_LEFT].facts["path"] == str(lock)
    assert lock.is_dir()
    os.utime(lock, (moment, moment))
    assert FindingCode.LOCK_LEFT not in machine.examine()


def test_a_file_in_a_lock_s_place_is_found(machine: Machine) -> None:
    machine.sign_in()
    (machine.home / ".claude.lock").write_text("")
    assert machine.examine()[FindingCode.LOCK_IS_FILE].weight is MEND


@pytest.mark.parametrize(("ahead", "weight"), [(0, FINE), (45, FINE), (-45, FINE), (3600, MEND), (-86_400, MEND)])
def test_the_clock_is_compared_with_the_servers_date(machine: Machine, ahead: int, weight: Weight) -> None:
    machine.environ["Z_AI_API_KEY"] = KEY
    machine.ahead = timedelta(seconds=ahead)
    found = machine.examine()
    clock = found.get(FindingCode.CLOCK_WRONG) or found[FindingCode.CLOCK]
    assert clock.weight is weight
    assert abs(int(clock.facts["seconds_ahead"]) - ahead) <= 3  # type: ignore[arg-type]


def test_a_service_that_cannot_be_reached_is_named_by_its_host(machine: Machine) -> None:
    machine.environ |= {"Z_AI_API_KEY": KEY, "USAGEBAR_ZAI_API_URL": "http://127.0.0.1:9"}
    trouble = machine.examine()[FindingCode.ENDPOINT_TROUBLE]
    assert trouble.failure is not None
    assert (trouble.failure.code, trouble.weight, trouble.facts["host"]) == (ErrorCode.OFFLINE, MEND, "127.0.0.1")


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"USAGEBAR_CLAUDE_API_URL": "https://evil.example"}, FindingCode.OVERRIDE_REFUSED),
        ({"NODE_EXTRA_CA_CERTS": "/nowhere/at/all.pem"}, FindingCode.CERTIFICATES_UNUSABLE),
    ],
)
def test_a_variable_that_does_harm_is_named(machine: Machine, environ: dict[str, str], code: FindingCode) -> None:
    machine.environ |= environ
    found = machine.examine()[code]
    assert (found.weight, found.facts["variable"]) == (MEND, next(iter(environ)))


def test_a_proxy_is_named_without_its_password_and_an_unusable_one_is_to_be_mended(machine: Machine) -> None:
    machine.environ |= {"Z_AI_API_KEY": KEY, "HTTPS_PROXY": "http://user:Canary@127.0.0.1:9"}
    machine.environ |= {"USAGEBAR_ZAI_API_URL": ""}
    found = machine.examine()
    assert found[FindingCode.PROXY].facts["proxy"] == "127.0.0.1:9"
    machine.environ["HTTPS_PROXY"] = "socks5://127.0.0.1:9"
    assert machine.examine()[FindingCode.PROXY_UNUSABLE].weight is MEND


def test_a_backend_that_keeps_plain_text_is_refused_and_said(machine: Machine) -> None:
    environ = {"PYTHON_KEYRING_BACKEND": "keyrings.alt.file.PlaintextKeyring"}
    machine.store = SystemKeyStore(environ, "nowhere")
    found = machine.examine()
    assert found[FindingCode.KEYRING_REFUSED].weight is MEND
    assert found[FindingCode.KEYRING_NONE].weight is NOTE


def test_our_own_files_are_looked_at(machine: Machine) -> None:
    machine.loaded = Loaded(Settings(), ("theme",))
    assert machine.examine()[FindingCode.SETTINGS_PROBLEM].facts["keys"] == ("theme",)
    machine.loaded = Loaded(Settings(), ("unreadable",))
    assert machine.examine()[FindingCode.SETTINGS_UNREADABLE].weight is MEND
    (machine.home / "ours").write_text("in the way")
    assert machine.examine()[FindingCode.FOLDER_UNWRITABLE].weight is MEND


def test_an_account_that_is_switched_off_is_left_alone(machine: Machine) -> None:
    from usagebar_qt.domain.models import AccountId

    machine.sign_in()
    machine.loaded = Loaded(Settings(accounts=(AccountSettings(AccountId("claude"), enabled=False),)))
    found = machine.examine()
    assert found[FindingCode.SWITCHED_OFF].name == "Claude"
    assert FindingCode.CREDENTIAL not in found


def test_the_desktop_s_findings_are_among_them(machine: Machine) -> None:
    machine.desktop = (Finding(FindingCode.TRAY_HOST_NONE, MEND),)
    assert machine.examine()[FindingCode.TRAY_HOST_NONE].weight is MEND
