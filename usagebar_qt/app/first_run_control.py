"""The first page and who is behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from usagebar_qt.app.key_wishes import KeyWishes
from usagebar_qt.domain.errors import ErrorCode
from usagebar_qt.widgets.translate import say, tr
from usagebar_qt.wording import preferences as page_words
from usagebar_qt.wording import program as words
from usagebar_qt.wording.messages import describe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.errors import Failure
    from usagebar_qt.domain.models import AccountId
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.first_run import FirstFinding
    from usagebar_qt.engine.keys import KeyPresence
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.services.credentials import CredentialService
    from usagebar_qt.services.first_run import FirstRunService
    from usagebar_qt.services.refresh import RefreshService
    from usagebar_qt.services.settings import SettingsStore
    from usagebar_qt.widgets.first_run import FirstRunDialog
    from usagebar_qt.widgets.key_form import KeyForm


class FirstRunControl(QObject):
    """Makes the page where it is due, and lets go of it once the program has begun."""

    def __init__(
        self,
        *,
        runtime: Runtime,
        store: SettingsStore,
        refresh: RefreshService,
        credentials: CredentialService,
        first_run: FirstRunService,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._runtime = runtime
        self._store = store
        self._refresh = refresh
        self._wishes = KeyWishes(refresh, credentials, self)
        self._service = first_run
        self._dialog: FirstRunDialog | None = None
        first_run.found.connect(self._on_found)
        credentials.presence_known.connect(self._on_presence)
        credentials.checked.connect(self._on_checked)
        credentials.saved.connect(self._on_saved)
        credentials.held.connect(self._on_held)

    @property
    def is_due(self) -> bool:
        """Whether the page must be seen before anything is asked."""
        return self._service.is_due

    def open(self) -> None:
        """One window; what it shows is looked at anew."""
        if self._dialog is None:
            from usagebar_qt.widgets.first_run import FirstRunDialog

            self._dialog = FirstRunDialog(self._runtime.infos, self._store.settings)
            self._dialog.begin_requested.connect(self._on_begin)
            self._dialog.key_form_made.connect(self._on_key_form)
        self._service.look(self._refresh.accounts)
        self._dialog.show()
        self._dialog.raise_()
        self._dialog.activateWindow()

    def show_settings(self, settings: Settings) -> None:
        """Theme and accent hold at once."""
        if self._dialog is not None:
            self._dialog.set_settings(settings)

    def speak_anew(self) -> None:
        """Another language: where the page is open, it is made anew."""
        if self._dialog is not None:
            self.close()
            self.open()

    def close(self) -> None:
        """Nothing stays on the screen while the rest is closed."""
        if self._dialog is not None:
            self._dialog.close()
            self._dialog.deleteLater()
        self._dialog = None

    def _on_begin(self) -> None:
        self.close()
        self._service.begin()

    def _on_found(self, findings: Sequence[FirstFinding]) -> None:
        if self._dialog is not None:
            self._dialog.show_findings(findings)

    # -- keys -------------------------------------------------------------------------------------------------------
    def _on_key_form(self, form: KeyForm) -> None:
        form.check_requested.connect(self._wishes.check)
        form.save_requested.connect(self._wishes.save)
        form.hold_requested.connect(self._wishes.hold)
        self._wishes.look(form.account_id)

    def _on_presence(self, account_id: AccountId, presence: KeyPresence) -> None:
        if (form := self._form(account_id)) is not None:
            form.show_presence(presence)

    def _on_checked(self, account_id: AccountId, failure: Failure | None) -> None:
        self._show_result(account_id, failure, words.KEY_WORKS)

    def _on_saved(self, account_id: AccountId, failure: Failure | None) -> None:
        self._show_result(account_id, failure, words.KEY_SAVED, stored=failure is None)

    def _on_held(self, account_id: AccountId, failure: Failure | None) -> None:
        self._show_result(account_id, failure, page_words.KEY_HELD, stored=failure is None)

    def _form(self, account_id: AccountId) -> KeyForm | None:
        return self._dialog.key_form(account_id) if self._dialog is not None else None

    def _show_result(self, account_id: AccountId, failure: Failure | None, good: str, *, stored: bool = False) -> None:
        form, account = self._form(account_id), self._refresh.account(account_id)
        if form is None or account is None:
            return
        text = tr(good)
        if failure is not None:
            name = self._runtime.info_of(account).name
            message = describe(failure, provider_name=name, now=self._runtime.clock.now())
            text = f"{say(message.title)} {say(message.remedy)}"
        form.show_result(text, unusable_store=failure is not None and failure.code is ErrorCode.CREDENTIAL_LOCKED)
        if stored:
            form.forget_typed()
            self._service.look(self._refresh.accounts)
