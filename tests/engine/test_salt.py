"""The salt of the fingerprints, which all our processes must share from the first moment on."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from usagebar_qt.engine.atomic_file import create_json, read_json
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.state_store import StateStore

MANY = 12


def test_of_many_that_start_at_once_the_first_makes_the_salt_for_all(tmp_path: Path) -> None:
    for round_ in range(5):
        paths = Paths.under(tmp_path / str(round_))
        together = threading.Barrier(MANY)
        found: list[bytes] = []

        def start(paths: Paths = paths, together: threading.Barrier = together, found: list[bytes] = found) -> None:
            store = StateStore(paths)
            together.wait()
            found.append(store.salt())

        threads = [threading.Thread(target=start) for _ in range(MANY)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(found) == MANY
        assert len(set(found)) == 1
        assert StateStore(paths).salt() == found[0]
        assert [path.name for path in paths.state.iterdir()] == ["salt.json"]


def test_a_file_is_made_only_where_there_is_none(tmp_path: Path) -> None:
    path = tmp_path / "some.json"
    assert create_json(path, {"by": "first"})
    assert not create_json(path, {"by": "second"})
    assert read_json(path) == {"by": "first"}
    assert [found.name for found in tmp_path.iterdir()] == ["some.json"]


@pytest.mark.parametrize("text", ["", "{}", '{"salt": "zz"}', '{"salt": 7}', '{"salt": ""}', "[]"])
def test_a_salt_that_is_none_is_made_anew_and_then_stays(tmp_path: Path, text: str) -> None:
    paths = Paths.under(tmp_path)
    paths.state.mkdir(parents=True)
    (paths.state / "salt.json").write_text(text)
    made = StateStore(paths).salt()
    assert len(made) == 32
    assert StateStore(paths).salt() == made
