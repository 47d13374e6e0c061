"""What the adaptive interval is fed with: what moved, who watches, and where the power comes from."""

from __future__ import annotations

import ctypes
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.fakes import START
from tests.statuses import WEEK, ok, window
from usagebar_qt.domain.adaptive_refresh import Interval
from usagebar_qt.domain.models import WindowKind
from usagebar_qt.domain.settings import Rhythm, Settings
from usagebar_qt.services.power import linux_on_battery, on_battery, windows_on_battery
from usagebar_qt.services.rhythm import RhythmKeeper

ADAPTIVE = Settings(rhythm=Rhythm.ADAPTIVE)
LATER = START + timedelta(minutes=40)
BEFORE = ok(window(WindowKind.WEEKLY, 20.0, 270_000.0))
AFTER = ok(window(WindowKind.WEEKLY, 21.0, 270_000.0))


def test_the_fixed_and_the_manual_rhythm_look_at_nothing() -> None:
    keeper = RhythmKeeper()
    assert keeper.interval(BEFORE, Settings(refresh_seconds=600), START) == Interval(600, "fixed")
    assert keeper.interval(BEFORE, Settings(rhythm=Rhythm.MANUAL), START) is None


def test_figures_that_move_are_followed_and_those_that_rest_are_not() -> None:
    keeper = RhythmKeeper()
    keeper.told(None, BEFORE, START)
    assert keeper.interval(BEFORE, ADAPTIVE, LATER) == Interval(900, "quiet")
    keeper.told(BEFORE, BEFORE, LATER)
    assert keeper.interval(BEFORE, ADAPTIVE, LATER) == Interval(900, "quiet")
    keeper.told(BEFORE, AFTER, LATER)
    assert keeper.interval(AFTER, ADAPTIVE, LATER) == Interval(300, "moving")
    keeper.on_battery = True
    assert keeper.interval(AFTER, ADAPTIVE, LATER) == Interval(600, "on_battery")
    keeper.watched(LATER)
    assert keeper.interval(AFTER, ADAPTIVE, LATER) == Interval(180, "watched")


def test_the_warning_level_of_the_preferences_is_what_near_means() -> None:
    keeper = RhythmKeeper()
    status = ok(WEEK)
    keeper.told(None, status, START)
    assert status.snapshot is not None
    level = int(status.snapshot.windows[0].used_percent)
    near, far = (
        Settings(rhythm=Rhythm.ADAPTIVE, warning_percent=level - 1, danger_percent=99),
        Settings(rhythm=Rhythm.ADAPTIVE, warning_percent=level + 1, danger_percent=99),
    )
    assert keeper.interval(status, near, LATER) == Interval(600, "near_limit")
    assert keeper.interval(status, far, LATER) == Interval(900, "quiet")


def supply(root: Path, name: str, **words: str) -> None:
    (root / name).mkdir()
    for key, word in words.items():
        (root / name / key).write_text(f"{word}\n")


@pytest.mark.parametrize(
    ("supplies", "wanted"),
    [
        ({}, False),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}}, True),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}, "AC": {"type": "Mains", "online": "0"}}, True),
        ({"BAT0": {"type": "Battery", "status": "Discharging"}, "AC": {"type": "Mains", "online": "1"}}, False),
        ({"BAT0": {"type": "Battery", "status": "Charging"}}, False),
        ({"mouse": {"type": "Battery", "status": "Discharging", "scope": "Device"}}, False),
        ({"odd": {}}, False),
    ],
)
def test_linux_tells_by_its_supplies(tmp_path: Path, supplies: dict[str, dict[str, str]], wanted: bool) -> None:
    for name, words in supplies.items():
        supply(tmp_path, name, **words)
    assert linux_on_battery(tmp_path) is wanted


def test_a_computer_without_that_folder_is_on_mains(tmp_path: Path) -> None:
    assert linux_on_battery(tmp_path / "none") is False
    assert on_battery() in (True, False)


class Kernel:
    def __init__(self, works: bool, line: int) -> None:
        self.works, self.line = works, line

    def GetSystemPowerStatus(self, status: Any) -> bool:
        ctypes.memmove(ctypes.addressof(status._obj), bytes([self.line]), 1)
        return self.works


@pytest.mark.parametrize(("works", "line", "wanted"), [(True, 0, True), (True, 1, False), (True, 255, False), (False, 0, False)])
def test_windows_tells_by_its_power_line(works: bool, line: int, wanted: bool) -> None:
    assert windows_on_battery(Kernel(works, line)) is wanted
