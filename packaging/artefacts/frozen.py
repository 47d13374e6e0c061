"""The frozen program: two executables in one folder, for Linux here; `windows_build.py` does the same under Wine."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from setup_steps.problem import SetupError

from artefacts import wheel
from artefacts.display import virtual_display
from artefacts.icons import SOURCE, windows_icon, wizard_picture
from artefacts.libraries import dangling_links, foreign_libraries
from artefacts.project import COMMAND, NAME, TRAY, Profile, Project, numeric_version
from artefacts.smoke import OnLinux
from artefacts.tools import call, fresh
from artefacts.trimming import CATALOGUES

if TYPE_CHECKING:
    from collections.abc import Iterable

SPEC = Path("frozen") / "usagebar.spec"
FOREIGN = {
    "ld-linux-x86-64.so.2": "libc6", "libc.so.6": "libc6", "libm.so.6": "libc6", "libdl.so.2": "libc6",
    "libpthread.so.0": "libc6", "librt.so.1": "libc6", "libresolv.so.2": "libc6", "libutil.so.1": "libc6",
    "libgcc_s.so.1": "libgcc-s1", "libstdc++.so.6": "libstdc++6", "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1",
    "libX11.so.6": "libx11-6", "libX11-xcb.so.1": "libx11-xcb1", "libxcb.so.1": "libxcb1", "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0", "libwayland-egl.so.1": "libwayland-egl1",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6", "libdbus-1.so.3": "libdbus-1-3",
    "libz.so.1": "zlib1g", "libglib-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64",
    "libgthread-2.0.so.0": "libglib2.0-0 | libglib2.0-0t64", "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libbrotlidec.so.1": "libbrotli1", "libbrotlicommon.so.1": "libbrotli1", "libssl.so.3": "libssl3 | libssl3t64",
    "libcrypto.so.3": "libssl3 | libssl3t64",
}  # fmt: skip
"""What a frozen program may ask of the system, and the package of Debian and Ubuntu that brings it."""


def write_parts(project: Project, profile: Profile, work: Path) -> None:
    """What the spec reads: the word for the profile; for Windows the icon, the version resource and the installer's picture."""
    (work / "build-profile").write_text(f"{profile.value}\n", encoding="ascii")
    drawing = (project.resources / "icons" / SOURCE).read_text(encoding="utf-8")
    (work / "usagebar.ico").write_bytes(windows_icon(drawing))
    (work / "wizard.bmp").write_bytes(wizard_picture(drawing))
    (work / "version.txt").write_text(version_resource(project.version, project.summary), encoding="utf-8")


def version_resource(version: str, summary: str) -> str:
    """What Windows shows on a program's Details page, in PyInstaller's own notation."""
    numbers = tuple(int(part) for part in numeric_version(version).split("."))
    strings = {
        "CompanyName": "The Usage Bar founders",
        "FileDescription": NAME,
        "Comments": summary,
        "FileVersion": version,
        "ProductName": NAME,
        "ProductVersion": version,
        "LegalCopyright": "MIT licence; parts under the LGPL and others, see the folder licences",
    }
    rows = ", ".join(f"StringStruct({name!r}, {value!r})" for name, value in strings.items())
    return (
        f"VSVersionInfo(ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3F, flags=0, OS=0x40004, fileType=1, "
        f"subtype=0, date=(0, 0)), kids=[StringFileInfo([StringTable('040904B0', [{rows}])]), "
        "VarFileInfo([VarStruct('Translation', [1033, 1200])])])\n"
    )


def freeze(project: Project, profile: Profile, python: Path) -> Path:
    """The folder with both programs, made from what is installed for `python`; PyInstaller is added there."""
    work = fresh(project.build / f"frozen-{profile.value}")
    write_parts(project, profile, work)
    call([python, "-m", "pip", "install", "-q", *wheel.pins(project), "pyinstaller"], cwd=work)
    folders: list[str | Path] = ["--distpath", work / "made", "--workpath", work / "work"]
    call(
        [python, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *folders, project.packaging / SPEC],
        cwd=work,  # not the checkout: its modules would win over the installed ones
        extra=for_spec(profile, str(work)),
    )
    return work / "made" / TRAY


def for_spec(profile: Profile, work: str) -> dict[str, str]:
    """Environment variables that the spec reads, and one for Python's compiler: without the columns of each line's parts, which a
    traceback could mark only where the sources are."""
    return {"USAGEBAR_PROFILE": profile.value, "USAGEBAR_WORK": work, "PYTHONNODEBUGRANGES": "1"}


def check(project: Project, folder: Path, home: Path) -> OnLinux:
    """The frozen programs run by themselves, and ask the system for nothing unexpected.

    Raises:
        SetupError: where they do not.
    """
    check_libraries(foreign_libraries(folder))
    if links := list(dangling_links(folder)):
        raise SetupError(f"In {folder} these links lead nowhere: {', '.join(link.name for link in links)}")
    check_names(folder)
    installed = OnLinux(folder / TRAY, folder / COMMAND, home)
    installed.check(project.version)
    installed.check_refuses_debug_log()
    with virtual_display() as display:
        report = installed.smoke_test({"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"})
    if report["platform"] != "xcb":
        raise SetupError(f"With an X server the frozen program used {report['platform']}.")
    return installed


def check_libraries(asked: Iterable[str]) -> None:
    """Whatever the programs ask of the system is in the list that every package declares.

    Raises:
        SetupError: with the names.
    """
    if unknown := sorted(set(asked) - set(FOREIGN)):
        raise SetupError(f"The frozen program asks the system for {', '.join(unknown)}: add it to FOREIGN, or do not leave it out.")


def check_names(folder: Path) -> None:
    """What belongs into a frozen program and what does not.

    Raises:
        SetupError: with the names.
    """
    names = [file.relative_to(folder).as_posix() for file in folder.rglob("*")]
    if strange := unwanted(names):
        raise SetupError(f"In {folder} lies what should not: {', '.join(strange[:5])}")
    if missing := silent(names):
        raise SetupError(f"In {folder} these languages are missing: {', '.join(missing)}")


def unwanted(names: Iterable[str]) -> list[str]:
    """Tests, caches and sources of ours, and languages that its windows do not speak, have no business in a frozen program."""
    parts = ("tests/", "__pycache__", ".credentials.json", "/qml/")
    return sorted(
        name
        for name in names
        if any(part in name for part in parts)
        or (name.endswith(".py") and "usagebar_qt" in name)
        or ("/translations/" in name and name.rpartition("/")[2] not in CATALOGUES)
    )


def silent(names: Iterable[str]) -> list[str]:
    """The catalogues that are missing from it."""
    return sorted(CATALOGUES - {name.rpartition("/")[2] for name in names})
