"""What decides whether a set-up is done again, and what may leak into it."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from setup_steps.environment import Checkout, Extent, Stamp, child_environment, fingerprint

ROOT = Path(__file__).parents[2]
PIN = re.compile(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*( ; .+)?")


def pinned_names() -> set[str]:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {canonicalize_name(line.split("==")[0]) for line in lines if line and not line.startswith("#")}


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    (tmp_path / "packaging").mkdir()
    (tmp_path / "packaging" / "constraints.txt").write_text("httpx==0.28.1\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    (tmp_path / ".venv").mkdir()
    return Checkout(tmp_path)


@pytest.mark.parametrize("changed", ["pyproject.toml", "packaging/constraints.txt"])
def test_a_changed_dependency_file_asks_for_a_new_set_up(checkout: Checkout, changed: str) -> None:
    before = fingerprint(checkout)
    assert fingerprint(checkout) == before
    (checkout.root / changed).write_text("changed\n")
    assert fingerprint(checkout) != before


def test_a_moved_checkout_asks_for_a_new_set_up(checkout: Checkout, tmp_path: Path) -> None:
    before = fingerprint(checkout)
    moved = checkout.root.rename(tmp_path.with_name(f"{tmp_path.name}-moved"))
    assert fingerprint(Checkout(moved)) != before


def test_a_stamp_is_read_as_it_was_written(checkout: Checkout) -> None:
    Stamp("cpython-311").with_installed(Extent.RUN, "abc").write(checkout.stamp)
    stamp = Stamp.read(checkout.stamp)
    assert stamp.python == "cpython-311"
    assert stamp.holds(Extent.RUN, "abc")
    assert not stamp.holds(Extent.RUN, "other")


def test_the_development_tools_include_what_the_program_needs_but_not_the_reverse() -> None:
    assert Stamp().with_installed(Extent.DEVELOP, "abc").holds(Extent.RUN, "abc")
    assert not Stamp().with_installed(Extent.RUN, "abc").holds(Extent.DEVELOP, "abc")


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"python": "x"}', '{"python": "x", "installed": []}'])
def test_a_damaged_stamp_counts_as_none(checkout: Checkout, text: str) -> None:
    checkout.stamp.write_text(text)
    assert not Stamp.read(checkout.stamp).holds(Extent.RUN, "abc")


def test_a_callers_python_path_and_pip_target_do_not_reach_the_venv(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("PYTHONPATH", "PYTHONHOME", "PIP_USER", "PIP_TARGET"):
        monkeypatch.setenv(name, "elsewhere")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example:8080")
    environment = child_environment()
    assert "elsewhere" not in environment.values()
    assert environment["HTTPS_PROXY"] == "http://proxy.example:8080"


def test_the_constraints_hold_plain_pins_and_no_address() -> None:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#") and not PIN.fullmatch(line)] == []
    assert "://" not in "".join(lines)


def test_every_package_that_gets_installed_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    todo = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["dev"],
        *project["build-system"]["requires"],
    ]
    there = {canonicalize_name(entry.metadata["Name"]) for entry in metadata.distributions()}
    seen: set[str] = set()
    while todo:
        requirement = Requirement(todo.pop())
        name = canonicalize_name(requirement.name)
        if name in seen or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        seen.add(name)
        if name in there:
            todo += metadata.requires(name) or []
    assert seen - pinned_names() == set()


def test_what_only_windows_or_an_older_python_installs_is_pinned_too() -> None:
    assert {"colorama", "pywin32-ctypes", "importlib-metadata", "backports-tarfile", "zipp"} <= pinned_names()
