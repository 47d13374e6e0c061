"""For tests with a whole program in their process."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture
def garbage_stays_here() -> Iterator[None]:
    """As in the program (app/garbage.py): what hangs together in circles is taken apart on this thread alone.

    Python does that wherever it happens to run, on a worker's thread too; Qt then says so, waits for ever, or crashes."""
    gc.collect()
    gc.disable()
    yield
    gc.collect()
    gc.enable()
