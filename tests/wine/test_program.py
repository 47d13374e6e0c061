"""The tray program on Windows Python: what a person sees and does, what Windows does to it, what is on the disk afterwards."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator

import pytest
from windows import suite
from windows.bed import CHECKOUT, Output, Session, windows_path
from windows.set_up import compile_for_windows

from tests.e2e.desktop import Desktop
from tests.upstream import Upstream
from tests.wine.program_bed import ProgramBed, Running, pictures, wait_until

pytestmark = pytest.mark.wine
KEY = "0123456789abcdef0123456789abcdef.0123456789abcdef"
TARGET = "usage-bar-zai-credentials"
ENDED_BY_WINDOWS = 0x4000_0000 % 256


@pytest.fixture(scope="module")
def bed(desktop_of_wine: Desktop, wine_on_screen: Session) -> Iterator[ProgramBed]:
    with Upstream() as upstream:
        bed = ProgramBed(desktop_of_wine, wine_on_screen, upstream)
        wine_on_screen.extra = {**wine_on_screen.extra, **upstream.environment()}
        yield bed
        bed.end_all()
        bed.remove()


@pytest.fixture(scope="module")
def tauri(bed: ProgramBed) -> Iterator[str]:
    """The key, as the Tauri app has put it into Credential Manager."""
    program = bed.wine.bed.folder / "stand-in" / "tauri.exe"
    compile_for_windows(suite.STAND_IN, program, "-municode")
    assert bed.wine.run(program, "write", TARGET, KEY.encode().hex()).output == "ok\n"
    yield KEY
    bed.wine.run(program, "delete", TARGET)


@pytest.fixture(scope="module")
def running(bed: ProgramBed, tauri: str) -> Running:
    """One start for the tests that leave the program as it was."""
    bed.fresh()
    return bed.start()


def test_a_click_on_the_icon_shows_figures_that_the_tauri_apps_key_brought(bed: ProgramBed, running: Running, tauri: str) -> None:
    bed.wait_for_icon()
    wait_until("figures of Z.ai", lambda: bed.upstream.zai.count)
    bed.open_popup()
    bed.desktop.screenshot(pictures() / "windows-under-wine.png")
    wait_until("gauges of Claude and Z.ai", lambda: bed.drawn_percents() >= {34, 61, 39, 22}, 10)
    bed.close_popup()
    assert set(bed.upstream.zai.authorizations) == {tauri}
    assert running.child.poll() is None


def test_its_files_lie_in_the_profile_and_its_log_has_no_complaint(bed: ProgramBed, running: Running) -> None:
    wait_until("the log", (bed.files / "Logs" / "usagebar.log").exists)
    figures = json.loads((bed.files / "accounts" / "zai.json").read_text(encoding="utf-8"))
    assert "39" in json.dumps(figures)
    assert KEY not in json.dumps(figures)
    assert bed.troubles() == []


def test_a_second_start_shows_the_first_ones_popup_and_ends_with_0(bed: ProgramBed, running: Running) -> None:
    second = bed.run()
    assert (second.code, second.output) == (0, "")
    assert bed.stays_open()
    bed.close_popup()
    assert running.child.poll() is None


def test_the_icon_comes_back_when_the_taskbar_was_made_anew(bed: ProgramBed, running: Running) -> None:
    before = bed.icons()
    done = bed.system("forget")
    assert (done.code, done.output) == (0, "icons removed: 1\n")
    wait_until("the icon to go", lambda: not bed.icons())
    assert bed.system("taskbar").code == 0
    bed.wait_for_icon()
    assert len(bed.icons()) == len(before) == 1
    bed.open_popup()
    bed.close_popup()


def test_when_the_end_of_the_session_was_called_off_the_program_runs_on(bed: ProgramBed, running: Running) -> None:
    assert bed.system("stays").code == 0
    with pytest.raises(subprocess.TimeoutExpired):
        running.child.wait(0.5)
    bed.open_popup()
    bed.close_popup()


def test_quit_ends_it_with_0_and_leaves_no_lock(bed: ProgramBed, running: Running) -> None:
    assert (bed.run("--quit").code, running.ended()) == (0, (0, ""))
    assert not (bed.files / "instance.lock").exists()
    assert bed.icons() == []
    assert bed.troubles() == []


def test_at_the_end_of_the_session_a_program_that_only_shows_its_icon_closes_cleanly(bed: ProgramBed) -> None:
    bed.fresh()
    running = bed.start()
    bed.wait_for_icon()
    wait_until("the place", (bed.files / "instance.lock").exists)
    wait_until("figures", lambda: (bed.files / "accounts" / "claude.json").exists())
    assert bed.system("ask", "told").code == 0
    assert running.ended() == (0, "")
    assert not (bed.files / "instance.lock").exists()
    assert bed.troubles() == []


def test_a_spent_token_is_saved_before_windows_may_end_the_program(bed: ProgramBed) -> None:
    bed.fresh(expires_in=-3600)
    token = bed.upstream.token
    token.delay, token.spent = 1.5, []
    running = bed.start(lambda: token.spent)
    wait_until("the token to be spent", lambda: token.spent == ["sk-ant-ort01-first"])
    assert bed.token() == "sk-ant-ort01-first"
    assert bed.system("end").code == 0  # ended the moment that it has answered
    running.child.wait(30)
    assert (bed.token(), bed.locks()) == ("sk-ant-ort01-1", [])


def test_a_notification_is_a_balloon_of_the_icon(bed: ProgramBed) -> None:
    """A click on it is another matter: Wine 8 tells nobody of it."""
    script = windows_path(CHECKOUT / "tests" / "wine" / "balloon.py")
    child = bed.wine.launch(bed.wine.bed.python, script)
    output = Output(child.stdout)

    def balloon() -> bool:
        found = (box for _, kind, box in bed.desktop.windows() if kind == "explorer.exe")
        return any(box.width > 100 and box.height > 40 for box in found)

    wait_until("the balloon", balloon)
    bed.desktop.screenshot(pictures() / "windows-balloon-under-wine.png")
    assert child.wait(30) == 0
    assert output.text() == "shown True\n"
