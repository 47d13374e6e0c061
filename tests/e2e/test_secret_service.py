"""Our key store against a real gnome-keyring: open, locked, empty, hung, gone."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from jeepney import HeaderFields, Message
from keyring.backends.SecretService import Keyring

from tests.credentials.key_store_contract import SERVICE, KeyStoreContract
from tests.e2e.secret_service import NAME, SecretService, secret_service  # noqa: F401 - the fixture
from tests.upstream import Upstream, zai_body
from usagebar_qt.credentials.key_store import KeyStore, SystemKeyStore
from usagebar_qt.credentials.secret_service import QUIET_SECONDS
from usagebar_qt.domain.errors import CredentialLocked
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import AccountSettings, Settings
from usagebar_qt.engine.workers import Workers

pytestmark = pytest.mark.secret_service
KEY = "0123456789abcdef.canary-key"
ASKING = {"Prompt", "Unlock", "CreateCollection"}


def store() -> SystemKeyStore:
    return SystemKeyStore({}, "linux")


def calls(messages: list[Message]) -> set[str]:
    return {str(message.header.fields.get(HeaderFields.member)) for message in messages}


def reason_of_reading() -> str:
    with pytest.raises(CredentialLocked) as caught:
        store().read(SERVICE, "one")
    return caught.value.reason


class TestGnomeKeyring(KeyStoreContract):
    @pytest.fixture
    def key_store(self, secret_service: SecretService) -> KeyStore:  # noqa: F811
        secret_service.start()
        return store()


def test_stock_keyring_finds_our_entry_and_we_find_its(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start()
    stock: Any = Keyring()  # type: ignore[no-untyped-call]
    stock.set_password(SERVICE, "one", KEY)
    assert store().read(SERVICE, "one") == KEY
    store().write(SERVICE, "one", "other-key-of-ours")
    assert stock.get_password(SERVICE, "one") == "other-key-of-ours"
    assert store().describe() == "secret_service"


def test_a_read_shows_no_dialog_and_no_secret_crosses_the_bus_in_the_clear(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start()
    with secret_service.watched() as messages:
        store().write(SERVICE, "one", KEY)
        assert store().read(SERVICE, "one") == KEY
    assert "GetSecret" in calls(messages)
    assert not calls(messages) & ASKING
    assert all(KEY.encode() not in message.serialise(serial=1) for message in messages)


def test_a_locked_collection_is_locked_and_nothing_is_asked_of_anybody(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start()
    store().write(SERVICE, "one", KEY)
    secret_service.lock()
    with secret_service.watched() as messages:
        assert reason_of_reading() == "locked"
    assert "Get" in calls(messages)  # the question whether it is locked
    assert not calls(messages) & ASKING


def test_without_a_collection_none_is_made_by_a_read(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start(password=None)
    with secret_service.watched() as messages:
        assert reason_of_reading() == "no_collection"
    assert not calls(messages) & ASKING


@pytest.mark.parametrize("locked", [True, False], ids=["locked", "no-collection"])
def test_a_persons_own_act_asks_and_says_so_where_nobody_answers(secret_service: SecretService, locked: bool) -> None:  # noqa: F811
    secret_service.start(password=b"pw" if locked else None)
    if locked:
        secret_service.lock()
    with secret_service.watched() as messages, pytest.raises(CredentialLocked) as caught:
        store().unlock()  # no prompter is on this bus: the prompt is dismissed at once
    assert caught.value.reason == "dismissed"
    assert calls(messages) & ASKING
    with pytest.raises(CredentialLocked) as caught:
        store().write(SERVICE, "one", KEY)
    assert caught.value.reason == "dismissed"


def test_deleting_where_there_is_no_collection_makes_none(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start(password=None)
    with secret_service.watched() as messages:
        assert not store().delete(SERVICE, "one")
    assert not calls(messages) & ASKING


def test_without_a_daemon_nothing_is_stored_and_writing_says_that_there_is_no_store(secret_service: SecretService) -> None:  # noqa: F811
    assert store().read(SERVICE, "one") is None
    assert not store().delete(SERVICE, "one")
    with pytest.raises(CredentialLocked) as caught:
        store().write(SERVICE, "one", KEY)
    assert caught.value.reason == "no_store"
    assert store().describe() == "none"


def test_a_daemon_that_hangs_costs_the_caller_its_deadline_and_is_used_again_later(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start()
    store().write(SERVICE, "one", KEY)
    secret_service.hang()

    async def look(seconds: float) -> object:
        return await Workers().run(store().read, SERVICE, "one", timeout=seconds)

    with pytest.raises(TimeoutError):
        asyncio.run(look(0.3))
    secret_service.go_on()
    assert asyncio.run(look(10.0)) == KEY


def test_a_daemon_that_hangs_does_not_keep_its_thread(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start()
    secret_service.hang()
    before = time.monotonic()
    assert reason_of_reading() == "silent"
    assert time.monotonic() - before < QUIET_SECONDS + 2


def test_a_daemon_that_is_announced_and_never_comes_up_is_silent(secret_service: SecretService) -> None:  # noqa: F811
    announced = f"[D-BUS Service]\nName={NAME}\nExec=/bin/sleep 60\n"
    (secret_service.folder / "services" / f"{NAME}.service").write_text(announced, encoding="utf-8")
    secret_service.children[0].send_signal(1)  # the bus reads its folders again
    assert reason_of_reading() == "silent"


def test_a_daemon_that_died_is_nothing_stored_and_no_stray_error(secret_service: SecretService) -> None:  # noqa: F811
    secret_service.start()
    store().write(SERVICE, "one", KEY)
    assert secret_service.daemon is not None
    secret_service.daemon.kill()
    secret_service.daemon.wait(10)
    assert store().read(SERVICE, "one") is None


def test_two_keys_of_one_service_are_two_entries_and_never_mix(secret_service: SecretService, tmp_path: Path) -> None:  # noqa: F811
    """The real command with a real keyring: the first account's entry is the one that there always was."""
    secret_service.start()
    second = "fedcba9876543210.canary-second"
    account = AccountSettings(AccountId("zai", "second"), "Second")
    config = tmp_path / ".config" / "usagebar"
    config.mkdir(parents=True)
    (config / "settings.json").write_text(json.dumps(Settings(accounts=(account,)).to_mapping()), encoding="utf-8")
    root = str(Path(__file__).parents[2])
    with Upstream() as upstream:
        upstream.zai.bodies[second] = zai_body(session=88)
        env = {**secret_service.environ, **upstream.environment(), "HOME": str(tmp_path), "PYTHONPATH": root}
        env |= {"DBUS_SESSION_BUS_ADDRESS": secret_service.address, "XDG_CONFIG_HOME": str(tmp_path / ".config")}
        env |= {"XDG_STATE_HOME": str(tmp_path / "state"), "XDG_DATA_HOME": str(tmp_path / "data")}

        def run(*arguments: str, typed: str = "") -> str:
            command = [sys.executable, "-m", "usagebar_qt.cli", *arguments]
            done = subprocess.run(command, env=env, input=typed, capture_output=True, text=True, timeout=60, check=False)
            assert KEY not in done.stdout + done.stderr
            assert second not in done.stdout + done.stderr
            return done.stdout

        run("key", "set", "zai", typed=KEY)
        run("key", "set", "zai:second", typed=second)
        rows = {row["id"]: row for row in json.loads(run("status", "--json"))["providers"]}
        assert rows["zai"]["windows"][0]["used_percent"] == 39.0
        assert rows["zai:second"]["windows"][0]["used_percent"] == 88.0
        assert (rows["zai:second"]["name"], rows["zai:second"]["state"]) == ("Second", "ok")
        assert store().read("usage-bar-zai-credentials", "zai") == KEY
        assert store().read("usage-bar-zai-credentials:second", "zai:second") == second
        run("key", "delete", "zai:second")
        assert store().read("usage-bar-zai-credentials", "zai") == KEY
        rows = {row["id"]: row for row in json.loads(run("status", "--json"))["providers"]}
        assert (rows["zai"]["state"], rows["zai:second"]["state"]) == ("ok", "not_configured")
