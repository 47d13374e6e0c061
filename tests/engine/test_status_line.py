"""Our command in another program's settings: put in beside everything else, taken out without a trace."""

from __future__ import annotations

import json
import os
import stat
from typing import TYPE_CHECKING

import pytest

from usagebar_qt.engine.status_line import Outcome, StatusLineBridge

if TYPE_CHECKING:
    from pathlib import Path

OURS = "/opt/bin/usagebar statusline tee"
THEIRS = {"type": "command", "command": "npx ccstatusline", "padding": 0}
SECRET = "sk-ant-api03-CanaryInSettings"


class Place:
    """A folder of Claude Code's and one of ours."""

    def __init__(self, root: Path) -> None:
        self.file = root / ".claude" / "settings.json"
        self.kept = root / "ours" / "statusline.json"
        self.file.parent.mkdir()
        self.bridge = StatusLineBridge(self.file, self.kept)

    def entry(self) -> object:
        return json.loads(self.file.read_text(encoding="utf-8")).get("statusLine")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"env": {"KEY": SECRET}, "statusLine": THEIRS, "model": "opus"}, indent=2),
        json.dumps({"model": "opus", "permissions": {"allow": ["Bash(ls:*)"]}}, indent=2) + "\n",
        json.dumps({"name": "Zoë"}, indent=4, ensure_ascii=False),
        json.dumps({"model": "opus"}, indent="\t").replace("\n", "\r\n") + "\r\n",
        json.dumps({"model": "opus", "statusLine": THEIRS}),
        "{}",
    ],
    ids=["with one", "without", "four spaces", "tabs and Windows", "one line", "empty object"],
)
def test_undoing_leaves_the_file_as_it_was_to_the_byte(place: Place, text: str) -> None:
    place.file.write_bytes(text.encode())
    assert place.bridge.install(OURS) is Outcome.DONE
    assert json.loads(place.file.read_text(encoding="utf-8"))["statusLine"]["command"] == OURS
    assert SECRET not in place.kept.read_text()
    assert place.bridge.uninstall() is Outcome.DONE
    assert place.file.read_bytes() == text.encode()
    assert not place.kept.exists()


def test_an_existing_status_line_keeps_its_other_settings_and_still_runs(place: Place) -> None:
    place.file.write_text(json.dumps({"statusLine": THEIRS}))
    place.bridge.install(OURS)
    assert place.entry() == {**THEIRS, "command": OURS}
    assert place.bridge.previous_command() == "npx ccstatusline"


def test_without_a_settings_file_one_is_made_and_nothing_runs_before_ours(place: Place) -> None:
    assert place.bridge.install(OURS) is Outcome.DONE
    assert place.entry() == {"type": "command", "command": OURS}
    assert place.bridge.previous_command() is None
    assert place.bridge.uninstall() is Outcome.DONE
    assert json.loads(place.file.read_text()) == {}


def test_twice_is_once(place: Place) -> None:
    place.file.write_text(json.dumps({"statusLine": THEIRS}))
    place.bridge.install(OURS)
    assert place.bridge.install("/elsewhere/usagebar statusline tee") is Outcome.ALREADY
    assert place.bridge.uninstall() is Outcome.DONE
    assert place.bridge.uninstall() is Outcome.ALREADY
    assert place.entry() == THEIRS


def test_what_somebody_put_in_since_is_left_alone(place: Place) -> None:
    place.bridge.install(OURS)
    place.file.write_text(json.dumps({"statusLine": {"type": "command", "command": "mine"}}))
    assert place.bridge.uninstall() is Outcome.FOREIGN
    assert place.entry() == {"type": "command", "command": "mine"}


def test_without_our_note_the_entry_is_taken_out_and_never_run_in_a_circle(place: Place) -> None:
    place.file.write_text(json.dumps({"statusLine": THEIRS}))
    place.bridge.install(OURS)
    place.kept.write_text(json.dumps({"files": {str(place.file.resolve()): {"command": OURS}}}))
    assert place.bridge.previous_command() is None
    place.kept.write_text("torn {")
    assert place.bridge.previous_command() is None
    assert place.bridge.uninstall() is Outcome.DONE
    assert place.entry() is None


@pytest.mark.parametrize("text", ["// a comment\n{}", "[1]", "{ torn", "\xff"])
def test_what_is_no_plain_json_object_is_not_touched(place: Place, text: str) -> None:
    place.file.write_bytes(text.encode("latin-1"))
    assert place.bridge.install(OURS) is Outcome.UNREADABLE
    assert place.bridge.uninstall() is Outcome.UNREADABLE
    assert place.file.read_bytes() == text.encode("latin-1")


def test_where_the_other_program_never_was_nothing_is_made(tmp_path: Path) -> None:
    bridge = StatusLineBridge(tmp_path / ".claude" / "settings.json", tmp_path / "kept.json")
    assert (bridge.install(OURS), bridge.uninstall()) == (Outcome.NO_FOLDER, Outcome.ALREADY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has neither these modes nor links for everybody")
def test_a_link_into_a_folder_of_dotfiles_stays_a_link_and_the_mode_stays(place: Place, tmp_path: Path) -> None:
    target = tmp_path / "dotfiles" / "settings.json"
    target.parent.mkdir()
    target.write_text(json.dumps({"statusLine": THEIRS}))
    target.chmod(0o640)
    place.file.symlink_to(target)
    place.bridge.install(OURS)
    assert place.file.is_symlink()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert place.bridge.previous_command() == "npx ccstatusline"


def test_a_disk_that_refuses_changes_nothing(place: Place) -> None:
    text = json.dumps({"statusLine": THEIRS})
    place.file.write_text(text)
    place.kept.parent.write_text("a file where our folder belongs")
    assert place.bridge.install(OURS) is Outcome.DISK
    assert place.file.read_text() == text
