"""What a frozen program holds of others: names, versions and licences, for the licence texts and the bill of materials."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from setup_steps.problem import SetupError

from artefacts.tools import call

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT, LOADER = "usagebar-qt", "pyinstaller"
TEXT = re.compile(r"(licen[cs]e|copying|notice)", re.IGNORECASE)
LINUX = {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "python_version": "3.11", "extra": ""}
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "python_version": "3.11", "extra": ""}
QT = ("pyside6-essentials", "shiboken6")
"""They hold Qt, carry no licence texts, and bring the duties of the LGPL."""


@dataclass(frozen=True, slots=True)
class Component:
    """Something of others that is inside. `source` says where such things come from: pypi, debian or generic."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]
    source: str = "pypi"

    @property
    def purl(self) -> str:
        """A package URL, by which other tools know it."""
        kind = "deb/debian" if self.source == "debian" else self.source
        return f"pkg:{kind}/{self.name}@{self.version}"


def python_components(sites: Sequence[Path], environment: Mapping[str, str]) -> list[Component]:
    """What the program asks for and what that asks for in turn, on the platform that `environment` describes; and the loader.

    Raises:
        SetupError: where one of them is not in the folders.
    """
    found = metadata.distributions(path=[str(site) for site in sites])
    there: dict[str, metadata.Distribution] = {str(canonicalize_name(one.metadata["Name"])): one for one in found}
    names: set[str] = set()
    waiting = [ROOT]
    while waiting:
        name = waiting.pop()
        if name in names:
            continue
        if name not in there:
            raise SetupError(f"{name} is asked for, but not in {sites[0]}.")
        names.add(name)
        waiting += asked_for(there[name].requires or [], environment)
    loader = {LOADER} & set(there)  # itself only: what it asks for stays on the machine that builds
    return [_component(there[name]) for name in sorted((names | loader) - {ROOT})]


def asked_for(requirements: Sequence[str], environment: Mapping[str, str]) -> list[str]:
    """The names among them that hold on a platform."""
    parsed = [Requirement(text) for text in requirements]
    return [str(canonicalize_name(r.name)) for r in parsed if r.marker is None or r.marker.evaluate(dict(environment))]


def _component(found: metadata.Distribution) -> Component:
    about = found.metadata.json
    classifiers = [str(line) for line in about.get("classifier", [])]
    licence = str(about.get("license_expression", "")) or _one_line(str(about.get("license", ""))) or _classified(classifiers)
    files = [file for file in found.files or [] if ".dist-info" in str(file) and TEXT.search(file.name)]
    texts = tuple(path for file in sorted(files) if (path := Path(str(found.locate_file(str(file))))).is_file())
    return Component(str(canonicalize_name(found.metadata["Name"])), found.version, licence or "see its text", texts)


def _one_line(text: str) -> str:
    """Some put the whole licence there."""
    return text.strip() if len(text.strip().splitlines()) == 1 else ""


def _classified(classifiers: Sequence[str]) -> str:
    return ", ".join(line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::"))


def system_components(libraries: Sequence[Path]) -> list[Component]:
    """The packages of this Debian whose libraries are bundled.

    Raises:
        SetupError: where a library belongs to no package.
    """
    packages = sorted({_package_of(library) for library in libraries})
    found = []
    for package in packages:
        version = call(["dpkg-query", "-W", "-f", "${Version}", package]).strip()
        name = package.partition(":")[0]
        found.append(Component(name, version, "see its text", (Path("/usr/share/doc", name, "copyright"),), "debian"))
    return found


def _package_of(library: Path) -> str:
    """dpkg knows a file by the path under which it was packed, which /lib as a link to /usr/lib may hide."""
    real = library.resolve()
    for path in (real, real.relative_to("/usr") if real.is_relative_to("/usr") else real):
        name = path if path.is_absolute() else f"/{path}"
        output = call(["dpkg-query", "-S", str(name)], codes=(0, 1))
        for line in output.splitlines():
            if line.endswith(f": {name}"):
                return line.rpartition(": ")[0].split(",")[0]
    raise SetupError(f"{library} belongs to no package of this system: its licence is not known.")
