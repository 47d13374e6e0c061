"""Labels that show text as it is, whoever wrote it: upstream's names are never markup and never push a card apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QLabel, QSizePolicy

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent
    from PySide6.QtWidgets import QWidget

SMALL = 0.86
"""Secondary text beside primary text: 11 px beside 13."""
LARGE = 1.08
"""A card's name beside its text: 14 px beside 13."""


def small_font(font: QFont) -> QFont:
    """The same font for secondary text, whether it is measured in points or pixels."""
    return _scaled(font, SMALL)


def name_font(font: QFont) -> QFont:
    """The same font for a card's name and the headline: semibold."""
    large = _scaled(font, LARGE)
    large.setWeight(QFont.Weight.DemiBold)
    return large


def _scaled(font: QFont, factor: float) -> QFont:
    scaled = QFont(font)
    scaled.setFeature(QFont.Tag("tnum"), 1)  # figures of one width: nothing dances
    if font.pointSizeF() > 0:
        scaled.setPointSizeF(font.pointSizeF() * factor)
    else:
        scaled.setPixelSize(max(1, round(font.pixelSize() * factor)))
    return scaled


def text_label(parent: QWidget, font: QFont | None = None) -> QLabel:
    """A label that wraps its words."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if font is not None:
        label.setFont(font)
    return label


def as_it_is(text: str) -> str:
    """A tooltip's text. Qt guesses whether one is rich text, which could name a picture on somebody's share: where it could guess
    so, every mark is written out."""
    if "<" not in text:
        return text
    import html  # rarely needed: names of 2,231 characters come with it

    return "<p>" + html.escape(text).replace("\n", "<br>") + "</p>"


def without_marks(text: str) -> str:
    """The icon's tooltip goes to a panel: some take it for markup, some do not, and none says which."""
    return text.replace("<", "‹").replace(">", "›")


def coloured(label: QLabel, colour: str) -> None:
    """Sets a label's colour, where it is another."""
    palette = label.palette()
    if palette.color(label.foregroundRole()) != QColor(colour):
        palette.setColor(label.foregroundRole(), QColor(colour))
        label.setPalette(palette)


class ElidedLabel(QLabel):
    """One line that ends with … where there is no room; the whole text is in its tooltip and its accessible name."""

    def __init__(self, parent: QWidget, font: QFont | None = None, *, least: int = 3) -> None:
        super().__init__(parent)
        self._least = least
        self.setTextFormat(Qt.TextFormat.PlainText)
        if font is not None:
            self.setFont(font)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """`least` characters: a long name gives way to what stands beside it."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().averageCharWidth() * self._least), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002
        """Qt asks for it."""
        area = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, area.width())
        hint = as_it_is(self.text()) if shown != self.text() else ""
        if self.toolTip() != hint:
            self.setToolTip(hint)
        with QPainter(self) as painter:
            painter.setPen(self.palette().color(self.foregroundRole()))
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter), shown)
