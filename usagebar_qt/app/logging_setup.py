"""The log: a rotating file of this user alone, every record redacted. A fault is written down, never shown as a traceback."""

from __future__ import annotations

import logging
import logging.handlers
import os
import sys
import threading
import traceback
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

from usagebar_qt.credentials.own_folder import make_own_folder
from usagebar_qt.domain.redaction import redact

if TYPE_CHECKING:
    import asyncio
    import io
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from usagebar_qt.app.early_words import Word

log = logging.getLogger("usagebar_qt.app")

LARGEST_BYTES = 512 * 1024
OLD_FILES = 2
QUIET = ("httpx", "httpcore", "qasync", "asyncio", "keyring", "urllib3")
"""Some print whole addresses or arguments below WARNING (measured with httpx)."""


class RedactingFormatter(logging.Formatter):
    """The last thing before the file: whatever a record holds, only this text leaves."""

    def format(self, record: logging.LogRecord) -> str:
        """One redacted text, an exception's traceback included: files, lines and source, never the values of variables."""
        return redact(super().format(record))

    def formatException(self, ei: Any) -> str:
        """Without locals, and redacted by itself too: logging keeps this text on the record for other handlers."""
        return redact("".join(traceback.TracebackException(*ei, capture_locals=False).format()).rstrip())


class PrivateFileHandler(logging.handlers.RotatingFileHandler):
    """Only the owner may read the file, from its first byte."""

    def _open(self) -> io.TextIOWrapper:
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        return os.fdopen(handle, "a", encoding="utf-8", errors="replace")


def set_up_logging(folder: Path, level: int = logging.INFO) -> logging.Handler:
    """Writes to `usagebar.log` in the folder; nowhere where that cannot be made: a full disk is no reason not to start."""
    handler: logging.Handler
    try:
        make_own_folder(folder)
        handler = PrivateFileHandler(folder / "usagebar.log", maxBytes=LARGEST_BYTES, backupCount=OLD_FILES, encoding="utf-8")
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(RedactingFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    logging.raiseExceptions = False  # a log that fails must not print the record to standard error
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    return handler


def catch_everything(early: Sequence[Word] = ()) -> None:
    """Faults that nobody caught go to the log: of the main thread and Qt's slots, of threads, of finalisers, and Qt's own words,
    also those that came before there was a log."""
    sys.excepthook = _on_exception
    threading.excepthook = _on_thread_exception
    sys.unraisablehook = _on_unraisable
    qInstallMessageHandler(_on_qt_message)
    for kind, category, message in early:
        _log_qt(kind, category, message)


def catch_in_loop(loop: asyncio.AbstractEventLoop) -> None:
    """The same for callbacks of the event loop."""
    loop.set_exception_handler(_on_loop_exception)


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.error("unhandled %s", kind.__name__, exc_info=(kind, error, trace))


def _on_thread_exception(found: threading.ExceptHookArgs) -> None:
    if found.exc_value is not None:
        name = found.thread.name if found.thread is not None else "?"
        log.error("unhandled in thread %s", name, exc_info=(found.exc_type, found.exc_value, found.exc_traceback))


def _on_unraisable(found: Any) -> None:
    # The object itself is not described: its repr may hold anything.
    error = found.exc_value
    log.error("unraisable %s", type(error).__name__, exc_info=(type(error), error, found.exc_traceback) if error else None)


def _on_loop_exception(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    error = context.get("exception")
    log.error("in the event loop: %s", context.get("message", ""), exc_info=error if isinstance(error, BaseException) else None)


LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def _log_qt(kind: QtMsgType, category: str, message: str) -> None:
    logging.getLogger("qt").log(LEVELS.get(kind, logging.WARNING), "%s: %s", category, message)


def _on_qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    _log_qt(kind, context.category or "qt", message)
    if kind == QtMsgType.QtFatalMsg and sys.stderr is not None:
        # Qt ends the process right after this: it is the last chance to say why.
        sys.stderr.write(f"usagebar-qt: {redact(message)}\n")
        sys.stderr.flush()
