"""What a person does to the list of accounts: add, name, order, remove. Pure: settings in, settings out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from usagebar_qt.domain.models import AccountId, slug_of
from usagebar_qt.domain.settings import LONGEST_NAME

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from usagebar_qt.domain.settings import AccountSettings, Settings

LONGEST_SLUG = 32
"""Characters: a slug is part of a file's name, and of an entry's name in the system's credential store."""


THIS_COMPUTER = ("wsl.localhost", "wsl$")
"""Hosts of a Windows path that are on this computer: the distributions of WSL."""


def free_id(provider: str, name: str, taken: Collection[AccountId]) -> AccountId:
    """The id of a further account: `<provider>:<slug of its name>`, with a number where that is taken.

    It is made once and outlives every new name: entry, figures, history and scripts know the account by it."""
    slug = slug_of(slug_of(name)[:LONGEST_SLUG]) or "2"
    number = 1
    while (found := AccountId(provider, slug if number == 1 else f"{slug}-{number}")) in taken:
        number += 1
    return found


def free_name(wanted: str, taken: Collection[str]) -> str:
    """The name in one line and of bounded length, with a number where another account has it: cards must be told apart."""
    plain = " ".join("".join(character if character.isprintable() else " " for character in wanted).split())[:LONGEST_NAME]
    others = {name.casefold() for name in taken}
    found, number = plain, 2
    while found.casefold() in others:
        end = f" {number}"
        found, number = plain[: LONGEST_NAME - len(end)].rstrip() + end, number + 1
    return found


def ordered(settings: Settings, ids: Sequence[AccountId]) -> Settings:
    """The accounts in this order. Entries of providers that this version does not know keep their place at the end."""
    known = set(ids)
    rest = tuple(entry for entry in settings.accounts if entry.id not in known)
    return replace(settings, accounts=(*(settings.account(account_id) for account_id in ids), *rest))


def placed(settings: Settings, ids: Sequence[AccountId], entry: AccountSettings) -> Settings:
    """With this entry, and all accounts where they are shown now: what is set of one must not move it before those of which nothing
    is set. An account that is not among `ids` comes last."""
    order = ids if entry.id in ids else (*ids, entry.id)
    return ordered(ordered(settings, ids).with_account(entry), order)


def moved(ids: Sequence[AccountId], account_id: AccountId, step: int) -> tuple[AccountId, ...]:
    """The ids with this one `step` places further down (negative: up), or as they were where there is no such place."""
    order = list(ids)
    at = order.index(account_id)
    if not 0 <= at + step < len(order):
        return tuple(ids)
    order.insert(at + step, order.pop(at))
    return tuple(order)


def without_new_shares(settings: Settings, known: Settings) -> Settings:
    """Without accounts whose folder lies on another computer, unless it does so already. A look into such a folder makes Windows
    sign this person in there: a file of settings that somebody hands over must not be able to ask for that."""
    kept = [
        entry
        for entry in settings.accounts
        if all(known.account(entry.id).options.get(key) == text for key, text in entry.options.items() if _names_a_share(text))
    ]
    return settings if len(kept) == len(settings.accounts) else replace(settings, accounts=tuple(kept))


def _names_a_share(text: str) -> bool:
    path = text.replace("/", "\\")
    return path.startswith("\\\\") and path[2:].split("\\")[0].lower() not in THIS_COMPUTER


def without(settings: Settings, account_id: AccountId) -> Settings:
    """Without a further account. A provider's first account always stays: it can only be switched off."""
    if not account_id.slug:
        return settings
    icon = None if settings.icon_account == account_id else settings.icon_account
    accounts = tuple(entry for entry in settings.accounts if entry.id != account_id)
    return replace(settings, accounts=accounts, icon_account=icon)
