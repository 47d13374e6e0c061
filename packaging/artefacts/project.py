"""What every package says of the program, and where it is put together."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from setup_steps.problem import SetupError

ROOT = Path(__file__).resolve().parents[2]
NAME = "Usage Bar"
TRAY, COMMAND = "usagebar-qt", "usagebar"
APP_ID = "usagebar-qt"  # of the .desktop file, the icons and the AppStream metainfo
VERSION = re.compile(r"\d+\.\d+\.\d+((a|b|rc|\.dev)\d+)?")


class Profile(Enum):
    """How the program is built. `dev` is the checkout itself: nothing is built for it."""

    RELEASE = "release"  # frozen, without the parts of Qt that no program of ours could use
    SMALL = "release-small"  # frozen, without everything that this program does not use


@dataclass(frozen=True, slots=True)
class Project:
    """One checkout; `build` is thrown away at will, `dist` holds what people download."""

    root: Path = ROOT

    @property
    def build(self) -> Path:
        return self.root / "build" / "packages"

    @property
    def dist(self) -> Path:
        return self.root / "dist"

    @property
    def resources(self) -> Path:
        return self.root / "resources"

    @property
    def packaging(self) -> Path:
        return self.root / "packaging"

    @property
    def constraints(self) -> tuple[Path, ...]:
        """What pins every package and every tool."""
        return self.packaging / "constraints.txt", self.packaging / "windows" / "constraints.txt"

    @property
    def version(self) -> str:
        """Its one place is `usagebar_qt/__init__.py`."""
        return read_version((self.root / "usagebar_qt" / "__init__.py").read_text(encoding="utf-8"))

    @property
    def summary(self) -> str:
        return str(tomllib.loads((self.root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["description"])

    def commit_time(self) -> int:
        """Seconds since 1970 of the last commit: equal sources give equal packages. Outside of Git 1980, the first year of zip."""
        try:
            done = subprocess.run(
                ["git", "log", "-1", "--format=%ct"],
                cwd=self.root,
                capture_output=True,
                text=True,
                check=True,
                stdin=subprocess.DEVNULL,
            )
            return int(done.stdout)
        except (OSError, ValueError, subprocess.CalledProcessError):
            return int(datetime(1980, 1, 1, tzinfo=UTC).timestamp())


def read_version(source: str) -> str:
    """The value of `__version__` in the text of a module.

    Raises:
        SetupError: where there is none, or none that every package format can carry.
    """
    for node in ast.parse(source).body:
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__version__" for t in node.targets):
            value = ast.literal_eval(node.value)
            if isinstance(value, str) and VERSION.fullmatch(value):
                return value
            raise SetupError(f"__version__ is {value!r}: it must look like 1.2.3, 1.2.3b4 or 1.2.3.dev5.")
    raise SetupError("usagebar_qt/__init__.py holds no __version__.")


def numeric_version(version: str) -> str:
    """Four numbers, as Windows' resources want them: 1.2.3b4 is 1.2.3.0."""
    match = re.match(r"\d+\.\d+\.\d+", version)
    if match is None:
        raise ValueError(version)
    return match[0] + ".0"


def debian_version(version: str) -> str:
    """Sorted as Debian sorts: 1.2.3b4 is 1.2.3~b4, which comes before 1.2.3."""
    match = re.match(r"(\d+\.\d+\.\d+)\.?(.*)", version)
    if match is None:
        raise ValueError(version)
    return f"{match[1]}~{match[2]}" if match[2] else match[1]
