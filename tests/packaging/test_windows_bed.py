"""What the bed under Wine decides without Wine."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("the bed brings Windows to Linux", allow_module_level=True)

from windows import harness, suite
from windows.bed import Bed, default_folder, windows_path
from windows.set_up import is_ready, recipes

BED = Bed(Path("/somewhere/bed"), Path("/somewhere/checkout"))
REPORT = """<testsuites><testsuite>
<testcase classname="a.test_one" name="x"><properties><property name="cell" value="row 1|left"/></properties></testcase>
<testcase classname="a.test_one" name="y"><properties><property name="cell" value="row 1|left"/></properties><failure/></testcase>
<testcase classname="a.test_one" name="z"><properties><property name="cell" value="row 2|right"/></properties></testcase>
<testcase classname="a.test_two" name="s"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("DISPLAY", "QT_QPA_PLATFORM", "XAUTHORITY", "WINEPREFIX"):
        monkeypatch.delenv(name, raising=False)


def test_a_path_of_linux_has_a_drive_letter_on_the_windows_side() -> None:
    assert windows_path(Path("/a b/ü.py")) == "Z:\\a b\\ü.py"


def test_the_folder_lies_in_the_users_cache() -> None:
    assert default_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/usagebar-wine")
    assert default_folder({}) == Path.home() / ".cache" / "usagebar-wine"


def test_nothing_of_the_user_is_in_reach(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WINEPREFIX", "/the/users/own")
    monkeypatch.setenv("PYTHONSTARTUP", "/the/users/own.py")
    environment = BED.environment()
    assert environment["WINEPREFIX"] == "/somewhere/bed/prefix"
    assert environment["HOME"] == "/somewhere/bed/home"
    assert "PYTHONSTARTUP" not in environment
    assert "winemenubuilder.exe=d" in environment["WINEDLLOVERRIDES"]


def test_qt_is_offscreen_without_a_display_whatever_linux_would_use(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "xcb")
    assert BED.environment()["USAGEBAR_BED_QT_QPA_PLATFORM"] == "offscreen"


def test_a_platform_that_qt_for_windows_lacks_is_not_passed_on() -> None:
    assert "USAGEBAR_BED_QT_QPA_PLATFORM" not in BED.environment({"DISPLAY": ":7", "QT_QPA_PLATFORM": "xcb"})
    assert BED.environment({"DISPLAY": ":7", "QT_QPA_PLATFORM": "windows"})["USAGEBAR_BED_QT_QPA_PLATFORM"] == "windows"
    assert BED.environment({"DISPLAY": ":7", "QT_SCALE_FACTOR": "1.5"})["USAGEBAR_BED_QT_SCALE_FACTOR"] == "1.5"


def test_what_a_caller_gives_for_python_wins() -> None:
    assert BED.environment({"PYTHONPATH": "Z:\\other"})["PYTHONPATH"] == "Z:\\other"


def test_an_empty_folder_is_not_ready_and_neither_is_one_with_rubbish(tmp_path: Path) -> None:
    bed = Bed(tmp_path)
    assert not is_ready(bed)
    for rubbish in ("{", "[]", '{"python": "old"}'):
        (tmp_path / "stamps.json").write_text(rubbish, encoding="utf-8")
        assert not is_ready(bed)


def test_a_changed_requirement_makes_the_wheels_anew_and_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["a"]\n', encoding="utf-8")
    before = {recipe.name: recipe.stamp for recipe in recipes(Bed(tmp_path, tmp_path))}
    (tmp_path / "pyproject.toml").write_text('[project]\ndependencies = ["a", "b"]\n', encoding="utf-8")
    after = {recipe.name: recipe.stamp for recipe in recipes(Bed(tmp_path, tmp_path))}
    assert [name for name in before if before[name] != after[name]] == ["wheels"]


def test_the_report_tells_passed_from_failed_and_skipped() -> None:
    passed, failed, cells = suite.read_report(REPORT)
    assert (passed, failed, len(cells)) == (2, 1, 3)


def test_one_failure_spoils_a_field_of_the_table() -> None:
    text = suite.tables(suite.read_report(REPORT)[2])
    assert text.splitlines() == [
        "| test_one | left   | right |",
        "| -------- | ------ | ----- |",
        "| row 1    | FAILED |       |",
        "| row 2    |        | ok    |",
    ]


@pytest.mark.parametrize("words", [[], ["--default"], ["--default", "fly"]])
def test_wrong_usage_is_explained(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert harness.main(words) == 64
    assert "harness.py (FOLDER | --default) setup" in capsys.readouterr().err
