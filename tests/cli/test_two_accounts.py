"""Two accounts of one provider in the real command: each its own folder, token, figures, waits and id."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.signed_in import sign_in
from tests.upstream import claude_body
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import AccountSettings, Settings

if TYPE_CHECKING:
    from tests.cli.conftest import Machine

OF_WORK = "sk-ant-oat01-CanaryCanaryCanaryOfWork"


def with_work(machine: Machine) -> None:
    """Signed in twice; the second account was added in the preferences under a name of the user's."""
    machine.sign_in()
    sign_in(machine.home / ".claude-work", OF_WORK, subscriptionType="pro")
    settings = Settings(accounts=(AccountSettings(AccountId("claude", "work"), "My Work", True, {"config_dir": "~/.claude-work"}),))
    config = machine.home / ".config" / "usagebar"
    config.mkdir(parents=True)
    (config / "settings.json").write_text(json.dumps(settings.to_mapping()))
    machine.upstream.claude.bodies[f"Bearer {OF_WORK}"] = claude_body(session=77.0)


def sessions(rows: dict[str, Any]) -> dict[str, float]:
    return {name: row["windows"][0]["used_percent"] for name, row in rows.items() if row["windows"]}


def test_each_account_has_its_own_id_name_plan_and_figures(machine: Machine) -> None:
    with_work(machine)
    code, rows = machine.status()
    assert code == 0
    assert list(rows) == ["claude:work", "claude", "zai"]
    assert {name: row["name"] for name, row in rows.items()} == {"claude:work": "My Work", "claude": "Claude", "zai": "Z.ai"}
    assert sessions(rows) == {"claude:work": 77.0, "claude": 34.0}
    assert (rows["claude"]["plan"], rows["claude:work"]["plan"]) == ("Max 20x", "Pro")
    assert sessions(machine.status()[1]) == sessions(rows)
    assert machine.upstream.claude.count == 2


def test_one_account_can_be_asked_for_alone(machine: Machine) -> None:
    with_work(machine)
    code, rows = machine.status("--provider", "claude:work")
    assert (code, list(rows)) == (0, ["claude:work"])
    assert machine.upstream.claude.authorizations == [f"Bearer {OF_WORK}"]


def test_a_refusal_of_one_account_is_neither_the_others_error_nor_its_wait(machine: Machine) -> None:
    with_work(machine)
    machine.upstream.claude.status = 429
    machine.upstream.claude.headers = {"Retry-After": "990"}
    _, rows = machine.status("--provider", "claude:work")
    assert rows["claude:work"]["wait_reason"] == "rate_limited"
    machine.upstream.claude.status, machine.upstream.claude.headers = 200, {}
    code, rows = machine.status()
    assert code == 69
    assert (rows["claude"]["state"], rows["claude"]["wait_reason"]) == ("ok", "floor")
    assert (rows["claude:work"]["error"]["code"], rows["claude:work"]["windows"]) == ("rate_limited", [])


def test_neither_token_nor_folder_of_an_account_is_in_the_others_state(machine: Machine) -> None:
    with_work(machine)
    machine.status()
    states = {path.name: path.read_text() for path in Path(machine.home).rglob("accounts/*.json")}
    assert set(states) >= {"claude.json", "claude--work.json"}
    noted = [json.loads(text)["identity"] for name, text in states.items() if name.startswith("claude")]
    assert noted[0] != noted[1]
