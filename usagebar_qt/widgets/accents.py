"""Colours that may take the place of our blue. Each keeps its contrast in every theme and is told apart from amber, red and grey by
everybody (tests compute both): green and orange could not be."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QGuiApplication, QPalette

from usagebar_qt.domain.settings import Accent
from usagebar_qt.widgets.theme import ACCENT_COLOURS, DARK, HIGH_CONTRAST, LIGHT

if TYPE_CHECKING:
    from usagebar_qt.widgets.theme import Colours

NEAR_DEGREES = 45
"""A system's accent whose hue is further than this from all of ours is none of them: blue stays."""
CHOICES = (Accent.BLUE, *(Accent(name) for name in ACCENT_COLOURS))


def colour_of(accent: Accent, base: Colours) -> str:
    """What takes the place of blue; blue itself where it is that."""
    if accent.value not in ACCENT_COLOURS:
        return base.blue
    return ACCENT_COLOURS[accent.value][(LIGHT, DARK, HIGH_CONTRAST).index(base)]


def with_accent(base: Colours, accent: Accent) -> Colours:
    """The same look with another blue; itself where it is its own. The focus follows, but where it has to be seen above all."""
    colour = colour_of(system_accent() if accent is Accent.SYSTEM else accent, base)
    if colour == base.blue:
        return base
    return replace(base, blue=colour, focus=base.focus if base is HIGH_CONTRAST else colour)


def system_accent() -> Accent:
    """The one of ours that is nearest to what the system paints its selections with."""
    return accent_near(QGuiApplication.palette().color(QPalette.ColorRole.Accent))


def accent_near(colour: QColor) -> Accent:
    """By its hue; blue for a grey, and where none is near."""
    if colour.hsvSaturationF() < 0.2:
        return Accent.BLUE
    distances = {}
    for accent in CHOICES:
        apart = abs(QColor(colour_of(accent, LIGHT)).hsvHue() - colour.hsvHue())
        distances[accent] = min(apart, 360 - apart)
    nearest = min(distances, key=lambda accent: distances[accent])
    return nearest if distances[nearest] <= NEAR_DEGREES else Accent.BLUE
