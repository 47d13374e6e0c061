"""The only instance where Qt's network library is missing: it runs, and a second start is told that it cannot be reached."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from usagebar_qt.app.single_instance import SingleInstance


def test_without_qts_network_library_the_first_still_runs_and_the_second_still_ends(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "PySide6.QtNetwork", None)  # as Python marks what cannot be imported
    monkeypatch.delitem(sys.modules, "usagebar_qt.app.second_start", raising=False)
    first, second = (SingleInstance(str(tmp_path / "socket"), tmp_path) for _ in range(2))
    assert first.claim()
    first.listen()
    assert not second.claim()
    assert second.ask_first_to_show() is False
    first.close()
    assert second.claim()
    second.close()
