"""What is left out of a frozen program, and that nothing it needs is."""

from __future__ import annotations

import ast
import shutil
import sys
from pathlib import Path

import pytest
from artefacts import frozen, libraries
from artefacts.project import Project
from artefacts.trimming import MODULES_LEFT_OUT, Entry, kept, without_orphans
from setup_steps.problem import SetupError

SOURCES = Project().root / "usagebar_qt"
QT = "PySide6/Qt"


def imported_anywhere() -> set[str]:
    """Every module that a line of ours imports, with its parents, wherever in the file it stands."""
    found: set[str] = set()
    for file in SOURCES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(f"{node.module}.{name}" for name in names)]
            for name in names:
                parts = name.split(".")
                found |= {".".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return found


def test_no_module_is_left_out_that_the_program_imports() -> None:
    assert imported_anywhere() & set(MODULES_LEFT_OUT) == set()


@pytest.mark.parametrize(
    "name",
    [
        f"{QT}/plugins/platforms/libqxcb.so", f"{QT}/plugins/platforms/libqoffscreen.so", f"{QT}/plugins/platforms/libqwayland.so",
        f"{QT}/lib/libQt6Network.so.6", "usagebar_qt/_resources/icons/usagebar-qt-16.png", "certifi/cacert.pem",
        "libxcb-cursor.so.0", "PySide6\\plugins\\platforms\\qwindows.dll", "PySide6\\plugins\\styles\\qmodernwindowsstyle.dll",
        "VCRUNTIME140.dll", f"{QT}/translations/qtbase_de.qm", "PySide6\\translations\\qtbase_de.qm",
        "usagebar_qt/_resources/translations/usagebar_de.qm",
    ],
)  # fmt: skip
@pytest.mark.parametrize("small", [False, True])
def test_what_the_program_needs_stays_in_every_profile(name: str, small: bool) -> None:
    assert kept(name, small=small, linux=not name.endswith(".dll"))


@pytest.mark.parametrize(
    "name",
    [
        f"{QT}/translations/qtbase_fr.qm", f"{QT}/translations/qt_de.qm", "usagebar_qt/_resources/translations/usagebar_de.ts",
        f"{QT}/qml/QtQuick/qmldir", f"{QT}/plugins/platformthemes/libqgtk3.so", "libgtk-3.so.0",
        f"{QT}/plugins/platforms/libqeglfs.so", "PySide6\\opengl32sw.dll", f"{QT}/lib/libQt6QmlModels.so.6", "libfontconfig.so.1",
        "libssl.so.3",
    ],
)  # fmt: skip
def test_what_no_tray_program_needs_or_the_system_knows_better_goes(name: str) -> None:
    assert not kept(name, small=False, linux=True)


def test_pictures_other_than_png_go_in_the_small_profile_alone() -> None:
    plugin = f"{QT}/plugins/imageformats/libqjpeg.so"
    assert kept(plugin, small=False, linux=True)
    assert not kept(plugin, small=True, linux=True)


def test_the_systems_own_libraries_of_linux_are_no_rule_for_windows() -> None:
    assert kept("libssl.so.3", small=True, linux=False)


ROWS: list[Entry] = [
    ("PySide6/QtCore.abi3.so", "/s/QtCore", "EXTENSION"),
    (f"{QT}/lib/libQt6Core.so.6", "/s/libQt6Core.so.6", "BINARY"),
    ("libQt6Core.so.6", f"{QT}/lib/libQt6Core.so.6", "SYMLINK"),
    (f"{QT}/lib/libicuuc.so.73", "/s/libicuuc.so.73", "BINARY"),
    ("libcairo.so.2", "/s/libcairo.so.2", "BINARY"),
    ("libpixman.so.0", "/s/libpixman.so.0", "BINARY"),
    (f"{QT}/plugins/platforms/libqxcb.so", "/s/libqxcb.so", "BINARY"),
    ("libxcb-cursor.so.0", "/s/libxcb-cursor.so.0", "BINARY"),
    ("certifi/cacert.pem", "/s/cacert.pem", "DATA"),
]
NEEDS = {
    "/s/QtCore": ["libQt6Core.so.6", "libc.so.6"],
    "/s/libQt6Core.so.6": ["libicuuc.so.73"],
    "/s/libcairo.so.2": ["libpixman.so.0"],
    "/s/libqxcb.so": ["libxcb-cursor.so.0"],
}


def test_only_libraries_that_something_still_asks_for_stay() -> None:
    stays = [row[0] for row in without_orphans(ROWS, lambda file: NEEDS.get(file, []))]
    assert stays == [row[0] for row in ROWS if row[0] not in ("libcairo.so.2", "libpixman.so.0")]


def test_windows_names_of_libraries_are_compared_without_their_case() -> None:
    rows: list[Entry] = [("a.pyd", "C:\\a.pyd", "EXTENSION"), ("MSVCP140.dll", "C:\\MSVCP140.dll", "BINARY")]
    assert without_orphans(rows, lambda file: ["msvcp140.dll"] if file.endswith("a.pyd") else []) == rows


def test_an_unknown_library_of_the_system_is_named() -> None:
    frozen.check_libraries(["libc.so.6", "libEGL.so.1"])
    with pytest.raises(SetupError, match=r"libfancy\.so\.1"):
        frozen.check_libraries(["libc.so.6", "libfancy.so.1"])


def test_sources_and_tests_are_found_in_a_frozen_folder() -> None:
    good = ["_internal/usagebar_qt/domain/pace.pyc", "_internal/PySide6/Qt/lib/libQt6Core.so.6"]
    bad = ["_internal/usagebar_qt/domain/pace.py", "_internal/tests/x.pyc", "_internal/PySide6/Qt/qml/a"]
    assert frozen.unwanted([*good, *bad]) == sorted(bad)


def test_a_frozen_folder_speaks_the_languages_of_the_windows_and_no_others() -> None:
    ours = ["_internal/PySide6/Qt/translations/qtbase_de.qm", "_internal/usagebar_qt/_resources/translations/usagebar_de.qm"]
    foreign = ["_internal/PySide6/Qt/translations/qtbase_fr.qm", "_internal/usagebar_qt/_resources/translations/usagebar_de.ts"]
    assert frozen.unwanted([*ours, *foreign]) == sorted(foreign)
    assert frozen.silent(ours) == []
    assert frozen.silent(ours[1:]) == ["qtbase_de.qm"]


def test_the_newest_c_library_is_found_by_number_and_not_by_text() -> None:
    assert libraries.glibc_of("0x09 0x00 05 GLIBC_2.4\n 0x0 GLIBC_2.34\n GLIBC_2.9\n GLIBC_2.2.5") == (2, 34)
    assert libraries.glibc_of("") == (0, 0)


@pytest.mark.skipif(
    not shutil.which("objdump"), reason="objdump is not installed here; `bootstrap.py test --all` installs it (Linux only)"
)
def test_the_libraries_of_a_real_file_are_read() -> None:
    assert "libc.so.6" in libraries.needed_libraries(str(Path(sys.executable).resolve()))


def test_the_version_resource_is_python_that_pyinstaller_can_read_and_names_the_version() -> None:
    text = frozen.version_resource("1.2.3b4", "It's small")
    ast.parse(text, mode="eval")
    assert "filevers=(1, 2, 3, 0)" in text
    assert "'1.2.3b4'" in text
