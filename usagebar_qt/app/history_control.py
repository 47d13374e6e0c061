"""The history window and who is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.services.history import HistoryService
    from usagebar_qt.services.ports import Spawner
    from usagebar_qt.services.settings import SettingsStore
    from usagebar_qt.viewmodels.account_list_model import AccountListModel
    from usagebar_qt.widgets.history_window import HistoryWindow


class HistoryControl(QObject):
    """Makes the service at the first look back, and the window when somebody wants it: SQLite is not loaded before."""

    trends_changed = Signal(object)
    """Trends: the recent past of every window."""

    def __init__(
        self,
        *,
        runtime: Runtime,
        store: SettingsStore,
        model: AccountListModel,
        tasks: Spawner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._store = store
        self._model = model
        self._tasks = tasks
        self._service: HistoryService | None = None
        self._window: HistoryWindow | None = None

    @property
    def _past(self) -> HistoryService:
        if self._service is None:
            from usagebar_qt.services.history import HistoryService

            runtime = self._runtime
            self._service = HistoryService(
                archive=runtime.history, workers=runtime.workers, clock=runtime.clock, tasks=self._tasks, parent=self
            )
            self._service.trends_changed.connect(self.trends_changed)
        return self._service

    def look_back(self) -> None:
        """`trends_changed` brings what there is."""
        self._past.look(self._model.statuses())

    def open(self, account_id: AccountId, window_id: str) -> None:
        """One window; it shows the past of the window that was clicked."""
        window = self._made()
        window.show_window(account_id, window_id)
        self._show(window)

    def _made(self) -> HistoryWindow:
        from usagebar_qt.widgets.history_window import HistoryWindow

        if self._window is None:
            window = HistoryWindow(self._model, self._runtime.clock, self._store.settings)
            window.past_requested.connect(self._past.ask)
            window.hours_requested.connect(self._past.ask_hours)
            window.series_requested.connect(self._past.ask_series)
            self._past.answered.connect(window.show_past)
            self._past.hours_known.connect(window.show_hours)
            self._past.series_known.connect(window.show_series)
            self._window = window
        self._window.show_news()
        return self._window

    @staticmethod
    def _show(window: HistoryWindow) -> None:
        window.show()
        window.raise_()
        window.activateWindow()

    def show_news(self) -> None:
        """There are new figures."""
        if self._window is not None:
            self._window.show_news()

    def show_settings(self, settings: Settings) -> None:
        """Theme and thresholds hold at once."""
        if self._window is not None:
            self._window.set_settings(settings)

    def speak_anew(self) -> None:
        """Another language: the window is made anew, with the same past in it."""
        former, self._window = self._window, None
        if former is not None:
            if former.isVisible():
                fresh = self._made()
                fresh.go_back_to(former.view)
                self._show(fresh)
            former.close()
            former.deleteLater()

    def close(self) -> None:
        """Nothing stays on the screen while the rest is closed."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
        self._window = None
