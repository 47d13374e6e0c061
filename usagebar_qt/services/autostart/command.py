"""What is started at login: the program as it was installed, never a copy that will be gone. Pure but for looking for files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

PROGRAM = "usagebar-qt"
MODULE = "usagebar_qt"


@dataclass(frozen=True, slots=True)
class Installation:
    """Where this process came from."""

    executable: Path
    """Not resolved: the Python of a virtual environment is a link, and only beside the link are its programs."""
    scripts: Path
    """Where this Python's console and GUI scripts are."""
    package: Path
    """The folder of `usagebar_qt`."""
    site_packages: tuple[Path, ...]
    temporary: Path
    is_frozen: bool
    platform: str


def launch_command(installation: Installation) -> tuple[str, ...] | None:
    """The words that start the installed program; None where there is none that will still be there tomorrow."""
    words = _words(installation)
    if words is None or _is_below(words[0], installation.temporary):
        return None
    return (str(words[0]), *words[1])


def _words(installation: Installation) -> tuple[Path, tuple[str, ...]] | None:
    if installation.is_frozen:
        return installation.executable, ()
    suffix = ".exe" if installation.platform == "win32" else ""
    for folder in dict.fromkeys((installation.executable.parent, installation.scripts)):
        script = folder / f"{PROGRAM}{suffix}"
        if script.is_file():
            return script, ()
    if installation.package.parent not in installation.site_packages:
        return None  # a checkout that happened to be the current folder: at login it is not
    python = installation.executable
    if installation.platform == "win32" and (windowed := python.with_name("pythonw.exe")).is_file():
        python = windowed  # without a console window
    return python, ("-P", "-m", MODULE)


def _is_below(path: Path, folder: Path) -> bool:
    return path.is_relative_to(folder) or path.resolve().is_relative_to(folder.resolve())
