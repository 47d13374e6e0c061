"""The installer for Windows: compiled with makensis, then put through install, upgrade and uninstall under Wine."""

from __future__ import annotations

import shutil
import time
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from setup_steps.problem import SetupError
from windows.bed import windows_path

from artefacts.frozen_windows import OnWine
from artefacts.project import COMMAND, NAME, TRAY, Profile, Project, numeric_version
from artefacts.tools import call, megabytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from subprocess import Popen

    from windows.bed import Session

KEY = "UsageBar"
RUN = r"HKCU\Software\Microsoft\Windows\CurrentVersion\Run"
APP_NAMES = rf"HKCU\Software\Classes\AppUserModelId\{KEY}"
UNINSTALL = rf"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\{KEY}"
LATER = "99.0.0"
LIMIT = 180.0  # seconds for one run of the installer
PATIENCE = 30.0  # seconds for what happens after its end


def compile_installer(project: Project, folder: Path, target: Path, *, fast: bool, version: str = "") -> Path:
    """setup.exe of a frozen folder; `fast` leaves it uncompressed. `version` lets a test make a later one."""
    version = version or project.version
    parts = project.build / f"windows-{Profile.SMALL.value}"
    values = {
        "APPDIR": folder,
        "VERSION": version,
        "NUMBERS": numeric_version(version),
        "ICON": parts / "usagebar.ico",
        "PICTURE": parts / "wizard.bmp",
        "LICENCE": project.root / "LICENSE",
        "SIZE": round(megabytes(folder) * 1e6 / 1024),
        "OUT": target,
        **({"FAST": ""} if fast else {}),
    }
    script = project.packaging / "windows" / "installer.nsi"
    call(["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in values.items()), script], limit=600)
    return target


@dataclass(frozen=True, slots=True)
class Trial:
    """One installer under Wine; every check raises `SetupError` with what was wrong."""

    project: Project
    wine: Session

    @property
    def local(self) -> Path:
        """%LOCALAPPDATA%."""
        return self.wine.bed.profile / "AppData" / "Local"

    @property
    def folder(self) -> Path:
        return self.local / "Programs" / KEY

    @property
    def link(self) -> Path:
        return self.wine.bed.profile / "AppData" / "Roaming" / "Microsoft" / "Windows" / "Start Menu" / "Programs" / f"{NAME}.lnk"

    @property
    def settings(self) -> Path:
        return self.local / "usagebar" / "settings.json"

    @property
    def claude(self) -> Path:
        """What must be as it was, whatever is installed or removed."""
        return self.wine.bed.profile / ".claude" / ".credentials.json"

    def installed(self) -> OnWine:
        user = self.wine.bed.profile.name
        return OnWine(self.wine, f"C:\\users\\{user}\\AppData\\Local\\Programs\\{KEY}")

    def run(self, program: Path, *words: str) -> None:
        """Run an installer or uninstaller to its end."""
        ended = self.wine.run(windows_path(program), *words, timeout=LIMIT)
        if ended.code != 0:
            raise SetupError(f"{program.name} {' '.join(words)} ended with exit code {ended.code}. {ended.output}")

    def uninstall(self, *words: str) -> None:
        """The uninstaller goes on in a copy of itself: its end is seen by what is gone."""
        self.run(self.folder / "uninstall.exe", "/S", *words)
        self.wait_until(lambda: not self.folder.exists(), f"{self.folder} is still there: {self.names_left()}")

    def names_left(self) -> list[str]:
        return sorted(path.name for path in self.folder.iterdir()) if self.folder.exists() else []

    def value(self, key: str, name: str) -> str | None:
        """A text in the registry."""
        ended = self.wine.run("reg", "query", key, "/v", name, timeout=60)
        return read_value(ended.output, name) if ended.code == 0 else None

    def wait_until(self, what: Callable[[], bool], otherwise: str) -> None:
        ends = time.monotonic() + PATIENCE
        while not what():
            if time.monotonic() > ends:
                raise SetupError(otherwise)
            time.sleep(0.2)

    def expect(self, is_so: bool, otherwise: str) -> None:
        if not is_so:
            raise SetupError(otherwise)

    def start_tray(self) -> Popen[bytes]:
        """The installed program as the start menu starts it, until it holds its place."""
        child = self.wine.launch(f"{self.installed().folder}\\{TRAY}.exe")
        self.wait_until(self.is_running, "The installed program did not start.")
        return child

    def is_running(self) -> bool:
        """The lock file dies with its process."""
        return (self.local / "usagebar" / "instance.lock").exists()


def read_value(output: str, name: str) -> str | None:
    """The text in what `reg query` prints."""
    for line in output.splitlines():
        words = line.split(None, 2)
        if len(words) == 3 and words[0] == name and words[1].startswith("REG_"):
            return words[2]
    return None


def try_out(trial: Trial, setup: Path, later: Path) -> Iterator[str]:
    """Everything that a person does with it, without questions; after each act, what was seen.

    Raises:
        SetupError: at the first thing that is not as it should be.
    """
    yield _install(trial, setup)
    yield _upgrade_while_running(trial, later)
    yield _uninstall_keeping_settings(trial)
    yield _uninstall_with_settings(trial, setup)


def _install(trial: Trial, setup: Path) -> str:
    trial.run(setup, "/S", "/AUTOSTART=1")
    for name in (f"{TRAY}.exe", f"{COMMAND}.exe", "uninstall.exe", "_internal"):
        trial.expect((trial.folder / name).exists(), f"{name} was not installed; there is {trial.names_left()}")
    trial.expect(trial.link.exists(), "There is no entry in the start menu.")
    trial.expect(trial.value(UNINSTALL, "DisplayVersion") == trial.project.version, "The list of programs lacks it or its version.")
    command = trial.value(RUN, KEY) or ""
    trial.expect(
        command.lower().endswith(f'{TRAY}.exe"') and command.startswith('"'), f"It does not start at sign-in, but: {command}"
    )
    _expect_one_name(trial)
    trial.installed().check(trial.project.version)
    for file, text in ((trial.claude, '{"claudeAiOauth": {}}'), (trial.settings, "{}")):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return "installed silently: programs run, start menu, list of programs, start at sign-in"


def _expect_one_name(trial: Trial) -> None:
    """What the taskbar and notifications know it by; whether the start menu's entry carries it, only a real Windows shows."""
    trial.expect(trial.value(APP_NAMES, "DisplayName") == NAME, "Notifications would not know the program's name.")
    picture = (trial.value(APP_NAMES, "IconUri") or "").rpartition(f"\\{KEY}\\")[2]
    trial.expect(picture.endswith(".png"), "Notifications would have no picture.")
    trial.expect((trial.folder / picture.replace("\\", "/")).is_file(), f"The picture of notifications is missing: {picture}")


def _upgrade_while_running(trial: Trial, later: Path) -> str:
    stale = trial.folder / "_internal" / "left-by-an-older-version.txt"
    stale.touch()
    first = trial.start_tray()
    trial.run(later, "/S")
    trial.expect(first.wait(PATIENCE) == 0, "The old program did not end by itself.")
    trial.wait_until(trial.is_running, "After the upgrade the program was not started again.")
    trial.expect(trial.value(UNINSTALL, "DisplayVersion") == LATER, "The list of programs still shows the old version.")
    trial.expect(not stale.exists(), "A file of the older version is still there.")
    trial.expect(trial.value(RUN, KEY) is not None, "The upgrade took away the start at sign-in.")
    trial.expect(not set(trial.names_left()) & {"_new", "_old"}, f"The upgrade left {trial.names_left()}")
    return "upgraded while running: the old program ended by itself with 0, the new one started, no old file left"


def _uninstall_keeping_settings(trial: Trial) -> str:
    trial.uninstall()
    trial.expect(not trial.link.exists(), "The entry in the start menu is still there.")
    trial.expect(trial.value(RUN, KEY) is None, "It would still start at sign-in.")
    trial.expect(trial.value(UNINSTALL, "DisplayName") is None, "The list of programs still has it.")
    trial.expect(trial.value(APP_NAMES, "DisplayName") is None, "Notifications still know its name.")
    trial.expect(trial.settings.exists(), "The settings are gone, though nobody asked for that.")
    _expect_claude_untouched(trial)
    return "uninstalled while running: nothing left but the settings"


def _uninstall_with_settings(trial: Trial, setup: Path) -> str:
    trial.run(setup, "/S")
    trial.expect(trial.value(RUN, KEY) is None, "A plain installation starts at sign-in.")
    trial.uninstall("/SETTINGS=delete")
    trial.wait_until(lambda: not trial.settings.parent.exists(), "The settings are still there.")
    _expect_claude_untouched(trial)
    return "uninstalled with /SETTINGS=delete: the settings are gone too, Claude's file is as it was"


def _expect_claude_untouched(trial: Trial) -> None:
    trial.expect(trial.claude.read_text(encoding="utf-8") == '{"claudeAiOauth": {}}', "Claude's file was changed.")


@contextmanager
def cleaned(trial: Trial) -> Iterator[None]:
    """Nothing of an earlier trial is in the way, and nothing of this one stays in a Wine folder that others use too."""
    _clean(trial)
    try:
        yield
    finally:
        _clean(trial)


def _clean(trial: Trial) -> None:
    for folder in (trial.folder, trial.settings.parent, trial.claude.parent):
        shutil.rmtree(folder, ignore_errors=True)
    trial.link.unlink(missing_ok=True)
    trial.wine.run("reg", "delete", RUN, "/v", KEY, "/f", timeout=60)
    for key in (UNINSTALL, APP_NAMES, rf"HKCU\Software\{KEY}"):
        trial.wine.run("reg", "delete", key, "/f", timeout=60)
