"""Which accounts there are, in the order of their cards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.domain.models import Account, AccountId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.models import Renewal
    from usagebar_qt.domain.settings import AccountSettings, Settings
    from usagebar_qt.providers.base import ProviderInfo


def accounts_of(settings: Settings, infos: Sequence[ProviderInfo]) -> tuple[Account, ...]:
    """Every known provider's first account and every further one, as the settings order them; what they do not name comes after."""
    by_id = {info.id: info for info in infos}
    listed = [entry for entry in settings.accounts if entry.id.provider in by_id]
    missing = [settings.account(AccountId(info.id)) for info in infos if AccountId(info.id) not in {entry.id for entry in listed}]
    return tuple(_account(entry, by_id[entry.id.provider], settings.renewal) for entry in (*listed, *missing))


def _account(entry: AccountSettings, info: ProviderInfo, renewal: Renewal) -> Account:
    options = {spec.key: entry.options.get(spec.key, spec.default) for spec in info.options}
    for spec in info.options:
        if spec.choices and options[spec.key] not in spec.choices:
            options[spec.key] = spec.default
    name = entry.name or (f"{info.name} ({entry.id.slug})" if entry.id.slug else info.name)
    return Account(entry.id, name, entry.enabled, options, renewal)
