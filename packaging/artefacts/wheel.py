"""The wheel and the source package, and what they are in an empty environment."""

from __future__ import annotations

import shutil
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from setup_steps.problem import SetupError

from artefacts.smoke import OnLinux
from artefacts.tools import call, fresh

if TYPE_CHECKING:
    from collections.abc import Iterable

    from artefacts.project import Project

CARRIED = "usagebar_qt/_resources"
NEVER = (".pyc", ".log", ".env", ".credentials.json")
WHERE = "import pathlib, usagebar_qt; print(pathlib.Path(usagebar_qt.__file__).parent)"


@dataclass(frozen=True, slots=True)
class Built:
    """The two files."""

    sdist: Path
    wheel: Path


def build(project: Project) -> Built:
    """The source package, and the wheel made from that alone: so it is known to be whole. Equal sources give equal files."""
    work = fresh(project.build / "wheel")
    project.dist.mkdir(exist_ok=True)
    extra = {"SOURCE_DATE_EPOCH": str(project.commit_time())}
    call([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", work / "sdist"], cwd=project.root, extra=extra)
    sdist = _one(work / "sdist", "*.tar.gz")
    with tarfile.open(sdist) as archive:
        archive.extractall(work / "unpacked", filter="data")
        check_sources(project, [member.name for member in archive.getmembers()])
    (sources,) = (work / "unpacked").iterdir()
    call([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", work / "wheel"], cwd=sources, extra=extra)
    wheel = _one(work / "wheel", "*.whl")
    with zipfile.ZipFile(wheel) as files:
        check_wheel(project, files.namelist())
    return Built(*(Path(shutil.copy2(file, project.dist)) for file in (sdist, wheel)))


def _one(folder: Path, pattern: str) -> Path:
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise SetupError(f"{folder} should hold one {pattern}, not {[file.name for file in found]}.")
    return found[0]


def check_sources(project: Project, names: Iterable[str]) -> None:
    """The source package can build, test and package itself: what Git tracks of these folders is in it.

    Raises:
        SetupError: with what is missing or does not belong there.
    """
    inside = {PurePosixPath(*PurePosixPath(name).parts[1:]).as_posix() for name in names}
    wanted = {"LICENSE", "README.md", "CHANGELOG.md", "pyproject.toml", "packaging/bootstrap.py", "packaging/constraints.txt"}
    for folder in ("usagebar_qt", "resources"):
        wanted |= {f"{folder}/{name}" for name in _files_in(project.root / folder)}
    _judge("The source package", inside, wanted)


def check_wheel(project: Project, names: Iterable[str]) -> None:
    """All modules and all resources, and no tests.

    Raises:
        SetupError: with what is missing or does not belong there.
    """
    inside = set(names)
    wanted = {f"usagebar_qt/{name}" for name in _files_in(project.root / "usagebar_qt")}
    wanted |= {f"{CARRIED}/{name}" for name in _files_in(project.resources)}
    _judge("The wheel", inside, wanted)
    if strange := [name for name in inside if not name.startswith("usagebar_qt")]:
        raise SetupError(f"The wheel holds what is no part of the program: {', '.join(sorted(strange)[:5])}.")


def _files_in(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file() and file.suffix != ".pyc"}


def _judge(what: str, inside: set[str], wanted: set[str]) -> None:
    if missing := sorted(wanted - inside):
        raise SetupError(f"{what} lacks {', '.join(missing[:5])}{' and more' if len(missing) > 5 else ''}.")
    if unwanted := sorted(name for name in inside if name.endswith(NEVER)):
        raise SetupError(f"{what} holds {', '.join(unwanted[:5])}.")


def install_with_pip(project: Project, package: Path, folder: Path) -> Path:
    """A new environment that holds the package and what it asks for, in the pinned versions; its folder of programs."""
    fresh(folder)
    call([sys.executable, "-m", "venv", folder])
    call([folder / "bin" / "python", "-m", "pip", "install", "-q", *pins(project), package], cwd=folder)
    return folder / "bin"


def install_with_uv(project: Project, package: Path, folder: Path, uv: Path) -> Path:
    """What the README says: `uv tool install`; the folder of its programs."""
    fresh(folder)
    extra = {"UV_TOOL_DIR": str(folder / "tools"), "UV_TOOL_BIN_DIR": str(folder / "bin"), "UV_NO_CONFIG": "1"}
    options = ["--python", sys.executable, "--no-python-downloads", *pins(project)]
    call([uv, "tool", "install", "-q", *options, package], cwd=folder, extra=extra)
    return folder / "bin"


def pins(project: Project) -> list[str]:
    return [word for file in project.constraints for word in ("--constraint", str(file))]


def check_installed(project: Project, programs: Path, home: Path) -> OnLinux:
    """The two programs that an installation put there, run from an empty home."""
    installed = OnLinux(programs / "usagebar-qt", programs / "usagebar", home)
    installed.check(project.version)
    return installed


def check_is_own_copy(project: Project, python: Path, cwd: Path) -> None:
    """Nothing of the checkout is used, and the resources lie beside the modules.

    Raises:
        SetupError: where that is not so.
    """
    package = Path(call([python, "-c", WHERE], cwd=cwd).strip())
    if package.is_relative_to(project.root / "usagebar_qt"):
        raise SetupError(f"The environment runs the checkout's own modules in {package}.")
    if missing := _files_in(project.resources) - _files_in(package / "_resources"):
        raise SetupError(f"After the installation these resources are not there: {', '.join(sorted(missing))}.")
