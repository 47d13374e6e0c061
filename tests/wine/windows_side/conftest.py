"""What all tests on the Windows side get: the Tauri stand-in, an empty vault, a folder with an awkward name."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.wine.windows_side.tauri import Tauri

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OURS, CLAUDES = "usage-bar-", "Claude Code-credentials"


@pytest.fixture
def tauri() -> Iterator[Tauri]:
    """Nothing of ours, of stock keyring's or of Claude Code's is in the vault, before and after."""
    other = Tauri(os.environ["TAURI_STAND_IN"])
    for when in ("before", "after"):
        for target in other.targets():
            if OURS in target or CLAUDES in target:
                other.delete(target)
        if when == "before":
            yield other


@pytest.fixture
def awkward(tmp_path: Path) -> Path:
    """A folder with spaces, umlauts and a character beyond the code page."""
    folder = tmp_path / "Jürgen Müßig" / "Ordner mit Leerzeichen — 日本"
    folder.mkdir(parents=True)
    return folder
