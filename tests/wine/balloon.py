"""Shows one notification as the tray program does on Windows, for some seconds; Windows Python under Wine."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QTimer

from usagebar_qt.app.main import _application
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.models import AccountId
from usagebar_qt.widgets.notifier import TrayNotifier
from usagebar_qt.widgets.tray import TrayController
from usagebar_qt.wording.alerts import Notice
from usagebar_qt.wording.sentence import Sentence

NOTICE = Notice(
    Sentence("Session: 91 % used"), (Sentence("Resets 14:20."),), True, "claude", AccountId("claude"), (), (), only_replaces=False
)
SETTLED_MILLISECONDS, LONG_ENOUGH_MILLISECONDS = 500, 4_000


def show(notifier: TrayNotifier) -> None:
    coroutine: Any = notifier.show(NOTICE)
    try:
        coroutine.send(None)  # it waits for nothing
    except StopIteration as ended:
        print("shown", ended.value, flush=True)


def main() -> int:
    application = _application()
    tray = TrayController(SystemClock())
    notifier = TrayNotifier(tray)
    tray.show()
    QTimer.singleShot(SETTLED_MILLISECONDS, lambda: show(notifier))
    QTimer.singleShot(LONG_ENOUGH_MILLISECONDS, lambda: application.exit(0))
    return application.exec()


if __name__ == "__main__":
    raise SystemExit(main())
