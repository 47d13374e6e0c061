"""Runs the Windows part of the tests, and looks at the bed itself."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from windows import suite
from windows.bed import CHECKOUT, TIMED_OUT, Session, windows_path

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.wine
FILES = [
    path.relative_to(CHECKOUT).as_posix()
    for name in suite.TESTS
    for path in (sorted((CHECKOUT / name).glob("test_*.py")) if (CHECKOUT / name).is_dir() else [CHECKOUT / name])
]


@pytest.mark.parametrize("file", FILES)
def test_every_test_of_a_file_passes_on_windows_python(wine: Session, shown: list[suite.Cell], file: str) -> None:
    outcome = suite.run(wine, [file])
    shown += outcome.cells
    assert (outcome.code, outcome.failed) == (0, 0), outcome.output
    assert outcome.passed > 0, outcome.output


def test_a_failing_test_on_the_windows_side_is_seen_here(wine: Session, tmp_path: Path) -> None:
    file = tmp_path / "test_broken.py"
    file.write_text("def test_broken(record_property):\n    record_property('cell', 'a|b')\n    assert 1 == 2\n", encoding="utf-8")
    # pytest looks at everything beside the file's parents, and Windows Python stumbles over other programs' sockets in /tmp.
    outcome = suite.run(wine, [str(file), f"--confcutdir={windows_path(tmp_path)}"])
    assert (outcome.code, outcome.passed) == (1, 0), outcome.output
    assert outcome.failed >= 1  # Wine shows pytest's links as folders, so the file is found several times
    assert suite.BAD in suite.tables(outcome.cells)


def test_a_program_gives_back_its_exit_code_and_its_text(wine: Session) -> None:
    ended = wine.run(
        wine.bed.python, "-c", "import sys; print('Schlüssel 日本'); print(sys.argv, file=sys.stderr); sys.exit(7)", "ü b"
    )
    assert ended.code == 7
    assert "Schlüssel 日本" in ended.output
    assert "'ü b'" in ended.output


def test_a_program_that_does_not_end_is_stopped(wine: Session) -> None:
    ended = wine.run(wine.bed.python, "-c", "import time; print('begun', flush=True); time.sleep(600)", timeout=3)
    assert ended.code == TIMED_OUT
    assert ended.output == "begun\n"


def test_the_checkout_is_what_runs_and_nothing_is_written_into_it(wine: Session) -> None:
    code = "import usagebar_qt, sys; print(usagebar_qt.__file__, sys.pycache_prefix)"
    file, prefix = wine.run(wine.bed.python, "-c", code).output.split()
    assert file == windows_path(CHECKOUT / "usagebar_qt" / "__init__.py")
    assert prefix == windows_path(wine.bed.folder / "bytecode")


def test_files_are_opened_in_the_code_page_of_windows_so_that_a_forgotten_encoding_shows(wine: Session) -> None:
    assert wine.run(wine.bed.python, "-c", "import locale; print(locale.getpreferredencoding())").output == "cp1252\n"


def test_without_a_display_qt_starts_offscreen(wine: Session) -> None:
    code = (
        "from PySide6.QtWidgets import QApplication, QProgressBar; app = QApplication([]); bar = QProgressBar(); bar.setValue(42);"
        " bar.show(); print(app.platformName(), bar.text())"
    )
    assert wine.run(wine.bed.python, "-c", code, timeout=60).output == "offscreen 42%\n"


def test_setting_up_again_has_nothing_to_do_even_while_a_session_is_open(wine: Session) -> None:
    command = [sys.executable, "packaging/windows/harness.py", str(wine.bed.folder), "setup"]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr) == (0, f"Ready: {wine.bed.folder}\n")
