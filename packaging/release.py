"""Makes what people download: builds and tries everything as `build.py` does, then compresses it well.

    .venv/bin/python packaging/release.py

In dist/ come to lie: wheel and source package, the installer for Windows, the .deb, the tar.xz, a bill of materials for each
platform, and SHA256SUMS. The version is that of usagebar_qt/__init__.py; it must have its part in CHANGELOG.md, and the checkout
must hold nothing that is not committed, and no known weakness may be in what is pinned, which pip-audit looks up in the network
(--draft: none of the three is asked for). Takes about twelve minutes on two cores.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent)

from artefacts import bill, installer, linux
from artefacts.project import COMMAND, TRAY, Project
from artefacts.tools import call, megabytes
from audit import audit
from setup_steps.problem import SetupError

from build import Build, Step, run

WRONG_USAGE = 64


class Release(Build):
    """The steps of the build, and those that make it ready to be passed on."""

    def __init__(self, project: Project, *, is_draft: bool) -> None:
        super().__init__(project)
        if not is_draft:
            ready = Step("ready for a release", self._check_ready)
            audited = Step("no known weakness", self._audit, (ready.name,))
            self.steps = (ready, audited, *(replace(step, needs=(*step.needs, ready.name, audited.name)) for step in self.steps))
        everything = tuple(step.name for step in self.steps)
        compressed = Step("compressed packages", self._compress, everything)
        self.steps = (*self.steps, compressed, Step("bill and checksums", self._sign_off, (*everything, compressed.name)))

    def _check_ready(self) -> None:
        changed = call(["git", "status", "--porcelain"], cwd=self.project.root).strip()
        check_ready(self.project.version, (self.project.root / "CHANGELOG.md").read_text(encoding="utf-8"), changed)

    def _audit(self) -> None:
        audit(self.project)

    def _compress(self) -> None:
        project, version = self.project, self.project.version
        for_linux, for_windows = self.frozen_folders()
        made = [
            installer.compile_installer(
                project, for_windows, project.dist / f"{COMMAND}-{version}-windows-x64-setup.exe", fast=False
            ),
            linux.build_deb(project, for_linux, project.dist / f"{TRAY}_{version}_{linux.machine()}.deb", linux.BEST_DEB),
            linux.build_tarball(project, for_linux, project.dist / f"{TRAY}-{version}-linux-x86_64.tar.xz", linux.BEST_XZ),
        ]
        for file in made:
            print(f"{file.name}: {megabytes(file):.1f} MB")

    def _sign_off(self) -> None:
        project = self.project
        for platform, components in self.components.items():
            document = bill.bill(project.version, platform, components, project.commit_time())
            bill.write_bill(project.dist / f"{TRAY}-{project.version}-{platform}.cdx.json", document)
        files = [file for file in project.dist.iterdir() if project.version in file.name and file.is_file()]
        (project.dist / "SHA256SUMS").write_text(bill.checksums(files), encoding="utf-8")
        print((project.dist / "SHA256SUMS").read_text(encoding="utf-8"))


def check_ready(version: str, changelog: str, changed: str) -> None:
    """Whether a version may be given to people.

    Raises:
        SetupError: with what has to be done first.
    """
    if changed:
        raise SetupError(f"Commit or put away first:\n{changed}")
    if not any(line.startswith(f"## {version}") for line in changelog.splitlines()):
        raise SetupError(f"CHANGELOG.md has no part '## {version} - date': move what is under Unreleased there.")


def main(arguments: list[str]) -> int:
    """The exit code."""
    if arguments not in ([], ["--draft"]):
        print(__doc__, file=sys.stderr)
        return WRONG_USAGE
    return run(Release(Project(), is_draft=bool(arguments)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
