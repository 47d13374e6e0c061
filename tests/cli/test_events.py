"""`usagebar events`: naming a command, trying it, and doing without it again."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Machine

pytestmark = pytest.mark.skipif(os.name == "nt", reason="its scripts are of a POSIX shell")


def script(folder: Path, text: str) -> Path:
    file = folder / "on usage"
    file.write_text(f"#!/bin/sh\n{text}\n")
    file.chmod(0o755)
    return file


def test_a_command_is_set_tried_shown_and_cleared(machine: Machine) -> None:
    told = machine.home / "told"
    program = script(machine.home, f'cat > "{told}"; echo "$1" >> "{told}"')
    assert machine.run("events", "show").returncode == 78
    assert machine.run("events", "set", str(program), "--an-option").returncode == 0
    assert machine.run("events", "show").stdout == f"'{program}' --an-option\n"
    assert machine.run("events", "test").returncode == 0
    text, argument = told.read_text().rsplit("}", 1)
    assert json.loads(text + "}")["event"] == "level"
    assert argument.strip() == "--an-option"
    assert machine.run("events", "clear").returncode == 0
    assert machine.run("events", "test").returncode == 78


def test_a_program_is_found_by_name_and_kept_with_its_path(machine: Machine) -> None:
    assert machine.run("events", "set", "true").returncode == 0
    assert machine.run("events", "show").stdout.startswith("/")


def test_what_cannot_work_is_said(machine: Machine) -> None:
    assert machine.run("events", "set", "no-such-program-at-all").returncode == 69
    assert machine.run("events", "set").returncode == 64
    for option in ("--help", "-h"):
        done = machine.run("events", "set", option)
        assert (done.returncode, "events --help" in done.stderr) == (64, True)
    assert machine.run("events", "show", "more").returncode == 64
    machine.run("events", "set", str(script(machine.home, "exit 3")))
    done = machine.run("events", "test")
    assert done.returncode == 69
    assert "other than 0" in done.stderr
    (machine.home / ".config" / "usagebar" / "events.json").unlink()
    (machine.home / ".config" / "usagebar").rmdir()
    (machine.home / ".config" / "usagebar").write_text("in the way")
    assert machine.run("events", "set", "true").returncode == 69
