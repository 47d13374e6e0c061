"""The checkout's own `.venv`: made once, filled from the pins in constraints.txt, left alone while nothing changed."""

from __future__ import annotations

import compileall
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from setup_steps import children, system_parts
from setup_steps.problem import SetupError

__all__ = ["Checkout", "Extent", "SetupError", "child_environment", "prepare"]

Say = Callable[[str], None]
LAYOUT = 1  # raise it when what this file installs changes in a way that neither pyproject.toml nor constraints.txt shows
BUILD_TOOLS = ("hatchling", "editables")  # in the venv, so that the pins hold for them too and no isolated build fetches others
OLDEST_PIP_WITH_PYTHON_OPTION = (22, 3)
PIP_OPTIONS = ("--quiet", "--progress-bar", "off", "--no-input", "--disable-pip-version-check", "--no-warn-script-location")
LEADS_ASTRAY = {"PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_CONSTRAINT", "PIP_NO_COMPILE"}


class Extent(Enum):
    """How much is installed: what the program needs, or the development tools as well."""

    RUN = ""
    DEVELOP = "[dev]"


@dataclass(frozen=True, slots=True)
class Checkout:
    """The folders of one checkout."""

    root: Path

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def programs(self) -> Path:
        return self.venv / ("Scripts" if os.name == "nt" else "bin")

    @property
    def python(self) -> Path:
        return self.program("python")

    @property
    def constraints(self) -> Path:
        return self.root / "packaging" / "constraints.txt"

    @property
    def stamp(self) -> Path:
        return self.venv / "usagebar-setup.json"

    def program(self, name: str) -> Path:
        """A program of the venv: `python`, `lint-imports`."""
        return self.programs / (f"{name}.exe" if os.name == "nt" else name)


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a finished set-up noted: the kind of Python, and the fingerprint of each extent that is installed."""

    python: str = ""
    installed: tuple[tuple[str, str], ...] = ()

    @classmethod
    def read(cls, path: Path) -> Stamp:
        """An absent or damaged stamp is an empty one: then everything is installed again, which does no harm."""
        try:
            noted = json.loads(path.read_text(encoding="utf-8"))
            return cls(str(noted["python"]), tuple((str(k), str(v)) for k, v in noted["installed"].items()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return cls()

    def write(self, path: Path) -> None:
        path.write_text(json.dumps({"python": self.python, "installed": dict(self.installed)}, indent=1) + "\n", encoding="utf-8")

    def holds(self, extent: Extent, fingerprint: str) -> bool:
        """Whether this extent was installed from the same files; the development tools include the program's needs."""
        installed = dict(self.installed)
        return fingerprint in (installed.get(extent.name), installed.get(Extent.DEVELOP.name))

    def with_installed(self, extent: Extent, fingerprint: str) -> Stamp:
        return Stamp(self.python, tuple(sorted({**dict(self.installed), extent.name: fingerprint}.items())))


def kind_of_python() -> str:
    """What a venv is tied to: implementation, minor version, machine."""
    return f"{sys.implementation.cache_tag}-{sys.platform}-{platform.machine()}"


def fingerprint(checkout: Checkout) -> str:
    """Changes when something that decides the installed packages changes; the folder counts, since a venv cannot be moved."""
    parts: Iterable[bytes] = (
        str(LAYOUT).encode(),
        kind_of_python().encode(),
        str(checkout.root).encode(errors="surrogateescape"),
        (checkout.root / "pyproject.toml").read_bytes(),
        checkout.constraints.read_bytes(),
    )
    return hashlib.sha256(b"\0".join(hashlib.sha256(part).digest() for part in parts)).hexdigest()


def child_environment() -> dict[str, str]:
    """Our environment without what would send a venv's Python or pip elsewhere."""
    return {name: value for name, value in os.environ.items() if name not in LEADS_ASTRAY}


def prepare(checkout: Checkout, extent: Extent, say: Say) -> None:
    """Make the venv hold `extent`. Next to nothing happens when the stamp says that it does.

    Raises:
        SetupError: with what to do, where something could not be installed.
    """
    wanted, stamp = fingerprint(checkout), Stamp.read(checkout.stamp)
    if not (checkout.python.exists() and stamp.holds(extent, wanted)):
        if not _is_usable(checkout, stamp):
            say(f"Making {checkout.venv} with Python {platform.python_version()} ...")
            _make_venv(checkout, say)
            stamp = Stamp(kind_of_python())
            stamp.write(checkout.stamp)
        say("Installing the pinned packages; the first time, some 100 MB are fetched ...")
        _pip(checkout, *BUILD_TOOLS)
        _pip(checkout, "--no-build-isolation", "--editable", f"{checkout.root}{extent.value}")
        Stamp(kind_of_python(), stamp.installed).with_installed(extent, wanted).write(checkout.stamp)
    # Without byte code the program starts half a second later, and PYTHONDONTWRITEBYTECODE would leave it so.
    compileall.compile_dir(str(checkout.root / "usagebar_qt"), quiet=2)


def _is_usable(checkout: Checkout, stamp: Stamp) -> bool:
    """Whether the .venv that is there can be filled. One that somebody made by hand is used, not replaced."""
    if Path(sys.prefix) == checkout.venv:
        return True  # we run inside it
    if not checkout.python.exists() or (stamp.python and stamp.python != kind_of_python()):
        return False
    seen = children.run([str(checkout.python), "-c", "import pip, sys; print(sys.implementation.cache_tag)"])
    return seen.code == 0 and seen.output.strip() == sys.implementation.cache_tag


def _make_venv(checkout: Checkout, say: Say) -> None:
    venv = checkout.venv
    if venv.is_symlink():
        raise SetupError(f"{venv} is a link to a folder that does not fit. Remove the link and start again.")
    if venv.exists() and not (venv / "pyvenv.cfg").exists() and any(venv.iterdir()):
        raise SetupError(f"{venv} is there, but it is no Python environment. Move it away and start again.")
    if venv.exists():
        shutil.rmtree(venv)
    has_ensurepip = importlib.util.find_spec("ensurepip") is not None
    lends_pip = not has_ensurepip and _pip_version() >= OLDEST_PIP_WITH_PYTHON_OPTION
    if not has_ensurepip and not lends_pip:
        system_parts.install_venv_support(say)
    options = ["--without-pip"] if lends_pip else []
    _quietly([sys.executable, "-m", "venv", *options, str(venv)], "The environment could not be made.")
    if lends_pip:  # Debian keeps ensurepip in a package of its own, but the pip that is there can fill another environment
        lend = [sys.executable, "-m", "pip", "--python", str(checkout.python), "install", *PIP_OPTIONS, "pip"]
        _quietly(lend, "pip could not be installed.")


def _pip_version() -> tuple[int, ...]:
    """The version of the pip that the calling Python has; empty without one."""
    seen = children.run([sys.executable, "-c", "import pip; print(pip.__version__)"])
    return tuple(int(part) for part in seen.output.strip().split(".") if part.isdigit()) if seen.code == 0 else ()


def _pip(checkout: Checkout, *what: str) -> None:
    pinned = ["--compile", "--constraint", str(checkout.constraints), *what]
    _quietly([str(checkout.python), "-m", "pip", "install", *PIP_OPTIONS, *pinned], "The packages could not be installed.")


def _quietly(command: list[str], failure: str) -> None:
    """Run a step of the set-up; its output is shown only where it fails."""
    ended = children.run(command, {name: value for name, value in child_environment().items() if name != "PYTHONDONTWRITEBYTECODE"})
    if ended.code != 0:
        advice = (
            "Look at the lines above. Is the network there, and a proxy set (HTTPS_PROXY) where one is needed? Then start again."
        )
        raise SetupError(f"{ended.tail(20)}\n\n{failure} {advice}")
