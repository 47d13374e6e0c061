"""Draws resources/icons/*.png from the one SVG; run it after changing the drawing and commit both.

    .venv/bin/python packaging/render_icons.py [--check]

--check   writes nothing; exit code 1 where a picture is not what the drawing gives
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent)

from artefacts.icons import SIZES, SOURCE, file_of, png_of, render
from artefacts.project import Project

WRONG_USAGE = 64


def main(arguments: list[str]) -> int:
    """The exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return WRONG_USAGE
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Project().resources / "icons"
    source = (folder / SOURCE).read_text(encoding="utf-8")
    if arguments:
        old = outdated(folder, source)
        print("\n".join(f"{file.name} is not what {SOURCE} gives: run packaging/render_icons.py" for file in old) or "all as drawn")
        return 1 if old else 0
    for pixels in SIZES:
        file_of(folder, pixels).write_bytes(png_of(render(source, pixels)))
    print(f"{len(SIZES)} pictures in {folder}")
    return 0


def outdated(folder: Path, source: str) -> list[Path]:
    """The pictures whose pixels differ from the drawing."""
    from PySide6.QtGui import QImage

    return [
        file_of(folder, pixels)
        for pixels in SIZES
        if QImage(str(file_of(folder, pixels))).convertToFormat(QImage.Format.Format_ARGB32) != render(source, pixels)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
