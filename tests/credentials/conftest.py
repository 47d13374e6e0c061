"""The file that the tests of its changes begin with."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.credentials.logins import login, write
from usagebar_qt.credentials.lock_notes import TEMPORARY_SUFFIX


@pytest.fixture
def file(tmp_path: Path) -> Iterator[Path]:
    """The usual file; whatever a test does, nothing is left beside it."""
    path = write(tmp_path / "claude" / ".credentials.json", login())
    yield path
    assert [entry.name for entry in path.parent.iterdir() if entry.name.endswith(TEMPORARY_SUFFIX)] == []
