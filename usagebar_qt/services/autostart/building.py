"""Which of the three ways applies here. Loaded when somebody first looks: the tray icon does not wait for it."""

from __future__ import annotations

import importlib
import os
import sys
import sysconfig
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from usagebar_qt.services.autostart.command import Installation, launch_command
from usagebar_qt.services.autostart.linux import DesktopFileAutostart, autostart_folders
from usagebar_qt.services.autostart.macos import LaunchAgentAutostart
from usagebar_qt.services.autostart.windows import RunKeyAutostart
from usagebar_qt.services.ports import NullAutostart

if TYPE_CHECKING:
    from collections.abc import Mapping

    from usagebar_qt.services.ports import AutostartPort


def this_installation() -> Installation:
    """How this very process was installed."""
    return Installation(
        executable=Path(sys.executable),
        scripts=Path(sysconfig.get_path("scripts")),
        package=Path(__file__).resolve().parents[2],
        site_packages=(Path(sysconfig.get_path("purelib")), Path(sysconfig.get_path("platlib"))),
        temporary=Path(tempfile.gettempdir()),
        is_frozen=bool(getattr(sys, "frozen", False)),
        platform=sys.platform,
    )


def build_autostart(installation: Installation, environ: Mapping[str, str], home: Path) -> AutostartPort:
    """The system's own way; nothing where this copy is not one that can be started at every login."""
    command = launch_command(installation)
    if command is None:
        return NullAutostart()
    if installation.platform == "win32":
        return RunKeyAutostart(command, importlib.import_module("winreg"))
    if installation.platform == "darwin":
        return LaunchAgentAutostart(command, home / "Library" / "LaunchAgents")
    own, shared = autostart_folders(environ, home)
    return DesktopFileAutostart(command, own, shared)


def autostart_of_user() -> AutostartPort:
    """For this user and this copy of the program."""
    return build_autostart(this_installation(), os.environ, Path.home())
