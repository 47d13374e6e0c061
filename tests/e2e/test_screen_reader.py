"""As a screen reader has it, on a real desktop: role, name and value of all there is to act upon, the keyboard's way through it,
and what is announced when it changes."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import PROGRAM, ROOT
from tests.e2e.desktop import Desktop, wait_for
from tests.e2e.test_accounts import hold
from tests.e2e.test_demo import DEBIAN_PYTHON, PREFERENCES, TITLE, Start, open_popup, open_preferences
from tests.e2e.test_first_run import DOCTOR, WELCOME

pytestmark = pytest.mark.desktop

Node = dict[str, Any]
ASK = str(Path(__file__).with_name("ask_atspi.py"))
HISTORY = "History — Usage Bar"
ADDING = "Add an account — Usage Bar"
ACTED_UPON = frozenset(
    ("push button", "check box", "combo box", "spin button", "text", "password text", "progress bar", "list item", "page tab")
) | {"list", "tree", "table", "slider", "toggle button", "radio button", "link", "menu item"}
PAGES = {
    "g": {"check box": 1, "combo box": 5, "spin button": 2},
    "p": {"list item": 2, "text": 1, "push button": 4},
    "o": {"check box": 7, "text": 4, "spin button": 2},
    "e": {"combo box": 2, "check box": 1},
    "c": {"text": 1, "combo box": 1, "push button": 5},
    "t": {"tree": 1},
}
"""What each page of the preferences holds at the least, by its letter: a page that shows nothing says nothing."""


@pytest.fixture(autouse=True)
def _once(desktop: Desktop) -> None:
    if desktop.mode != "xembed":
        pytest.skip("nothing here depends on the kind of panel: once is enough")


def nodes_of(desktop: Desktop, title: str) -> list[Node]:
    done = subprocess.run([DEBIAN_PYTHON, ASK, "tree", title], env=desktop.env, capture_output=True, timeout=30, check=False)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    nodes: list[Node] = json.loads(done.stdout)
    return nodes


def settled(desktop: Desktop, title: str, wanted: Callable[[list[Node]], bool]) -> list[Node]:
    def probe() -> list[Node] | None:
        nodes = nodes_of(desktop, title)
        return nodes if wanted(nodes) else None

    return wait_for(f"{title!r} to be told in full", probe, 20.0)


def count(nodes: list[Node], role: str) -> int:
    return sum(node["role"] == role for node in nodes)


def spoken(node: Node) -> str:
    """What names it. A combo box is named by its choice, so that what it chooses must come from its label or description."""
    return str(node["label"] or (node["description"] if node["role"] == "combo box" else node["name"]))


def complain(nodes: list[Node]) -> list[str]:
    """All that a person who does not see would miss."""
    faults = []
    for node in nodes:
        role, told = node["role"], f"{node['role']} {node['name']!r}"
        # Qt says of areas that scroll and of stacks of pages that they are focusable; the walk shows that Tab passes them by.
        reached = role in ACTED_UPON or ("FOCUSABLE" in node["states"] and role not in ("filler", "page tab list", "table cell"))
        if reached and not spoken(node).strip():
            faults.append(f"{told} has no name")
        if role in ("progress bar", "spin button", "slider") and "value" not in node:
            faults.append(f"{told} has no value")
        if role == "progress bar":
            if node.get("range") != [0, 100]:
                faults.append(f"{told} is not counted in percent")
            if f"{node.get('value', -1):.0f} % used" not in node["description"]:
                faults.append(f"{told}: {node.get('value')} is not what its words say: {node['description']!r}")
        if role == "spin button" and not node.get("text", "").strip():
            faults.append(f"{told} does not say its value")
        if role == "combo box" and not node["name"].strip():
            faults.append(f"{told} does not say its choice")
    return faults


class Ear:
    """What is announced from now on."""

    def __init__(self, desktop: Desktop) -> None:
        command = ["setpriv", "--pdeathsig", "TERM", DEBIAN_PYTHON, ASK, "listen", "usagebar-qt"]
        self._process = subprocess.Popen(command, env=desktop.env, stdout=subprocess.PIPE, text=True)
        self.heard: list[Node] = []
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self.heard.append(json.loads(line))

    def focused(self) -> list[str]:
        """Where the focus went, as it is announced."""
        arrived = [node for node in self.heard if node["event"].endswith("focused") and node["gained"]]
        # A label is made before it knows that its & marks a key, and this side keeps what it was told first.
        return [f"{node['role']} {node['label'].replace('&', '') or node['name']}" for node in arrived]

    def close(self) -> None:
        self._process.terminate()
        self._process.wait(5)
        self._thread.join(5)
        assert self._process.stdout is not None
        self._process.stdout.close()


@pytest.fixture
def ear(desktop: Desktop) -> Iterator[Ear]:
    made = Ear(desktop)
    yield made
    made.close()


def press_and_hear(desktop: Desktop, ear: Ear, key: str) -> str:
    """One key, and the name of what then has the focus."""
    before = len(ear.focused())
    desktop.press(key)
    return wait_for(f"the focus after {key}", lambda: ear.focused()[-1] if len(ear.focused()) > before else None, 5.0)


def test_the_popup_is_read_walked_and_its_figures_are_announced_as_they_move(desktop: Desktop, program: Start, ear: Ear) -> None:
    program("--demo")
    open_popup(desktop)
    nodes = settled(desktop, TITLE, lambda told: count(told, "progress bar") == 6)
    assert complain(nodes) == []
    assert [node["name"] for node in nodes if node["role"] == "panel"] == ["Claude, Max 20x, warning", "Z.ai, Pro, fine"]
    assert nodes[0]["description"].strip()  # the sentence of what matters now
    stops = [f"{node['role']} {node['name']}" for node in nodes if node["role"] in ("progress bar", "push button", "check box")]
    assert stops[-1] == "push button Preferences"
    wait_for("the focus in the popup", ear.focused)
    assert [press_and_hear(desktop, ear, "Tab") for _ in stops] == stops
    assert press_and_hear(desktop, ear, "Tab") == stops[0]  # round it goes
    seen = {(node["name"], node["value"]) for node in nodes if node["role"] == "progress bar"}

    def moved() -> list[Node]:
        told = [node for node in ear.heard if node["event"].endswith("accessible-value")]
        return [node for node in told if node["value"] > 0 and (node["name"], node["value"]) not in seen]

    told = wait_for("a figure that moves", moved, 30.0)
    assert told[0]["role"] == "progress bar"
    fresh = wait_for("its words", lambda: [node for node in ear.heard if node["event"].endswith("accessible-description")], 5.0)
    assert any("% used" in node["description"] for node in fresh)


def test_every_window_of_the_program_names_all_there_is_to_act_upon(desktop: Desktop, program: Start, ear: Ear) -> None:
    program("--demo")
    open_popup(desktop)
    settled(desktop, TITLE, lambda told: count(told, "progress bar") == 6)
    press_and_hear(desktop, ear, "Tab")
    desktop.press("Return")  # the first gauge's past
    desktop.wait_for_window(HISTORY)
    history = settled(desktop, HISTORY, lambda told: any("Highest" in node["name"] for node in told))
    assert complain(history) == []
    assert [node["name"] for node in history if node["role"] == "check box" and "CHECKED" in node["states"]] == ["Day"]
    desktop.press("Escape")
    desktop.wait_until_gone(HISTORY)
    while press_and_hear(desktop, ear, "Tab") != "push button Preferences":
        pass
    desktop.press("space")
    desktop.wait_for_window(PREFERENCES)
    for letter, least in PAGES.items():
        hold(desktop, "Alt_L", letter)
        page = settled(desktop, PREFERENCES, lambda told, least=least: all(count(told, role) >= least[role] for role in least))  # type: ignore[misc]
        assert complain(page) == [], letter
        assert [node["name"] for node in page if node["role"] == "page tab" and "SELECTED" in node["states"]] != []
    hold(desktop, "Alt_L", "p")
    hold(desktop, "Alt_L", "a")
    desktop.wait_for_window(ADDING)
    assert complain(nodes_of(desktop, ADDING)) == []
    desktop.press("Escape")
    desktop.wait_until_gone(ADDING)
    hold(desktop, "Alt_L", "c")
    hold(desktop, "Alt_L", "d")
    desktop.wait_for_window(DOCTOR)
    doctor = settled(desktop, DOCTOR, lambda told: any("fine" in node["name"] for node in told))
    assert complain(doctor) == []
    assert "push button" in [node["role"] for node in doctor if node["name"] == "Copy report"]
    desktop.press("Escape")
    desktop.wait_until_gone(DOCTOR)


def test_tab_leads_through_a_page_of_the_preferences_and_each_stop_is_announced_with_its_label(
    desktop: Desktop, program: Start, ear: Ear
) -> None:
    program("--demo")
    open_popup(desktop)
    open_preferences(desktop)
    hold(desktop, "Alt_L", "g")
    page = settled(desktop, PREFERENCES, lambda told: count(told, "spin button") == 2)
    wanted = {
        f"{node['role']} {node['label'] or node['name']}"
        for node in page
        if node["role"] in ("check box", "combo box", "spin button", "text", "push button") and "ENABLED" in node["states"]
    }
    reached: list[str] = []
    while not wanted <= set(reached):
        assert len(reached) < 2 * len(wanted), reached
        reached.append(press_and_hear(desktop, ear, "Tab"))
    assert {stop.split(" ")[0] for stop in set(reached) - wanted} <= {"page"}


def test_the_first_page_can_be_read_and_left_with_the_keyboard(desktop: Desktop, tmp_path: Path, ear: Ear) -> None:
    own = {name: str(tmp_path / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH", ""))))
    env: dict[str, Any] = {**own, "PYTHONPATH": path, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    process = desktop.launch(*PROGRAM, CLAUDE_CONFIG_DIR=str(tmp_path / "claude"), **env)
    try:
        desktop.wait_for_window(WELCOME)
        nodes = settled(desktop, WELCOME, lambda told: count(told, "push button") >= 2 and count(told, "password text") == 1)
        assert complain(nodes) == []
        assert "Key of Z.ai" in [node["name"] for node in nodes if node["role"] == "password text"]
        stops: list[str] = []
        while "push button Begin" not in stops:
            assert len(stops) < 20, stops
            stops.append(press_and_hear(desktop, ear, "Tab"))
        assert "password text Key of Z.ai" in stops
        desktop.press("space")
        desktop.wait_for_window(TITLE)
        desktop.wait_until_gone(WELCOME)
    finally:
        desktop.end(process)
