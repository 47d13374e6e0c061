"""The only instance: how a second start reaches it, who else may not, and what happens where the way is missing."""

from __future__ import annotations

import errno
import os
import socket
import stat
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from usagebar_qt.app.single_instance import SingleInstance, Way

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="a socket in the file system")


class Hearing:
    """Counts what was wished."""

    def __init__(self, instance: SingleInstance) -> None:
        self.heard: list[str] = []
        instance.show_requested.connect(lambda: self.heard.append("show"))
        instance.quit_requested.connect(lambda: self.heard.append("quit"))


def no_way() -> Way:
    raise ImportError("libexample.so.1")


def test_without_a_system_library_the_first_still_runs_and_the_second_still_ends(qapp: QApplication, tmp_path: Path) -> None:
    first, second = (SingleInstance(str(tmp_path / "socket"), tmp_path, way=no_way) for _ in range(2))
    assert first.claim()
    first.listen()
    assert not second.claim()
    assert second.ask_first_to_show() is False
    first.close()
    assert second.claim()
    second.close()


def asked(ask: object, qapp: QApplication) -> bool:
    """A second start is another process; here it is a thread, while the first one's events are handled."""
    answers: list[bool] = []
    thread = threading.Thread(target=lambda: answers.append(ask()))  # type: ignore[operator]
    thread.start()
    while thread.is_alive():
        qapp.processEvents()  # a test's own loop: nothing of the program's is under way that it could re-enter
    return answers[0]


@on_unix
def test_a_second_start_is_heard_by_which_address_it_knocks_at(qapp: QApplication, tmp_path: Path) -> None:
    first, second = (SingleInstance(str(tmp_path / "socket"), tmp_path) for _ in range(2))
    (tmp_path / "socket").touch()  # what a process that died has left
    assert first.claim()
    first.listen()
    hearing = Hearing(first)
    try:
        modes = {stat.S_IMODE((tmp_path / name).stat().st_mode) & 0o077 for name in ("socket", "socket-quit")}
        assert modes == {0}
        assert asked(second.ask_first_to_show, qapp)
        assert asked(second.ask_first_to_show, qapp)
        assert hearing.heard == ["show", "show"]
    finally:
        first.close()
    assert not list(tmp_path.glob("socket*"))


@on_unix
def test_who_hangs_up_at_once_has_been_heard_too(qapp: QApplication, tmp_path: Path) -> None:
    first = SingleInstance(str(tmp_path / "socket"), tmp_path)
    assert first.claim()
    first.listen()
    hearing = Hearing(first)
    try:
        with socket.socket(socket.AF_UNIX) as caller:
            caller.connect(str(tmp_path / "socket"))
        qapp.processEvents()  # no other loop runs here: nobody else would tell the ear that somebody has knocked
        assert hearing.heard == ["show"]
    finally:
        first.close()


@on_unix
def test_a_process_that_is_out_of_files_gives_its_place_back_instead_of_turning_for_ever(
    qapp: QApplication, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from usagebar_qt.app.second_start import Ear

    class Full(socket.socket):
        def accept(self) -> tuple[socket.socket, object]:
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    instance = SingleInstance("unused", tmp_path)
    ear = Ear(instance.show_requested, instance, make=Full)
    assert ear.take_place(str(tmp_path / "socket"))
    with socket.socket(socket.AF_UNIX) as caller:
        caller.connect(str(tmp_path / "socket"))
        qapp.processEvents()  # as above
    assert not (tmp_path / "socket").exists()
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    caplog.clear()


@on_unix
def test_an_address_that_nobody_can_have_is_said_and_is_no_fault(qapp: QApplication, tmp_path: Path) -> None:
    from usagebar_qt.app.second_start import Ear

    instance = SingleInstance("unused", tmp_path)
    for name in (str(tmp_path / "none" / "socket"), str(tmp_path / ("long" * 40))):
        ear = Ear(instance.show_requested, instance)
        assert not ear.take_place(name)
        assert ear.complaint
        assert str(tmp_path) not in ear.complaint
        ear.close()
