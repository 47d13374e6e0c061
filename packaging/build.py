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
from typing import TYPE_CHECKING

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent)

from artefacts import frozen, frozen_windows, installer, wheel
from artefacts.display import virtual_display
from artefacts.project import Profile, Project
from artefacts.smoke import median_of, side_by_side
from artefacts.tools import fresh, megabytes
from artefacts.weights import Weight, table
from setup_steps.problem import SetupError
from setup_steps.steps import Outcome, Steps

if TYPE_CHECKING:
    from collections.abc import Callable

    from artefacts.smoke import OnLinux as Runnable

UNFROZEN = "wheel in an environment"
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
        self.for_windows: Path | None = None
        self.steps = (
            Step("wheel and source package", self._build_wheel),
            Step("wheel, installed with pip", self._install_with_pip, ("wheel and source package",)),
            Step("wheel, installed with uv", self._install_with_uv, ("wheel and source package",)),
            *(
                Step(f"frozen for Linux, {profile.value}", partial(self._freeze, profile), ("wheel, installed with pip",))
                for profile in Profile
            ),
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
        folder = frozen.freeze(self.project, profile, self.project.build / "with-pip" / "bin" / "python")
        self._note(f"Linux, {profile.value}", frozen.check(self.project, folder, self._home), folder)

    def _freeze_for_windows(self) -> None:
        folder = frozen_windows.freeze(self.project, Profile.SMALL, self._built().wheel)
        with virtual_display() as display, frozen_windows.session(self.project, display) as wine:
            installed = frozen_windows.OnWine(wine, frozen_windows.copy_to_awkward_folder(folder, wine.bed))
            installed.check(self.project.version)
            reports = [installed.smoke_test() for _ in range(WINE_ROUNDS)]
        # Wine has no /proc/self of a Windows program: its memory is not known.
        report = median_of([{**report, "rss_kib": None, "pss_kib": None} for report in reports])
        self.weights[WINDOWS] = Weight(WINDOWS, None, megabytes(folder), report)
        self.for_windows = folder
        print(f"{WINDOWS}: {megabytes(folder):.1f} MB")

    def _installer_for_windows(self) -> None:
        if self.for_windows is None:
            raise SetupError("There is no frozen program for Windows.")
        work = fresh(self.project.build / "installer")
        setup = installer.compile_installer(self.project, self.for_windows, work / "usagebar-setup.exe", fast=True)
        later = work / "usagebar-later-setup.exe"
        installer.compile_installer(self.project, self.for_windows, later, fast=True, version=installer.LATER)
        with virtual_display() as display, frozen_windows.session(self.project, display) as wine:
            trial = installer.Trial(self.project, wine)
            installer.clean(trial)
            for seen in installer.try_out(trial, setup, later):
                print(seen)

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


def find_uv() -> Path | None:
    """On the path, or the one that the set-up of Wine brought."""
    from windows.bed import default_folder

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
