"""A value of the user's Run key, the same that the installer writes; what Task Manager switched off counts as off."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

from usagebar_qt.services.ports import AutostartState

if TYPE_CHECKING:
    from collections.abc import Sequence

RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Where Task Manager and the system's settings note what a person has switched off: an odd first byte."""
NAME = "UsageBar"


def command_line(command: Sequence[str]) -> str:
    """The program always in quotes: a folder with a space in its name would else be two words."""
    program, *more = command
    return " ".join(filter(None, (f'"{program}"', subprocess.list2cmdline(more))))


def program_of(line: str) -> str:
    """The program that a command line begins with."""
    line = line.strip()
    return line[1:].partition('"')[0] if line.startswith('"') else line.partition(" ")[0]


class RunKeyAutostart:
    """`winreg` is given from outside: the module is there on Windows alone."""

    def __init__(self, command: Sequence[str], winreg: Any) -> None:
        self._command = tuple(command)
        self._registry = winreg

    def state(self) -> AutostartState:
        """Blocking: two values of the registry."""
        starts = bool(self._value(RUN)) and not self._is_refused()
        return AutostartState.ON if starts else AutostartState.OFF

    def switch_on(self) -> None:
        """Another copy that is still there stays the one that starts. Raises `OSError`."""
        line = self._value(RUN)
        if not isinstance(line, str) or not Path(program_of(line)).is_file():
            with self._registry.CreateKey(self._registry.HKEY_CURRENT_USER, RUN) as key:
                self._registry.SetValueEx(key, NAME, 0, self._registry.REG_SZ, command_line(self._command))
        if self._is_refused():
            self._delete(APPROVED)

    def switch_off(self) -> None:
        """Raises `OSError`."""
        self._delete(RUN)
        self._delete(APPROVED)

    def _is_refused(self) -> bool:
        value = self._value(APPROVED)
        return isinstance(value, bytes) and value[:1] != b"" and value[0] % 2 == 1

    def _value(self, path: str) -> object:
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, path) as key:
                return self._registry.QueryValueEx(key, NAME)[0]
        except FileNotFoundError:
            return None

    def _delete(self, path: str) -> None:
        access = self._registry.KEY_SET_VALUE
        try:
            with self._registry.OpenKey(self._registry.HKEY_CURRENT_USER, path, 0, access) as key:
                self._registry.DeleteValue(key, NAME)
        except FileNotFoundError:
            return
