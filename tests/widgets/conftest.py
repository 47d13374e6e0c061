"""What several tests of widgets ask for."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """Letters of twice the size."""
    before = qapp.font()
    large = QFont(before)
    large.setPixelSize(26)
    qapp.setFont(large)
    yield
    qapp.setFont(before)
