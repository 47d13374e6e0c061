"""Tables of what the packages weigh and how they start."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from artefacts.smoke import Report


@dataclass(frozen=True, slots=True)
class Weight:
    """One package; sizes in 10^6 bytes, None where there is no such figure."""

    name: str
    download: float | None = None
    installed: float | None = None
    report: Report | None = None


HEAD = ("package", "download MB", "installed MB", "tray ms", "first figures ms", "popup ms", "PSS MB")


def table(weights: Sequence[Weight]) -> str:
    """In Markdown, so that it can go into the docs as it is."""
    rows = [HEAD, *(_cells(weight) for weight in weights)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    lines = ["| " + " | ".join(_padded(row, widths)) + " |" for row in rows]
    rule = "|" + "|".join("-" * (width + 1) + ("-" if number == 0 else ":") for number, width in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _padded(row: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [
        cell.ljust(width) if number == 0 else cell.rjust(width)
        for number, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]


def _cells(weight: Weight) -> tuple[str, ...]:
    report = weight.report
    times = [report[name] if report else None for name in ("tray_ms", "first_figures_ms", "popup_ms")]
    pss = report["pss_kib"] if report else None
    return (
        weight.name,
        _text(weight.download, 1),
        _text(weight.installed, 1),
        *(_text(value, 0) for value in times),
        _text(None if pss is None else pss * 1024 / 1e6, 1),
    )


def _text(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"
