"""The program's own icon in a window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from usagebar_qt.engine.resources import resources
from usagebar_qt.widgets.app_icon import SIZES, app_icon


def test_every_size_is_a_picture_of_its_own_and_none_is_missing(qapp: QApplication) -> None:
    icon = app_icon()
    assert icon.availableSizes() == [QSize(size, size) for size in SIZES]
    assert all(not icon.pixmap(QSize(size, size), 1.0).isNull() for size in SIZES)


@pytest.mark.parametrize("pixels", [16, 20, 24, 32])
def test_small_icons_have_no_blurred_edge_inside(pixels: int) -> None:
    image = QImage(str(resources() / "icons" / f"usagebar-qt-{pixels}.png"))
    corner = pixels // 4  # the rounded corners are the one place where half-covered pixels belong
    inner = [image.pixelColor(x, y) for y in range(corner, pixels - corner) for x in range(1, pixels - 1)]
    assert all(colour.alpha() == 255 for colour in inner)
    across = [image.pixelColor(x, round(pixels * 20 / 64)).name() for x in range(corner, pixels - corner)]
    assert len(set(across)) == 2, "used and free, and nothing between"
