"""Where windows were: kept beside each other, and nothing that a file may hold raises."""

from __future__ import annotations

from pathlib import Path

import pytest

from usagebar_qt.engine.window_places import Place, WindowPlaces


def test_places_of_two_windows_are_kept_beside_each_other(tmp_path: Path) -> None:
    places = WindowPlaces(tmp_path / "state" / "windows.json")
    assert places.load("preferences") is None
    places.save("preferences", Place("AAAA", 3))
    places.save("history", Place("BBBB"))
    assert places.load("preferences") == Place("AAAA", 3)
    assert places.load("history") == Place("BBBB", 0)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[]",
        b'{"w": 1}',
        b'{"w": {}}',
        b'{"w": {"geometry": 1}}',
        b'{"w": {"geometry": "A", "page": "x"}}',
        b'{"w": {"page": 1}}',
    ],
)
def test_a_file_that_holds_something_else_is_no_place_and_is_written_anew(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "windows.json"
    file.write_bytes(content)
    places = WindowPlaces(file)
    assert places.load("w") is None
    places.save("w", Place("A", 1))
    assert places.load("w") == Place("A", 1)


def test_a_disk_that_refuses_costs_the_place_alone(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file in the folder's place")
    places = WindowPlaces(tmp_path / "state" / "windows.json")
    places.save("w", Place("A"))
    assert places.load("w") is None
