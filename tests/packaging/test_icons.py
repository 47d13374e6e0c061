"""The icon files: what the drawing gives, and what Windows will take for an icon."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from artefacts import icons
from artefacts.project import Project
from PySide6.QtGui import QImage
from render_icons import outdated

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

FOLDER = Project().resources / "icons"
SOURCE = (FOLDER / icons.SOURCE).read_text(encoding="utf-8")


def test_the_pictures_are_those_that_the_drawing_gives() -> None:
    assert [file.name for file in outdated(FOLDER, SOURCE)] == []


@pytest.mark.parametrize("pixels", icons.SIZES)
def test_every_edge_lies_on_a_whole_pixel_and_nothing_vanishes(pixels: int) -> None:
    rectangles = list(ET.fromstring(icons.hinted(SOURCE, pixels)).iter(f"{{{icons.SVG}}}rect"))
    assert len(rectangles) == 7
    for rectangle in rectangles:
        x, y, width, height = (int(rectangle.get(name, "-1")) for name in ("x", "y", "width", "height"))
        assert width >= 1
        assert height >= 1
        assert 0 <= x <= x + width <= pixels
        assert 0 <= y <= y + height <= pixels


def test_a_hair_line_stays_a_pixel_wide() -> None:
    drawing = f'<svg xmlns="{icons.SVG}"><rect x="30" y="0" width="1" height="64"/></svg>'
    (rectangle,) = ET.fromstring(icons.hinted(drawing, 16)).iter(f"{{{icons.SVG}}}rect")
    assert rectangle.get("width") == "1"


def test_the_windows_icon_holds_every_size_as_windows_reads_it(qapp: QApplication) -> None:
    data = icons.windows_icon(SOURCE)
    reserved, kind, count = struct.unpack_from("<HHH", data)
    assert (reserved, kind, count) == (0, 1, len(icons.ICO_SIZES))
    end = 0
    for number, pixels in enumerate(icons.ICO_SIZES):
        width, height, *_, size, offset = struct.unpack_from("<BBBBHHII", data, 6 + 16 * number)
        assert (width or 256, height or 256) == (pixels, pixels)
        body = data[offset : offset + size]
        end = offset + size
        if pixels >= icons.PNG_FROM:
            assert body.startswith(b"\x89PNG")
        else:
            assert struct.unpack_from("<Iii", body) == (40, pixels, 2 * pixels)
            mask_row = (pixels + 31) // 32 * 4
            assert size == 40 + 4 * pixels * pixels + mask_row * pixels
    assert end == len(data)


def test_qt_reads_back_the_pixels_that_were_put_into_the_windows_icon(qapp: QApplication) -> None:
    drawn = icons.render(SOURCE, 16)
    data = icons.ico_of([(16, icons.bitmap_of(16, bytes(drawn.constBits())))])
    read = QImage()
    assert read.loadFromData(data, "ICO")
    assert read == drawn.convertToFormat(read.format())


def test_the_installers_picture_has_the_size_and_the_form_that_nsis_wants(qapp: QApplication) -> None:
    data = icons.wizard_picture(SOURCE)
    width, height, planes, bits, compression = struct.unpack_from("<iiHHI", data, 18)
    assert (data[:2], width, abs(height), planes, bits, compression) == (b"BM", 164, 314, 1, 24, 0)
