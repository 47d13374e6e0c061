"""Which of the files that PyInstaller collects go into a frozen program. Pure; runs on Windows too, inside the spec."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

LANGUAGES = ("de",)
"""What the windows speak beside English."""
CATALOGUES = frozenset(f"{part}_{language}.qm" for part in ("qtbase", "usagebar") for language in LANGUAGES)
"""Qt's own words and ours."""

MODULES_LEFT_OUT = (
    # Of the standard library: what only developers, terminals or other programs use.
    "tkinter", "unittest", "doctest", "pydoc", "pdb", "test", "idlelib", "lib2to3", "distutils", "ensurepip", "turtle", "curses",
    "xmlrpc", "readline", "multiprocessing", "concurrent.futures.process",
    # Offered by our dependencies to others: test plugins, command lines, other event loops.
    "pytest", "_pytest", "hypothesis", "anyio.pytest_plugin", "httpx._main", "keyring.cli", "keyring.completion", "pydantic.mypy",
    "setuptools", "pkg_resources", "pip", "trio", "numpy",
    # Other parts of Qt.
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtTest", "PySide6.QtSql", "PySide6.QtDesigner",
    "PySide6.QtXml",
)  # fmt: skip

WINDOWS_ALONE = ("usagebar_qt.app.second_start_windows", "PySide6.QtNetwork")
"""A second start reaches the first through Qt's network library on Windows, and without it elsewhere."""

NEVER = (
    "*/qml/*", "*/metatypes/*", "*/qmltooling/*", "*/designer/*", "*/sqldrivers/*", "*/egldeviceintegrations/*",
    "*virtualkeyboard*", "*Qt6Qml*", "*Qt6Quick*", "*Qt6Pdf*", "*Qt6Designer*", "*Qt6Sql*", "*Qt6WaylandCompositor*",
    # Themes that bring all of GTK with them, platforms without a tray, web pages' pictures.
    "*qgtk3*", "*libgtk-3*", "*libgdk-3*", "*qeglfs*", "*qlinuxfb*", "*qvnc*", "*qvkkhr*", "*qminimal*", "*qdirect2d*",
    "*imageformats/*qpdf*", "*imageformats/*qtiff*", "*imageformats/*qwebp*", "*imageformats/*qwbmp*", "*imageformats/*qtga*",
    "*imageformats/*qicns*", "*/networkinformation/*",
    # OpenGL in software, 20 MB: widgets are painted without OpenGL.
    "*opengl32sw.dll", "*d3dcompiler_47.dll",
)  # fmt: skip

SMALL_NEVER = (
    # We draw with QPainter and load PNG, which QtGui knows by itself.
    "*/imageformats/*", "*/iconengines/*", "*/xcbglintegrations/*", "*wayland-graphics-integration*",
    # QtNetwork serves one named pipe (Windows); httpx and Python's ssl speak to the network.
    "*/tls/*", "*/generic/*",
    # Encodings of East Asian files; JSON is UTF-8.
    "*/_codecs_*", "*/_multibytecodec*",
)  # fmt: skip

SYSTEM_OWN = (
    # Must fit the running system's own files (fonts, drivers, X server, locales): a copy of ours would not.
    "libfontconfig.so*", "libfreetype.so*", "libdbus-1.so*", "libGL.so*", "libEGL.so*", "libGLX.so*", "libGLdispatch.so*",
    "libX11*.so*", "libxcb.so*", "libdrm.so*", "libglib-2.0.so*", "libgthread-2.0.so*", "libsystemd.so*", "libstdc++.so*",
    "libgcc_s.so*",
    "libxkbcommon*.so*", "libwayland-*.so*", "libz.so*", "libgssapi_krb5.so*", "libkrb5*.so*", "libk5crypto.so*", "libcom_err.so*",
    "libkeyutils.so*", "libselinux.so*", "libpcre2*.so*", "libbrotli*.so*",
    # The distribution mends OpenSSL's holes, and knows where its certificates lie.
    "libssl.so*", "libcrypto.so*",
)  # fmt: skip
"""Linux: libraries that Qt needs and every desktop has; `packaging/linux/` names them for each distribution."""


def modules_below(package: Path) -> list[str]:
    """The names of all modules of a package, itself first."""
    files = sorted(file.relative_to(package.parent).with_suffix("") for file in package.rglob("*.py"))
    return sorted(".".join(file.parts[:-1] if file.name == "__init__" else file.parts) for file in files)


def kept(name: str, *, small: bool, linux: bool) -> bool:
    """Whether a file with this place inside the program's folder goes in. Names compare as Linux has them."""
    path = "/" + name.replace("\\", "/")
    last = path.rpartition("/")[2]
    if any(fnmatchcase(path, pattern) for pattern in NEVER):
        return False
    if "/translations/" in path:
        return last in CATALOGUES
    if linux and any(fnmatchcase(last, pattern) for pattern in SYSTEM_OWN):
        return False
    return not (small and any(fnmatchcase(path, pattern) for pattern in SMALL_NEVER))


Entry = tuple[str, str, str]
"""A row of PyInstaller's table of contents: place inside, source, kind."""


def trimmed(entries: Iterable[Entry], *, small: bool, linux: bool) -> list[Entry]:
    """Without what is not kept."""
    return [entry for entry in entries if kept(entry[0], small=small, linux=linux)]


def without_orphans(entries: Iterable[Entry], needs: Callable[[str], Iterable[str]]) -> list[Entry]:
    """Without the libraries that only a left-out file asked for. `needs` tells the names of the libraries that a file asks for.

    Python's extension modules and Qt's plugins are what is wanted in itself: the program loads them by name.
    """
    rows = list(entries)
    wanted, waiting = set(), [row for row in rows if _is_wanted_in_itself(row)]
    by_name: dict[str, list[Entry]] = {}
    for row in rows:
        by_name.setdefault(_last(row[0]), []).append(row)
    while waiting:
        row = waiting.pop()
        if row in wanted:
            continue
        wanted.add(row)
        if row[2] in ("BINARY", "EXTENSION"):
            for name in needs(row[1]):
                waiting += by_name.get(_last(name), [])
        elif row[2] == "SYMLINK":
            waiting += by_name.get(_last(row[1]), [])
    return [row for row in rows if row in wanted]


def _is_wanted_in_itself(row: Entry) -> bool:
    place = "/" + row[0].replace("\\", "/").lower()
    if row[2] not in ("BINARY", "SYMLINK"):
        return True  # extension modules, data
    return "/plugins/" in place or _last(place).startswith(("libpython", "python3"))


def _last(path: str) -> str:
    """The file's name; Windows does not tell upper case from lower case."""
    name = path.replace("\\", "/").rpartition("/")[2]
    return name.lower() if name.lower().endswith((".dll", ".pyd")) else name
