"""Reading Claude Code's file must never make Claude Code's own replacing of it fail."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from usagebar_qt.credentials import safe_file
from usagebar_qt.domain.errors import CredentialUnreadable


def test_a_file_that_we_hold_open_can_be_written_renamed_and_removed_by_others(tmp_path: Path) -> None:
    """Replacing it is another matter: Wine 8 refuses that for every open file, whatever is shared. Hence one short read, and
    none of an unchanged file."""
    file, elsewhere = tmp_path / ".credentials.json", tmp_path / "elsewhere.json"
    file.write_bytes(b'{"a": 1}')
    handle = safe_file._open(file)
    try:
        file.write_bytes(b'{"a": 2}')
        file.replace(elsewhere)
        assert os.read(handle, 100) == b'{"a": 2}'
        elsewhere.unlink()
    finally:
        os.close(handle)
    assert safe_file.read_object(elsewhere) is None


def test_after_a_read_the_file_is_free(tmp_path: Path) -> None:
    file, new = tmp_path / ".credentials.json", tmp_path / "new.json"
    file.write_bytes(b'{"a": 1}')
    for number in range(50):
        safe_file.read_object(file)
        new.write_bytes(b'{"a": %d}' % number)
        new.replace(file)


def test_a_folder_and_a_missing_file_are_told_apart(tmp_path: Path) -> None:
    assert safe_file.read_object(tmp_path / "absent.json") is None
    with pytest.raises(CredentialUnreadable) as caught:
        safe_file.read_object(tmp_path)
    assert caught.value.reason == "not_a_file"


def test_a_file_that_somebody_keeps_to_himself_is_waited_for_a_little(tmp_path: Path) -> None:
    import ctypes

    file = tmp_path / ".credentials.json"
    file.write_bytes(b'{"a": 1}')
    kernel = ctypes.WinDLL("kernel32", use_last_error=True)  # type: ignore[attr-defined,unused-ignore]
    kernel.CreateFileW.restype = ctypes.c_void_p
    alone = kernel.CreateFileW(str(file), 0x80000000, 0, None, 3, 0, None)
    naps: list[float] = []

    def nap(seconds: float) -> None:
        naps.append(seconds)
        if len(naps) == 2:
            kernel.CloseHandle(ctypes.c_void_p(alone))

    assert safe_file.read_object(file, sleep=nap) == {"a": 1}
    assert len(naps) == 2


def test_an_unchanged_file_is_not_opened_again_on_windows_either(tmp_path: Path) -> None:
    file = tmp_path / ".credentials.json"
    file.write_bytes(b"{}")
    reads: list[Path] = []

    def parse(data: dict[str, Any], path: Path) -> dict[str, Any]:
        reads.append(path)
        return data

    moments = iter((0.0, 10.0, 20.0, 30.0))
    memory = safe_file.FileMemory(parse, monotonic=lambda: next(moments))
    for _ in range(4):
        assert memory.read(file) == {}
    assert len(reads) == 2
