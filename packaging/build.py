"""Builds every package, installs and runs it, and prints what it weighs.

    .venv/bin/python packaging/build.py

Works in build/packages; only the wheel and the source package come to lie in dist/: the others are not compressed here.
`release.py` makes those for people. Exit code 1 where something failed. `bootstrap.py test --all` calls it.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from platform import machine
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent)

from artefacts import frozen, frozen_windows, installer, licences, linux, wheel
from artefacts.display import virtual_display
from artefacts.project import TRAY, Profile, Project
from artefacts.smoke import median_of, side_by_side
from artefacts.tools import fresh, megabytes
from artefacts.weights import Weight, table
from setup_steps.problem import SetupError
from setup_steps.steps import Outcome, Steps
from windows.bed import Bed, default_folder
from windows.set_up import set_up

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from artefacts.components import Component
    from artefacts.smoke import OnLinux as Runnable

UNFROZEN = "wheel in an environment"
LINUX = "frozen for Linux"
LINUX_SMALL = f"{LINUX}, {Profile.SMALL.value}"
WINDOWS = f"frozen for Windows, {Profile.SMALL.value}"
ROUNDS, WINE_ROUNDS = 5, 3


@dataclass(frozen=True, slots=True)
class Step:
    """A piece of the work, and the names of those without which it cannot be done."""

    name: str
    work: Callable[[], object]
    needs: tuple[str, ...] = ()


class Build:
    """The steps in their order, and what one leaves for the next."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.wheel: wheel.Built | None = None
        self.installed: dict[str, Runnable] = {}
        self.weights: dict[str, Weight] = {}
        self.components: dict[str, list[Component]] = {}
        self.for_linux: Path | None = None
        self.for_windows: Path | None = None
        self.steps: tuple[Step, ...] = (
            Step("wheel and source package", self._build_wheel),
            Step("wheel, installed with pip", self._install_with_pip, ("wheel and source package",)),
            Step("wheel, installed with uv", self._install_with_uv, ("wheel and source package",)),
            *(
                Step(f"{LINUX}, {profile.value}", partial(self._freeze, profile), ("wheel, installed with pip",))
                for profile in Profile
            ),
            Step("Debian package", self._debian_package, (LINUX_SMALL,)),
            Step("archive for Linux", self._archive_for_linux, (LINUX_SMALL,)),
            Step(WINDOWS, self._freeze_for_windows, ("wheel and source package",)),
            Step("installer for Windows", self._installer_for_windows, (WINDOWS,)),
            Step("weights", self._weigh, ("wheel, installed with pip",)),
        )

    def _built(self) -> wheel.Built:
        if self.wheel is None:
            raise SetupError("There is no wheel.")
        return self.wheel

    def _build_wheel(self) -> None:
        self.wheel = wheel.build(self.project)
        for file in (self.wheel.sdist, self.wheel.wheel):
            print(f"{file.name}: {file.stat().st_size / 1000:.0f} kB")

    def _install_with_pip(self) -> None:
        folder = self.project.build / "with-pip"
        programs = wheel.install_with_pip(self.project, self._built().wheel, folder)
        wheel.check_is_own_copy(self.project, programs / "python", folder)
        self._note(UNFROZEN, wheel.check_installed(self.project, programs, self._home), folder, self._built().wheel)

    def _install_with_uv(self) -> None:
        uv = find_uv()
        if uv is None:
            print("uv is not here: not tried.")
            return
        programs = wheel.install_with_uv(self.project, self._built().wheel, self.project.build / "with-uv", uv)
        wheel.check_installed(self.project, programs, self._home)

    def _freeze(self, profile: Profile) -> None:
        environment = self.project.build / "with-pip"
        folder = frozen.freeze(self.project, profile, environment / "bin" / "python")
        (site,) = environment.glob("lib/python*/site-packages")
        self._pass_on_licences(f"linux-{machine()}", folder, licences.of_linux(folder, site))
        self._note(f"{LINUX}, {profile.value}", frozen.check(self.project, folder, self._home), folder)
        if profile is Profile.SMALL:
            self.for_linux = folder

    def _pass_on_licences(self, platform: str, folder: Path, components: list[Component]) -> None:
        licences.write(self.project, folder, components)
        self.components[platform] = components

    def frozen_folders(self) -> tuple[Path, Path]:
        """Those for Linux and for Windows that go into packages."""
        return _there(self.for_linux), _there(self.for_windows)

    def _debian_package(self) -> None:
        deb = linux.build_deb(self.project, _there(self.for_linux), self.project.build / f"{TRAY}.deb", linux.QUICK_GZIP)
        _print_all(linux.try_deb(self.project, deb, self._home))

    def _archive_for_linux(self) -> None:
        archive = linux.build_tarball(self.project, _there(self.for_linux), self.project.build / f"{TRAY}.tar.xz", linux.QUICK_XZ)
        _print_all(linux.try_tarball(self.project, archive, self._home))

    def _freeze_for_windows(self) -> None:
        set_up(Bed(default_folder()), print)
        folder = frozen_windows.freeze(self.project, Profile.SMALL, self._built().wheel)
        python = Bed(default_folder()).python.parent
        self._pass_on_licences("windows-x64", folder, licences.of_windows(frozen_windows.modules(self.project), python))
        with (
            virtual_display() as display,
            frozen_windows.session(self.project, display) as wine,
            frozen_windows.copied_to_awkward_folder(folder, wine.bed) as place,
        ):
            installed = frozen_windows.OnWine(wine, place)
            with installer.cleaned(installer.Trial(self.project, wine)):
                installed.check(self.project.version)
            reports = [installed.smoke_test() for _ in range(WINE_ROUNDS)]
        # Wine has no /proc/self of a Windows program: its memory is not known.
        report = median_of([{**report, "rss_kib": None, "pss_kib": None} for report in reports])
        self.weights[WINDOWS] = Weight(WINDOWS, None, megabytes(folder), report)
        self.for_windows = folder
        print(f"{WINDOWS}: {megabytes(folder):.1f} MB")

    def _installer_for_windows(self) -> None:
        work = fresh(self.project.build / "installer")
        setup = installer.compile_installer(self.project, _there(self.for_windows), work / "usagebar-setup.exe", fast=True)
        later = work / "usagebar-later-setup.exe"
        installer.compile_installer(self.project, _there(self.for_windows), later, fast=True, version=installer.LATER)
        with virtual_display() as display, frozen_windows.session(self.project, display) as wine:
            trial = installer.Trial(self.project, wine)
            with installer.cleaned(trial):
                _print_all(installer.try_out(trial, setup, later))

    @property
    def _home(self) -> Path:
        return self.project.build / "home"

    def _note(self, name: str, installed: Runnable, folder: Path, download: Path | None = None) -> None:
        self.installed[name] = installed
        self.weights[name] = Weight(name, megabytes(download) if download else None, megabytes(folder))
        print(f"{name}: {self.weights[name].installed:.1f} MB")

    def _weigh(self) -> None:
        reports = side_by_side({name: installed.smoke_test for name, installed in self.installed.items()}, ROUNDS)
        weights = [replace(weight, report=reports.get(name, weight.report)) for name, weight in self.weights.items()]
        print(
            f"Medians of {ROUNDS} runs in turn, off screen; Windows: of {WINE_ROUNDS} under Wine, on a screen.\n\n{table(weights)}"
        )


def _there(folder: Path | None) -> Path:
    if folder is None:
        raise SetupError("The frozen program is not there.")
    return folder


def _print_all(seen: Iterable[str]) -> None:
    for line in seen:
        print(line, flush=True)


def find_uv() -> Path | None:
    """On the path, or the one that the set-up of Wine brought."""
    found = shutil.which("uv") or shutil.which("uv", path=default_folder() / "tools" / "bin")
    return Path(found) if found else None


def run(build: Build) -> int:
    """Every step whose needs are met; the exit code."""
    steps = Steps(build.project.root)
    fresh(build.project.build)
    failed: set[str] = set()
    for step in build.steps:
        if lacking := failed.intersection(step.needs):
            failed.add(step.name)
            steps.leave_out(step.name, f"Not done, because this failed: {', '.join(sorted(lacking))}")
        elif steps.work(step.name, step.work).outcome is not Outcome.OK:
            failed.add(step.name)
    return steps.close()


if __name__ == "__main__":
    sys.exit(run(Build(Project())))
