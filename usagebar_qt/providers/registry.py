"""The ordered catalogue of providers. Adding one is one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.credentials.api_key import ApiKeySource
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.credentials.lock_notes import NOTES_FOLDER, LockNotes
from usagebar_qt.credentials.wsl import Wsl
from usagebar_qt.providers import claude, zai
from usagebar_qt.providers.base import FoundFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from usagebar_qt.credentials.key_store import KeyStore
    from usagebar_qt.domain.clock import Clock
    from usagebar_qt.domain.models import Account
    from usagebar_qt.providers.base import Credential, Provider, ProviderInfo
    from usagebar_qt.providers.renewal import Line, Renewed, Renewer

INFOS: tuple[ProviderInfo, ...] = (claude.INFO, zai.INFO)


class LateRenewer:
    """Made when a sign-in has expired, some three times a day: until then none of its modules is loaded."""

    def __init__(self, make: Callable[[], Renewer], is_anything_left: Callable[[], bool]) -> None:
        self._make = make
        self._is_anything_left = is_anything_left
        self._made: Renewer | None = None

    def renew(self, account: Account, credential: Credential, line: Line) -> Renewed:
        """As the renewer does."""
        return self._renewer().renew(account, credential, line)

    def tidy(self) -> None:
        """As the renewer does, which is made only where there is something to do."""
        if self._is_anything_left():
            self._renewer().tidy()

    def _renewer(self) -> Renewer:
        if self._made is None:
            self._made = self._make()
        return self._made


def build_providers(
    environ: Mapping[str, str], home: Path, platform: str, key_store: KeyStore, session: KeyStore | None, clock: Clock, state: Path
) -> Mapping[str, Provider]:
    """Every provider, in the order of the cards. `session` holds keys until the program ends; `state` is our own folder for what
    must outlive a process."""

    def read_entry(name: str) -> str | None:
        return key_store.read(name, environ.get("USER", ""))

    wsl = Wsl(environ) if platform == "win32" else None
    store = ClaudeStore(environ, home, platform, read_entry if platform in ("win32", "darwin") else None, wsl=wsl)

    def make_renewer() -> Renewer:
        from usagebar_qt.providers.claude_renewal import build_renewer

        return build_renewer(environ, home, platform, store, clock, state)

    notes = LockNotes(state / NOTES_FOLDER)
    providers: tuple[Provider, ...] = (
        claude.ClaudeProvider(environ, store, LateRenewer(make_renewer, notes.are_there)),
        zai.ZaiProvider(environ, ApiKeySource(zai.KEY, environ, key_store, session)),
    )
    return {provider.info.id: provider for provider in providers}


def folder_finders(environ: Mapping[str, str], platform: str) -> Mapping[str, Callable[[], Sequence[FoundFolder]]]:
    """By provider: who finds folders that a person could choose for a further account, without starting anything. Blocking."""
    wsl = Wsl(environ) if platform == "win32" else None
    if wsl is None or not wsl.is_here:
        return {}

    def in_wsl() -> Sequence[FoundFolder]:
        return [FoundFolder(f"{found.distribution}: {found.user}", found.folder) for found in wsl.claude_folders()]

    return {claude.INFO.id: in_wsl}
