"""The windows and who opens them: popup, preferences, about and short notices. Each is made when it is first needed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox

from usagebar_qt.app.first_opening import BETWEEN_MILLISECONDS, FirstOpening, Wish
from usagebar_qt.app.first_run_control import FirstRunControl
from usagebar_qt.app.history_control import HistoryControl
from usagebar_qt.app.popup_keeper import PopupKeeper
from usagebar_qt.app.preferences_control import PreferencesControl
from usagebar_qt.domain.settings import Rhythm
from usagebar_qt.engine.window_places import WindowPlaces
from usagebar_qt.services.review import ReviewService
from usagebar_qt.widgets.placement import place
from usagebar_qt.widgets.put_back import PutBack
from usagebar_qt.widgets.toggle_policy import opens
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import program as words
from usagebar_qt.wording.messages import Action, describe
from usagebar_qt.wording.rhythm import in_short, why
from usagebar_qt.wording.sentence import Sentence

if TYPE_CHECKING:
    from usagebar_qt.app.update_control import UpdateControl
    from usagebar_qt.domain.chart import Trends
    from usagebar_qt.domain.errors import Failure
    from usagebar_qt.domain.findings import Finding
    from usagebar_qt.domain.models import Account, AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.services.accounts import AccountService
    from usagebar_qt.services.autostart.service import AutostartService
    from usagebar_qt.services.credentials import CredentialService
    from usagebar_qt.services.doctor import DoctorService
    from usagebar_qt.services.first_run import FirstRunService
    from usagebar_qt.services.local_api import LocalApiService
    from usagebar_qt.services.notifications import NotificationService
    from usagebar_qt.services.ports import Spawner
    from usagebar_qt.services.refresh import RefreshService
    from usagebar_qt.services.settings import SettingsStore
    from usagebar_qt.viewmodels.account_list_model import AccountListModel
    from usagebar_qt.widgets.doctor_window import DoctorWindow
    from usagebar_qt.widgets.popup import Popup
    from usagebar_qt.widgets.tray import TrayController


AFTER_PAINT_MILLISECONDS = 60
"""The popup is on the screen before the past is read: it costs a thread, and at the first time an import."""


class Windows(QObject):
    """Opens, places and connects them. All slots are bound methods; nothing here waits."""

    opened = Signal()
    """The popup is on the screen."""
    completed = Signal()
    """Of many cards in it the last one has come."""

    def __init__(
        self,
        *,
        runtime: Runtime,
        store: SettingsStore,
        model: AccountListModel,
        refresh: RefreshService,
        credentials: CredentialService,
        accounts: AccountService,
        notifications: NotificationService,
        autostart: AutostartService,
        local_api: LocalApiService,
        updates: UpdateControl,
        first_run: FirstRunService,
        tray: TrayController,
        tasks: Spawner,
    ) -> None:
        super().__init__()
        self._tasks = tasks
        self._runtime = runtime
        self._store = store
        self._model = model
        self._refresh = refresh
        self._credentials = credentials
        self._tray = tray
        self._popup: Popup | None = None
        self._opening = FirstOpening(self)
        self._opening.loaded.connect(self._on_loaded)
        self._wish = Wish()
        self._doctor: DoctorWindow | None = None
        self._examiner: DoctorService | None = None
        self._history = HistoryControl(runtime=runtime, store=store, model=model, tasks=tasks, parent=self)
        self._history.trends_changed.connect(self._on_trends)
        self._notice: QMessageBox | None = None
        self._put_back = PutBack(self)
        self._keeper = PopupKeeper(WindowPlaces(runtime.paths.window_places), runtime.workers, tray, tasks, parent=self)
        self._preferences = PreferencesControl(
            runtime=runtime,
            store=store,
            model=model,
            refresh=refresh,
            credentials=credentials,
            accounts=accounts,
            notifications=notifications,
            review=ReviewService(
                past=runtime.history, accounts=self._all_accounts, workers=runtime.workers, clock=runtime.clock, tasks=tasks
            ),
            autostart=autostart,
            local_api=local_api,
            updates=updates,
            tasks=tasks,
            parent=self,
        )
        self._first_run = FirstRunControl(
            runtime=runtime, store=store, refresh=refresh, credentials=credentials, first_run=first_run, parent=self
        )
        self._preferences.notice_wanted.connect(self._say)
        self._preferences.doctor_wanted.connect(self.open_doctor)
        credentials.unlocked.connect(self._on_unlocked)
        store.save_failed.connect(self._on_save_failed)

    # -- the popup --------------------------------------------------------------------------------------------------
    @property
    def popup(self) -> Popup:
        """Made at the first use: the icon does not wait for a window that nobody has asked for."""
        if self._popup is None:
            from usagebar_qt.widgets.popup import Popup

            self._popup = Popup(self._model, self._runtime.clock, self._store.settings)
            self._popup.refresh_requested.connect(self._on_refresh)
            self._popup.preferences_requested.connect(self.open_preferences)
            self._popup.action_requested.connect(self._on_action)
            self._popup.history_requested.connect(self.open_history)
            self._refresh.refreshing_changed.connect(self._popup.set_refreshing)
            self._popup.hidden.connect(self._refresh.note_watched)
            self._popup.completed.connect(self.completed)
            self._keeper.keep(self._popup)
            self._show_next()
        return self._popup

    def toggle(self) -> None:
        """A click on the icon."""
        if self._first_run.is_due:
            self._first_run.open()
            return
        if self._popup is not None and self._popup.isVisible():
            self._popup.hide()
            return
        hidden = self._popup.hidden_by if self._popup is not None else None
        now = self._runtime.clock.monotonic() / self._runtime.clock.speed
        if opens(hidden, now, cursor_on_icon=self._tray.cursor_is_on_icon()):
            self.open_popup()

    def open_popup(self) -> None:
        """Beside the icon; where that is not known, beside the pointer."""
        self._open(Wish(self._tray.cursor()))

    def open_account(self, account_id: AccountId | None) -> None:
        """A notification was clicked: the popup where it always is, at that account's card."""
        self._open(Wish(account_id=account_id))

    def open_in_corner(self) -> None:
        """Nobody clicked: a second start, or a desktop without a tray."""
        self._open(Wish())

    def open_pinned(self) -> None:
        """A person wants to see it always: also after a start."""
        if not self._first_run.is_due and self._keeper.is_pinned:
            self.open_in_corner()

    def on_hotkey_refused(self) -> None:
        """Said where it was wanted."""
        self._preferences.show_hotkey_refused()

    def on_tray(self) -> None:
        """A panel that shows icons has come."""
        self._keeper.look_for_host()

    def _open(self, wish: Wish) -> None:
        if self._first_run.is_due:
            self._first_run.open()
        elif self._popup is None:
            self._wish = wish
            self._opening.begin()
        else:
            self._show(self._popup, wish)

    def _on_loaded(self) -> None:
        """It is made in this turn of the loop, and shown in the next."""
        self.popup.ensurePolished()
        QTimer.singleShot(BETWEEN_MILLISECONDS, self, self._show_made)

    def _show_made(self) -> None:
        if self._popup is not None:
            self._show(self._popup, self._wish)

    def _show(self, popup: Popup, wish: Wish) -> None:
        self._refresh.look_again()
        cursor = wish.cursor
        if cursor is None:
            self._keeper.look_for_host()
        else:
            self._keeper.icon_was_used()
        stays_there = popup.isVisible() and popup.stay.lasts
        if not stays_there and not self._keeper.go_back():
            size = popup.sized()
            available, full = self._tray.screen_boxes()
            spot = place((size.width(), size.height()), self._tray.geometry(), cursor, available, full)
            popup.move(spot.x, spot.y)
            self._put_back.expect(popup)
        popup.show()
        popup.raise_()
        popup.activateWindow()
        if wish.account_id is not None:
            popup.show_account(wish.account_id)
        QTimer.singleShot(AFTER_PAINT_MILLISECONDS, self._look_back)
        self.opened.emit()

    def is_watched(self) -> bool:
        """Whether the popup is on the screen."""
        return self._popup is not None and self._popup.isVisible()

    def show_news(self) -> None:
        """The statuses have changed; the model has told the cards already."""
        if self._popup is not None:
            if self.is_watched():
                self._refresh.note_watched()
            self._show_next()
            self._look_back()
        self._history.show_news()

    def _show_next(self) -> None:
        if self._popup is not None:
            moment, interval = self._refresh.next_look() or (None, None)
            is_manual = self._store.settings.rhythm is Rhythm.MANUAL
            told = say(why(interval)) if interval is not None or is_manual else ""
            self._popup.set_next_refresh(moment, told, tr(in_short(interval)) if interval is not None else "")

    def show_settings(self, settings: Settings) -> None:
        """A change of preferences holds at once, everywhere."""
        if self._popup is not None:
            self._popup.set_settings(settings)
            self._show_next()
        self._preferences.show_settings(settings)
        self._history.show_settings(settings)
        self._first_run.show_settings(settings)
        if self._doctor is not None:
            self._doctor.set_settings(settings)

    def speak_anew(self) -> None:
        """Another language: at the next turn of the loop, when the box that it was chosen in has done with it."""
        QTimer.singleShot(0, self, self._speak_anew)

    def _speak_anew(self) -> None:
        if self._popup is not None:
            self._popup.speak_anew()
            self._show_next()
        self._first_run.speak_anew()
        self._history.speak_anew()
        doctor, self._doctor = self._doctor, None
        if doctor is not None:
            if doctor.isVisible():
                self.open_doctor()
            doctor.close()
            doctor.deleteLater()
        self._preferences.speak_anew()  # last: it is in front

    def _on_refresh(self) -> None:
        self._refresh.request_refresh()

    # -- what a card's button asks for ------------------------------------------------------------------------------
    def _on_action(self, account_id: AccountId, action: Action) -> None:
        account = self._refresh.account(account_id)
        if account is None:
            return
        if action is Action.RETRY:
            self._refresh.request_refresh(account_id)
        elif action is Action.UNLOCK:
            self._credentials.unlock(account)
        elif action in (Action.ENTER_KEY, Action.OPEN_SETTINGS):
            self._preferences.open_at(account_id)
        else:
            self._show_how_to(account)

    def _all_accounts(self) -> tuple[Account, ...]:
        return self._refresh.accounts

    def _show_how_to(self, account: Account) -> None:
        """Which terminal a person uses cannot be told reliably: the command is shown, and copied by a button."""
        info = self._runtime.info_of(account)
        text = say(Sentence(words.HOW_TO_CLI, {"command": words.CLI_COMMAND}))
        if info.setup_url:
            text += "\n\n" + say(Sentence(words.HOW_TO_SETUP, {"url": info.setup_url}))
        box = self._show_notice(f"{tr(words.HOW_TO_TITLE)}: {account.name}", text)
        copy = box.addButton(tr(words.COPY_COMMAND), QMessageBox.ButtonRole.ActionRole)
        copy.clicked.connect(self._copy_command)

    def _copy_command(self) -> None:
        QGuiApplication.clipboard().setText(words.CLI_COMMAND)

    def _show_notice(self, title: str, text: str) -> QMessageBox:
        if self._notice is not None:
            self._notice.close()
        box = QMessageBox(QMessageBox.Icon.Information, title, text, QMessageBox.StandardButton.Close)
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowModality(Qt.WindowModality.NonModal)
        box.show()
        self._notice = box
        return box

    def say_file_was_set_aside(self, name: str) -> None:
        """Once, after a start with a file of preferences that could not be read."""
        self._show_notice("Usage Bar", say(Sentence(words.SET_ASIDE, {"name": name})))

    # -- preferences and about --------------------------------------------------------------------------------------
    def open_preferences(self) -> None:
        """One window; it shows what holds now."""
        self._preferences.open()

    # -- the past ---------------------------------------------------------------------------------------------------
    def _look_back(self) -> None:
        if self.is_watched():
            self._history.look_back()

    def _on_trends(self, trends: Trends) -> None:
        if self._popup is not None:
            self._popup.set_trends(trends)

    def open_history(self, account_id: AccountId, window_id: str) -> None:
        """One window; it shows the past of the window that was clicked."""
        self._history.open(account_id, window_id)

    def open_about(self) -> None:
        """What it is, and what it has read and asked."""
        self._preferences.open_about()

    def open_doctor(self) -> None:
        """One window; it looks anew each time it is opened."""
        from usagebar_qt.services.doctor import DoctorService
        from usagebar_qt.widgets.doctor_window import DoctorWindow

        if self._examiner is None:
            self._examiner = DoctorService(runtime=self._runtime, tasks=self._tasks, parent=self)
            self._examiner.found.connect(self._on_findings)
        if self._doctor is None:
            self._doctor = DoctorWindow(self._runtime.clock, self._store.settings)
            self._doctor.look_requested.connect(self._on_look)
        self._doctor.show()
        self._doctor.raise_()
        self._doctor.activateWindow()
        self._doctor.look()

    def _on_look(self) -> None:
        if self._examiner is not None:
            self._examiner.examine(replace(self._store.loaded, settings=self._store.settings))

    def _on_findings(self, findings: tuple[Finding, ...]) -> None:
        if self._doctor is not None:
            self._doctor.show_findings(findings)

    def _on_unlocked(self, account_id: AccountId, failure: Failure | None) -> None:
        if failure is not None:
            self._say(self._in_words(account_id, failure))

    def _in_words(self, account_id: AccountId, failure: Failure) -> str:
        name = self._model.info_of(account_id).name
        message = describe(failure, provider_name=name, now=self._runtime.clock.now())
        return f"{say(message.title)} {say(message.remedy)}"

    def _on_save_failed(self) -> None:
        self._say(tr(words.UNSAVED))

    def _say(self, text: str) -> None:
        self._show_notice("Usage Bar", text)

    # -- the end ----------------------------------------------------------------------------------------------------
    def close_all(self) -> None:
        """Nothing stays on the screen while the rest is closed."""
        self._opening.stop()
        self._keeper.note()
        self._preferences.close()
        self._first_run.close()
        self._history.close()
        for window in (self._popup, self._notice, self._doctor):
            if window is not None:
                window.close()
                window.deleteLater()
        self._popup = self._notice = self._doctor = None
