"""The frozen program for Windows, made by Windows Python under Wine, and run there on a screen that nobody sees."""

from __future__ import annotations

import os
import shutil
import zipfile
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from setup_steps.problem import SetupError
from windows.bed import Bed, Session, default_folder, windows_path

from artefacts.frozen import SPEC, check_names, for_spec, write_parts
from artefacts.project import COMMAND, TRAY
from artefacts.smoke import NOTHING_SET_UP, REFUSED, check_status, check_version, read_report
from artefacts.tools import environment, fresh

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from artefacts.project import Profile, Project

FREEZE_LIMIT, RUN_LIMIT = 420.0, 120.0  # seconds
BUILTIN = b"Wine builtin DLL"  # stands behind the DOS header of Wine's own libraries
SHIMS = {"icuuc.dll", "bcryptprimitives.dll", "mscms.dll"}
AWKWARD = "Ordner für Prüfung"
LAST_LINES = 25


def session(project: Project, display: str = "") -> Session:
    """Wine without anything of the user's; the checkout's modules are not in reach of Python."""
    quiet = environment({"DISPLAY": display, "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"})
    given = {name: value for name, value in quiet.items() if name.startswith(("DISPLAY", "PYTHON_KEYRING"))}
    return Session(Bed(default_folder()), {**given, "PYTHONPATH": windows_path(modules(project))})


def modules(project: Project) -> Path:
    """Where the wheel is unpacked for Windows Python."""
    return project.build / "wheel-for-windows"


def freeze(project: Project, profile: Profile, wheel: Path) -> Path:
    """The folder with both programs; the display is not needed."""
    with zipfile.ZipFile(wheel) as files:
        files.extractall(fresh(modules(project)))
    work = fresh(project.build / f"windows-{profile.value}")
    write_parts(project, profile, work)
    folders = ["--distpath", windows_path(work / "made"), "--workpath", windows_path(work / "work")]
    options = ["--noconfirm", "--log-level", "WARN", *folders, windows_path(project.packaging / SPEC)]
    with session(project) as wine:
        before = os.getcwd()  # noqa: PTH109 - Wine takes over the folder of whoever starts it
        os.chdir(work)
        try:
            python = wine.bed.python
            ended = wine.run(
                python, "-m", "PyInstaller", *options, timeout=FREEZE_LIMIT, extra=for_spec(profile, windows_path(work))
            )
        finally:
            os.chdir(before)
    if ended.code != 0:
        raise SetupError(
            "\n".join(ended.output.splitlines()[-LAST_LINES:]) + f"\n\nPyInstaller under Wine ended with {ended.code}."
        )
    folder = work / "made" / TRAY
    check_folder(folder)
    return folder


def check_folder(folder: Path) -> None:
    """Only files that belong on a real Windows.

    Raises:
        SetupError: with the names of the others.
    """
    check_names(folder)
    libraries = [file for file in folder.rglob("*") if file.suffix.lower() in (".dll", ".pyd", ".exe")]
    if wines := sorted(file.name for file in libraries if file.name.lower() in SHIMS or is_wines_own(file)):
        raise SetupError(f"These are Wine's own and would break the program on Windows: {', '.join(wines)}")


def is_wines_own(file: Path) -> bool:
    """Whether a library is one of Wine's built-in ones."""
    with file.open("rb") as stream:
        return BUILTIN in stream.read(128)


class OnWine:
    """Runs the two programs of a folder in a session that has a screen."""

    def __init__(self, wine: Session, folder: str) -> None:
        """`folder` as Windows calls it."""
        self._wine, self.folder = wine, folder

    def run(self, program: str, *words: str, codes: Sequence[int] = (0,), extra: Mapping[str, str] | None = None) -> str:
        """What it printed.

        Raises:
            SetupError: where it ends with another exit code.
        """
        ended = self._wine.run(f"{self.folder}\\{program}.exe", *words, timeout=RUN_LIMIT, extra=extra)
        if ended.code not in codes:
            raise SetupError(f"{ended.output}\n\n{program} {' '.join(words)} ended with exit code {ended.code}.")
        return ended.output

    def check(self, version: str) -> None:
        """Both programs answer as they should."""
        check_version(self.run(COMMAND, "--version"), "usagebar", version)
        check_version(self.run(TRAY, "--version"), "usagebar-qt", version)
        check_status(self.run(COMMAND, "status", "--json", codes=(NOTHING_SET_UP,)))
        self.run(TRAY, "--debug-log", codes=(REFUSED,))
        self.smoke_test()

    def smoke_test(self) -> dict[str, Any]:
        """One run; the report."""
        return read_report(self.run(TRAY, "--smoke-test"))


@contextmanager
def copied_to_awkward_folder(folder: Path, bed: Bed) -> Iterator[str]:
    """A copy on drive C whose path has a space and letters beyond ASCII, as Windows calls it; gone with the block."""
    target = bed.drive_c / AWKWARD
    shutil.rmtree(target, ignore_errors=True)
    try:
        shutil.copytree(folder, target)
        yield f"C:\\{AWKWARD}"
    finally:
        shutil.rmtree(target, ignore_errors=True)  # others use the Wine folder too, and it is 80 MB
