"""The composition root: puts the parts together and connects them. `build` never runs the loop."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject

from usagebar_qt import __version__
from usagebar_qt.app.advanced_control import level_of
from usagebar_qt.app.first_icon import FirstIcon
from usagebar_qt.app.garbage import Collector
from usagebar_qt.app.lifecycle import Lifecycle
from usagebar_qt.app.session_end import SessionEnd, reason_shown_by
from usagebar_qt.app.tasks import Tasks
from usagebar_qt.app.update_control import UpdateControl
from usagebar_qt.app.windows import Windows
from usagebar_qt.engine.event_command import EventCommand
from usagebar_qt.engine.first_run import FirstLook, FirstRunMark
from usagebar_qt.engine.incident_watch import IncidentWatch
from usagebar_qt.engine.notification_marks import NotificationMarks
from usagebar_qt.engine.resources import build_profile, offers_debug_log
from usagebar_qt.engine.update_watch import UpdateWatch
from usagebar_qt.services.accounts import AccountService
from usagebar_qt.services.autostart.service import AutostartService
from usagebar_qt.services.clock_watch import ClockWatch
from usagebar_qt.services.credentials import CredentialService
from usagebar_qt.services.events import EventService
from usagebar_qt.services.first_run import FirstRunService
from usagebar_qt.services.hotkey import HotkeyService, port_of
from usagebar_qt.services.incidents import IncidentService
from usagebar_qt.services.local_api import LocalApiService
from usagebar_qt.services.notifications import NotificationService
from usagebar_qt.services.outlook import OutlookService
from usagebar_qt.services.power import on_battery
from usagebar_qt.services.refresh import RefreshService
from usagebar_qt.services.settings import SettingsStore
from usagebar_qt.services.state_watch import StateWatch
from usagebar_qt.services.updates import UpdateService
from usagebar_qt.viewmodels.account_list_model import AccountListModel
from usagebar_qt.widgets import motion
from usagebar_qt.widgets.app_icon import app_icon
from usagebar_qt.widgets.calm import CROWD_MILLISECONDS, Calm, OneATurn
from usagebar_qt.widgets.language import Speech
from usagebar_qt.widgets.notifier import choose_notifier

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from usagebar_qt.app.application import Application
    from usagebar_qt.app.single_instance import SingleInstance
    from usagebar_qt.domain.models import Account, AccountId, AccountStatus
    from usagebar_qt.domain.pace import Outlook
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.services.ports import AutostartPort

CLEARING_MILLISECONDS = 1_000
"""Of looks at many accounts at once the garbage is cleared away together: a collection goes through all that lives (measured)."""
TRAY_PATIENCE_SECONDS = 30.0
"""At login the panel may come after us; without one for so long, the popup is the only way to be seen."""


class Program(QObject):
    """Everything that runs; `run` is the one long coroutine."""

    def __init__(
        self, runtime: Runtime, icon: FirstIcon, instance: SingleInstance | None, autostart: Callable[[], AutostartPort]
    ) -> None:
        super().__init__()
        self.runtime = runtime
        self._instance = instance
        self._icon = icon
        self._loaded = runtime.settings_file.load()
        self._speech = Speech(QLocale.system())
        is_other_language = self._speech.apply(self._loaded.settings)
        motion.put_in_force(reduced=self._loaded.settings.reduced_motion)
        runtime.client.use_proxy(self._loaded.settings.proxy)
        runtime.stay()
        self._log_level = self._loaded.settings.log_level
        self.tasks = Tasks()
        self.lifecycle = Lifecycle()
        self.store = SettingsStore(file=runtime.settings_file, loaded=self._loaded, workers=runtime.workers, tasks=self.tasks)
        self.refresh = RefreshService(
            fetcher=runtime.fetcher,
            infos=runtime.infos,
            workers=runtime.workers,
            clock=runtime.clock,
            tasks=self.tasks,
            settings=self.store.settings,
            on_battery=on_battery,
            watch=StateWatch((runtime.paths.state, runtime.paths.accounts, runtime.paths.local)),
        )
        self.clock_watch = ClockWatch(self.refresh.wake)
        self.credentials = CredentialService(keys=runtime.keys, tasks=self.tasks)
        self.accounts = AccountService(keeper=runtime.account_room, tasks=self.tasks)
        self.autostart = AutostartService(make_port=autostart, workers=runtime.workers, tasks=self.tasks)
        self.first_run = FirstRunService(
            mark=FirstRunMark(runtime.paths.first_run_mark),
            look=FirstLook(runtime.providers, runtime.keys, runtime.workers),
            workers=runtime.workers,
            tasks=self.tasks,
        )
        if self.first_run.is_due:
            self.refresh.hold()
        self.model = AccountListModel(runtime.infos)
        self.model.set_statuses(self.refresh.statuses)
        self.tray = icon.tray
        self.tray.set_settings(self.store.settings)
        if is_other_language:
            self.tray.speak_anew()
        self.outlook = OutlookService(past=runtime.history, workers=runtime.workers, tasks=self.tasks, settings=self.store.settings)
        self.notifier = choose_notifier(sys.platform, self.tray, self.tasks)
        self.notifications = NotificationService(
            notifier=self.notifier,
            marks=NotificationMarks(runtime.paths.notification_marks),
            accounts=self._accounts,
            names=self.refresh.name_of,
            workers=runtime.workers,
            clock=runtime.clock,
            tasks=self.tasks,
            settings=self.store.settings,
        )
        self.incidents = IncidentService(
            room=IncidentWatch(runtime.client, runtime.paths.told_incidents),
            infos=runtime.infos,
            statuses=lambda: self.refresh.statuses,
            workers=runtime.workers,
            tasks=self.tasks,
            settings=self.store.settings,
            clock=runtime.clock,
        )
        self.events = EventService(
            room=EventCommand(runtime.paths.events_file, os.environ),
            names=self.refresh.name_of,
            workers=runtime.workers,
            clock=runtime.clock,
            tasks=self.tasks,
        )
        self.local_api = LocalApiService(
            file=runtime.paths.local_api_file,
            infos=runtime.infos,
            accounts=self._accounts,
            shown=runtime.fetcher.shown,
            workers=runtime.workers,
            clock=runtime.clock,
            tasks=self.tasks,
            settings=self.store.settings,
        )
        self.updates = UpdateService(
            room=UpdateWatch(runtime.client, runtime.paths.update_memory),
            own=__version__,
            clock=runtime.clock,
            workers=runtime.workers,
            tasks=self.tasks,
            settings=self.store.settings,
        )
        self.hotkey = HotkeyService(port_of(), parent=self)
        self._update_control = UpdateControl(updates=self.updates, tray=self.tray, clock=runtime.clock, parent=self)
        self.windows = Windows(
            runtime=runtime,
            store=self.store,
            model=self.model,
            refresh=self.refresh,
            credentials=self.credentials,
            accounts=self.accounts,
            notifications=self.notifications,
            autostart=self.autostart,
            local_api=self.local_api,
            updates=self._update_control,
            first_run=self.first_run,
            tray=self.tray,
            tasks=self.tasks,
        )
        self.garbage = Collector(self.windows.is_watched)
        # The icon is drawn anew for each news: those of one look, two an account, come together.
        turn = self._turn = OneATurn(self)
        turn.count(self.model.rowCount())
        self._tray_news, self._window_news = Calm(self, turn, at_once=0), Calm(self, turn, CROWD_MILLISECONDS)
        self._icon_has_figures = False
        self._clearing = Calm(self, turn, CLEARING_MILLISECONDS, at_once=1)
        self._connect()

    def _connect(self) -> None:
        self.refresh.status_changed.connect(self._on_status)
        self.refresh.looked.connect(self._clearing.ask)
        self._tray_news.due.connect(self._show_in_tray)
        self._window_news.due.connect(self.windows.show_news)
        self._clearing.due.connect(self._clear_away)
        self.windows.completed.connect(self.garbage.set_aside)
        self.refresh.status_changed.connect(self.outlook.on_status)
        self.outlook.outlook_changed.connect(self._on_outlook)
        self.outlook.outlook_changed.connect(self.notifications.on_outlook)
        self.notifications.alerted.connect(self.events.on_alerts)
        self.incidents.alerted.connect(self.notifications.on_incidents)
        self.notifier.opened.connect(self.notifications.on_opened)
        self.notifier.snoozed.connect(self.notifications.on_snoozed)
        self.notifications.open_requested.connect(self.windows.open_account)
        self.store.settings_changed.connect(self._on_settings)
        self.first_run.begun.connect(self._on_begun)
        self.credentials.key_replaced.connect(self.refresh.start_anew)
        self.credentials.key_replaced.connect(self.notifications.forget)
        self.accounts.forgotten.connect(self.notifications.forget)
        self.credentials.key_changed.connect(self.refresh.request_refresh)
        self.tray.toggle_requested.connect(self.windows.toggle)
        self.tray.open_requested.connect(self.windows.open_popup)
        self.tray.refresh_requested.connect(self._on_refresh)
        self.tray.preferences_requested.connect(self.windows.open_preferences)
        self.tray.about_requested.connect(self.windows.open_about)
        self.tray.quit_requested.connect(self.lifecycle.request_stop)
        self.tray.vanished.connect(self._on_no_tray)
        self.tray.appeared.connect(self.windows.on_tray)
        self.hotkey.pressed.connect(self.windows.open_in_corner)
        self.hotkey.refused.connect(self.windows.on_hotkey_refused)
        if self._instance is not None:
            self._instance.show_requested.connect(self.windows.open_in_corner)
            self._instance.quit_requested.connect(self.lifecycle.request_stop)

    # -- facts that go up -------------------------------------------------------------------------------------------
    def _on_status(self, _account_id: AccountId, status: AccountStatus) -> None:
        self.model.update(status)
        if self._icon_has_figures:
            self._tray_news.ask()
        else:  # somebody who has just started the program waits for them
            self._icon_has_figures = True
            self._show_in_tray()
        self._window_news.ask()

    def _on_outlook(self, status: AccountStatus, outlooks: Mapping[str, Outlook]) -> None:
        self.model.set_outlooks(status, outlooks)
        self._tray_news.ask()

    def _show_in_tray(self) -> None:
        self.tray.show_statuses(self.model.statuses(), self.model.outlooks)

    def _accounts(self) -> tuple[Account, ...]:
        return self.refresh.accounts

    def _on_settings(self, settings: Settings) -> None:
        is_other_language = self._speech.apply(settings)
        motion.put_in_force(reduced=settings.reduced_motion)
        self.runtime.client.use_proxy(settings.proxy)
        if settings.log_level is not self._log_level:
            self._log_level = settings.log_level
            self.set_log_level()
        self.refresh.apply_settings(settings)
        self.model.set_statuses(self.refresh.statuses)
        self._turn.count(self.model.rowCount())
        self.outlook.apply_settings(settings)
        self.notifications.apply_settings(settings)
        self.incidents.apply_settings(settings)
        self.local_api.apply_settings(settings)
        self.updates.apply_settings(settings)
        self.hotkey.apply_settings(settings)
        self.tray.set_settings(settings)
        self._show_in_tray()
        self.windows.show_settings(settings)
        self.windows.show_news()
        if is_other_language:
            self.tray.speak_anew()
            self._update_control.speak_anew()
            self.windows.speak_anew()

    def _clear_away(self) -> None:
        self.garbage.collect()
        self.tray.look_after_host()

    def _on_refresh(self) -> None:
        if self.first_run.is_due:
            self.windows.open_in_corner()
        self.refresh.request_refresh()

    def set_log_level(self) -> None:
        """As the preferences say."""
        logging.getLogger().setLevel(level_of(self.store.settings, is_release=not offers_debug_log(build_profile())))

    # -- life -------------------------------------------------------------------------------------------------------
    async def run(self, application: Application) -> None:
        """From the first turn of the loop to the last."""
        self.lifecycle.listen_to(application)
        ending = SessionEnd(self.runtime.renewals, self.store.save_now, reason_shown_by(application), self)
        application.when_session_ends(ending.settle)
        self.lifecycle.on_close("client", self.runtime.aclose)
        self.lifecycle.on_close("tasks", self.tasks.aclose)
        self.lifecycle.on_close("settings", self.store.aclose)
        self.lifecycle.on_close("notifier", self.notifier.aclose)
        self.lifecycle.on_close("notifications", self.notifications.aclose)
        self.lifecycle.on_close("incidents", self.incidents.aclose)
        self.lifecycle.on_close("updates", self.updates.aclose)
        self.lifecycle.on_close("local interface", self.local_api.aclose)
        self.lifecycle.on_close("refresh", self.refresh.aclose)
        self.lifecycle.on_close("clock", self.clock_watch.aclose)
        try:
            self.tray.show_statuses(self.model.statuses())
            application.setWindowIcon(app_icon())
            self._end_session()
            self.notifications.start()
            self._start_asking()
            self.windows.open_pinned()
            self._icon.hand_over()
            self.hotkey.apply_settings(self.store.settings)
            self._on_no_tray()
            if self._loaded.set_aside is not None:
                self.windows.say_file_was_set_aside(self._loaded.set_aside.name)
            await self.lifecycle.wait()
        finally:
            ending.close()
            self.hotkey.close()
            self.windows.close_all()
            await self._save_sign_ins()
            self.tray.hide()
            await self.lifecycle.aclose()
            self._end_session()

    def _start_asking(self) -> None:
        """Nothing is asked before a person has seen once what is read and asked."""
        if self.first_run.is_due:
            self.windows.open_in_corner()
        else:
            self._start_services()

    def _on_begun(self) -> None:
        self._start_services()
        self.windows.open_in_corner()

    def _start_services(self) -> None:
        self.refresh.start()
        self.clock_watch.start()
        self.incidents.start()
        self.local_api.start()
        self.updates.start()

    def _end_session(self) -> None:
        """Keys that were held in memory alone are gone: their figures go with them."""
        self.runtime.keys.end_session(self.refresh.accounts)

    async def _save_sign_ins(self) -> None:
        """A renewal that has spent its token is waited for, at most 20 s; any other gives its locks back and ends."""
        renewals = self.runtime.renewals
        renewals.leave()
        if renewals.is_busy:
            self.tray.show_saving()
            await renewals.finished()

    def _on_no_tray(self) -> None:
        self.tasks.spawn(self._without_a_tray(), name="tray-patience")

    async def _without_a_tray(self) -> None:
        await asyncio.sleep(TRAY_PATIENCE_SECONDS)
        if not self.tray.has_host:
            self.windows.open_in_corner()


def build(
    runtime: Runtime, instance: SingleInstance | None, autostart: Callable[[], AutostartPort], icon: FirstIcon | None = None
) -> Program:
    """The program, connected and not yet running. `instance` is None where many may run: the demo. `autostart` is
    called when somebody first looks at what starts at login. `icon` is on the screen already; else one is made, not shown."""
    return Program(runtime, icon or FirstIcon(runtime.clock), instance, autostart)
