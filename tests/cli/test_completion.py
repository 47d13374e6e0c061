"""The completion scripts in the shells that they are for."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from usagebar_qt.cli.completion import SHELLS, bash, fish, zsh
from usagebar_qt.cli.shape import shape_of_program

if TYPE_CHECKING:
    from tests.cli.conftest import Machine

PROGRAM = shape_of_program()


def complete(*words: str) -> set[str]:
    """What real bash offers after these words, of which the last one is being typed."""
    quoted = " ".join(f"'{word}'" for word in ("usagebar", *words))
    script = f'{bash(PROGRAM)}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _usagebar; printf "%s\\n" "${{COMPREPLY[@]}}"'
    done = subprocess.run(["bash", "--norc", "-u", "-c", script], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    return set(done.stdout.split())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (("st",), {"status", "statusline"}),
        (("gu",), {"guard"}),
        (("--f",), {"--format"}),
        (("--format", ""), {"text", "json", "waybar", "statusline"}),
        (("status", "--format", "w"), {"waybar"}),
        (("guard", "--provider", ""), {"claude", "zai"}),
        (("guard", "--provider", "claude", "--w"), {"--window"}),
        (("guard", "--window", "we"), {"weekly"}),
        (("key", "s"), {"set"}),
        (("key", "set", "z"), {"zai"}),
        (("history", "export", "--format", ""), {"csv", "json"}),
        (("completion", ""), {*SHELLS, "-h", "--help"}),
        (("status", "--max-age", ""), set()),
    ],
)
def test_bash_offers_what_may_be_typed(words: tuple[str, ...], expected: set[str]) -> None:
    assert complete(*words) == expected


def test_bash_registers_itself() -> None:
    script = f"{bash(PROGRAM)}\ncomplete -p usagebar"
    done = subprocess.run(["bash", "--norc", "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["complete", "-F", "_usagebar", "usagebar"]


def test_zsh_and_fish_know_every_command_and_option() -> None:
    for script in (zsh(PROGRAM), fish(PROGRAM)):
        for shape in PROGRAM.walk():
            assert not shape.path or shape.path[-1] in script
            for option in shape.options:
                assert option.names[-1].lstrip("-") in script


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_the_other_shells_can_read_their_scripts(shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed here; `bootstrap.py test --all` installs it")
    script = {"zsh": zsh, "fish": fish}[shell](PROGRAM)
    done = subprocess.run([shell, "-n"], input=script, capture_output=True, text=True, check=True)
    assert done.stderr == ""


def test_every_command_teaches_by_example() -> None:
    for shape in PROGRAM.walk():
        if not shape.children:
            assert "examples:" in shape.epilog
            assert f"usagebar {' '.join(shape.path)}" in shape.epilog
            assert shape.description


def test_the_command_prints_the_script_and_knows_its_shells(machine: Machine) -> None:
    assert machine.run("completion", "bash").stdout == bash(PROGRAM)
    assert machine.run("completion", "tcsh").returncode == 64
