"""What every command that looks at accounts begins with: log, engine, settings, and which accounts are meant."""

from __future__ import annotations

import logging
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.redaction import redact
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.models import Account, AccountStatus
    from usagebar_qt.domain.settings import Settings
    from usagebar_qt.engine.fetching import Wish
    from usagebar_qt.engine.runtime import Runtime
    from usagebar_qt.engine.settings_file import Loaded


class UnknownAccount(LookupError):  # noqa: N818 - a wrong word, said as such
    """A name that no account has; the text says which there are."""


class _RedactingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.exc_info = record.exc_text = record.stack_info = None  # frames may hold what must not be seen
        return redact(super().format(record))


@dataclass(frozen=True, slots=True)
class Session:
    """The engine and what the settings say."""

    runtime: Runtime
    loaded: Loaded

    @property
    def settings(self) -> Settings:
        """What the settings say."""
        return self.loaded.settings

    def accounts(self, wanted: Sequence[str] = ()) -> tuple[Account, ...]:
        """Those named, or all. Raises `UnknownAccount`."""
        every = self.runtime.accounts(self.settings)
        known = {str(account.id) for account in every}
        for name in wanted:
            if name not in known:
                raise UnknownAccount(f"there is no provider {redact(name)!r}. Known are: {', '.join(sorted(known))}")
        return tuple(account for account in every if not wanted or str(account.id) in wanted)

    def fetch(self, accounts: Sequence[Account], wish: Wish) -> list[AccountStatus]:
        """Their statuses after at most one request for usage each. Fresh figures cost neither an event loop nor a library."""
        found = {account.id: self.runtime.fetcher.at_once(account, wish) for account in accounts}
        missing = [account for account in accounts if found[account.id] is None]
        if missing:
            import asyncio

            from usagebar_qt.cli.signals import PutOff

            self.runtime.renewals.on_trouble = lambda: say(
                "the renewed sign-in of Claude cannot be saved yet. Make room on the disk; it is tried again for a minute"
            )
            with PutOff(self.runtime.renewals, say):
                found |= {status.id: status for status in asyncio.run(_fetch(self.runtime, missing, wish))}
        return [status for account in accounts if (status := found[account.id]) is not None]


async def _fetch(runtime: Runtime, accounts: Sequence[Account], wish: Wish) -> list[AccountStatus]:
    import asyncio

    try:
        return await asyncio.gather(*(runtime.fetcher.fetch_account(account, wish) for account in accounts))
    finally:
        await runtime.aclose()


def open_session() -> Session:
    """Of this user. Says on standard error where the settings file could not be read."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_RedactingFormatter("usagebar: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    runtime = build_runtime(paths=Paths.of_user(), environ=os.environ, clock=SystemClock())
    loaded = runtime.settings_file.load()
    runtime.client.use_proxy(loaded.settings.proxy)
    if loaded.set_aside is not None:
        say(f"the settings file could not be read. It is kept as {loaded.set_aside.name}; defaults are in use")
    return Session(runtime, loaded)


def say(text: str) -> None:
    """A sentence for a person, beside the document."""
    print(f"usagebar: {text}.", file=sys.stderr)
