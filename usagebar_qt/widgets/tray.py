"""The icon in the panel: drawn from the statuses, with a menu, and made anew when a late panel appears."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QTimer, Signal
from PySide6.QtGui import QAction, QCursor, QGuiApplication
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from usagebar_qt.widgets.placement import Box, Point
from usagebar_qt.widgets.theme import system_is_dark, windows_are_dark
from usagebar_qt.widgets.translate import tr
from usagebar_qt.widgets.tray_icon import IconState, icon_for
from usagebar_qt.wording.marks import Mark
from usagebar_qt.wording.sentence import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QRect

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId, AccountStatus
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.domain.settings import Settings

ONE_CLICK_SECONDS = 0.4
"""A click at a balloon's tip is told twice, as one on the balloon and as one on the icon (measured with XEmbed)."""
TITLE = "Usage Bar"
LOOK_AGAIN_MILLISECONDS = 2_000
PATIENT_MILLISECONDS = 30_000
MENU = (
    QT_TRANSLATE_NOOP("wording", "Open"),
    QT_TRANSLATE_NOOP("wording", "Refresh"),
    QT_TRANSLATE_NOOP("wording", "Preferences…"),
    QT_TRANSLATE_NOOP("wording", "About"),
    QT_TRANSLATE_NOOP("wording", "Quit"),
)
QUICK_LOOKS = 15
"""A panel comes within half a minute of a login; who has none should not pay for looking."""


class TrayController(QObject):
    """Owns the QSystemTrayIcon. On a pure StatusNotifierWatcher an icon made before its host came never appears (measured): while
    there is no host it is looked for, and the icon is made anew."""

    toggle_requested = Signal()
    open_requested = Signal()
    refresh_requested = Signal()
    preferences_requested = Signal()
    about_requested = Signal()
    quit_requested = Signal()
    release_requested = Signal()
    """The page of the newer version that the menu names."""
    message_clicked = Signal()
    """The balloon that `show_message` made."""
    vanished = Signal()
    """The panel that showed the icon is gone; another one is looked for."""
    appeared = Signal()
    """A panel that shows icons has come."""

    def __init__(self, clock: Clock, settings: Settings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._settings = settings
        self._statuses: tuple[AccountStatus, ...] | None = None
        self._outlooks: Mapping[AccountId, Mapping[str, Outlook]] = {}
        self._state: IconState | None = None
        self._tooltip = ""
        self._update: QAction | None = None
        self._menu = self._make_menu()
        self._icon: QSystemTrayIcon | None = None
        self._had_host = False
        self._looks = 0
        self._message_clicked_at = -ONE_CLICK_SECONDS
        self._watch = QTimer(self, interval=LOOK_AGAIN_MILLISECONDS)
        self._watch.timeout.connect(self._look_for_host)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)  # noqa: S101 - no icon without one
        application.screenAdded.connect(self._on_screen_added)

    def _make_menu(self) -> QMenu:
        menu = QMenu()
        signals = (
            self.open_requested,
            self.refresh_requested,
            self.preferences_requested,
            self.about_requested,
            self.quit_requested,
        )
        for text, signal in zip(MENU, signals, strict=True):
            if signal is self.quit_requested:
                self._before_end = menu.addSeparator()
            menu.addAction(tr(text)).triggered.connect(signal)
        return menu

    def menu_actions(self) -> list[QAction]:
        """What its menu offers, to be offered elsewhere too."""
        return self._menu.actions()

    def speak_anew(self) -> None:
        """Another language: menu and tooltip say the same in that."""
        ours = [action for action in self._menu.actions() if not action.isSeparator() and action is not self._update]
        for text, action in zip(MENU, ours, strict=True):
            action.setText(tr(text))
        self._paint()

    def show_update(self, text: str) -> None:
        """A line of the menu for a newer version; empty takes it away."""
        if self._update is not None:
            self._menu.removeAction(self._update)
            self._update.deleteLater()
            self._update = None
        if text:
            self._update = QAction(text, self)
            self._update.triggered.connect(self.release_requested)
            self._menu.insertAction(self._before_end, self._update)

    @property
    def has_host(self) -> bool:
        """True where a panel shows icons."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    def show(self) -> None:
        """Hands the icon to the panel; looks for one where there is none yet."""
        self._make_icon()
        self._had_host = self.has_host
        if not self._had_host:
            self._watch.start()

    def hide(self) -> None:
        """Takes the icon away."""
        self._watch.stop()
        if self._icon is not None:
            self._icon.hide()

    def _make_icon(self) -> None:
        if self._icon is not None:
            self._icon.hide()
            self._icon.deleteLater()
        self._icon = QSystemTrayIcon(self)
        self._icon.setContextMenu(self._menu)
        self._icon.activated.connect(self._on_activated)
        self._icon.messageClicked.connect(self._on_message_clicked)
        self._state, self._tooltip = None, ""  # a new icon knows nothing yet
        self._paint()
        self._icon.show()

    def _look_for_host(self) -> None:
        if self.has_host:
            self._watch.stop()
            if not self._had_host:  # one that was shown before comes back by itself (seen with each kind of panel)
                self._make_icon()
                self._had_host = True
            self.appeared.emit()
            return
        self._looks += 1
        if self._looks == QUICK_LOOKS:
            self._watch.setInterval(PATIENT_MILLISECONDS)

    def look_after_host(self) -> None:
        """A panel that has ended tells nobody: asked for now and then, when something has to be done anyway."""
        if self._icon is not None and not self._watch.isActive() and not self.has_host:
            self._looks = 0
            self._watch.start(LOOK_AGAIN_MILLISECONDS)
            self.vanished.emit()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        # A double click begins with a Trigger: taking its second half too would close what the first opened.
        since_message = self._real_seconds() - self._message_clicked_at
        if reason is QSystemTrayIcon.ActivationReason.Trigger and since_message >= ONE_CLICK_SECONDS:
            self.toggle_requested.emit()

    def _on_message_clicked(self) -> None:
        self._message_clicked_at = self._real_seconds()
        self.message_clicked.emit()

    def _real_seconds(self) -> float:
        return self._clock.monotonic() / self._clock.speed

    def show_message(self, title: str, text: str) -> bool:
        """A balloon beside the icon; False where there is none to show it beside."""
        if self._icon is None or not self.has_host or not QSystemTrayIcon.supportsMessages():
            return False
        self._icon.showMessage(title, text, QSystemTrayIcon.MessageIcon.NoIcon)
        return True

    def _on_scheme_changed(self) -> None:
        self._paint()

    def _on_screen_added(self) -> None:
        self._state = None  # it may have a scale for which nothing was drawn
        self._paint()

    # -- what it shows ----------------------------------------------------------------------------------------------
    def show_statuses(
        self, statuses: Sequence[AccountStatus], outlooks: Mapping[AccountId, Mapping[str, Outlook]] | None = None
    ) -> None:
        """News of the accounts, and where their windows are going."""
        self._outlooks = outlooks or {}
        from usagebar_qt.domain.models import AccountState

        self._statuses = tuple(status for status in statuses if status.state is not AccountState.DISABLED)
        self._paint()

    def set_settings(self, settings: Settings) -> None:
        """Levels and the chosen account."""
        self._settings = settings
        self._paint()

    def _paint(self) -> None:
        if self._icon is None:
            return
        state, text = self._shown()
        if state != self._state:
            self._state = state
            self._icon.setIcon(icon_for(state))
        if text != self._tooltip:
            self._tooltip = text
            self._icon.setToolTip(text)

    def _shown(self) -> tuple[IconState, str]:
        """Icon and tooltip. The very first icon knows no accounts, and does not wait for what judges them."""
        if self._statuses is None or self._settings is None:
            return IconState(Mark.STALE, (), windows_are_dark()), TITLE
        from usagebar_qt.widgets.labels import without_marks
        from usagebar_qt.widgets.tray_state import icon_state
        from usagebar_qt.wording.headline import tooltip

        now, dark = self._clock.now(), system_is_dark()
        state = icon_state(self._statuses, self._settings, now, dark_panel=dark, outlooks=self._outlooks)
        return state, without_marks(tooltip(self._statuses))

    def show_saving(self) -> None:
        """The program is about to end and only waits for a renewed sign-in to be written."""
        if self._icon is not None:
            self._menu.setEnabled(False)
            self._icon.setToolTip(tr("Usage Bar: saving the sign-in…"))

    # -- where it is ------------------------------------------------------------------------------------------------
    def geometry(self) -> Box:
        """The icon's place; empty on most Linux desktops and in Windows' overflow area."""
        if self._icon is None:
            return Box(0, 0, 0, 0)
        return _box(self._icon.geometry())

    def cursor(self) -> Point:
        """Where the pointer is."""
        at = QCursor.pos()
        return Point(at.x(), at.y())

    def cursor_is_on_icon(self) -> bool:
        """For people who press slowly."""
        box, at = self.geometry(), self.cursor()
        return not box.is_empty and box.x <= at.x < box.x + box.width and box.y <= at.y < box.y + box.height

    def room_at(self, spot: QPoint) -> Box:
        """Available area of the screen that a window is on; where its screen has gone, of the first."""
        screen = QGuiApplication.screenAt(spot) or QGuiApplication.primaryScreen()
        return _box(screen.availableGeometry())

    def screen_boxes(self) -> tuple[Box, Box]:
        """Available and full area of the screen that the icon, else the pointer, is on."""
        box, at = self.geometry(), self.cursor()
        spot = QPoint(at.x, at.y) if box.is_empty else QPoint(box.x + box.width // 2, box.y + box.height // 2)
        screen = QGuiApplication.screenAt(spot) or QGuiApplication.primaryScreen()
        available, full = screen.availableGeometry(), screen.geometry()
        return _box(available), _box(full)


def _box(area: QRect) -> Box:
    return Box(area.x(), area.y(), area.width(), area.height())
