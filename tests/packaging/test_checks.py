"""The style gate and the coverage ratchet: what they must catch, and what they must let pass."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from checks import coverage_ratchet, style_gate
from checks.coverage_ratchet import Covered

if TYPE_CHECKING:
    from pathlib import Path

CODE = "usagebar_qt/engine/example.py"
TEST = "tests/engine/test_example.py"


def rules(name: str, text: str) -> list[str]:
    return [breach.rule for breach in style_gate.in_python(name, text)]


@pytest.mark.parametrize(
    ("name", "text", "word"),
    [
        (CODE, "app.processEvents()", "event loop"),
        (CODE, "import time\nnow = time.time()", "clock"),
        (CODE, "import datetime\nnow = datetime.datetime.now(datetime.UTC)", "clock"),
        (CODE, "from datetime import datetime\nnow = datetime.now()", "clock"),
        (CODE, "try:\n    go()\nexcept Exception:\n    pass", "swallows"),
        (CODE, "try:\n    go()\nexcept:\n    pass", "swallows"),
        (CODE, "class A:\n    def f(self):\n        return hasattr(self, 'x')", "hasattr"),
        (CODE, "button.clicked.connect(lambda: None)", "lambda"),
        (CODE, "width = self.style().pixelMetric(metric)", "destroyed twice"),
        (CODE, "x = 1\n" * 401, "401 lines"),
        ("usagebar_qt/utils.py", "", "says nothing"),
        (CODE, "httpx.AsyncClient(verify=False)", "certificates"),
        (CODE, "context.check_hostname = False", "any host"),
        (CODE, "context.verify_mode = ssl.CERT_NONE", "weakens TLS"),
        (CODE, "from ssl import CERT_NONE", "weakens TLS"),
        (CODE, "context = ssl._create_unverified_context()", "weakens TLS"),
        (CODE, "client.get(url, follow_redirects=True)", "another host"),
        (CODE, "subprocess.run(words, shell=True, creationflags=subprocess.CREATE_NO_WINDOW)", "shell"),
        (CODE, "subprocess.Popen(words)", "console"),
        (TEST, "import time\ntime.sleep(1)", "sleeps"),
        (TEST, "import asyncio\nasyncio.sleep(0.1)", "sleeps"),
        (TEST, "mock.patch('usagebar_qt.engine.fetching.now')", "patches"),
        (TEST, "monkeypatch.setattr('usagebar_qt.engine.fetching.now', fake)", "patches"),
    ],
)
def test_the_gate_catches_a_breach(name: str, text: str, word: str) -> None:
    found = rules(name, text)
    assert len(found) == 1
    assert word in found[0]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("usagebar_qt/domain/clock.py", "import time\nnow = time.time()"),
        (CODE, "'''never call time.time() or app.processEvents() here'''"),
        (CODE, "try:\n    go()\nexcept OSError:\n    pass"),
        (CODE, "try:\n    go()\nexcept Exception:\n    report()"),
        (CODE, "width = QApplication.style().pixelMetric(metric, None, self)"),
        (CODE, "x = 1\n" * 400),
        (CODE, "httpx.AsyncClient(verify=context, follow_redirects=False)"),
        (CODE, "flags = subprocess.CREATE_NO_WINDOW\nsubprocess.run(words, creationflags=flags)"),
        ("usagebar_qt/credentials/keychain.py", "subprocess.run(words)"),
        (TEST, "subprocess.run(words)"),
        (TEST, "httpx.AsyncClient(verify=False)"),
        ("tests/e2e/test_popup.py", "import time\ntime.sleep(0.02)"),
        (TEST, "import asyncio\nasyncio.sleep(0)"),
        (TEST, "monkeypatch.setattr(os, 'replace', fake)"),
    ],
)
def test_the_gate_lets_pass_what_is_allowed(name: str, text: str) -> None:
    assert rules(name, text) == []


def test_the_gate_finds_registry_hosts_and_folders_of_one_machine_in_any_text() -> None:
    registry, folder = "https://py" + "pi.org/simple", "/wo" + "rk/main/x"
    assert len(list(style_gate.in_text("README.md", f"see {registry}\nand {folder}\n"))) == 2
    assert list(style_gate.in_text("README.md", "see https://api.z.ai and ~/work/main\n")) == []


def test_the_gate_finds_a_lock_file_and_does_not_look_into_the_venv(tmp_path: Path) -> None:
    (tmp_path / ".venv").mkdir()
    (tmp_path / ".venv" / "utils.py").write_text("")
    (tmp_path / "uv.lock").write_text("")
    assert [breach.path for breach in style_gate.breaches(tmp_path)] == ["uv.lock"]


def summary(run: int, missing: int) -> dict[str, dict[str, int]]:
    """Of coverage's report: a third of what there is are branches."""
    return {
        "summary": {
            "num_statements": run - run // 3 + missing, "covered_lines": run - run // 3,
            "num_branches": run // 3, "covered_branches": run // 3,
        }
    }  # fmt: skip


def test_the_ratchet_judges_only_what_lies_below_the_screen() -> None:
    files = {
        name: summary(90, 10)
        for name in ("usagebar_qt/domain/pace.py", "usagebar_qt\\wording\\messages.py", "usagebar_qt/widgets/popup.py")
    }
    assert coverage_ratchet.measured({"files": files}) == {
        "usagebar_qt/domain/pace.py": Covered(90, 100),
        "usagebar_qt/wording/messages.py": Covered(90, 100),
    }


def test_a_file_below_its_floor_is_named_with_both_figures() -> None:
    (sentence,) = coverage_ratchet.fallen({"a.py": Covered(897, 1000), "b.py": Covered(95, 100)}, {"a.py": 90, "b.py": 95})
    assert "a.py" in sentence
    assert "89.7" in sentence
    assert "90" in sentence


def test_a_line_and_its_branch_that_only_some_runs_take_are_no_fall() -> None:
    assert coverage_ratchet.fallen({"small.py": Covered(18, 20)}, {"small.py": 100}) == []
    assert coverage_ratchet.fallen({"small.py": Covered(17, 20)}, {"small.py": 100}) != []


def test_a_new_file_has_a_floor_of_its_own() -> None:
    least = coverage_ratchet.NEW_FILE * 10
    assert coverage_ratchet.fallen({"new.py": Covered(least - coverage_ratchet.BY_CHANCE - 1, 1000)}, {}) != []
    assert coverage_ratchet.fallen({"new.py": Covered(least, 1000)}, {}) == []


def test_floors_rise_and_never_fall_and_those_of_lost_files_go() -> None:
    floors = {"better.py": 80, "worse.py": 95, "gone.py": 99}
    now = {"better.py": Covered(917, 1000), "worse.py": Covered(9, 10), "full.py": Covered(7, 7), "empty.py": Covered(0, 0)}
    assert coverage_ratchet.raised(now, floors) == {"better.py": 90, "worse.py": 95, "full.py": 100, "empty.py": 100}


def test_the_floors_in_the_repository_are_whole_per_cents_of_guarded_files() -> None:
    floors = json.loads(coverage_ratchet.FLOORS.read_text(encoding="utf-8"))
    assert all(isinstance(floor, int) and 0 <= floor <= 100 for floor in floors.values())
    assert set(coverage_ratchet.measured({"files": {name: summary(1, 0) for name in floors}})) == set(floors)
