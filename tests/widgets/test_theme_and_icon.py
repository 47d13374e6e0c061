"""Colours that can be read, and an icon whose states differ by shape."""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

import usagebar_qt
from tests.fakes import START
from tests.statuses import CLAUDE, SESSION, WEEK, ZAI, failing, ok, window
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import AccountState, AccountStatus
from usagebar_qt.domain.settings import Settings
from usagebar_qt.widgets.theme import DARK, HIGH_CONTRAST, LIGHT, ON_DARK, ON_LIGHT, Colours, Ink, contrast
from usagebar_qt.widgets.tray_icon import Bar, IconState, icon_for
from usagebar_qt.widgets.tray_state import icon_state, shown_status
from usagebar_qt.wording.levels import Level, Mark

BADGED = (Mark.FINE, Mark.WARNING, Mark.DANGER, Mark.STALE, Mark.ERROR, Mark.SIGNED_OUT)


@pytest.mark.parametrize("colours", [DARK, LIGHT, HIGH_CONTRAST], ids=["dark", "light", "high contrast"])
def test_text_has_a_contrast_of_four_and_a_half_and_graphics_of_three(colours: Colours) -> None:
    for ground in (colours.background, colours.card):
        for text in (colours.text, colours.muted, colours.amber, colours.red):
            assert contrast(text, ground) >= 4.5, (text, ground)
        for graphic in (colours.blue, colours.amber, colours.red, colours.grey, colours.tick, colours.focus):
            assert contrast(graphic, ground) >= 3.0, (graphic, ground)
    assert contrast(colours.text, colours.button) >= 4.5


@pytest.mark.parametrize("ink", [ON_DARK, ON_LIGHT], ids=["dark", "light"])
def test_the_icon_can_be_seen_on_its_panel(ink: Ink) -> None:
    for colour in (ink.strong, ink.amber, ink.red, ink.grey):
        assert contrast(colour, ink.panel) >= 3.0, colour


def test_no_colour_is_written_down_anywhere_but_in_the_theme() -> None:
    package = Path(usagebar_qt.__file__).parent
    literal = re.compile(r"""["']#[0-9a-fA-F]{3,8}["']""")
    found = [str(file) for file in package.rglob("*.py") if file.name != "theme.py" and literal.search(file.read_text("utf-8"))]
    assert found == []


def drawn(mark: Mark, pixels: int, *, dark: bool) -> QImage:
    level = {Mark.WARNING: Level.WARNING, Mark.DANGER: Level.DANGER}.get(mark, Level.FINE)
    state = IconState(mark, (Bar(34, 50, Level.FINE), Bar(75, 60, level)), dark)
    return icon_for(state).pixmap(pixels, pixels).toImage()


@pytest.mark.parametrize("dark", [True, False])
@pytest.mark.parametrize("pixels", [16, 22, 32])
def test_any_two_states_differ_without_their_colour(qapp: QApplication, pixels: int, dark: bool) -> None:
    for one, other in combinations(BADGED, 2):
        shapes = [drawn(mark, pixels, dark=dark) for mark in (one, other)]
        grey = [image.convertToFormat(QImage.Format.Format_Alpha8) for image in shapes]
        points = [(x, y) for x in range(pixels) for y in range(pixels)]
        differing = sum(grey[0].pixelColor(x, y).alpha() != grey[1].pixelColor(x, y).alpha() for x, y in points)
        assert differing >= 4, (one, other)


def test_an_equal_state_is_not_painted_twice(qapp: QApplication) -> None:
    state = IconState(Mark.FINE, (Bar(10, None, Level.FINE),), True)
    assert icon_for(state) is icon_for(IconState(Mark.FINE, (Bar(10, None, Level.FINE),), True))


def test_the_icon_shows_the_account_that_is_nearest_to_a_limit_unless_one_is_chosen() -> None:
    calm, tight = ok(SESSION), ok(WEEK, account=ZAI)
    assert shown_status([calm, tight], Settings()) == tight
    assert shown_status([calm, tight], Settings(icon_account=CLAUDE.id)) == calm


def test_the_icon_tells_signed_out_error_and_nothing_set_up_apart() -> None:
    def mark(status: AccountStatus) -> Mark:
        return icon_state([status], Settings(), START, dark_panel=True).mark

    assert mark(failing(ErrorCode.SIGNED_OUT)) is Mark.SIGNED_OUT
    assert mark(failing(ErrorCode.OFFLINE)) is Mark.ERROR
    assert mark(failing(ErrorCode.OFFLINE, figures=True)) is Mark.STALE
    assert mark(AccountStatus(CLAUDE, AccountState.NOT_CONFIGURED)) is Mark.NOT_CONFIGURED
    assert mark(ok(window(used=75.0))) is Mark.WARNING
    assert mark(ok(WEEK)) is Mark.DANGER
