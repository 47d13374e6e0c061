"""Shows one notification as the tray program does on Windows, says when it is clicked, and ends; Windows Python under Wine."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from usagebar_qt.app.main import _application
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.models import AccountId
from usagebar_qt.domain.settings import Settings
from usagebar_qt.widgets.notifier import TrayNotifier
from usagebar_qt.widgets.tray import TrayController
from usagebar_qt.wording.alerts import Notice
from usagebar_qt.wording.sentence import Sentence

NOTICE = Notice(
    Sentence("Session: 91 % used"),
    (Sentence("Resets at 14:20."),),
    True,
    "claude",
    AccountId("claude"),
    (),
    (),
    only_replaces=False,
)
PATIENCE_MILLISECONDS = 20_000


class Shown:
    """One scene of two seconds."""

    def __init__(self) -> None:
        self.application = _application()
        self.tray = TrayController(SystemClock(), Settings())
        self.notifier = TrayNotifier(self.tray)
        self.notifier.opened.connect(self.opened)
        self.tray.show()

    def show(self) -> None:
        coroutine: Any = self.notifier.show(NOTICE)
        try:
            coroutine.send(None)  # it waits for nothing
        except StopIteration as ended:
            print("shown", ended.value, flush=True)

    def opened(self, notice: Notice) -> None:
        print("opened", notice.title.template, flush=True)
        self.application.exit(0)


if __name__ == "__main__":
    scene = Shown()
    QTimer.singleShot(500, scene.show)
    QTimer.singleShot(PATIENCE_MILLISECONDS, lambda: scene.application.exit(1))
    raise SystemExit(scene.application.exec())
