"""The tray program itself, run by Windows Python under Wine, on a desktop with a real panel, for somebody with umlauts."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from windows.bed import CHECKOUT, Ended, Output, Session, windows_path

from tests.e2e.desktop import Box, Desktop, wait_for
from tests.signed_in import sign_in
from tests.upstream import Upstream

if TYPE_CHECKING:
    from collections.abc import Callable

TITLE = "Usage Bar"
USER = "Jürgen Müßig"
"""Wine makes a profile of that name, and every folder of Windows lies in it."""
MESSAGES = CHECKOUT / "tests" / "wine" / "system_messages.py"
START_SECONDS = 40.0
WORDLESS_STARTS = 3
SAME_CLICK_SECONDS = 2.2
"""So long a click on the icon counts as the one that closed the popup."""
GAUGE_MARGIN = 26
"""Pixels of the popup and of a card on either side of a gauge."""
EXPECTED = ("EnableNonClientDpiScaling", "PerMonitorVersion2")
"""What Qt misses in Wine 8."""


@dataclass
class Running:
    """One start of the program."""

    child: subprocess.Popen[bytes]
    output: Output = field(init=False)

    def __post_init__(self) -> None:
        self.output = Output(self.child.stdout)

    def ended(self, seconds: float = 30.0) -> tuple[int, str]:
        """Exit code and everything it printed; fails where it goes on running."""
        return self.child.wait(seconds), self.output.text()


class ProgramBed:
    """A profile, and what a person and Windows do to the program in it."""

    def __init__(self, desktop: Desktop, wine: Session, upstream: Upstream) -> None:
        self.desktop, self.wine, self.upstream = desktop, wine, upstream
        self.profile = wine.bed.drive_c / "users" / USER
        self.files = self.profile / "AppData" / "Local" / "usagebar"
        self.sign_in = self.profile / ".claude" / ".credentials.json"
        self._started: list[Running] = []

    # -- before the start -------------------------------------------------------------------------------------------
    def fresh(self, *, expires_in: float = 7200.0) -> None:
        """A profile in which somebody is signed in and has seen the first page."""
        for folder in (self.files, self.sign_in.parent):  # not the whole profile: Windows' folder of temporary files is in it
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
        (self.files / "first-run.json").write_text("{}", encoding="utf-8")
        sign_in(self.sign_in.parent, seconds=expires_in, refreshToken="sk-ant-ort01-first")

    def remove(self) -> None:
        shutil.rmtree(self.profile, ignore_errors=True)

    # -- the program ------------------------------------------------------------------------------------------------
    def start(self, has_begun: Callable[[], object] | None = None) -> Running:
        """Until `has_begun`; else until the icon is there. Wine itself now and then ends a program while it begins, without a word
        (one start in thirty, seen): then another one. One of ours that fails says why, and is what the test looks at."""
        for _ in range(WORDLESS_STARTS - 1):
            running = self._begun(has_begun or self.spot)
            if running.child.poll() is None or running.output.text():
                return running
        return self._begun(has_begun or self.spot)

    def _begun(self, has_begun: Callable[[], object]) -> Running:
        running = Running(self.wine.launch(self.wine.bed.python, "-m", "usagebar_qt"))
        self._started.append(running)
        with contextlib.suppress(AssertionError):
            wait_until("begin or end", lambda: has_begun() or running.child.poll() is not None)
        return running

    def run(self, *arguments: str) -> Ended:
        return self.wine.run(self.wine.bed.python, "-m", "usagebar_qt", *arguments, timeout=60)

    def end_all(self) -> None:
        for running in self._started:
            if running.child.poll() is None:
                self.run("--quit")
                running.child.kill()
                running.child.wait()

    def system(self, *acts: str) -> Ended:
        """`system_messages.py`, for the program that holds the place."""
        number = (self.files / "instance.lock").read_text(encoding="utf-8").split("\n")[0]
        return self.wine.run(self.wine.bed.python, windows_path(MESSAGES), number, *acts, timeout=90)

    def token(self) -> str:
        token: str = json.loads(self.sign_in.read_text(encoding="utf-8"))["claudeAiOauth"]["refreshToken"]
        return token

    def locks(self) -> list[str]:
        """What Claude Code would wait for."""
        return [path.name for path in (*self.profile.iterdir(), *self.sign_in.parent.iterdir()) if path.name.endswith(".lock")]

    def troubles(self) -> list[str]:
        """Lines of the log that nobody expects."""
        text = (self.files / "Logs" / "usagebar.log").read_text(encoding="utf-8")
        return [line for line in text.splitlines() if " INFO " not in line and not any(words in line for words in EXPECTED)]

    # -- the desktop ------------------------------------------------------------------------------------------------
    def icons(self) -> list[Box]:
        """Windows that Wine's Explorer has put into the panel."""
        return [box for _, kind, box in self.desktop.windows() if kind == "explorer.exe" and box.width <= 32 and box.y > 700]

    def spot(self) -> tuple[int, int] | None:
        """A painted point of the icon, near its middle: Wine gives its window the picture's shape, and the rest is the panel's."""
        for box in self.icons():
            pixels = self.desktop._pixels(box).cast("I")
            background = Counter(pixels).most_common(1)[0][0]
            painted = [divmod(number, box.width) for number, pixel in enumerate(pixels) if pixel != background]
            if len(painted) > 20:
                row, column = min(painted, key=lambda at: abs(at[0] - box.height // 2) + abs(at[1] - box.width // 2))
                return box.x + column, box.y + row
        return None

    def wait_for_icon(self) -> tuple[int, int]:
        try:
            return wait_for("the icon in the panel", self.spot, START_SECONDS)
        except AssertionError as error:
            self.desktop.screenshot(pictures() / "windows-without-icon.png")
            said = [(running.child.poll(), running.output.text(0.1)) for running in self._started]
            raise AssertionError(f"{error}; programs: {said}; windows: {list(self.desktop.windows())}") from None

    def open_popup(self) -> Box:
        """Click the icon. Wine takes the focus from the first window of a process while that is made, and the popup goes with the
        focus, as it should: then a second click."""
        for _ in range(3):
            self.desktop.click(*self.wait_for_icon())
            if box := self.stays_open():
                return box
            time.sleep(SAME_CLICK_SECONDS)
        raise AssertionError("three clicks on the icon, and no popup that stays")

    def stays_open(self) -> Box | None:
        """The popup, once it has been there for a while."""
        seen = 0
        for _ in range(60):
            box = self.desktop.find_window(TITLE)
            seen = seen + 1 if box else 0
            if seen == 20:
                return box
            time.sleep(0.03)
        return None

    def drawn_percents(self) -> set[int]:
        """How full the popup's gauges are, by their pixels: rows of strong colour without gaps, which text is not."""
        box = self.desktop.find_window(TITLE)  # anew each time: it grows with what comes
        if box is None:
            return set()
        pixels = self.desktop._pixels(box).cast("I")
        found = set()
        for top in range(0, len(pixels), box.width):
            strong = [column for column, pixel in enumerate(pixels[top : top + box.width]) if is_strong(pixel)]
            extent = strong[-1] - strong[0] + 1 if strong else 0
            if len(strong) >= 30 and len(strong) >= extent * 0.85:
                found.add(round(extent * 100 / (box.width - 2 * GAUGE_MARGIN)))
        return found

    def close_popup(self) -> None:
        """By a click on the icon: keys do not reach a window that has no frame of the window manager's."""
        self.desktop.click(*self.wait_for_icon())
        self.desktop.wait_until_gone(TITLE)


def is_strong(pixel: int) -> bool:
    """Neither white, grey nor black."""
    channels = (pixel >> 16 & 255, pixel >> 8 & 255, pixel & 255)
    return max(channels) - min(channels) > 60


def wait_until(what: str, probe: Callable[[], object], seconds: float = START_SECONDS) -> None:
    """For what happens in another process."""
    wait_for(what, lambda: bool(probe()), seconds)


def pictures() -> Path:
    """Where pictures go for people to look at."""
    folder = CHECKOUT / "build" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
