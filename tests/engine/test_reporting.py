"""What may be said of a fault of ours."""

from __future__ import annotations

import re

import pytest

from usagebar_qt.engine.reporting import places_of


def test_the_places_of_a_fault_name_files_and_lines_and_never_its_text() -> None:
    def inner() -> None:
        raise ImportError("sk-ant-oat01-Canary", name="some.module")

    with pytest.raises(ImportError) as caught:
        inner()
    text = places_of(caught.value)
    assert re.fullmatch(r"test_reporting\.py:\d+ test_reporting\.py:\d+ \(some\.module\)", text)
