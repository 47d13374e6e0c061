"""For every test: an unexpected record at WARNING fails it, and so does a Qt warning."""

from __future__ import annotations

import gc
import logging
import os
import sys
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING

import pytest

from usagebar_qt.wording.manner import Manner, put_in_force

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

OFFSCREEN_PLATFORM = ("systemTrayWindowChanged", "propagateSizeHints", "raise()", "grabbing the keyboard")
"""What the offscreen platform itself says about what it lacks: none of it is the program's fault."""


@pytest.fixture(autouse=True)
def _quiet_log(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test that expects a warning clears `caplog` after looking at it."""
    yield
    loud = [record.getMessage() for record in caplog.get_records("call") if record.levelno >= logging.WARNING]
    assert not loud, f"unexpected log records: {loud}"


@pytest.fixture(scope="session", autouse=True)
def _no_garbage_dies_elsewhere() -> Iterator[None]:
    """As in the program (app/garbage.py): what hangs together in circles is taken apart on this thread alone. Python does that
    wherever it happens to run, on a worker's thread too; a window that dies there goes on in Qt's lists, and some test much later
    fails, crashes, or never ends (seen: 24 GB)."""
    gc.disable()
    yield
    gc.enable()


@pytest.fixture(autouse=True)
def _what_is_new_dies_here() -> Iterator[None]:
    yield
    gc.collect(1)


_failed = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    """Python's last traceback holds a failed test's windows beyond the collecting after it, which makes them old: only a full one
    finds them then."""
    done = yield
    if item.stash.get(_failed, False):
        for name in ("last_exc", "last_type", "last_value", "last_traceback"):
            sys.__dict__.pop(name, None)
        gc.collect()
    return done


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed:
        item.stash[_failed] = True
    return report


@pytest.fixture(scope="module", autouse=True)
def _everything_dies_here() -> Iterator[None]:
    yield
    gc.collect()


@pytest.fixture(autouse=True)
def _usual_manner() -> Iterator[None]:
    """How figures are written holds for the process: a test that changes it does so for itself alone."""
    yield
    put_in_force(Manner())


@pytest.fixture(scope="session")
def qt_words() -> list[str]:
    """Every word that Qt said."""
    return []


@pytest.fixture(scope="session")
def _application(qt_words: list[str]) -> Iterator[QApplication]:
    from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    from usagebar_qt.app.import_hook import take_off

    take_off()  # as the program begins (docs/decisions/002): with the hook, imports on two threads now and then fail

    def listen(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        if kind is not QtMsgType.QtDebugMsg and kind is not QtMsgType.QtInfoMsg:
            qt_words.append(text)

    qInstallMessageHandler(listen)
    existing = QApplication.instance()
    application = existing if isinstance(existing, QApplication) else QApplication([])
    application.setQuitOnLastWindowClosed(False)
    yield application
    qInstallMessageHandler(None)


@pytest.fixture
def qapp(_application: QApplication, qt_words: list[str]) -> Iterator[QApplication]:
    """The one QApplication; what Qt warns of during the test fails it."""
    qt_words.clear()
    yield _application
    loud = [text for text in qt_words if not any(known in text for known in OFFSCREEN_PLATFORM)]
    assert not loud, f"Qt said: {loud}"
