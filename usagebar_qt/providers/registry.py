"""The ordered catalogue of providers. Adding one is one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.credentials.api_key import ApiKeySource
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.credentials.wsl import Wsl
from usagebar_qt.providers import claude, zai
from usagebar_qt.providers.base import FoundFolder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from usagebar_qt.credentials.key_store import KeyStore
    from usagebar_qt.providers.base import Provider, ProviderInfo

INFOS: tuple[ProviderInfo, ...] = (claude.INFO, zai.INFO)


def build_providers(
    environ: Mapping[str, str], home: Path, platform: str, key_store: KeyStore, session: KeyStore | None = None
) -> Mapping[str, Provider]:
    """Every provider, in the order of the cards. `session` holds keys until the program ends."""

    def read_entry(name: str) -> str | None:
        return key_store.read(name, environ.get("USER", ""))

    store_entry = read_entry if platform in ("win32", "darwin") else None
    wsl = Wsl(environ) if platform == "win32" else None
    providers: tuple[Provider, ...] = (
        claude.ClaudeProvider(environ, ClaudeStore(environ, home, platform, store_entry, wsl=wsl)),
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
