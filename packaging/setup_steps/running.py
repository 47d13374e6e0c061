"""`bootstrap.py run`: set up, then become the program."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setup_steps import system_parts
from setup_steps.environment import Checkout, Extent, child_environment, prepare
from setup_steps.problem import SetupError
from setup_steps.system_parts import QT, WAYLAND, X11, Look, Part

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_DISPLAY = """\
There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set), so a tray icon has nowhere to go. Two ways on:

  python3 packaging/bootstrap.py run --smoke-test        starts the demo off screen, checks it and ends
  xvfb-run -a python3 packaging/bootstrap.py run --demo  the program on a virtual screen"""
NEEDS_NO_DISPLAY = {"--smoke-test", "--help", "-h", "--version"}


@dataclass(frozen=True, slots=True)
class Plan:
    """What a start needs: the parts of the system, and what Qt is told about its platform (empty: nothing)."""

    parts: tuple[Part, ...]
    qt_platform: str = ""


def plan(arguments: Sequence[str], environ: Mapping[str, str], platform: str) -> Plan | None:
    """How to start with these arguments here; None where a display is needed and there is none."""
    if platform != "linux":
        return Plan(())
    if environ.get("QT_QPA_PLATFORM"):  # somebody knows what they want
        return Plan((*QT, *X11) if environ["QT_QPA_PLATFORM"].startswith("xcb") else QT)
    x11, wayland = (X11 if environ.get("DISPLAY") else ()), (WAYLAND if environ.get("WAYLAND_DISPLAY") else ())
    if x11 or wayland:
        return Plan((*QT, *x11, *wayland))
    return Plan(QT, "offscreen") if NEEDS_NO_DISPLAY & set(arguments) else None


def run(checkout: Checkout, arguments: list[str]) -> int:
    """Set up and start the program; on Linux and macOS this does not return.

    Raises:
        SetupError: with what to do, where the program cannot be started.
    """
    found = plan(arguments, os.environ, sys.platform)
    if found is None:
        raise SetupError(_no_display())
    prepare(checkout, Extent.RUN, _say)
    try:
        system_parts.provide(found.parts, "showing windows", _say)
    except SetupError as problem:
        if system_parts.on_debian():
            raise
        _say(f"{problem}\nStarting all the same ...")  # elsewhere our list may not fit: let Qt judge
    environment = child_environment() | ({"QT_QPA_PLATFORM": found.qt_platform} if found.qt_platform else {})
    command = [str(checkout.python), "-m", "usagebar_qt", *arguments]
    if os.name != "nt":
        sys.stderr.flush()
        os.execve(command[0], command, environment)  # noqa: S606 - signals and the exit code are the program's own
    return subprocess.run(command, env=environment, check=False).returncode


def _no_display() -> str:
    lost = system_parts.missing([Part(name, package, Look.PROGRAM) for name, package in (("xvfb-run", "xvfb"), ("xauth", "xauth"))])
    needs = f"\n\nThe virtual screen needs: {system_parts.install_line(system_parts.packages_of(lost))}" if lost else ""
    return NO_DISPLAY + (needs if system_parts.on_debian() else "")


def _say(sentence: str) -> None:
    """To standard error: standard output is the program's."""
    print(sentence, file=sys.stderr, flush=True)
