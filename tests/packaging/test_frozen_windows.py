"""What may be in a folder for Windows that was made under Wine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from artefacts import frozen_windows
from artefacts.trimming import CATALOGUES
from setup_steps.problem import SetupError

if TYPE_CHECKING:
    from pathlib import Path

MICROSOFTS = b"MZ" + bytes(62) + b"\x0e\x1f\xba\x0e\x00" + b"This program cannot be run in DOS mode." + bytes(100)
WINES = b"MZ" + bytes(62) + b"Wine builtin DLL\x00" + bytes(200)


@pytest.fixture(autouse=True)
def _speaks_every_language(tmp_path: Path) -> None:
    for name in CATALOGUES:
        (tmp_path / name).touch()


def test_libraries_of_windows_python_and_qt_may_be_there(tmp_path: Path) -> None:
    (tmp_path / "VCRUNTIME140.dll").write_bytes(MICROSOFTS)
    frozen_windows.check_folder(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"), [("ucrtbase.dll", WINES), ("icuuc.dll", MICROSOFTS), ("bcryptprimitives.DLL", MICROSOFTS)]
)
def test_libraries_of_wine_and_our_stand_ins_are_named(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / name).write_bytes(content)
    with pytest.raises(SetupError, match=name):
        frozen_windows.check_folder(tmp_path)
