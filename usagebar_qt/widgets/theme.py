"""All colours of the program, and which of them apply.

`Qt` is imported where it is used: making that namespace with its 150 enumerations takes 12 ms (measured), which the first icon does
not wait for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor, QGuiApplication, QPalette

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.domain.settings import Accent, Theme
    from usagebar_qt.wording.levels import Level


@dataclass(frozen=True, slots=True)
class Colours:
    """One look. Text against `background` and `card` has 4.5:1, graphics against `card` 3:1 (a test computes it)."""

    background: str
    card: str
    hairline: str
    text: str
    muted: str
    track: str
    tick: str
    blue: str
    amber: str
    red: str
    grey: str
    button: str
    focus: str

    def of_level(self, level: Level) -> str:
        """The colour of a gauge."""
        return (self.blue, self.amber, self.red)[level]


DARK = Colours(
    background="#1a1b1e", card="#242528", hairline="#37383d", text="#f4f4f5", muted="#a8a9b0", track="#3b3c41", tick="#ffffff",
    blue="#4c9bf8", amber="#e9a43e", red="#f2646e", grey="#8b8d95", button="#34353a", focus="#7ab6ff",
)  # fmt: skip
LIGHT = Colours(
    background="#f3f4f6", card="#ffffff", hairline="#dcdfe4", text="#17181a", muted="#5a5e66", track="#e2e5ea", tick="#17181a",
    blue="#1a6ac9", amber="#9a5b00", red="#c42f3f", grey="#80838c", button="#eceef2", focus="#1a6ac9",
)  # fmt: skip
HIGH_CONTRAST = Colours(
    background="#000000", card="#000000", hairline="#ffffff", text="#ffffff", muted="#ffffff", track="#4a4a4a", tick="#ffffff",
    blue="#5cb8ff", amber="#ffd24d", red="#ff8080", grey="#c0c0c0", button="#000000", focus="#ffff00",
)  # fmt: skip

ACCENT_COLOURS = {
    "teal": ("#0b6e66", "#3cc8be", "#66e0ff"),
    "violet": ("#6b45c8", "#a98bfa", "#c4b0ff"),
    "magenta": ("#9a2f9a", "#d987e0", "#f0a0ff"),
}
"""By the value of the setting (widgets/accents.py): what takes the place of blue on light, dark and high contrast."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The tray icon's colours on one kind of panel. Strong, amber, red and grey have 3:1 against it (a test computes it)."""

    panel: str
    """A panel of this kind: what contrast is measured against."""
    strong: str
    dim: str
    amber: str
    red: str
    grey: str


ON_DARK = Ink(panel="#1f2023", strong="#ffffff", dim="#85878d", amber="#f3b04e", red="#ff6b74", grey="#9a9ca2")
ON_LIGHT = Ink(panel="#eeeff1", strong="#17181a", dim="#a4a7ad", amber="#a86500", red="#cb2f3e", grey="#7c7f86")


def ink_on(*, dark_panel: bool) -> Ink:
    """The tray icon's colours."""
    return ON_DARK if dark_panel else ON_LIGHT


def colours_for(theme: Theme, accent: Accent | None = None) -> Colours:
    """The look that the settings, or the system, ask for; without an accent, our own."""
    base = _base_for(theme)
    if accent is None:
        return base
    from usagebar_qt.widgets.accents import with_accent

    return with_accent(base, accent)


def is_contrast(theme: Theme) -> bool:
    """Whether that is high contrast, of whatever accent."""
    return _base_for(theme) is HIGH_CONTRAST


def _base_for(theme: Theme) -> Colours:
    from usagebar_qt.domain.settings import Theme

    if theme is Theme.SYSTEM:
        if system_wants_contrast():
            return HIGH_CONTRAST
        return DARK if system_is_dark() else LIGHT
    return {Theme.LIGHT: LIGHT, Theme.DARK: DARK, Theme.HIGH_CONTRAST: HIGH_CONTRAST}[theme]


def system_is_dark() -> bool:
    """What the system says; where it says nothing, its window colour does."""
    from PySide6.QtCore import Qt

    scheme = QGuiApplication.styleHints().colorScheme()
    return windows_are_dark() if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark


def windows_are_dark() -> bool:
    """By the colour of ordinary windows: nearly always what the system says, and known sooner."""
    return QGuiApplication.palette().color(QPalette.ColorRole.Window).lightness() < 128


def system_wants_contrast() -> bool:
    """What the system's accessibility settings say; Qt tells it from 6.10 on."""
    from PySide6.QtCore import Qt

    accessibility = getattr(QGuiApplication.styleHints(), "accessibility", None)
    return accessibility is not None and accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


def apply_palette(widget: QWidget, colours: Colours) -> None:
    """Text, fields and buttons of ordinary widgets below this one."""
    palette = QPalette()
    roles = {
        QPalette.ColorRole.Window: colours.background,
        QPalette.ColorRole.Base: colours.card,
        QPalette.ColorRole.Button: colours.button,
        QPalette.ColorRole.WindowText: colours.text,
        QPalette.ColorRole.Text: colours.text,
        QPalette.ColorRole.ButtonText: colours.text,
        QPalette.ColorRole.PlaceholderText: colours.muted,
        QPalette.ColorRole.Highlight: colours.focus,
        QPalette.ColorRole.HighlightedText: colours.background,
        QPalette.ColorRole.ToolTipBase: colours.card,
        QPalette.ColorRole.ToolTipText: colours.text,
        QPalette.ColorRole.Mid: colours.hairline,
    }
    for role, colour in roles.items():
        palette.setColor(role, QColor(colour))
    for role in (QPalette.ColorRole.WindowText, QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(colours.grey))
    widget.setPalette(palette)


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' luminances after WCAG 2: 1 to 21."""

    def luminance(name: str) -> float:
        colour = QColor(name)
        channels = (colour.redF(), colour.greenF(), colour.blueF())
        linear = [value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4) for value in channels]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)
