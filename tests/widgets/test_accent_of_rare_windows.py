"""Doctor and the first page take the accent that was chosen, as every other window does, and follow a change of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication

from tests.fakes import FakeClock
from usagebar_qt.domain.settings import Accent, Settings, Theme
from usagebar_qt.providers.registry import INFOS
from usagebar_qt.widgets.doctor_window import DoctorWindow
from usagebar_qt.widgets.first_run import FirstRunDialog
from usagebar_qt.widgets.theme import colours_for

Rare = DoctorWindow | FirstRunDialog
EVERY = pytest.mark.parametrize(
    "made",
    [lambda settings: DoctorWindow(FakeClock(), settings), lambda settings: FirstRunDialog(INFOS, settings)],
    ids=["doctor", "first page"],
)


def highlight(window: Rare) -> str:
    return window.palette().color(QPalette.ColorRole.Highlight).name()


@EVERY
def test_it_takes_the_accent_and_follows_a_change(qapp: QApplication, made: Callable[[Settings], Rare]) -> None:
    window = made(Settings(theme=Theme.LIGHT, accent=Accent.VIOLET))
    seen = [highlight(window)]
    window.set_settings(Settings(theme=Theme.LIGHT, accent=Accent.TEAL))
    seen.append(highlight(window))
    assert seen == [colours_for(Theme.LIGHT, accent).focus for accent in (Accent.VIOLET, Accent.TEAL)]
    assert len(set(seen)) == 2


@EVERY
def test_high_contrast_keeps_its_edges_with_any_accent_and_gives_them_back(
    qapp: QApplication, made: Callable[[Settings], Rare]
) -> None:
    for accent in Accent:
        window = made(Settings(theme=Theme.HIGH_CONTRAST, accent=accent))
        assert colours_for(Theme.HIGH_CONTRAST, accent).focus in window.styleSheet()
        window.set_settings(Settings(theme=Theme.DARK, accent=accent))
        assert window.styleSheet() == ""
        assert highlight(window) == colours_for(Theme.DARK, accent).focus
