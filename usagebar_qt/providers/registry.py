"""The ordered catalogue of providers. Adding one is one line here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.credentials.api_key import ApiKeySource
from usagebar_qt.credentials.claude_store import ClaudeStore
from usagebar_qt.providers import claude, zai

if TYPE_CHECKING:
    from collections.abc import Mapping
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
    providers: tuple[Provider, ...] = (
        claude.ClaudeProvider(environ, ClaudeStore(environ, home, platform, store_entry)),
        zai.ZaiProvider(environ, ApiKeySource(zai.KEY, environ, key_store, session)),
    )
    return {provider.info.id: provider for provider in providers}
