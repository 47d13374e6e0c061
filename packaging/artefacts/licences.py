"""The folder `licences` of every frozen program: the texts of what is inside, and how to use the rights that the LGPL gives."""

from __future__ import annotations

import platform
import shutil
import sysconfig
from pathlib import Path
from typing import TYPE_CHECKING

from setup_steps.problem import SetupError

from artefacts.components import LINUX, QT, WINDOWS, Component, python_components, system_components
from artefacts.tools import fresh

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artefacts.project import Project

COMMON = Path("/usr/share/common-licenses")  # Debian's own copies of the GNU licences
LIBRARIES = Path("/usr/lib/x86_64-linux-gnu")
OF_QT = ("LGPL-3", "GPL-3", "GPL-2")
NOTE = """\
Usage Bar {version} is under the MIT licence (usage-bar.txt). It contains the works below, each under its own licence.

Qt {qt} and PySide6 are under the GNU Lesser General Public License, version 3 (qt/LGPL-3.txt, which adds to qt/GPL-3.txt). They are
used unchanged, as libraries of their own: {where}
You may replace them by your own builds of the same version, and take the program apart as far as that needs. Their sources:
https://download.qt.io/official_releases/qt/ and https://download.qt.io/official_releases/QtForPython/ (versions {qt}). Whoever
passes this program on owes you those sources too. Qt itself contains works of others, listed at
https://doc.qt.io/qt-6/licenses-used-in-qt.html

{rows}
"""


def of_linux(folder: Path, site: Path) -> list[Component]:
    """What is inside a frozen folder of Linux; `site` is the environment that it was made from."""
    stdlib = Path(sysconfig.get_path("stdlib"))
    own = Component("python", platform.python_version(), "PSF-2.0", (stdlib / "LICENSE.txt",), "generic")
    return [*python_components([site], LINUX), own, *system_components(bundled_libraries(folder))]


def of_windows(wheel: Path, python: Path) -> list[Component]:
    """What is inside a frozen folder of Windows; `wheel` is where ours is unpacked, `python` Windows Python's folder."""
    own = Component("python", "3.11.9", "PSF-2.0", (python / "LICENSE.txt",), "generic")
    return [*python_components([wheel, python / "Lib" / "site-packages"], WINDOWS), own]


def bundled_libraries(folder: Path) -> list[Path]:
    """The system's libraries among the files of a frozen folder, where they lie in the system."""
    names = [file.name for file in (folder / "_internal").glob("lib*.so*") if not file.is_symlink() and "python" not in file.name]
    return [LIBRARIES / name for name in sorted(names)]


def write(project: Project, folder: Path, components: Sequence[Component]) -> None:
    """`licences` in a frozen folder.

    Raises:
        SetupError: where a component has no text.
    """
    target = fresh(folder / "licences")
    shutil.copy2(project.root / "LICENSE", target / "usage-bar.txt")
    rows = []
    for component in components:
        if component.name in QT:
            rows.append(f"- {component.name} {component.version}: {component.licence} (qt)")
            continue
        if not component.texts:
            raise SetupError(f"{component.name} brings no licence text: its licence asks that we pass one on.")
        inside = target / component.name
        inside.mkdir(exist_ok=True)
        for text in component.texts:
            name = text.name if text.suffix else f"{text.name}.txt"
            (inside / name).write_bytes(text.read_bytes())
        rows.append(f"- {component.name} {component.version}: {component.licence} ({component.name})")
    (target / "qt").mkdir()
    for name in OF_QT:
        (target / "qt" / f"{name}.txt").write_bytes((COMMON / name).read_bytes())
    qt = next(component.version for component in components if component.name == QT[0])
    note = NOTE.format(version=project.version, qt=qt, where=f"the folder {where_qt_lies(folder)}.", rows="\n".join(rows))
    (target / "README.txt").write_text(note, encoding="utf-8")


def where_qt_lies(folder: Path) -> str:
    """The folder of Qt's libraries, inside the program's own."""
    return "_internal/PySide6/Qt/lib" if (folder / "_internal" / "PySide6" / "Qt" / "lib").is_dir() else "_internal/PySide6"
