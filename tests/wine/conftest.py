"""The bed under Wine for all tests of this folder, and the tables they showed at the end of the run."""

from __future__ import annotations

import os
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("these tests bring Windows to Linux", allow_module_level=True)

from typing import TYPE_CHECKING

from windows import suite
from windows.bed import Bed, Session, default_folder
from windows.set_up import is_ready, set_up

if TYPE_CHECKING:
    from collections.abc import Iterator

collect_ignore = ["windows_side"]
SHOWN = pytest.StashKey[list[suite.Cell]]()


@pytest.fixture(scope="session")
def wine() -> Iterator[Session]:
    """A session of Wine without a display. With E2E=1 (bootstrap, CI) the bed is made where it is missing, else that is a skip."""
    bed = Bed(default_folder())
    if os.environ.get("E2E"):
        set_up(bed, print)
    elif not is_ready(bed):
        pytest.skip("needs: python3 packaging/windows/harness.py --default setup")
    with Session(bed, {"DISPLAY": ""}) as session:
        yield session


@pytest.fixture
def shown(pytestconfig: pytest.Config) -> list[suite.Cell]:
    """What is put in here is printed as a table at the end."""
    return pytestconfig.stash.setdefault(SHOWN, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if cells := config.stash.get(SHOWN, []):
        terminalreporter.section("shown on Windows Python under Wine")
        terminalreporter.write_line(suite.tables(cells))
