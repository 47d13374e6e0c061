"""The Run key in a real registry, as far as Wine has one."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from usagebar_qt.services.autostart.building import build_autostart, this_installation
from usagebar_qt.services.autostart.windows import APPROVED, NAME, RUN, RunKeyAutostart
from usagebar_qt.services.ports import AutostartState

Record = Callable[[str, object], None]
SHOWN = "as it should be"
winreg: Any = importlib.import_module("winreg")  # on this side alone


def value(path: str) -> object:
    """What the registry holds under our name, read without our code."""
    try:
        with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path) as key:
            found: object = winreg.QueryValueEx(key, NAME)[0]
            return found
    except FileNotFoundError:
        return None


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    yield
    for path in (RUN, APPROVED):
        if value(path) is not None:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, path, 0, winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, NAME)


def test_switching_on_writes_a_quoted_value_and_switching_off_removes_it(awkward: Path, record_property: Record) -> None:
    record_property("cell", f"start at login: Run key written and removed|{SHOWN}")
    program = awkward / "usagebar-qt.exe"
    program.write_bytes(b"MZ")
    port = RunKeyAutostart((str(program),), winreg)
    assert port.state() is AutostartState.OFF
    port.switch_on()
    assert value(RUN) == f'"{program}"'
    assert port.state() is AutostartState.ON
    port.switch_off()
    assert value(RUN) is None
    port.switch_off()


def test_what_task_manager_switched_off_is_off(record_property: Record) -> None:
    record_property("cell", f"start at login: Task Manager's switch|{SHOWN}")
    port = RunKeyAutostart((sys.executable,), winreg)
    port.switch_on()
    with winreg.CreateKey(winreg.HKEY_CURRENT_USER, APPROVED) as key:
        winreg.SetValueEx(key, NAME, 0, winreg.REG_BINARY, bytes([3] + [0] * 11))
    assert port.state() is AutostartState.OFF
    port.switch_on()
    assert port.state() is AutostartState.ON
    assert value(APPROVED) is None


def test_this_python_of_a_checkout_is_not_what_is_started() -> None:
    assert build_autostart(this_installation(), {}, Path()).state() is AutostartState.IMPOSSIBLE
