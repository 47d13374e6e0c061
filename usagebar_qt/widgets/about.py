"""A small window that says what this is."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout

from usagebar_qt import __version__
from usagebar_qt.domain.settings import Theme
from usagebar_qt.widgets.app_icon import app_icon
from usagebar_qt.widgets.labels import name_font, text_label
from usagebar_qt.widgets.theme import apply_palette, colours_for
from usagebar_qt.widgets.translate import tr

PICTURE = 48
"""Pixels of the screen's own unit."""


class AboutDialog(QDialog):
    """Non-modal."""

    def __init__(self, theme: Theme = Theme.SYSTEM) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self.setWindowTitle(tr("About Usage Bar"))
        if theme is not Theme.SYSTEM:
            apply_palette(self, colours_for(theme))
        name = text_label(self, name_font(self.font()))
        name.setText(f"Usage Bar {__version__}")
        words = text_label(self)
        words.setText(
            tr("Shows how much of your coding plans is left. It reads Claude Code's sign-in and renews it when it has expired.")
        )
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.close)
        picture = QLabel(self)
        picture.setPixmap(app_icon().pixmap(QSize(PICTURE, PICTURE), self.devicePixelRatioF()))
        beside = QVBoxLayout()
        beside.addWidget(name)
        beside.addWidget(words)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(beside, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 14)
        layout.addLayout(head)
        layout.addWidget(buttons)
        self.setMinimumWidth(340)
