"""`usagebar guard`: is enough left to begin something? Says it by exit code, and in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from usagebar_qt.cli.arguments import add_max_age, examples, percentage, rows
from usagebar_qt.cli.commands import EXIT_OK, EXIT_REFUSED, EXIT_UNCHECKED, EXIT_USAGE

if TYPE_CHECKING:
    import argparse
    from datetime import datetime

    from usagebar_qt.cli.commands import Parser
    from usagebar_qt.domain.models import AccountStatus, QuotaWindow

DEFAULT_REMAINING = 10.0
"""Percent."""


def configure(parser: Parser) -> None:
    """Options and examples."""
    parser.description = "Tells a script whether enough of a plan is left, before it begins something that should not stop halfway."
    parser.epilog = "\n\n".join(
        (
            examples(
                ("usagebar guard --provider claude && claude -p '…'", "only with 10 % left of every window"),
                ("usagebar guard --provider claude --window weekly --min-remaining 25", "a quarter of the week"),
                ("usagebar guard --provider zai --max-age 600", "figures of ten minutes ago are good enough"),
            ),
            rows(
                "exit codes",
                (
                    ("0", "enough is left"),
                    ("1", "less than that is left"),
                    ("69", "it could not be checked"),
                    ("64", "wrong usage"),
                ),
            ),
        )
    )
    parser.add_argument("--provider", required=True, metavar="ID", help="which account, for example claude")
    parser.add_argument("--window", metavar="ID", help="only this window, for example session or weekly; else every one counts")
    parser.add_argument(
        "--min-remaining", type=percentage, default=DEFAULT_REMAINING, metavar="P", help="percent that must be left (default 10)"
    )
    add_max_age(parser)


def run(options: argparse.Namespace) -> int:
    """Prints one line and gives the exit code."""
    from usagebar_qt.cli.session import UnknownAccount, open_session, say
    from usagebar_qt.engine.fetching import Wish
    from usagebar_qt.wording.commands import guard_unchecked

    session = open_session()
    try:
        accounts = session.accounts((options.provider,))
    except UnknownAccount as error:
        say(str(error))
        return EXIT_USAGE
    status = session.fetch(accounts, Wish(max_age=options.max_age))[0]
    info, now = session.runtime.info_of(accounts[0]), session.runtime.clock.now()
    code, line = verdict(status, options.window, options.min_remaining, now, info.name, info.remedy.value)
    if code == EXIT_UNCHECKED:
        say(guard_unchecked(status.account.name, line).removesuffix("."))
    else:
        print(line)
    return code


def verdict(
    status: AccountStatus, wanted: str | None, least: float, now: datetime, provider_name: str, remedy: str
) -> tuple[int, str]:
    """The exit code and its reason in words. `least`: percent that must be left; exactly that much is enough."""
    from usagebar_qt.domain.models import AccountState
    from usagebar_qt.wording import commands as words
    from usagebar_qt.wording.messages import describe, not_configured

    snapshot = status.snapshot
    if status.state is AccountState.NOT_CONFIGURED:
        return EXIT_UNCHECKED, not_configured(remedy, provider_name).text()
    if status.state is AccountState.DISABLED:
        return EXIT_UNCHECKED, "it is switched off in the preferences."
    if status.error is not None:
        return EXIT_UNCHECKED, describe(status.error, provider_name=provider_name, now=now).text()
    if snapshot is None or status.state not in (AccountState.OK, AccountState.NO_PLAN):
        return EXIT_UNCHECKED, words.guard_too_old(snapshot.fetched_at, now) if snapshot else "nobody has asked yet."
    windows = [window for window in snapshot.windows if wanted in (None, window.id)]
    if not windows:
        if wanted is None:
            return EXIT_OK, words.guard_no_limits(status.account.name)
        return EXIT_UNCHECKED, words.guard_no_window(wanted, [window.id for window in snapshot.windows])
    tightest = max(windows, key=lambda window: _used(window, now))
    left = max(0.0, 100.0 - _used(tightest, now))
    return EXIT_OK if left >= least else EXIT_REFUSED, words.guard_line(status.account.name, tightest, least, now)


def _used(window: QuotaWindow, now: datetime) -> float:
    """Percent. A window whose reset has passed since it was looked at has begun anew."""
    from usagebar_qt.wording.formatting import is_due

    return 0.0 if is_due(window, now) else window.used_percent
