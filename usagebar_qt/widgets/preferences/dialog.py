"""The window of the preferences: a tab a page."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, Qt, Signal
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QStyle, QTabWidget, QVBoxLayout

from usagebar_qt.domain.ledger import LEDGER
from usagebar_qt.domain.settings import Renewal, Theme
from usagebar_qt.widgets.about import AboutPage
from usagebar_qt.widgets.edges import show_edges
from usagebar_qt.widgets.preferences.add_account import AddAccountDialog
from usagebar_qt.widgets.preferences.advanced import AdvancedPage
from usagebar_qt.widgets.preferences.appearance import AppearancePage
from usagebar_qt.widgets.preferences.general import GeneralPage
from usagebar_qt.widgets.preferences.notifications import NotificationsPage
from usagebar_qt.widgets.preferences.providers import ProvidersPage
from usagebar_qt.widgets.steady_scroll_area import SteadyScrollArea
from usagebar_qt.widgets.style_sheets import dress, undress
from usagebar_qt.widgets.translate import tr

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from PySide6.QtGui import QHideEvent
    from PySide6.QtWidgets import QWidget

    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.notification_settings import NotificationSettings
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.account_room import FolderLook
    from usagebar_qt.engine.keys import KeyPresence
    from usagebar_qt.providers.base import FoundFolder, ProviderInfo
    from usagebar_qt.services.local_api import ApiState
    from usagebar_qt.services.ports import AutostartState
    from usagebar_qt.viewmodels.account_list_model import AccountListModel
    from usagebar_qt.widgets.key_form import KeyForm
    from usagebar_qt.wording.sentence import Sentence


NARROWEST, LOWEST, BESIDE = 440, 380, 20


class PreferencesDialog(QDialog):
    """Non-modal. Holds no settings of its own: it shows what it is given and tells what the user wants."""

    settings_edited = Signal(object)
    """Settings."""
    review_requested = Signal()
    """What would last week have told? `show_review` brings the answer."""
    test_requested = Signal()
    """A notification, to see whether they work."""
    autostart_wished = Signal(bool)
    """`show_autostart` brings what came of it."""
    left = Signal()
    """It is no longer on the screen: `place` says where it was."""
    log_folder_wanted = Signal()
    export_wanted = Signal(str)
    import_wanted = Signal(str)
    reset_wanted = Signal()
    doctor_wanted = Signal()
    release_wanted = Signal()
    """The page of the newer version that About tells of."""
    key_look_requested = Signal(object)
    """AccountId: where does its key come from? `show_key_presence` brings the answer."""
    key_check_requested = Signal(object, str)
    key_save_requested = Signal(object, str)
    key_hold_requested = Signal(object, str)
    key_delete_requested = Signal(object)
    folder_look_requested = Signal(str, str, str)
    """Provider's id, the option's key and the folder; `show_folder_look` brings the answer."""
    folder_search_requested = Signal(str)
    """Provider's id; `show_found_folders` brings the answer."""
    account_add_requested = Signal(object)
    """NewAccount."""
    account_remove_requested = Signal(object)
    """AccountId."""

    def __init__(
        self,
        settings: Settings,
        model: AccountListModel,
        infos: Sequence[ProviderInfo],
        clock: Clock,
        usual_renewal: Renewal = Renewal.AUTOMATIC,
        searchable: Collection[str] = (),
        *,
        with_debug_log: bool = True,
        offers_hotkeys: bool = False,
    ) -> None:
        """`searchable`: providers whose folders can be looked for in WSL."""
        super().__init__(None, Qt.WindowType.Window)
        self._searchable = searchable
        self._model = model
        self._infos = tuple(infos)
        self._settings = settings
        self._adding: AddAccountDialog | None = None
        self.setWindowTitle(tr("Preferences of Usage Bar"))
        self._general = GeneralPage(settings, offers_hotkeys=offers_hotkeys)
        self._appearance = AppearancePage(settings, model)
        self._notifications = NotificationsPage([(info.id, info.name) for info in self._infos])
        self._providers = ProvidersPage(settings, model, clock, usual_renewal)
        self._tabs = QTabWidget(self)
        self._tabs.setDocumentMode(True)
        self._tabs.addTab(_scrolling(self._general), tr("&General"))
        self._tabs.addTab(self._providers, tr("&Providers"))
        self._tabs.addTab(_scrolling(self._notifications), tr("N&otifications"))
        self._tabs.addTab(_scrolling(self._appearance), tr("App&earance"))
        self._advanced = AdvancedPage(settings, with_debug_log=with_debug_log)
        self._tabs.addTab(_scrolling(self._advanced), tr("Advan&ced"))
        self._about = AboutPage(LEDGER, clock)
        self._about.release_wanted.connect(self.release_wanted)
        self._tabs.addTab(self._about, tr("Abou&t"))
        self._tabs.currentChanged.connect(self._on_tab)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 6, 0, 0)
        layout.addWidget(self._tabs)
        self._general.settings_edited.connect(self._tell)
        self._appearance.settings_edited.connect(self._tell)
        self._advanced.settings_edited.connect(self._tell)
        for wish in ("log_folder_wanted", "export_wanted", "import_wanted", "reset_wanted", "doctor_wanted"):
            getattr(self._advanced, wish).connect(getattr(self, wish))
        self._general.autostart_wished.connect(self.autostart_wished)
        self._providers.settings_edited.connect(self._tell)
        self._notifications.edited.connect(self._on_notifications)
        self._notifications.test_requested.connect(self.test_requested)
        self._notifications.review_requested.connect(self.review_requested)
        self._providers.add_requested.connect(self.open_add_account)
        self._providers.remove_requested.connect(self.account_remove_requested)
        self._providers.key_form_made.connect(self._on_key_form)
        self._providers.details_made.connect(self._show_edges)
        self.show_settings(settings)
        self._take_size()

    def _take_size(self) -> None:
        """As wide as the words are in this language and size of text, and never so narrow that a page loses some."""
        letter, room = self.fontMetrics().averageCharWidth(), self.screen().availableSize()
        bar = QApplication.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent, None, self)
        areas: list[QScrollArea] = self.findChildren(QScrollArea)
        hints = [content.minimumSizeHint().width() for area in areas if (content := area.widget()) is not None]
        widest = max(hints) + bar + 2 * BESIDE
        self.setMinimumSize(min(max(NARROWEST, widest), room.width() - BESIDE), min(LOWEST, room.height() - BESIDE))
        tabs = self._tabs.tabBar().sizeHint().width()
        self.resize(max(540, letter * 82, min(tabs, room.width() - BESIDE)), max(500, letter * 76))

    # -- shown ------------------------------------------------------------------------------------------------------
    def show_settings(self, settings: Settings) -> None:
        """Shows what holds now, without telling it back."""
        self._settings = settings
        if settings.theme is Theme.SYSTEM:
            undress(self)
        else:
            dress(self, settings)
        self._show_edges(self)
        self._general.show_settings(settings)
        self._appearance.show_settings(settings)
        self._advanced.show_settings(settings)
        self._providers.show_settings(settings)
        self._notifications.show_settings(settings.notifications, (settings.warning_percent, settings.danger_percent))

    def show_file_result(self, text: str) -> None:
        """What came of an export or an import."""
        self._advanced.show_result(text)

    def show_update(self, text: str, *, has_page: bool) -> None:
        """What is known of newer versions."""
        self._about.show_update(text, has_page=has_page)

    def show_local_api(self, state: ApiState) -> None:
        """Where the interface for scripts listens."""
        self._advanced.show_local_api(state)

    def show_autostart(self, state: AutostartState) -> None:
        """Whether the program starts at login."""
        self._general.show_autostart(state)

    def show_hotkey_refused(self) -> None:
        """Another program has the key that was wanted."""
        self._general.show_hotkey_refused()

    def show_autostart_failure(self) -> None:
        """The system refused to change that."""
        self._general.show_autostart_failure()

    def show_key_presence(self, account_id: AccountId, presence: KeyPresence) -> None:
        """Where the key of an account comes from."""
        form = self._providers.key_form(account_id)
        if form is not None:
            form.show_presence(presence)

    def show_key_result(self, account_id: AccountId, text: str, *, stored: bool = False, unusable_store: bool = False) -> None:
        """What came of check, save or delete, in words."""
        form = self._providers.key_form(account_id)
        if form is not None:
            form.show_result(text, unusable_store=unusable_store)
            if stored:
                form.forget_typed()

    def show_folder_look(self, look: FolderLook) -> None:
        """What is in the folder of an account that is being added."""
        if self._adding is not None:
            self._adding.show_look(look)

    def show_found_folders(self, folders: Sequence[FoundFolder]) -> None:
        """Folders to choose from for an account that is being added."""
        if self._adding is not None:
            self._adding.show_found(folders)

    def show_review(self, rows: Sequence[tuple[str, Sentence]] | None) -> None:
        """What last week would have told, by the preferences that hold now."""
        self._notifications.show_review(rows)

    def show_test_result(self, *, shown: bool) -> None:
        """Whether the desktop took the notification."""
        self._notifications.show_test_result(shown=shown)

    def show_account(self, account_id: AccountId) -> None:
        """Puts the cursor where this account's key goes."""
        self._tabs.setCurrentWidget(self._providers)
        self._providers.focus(account_id)

    def place(self) -> tuple[str, int]:
        """Where it is, in Qt's own words, and the number of its page."""
        return bytes(self.saveGeometry().toBase64().data()).decode("ascii"), self._tabs.currentIndex()

    def go_back_to(self, geometry: str, page: int) -> None:
        """What `place` said, perhaps before a restart or with another screen."""
        self.restoreGeometry(QByteArray.fromBase64(geometry.encode("ascii", "replace")))
        if 0 <= page < self._tabs.count():
            self._tabs.setCurrentIndex(page)

    def show_language(self) -> None:
        """Puts the cursor where the language is chosen, if that page is open."""
        self._general.show_language()

    def show_about(self) -> None:
        """Its last page."""
        self._tabs.setCurrentWidget(self._about)

    def save_key(self, account_id: AccountId, text: str) -> None:
        """The key of an account that was just added, as if it had been typed into its form."""
        self.show_account(account_id)
        form = self._providers.key_form(account_id)
        if form is not None:
            form.save_typed(text)

    def open_add_account(self) -> None:
        """Asks for what a further account needs."""
        if self._adding is None:
            names = [status.account.name for status in self._model]
            self._adding = AddAccountDialog(self._infos, names, self, searchable=self._searchable)
            self._adding.look_requested.connect(self.folder_look_requested)
            self._show_edges(self._adding)
            self._adding.search_requested.connect(self.folder_search_requested)
            self._adding.add_requested.connect(self.account_add_requested)
            self._adding.finished.connect(self._on_added)
        self._adding.open()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing that was asked or typed outlives the window. One that is only minimised has not been left."""
        if not event.spontaneous():
            self.left.emit()
        if self._adding is not None:
            self._adding.reject()
        self._providers.drop_question()
        super().hideEvent(event)

    def _on_added(self) -> None:
        if self._adding is not None:
            self._adding.deleteLater()
        self._adding = None

    def _on_notifications(self, notifications: NotificationSettings) -> None:
        self._tell(replace(self._settings, notifications=notifications))

    def _on_tab(self) -> None:
        if self._tabs.currentWidget() is self._providers:
            self._providers.open_first()

    def _show_edges(self, part: QWidget) -> None:
        """A style sheet draws its own, and the system's look has what its style gives it."""
        show_edges(part, native=self._settings.theme in (Theme.SYSTEM, Theme.HIGH_CONTRAST))

    def _on_key_form(self, form: KeyForm) -> None:
        form.check_requested.connect(self.key_check_requested)
        form.save_requested.connect(self.key_save_requested)
        form.hold_requested.connect(self.key_hold_requested)
        form.delete_requested.connect(self.key_delete_requested)
        self.key_look_requested.emit(form.account_id)

    def _tell(self, edited: Settings) -> None:
        if edited != self._settings:
            self.show_settings(edited)
            self.settings_edited.emit(edited)


def _scrolling(page: QWidget) -> QScrollArea:
    """Large text on a small screen loses nothing."""
    area = SteadyScrollArea()
    area.scroll_both_ways()
    area.setWidget(page)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # a stop without a name; the keys that scroll reach it from what is inside
    return area
