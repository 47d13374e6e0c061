"""The popup is beside its icon and never off the screen, wherever the panel is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usagebar_qt.widgets.placement import MARGIN, Box, Point, kept, place
from usagebar_qt.widgets.toggle_policy import Hidden, opens

SCREEN = Box(0, 0, 1920, 1080)
NOWHERE = Box(0, 0, 0, 0)
SIZE = (360, 600)


@pytest.mark.parametrize(
    ("available", "icon", "expected"),
    [
        (Box(0, 0, 1920, 1040), Box(1800, 1048, 24, 24), Point(1560, 432)),
        (Box(0, 40, 1920, 1040), Box(1800, 8, 24, 24), Point(1560, 48)),
        (Box(60, 0, 1860, 1080), Box(10, 900, 24, 24), Point(68, 480)),
        (Box(0, 0, 1860, 1080), Box(1880, 900, 24, 24), Point(1492, 480)),
    ],
    ids=["bottom", "top", "left", "right"],
)
def test_the_popup_opens_beside_the_panel(available: Box, icon: Box, expected: Point) -> None:
    assert place(SIZE, icon, None, available, SCREEN) == expected


def test_without_the_icons_place_the_pointer_serves_and_then_the_corner() -> None:
    available = Box(0, 0, 1920, 1040)
    assert place(SIZE, NOWHERE, Point(1000, 1060), available, SCREEN) == Point(820, 432)
    assert place(SIZE, NOWHERE, None, available, SCREEN) == Point(1552, 432)


@given(
    st.integers(-3000, 3000),
    st.integers(-3000, 3000),
    st.integers(-4000, 4000),
    st.integers(-4000, 4000),
    st.integers(0, 60),
    st.integers(0, 60),
)
def test_the_popup_is_always_inside_its_screen(left: int, top: int, x: int, y: int, width: int, height: int) -> None:
    available = Box(left, top + 30, 1600, 870)
    at = place(SIZE, Box(x, y, width, height), Point(x, y), available, Box(left, top, 1600, 900))
    assert available.x <= at.x <= available.x + available.width - SIZE[0]
    assert available.y <= at.y <= available.y + available.height - SIZE[1]


def test_the_click_that_closed_the_popup_does_not_open_it_again() -> None:
    assert not opens(Hidden(True, 10.0), 10.3, cursor_on_icon=False)
    assert opens(Hidden(True, 10.0), 10.4, cursor_on_icon=False)
    assert not opens(Hidden(True, 10.0), 11.9, cursor_on_icon=True)
    assert opens(Hidden(True, 10.0), 12.0, cursor_on_icon=True)


def test_after_escape_the_next_click_opens_at_once() -> None:
    assert opens(Hidden(False, 10.0), 10.0, cursor_on_icon=True)
    assert opens(None, 0.0, cursor_on_icon=True)


def test_a_window_goes_back_to_where_it_was_and_is_moved_no_further_than_it_must_be() -> None:
    available = Box(-1920, 40, 1920, 1000)
    assert kept(SIZE, Point(-1000, 100), available) == Point(-1000, 100)
    assert kept(SIZE, Point(-100, 900), available) == Point(-360, 440)
    assert kept(SIZE, Point(-3000, -50), available) == Point(-1920, 40)


PANEL = 48
"""Logical pixels, on every scale."""
SCALES = (100, 125, 150, 175, 200, 250)
SCREENS = {
    "alone": (0, 0),
    "left of the first": (-3840, 0),
    "above the first": (0, -2160),
    "left and above": (-3840, -2160),
    "right of the first": (2560, 300),
}
"""Where a screen of 3840 by 2160 begins, in physical pixels; the first one may have another scale."""


def screen_with_panel(edge: str, scale: int, corner: tuple[int, int]) -> tuple[Box, Box, Box]:
    """The whole screen, what its panel leaves, and an icon near the panel's end: in the logical pixels that Qt speaks."""
    x, y, width, height = (round(number * 100 / scale) for number in (*corner, 3840, 2160))
    full = Box(x, y, width, height)
    middle = (PANEL - 24) // 2
    return {
        "bottom": (full, Box(x, y, width, height - PANEL), Box(x + width - 200, y + height - PANEL + middle, 24, 24)),
        "top": (full, Box(x, y + PANEL, width, height - PANEL), Box(x + width - 200, y + middle, 24, 24)),
        "left": (full, Box(x + PANEL, y, width - PANEL, height), Box(x + middle, y + height - 200, 24, 24)),
        "right": (full, Box(x, y, width - PANEL, height), Box(x + width - PANEL + middle, y + height - 200, 24, 24)),
    }[edge]


@pytest.mark.parametrize("corner", list(SCREENS.values()), ids=list(SCREENS))
@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("edge", ["bottom", "top", "left", "right"])
def test_on_every_edge_scale_and_screen_it_touches_its_panel_at_the_icon(edge: str, scale: int, corner: tuple[int, int]) -> None:
    full, available, icon = screen_with_panel(edge, scale, corner)
    width, height = SIZE
    at = place(SIZE, icon, None, available, full)
    right, bottom = available.x + available.width, available.y + available.height
    beside = {"bottom": bottom - height, "top": available.y, "left": available.x, "right": right - width}[edge]
    along = icon.x + 12 - width // 2 if edge in ("bottom", "top") else icon.y + 12 - height // 2
    off = at.y - beside if edge in ("bottom", "top") else at.x - beside
    assert abs(off) == MARGIN
    assert available.x <= at.x <= right - width
    assert available.y <= at.y <= bottom - height
    start, room = (at.x, right - width) if edge in ("bottom", "top") else (at.y, bottom - height)
    assert start == min(along, room)


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("edge", ["bottom", "top", "left", "right"])
def test_where_no_icon_tells_its_place_a_click_on_the_panel_serves_as_well(edge: str, scale: int) -> None:
    full, available, icon = screen_with_panel(edge, scale, SCREENS["left and above"])
    click = Point(icon.x + 12, icon.y + 12)
    by_icon, by_click = place(SIZE, icon, None, available, full), place(SIZE, NOWHERE, click, available, full)
    assert abs(by_icon.x - by_click.x) <= 1
    assert abs(by_icon.y - by_click.y) <= 1
