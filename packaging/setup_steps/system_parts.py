"""What the operating system must bring: libraries that Qt loads, programs of the desktop tests, Wine. Only Linux lacks them.

The lists were found one by one on a minimal Debian 12. A library is looked for by loading it in a child process, as Qt will, so
that another distribution, or another name of the package that brings it, is judged rightly.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from setup_steps import children
from setup_steps.problem import SetupError

Say = Callable[[str], None]
FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
LOAD_EACH = """\
import ctypes, sys
for name in sys.argv[1:]:
    try:
        ctypes.CDLL(name)
    except OSError:
        print(name)
"""
INSTALL = ("apt-get", "install", "-y", "-q", "--no-install-recommends", "-o", "DPkg::Lock::Timeout=120")


class Look(Enum):
    """How one sees whether a part is there."""

    LIBRARY = auto()  # the loader finds it
    PROGRAM = auto()  # it is on the path
    FONT = auto()  # any font at all
    PACKAGE = auto()  # dpkg knows it as installed


@dataclass(frozen=True, slots=True)
class Part:
    """One thing to look for, and the package of Debian and Ubuntu that brings it."""

    name: str
    package: str
    look: Look = Look.LIBRARY


def _programs(*pairs: tuple[str, str]) -> tuple[Part, ...]:
    return tuple(Part(name, package, Look.PROGRAM) for name, package in pairs)


QT = (
    Part("libglib-2.0.so.0", "libglib2.0-0"),
    Part("libGL.so.1", "libgl1"),
    Part("libEGL.so.1", "libegl1"),
    Part("libxkbcommon.so.0", "libxkbcommon0"),
    Part("libdbus-1.so.3", "libdbus-1-3"),
    Part("libfontconfig.so.1", "libfontconfig1"),
    Part("libfreetype.so.6", "libfreetype6"),
    Part("libbrotlidec.so.1", "libbrotli1"),
    Part("a font", "fonts-dejavu-core", Look.FONT),
)
X11 = (
    Part("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    Part("libxcb-cursor.so.0", "libxcb-cursor0"),
    Part("libxcb-icccm.so.4", "libxcb-icccm4"),
    Part("libxcb-keysyms.so.1", "libxcb-keysyms1"),
    Part("libxcb-shape.so.0", "libxcb-shape0"),
)
WAYLAND = (
    Part("libwayland-cursor.so.0", "libwayland-cursor0"),
    Part("libwayland-egl.so.1", "libwayland-egl1"),
)
READERS = _programs(("zsh", "zsh"), ("fish", "fish"), ("desktop-file-validate", "desktop-file-utils"), ("objdump", "binutils"))
"""They read what we write or build; the unit tests ask those that are there, CI asks all."""
DESKTOP = (
    *_programs(
        ("Xvfb", "xvfb"),
        ("openbox", "openbox"),
        ("dunst", "dunst"),
        ("dbus-daemon", "dbus"),
        ("trayer", "trayer"),
        ("xfce4-panel", "xfce4-panel"),
        ("xfconf-query", "xfconf"),
        ("gnome-keyring-daemon", "gnome-keyring"),
        ("gdbus", "libglib2.0-bin"),
        ("weston", "weston"),
    ),
    Part("at-spi2-core", "at-spi2-core", Look.PACKAGE),
    Part("gir1.2-atspi-2.0", "gir1.2-atspi-2.0", Look.PACKAGE),
    Part("python3-gi", "python3-gi", Look.PACKAGE),
)
FAULTS = (*_programs(("unshare", "util-linux"), ("mount", "mount")), Part("libfaketime", "libfaketime", Look.PACKAGE))
WINE = (
    *_programs(("wine", "wine"), ("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64"), ("makensis", "nsis")),
    Part("wine64", "wine64", Look.PACKAGE),
    Part("fonts-wine", "fonts-wine", Look.PACKAGE),
)
PACKAGES = _programs(
    ("objdump", "binutils"),
    ("dpkg-deb", "dpkg"),
    ("lintian", "lintian"),
    ("desktop-file-validate", "desktop-file-utils"),
    ("appstreamcli", "appstream"),
    ("xz", "xz-utils"),
)


def is_debian(os_release: str) -> bool:
    """Whether this is Debian, Ubuntu or a child of theirs, from the text of /etc/os-release."""
    facts = dict(line.split("=", 1) for line in os_release.splitlines() if "=" in line)
    family = f"{facts.get('ID', '')} {facts.get('ID_LIKE', '')}".replace('"', "").replace("'", "").split()
    return bool({"debian", "ubuntu"} & set(family))


def install_line(packages: Sequence[str]) -> str:
    """What a person types who installs by hand (root has no need of sudo, and a minimal system has none)."""
    sudo = "" if is_root() else "sudo "
    return f"{sudo}apt-get update && {sudo}apt-get install -y --no-install-recommends {' '.join(packages)}"


def packages_of(parts: Iterable[Part]) -> list[str]:
    return list(dict.fromkeys(part.package for part in parts))


def missing(parts: Sequence[Part]) -> list[Part]:
    """Those parts that are not there. Elsewhere than on Linux Qt brings all it needs."""
    if sys.platform != "linux":
        return []
    lost = _unloadable([part.name for part in parts if part.look is Look.LIBRARY])
    lost |= {part.name for part in parts if part.look is Look.PROGRAM and not shutil.which(part.name)}
    if any(part.look is Look.FONT for part in parts) and not _has_a_font():
        lost |= {part.name for part in parts if part.look is Look.FONT}
    lost |= {part.name for part in parts if part.look is Look.PACKAGE and not _is_installed(part.package)}
    return [part for part in parts if part.name in lost]


def on_debian() -> bool:
    """Whether packages can be installed with apt here."""
    try:
        return shutil.which("apt-get") is not None and is_debian(Path("/etc/os-release").read_text(encoding="utf-8"))
    except OSError:
        return False


def is_root() -> bool:
    return sys.platform != "win32" and os.geteuid() == 0


def provide(parts: Sequence[Part], purpose: str, say: Say) -> None:
    """Install what is missing of `parts`, saying what; `purpose` ends the sentence "... is needed for".

    Raises:
        SetupError: where it cannot be installed from here, with the line that installs it.
    """
    lost = missing(parts)
    if not lost:
        return
    packages, names = packages_of(lost), ", ".join(part.name for part in lost)
    absent = f"Not found on this system, and needed for {purpose}: {names}."
    if not on_debian():
        debian = " ".join(packages)
        raise SetupError(
            f"{absent}\nInstall them with your distribution's package manager; Debian's names of the packages: {debian}"
        )
    if not is_root():
        raise SetupError(f"{absent} Install with:\n\n  {install_line(packages)}\n")
    _apt_install(packages, say)
    if still := missing(parts):
        names = ", ".join(part.name for part in still)
        raise SetupError(
            f"Still not found after installing {' '.join(packages)}: {names}. Does this Python fit the system's machine type?"
        )


def install_venv_support(say: Say) -> None:
    """Give Debian's own Python what makes environments.

    Raises:
        SetupError: where this cannot be done from here, with what to do.
    """
    package = f"python3.{sys.version_info[1]}-venv"
    if sys.base_prefix != "/usr" or not on_debian():
        raise SetupError("This Python has neither ensurepip nor pip. Install pip for it, or another Python, and start again.")
    if not is_root():
        raise SetupError(
            f"This Python cannot make environments yet. Install what is missing with:\n\n  {install_line([package])}\n"
        )
    _apt_install([package], say)


def _apt_install(packages: Sequence[str], say: Say) -> None:
    say(f"Installing from the distribution: {' '.join(packages)} ...")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "NEEDRESTART_MODE": "a"}
    children.run(("apt-get", "update", "-q"), environment)  # may fail for a source that is not needed here: what follows tells
    ended = children.run((*INSTALL, *packages), environment)
    if ended.code != 0:
        raise SetupError(f"{ended.tail()}\n\nThis could not be installed. Try by hand:\n\n  {install_line(packages)}\n")


def _unloadable(libraries: Sequence[str]) -> set[str]:
    """Those that the loader does not find; asked of a child, so that none stays loaded here."""
    return set(children.run([sys.executable, "-S", "-c", LOAD_EACH, *libraries]).output.split()) if libraries else set()


def _has_a_font() -> bool:
    folders = (Path(folder).expanduser() for folder in FONT_FOLDERS)
    files = (name.lower() for folder in folders for _, _, names in os.walk(folder) for name in names)
    return any(name.endswith((".ttf", ".otf", ".ttc")) for name in files)


def _is_installed(package: str) -> bool:
    if shutil.which("dpkg-query") is None:
        return False
    return children.run(["dpkg-query", "-W", "-f", "${db:Status-Status}", package]).output == "installed"
