"""Where the popup goes. Pure: rectangles in, a point out; all in the same logical pixels."""

from __future__ import annotations

from typing import NamedTuple

MARGIN = 8
"""Pixels between popup, panel and screen edges."""


class Box(NamedTuple):
    """A rectangle; x and y may be negative on a second screen."""

    x: int
    y: int
    width: int
    height: int

    @property
    def is_empty(self) -> bool:
        """Most Linux desktops and Windows' overflow area tell no place for an icon."""
        return self.width <= 0 or self.height <= 0


class Point(NamedTuple):
    """The popup's upper left corner."""

    x: int
    y: int


def place(size: tuple[int, int], icon: Box, cursor: Point | None, available: Box, full: Box) -> Point:
    """Beside the icon, else beside the cursor, else in the corner that the panel's edge suggests; always inside `available`.

    `available` is the screen without its panels, `full` the whole screen.
    """
    width, height = size
    anchor = icon
    if anchor.is_empty and cursor is not None:
        anchor = Box(cursor.x, cursor.y, 1, 1)
    if anchor.is_empty:
        x, y = available.x + available.width - width - MARGIN, _edge_y(available, full, height)
    elif available.x > full.x and anchor.x < available.x:  # a panel at the left
        x, y = available.x + MARGIN, anchor.y + anchor.height // 2 - height // 2
    elif anchor.x >= available.x + available.width:  # at the right
        x, y = available.x + available.width - width - MARGIN, anchor.y + anchor.height // 2 - height // 2
    else:
        x = anchor.x + anchor.width // 2 - width // 2
        above = anchor.y + anchor.height // 2 >= full.y + full.height // 2
        y = (
            min(anchor.y, available.y + available.height) - height - MARGIN
            if above
            else max(anchor.y + anchor.height, available.y) + MARGIN
        )
    return kept(size, Point(x, y), available)


def kept(size: tuple[int, int], at: Point, available: Box) -> Point:
    """Where it was, moved no further than it takes to be on the screen as a whole."""
    return Point(_clamped(at.x, size[0], available.x, available.width), _clamped(at.y, size[1], available.y, available.height))


def _edge_y(available: Box, full: Box, height: int) -> int:
    """At the top where the panel is there, else at the bottom."""
    return available.y + MARGIN if available.y > full.y else available.y + available.height - height - MARGIN


def _clamped(value: int, length: int, start: int, room: int) -> int:
    return max(start, min(value, start + room - length))
