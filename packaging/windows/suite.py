"""The Windows part of the tests: pytest on Windows Python, and what it showed as a table.

A test puts itself into the table of its file with `record_property("cell", "row|column")`.
"""

from __future__ import annotations

import tempfile
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from windows.bed import CHECKOUT, windows_path
from windows.set_up import compile_for_windows

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from windows.bed import Session

FOLDER = CHECKOUT / "tests" / "wine" / "windows_side"
STAND_IN = CHECKOUT / "tests" / "wine" / "tauri_stand_in.c"
TESTS = (
    "tests/wine/windows_side",
    "tests/credentials/test_windows_vault.py",
    "tests/credentials/test_windows_vault_codec.py",
    "tests/credentials/test_claude_locks.py",
    "tests/credentials/test_claude_locks_held.py",
    "tests/credentials/test_claude_file.py",
    "tests/credentials/test_claude_file_refused.py",
    "tests/credentials/test_lock_notes.py",
    "tests/providers/test_claude_cli.py",
    "tests/providers/test_claude_renewal.py",
    "tests/engine/test_history_file.py",
    "tests/engine/test_history_store.py",
    "tests/engine/test_history_processes.py",
)
LIMIT_SECONDS = 300.0
GOOD, BAD = "ok", "FAILED"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table; each test file has one."""

    file: str
    row: str
    column: str
    result: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """Pytest's exit code and output; how many tests passed and did not (skipped ones are neither)."""

    code: int
    output: str
    passed: int
    failed: int
    cells: tuple[Cell, ...]


def run(session: Session, arguments: Sequence[str], pass_on: Callable[[bytes], object] | None = None) -> Outcome:
    """Run pytest on the Windows side: all of `TESTS` where no argument is a path of the checkout; those are translated."""
    bed = session.bed
    stand_in = bed.folder / "stand-in" / "tauri.exe"
    compile_for_windows(STAND_IN, stand_in, "-municode")
    with tempfile.TemporaryDirectory() as name:
        report = Path(name, "report.xml")
        words = [*_settings(report), *(_translated(word) for word in arguments)]
        if not any(_is_path(word) for word in arguments):
            words += [windows_path(CHECKOUT / name) for name in TESTS]
        extra = {"TAURI_STAND_IN": windows_path(stand_in)}
        ended = session.run(bed.python, "-m", "pytest", *words, timeout=LIMIT_SECONDS, extra=extra, pass_on=pass_on)
        passed, failed, cells = read_report(report.read_text(encoding="utf-8")) if report.exists() else (0, 0, ())
    return Outcome(ended.code, ended.output, passed, failed, cells)


def read_report(text: str) -> tuple[int, int, tuple[Cell, ...]]:
    """Passed, failed and cells of a JUnit report, which pytest on this machine wrote."""
    passed, failed, cells = 0, 0, []
    for case in ElementTree.fromstring(text).iter("testcase"):  # noqa: S314
        bad = case.find("failure") is not None or case.find("error") is not None
        good = not bad and case.find("skipped") is None
        passed, failed = passed + good, failed + bad
        file = case.get("classname", "").rsplit(".", 1)[-1]
        for entry in case.iterfind("properties/property[@name='cell']"):
            row, _, column = entry.get("value", "").partition("|")
            cells.append(Cell(file, row, column, GOOD if good else BAD))
    return passed, failed, tuple(cells)


def tables(cells: Sequence[Cell]) -> str:
    """Markdown, a table for each test file."""
    files = dict.fromkeys(cell.file for cell in cells)
    return "\n\n".join(_table(file, [cell for cell in cells if cell.file == file]) for file in files)


def _table(file: str, cells: Sequence[Cell]) -> str:
    """Rows and columns in the order in which they came. A field that several tests fill is good where all are."""
    rows, columns = list(dict.fromkeys(cell.row for cell in cells)), list(dict.fromkeys(cell.column for cell in cells))
    found: dict[tuple[str, str], list[str]] = {}
    for cell in cells:
        found.setdefault((cell.row, cell.column), []).append(cell.result)
    lines = [[file, *columns], *([row, *(_field(found.get((row, column), [])) for column in columns)] for row in rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(lines[0]))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "| " + " | ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def _field(results: list[str]) -> str:
    return "" if not results else BAD if BAD in results else GOOD


def _settings(report: Path) -> list[str]:
    """Our own settings on the Windows side: those of the checkout, and its conftest files, need packages that are not there."""
    configuration = ["-c", windows_path(FOLDER / "pytest.ini"), "--rootdir", windows_path(CHECKOUT)]
    return [*configuration, "--confcutdir", windows_path(FOLDER), f"--junitxml={windows_path(report)}"]


def _is_path(word: str) -> bool:
    return word not in {"", "."} and not word.startswith("-") and (CHECKOUT / word.partition("::")[0]).exists()


def _translated(word: str) -> str:
    path, separator, rest = word.partition("::")
    return windows_path(CHECKOUT / path) + separator + rest if _is_path(word) else word
