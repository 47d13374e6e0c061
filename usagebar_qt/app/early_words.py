"""What Qt says before there is a log: kept, and handed to it. The log's own imports take 8 ms, for which the icon does not wait."""

from __future__ import annotations

import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler

Word = tuple[QtMsgType, str, str]
"""Kind, category and text."""


class EarlyWords:
    """Qt's message handler until the log has its own."""

    def __init__(self) -> None:
        self.kept: list[Word] = []
        qInstallMessageHandler(self._keep)

    def _keep(self, kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
        self.kept.append((kind, context.category or "qt", message))
        if kind == QtMsgType.QtFatalMsg and sys.stderr is not None:
            # Qt ends the process right after this.
            sys.stderr.write(f"usagebar-qt: {message}\n")
            sys.stderr.flush()
