"""The desktop's notifications: a balloon of the tray icon on Windows and macOS, the notification server over D-Bus on Linux."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.widgets.notification_server import NotificationServer, ServerNotice
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording.alerts import OPEN, SNOOZE

if TYPE_CHECKING:
    from usagebar_qt.services.ports import Spawner
    from usagebar_qt.widgets.tray import TrayController
    from usagebar_qt.wording.alerts import Notice

OPEN_ACTION, SNOOZE_ACTION = "open", "snooze"
DEFAULT_ACTION = "default"
"""The specification's name for a click on the notification itself."""


class TrayNotifier(QObject):
    """Balloons of the tray icon. They have no buttons; a newer one takes the place of the last by itself."""

    opened = Signal(object)
    """Notice."""
    snoozed = Signal(object)
    """Notice; never emitted here."""

    def __init__(self, tray: TrayController, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tray = tray
        self._shown: Notice | None = None
        tray.message_clicked.connect(self._on_clicked)

    async def show(self, notice: Notice) -> bool:
        """False where no icon is shown."""
        if notice.only_replaces:
            return True
        self._shown = notice
        return self._tray.show_message(say(notice.title), _body(notice))

    def _on_clicked(self) -> None:
        if self._shown is not None:
            self.opened.emit(self._shown)

    async def aclose(self) -> None:
        """Nothing is kept open."""


class ServerNotifier(QObject):
    """The desktop's notification server (`org.freedesktop.Notifications`): with buttons where it has them."""

    opened = Signal(object)
    """Notice."""
    snoozed = Signal(object)
    """Notice."""

    def __init__(self, tasks: Spawner, address: str = "SESSION", parent: QObject | None = None) -> None:
        """`address`: of the bus; `SESSION` is the user's own."""
        super().__init__(parent)
        self._server = NotificationServer(tasks, self._on_action, self._on_closed, address)
        self._shown: dict[str, int] = {}
        """The server's number of what is on the screen, by tag."""
        self._notices: dict[int, Notice] = {}

    async def show(self, notice: Notice) -> bool:
        """False where no server answers. Never raises."""
        replaces = self._shown.get(notice.tag, 0)
        if notice.only_replaces and not self._betters(notice, replaces):
            return True
        actions = [(DEFAULT_ACTION, tr(OPEN)), (OPEN_ACTION, tr(OPEN))]
        if notice.windows:
            actions.append((SNOOZE_ACTION, tr(SNOOZE)))
        number = await self._server.show(ServerNotice(say(notice.title), _body(notice), notice.urgent, tuple(actions)), replaces)
        if number is None:
            return False
        self._notices.pop(replaces, None)
        self._shown[notice.tag] = number
        self._notices[number] = notice
        return True

    def _betters(self, notice: Notice, number: int) -> bool:
        """What is shown under this number tells the same returns, and nothing else that these words would wipe away."""
        shown = self._notices.get(number)
        return shown is not None and shown.returns == notice.returns and not shown.urgent

    def _on_action(self, number: int, action: str) -> None:
        notice = self._notices.get(number)
        if notice is not None:
            (self.snoozed if action == SNOOZE_ACTION else self.opened).emit(notice)

    def _on_closed(self, number: int) -> bool:
        """True where nothing of ours is shown any more."""
        self._notices.pop(number, None)
        self._shown = {tag: shown for tag, shown in self._shown.items() if shown != number}
        return not self._notices

    async def aclose(self) -> None:
        """Lets go of the bus."""
        await self._server.aclose()


def choose_notifier(platform: str, tray: TrayController, tasks: Spawner) -> TrayNotifier | ServerNotifier:
    """What this platform's desktops have. On Linux not the icon's own balloon: it has no buttons, and clicks on it are not told."""
    return ServerNotifier(tasks) if platform == "linux" else TrayNotifier(tray)


def _body(notice: Notice) -> str:
    return "\n".join(say(line) for line in notice.lines)
