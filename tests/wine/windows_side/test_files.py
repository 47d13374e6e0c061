"""Folders, names and replacing on Windows, as far as Wine does them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from usagebar_qt.credentials import safe_file
from usagebar_qt.engine import atomic_file
from usagebar_qt.engine.paths import Paths

Record = Callable[[str, object], None]
SHOWN = "as it should be"


def test_our_folders_lie_in_the_profile_and_none_of_them_roams(record_property: Record) -> None:
    record_property("cell", f"settings folders|{SHOWN}")
    local = Path(os.environ["LOCALAPPDATA"])
    assert local == Path(os.environ["USERPROFILE"], "AppData", "Local")
    paths = Paths.of_user()
    for folder in (paths.config, paths.data, paths.state, paths.log):
        assert folder.is_relative_to(local / "usagebar")
        assert folder.drive == "C:"


def test_settings_are_kept_below_a_name_with_spaces_and_umlauts(awkward: Path, record_property: Record) -> None:
    record_property("cell", f"spaces, umlauts and Japanese in a path|{SHOWN}")
    file = Paths.under(awkward).settings_file
    atomic_file.write_json(file, {"name": "Schlüssel 日本 😀"})
    atomic_file.write_json(file, {"name": "Schlüssel 日本 😀", "again": True})
    assert atomic_file.read_json(file) == {"name": "Schlüssel 日本 😀", "again": True}
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


def test_a_child_process_takes_such_a_path_as_an_argument(awkward: Path) -> None:
    code = "import sys, pathlib; pathlib.Path(sys.argv[1], 'ü.txt').write_text('da', encoding='utf-8')"
    subprocess.run([sys.executable, "-c", code, str(awkward)], stdin=subprocess.DEVNULL, capture_output=True, check=True)
    assert (awkward / "ü.txt").read_text(encoding="utf-8") == "da"


def test_a_path_longer_than_260_characters_is_written(tmp_path: Path) -> None:
    file = tmp_path.joinpath(*["ein recht langer Ordnername, " * 2 + "Ende"] * 4) / "settings.json"
    assert len(str(file)) > 260
    extended = Path("\\\\?\\" + str(file))
    atomic_file.write_json(extended, {"a": 1})
    assert atomic_file.read_json(extended) == {"a": 1}


def test_replacing_puts_the_new_file_in_the_place_of_the_old(awkward: Path, record_property: Record) -> None:
    record_property("cell", f"os.replace over an existing file|{SHOWN}")
    old, new = awkward / "alt.json", awkward / "neu.json"
    old.write_bytes(b"old")
    new.write_bytes(b"new")
    new.replace(old)
    assert old.read_bytes() == b"new"
    assert not new.exists()


def test_a_file_that_somebody_holds_open_cannot_be_replaced_and_stays_whole(awkward: Path, record_property: Record) -> None:
    record_property("cell", f"os.replace while somebody reads: refused, both whole|{SHOWN}")
    file = awkward / "settings.json"
    atomic_file.write_json(file, {"version": 1})
    with file.open("rb"), pytest.raises(PermissionError):
        atomic_file.write_json(file, {"version": 2})
    assert atomic_file.read_json(file) == {"version": 1}
    assert [entry.name for entry in awkward.iterdir()] == ["settings.json"]  # the temporary file is gone too


def test_an_unreadable_file_is_set_aside_twice(awkward: Path) -> None:
    file = awkward / "settings.json"
    for _ in range(2):
        file.write_bytes(b"{")
        atomic_file.set_aside(file)
    assert sorted(entry.name for entry in awkward.iterdir()) == ["settings.json.bad", "settings.json.bad2"]


def test_another_programs_file_is_read_and_not_held(awkward: Path, record_property: Record) -> None:
    record_property("cell", f"credentials file read, then free for Claude Code|{SHOWN}")
    file, new = awkward / ".credentials.json", awkward / "new.json"
    file.write_bytes(b'{"a": "\xc3\xbc"}')
    assert safe_file.read_object(file) == {"a": "ü"}
    new.write_bytes(b"{}")
    new.replace(file)
    assert safe_file.read_object(file) == {}
