"""`usagebar key`: set, check, delete. The key comes through standard input or a prompt without echo, never as an argument."""

from __future__ import annotations

import asyncio
import sys
from typing import TYPE_CHECKING

from usagebar_qt.cli.arguments import examples, rows
from usagebar_qt.cli.commands import EXIT_NOTHING_SET_UP, EXIT_OK, EXIT_REFUSED, EXIT_UNCHECKED, EXIT_USAGE
from usagebar_qt.wording import commands as words
from usagebar_qt.wording.program import KEY_DELETED, KEY_SAVED

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from usagebar_qt.cli.commands import Parser
    from usagebar_qt.cli.session import Session
    from usagebar_qt.domain.errors import UsageError
    from usagebar_qt.domain.models import Account
    from usagebar_qt.providers.base import ProviderInfo

LONGEST_INPUT = 4096
"""Bytes that are read from a pipe; a key has a few dozen."""
NEVER_A_KEY = ("empty", "short", "malformed")


def configure(parser: Parser) -> None:
    """Options and examples."""
    parser.description = (
        "Keeps an API key in the system's credential store. The key is read from standard input, or asked for without showing it; "
        "never put it on the command line. `set` has the service check it before it is saved."
    )
    parser.epilog = "\n\n".join(
        (
            examples(
                ("usagebar key set zai", "asks for the key, checks it, saves it"),
                ("usagebar key set zai < key.txt", "the same from a file"),
                ("echo '{env:MY_ZAI_KEY}' | usagebar key set zai", "saves a reference: the variable is read at each use"),
                ("usagebar key check zai", "does the service take the key that is there?"),
                ("usagebar key delete zai", "forgets the stored key"),
            ),
            rows(
                "exit codes",
                (
                    ("0", "done"),
                    ("1", "the service refused the key"),
                    ("64", "wrong usage, also a key on the command line"),
                    ("69", "it could not be checked, or not be stored"),
                    ("78", "none is stored"),
                ),
            ),
        )
    )
    parser.refusal = words.KEY_ON_COMMAND_LINE.format(id="zai")
    parser.add_argument("action", choices=("set", "check", "delete"), help="what to do")
    parser.add_argument("provider", metavar="PROVIDER", help="whose key, for example zai")
    parser.add_argument("--no-check", action="store_true", help="set: save it without asking the service")


def run(options: argparse.Namespace) -> int:
    """Does it and gives the exit code."""
    from usagebar_qt.cli.session import open_session

    return act(open_session(), options.action, options.provider, check=not options.no_check, ask=typed_or_piped)


def typed_or_piped(prompt: str) -> str:
    """A key as a person types it, or as a pipe brings it."""
    if sys.stdin is None:
        return ""
    if sys.stdin.isatty():
        from getpass import getpass

        return getpass(prompt)
    return sys.stdin.buffer.read(LONGEST_INPUT + 1).decode("utf-8-sig", "replace")


def act(session: Session, action: str, name: str, *, check: bool, ask: Callable[[str], str]) -> int:
    """One of the three. `ask` shows a prompt and gives what was typed."""
    from usagebar_qt.cli.session import UnknownAccount, say
    from usagebar_qt.domain.errors import InvalidKey, NotConfigured, UsageError

    try:
        account = session.accounts((name,))[0]
    except UnknownAccount:
        # The word is not repeated: it may be the key.
        known = ", ".join(info.id for info in session.runtime.infos if info.key is not None)
        say(f"{words.KEY_ON_COMMAND_LINE.format(id=known)} Providers with a key: {known}")
        return EXIT_USAGE
    info = session.runtime.info_of(account)
    if info.key is None:
        say(words.NO_KEY_NEEDED.format(name=info.name))
        return EXIT_USAGE
    origin = "" if action == "set" else "stored"
    try:
        if action == "set":
            text = ask(words.KEY_PROMPT.format(name=info.name))
            return asyncio.run(_set(session, account, text, check=check))
        if action == "check":
            return asyncio.run(_check(session, account))
        return asyncio.run(_delete(session, account, info))
    except EOFError:
        error: UsageError = InvalidKey("empty")
    except NotConfigured:
        say(words.KEY_NONE_STORED.format(name=info.name, id=account.id))
        return EXIT_NOTHING_SET_UP
    except UsageError as caught:
        error = caught
    say(words.key_trouble(error.failure(), name=info.name, account=str(account.id), now=session.runtime.clock.now(), origin=origin))
    if not isinstance(error, InvalidKey):
        return EXIT_UNCHECKED
    return (
        EXIT_REFUSED if error.reason == "refused" else EXIT_USAGE if error.reason in NEVER_A_KEY and not origin else EXIT_UNCHECKED
    )


async def _set(session: Session, account: Account, text: str, *, check: bool) -> int:
    from usagebar_qt.cli.session import say
    from usagebar_qt.credentials.api_key import referenced
    from usagebar_qt.domain.errors import InvalidKey

    keys, variable = session.runtime.keys, referenced(text)
    try:
        if check:
            try:
                await keys.check(account, text)
            except InvalidKey as error:
                if variable is None or error.reason != "env_missing":
                    raise
                # The program that will use it may have the variable, though this shell has not.
                say(words.REFERENCE_UNSET.format(variable=variable))
        await keys.save(account, text, checked=False)
    finally:
        await session.runtime.aclose()
    if variable is not None:
        print(words.REFERENCE_SAVED.format(variable=variable))
    else:
        print(KEY_SAVED if check else words.KEY_SAVED_UNCHECKED)
    return EXIT_OK


async def _check(session: Session, account: Account) -> int:
    try:
        key = await session.runtime.keys.check_present(account)
    finally:
        await session.runtime.aclose()
    print(words.KEY_WORKS_FROM.format(origin=words.ORIGINS.get(key.origin, key.origin)))
    return EXIT_OK


async def _delete(session: Session, account: Account, info: ProviderInfo) -> int:
    from usagebar_qt.cli.session import say

    was_stored = await session.runtime.keys.delete(account)
    presence = await session.runtime.keys.presence(account)
    if was_stored:
        print(KEY_DELETED)
    else:
        say(words.KEY_NONE_STORED.format(name=info.name, id=account.id))
    if presence.from_environment and info.key is not None:
        say(words.KEY_IN_ENVIRONMENT.format(variable=" or ".join(info.key.env_names)))
    return EXIT_OK if was_stored else EXIT_NOTHING_SET_UP
