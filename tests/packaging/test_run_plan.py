"""Where the program can be started, and what the system must bring for it."""

from __future__ import annotations

import pytest
from setup_steps.running import plan
from setup_steps.system_parts import QT, WAYLAND, X11, Look, Part, is_debian, missing, packages_of

BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n'
MINT = 'NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n'
FEDORA = 'NAME="Fedora Linux"\nID=fedora\n'


def test_without_a_display_the_tray_program_is_refused() -> None:
    assert plan([], {}, "linux") is None
    assert plan(["--demo"], {"DISPLAY": "", "WAYLAND_DISPLAY": ""}, "linux") is None


def test_the_smoke_test_needs_no_display() -> None:
    found = plan(["--smoke-test"], {}, "linux")
    assert found is not None
    assert found.qt_platform == "offscreen"
    assert found.parts == QT


def test_the_smoke_test_uses_the_display_that_is_there() -> None:
    found = plan(["--smoke-test"], {"DISPLAY": ":0"}, "linux")
    assert found is not None
    assert found.qt_platform == ""


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"DISPLAY": ":0"}, (*QT, *X11)),
        ({"WAYLAND_DISPLAY": "wayland-0"}, (*QT, *WAYLAND)),
        ({"DISPLAY": ":0", "WAYLAND_DISPLAY": "wayland-0"}, (*QT, *X11, *WAYLAND)),
        ({"QT_QPA_PLATFORM": "offscreen", "DISPLAY": ":0"}, QT),
        ({"QT_QPA_PLATFORM": "xcb", "DISPLAY": ":0"}, (*QT, *X11)),
    ],
)
def test_each_kind_of_screen_asks_for_its_own_libraries(environ: dict[str, str], wanted: tuple[Part, ...]) -> None:
    found = plan(["--demo"], environ, "linux")
    assert found is not None
    assert found.parts == wanted


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_macos_bring_all_that_qt_needs(platform: str) -> None:
    found = plan(["--demo"], {}, platform)
    assert found is not None
    assert found.parts == ()
    assert found.qt_platform == ""


@pytest.mark.parametrize(("os_release", "expected"), [(BOOKWORM, True), (MINT, True), (FEDORA, False), ("", False)])
def test_debian_and_its_children_are_told_from_the_others(os_release: str, expected: bool) -> None:
    assert is_debian(os_release) is expected


@pytest.mark.skipif("sys.platform != 'linux'", reason="elsewhere nothing is ever missing")
def test_a_part_that_is_not_there_is_found_missing_and_one_that_is_there_is_not() -> None:
    absent = [Part("libnosuchthing.so.99", "libnosuchthing99"), Part("no-such-program", "no-such-package", Look.PROGRAM)]
    present = [Part("libc.so.6", "libc6"), Part("sh", "dash", Look.PROGRAM)]
    assert missing([*present, *absent]) == absent


def test_a_package_that_brings_several_parts_is_named_once() -> None:
    assert packages_of([Part("a", "one"), Part("b", "two"), Part("c", "one")]) == ["one", "two"]
