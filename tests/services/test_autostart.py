"""Start at login: each system's own list, on real files where the system has files; Windows' part also runs under Wine."""

from __future__ import annotations

import asyncio
import plistlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from usagebar_qt.services.autostart import linux, windows
from usagebar_qt.services.autostart.building import build_autostart, this_installation
from usagebar_qt.services.autostart.command import Installation, launch_command
from usagebar_qt.services.autostart.linux import DesktopFileAutostart, autostart_folders, desktop_entry, program_of
from usagebar_qt.services.autostart.macos import LaunchAgentAutostart
from usagebar_qt.services.autostart.service import AutostartService
from usagebar_qt.services.autostart.windows import RunKeyAutostart, command_line
from usagebar_qt.services.ports import AutostartPort, AutostartState, MemoryAutostart, NullAutostart

ON, OFF = AutostartState.ON, AutostartState.OFF


# -- what is started ----------------------------------------------------------------------------------------------------
def installed(root: Path, **changes: Any) -> Installation:
    """A Python below `root`, without our script."""
    base = Installation(
        executable=root / "bin" / "python",
        scripts=root / "scripts",
        package=root / "site" / "usagebar_qt",
        site_packages=(root / "site",),
        temporary=root / "tmp",
        is_frozen=False,
        platform="linux",
    )
    return replace(base, **changes)


def touch(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch()
    return path


def test_a_frozen_program_starts_itself(tmp_path: Path) -> None:
    program = tmp_path / "opt" / "usagebar-qt"
    assert launch_command(installed(tmp_path, executable=program, is_frozen=True)) == (str(program),)


def test_the_script_beside_python_is_started(tmp_path: Path) -> None:
    script = touch(tmp_path / "bin" / "usagebar-qt")
    touch(tmp_path / "scripts" / "usagebar-qt")
    assert launch_command(installed(tmp_path)) == (str(script),)


def test_a_script_in_pythons_own_folder_for_scripts_is_found(tmp_path: Path) -> None:
    script = touch(tmp_path / "scripts" / "usagebar-qt.exe")
    assert launch_command(installed(tmp_path, platform="win32")) == (str(script),)


def test_without_a_script_the_installed_package_is_started_without_a_console_window(tmp_path: Path) -> None:
    python = tmp_path / "bin" / "python.exe"
    there = installed(tmp_path, executable=python, platform="win32")
    assert launch_command(there) == (str(python), "-P", "-m", "usagebar_qt")
    windowed = touch(tmp_path / "bin" / "pythonw.exe")
    assert launch_command(there) == (str(windowed), "-P", "-m", "usagebar_qt")


def test_a_checkout_that_is_only_the_current_folder_is_not_started(tmp_path: Path) -> None:
    there = installed(tmp_path, package=tmp_path / "checkout" / "usagebar_qt")
    assert launch_command(there) is None
    assert build_autostart(there, {}, tmp_path).state() is AutostartState.IMPOSSIBLE


def test_a_copy_in_a_temporary_folder_is_never_started(tmp_path: Path) -> None:
    program = tmp_path / "tmp" / "unpacked" / "usagebar-qt"
    assert launch_command(installed(tmp_path, executable=program, is_frozen=True)) is None
    link = tmp_path / "link"
    (tmp_path / "tmp" / "unpacked").mkdir(parents=True)
    link.symlink_to(tmp_path / "tmp" / "unpacked")
    assert launch_command(installed(tmp_path, executable=link / "usagebar-qt", is_frozen=True)) is None


def test_each_system_gets_its_own_way(tmp_path: Path) -> None:
    program = installed(tmp_path, executable=tmp_path / "usagebar-qt", is_frozen=True)
    assert isinstance(build_autostart(program, {}, tmp_path), DesktopFileAutostart)
    assert isinstance(build_autostart(replace(program, platform="darwin"), {}, tmp_path), LaunchAgentAutostart)


def test_this_process_knows_where_it_came_from() -> None:
    here = this_installation()
    assert here.executable == Path(sys.executable)
    assert (here.package / "services" / "autostart" / "building.py").is_file()


# -- Linux --------------------------------------------------------------------------------------------------------------
@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "config" / "autostart"


def of_linux(folder: Path, *shared: Path, program: str = "/opt/Usage Bar/usagebar-qt") -> DesktopFileAutostart:
    return DesktopFileAutostart((program,), folder, shared)


def own(folder: Path, text: str) -> Path:
    file = folder / "usagebar-qt.desktop"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


MINE = """[Desktop Entry]
# mine
Type=Application
Name=My Usage Bar
Exec=sh -c "sleep 20; exec usagebar-qt"
{switch}
[Desktop Action Other]
Exec=true
"""


def test_switching_on_and_off_leaves_the_folder_as_it_was(folder: Path) -> None:
    port = of_linux(folder)
    assert port.state() is OFF
    port.switch_off()
    assert not folder.exists()
    port.switch_on()
    assert port.state() is ON
    port.switch_off()
    assert port.state() is OFF
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not shutil.which("desktop-file-validate"), reason="desktop-file-validate is not installed here")
@pytest.mark.parametrize(
    "command",
    [("/usr/bin/usagebar-qt",), ('/opt/Mein $Ordner 100%/a"b`c\\d/usagebar-qt',), ("/usr/bin/python3", "-P", "-m", "usagebar_qt")],
)
def test_the_freedesktop_validator_has_nothing_to_say(folder: Path, command: tuple[str, ...]) -> None:
    port = DesktopFileAutostart(command, folder, ())
    port.switch_on()
    file = folder / "usagebar-qt.desktop"
    for _ in range(2):
        done = subprocess.run(["desktop-file-validate", "--no-hints", file], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, "")
        file.write_text(file.read_text() + "X-Mine=1\n")  # so that it is kept, and says that it is hidden
        port.switch_off()
        assert file.exists()


@pytest.mark.parametrize("path", ["/usr/bin/usagebar-qt", "/opt/Mein Ordner/usagebar-qt", "/x/100%/a$b/it's/usagebar-qt"])
def test_a_program_is_found_again_in_what_was_written(path: str) -> None:
    assert program_of(desktop_entry((path, "-m", "x"))) == Path(path)


@pytest.mark.parametrize(
    "switch", ["Hidden=true", "X-GNOME-Autostart-enabled=false", "Hidden=true\nX-GNOME-Autostart-enabled=false"]
)
def test_an_own_file_that_is_switched_off_counts_as_off_and_is_switched_on_in_place(folder: Path, switch: str) -> None:
    file = own(folder, MINE.format(switch=switch))
    port = of_linux(folder)
    assert port.state() is OFF
    port.switch_on()
    assert port.state() is ON
    assert file.read_text() == MINE.format(switch="X-GNOME-Autostart-enabled=true")


def test_an_own_file_is_hidden_not_deleted_and_comes_back_as_it_was(folder: Path) -> None:
    file = own(folder, MINE.format(switch="X-GNOME-Autostart-Delay=9"))
    port = of_linux(folder)
    assert port.state() is ON
    port.switch_off()
    assert port.state() is OFF
    assert 'Exec=sh -c "sleep 20; exec usagebar-qt"' in file.read_text()
    assert "X-GNOME-Autostart-Delay=9" in file.read_text()
    assert file.read_text().index("Hidden=true") < file.read_text().index("[Desktop Action Other]")
    port.switch_on()
    assert port.state() is ON


def test_an_entry_whose_program_has_gone_gets_the_new_one(folder: Path, tmp_path: Path) -> None:
    file = own(folder, desktop_entry((str(tmp_path / "gone"),)) + "Hidden=true\n")
    port = of_linux(folder, program=str(touch(tmp_path / "usagebar-qt")))
    port.switch_on()
    assert program_of(file.read_text()) == tmp_path / "usagebar-qt"
    assert f"TryExec={tmp_path / 'usagebar-qt'}" in file.read_text()


def test_what_the_system_starts_for_everybody_can_be_hidden_for_oneself(folder: Path, tmp_path: Path) -> None:
    shared = tmp_path / "etc" / "autostart"
    own(shared, desktop_entry(("/usr/bin/usagebar-qt",)))
    port = of_linux(folder, shared)
    assert port.state() is ON
    port.switch_off()
    assert port.state() is OFF
    port.switch_on()
    port.switch_off()  # our own file may not go: the system's would come back
    assert port.state() is OFF


def test_a_link_is_replaced_and_what_it_points_to_stays(folder: Path, tmp_path: Path) -> None:
    target = own(tmp_path / "applications", MINE.format(switch="X-A=1"))
    folder.mkdir(parents=True)
    (folder / "usagebar-qt.desktop").symlink_to(target)
    of_linux(folder).switch_off()
    assert target.read_text() == MINE.format(switch="X-A=1")
    assert of_linux(folder).state() is OFF


@pytest.mark.parametrize("text", ["", "[Desktop Entry]\n", "nothing of the kind", "[Other]\nExec=x\n"])
def test_a_file_that_starts_nothing_is_off_and_can_be_switched_on(folder: Path, text: str) -> None:
    own(folder, text)
    port = of_linux(folder)
    assert port.state() is OFF
    port.switch_on()
    assert port.state() is ON


def test_the_folders_follow_the_environment(tmp_path: Path) -> None:
    assert autostart_folders({}, tmp_path) == (tmp_path / ".config" / "autostart", (Path("/etc/xdg/autostart"),))
    environ = {"XDG_CONFIG_HOME": "/c", "XDG_CONFIG_DIRS": "/a:relative:/b"}
    assert autostart_folders(environ, tmp_path) == (Path("/c/autostart"), (Path("/a/autostart"), Path("/b/autostart")))


@pytest.mark.parametrize("line", ["Exec=usagebar-qt", 'Exec="broken', "Exec="])
def test_a_program_that_cannot_be_told_is_not_guessed(line: str) -> None:
    assert program_of(f"{linux.GROUP}\n{line}\n") is None


# -- macOS --------------------------------------------------------------------------------------------------------------
def test_the_launch_agent_is_written_and_removed(tmp_path: Path) -> None:
    port = LaunchAgentAutostart(("/Applications/Usage Bar & Co/usagebar-qt",), tmp_path / "LaunchAgents")
    assert port.state() is OFF
    port.switch_on()
    assert port.state() is ON
    agent = plistlib.loads((tmp_path / "LaunchAgents" / "usagebar-qt.plist").read_bytes())
    assert agent["ProgramArguments"] == ["/Applications/Usage Bar & Co/usagebar-qt"]
    assert agent["KeepAlive"] is False
    port.switch_off()
    assert port.state() is OFF


def test_a_launch_agent_that_somebody_disabled_is_off_and_keeps_its_own_keys(tmp_path: Path) -> None:
    file = tmp_path / "usagebar-qt.plist"
    file.write_bytes(plistlib.dumps({"Label": "usagebar-qt", "RunAtLoad": True, "Disabled": True, "Nice": 5}))
    port = LaunchAgentAutostart(("/x",), tmp_path)
    assert port.state() is OFF
    port.switch_on()
    assert port.state() is ON
    assert plistlib.loads(file.read_bytes())["Nice"] == 5


@pytest.mark.parametrize("content", [b"", b"<plist><", b"no plist", plistlib.dumps(["a"])])
def test_a_launch_agent_that_cannot_be_read_is_off_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "usagebar-qt.plist").write_bytes(content)
    port = LaunchAgentAutostart(("/x",), tmp_path)
    assert port.state() is OFF
    port.switch_on()
    assert port.state() is ON


# -- Windows ------------------------------------------------------------------------------------------------------------
class Key:
    def __init__(self, values: dict[str, object]) -> None:
        self.values = values

    def __enter__(self) -> Key:
        return self

    def __exit__(self, *_: object) -> None:
        return


class Registry:
    """The few functions of `winreg` that are used, with its errors."""

    HKEY_CURRENT_USER, KEY_SET_VALUE, REG_SZ = "user", 2, 1

    def __init__(self) -> None:
        self.keys: dict[str, dict[str, object]] = {}

    def OpenKey(self, root: str, path: str, reserved: int = 0, access: int = 1) -> Key:
        if path not in self.keys:
            raise FileNotFoundError(2, "no key")
        return Key(self.keys[path])

    def CreateKey(self, root: str, path: str) -> Key:
        return Key(self.keys.setdefault(path, {}))

    def QueryValueEx(self, key: Key, name: str) -> tuple[object, int]:
        if name not in key.values:
            raise FileNotFoundError(2, "no value")
        return key.values[name], 1

    def SetValueEx(self, key: Key, name: str, reserved: int, kind: int, value: object) -> None:
        key.values[name] = value

    def DeleteValue(self, key: Key, name: str) -> None:
        if name not in key.values:
            raise FileNotFoundError(2, "no value")
        del key.values[name]


def test_the_run_key_is_written_in_quotes_and_removed() -> None:
    registry = Registry()
    port = RunKeyAutostart((r"C:\Program Files\Usage Bar\usagebar-qt.exe",), registry)
    assert port.state() is OFF
    port.switch_off()
    port.switch_on()
    assert registry.keys[windows.RUN] == {"UsageBar": r'"C:\Program Files\Usage Bar\usagebar-qt.exe"'}
    assert port.state() is ON
    port.switch_off()
    assert registry.keys[windows.RUN] == {}


def test_what_task_manager_switched_off_is_off_until_a_person_wants_it_again() -> None:
    registry = Registry()
    port = RunKeyAutostart(("x.exe",), registry)
    port.switch_on()
    registry.keys[windows.APPROVED] = {"UsageBar": bytes([3] + [0] * 11)}
    assert port.state() is OFF
    port.switch_on()
    assert port.state() is ON
    registry.keys[windows.APPROVED] = {"UsageBar": bytes([2] + [0] * 11)}
    assert port.state() is ON


def test_another_copy_that_is_still_there_stays_the_one_that_starts(tmp_path: Path) -> None:
    registry = Registry()
    other = touch(tmp_path / "other copy.exe")
    registry.keys[windows.RUN] = {"UsageBar": f'"{other}" --quiet'}
    port = RunKeyAutostart(("x.exe",), registry)
    port.switch_on()
    assert registry.keys[windows.RUN] == {"UsageBar": f'"{other}" --quiet'}
    other.unlink()
    port.switch_on()
    assert registry.keys[windows.RUN] == {"UsageBar": '"x.exe"'}


def test_further_words_of_a_command_are_quoted_where_they_need_it() -> None:
    assert command_line((r"C:\py\pythonw.exe", "-P", "-m", "a b")) == r'"C:\py\pythonw.exe" -P -m "a b"'


# -- the service --------------------------------------------------------------------------------------------------------
class AtOnce:
    """Runs what is spawned to its end, and blocking work at once."""

    def spawn(self, work: Coroutine[Any, Any, Any], *, name: str) -> Any:
        return asyncio.run(work)

    async def run(self, function: Callable[..., Any], *arguments: object, timeout: float) -> Any:
        return function(*arguments)


class Refusing(MemoryAutostart):
    def switch_on(self) -> None:
        raise PermissionError


def told(port: AutostartPort) -> tuple[AutostartService, list[object]]:
    service = AutostartService(make_port=lambda: port, workers=AtOnce(), tasks=AtOnce())
    news: list[object] = []
    service.state_known.connect(news.append)
    service.failed.connect(lambda: news.append("failed"))
    return service, news


def test_a_wish_is_followed_by_what_holds() -> None:
    service, news = told(MemoryAutostart())
    service.look()
    service.wish(starts=True)
    service.wish(starts=False)
    assert news == [OFF, ON, OFF]


def test_a_refusal_is_told_after_what_still_holds() -> None:
    service, news = told(Refusing())
    service.wish(starts=True)
    assert news == [OFF, "failed"]


def test_a_copy_that_is_not_installed_changes_nothing() -> None:
    service, news = told(NullAutostart())
    service.wish(starts=True)
    service.wish(starts=False)
    assert news == [AutostartState.IMPOSSIBLE, AutostartState.IMPOSSIBLE]
