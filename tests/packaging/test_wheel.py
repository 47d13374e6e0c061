"""What the project says of itself in each package format, and what may be in a wheel."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from artefacts import smoke, wheel
from artefacts.project import Project, debian_version, numeric_version, read_version
from setup_steps.problem import SetupError

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Project()
MODULES = [
    f"usagebar_qt/{f.relative_to(PROJECT.root / 'usagebar_qt').as_posix()}" for f in (PROJECT.root / "usagebar_qt").rglob("*.py")
]
RESOURCES = [f"{wheel.CARRIED}/{f.relative_to(PROJECT.resources).as_posix()}" for f in PROJECT.resources.rglob("*") if f.is_file()]


def test_the_version_has_one_place() -> None:
    import usagebar_qt

    assert PROJECT.version == usagebar_qt.__version__


@pytest.mark.parametrize("text", ["__version__ = '1.2'", "__version__ = 'v1.2.3'", "__version__ = 1", "", "version = '1.2.3'"])
def test_a_version_that_a_package_format_could_not_carry_is_refused(text: str) -> None:
    with pytest.raises(SetupError):
        read_version(text)


@pytest.mark.parametrize(
    ("version", "windows", "debian"),
    [("1.2.3", "1.2.3.0", "1.2.3"), ("0.10.0b4", "0.10.0.0", "0.10.0~b4"), ("1.0.0.dev5", "1.0.0.0", "1.0.0~dev5")],
)
def test_each_format_gets_the_version_in_its_own_form(version: str, windows: str, debian: str) -> None:
    assert numeric_version(version) == windows
    assert debian_version(version) == debian


def test_a_whole_wheel_passes() -> None:
    wheel.check_wheel(PROJECT, [*MODULES, *RESOURCES, "usagebar_qt-0.1.0.dist-info/RECORD"])


@pytest.mark.parametrize("lost", ["usagebar_qt/__init__.py", f"{wheel.CARRIED}/icons/usagebar-qt-16.png"])
def test_a_wheel_that_lacks_a_module_or_a_resource_is_refused_by_name(lost: str) -> None:
    with pytest.raises(SetupError, match=Path(lost).name):
        wheel.check_wheel(PROJECT, [name for name in (*MODULES, *RESOURCES) if name != lost])


@pytest.mark.parametrize("foreign", ["tests/conftest.py", "usagebar_qt/x.pyc", "usagebar_qt/.credentials.json"])
def test_a_wheel_with_something_foreign_in_it_is_refused(foreign: str) -> None:
    with pytest.raises(SetupError, match=Path(foreign).parts[0]):
        wheel.check_wheel(PROJECT, [*MODULES, *RESOURCES, foreign])


GOOD = '{"ok": true, "tray_ms": 1, "first_figures_ms": 2, "popup_ms": 3, "rss_kib": 4, "pss_kib": null, "python": "3", "qt": "6"}'


def test_the_report_is_found_among_other_words() -> None:
    assert smoke.read_report(f"This plugin does not support that\n{{}}\n{GOOD}\n")["tray_ms"] == 1


@pytest.mark.parametrize("output", ["", "{", "Traceback", '{"ok": false, "failed": "popup: not within 30 s"}'])
def test_a_smoke_test_without_a_good_report_fails(output: str) -> None:
    with pytest.raises(SetupError):
        smoke.read_report(output)


def test_runs_are_summed_up_by_their_median_and_what_is_unknown_stays_unknown() -> None:
    reports = [smoke.read_report(GOOD) | {"tray_ms": value} for value in (100, 1, 7)]
    summed = smoke.median_of(reports)
    assert summed["tray_ms"] == 7
    assert summed["pss_kib"] is None


def test_the_first_round_only_warms_up() -> None:
    asked: list[str] = []

    def program(name: str, values: list[float]) -> Callable[[], dict[str, object]]:
        def report() -> dict[str, object]:
            asked.append(name)
            return smoke.read_report(GOOD) | {"tray_ms": values.pop(0)}

        return report

    found = smoke.side_by_side({name: program(name, [900.0, 2.0, 2.0]) for name in "ab"}, rounds=2)
    assert asked == ["a", "b"] * 3
    assert found["a"]["tray_ms"] == 2


def test_a_status_with_figures_from_somewhere_is_refused_in_an_empty_home() -> None:
    smoke.check_status('{"schema_version": 1, "providers": [{"id": "claude", "state": "not_configured"}]}')
    with pytest.raises(SetupError, match="ok"):
        smoke.check_status('{"schema_version": 1, "providers": [{"id": "claude", "state": "ok"}]}')
    with pytest.raises(SetupError):
        smoke.check_status("Traceback")
