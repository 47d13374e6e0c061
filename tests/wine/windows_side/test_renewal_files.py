"""Claude Code's locks and its file on Windows, while another program has them open, as a virus scanner or a reader does."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.credentials.file_bed import NEW, yes
from usagebar_qt.credentials.claude_file import CredentialsFile, Replaced
from usagebar_qt.credentials.claude_locks import Places, Times, Watch, take_for_renewal
from usagebar_qt.domain.secret import Secret

Record = Callable[[str, object], None]
SHOWN = "as it should be"
GENERIC_READ, OPEN_EXISTING, BACKUP_SEMANTICS = 0x80000000, 3, 0x02000000


class Open:
    """A handle of another program's that shares neither writing nor deleting; closed after some naps."""

    def __init__(self, path: Path, naps: int) -> None:
        windows: Any = ctypes
        kernel = windows.WinDLL("kernel32", use_last_error=True)
        self._close = kernel.CloseHandle
        self._close.argtypes = [ctypes.c_void_p]
        kernel.CreateFileW.restype = ctypes.c_void_p
        share_reading = 0x1
        self._handle = kernel.CreateFileW(str(path), GENERIC_READ, share_reading, None, OPEN_EXISTING, BACKUP_SEMANTICS, None)
        assert self._handle not in (None, ctypes.c_void_p(-1).value)
        self._naps = naps
        self.slept = 0

    def nap(self, seconds: float) -> None:
        self.slept += 1
        if self.slept == self._naps:
            self._close(self._handle)


def test_a_lock_that_another_program_has_open_is_removed_as_soon_as_that_is_possible(
    awkward: Path, record_property: Record
) -> None:
    record_property("cell", f"a lock that a scanner has open is let go in the end|{SHOWN}")
    places = Places.of(awkward)
    scanner: list[Open] = []
    times = Times(lambda: 1_790_000_000.0, lambda: 0.0, lambda seconds: scanner[0].nap(seconds))
    held = take_for_renewal(places, Watch(times), times)
    assert held is not None
    scanner.append(Open(places.renewal.path, 3))
    held.release()
    assert scanner[0].slept == 3
    assert not places.renewal.path.exists()
    assert not places.legacy.path.exists()


def test_a_file_that_another_program_reads_is_replaced_as_soon_as_that_is_possible(awkward: Path, record_property: Record) -> None:
    record_property("cell", f"a credentials file that somebody reads is replaced in the end|{SHOWN}")
    path = awkward / ".credentials.json"
    path.write_text(json.dumps({"claudeAiOauth": {"refreshToken": "old", "keep": "ü"}}), encoding="utf-8")
    reader = Open(path, 5)
    assert CredentialsFile(path, reader.nap).replace(Secret("old"), NEW, yes) is Replaced.SAVED
    assert reader.slept == 5
    after = json.loads(path.read_text(encoding="utf-8"))["claudeAiOauth"]
    assert (after["refreshToken"], after["keep"]) == (NEW.refresh.reveal(), "ü")
    assert [entry.name for entry in awkward.iterdir()] == [path.name]
