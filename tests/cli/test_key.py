"""`usagebar key`, in this process over a store in memory, and as a process where only its words count."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import KEY, Machine
from tests.upstream import Upstream
from usagebar_qt.cli.key import act
from usagebar_qt.cli.session import Session
from usagebar_qt.credentials.key_store import MemoryKeyStore
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.settings import Settings
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime
from usagebar_qt.engine.settings_file import Loaded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ENTRY = ("usage-bar-zai-credentials", "zai")
REFUSED = {"code": 401, "msg": "token expired or incorrect", "success": False}


@dataclass
class Bench:
    """The command with its prompt and its store in a test's hands."""

    folder: Path
    upstream: Upstream
    store: MemoryKeyStore = field(default_factory=MemoryKeyStore)
    environ: dict[str, str] = field(default_factory=dict)

    def act(self, action: str, typed: str | None = None, *, name: str = "zai", check: bool = True) -> int:
        environ = self.environ | self.upstream.environment()
        runtime = build_runtime(
            paths=Paths.under(self.folder), environ=environ, clock=SystemClock(), key_store=self.store, home=self.folder
        )

        def ask(prompt: str) -> str:
            assert "Z.ai" in prompt
            if typed is None:
                raise EOFError
            return typed

        return act(Session(runtime, Loaded(Settings())), action, name, check=check, ask=ask)

    def stored(self) -> str | None:
        return self.store.read(*ENTRY)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    with Upstream() as upstream:
        yield Bench(tmp_path, upstream)


def test_a_key_is_checked_live_then_saved_and_used_by_the_next_command(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.act("set", KEY + "\n") == 0
    assert bench.stored() == KEY
    assert bench.upstream.zai.authorizations == [KEY]
    assert bench.act("check") == 0
    said = capsys.readouterr()
    assert KEY not in said.out + said.err
    assert "stored" in said.out


def test_a_refused_key_is_not_saved_and_exits_with_1(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.upstream.zai.body = REFUSED
    assert bench.act("set", KEY) == 1
    assert bench.stored() is None
    assert "refuses" in capsys.readouterr().err


def test_a_key_that_could_not_be_checked_is_not_saved_but_for_no_check(bench: Bench) -> None:
    bench.upstream.zai.status = 503
    assert bench.act("set", KEY) == 69
    assert bench.stored() is None
    assert bench.act("set", KEY, check=False) == 0
    assert bench.stored() == KEY
    assert bench.upstream.zai.count == 1


@pytest.mark.parametrize("text", ["{env:MY_KEY}", "$env:MY_KEY"])
def test_a_reference_stays_a_reference_and_what_it_names_is_checked(bench: Bench, text: str) -> None:
    bench.environ["MY_KEY"] = KEY
    assert bench.act("set", text) == 0
    assert bench.stored() == text
    assert bench.upstream.zai.authorizations == [KEY]


def test_a_reference_to_a_variable_that_is_not_set_here_is_saved_and_said(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.act("set", "{env:MY_KEY}") == 0
    assert bench.stored() == "{env:MY_KEY}"
    assert "MY_KEY is not set" in capsys.readouterr().err
    assert bench.act("check") == 69


@pytest.mark.parametrize("text", ["", "short", "two words of nonsense", "{env:NOT CLOSED"])
def test_what_is_no_key_is_wrong_usage_and_asks_nobody(bench: Bench, text: str) -> None:
    assert bench.act("set", text) == 64
    assert bench.act("set", text, check=False) == 64
    assert (bench.stored(), bench.upstream.zai.count) == (None, 0)


def test_an_ended_input_is_wrong_usage(bench: Bench) -> None:
    assert bench.act("set", None) == 64


def test_delete_forgets_the_key_and_then_there_is_none(bench: Bench) -> None:
    bench.act("set", KEY)
    assert bench.act("delete") == 0
    assert bench.stored() is None
    assert bench.act("delete") == 78
    assert bench.act("check") == 78


def test_delete_says_that_the_environment_still_has_a_key(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    bench.act("set", KEY)
    bench.environ["ZAI_API_KEY"] = KEY
    assert bench.act("delete") == 0
    assert "ZAI_API_KEY" in capsys.readouterr().err


def test_a_refused_stored_key_exits_with_1_and_a_saved_key_starts_the_figures_anew(bench: Bench) -> None:
    bench.act("set", KEY)
    accounts = bench.folder / "state" / "accounts"
    accounts.mkdir(parents=True, exist_ok=True)
    (accounts / "zai.json").write_text(json.dumps({"schema_version": 1}))
    bench.upstream.zai.body = REFUSED
    assert bench.act("check") == 1
    assert bench.act("set", KEY, check=False) == 0
    assert not (accounts / "zai.json").exists()


def test_a_provider_without_a_key_says_how_to_sign_in(bench: Bench, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.act("set", KEY, name="claude") == 64
    assert "/login" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [("set", "zai", KEY), ("set", KEY), (KEY,), ("set", "zai", f"--key={KEY}"), ("set", f"zai={KEY}")], ids=range(5)
)
def test_a_key_on_the_command_line_is_never_repeated_and_its_history_is_named(machine: Machine, words: tuple[str, ...]) -> None:
    done = machine.run("key", *words)  # which looks for the key in all that is said
    assert done.returncode == 64
    assert "history" in done.stderr
    assert machine.upstream.zai.count == 0


def test_a_piped_key_is_checked_although_no_store_can_keep_it(machine: Machine) -> None:
    done = machine.run("key", "set", "zai", typed=KEY + "\n")
    assert done.returncode == 69
    assert "keyring" in done.stderr
    assert machine.upstream.zai.authorizations == [KEY]
    assert machine.run("key", "check", "zai", Z_AI_API_KEY=KEY).stdout == "The service takes this key (from the environment).\n"
