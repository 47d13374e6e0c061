"""`usagebar status`: fetch what is permitted, print what is known."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import sys
from typing import TYPE_CHECKING

from usagebar_qt.cli.document import document
from usagebar_qt.cli.text import render
from usagebar_qt.domain.clock import SystemClock
from usagebar_qt.domain.models import AccountState
from usagebar_qt.domain.redaction import redact
from usagebar_qt.engine.fetching import Wish
from usagebar_qt.engine.paths import Paths
from usagebar_qt.engine.runtime import build_runtime

if TYPE_CHECKING:
    from collections.abc import Sequence

    from usagebar_qt.domain.models import Account, AccountStatus
    from usagebar_qt.engine.runtime import Runtime

EXIT_OK = 0
EXIT_USAGE = 64
EXIT_UNCHECKED = 69
EXIT_NOTHING_SET_UP = 78


class _RedactingFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.exc_info = record.exc_text = record.stack_info = None  # frames may hold what must not be seen
        return redact(super().format(record))


def _log_to_standard_error() -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_RedactingFormatter("usagebar: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)


def exit_code_of(statuses: Sequence[AccountStatus]) -> int:
    """0 every configured account has good figures, 69 at least one could not be checked, 78 nothing is configured."""
    configured = [status for status in statuses if status.state not in (AccountState.NOT_CONFIGURED, AccountState.DISABLED)]
    if not configured:
        return EXIT_NOTHING_SET_UP
    good = all(status.state in (AccountState.OK, AccountState.NO_PLAN) for status in configured)
    return EXIT_OK if good else EXIT_UNCHECKED


def run_status(form: str, wanted: tuple[str, ...], max_age: float | None) -> int:
    """Prints the figures and gives the exit code."""
    _log_to_standard_error()
    runtime = build_runtime(paths=Paths.of_user(), environ=os.environ, clock=SystemClock())
    loaded = runtime.settings_file.load()
    if loaded.set_aside is not None:
        print(
            f"usagebar: the settings file could not be read. It is kept as {loaded.set_aside.name}; defaults are in use.",
            file=sys.stderr,
        )
    accounts = runtime.accounts(loaded.settings)
    known = {str(account.id) for account in accounts}
    for name in wanted:
        if name not in known:
            print(f"usagebar: there is no provider {name!r}. Known are: {', '.join(sorted(known))}.", file=sys.stderr)
            return EXIT_USAGE
    if wanted:
        accounts = tuple(account for account in accounts if str(account.id) in wanted)
    statuses = asyncio.run(_fetch(runtime, accounts, Wish(max_age=max_age)))
    now = runtime.clock.now()
    if form == "json":
        names = {info.id: info.name for info in runtime.infos}
        text = json.dumps(document(statuses, names, now), ensure_ascii=False, indent=1, allow_nan=False)
    else:
        text = render(statuses, runtime.infos, now)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # A console or pipe in an old code page must not turn a currency sign into an error; the document is UTF-8 always.
        sys.stdout.reconfigure(encoding="utf-8" if form == "json" else None, errors="replace")
    print(text, flush=True)
    return exit_code_of(statuses)


async def _fetch(runtime: Runtime, accounts: Sequence[Account], wish: Wish) -> list[AccountStatus]:
    try:
        return await asyncio.gather(*(runtime.fetcher.fetch_account(account, wish) for account in accounts))
    finally:
        await runtime.aclose()
