"""The icon at every size: edges moved onto whole pixels, rendered by Qt, put together for Windows. Pure but for the rendering."""

from __future__ import annotations

import math
import struct
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PySide6.QtGui import QImage

SOURCE = "usagebar-qt.svg"
GRID = 64
SIZES = (16, 20, 22, 24, 32, 40, 48, 64, 128, 256, 512)
"""Panels and menus of Linux desktops, and Windows at 100, 125, 150, 200, 250 and 300 %."""
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
PNG_FROM = 256
"""In an .ico, pictures of this size and above are PNG; older readers want the smaller ones as bitmaps."""
WIZARD, WIZARD_ICON, WIZARD_BLUE = (164, 314), 96, "#12356b"
"""Pixels, as NSIS wants them."""
SVG = "http://www.w3.org/2000/svg"


def hinted(source: str, pixels: int) -> str:
    """The drawing with every edge of its rectangles on a whole pixel of a picture so wide; none gets thinner than one pixel."""
    ET.register_namespace("", SVG)
    root = ET.fromstring(source)  # noqa: S314 - our own drawing
    scale = pixels / GRID
    root.set("viewBox", f"0 0 {pixels} {pixels}")
    root.set("width", str(pixels))
    root.set("height", str(pixels))
    for rectangle in root.iter(f"{{{SVG}}}rect"):
        for start_name, length_name in (("x", "width"), ("y", "height")):
            start, length = float(rectangle.get(start_name, "0")), float(rectangle.get(length_name, "0"))
            first = math.floor(start * scale + 0.5)
            last = max(first + 1, math.floor((start + length) * scale + 0.5))
            rectangle.set(start_name, str(first))
            rectangle.set(length_name, str(last - first))
        if radius := rectangle.get("rx"):
            rectangle.set("rx", f"{float(radius) * scale:g}")
    return ET.tostring(root, encoding="unicode")


def render(source: str, pixels: int) -> QImage:
    """One picture, with transparency."""
    from PySide6.QtCore import QByteArray
    from PySide6.QtGui import QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32)
    image.fill(0)
    with QPainter(image) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        QSvgRenderer(QByteArray(hinted(source, pixels).encode())).render(painter)
    return image


def png_of(image: QImage) -> bytes:
    """The picture as PNG."""
    from PySide6.QtCore import QBuffer, QIODevice

    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide6's own stub knows bytes only
    return bytes(buffer.data().data())


def ico_of(pictures: Sequence[tuple[int, bytes]]) -> bytes:
    """An .ico file of (width, picture); each picture as `bitmap_of` or PNG gives it."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(head) + 16 * len(pictures)
    entries, bodies = b"", b""
    for width, body in pictures:
        entries += struct.pack("<BBBBHHII", width % 256, width % 256, 0, 0, 1, 32, len(body), offset + len(bodies))
        bodies += body
    return head + entries + bodies


def bitmap_of(width: int, argb: bytes) -> bytes:
    """A picture for an .ico from its rows of blue, green, red, alpha, the top row first: bottom row first, then a mask."""
    header = struct.pack("<IiiHHIIiiII", 40, width, 2 * width, 1, 32, 0, 0, 0, 0, 0, 0)
    rows = [argb[start : start + 4 * width] for start in range(0, 4 * width * width, 4 * width)]
    masks = []
    for row in rows:
        bits = "".join("1" if alpha == 0 else "0" for alpha in row[3::4])
        bits += "0" * (-len(bits) % 32)  # rows of the mask are whole numbers of four bytes
        masks.append(int(bits, 2).to_bytes(len(bits) // 8, "big"))
    return header + b"".join(reversed(rows)) + b"".join(reversed(masks))


def windows_icon(source: str) -> bytes:
    """The .ico of the executables, the installer and the shortcuts."""
    pictures = []
    for pixels in ICO_SIZES:
        image = render(source, pixels)
        body = png_of(image) if pixels >= PNG_FROM else bitmap_of(pixels, bytes(image.constBits()))
        pictures.append((pixels, body))
    return ico_of(pictures)


def wizard_picture(source: str) -> bytes:
    """The left side of the installer's last page, a bitmap: the drawing on its own blue."""
    from PySide6.QtCore import QBuffer, QIODevice
    from PySide6.QtGui import QColor, QImage, QPainter

    image = QImage(*WIZARD, QImage.Format.Format_RGB32)
    image.fill(QColor(WIZARD_BLUE))
    with QPainter(image) as painter:
        painter.drawImage((WIZARD[0] - WIZARD_ICON) // 2, WIZARD_ICON // 2, render(source, WIZARD_ICON))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.convertToFormat(QImage.Format.Format_RGB888).save(buffer, "BMP")  # type: ignore[call-overload]  # as above
    return bytes(buffer.data().data())


def file_of(folder: Path, pixels: int) -> Path:
    """Where the picture of a size lies."""
    return folder / f"usagebar-qt-{pixels}.png"
