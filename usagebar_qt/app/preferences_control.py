"""The preferences and who is behind them: settings, keys, and accounts that come and go."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from usagebar_qt.app.advanced_control import AdvancedControl
from usagebar_qt.app.key_wishes import KeyWishes
from usagebar_qt.domain.account_list import free_id, placed, without
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.domain.models import Account
from usagebar_qt.domain.settings import AccountSettings, usual_renewal
from usagebar_qt.engine.resources import build_profile, offers_debug_log
from usagebar_qt.engine.window_places import Place, WindowPlaces
from usagebar_qt.services.hotkey import offers_hotkeys
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import preferences as page_words
from usagebar_qt.wording import program as words
from usagebar_qt.wording.alerts import review_rows
from usagebar_qt.wording.messages import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.app.update_control import UpdateControl
    from usagebar_qt.domain.errors import Failure
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.replay import Told
    from usagebar_qt.domain.secret import Secret
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.account_room import FolderLook
    from usagebar_qt.engine.keys import KeyPresence
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.providers.base import FoundFolder
    from usagebar_qt.services.accounts import AccountService
    from usagebar_qt.services.autostart.service import AutostartService
    from usagebar_qt.services.credentials import CredentialService
    from usagebar_qt.services.local_api import ApiState, LocalApiService
    from usagebar_qt.services.notifications import NotificationService
    from usagebar_qt.services.ports import AutostartState, Spawner
    from usagebar_qt.services.refresh import RefreshService
    from usagebar_qt.services.review import ReviewService
    from usagebar_qt.services.settings import SettingsStore
    from usagebar_qt.viewmodels.account_list_model import AccountListModel
    from usagebar_qt.widgets.preferences.add_account import NewAccount
    from usagebar_qt.widgets.preferences.dialog import PreferencesDialog


STORE_REFUSED = (ErrorCode.CREDENTIAL_LOCKED, ErrorCode.CREDENTIAL_UNREADABLE)
"""What a save fails with where the store is to blame, not the key or the network."""


WINDOW = "preferences"
PLACE_SECONDS = 5.0


class PreferencesControl(QObject):
    """Makes the window at its first use and answers what it asks for. All slots are bound methods; nothing here waits."""

    notice_wanted = Signal(str)
    """Something to say that has no place in the window, in words."""

    doctor_wanted = Signal()

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
        review: ReviewService,
        autostart: AutostartService,
        local_api: LocalApiService,
        updates: UpdateControl,
        tasks: Spawner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._store = store
        self._model = model
        self._refresh = refresh
        self._wishes = KeyWishes(refresh, credentials, self)
        self._accounts = accounts
        self._notifications = notifications
        self._review = review
        self._autostart = autostart
        self._updates = updates
        updates.line_changed.connect(self._show_update)
        self._local_api = local_api
        local_api.state_changed.connect(self._on_local_api)
        self._dialog: PreferencesDialog | None = None
        self._typed: dict[AccountId, Secret] = {}
        """Keys of accounts that are being added, until the account is there."""
        credentials.presence_known.connect(self._on_presence)
        credentials.checked.connect(self._on_checked)
        credentials.saved.connect(self._on_saved)
        credentials.held.connect(self._on_held)
        credentials.deleted.connect(self._on_deleted)
        accounts.folder_looked_at.connect(self._on_folder_look)
        accounts.folders_found.connect(self._on_folders_found)
        accounts.may_be_added.connect(self._on_may_be_added)
        accounts.removed.connect(self._on_removed)
        notifications.test_done.connect(self._on_test_done)
        review.reviewed.connect(self._on_reviewed)
        self._tasks = tasks
        self._places = WindowPlaces(runtime.paths.window_places)
        self._advanced = AdvancedControl(
            store=store, workers=runtime.workers, tasks=tasks, log_folder=runtime.paths.log, parent=self
        )
        self._advanced.done.connect(self._on_file_done)
        autostart.state_known.connect(self._on_autostart)
        autostart.failed.connect(self._on_autostart_failed)

    # -- the window -------------------------------------------------------------------------------------------------
    def open(self, place: tuple[str, int] | None = None) -> None:
        """One window; it shows what holds now. `place`: where it was a moment ago, in another language."""
        if self._dialog is None:
            self._dialog = self._make()
            if place is not None:
                self._dialog.go_back_to(*place)
                self._dialog.show_language()
        else:
            for account in self._refresh.accounts:
                self._look(account.id)
        self._autostart.look()
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def open_about(self) -> None:
        """The same, at what the program is and does."""
        self.open()
        if self._dialog is not None:
            self._dialog.show_about()

    def open_at(self, account_id: AccountId) -> None:
        """The same, with the cursor where this account's key goes."""
        self.open()
        if self._dialog is not None:
            self._dialog.show_account(account_id)

    def _make(self) -> PreferencesDialog:
        from usagebar_qt.widgets.preferences.dialog import PreferencesDialog

        dialog = PreferencesDialog(
            self._store.settings,
            self._model,
            self._runtime.infos,
            self._runtime.clock,
            usual_renewal(sys.platform),
            self._runtime.account_room.searchable,
            with_debug_log=offers_debug_log(build_profile()),
            offers_hotkeys=offers_hotkeys(),
        )
        if (place := self._places.load(WINDOW)) is not None:
            dialog.go_back_to(place.geometry, place.page)
        dialog.show_local_api(self._local_api.state)
        dialog.show_update(self._updates.line, has_page=self._updates.has_page)
        dialog.release_wanted.connect(self._updates.open_page)
        dialog.left.connect(self._on_left)
        dialog.log_folder_wanted.connect(self._advanced.show_log_folder)
        dialog.export_wanted.connect(self._advanced.export_to)
        dialog.import_wanted.connect(self._advanced.import_from)
        dialog.reset_wanted.connect(self._advanced.reset)
        dialog.doctor_wanted.connect(self.doctor_wanted)
        dialog.settings_edited.connect(self._store.change)
        dialog.test_requested.connect(self._notifications.send_test)
        dialog.review_requested.connect(self._on_review)
        dialog.autostart_wished.connect(self._on_autostart_wished)
        dialog.key_look_requested.connect(self._look)
        dialog.key_check_requested.connect(self._wishes.check)
        dialog.key_save_requested.connect(self._wishes.save)
        dialog.key_hold_requested.connect(self._wishes.hold)
        dialog.key_delete_requested.connect(self._wishes.delete)
        dialog.folder_look_requested.connect(self._on_folder_wanted)
        dialog.folder_search_requested.connect(self._accounts.search)
        dialog.account_add_requested.connect(self._on_add)
        dialog.account_remove_requested.connect(self._on_remove)
        return dialog

    def speak_anew(self) -> None:
        """Another language: the window is made anew where it was, with the cursor where that was chosen."""
        dialog, self._dialog = self._dialog, None
        if dialog is None:
            return
        place, was_open = dialog.place(), dialog.isVisible()
        dialog.close()
        dialog.deleteLater()
        if was_open:
            self.open(place)

    def show_settings(self, settings: Settings) -> None:
        """The settings have changed."""
        if self._dialog is not None:
            self._dialog.show_settings(settings)

    def close(self) -> None:
        """Nothing stays on the screen while the rest is closed."""
        dialog, self._dialog = self._dialog, None
        if dialog is not None:
            if dialog.isVisible():
                self._places.save(WINDOW, Place(*dialog.place()))  # at once: nobody waits for a task any more
            dialog.close()
            dialog.deleteLater()

    def _on_left(self) -> None:
        if self._dialog is not None:
            self._tasks.spawn(self._note_place(Place(*self._dialog.place())), name="window-place")

    async def _note_place(self, place: Place) -> None:
        with contextlib.suppress(TimeoutError):
            await self._runtime.workers.run(self._places.save, WINDOW, place, timeout=PLACE_SECONDS)

    def _on_file_done(self, text: str) -> None:
        if self._dialog is not None:
            self._dialog.show_file_result(text)

    def _show_update(self) -> None:
        if self._dialog is not None:
            self._dialog.show_update(self._updates.line, has_page=self._updates.has_page)

    def _on_local_api(self, state: ApiState) -> None:
        if self._dialog is not None:
            self._dialog.show_local_api(state)

    def show_hotkey_refused(self) -> None:
        """Another program has the key that was wanted."""
        if self._dialog is not None:
            self._dialog.show_hotkey_refused()

    # -- start at login ---------------------------------------------------------------------------------------------
    def _on_autostart_wished(self, starts: bool) -> None:
        self._autostart.wish(starts=starts)

    def _on_autostart(self, state: AutostartState) -> None:
        if self._dialog is not None:
            self._dialog.show_autostart(state)

    def _on_autostart_failed(self) -> None:
        if self._dialog is not None:
            self._dialog.show_autostart_failure()

    # -- keys -------------------------------------------------------------------------------------------------------
    def _look(self, account_id: AccountId) -> None:
        if self._model.info_of(account_id).key is not None:
            self._wishes.look(account_id)

    def _on_presence(self, account_id: AccountId, presence: KeyPresence) -> None:
        if self._dialog is not None:
            self._dialog.show_key_presence(account_id, presence)

    def _on_checked(self, account_id: AccountId, failure: Failure | None) -> None:
        self._show_result(account_id, failure, words.KEY_WORKS)

    def _on_saved(self, account_id: AccountId, failure: Failure | None) -> None:
        refused = failure is not None and failure.code in STORE_REFUSED
        self._show_result(account_id, failure, words.KEY_SAVED, stored=failure is None, unusable_store=refused)

    def _on_held(self, account_id: AccountId, failure: Failure | None) -> None:
        self._show_result(account_id, failure, page_words.KEY_HELD, stored=failure is None)

    def _on_deleted(self, account_id: AccountId, failure: Failure | None) -> None:
        self._show_result(account_id, failure, words.KEY_DELETED)

    def _show_result(
        self, account_id: AccountId, failure: Failure | None, good: str, *, stored: bool = False, unusable_store: bool = False
    ) -> None:
        if self._dialog is None:
            return
        text = tr(good) if failure is None else self._in_words(account_id, failure)
        self._dialog.show_key_result(account_id, text, stored=stored, unusable_store=unusable_store)

    def _in_words(self, account_id: AccountId, failure: Failure) -> str:
        name = self._model.info_of(account_id).name
        message = describe(failure, provider_name=name, now=self._runtime.clock.now())
        return f"{say(message.title)} {say(message.remedy)}"

    def _on_review(self) -> None:
        self._review.review(self._store.settings)

    def _on_reviewed(self, told: Sequence[Told] | None) -> None:
        if self._dialog is not None:
            now = self._runtime.clock.now()
            self._dialog.show_review(review_rows(told, self._refresh.name_of, now) if told is not None else None)

    def _on_test_done(self, shown: bool) -> None:
        if self._dialog is not None:
            self._dialog.show_test_result(shown=shown)

    # -- accounts ---------------------------------------------------------------------------------------------------
    def _on_folder_wanted(self, provider: str, option: str, folder: str) -> None:
        self._accounts.look(provider, option, folder, self._refresh.accounts)

    def _on_folder_look(self, look: FolderLook) -> None:
        if self._dialog is not None:
            self._dialog.show_folder_look(look)

    def _on_folders_found(self, folders: Sequence[FoundFolder]) -> None:
        if self._dialog is not None:
            self._dialog.show_found_folders(folders)

    def _on_add(self, wanted: NewAccount) -> None:
        account_id = free_id(wanted.provider, wanted.name, [account.id for account in self._refresh.accounts])
        if wanted.key is not None:
            self._typed[account_id] = wanted.key
        self._accounts.add(Account(account_id, wanted.name, True, wanted.options))

    def _on_may_be_added(self, account: Account, failure: Failure | None) -> None:
        key = self._typed.pop(account.id, None)
        if failure is not None:
            self.notice_wanted.emit(self._in_words(account.id, failure))
            return
        entry = AccountSettings(account.id, account.name, account.enabled, account.options)
        self._store.change(placed(self._store.settings, [known.id for known in self._refresh.accounts], entry))
        if self._dialog is not None:
            if key is not None:
                self._dialog.save_key(account.id, key.reveal())
            else:
                self._dialog.show_account(account.id)

    def _on_remove(self, account_id: AccountId) -> None:
        if (account := self._refresh.account(account_id)) is not None:
            self._accounts.remove(account)

    def _on_removed(self, account_id: AccountId, failure: Failure | None) -> None:
        if failure is None:
            self._store.change(without(self._store.settings, account_id))
        else:
            self.notice_wanted.emit(self._in_words(account_id, failure))
