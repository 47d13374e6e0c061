"""A release: what must be done before, and what can be checked after."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pytest
import release
from artefacts import bill
from artefacts.components import Component
from artefacts.project import Project
from artefacts.smoke import Report
from artefacts.weights import Weight, table
from setup_steps.problem import SetupError

import build

if TYPE_CHECKING:
    from pathlib import Path

CHANGELOG = "# Changelog\n\n## Unreleased\n\n## 1.2.3 - 2026-11-24\n"
PARTS = [Component("zipp", "4", "MIT", ()), Component("httpx", "0.28.1", "BSD-3-Clause", ())]


def test_a_clean_checkout_with_its_part_in_the_changelog_is_ready() -> None:
    release.check_ready("1.2.3", CHANGELOG, "")


def test_what_is_not_committed_or_not_in_the_changelog_holds_a_release_back() -> None:
    with pytest.raises(SetupError, match=r"usagebar\.nsi"):
        release.check_ready("1.2.3", CHANGELOG, " M usagebar.nsi")
    with pytest.raises(SetupError, match=r"1\.2\.4"):
        release.check_ready("1.2.4", CHANGELOG, "")


def test_when_it_is_not_ready_nothing_else_is_done() -> None:
    steps = release.Release(Project(), is_draft=False).steps
    assert all(steps[0].name in step.needs for step in steps[1:])


def test_everything_waits_for_the_look_at_known_weaknesses(tmp_path: Path) -> None:
    names = [step.name for step in release.Release(Project(tmp_path), is_draft=False).steps]
    assert "no known weakness" in names[:2]
    assert all("no known weakness" in step.needs for step in release.Release(Project(tmp_path), is_draft=False).steps[2:])


def test_every_step_waits_only_for_earlier_ones() -> None:
    seen: set[str] = set()
    for step in release.Release(Project(), is_draft=False).steps:
        assert set(step.needs) <= seen, step.name
        seen.add(step.name)


def test_a_step_whose_need_failed_is_left_out_and_the_build_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def fail() -> None:
        raise SetupError("no disk")

    done: list[str] = []
    made = build.Build(Project(tmp_path))
    made.steps = (
        build.Step("first", fail),
        build.Step("second", lambda: done.append("second"), ("first",)),
        build.Step("third", lambda: done.append("third"), ("second",)),
        build.Step("other", lambda: done.append("other")),
    )
    assert build.run(made) == 1
    assert done == ["other"]
    assert "no disk" in capsys.readouterr().out


def test_checksums_are_sorted_and_true(tmp_path: Path) -> None:
    (tmp_path / "b").write_bytes(b"two")
    (tmp_path / "a").write_bytes(b"one")
    first, second = bill.checksums(tmp_path.iterdir()).splitlines()
    assert first == f"{hashlib.sha256(b'one').hexdigest()}  a"
    assert second.endswith("  b")


def test_the_bill_names_every_component_once_and_is_the_same_for_the_same_release() -> None:
    document = bill.bill("1.2.3", "windows-x64", PARTS, 0)
    assert [row["purl"] for row in document["components"]] == ["pkg:pypi/httpx@0.28.1", "pkg:pypi/zipp@4"]
    assert document["dependencies"][0]["dependsOn"] == ["pkg:pypi/httpx@0.28.1", "pkg:pypi/zipp@4"]
    assert document["metadata"]["timestamp"] == "1970-01-01T00:00:00Z"
    assert document == bill.bill("1.2.3", "windows-x64", list(reversed(PARTS)), 0)
    assert document["serialNumber"] != bill.bill("1.2.3", "linux-x86_64", PARTS, 0)["serialNumber"]


def test_the_table_shows_what_is_known_and_a_dash_for_the_rest() -> None:
    report = Report({"tray_ms": 200.4, "first_figures_ms": 400.0, "popup_ms": 40.0, "rss_kib": None, "pss_kib": 1000.0}, "3", "6")
    lines = table([Weight("small", 30.0, 133.04, report), Weight("other")]).splitlines()
    assert [cell.strip() for cell in lines[2].split("|")[1:-1]] == ["small", "30.0", "133.0", "200", "400", "40", "1.0"]
    assert [cell.strip() for cell in lines[3].split("|")[1:-1]] == ["other", *"–" * 6]
    assert len({len(line) for line in lines}) == 1
