"""The bed under Wine for all tests of this folder, and the tables they showed at the end of the run."""

from __future__ import annotations

import os
import shutil
import sys

import pytest

if sys.platform == "win32":
    pytest.skip("these tests bring Windows to Linux", allow_module_level=True)

from typing import TYPE_CHECKING

from windows import suite
from windows.bed import Bed, Session, default_folder
from windows.set_up import is_ready, set_up

from tests.e2e.desktop import NEEDED, TRAY_HOSTS, Desktop
from tests.wine.program_bed import USER

if TYPE_CHECKING:
    from collections.abc import Iterator

collect_ignore = ["windows_side"]
SHOWN = pytest.StashKey[list[suite.Cell]]()


def _bed() -> Bed:
    """With E2E=1 (bootstrap, CI) it is made where it is missing, else that is a skip."""
    bed = Bed(default_folder())
    if os.environ.get("E2E"):
        set_up(bed, print)
    elif not is_ready(bed):
        pytest.skip("needs: python3 packaging/windows/harness.py --default setup")
    return bed


@pytest.fixture(scope="module")
def wine() -> Iterator[Session]:
    """A session of Wine without a display. One at a time: of a module, so that the next one can have its own."""
    with Session(_bed(), {"DISPLAY": ""}) as session:
        yield session


@pytest.fixture(scope="module")
def desktop_of_wine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desktop]:
    """With xfce4-panel: in trayer Wine's icon is blank and deaf in about half of the starts."""
    bed = _bed()
    desktop = Desktop("sni", tmp_path_factory.mktemp("desktop-of-wine"))
    if missing := [program for program in (*NEEDED, TRAY_HOSTS["sni"][0]) if not shutil.which(program)]:
        (pytest.fail if os.environ.get("E2E") else pytest.skip)(f"not installed: {' '.join(missing)}; bed: {bed.folder}")
    try:
        desktop.start()
        yield desktop
    finally:
        desktop.stop()


@pytest.fixture(scope="module")
def wine_on_screen(desktop_of_wine: Desktop) -> Iterator[Session]:
    """A session on that desktop, for a person whose name has a space and umlauts."""
    on_screen = {"DISPLAY": desktop_of_wine.env["DISPLAY"], "QT_QPA_PLATFORM": "windows"}  # all other tests are off screen
    with Session(_bed(), {**on_screen, "USER": USER}) as session:
        yield session


@pytest.fixture
def shown(pytestconfig: pytest.Config) -> list[suite.Cell]:
    """What is put in here is printed as a table at the end."""
    return pytestconfig.stash.setdefault(SHOWN, [])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    if cells := config.stash.get(SHOWN, []):
        terminalreporter.section("shown on Windows Python under Wine")
        terminalreporter.write_line(suite.tables(cells))
